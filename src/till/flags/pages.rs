//! `/b/{business}/sales/flags`: what a manager must look at, and what was looked at.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::{FORM, RESOLVE, ResolveFlag, SETTLE, SettleVoucher, WRITTEN_OFF};
use super::flag::{Listed, Show, Shown};
use super::resolve::LONGEST_NOTE;
use super::store;
use crate::payments::Tender;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::sales::pages::{make_product, tabs, tenders};
use crate::sales::vouchers::Ended;
use crate::sales::{Oddity, to_look_at};
use crate::staff::{Power, allow, may};
use crate::till::prompts;
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Form, HiddenField, Icon, Notice, SelectField, Status, Submit, Tabs, dates,
    page_links,
};
use crate::values::{Money, Refusal, Stop};

/// The list.
pub async fn flags(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(FORM).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx, Power::KeepTills)?;
    let show = match visit.query("show").as_deref() {
        Some("all") => Show::All,
        _ => Show::Open,
    };
    let page = visit.query("page").and_then(|page| page.parse().ok());
    let listed = store::list(&mut tx, show, page.unwrap_or(1)).await?;
    let prompts = prompts::look_over(&mut tx).await?;
    let waits = to_look_at(&mut tx).await?;
    let scope = tx.scope();
    let list = List {
        say: Say(visit.language_for(scope)),
        scope,
        base: format!("/b/{}/sales/flags", scope.slug),
        flash: &flash,
    };
    let say = list.say;
    let rows = if listed.rows.is_empty() {
        let (title, text) = (say.t("flags-empty"), say.t("flags-empty-text"));
        view! { <EmptyState icon="check" title=title text=text /> }.into_any()
    } else {
        let rows = listed.rows.iter().map(|flag| list.card(flag));
        rows.collect_view().into_any()
    };
    let body = view! {
        {tabs(say, scope, "sales/flags", waits)}
        <div class="stack">
            {list.refused_elsewhere(&listed)}
            {prompts::cards(say, scope, &flash, &prompts)}
            {list.tabs(show, &listed)}
            {rows}
            {list.pages(show, &listed)}
        </div>
    };
    let title = say.t("flags-title");
    Ok(Page::of(scope, "sales", title, body.into_any()))
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    flash: &'a Flash,
}

