//! `/b/{business}/stock/takes/{take}`: for whoever counts the field that finds, what she counted last
//! and how far it has come; for whoever closes the differences and what becomes of them.

use leptos::prelude::*;

use super::differences::Sums;
use super::find::finder;
use super::goods::Goods;
use super::{
    address, amount_of, errors_of, sees_book, sees_differences, state_kind, state_words, title_of,
};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::counts::api::form_of;
use crate::stock::counts::stock_take::StockTake;
use crate::stock::counts::store::{self, Mine, Progress, Valued, Which};
use crate::ui::language::Say;
use crate::ui::{EmptyState, ErrorSummary, Icon, LinkButton, Status, Tabs, dates};
use crate::values::Stop;

/// What the page of a take shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    Desk,
    Goods(Which),
    Differences,
}

impl Show {
    fn asked(word: &str, told: bool) -> Show {
        match word {
            "todo" => Show::Goods(Which::Todo),
            "counted" => Show::Goods(Which::Counted),
            "all" => Show::Goods(Which::All),
            "differences" if told => Show::Differences,
            _ => Show::Desk,
        }
    }
}

/// One take.
pub async fn take(visit: Visit) -> Result<Page, Stop> {
    let take_id = visit.param_id("take")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&form_of(&take_id.to_string())).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let told = sees_differences(tx.scope(), &take);
    let show = Show::asked(&visit.query("show").unwrap_or_default(), told);
    let progress = store::progress(&mut tx, &take).await?;
    let lines = if told && !matches!(show, Show::Goods(_)) {
        store::valued(&mut tx, &take).await?
    } else {
        Vec::new()
    };
    let mine = match tx.scope().member_id() {
        Some(member_id) if show == Show::Desk => store::mine(&mut tx, take_id, member_id).await?,
        _ => Vec::new(),
    };
    let goods = match show {
        Show::Goods(which) => Some(Goods::load(&mut tx, &visit, &take, &progress, which).await?),
        _ => None,
    };
    let scope = tx.scope();
    let desk = Desk {
        say: Say(visit.language_for(scope)),
        scope,
        take: &take,
        base: address(scope, &take),
        progress: &progress,
        told,
        shows_book: sees_book(scope, &take),
    };
    let inside = match show {
        Show::Desk => desk.desk(&flash, &mine, &lines),
        Show::Goods(_) => goods.map(|goods| desk.goods(&goods)).into_any(),
        Show::Differences => desk.differences(&lines, visit.query("page")),
    };
    let body = view! {
        {desk.standing()}
        {desk.tabs(show)}
        {inside}
    };
    let title = title_of(desk.say, &take);
    let mut page = Page::of(scope, "stock", title, body.into_any());
    page.act = Some(desk.doors());
    Ok(page)
}

/// A take in front of one person.
pub(super) struct Desk<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub take: &'a StockTake,
    /// The take's address.
    pub base: String,
    pub progress: &'a [Progress],
    /// Whether she is told what was counted otherwise than the books say.
    pub told: bool,
    /// Whether she is told what the books say of goods that she may be counting.
    pub shows_book: bool,
}

