//! `/b/{business}/stock/transfers/{transfer}`: one transfer: how far it has come, its goods, and what
//! can be done with it now. Printed, it is the delivery note.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::{state_kind, state_words};
use crate::businesses::{self, Location, Settings};
use crate::ledger::pages::entries_table;
use crate::ledger::{self, Entry};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power, Typed, may};
use crate::stock::levels::sees_costs;
use crate::stock::store::find;
use crate::stock::transfers::{Line, State, Transfer, Under, store};
use crate::stock::typed_lines::{Meant, meant};
use crate::stock::{Spoilt, available};
use crate::ui::language::Say;
use crate::ui::{Facts, Notice, Status, dates};
use crate::values::{Money, Quantity, Stop};

/// What a transfer's page is drawn from, besides who looks.
pub(super) struct Whole {
    pub transfer: Transfer,
    pub lines: Vec<Line>,
    /// What left which layer.
    pub parts: Vec<Under>,
    /// What of each line is free where it leaves from, while nothing has left: with what has expired where
    /// its batch is named, because that travels too.
    pub free: HashMap<i32, Quantity>,
    pub locations: Vec<Location>,
    pub shop: Settings,
    entries: Vec<Entry>,
}

impl Whole {
    async fn of(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<Whole, Stop> {
        let transfer = store::load(tx, transfer_id).await?;
        let lines = store::lines(tx, transfer_id).await?;
        let free = if transfer.state == State::Pending {
            free_of(tx, transfer.from, &lines).await?
        } else {
            HashMap::new()
        };
        let entries = if may(&tx.scope().who, Power::SeeBooks) {
            ledger::entries_of(tx, &[transfer_id]).await?
        } else {
            Vec::new()
        };
        Ok(Whole {
            transfer,
            lines,
            parts: store::parts(tx, transfer_id).await?,
            free,
            locations: businesses::locations(tx).await?,
            shop: businesses::settings(tx).await?,
            entries,
        })
    }
}

/// What of each line can leave a location: of a named batch no more than is there of it, expired or not.
async fn free_of(
    tx: &mut BusinessTx,
    from: Uuid,
    lines: &[Line],
) -> Result<HashMap<i32, Quantity>, Stop> {
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let batches: Vec<Uuid> = lines.iter().filter_map(|line| line.batch_id).collect();
    let fresh = available(tx, from, &products).await?;
    let all = find::unpromised(tx, from, &products).await?;
    let of_batch = find::of_batches(tx, from, &batches).await?;
    let of_line = |line: &Line| {
        let of = |free: &HashMap<Uuid, Quantity>, id: Uuid| free.get(&id).copied();
        let free = match line.batch_id {
            None => of(&fresh, line.product_id),
            Some(batch_id) => of(&all, line.product_id).min(of(&of_batch, batch_id)),
        };
        (line.line_no, free.unwrap_or_default())
    };
    Ok(lines.iter().map(of_line).collect())
}

/// One transfer in front of one person.
pub(super) struct Sheet<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub whole: &'a Whole,
    /// What was typed and refused; its `act` says in which form.
    pub flash: &'a Flash,
    /// What stands in every other form: nothing.
    pub blank: &'a Flash,
    /// What the rows of the form mean that changes it.
    pub meant: &'a HashMap<i32, Meant>,
}