impl List<'_> {
    fn address(&self, show: Show, page: i64) -> String {
        let show = match show {
            Show::Open => "open",
            Show::All => "all",
        };
        format!("{}?show={show}&page={page}", self.base)
    }

    fn tabs(&self, show: Show, listed: &Listed) -> AnyView {
        let say = self.say;
        let tab = |one: Show, key: &str, count: Option<i64>| {
            let count = count.map(|count| count.to_string());
            (self.address(one, 1), say.t(key), one == show, count)
        };
        let tabs = vec![
            tab(Show::Open, "flags-open", Some(listed.open)),
            tab(Show::All, "flags-all", None),
        ];
        view! { <Tabs items=tabs label=say.t("flags-title") /> }.into_any()
    }

    fn pages(&self, show: Show, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            self.address(show, page)
        })
    }

    /// Why a form was refused whose flag is not here: it stood among all of them, or on a later page.
    fn refused_elsewhere(&self, listed: &Listed) -> Option<AnyView> {
        let is_its = |flag: &Shown| {
            let id = flag.flag_id.to_string();
            [RESOLVE, SETTLE]
                .iter()
                .any(|act| self.typed(act, &id).is_this)
        };
        let is_ours = [RESOLVE, SETTLE].contains(&self.flash.value("act", "").as_str());
        if !is_ours || listed.rows.iter().any(is_its) {
            return None;
        }
        let mut refusals = self.flash.refusals.iter();
        let title = self.say.refusal(refusals.find(|one| one.field.is_some())?);
        Some(view! { <Notice kind="look" title=title /> }.into_any())
    }

    /// One flag: what is odd, about what, why, and what was said of it.
    fn card(&self, flag: &Shown) -> AnyView {
        let say = self.say;
        let look = match (&flag.resolved, flag.oddity) {
            (Some(_), _) => "plain",
            (None, Oddity::Refused) => "bad",
            (None, _) => "look",
        };
        let title = say.t(&format!("flag-{}", flag.oddity.code().replace('_', "-")));
        let reasons = flag.reasons.iter().map(|reason| {
            let words = say.refusal(reason);
            let make = (flag.oddity == Oddity::QuickItem).then(|| self.make_product(reason));
            view! { <li>{words} " " {make}</li> }
        });
        let reasons = reasons.collect_view();
        let id = format!("flag-{}", flag.flag_id);
        view! {
            <section class="card stack" id=id>
                <h2>{title}</h2>
                <p class="row">
                    <Status kind=look text=self.state(flag) />
                    <span class="quiet">{self.about(flag)}</span>
                    {self.sale(flag)}
                </p>
                <ul>{reasons}</ul>
                {(look == "bad").then(|| view! { <p>{say.t("flag-refused-help")}</p> })}
                {self.outcome(flag)}
                {self.ended(flag)}
                {self.settle_form(flag)}
            </section>
        }
        .into_any()
    }

    /// The way to make a product of what was sold and was none.
    fn make_product(&self, reason: &Refusal) -> AnyView {
        let arg = |name: &str| {
            let mut args = reason.args.iter();
            let found = args.find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        let (name, code, price) = (arg("name"), arg("code"), arg("amount"));
        make_product(self.say, self.scope, name, code, price)
    }

    fn state(&self, flag: &Shown) -> String {
        let key = match flag.resolved {
            Some(_) => "flag-resolved",
            None => "flag-open",
        };
        self.say.t(key)
    }

    /// When, by whom, and at which till.
    fn about(&self, flag: &Shown) -> String {
        let at = self.scope.calendar.local(flag.occurred_at);
        let mut words = vec![dates::recent(self.say, at, self.scope.today())];
        words.extend(flag.who.clone());
        words.push(flag.device_name.clone());
        words.join(" · ")
    }

    /// The sale or refund, or the voucher.
    fn sale(&self, flag: &Shown) -> Option<AnyView> {
        let sales = format!("/b/{}/sales", self.scope.slug);
        let (href, words) = match (&flag.sale, flag.voucher_id) {
            (Some((sale_id, number)), _) => {
                let words = self.say.with("flag-sale", &[("number", number)]);
                (format!("{sales}/{sale_id}"), words)
            }
            (None, Some(voucher_id)) => {
                let words = self.say.t("tender-voucher");
                (format!("{sales}/vouchers/{voucher_id}"), words)
            }
            (None, None) => return None,
        };
        Some(view! { <a href=href>{words}</a> }.into_any())
    }

    /// What was said of it, or the form to say it.
    fn outcome(&self, flag: &Shown) -> AnyView {
        let say = self.say;
        let Some((at, name)) = &flag.resolved else {
            return self.form(flag);
        };
        let at = dates::moment(say, self.scope.calendar.local(*at));
        let named = [("at", at.as_str()), ("name", name.as_str())];
        let words = say.with("flag-resolved-by", &named);
        let note = (!flag.note.is_empty()).then(|| view! { <p>{flag.note.clone()}</p> });
        view! {
            <p class="quiet">{words}</p>
            {note}
        }
        .into_any()
    }

    fn form(&self, flag: &Shown) -> AnyView {
        let say = self.say;
        let id = flag.flag_id.to_string();
        let typed = self.typed(RESOLVE, &id);
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="flag_id" value=id.clone() />
            <Field
                label=say.t("flag-note")
                name=format!("notes[f{id}]")
                value=typed.value("note", "")
                error=typed.error("note")
                autocomplete="off"
                maxlength=LONGEST_NOTE
            />
            <Submit label=say.t("flag-resolve") kind="plain" />
        };
        let fields = fields.into_any();
        view! { <Form action=ResolveFlag::url()>{fields}</Form> }.into_any()
    }

    /// How what its voucher did not hold ended, so far.
    fn ended(&self, flag: &Shown) -> AnyView {
        let rows = flag.ended.iter().map(|one| {
            let note = (!one.note.is_empty()).then(|| view! { " " {one.note.clone()} });
            view! {
                <li>
                    {self.how(one)} {note} " " <span class="quiet">{self.said(one)}</span>
                </li>
            }
        });
        let rows = rows.collect_view();
        (!flag.ended.is_empty())
            .then(|| view! { <ul>{rows}</ul> })
            .into_any()
    }

    fn how(&self, one: &Ended) -> String {
        let say = self.say;
        let currency = &self.scope.currency;
        let amount = one.amount.named(currency);
        let Some(tender) = one.tender else {
            if one.amount >= Money::ZERO {
                return say.with("flag-missing-written-off", &[("amount", &amount)]);
            }
            let amount = one.amount.negated().unwrap_or_default().named(currency);
            return say.with("flag-missing-back", &[("amount", &amount)]);
        };
        let tender = say.t(&format!("tender-{}", tender.code()));
        let paid = match &one.reference {
            Some(reference) => format!("{tender} {reference}"),
            None => tender,
        };
        let named = [("amount", amount.as_str()), ("tender", paid.as_str())];
        say.with("flag-missing-paid", &named)
    }

    /// When somebody said so, and who.
    fn said(&self, one: &Ended) -> String {
        let at = self.scope.calendar.local(one.at);
        let mut words = vec![dates::recent(self.say, at, self.scope.today())];
        words.extend(one.who.clone());
        words.join(" · ")
    }

    /// What says how it ended, while something is missing.
    fn settle_form(&self, flag: &Shown) -> AnyView {
        if flag.missing <= Money::ZERO || !may(&self.scope.who, Power::Refund) {
            return ().into_any();
        }
        let (say, currency) = (self.say, &self.scope.currency);
        let id = flag.flag_id.to_string();
        let typed = self.typed(SETTLE, &id);
        // A form that failed half-way is sent again under its own id, and counts once.
        let settlement_id = typed.value("settlement_id", &Uuid::now_v7().to_string());
        let mut ways = tenders(say, currency);
        ways.push((WRITTEN_OFF.to_owned(), say.t("flag-missing-write-off")));
        let missing = flag.missing.named(currency);
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="flag_id" value=id.clone() />
            <HiddenField name="settlement_id" value=settlement_id />
            <HiddenField name="amount" value=flag.missing.minor().to_string() />
            <p>{say.t("flag-missing-text")}</p>
            <SelectField
                label=say.t("flag-missing-how")
                name=format!("tenders[f{id}]")
                options=ways
                selected=typed.value("tender", Tender::Cash.code())
                error=typed.error("tender")
            />
            <Field
                label=say.t("orders-receipt")
                name=format!("codes[f{id}]")
                value=typed.value("code", "")
                hint=say.t("orders-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=typed.error("receipt")
            />
            <Field
                label=say.t("flag-note")
                name=format!("whys[f{id}]")
                value=typed.value("why", "")
                autocomplete="off"
                maxlength=LONGEST_NOTE
                error=typed.error("note")
            />
            <Submit label=say.t("flag-missing-button") kind="plain" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more" open=typed.is_this>
                <summary>
                    <Icon name="alert" />
                    {say.with("flag-missing-title", &[("amount", &missing)])}
                </summary>
                <Form action=SettleVoucher::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    /// What was typed into a form of a flag, if it was refused just now.
    fn typed(&self, act: &str, id: &str) -> Typed<'_> {
        let flash = self.flash;
        let is_this = flash.value("act", "") == act && flash.value("id", "") == id;
        Typed {
            say: self.say,
            flash,
            is_this,
        }
    }
}

/// One of the page's forms as it was refused.
struct Typed<'a> {
    say: Say,
    flash: &'a Flash,
    is_this: bool,
}

impl Typed<'_> {
    fn value(&self, field: &str, otherwise: &str) -> String {
        if self.is_this {
            self.flash.value(field, otherwise)
        } else {
            otherwise.to_owned()
        }
    }

    fn error(&self, field: &str) -> Option<String> {
        let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(field);
        let refusal = self.flash.refusals.iter().find(about)?;
        self.is_this.then(|| self.say.refusal(refusal))
    }
}