impl Desk<'_> {
    /// Whether whoever looks may do something with it now.
    pub fn may(&self, power: Power) -> bool {
        self.take.is_open() && may(&self.scope.who, power)
    }

    /// How it stands, in a line under its name.
    fn standing(&self) -> AnyView {
        let say = self.say;
        let take = self.take;
        let moment = |at| dates::recent(say, self.scope.calendar.local(at), self.scope.today());
        let opened = moment(take.opened_at);
        let by = take.opened_by.clone().unwrap_or_default();
        let opened = say.with("take-opened-by", &[("moment", &opened), ("who", &by)]);
        let ended = take.ended_at.map(|at| {
            let (at, by) = (moment(at), take.ended_by.clone().unwrap_or_default());
            let words = say.with("take-ended-by", &[("moment", &at), ("who", &by)]);
            format!(" · {words}")
        });
        let blind = take.is_blind.then(|| {
            view! { <Status kind="plain" text=say.t("take-is-blind") /> }
        });
        view! {
            <p class="row">
                <Status kind=state_kind(take.state) text=state_words(say, take.state) />
                {blind}
                <span class="quiet">{take.place()} " · " {opened} {ended}</span>
            </p>
        }
        .into_any()
    }

    fn tabs(&self, show: Show) -> AnyView {
        let say = self.say;
        let (products, counted) = self.totals();
        let todo = (products - counted).max(0);
        let mut items = vec![
            (
                self.base.clone(),
                say.t("take-tab-desk"),
                show == Show::Desk,
                None,
            ),
            (
                format!("{}?show=todo", self.base),
                say.t("take-tab-todo"),
                show == Show::Goods(Which::Todo),
                Some(todo.to_string()),
            ),
            (
                format!("{}?show=counted", self.base),
                say.t("take-tab-counted"),
                show == Show::Goods(Which::Counted),
                Some(counted.to_string()),
            ),
        ];
        if self.told {
            items.push((
                format!("{}?show=differences", self.base),
                say.t("take-tab-differences"),
                show == Show::Differences,
                None,
            ));
        }
        view! { <Tabs items=items label=say.t("take-tabs-one") /> }.into_any()
    }

    /// How many products there are to count, and how many of them were.
    pub fn totals(&self) -> (i64, i64) {
        let products = self.progress.iter().map(|part| part.products).sum();
        let counted = self.progress.iter().map(|part| part.counted).sum();
        (products, counted)
    }

    /// The ways to paper and to files.
    fn doors(&self) -> AnyView {
        let say = self.say;
        let sheet = format!("{}/sheet", self.base);
        let upload = format!("{}/upload", self.base);
        let file = format!("{}/take.csv", self.base);
        let brings = self.may(Power::CountStock).then(|| {
            view! { <LinkButton href=upload label=say.t("take-upload") icon="upload" /> }
        });
        view! {
            <LinkButton href=sheet label=say.t("take-sheet") icon="print" />
            {brings}
            <LinkButton href=file label=say.t("take-download") icon="download" />
        }
        .into_any()
    }

    /// What one works with: to count, and to close.
    fn desk(&self, flash: &Flash, mine: &[Mine], lines: &[Valued]) -> AnyView {
        let say = self.say;
        let errors = errors_of(say, flash);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let counts = self.may(Power::CountStock);
        let find = counts.then(|| {
            view! { <section class="card">{finder(say, &self.base, "", true)}</section> }
        });
        let sums = Sums::of(lines);
        let closes = may(&self.scope.who, Power::MoveStock);
        view! {
            <div class="stack">
                <ErrorSummary title=title errors=errors />
                {find}
                <div class="form-cols">
                    <div class="stack">
                        {self.how_far()}
                        {(self.told && closes).then(|| self.figures(&sums))}
                    </div>
                    <div class="stack">
                        {counts.then(|| self.mine(mine))}
                        {self.may(Power::MoveStock).then(|| self.closing(flash))}
                        {self.may(Power::MoveStock).then(|| self.calling_off())}
                    </div>
                </div>
            </div>
        }
        .into_any()
    }

    /// How far it has come, as a whole and by category.
    fn how_far(&self) -> AnyView {
        let say = self.say;
        let (products, counted) = self.totals();
        if products == 0 {
            let (title, text) = (say.t("take-no-goods"), say.t("take-no-goods-text"));
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        let (all, done) = (products.to_string(), counted.to_string());
        let words = say.with("take-progress", &[("counted", &done), ("products", &all)]);
        let row = |part: &Progress| {
            let id = part.category_id.unwrap_or_default();
            let name = part.name.clone();
            let name = name.unwrap_or_else(|| say.t("product-no-category"));
            let href = format!("{}?show=todo&category={id}", self.base);
            let (all, done) = (part.products.to_string(), part.counted.to_string());
            let words = say.with(
                "take-progress-part",
                &[("counted", &done), ("products", &all)],
            );
            let icon = if part.counted >= part.products {
                "check"
            } else {
                "arrow-right"
            };
            view! {
                <li>
                    <a href=href>
                        <span>{name}</span>
                        <span class="end num quiet">{words}</span>
                        <Icon name=icon />
                    </a>
                </li>
            }
        };
        let rows = self.progress.iter().map(row).collect_view();
        view! {
            <section class="card stack">
                <h2>{words.clone()}</h2>
                <progress max=all value=done aria-label=words></progress>
                <ul class="todo take-parts">{rows}</ul>
            </section>
        }
        .into_any()
    }

    /// What she counted last: a slip of the thumb is seen here and put right by counting again.
    fn mine(&self, mine: &[Mine]) -> AnyView {
        let say = self.say;
        if mine.is_empty() {
            return view! {
                <section class="card">
                    <h2>{say.t("take-mine")}</h2>
                    <p class="quiet">{say.t("take-mine-none")}</p>
                </section>
            }
            .into_any();
        }
        let row = |one: &Mine| {
            let href = format!("{}/count?product={}", self.base, one.product_id);
            let amount = amount_of(say, one.counted, one.unit);
            let amount = if one.is_added {
                say.with("take-added", &[("amount", &amount)])
            } else {
                amount
            };
            let at = self.scope.calendar.local(one.at);
            let at = dates::recent(say, at, self.scope.today());
            view! {
                <li>
                    <a href=href>
                        <span>{one.name.clone()} <span class="quiet">" " {at}</span></span>
                        <b class="end num">{amount}</b>
                    </a>
                </li>
            }
        };
        let rows = mine.iter().map(row).collect_view();
        view! {
            <section class="card">
                <h2>{say.t("take-mine")}</h2>
                <ul class="todo take-mine">{rows}</ul>
            </section>
        }
        .into_any()
    }
}