/// One transfer.
pub async fn transfer(visit: Visit) -> Result<Page, Stop> {
    let transfer_id = visit.param_id("transfer")?;
    let flash = visit.flash(&format!("transfer:{transfer_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let whole = Whole::of(&mut tx, transfer_id).await?;
    let meant = meant(&mut tx, say, &flash, "from", Spoilt::Leave).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say,
        scope,
        whole: &whole,
        flash: &flash,
        blank: &Flash::default(),
        meant: &meant,
    };
    let body = view! {
        <div class="stack">
            {sheet.problems()}
            {sheet.letterhead()}
            {sheet.standing()}
            {sheet.outcome()}
            {sheet.facts()}
            {sheet.goods()}
            {sheet.signatures()}
            {sheet.next_act()}
            {sheet.change()}
            {sheet.cancel()}
            {sheet.books()}
        </div>
    };
    let number = whole.transfer.number.to_string();
    let title = say.with("transfer-number", &[("number", &number)]);
    Ok(Page::of(scope, "stock", title, body.into_any()))
}

impl Sheet<'_> {
    /// Whether whoever looks has a power. What she has not is not offered.
    pub fn may(&self, power: Power) -> bool {
        may(&self.scope.who, power)
    }

    /// The form of that name, with what was typed into it before.
    pub fn typed(&self, act: &str) -> Typed<'_> {
        let is_it = self.flash.value("act", "") == act;
        Typed {
            say: self.say,
            flash: if is_it { self.flash } else { self.blank },
        }
    }

    /// What was refused of goods on their way, at the head of the page: its form stands under the goods.
    fn problems(&self) -> AnyView {
        let act = self.flash.value("act", "");
        if !["send", "arrive"].contains(&act.as_str()) {
            return ().into_any();
        }
        let lines = &self.whole.lines;
        self.typed(&act).summary_of(|key| {
            let line_no: i32 = key.strip_prefix('l')?.parse().ok()?;
            let line = lines.iter().find(|line| line.line_no == line_no)?;
            Some((line_no, line.name.clone()))
        })
    }

    /// How far it has come, in a line under its number.
    fn standing(&self) -> AnyView {
        let transfer = &self.whole.transfer;
        let way = format!("{} → {}", transfer.from_name, transfer.to_name);
        let state = state_words(self.say, transfer.state);
        view! {
            <div class="row">
                <Status kind=state_kind(transfer.state) text=state />
                <span>{way}</span>
            </div>
        }
        .into_any()
    }

    /// What arrived against what was sent, in words and figures.
    fn outcome(&self) -> AnyView {
        let say = self.say;
        let transfer = &self.whole.transfer;
        if transfer.state != State::Completed {
            return ().into_any();
        }
        let lines = self.whole.lines.iter();
        let short = lines.filter(|line| line.missing() > Quantity::ZERO).count();
        if short == 0 {
            return view! { <Notice kind="good" title=say.t("transfer-all-arrived") /> }.into_any();
        }
        let short = i64::try_from(short).unwrap_or_default();
        let lost = transfer.sent.minus(transfer.arrived).unwrap_or_default();
        let lost = lost.named(&self.scope.currency);
        let lost = sees_costs(&self.scope.who).then(|| {
            let words = say.with("transfer-lost", &[("amount", &lost)]);
            view! { <p>{words}</p> }
        });
        view! {
            <Notice kind="look" title=say.count("transfer-lines-short", short)>
                {lost}
            </Notice>
        }
        .into_any()
    }

    fn facts(&self) -> AnyView {
        let say = self.say;
        let transfer = &self.whole.transfer;
        let moment = |at| dates::moment(say, self.scope.calendar.local(at));
        let beside = |at: String, who: &Option<String>| match who {
            Some(who) => format!("{at} · {who}"),
            None => at,
        };
        let made = beside(moment(transfer.made_at), &transfer.made_by);
        let mut facts = vec![
            (
                say.t("transfer-from"),
                transfer.from_name.clone().into_any(),
            ),
            (say.t("transfer-to"), transfer.to_name.clone().into_any()),
            (say.t("transfer-made"), made.into_any()),
        ];
        if let Some(at) = transfer.sent_at {
            let sent = beside(moment(at), &transfer.sent_by);
            facts.push((say.t("transfer-sent"), sent.into_any()));
        }
        if let Some(at) = transfer.ended_at {
            let ended = beside(moment(at), &transfer.ended_by);
            let words = state_words(say, transfer.state);
            facts.push((words, ended.into_any()));
        }
        if transfer.sent > Money::ZERO && sees_costs(&self.scope.who) {
            let value = transfer.sent.named(&self.scope.currency);
            let value = view! { <span class="no-print">{value}</span> };
            facts.push((say.t("transfer-value"), value.into_any()));
        }
        if !transfer.note.is_empty() {
            let note = transfer.note.clone();
            facts.push((say.t("transfer-note"), note.into_any()));
        }
        view! {
            <section class="card">
                <Facts rows=facts />
            </section>
        }
        .into_any()
    }

    fn books(&self) -> AnyView {
        let entries = &self.whole.entries;
        if entries.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        view! {
            <section class="card no-print">
                <h2>{say.t("orders-books")}</h2>
                {entries_table(say, self.scope, entries)}
            </section>
        }
        .into_any()
    }
}
