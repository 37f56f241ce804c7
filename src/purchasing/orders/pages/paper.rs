//! An order on paper, A4: who orders what, where it goes and by when. The same sheet is what a supplier
//! sees who holds a link.

use leptos::prelude::*;

use super::packs_words;
use crate::businesses::{self, Location, Settings};
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::orders::{self, Line, State, Whole};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{PrintButton, dates};
use crate::values::{Money, Phone, Stop};

/// `/b/{business}/purchases/{purchase}/print`
pub async fn print(visit: Visit) -> Result<Page, Stop> {
    let purchase_id = visit.param_id("purchase")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let whole = orders::whole(&mut tx, purchase_id).await?;
    let shop = businesses::settings(&mut tx).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let paper = Paper {
        say,
        scope,
        shop: &shop,
        at: place_of(&locations, &whole),
        whole: &whole,
    };
    let body = view! {
        <p class="quiet no-print">{say.t("po-how-to-print")}</p>
        {paper.sheet()}
    };
    let title = paper.title();
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    Ok(page)
}

/// Where an order is to be brought, if that place is still open.
pub(super) fn place_of<'a>(locations: &'a [Location], whole: &Whole) -> Option<&'a Location> {
    let wanted = whole.purchase.location_id;
    locations.iter().find(|at| at.location_id == wanted)
}

/// An order on its way to paper.
pub(super) struct Paper<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub shop: &'a Settings,
    /// Where it is to be brought, if that place is still open.
    pub at: Option<&'a Location>,
    pub whole: &'a Whole,
}

impl Paper<'_> {
    /// What it is called, with its number.
    pub fn title(&self) -> String {
        let number = self.whole.purchase.number.to_string();
        self.say.with("po-title-of", &[("number", &number)])
    }

    /// The whole sheet.
    pub fn sheet(&self) -> AnyView {
        let note = &self.whole.purchase.note;
        let note = (!note.is_empty()).then(|| {
            let note = note.clone();
            view! { <p class="po-note">{note}</p> }
        });
        view! {
            <article class="po" aria-label=self.title()>
                {self.head()}
                {self.ended()}
                {self.ways()}
                {note}
                {self.lines()}
            </article>
        }
        .into_any()
    }

    /// We on one side, the order's number on the other.
    fn head(&self) -> AnyView {
        let say = self.say;
        let purchase = &self.whole.purchase;
        let phone = self.shop.phone.as_ref().map(Phone::shown);
        let pin = self.shop.tax_pin.as_ref();
        let pin = pin.map(|pin| say.with("slip-tax-pin", &[("pin", pin)]));
        let line = |text: String| view! { <div>{text}</div> };
        let day = purchase.sent_at.unwrap_or(purchase.made_at);
        let day = self.scope.calendar.local(day).date_naive();
        view! {
            <header class="po-head">
                <div>
                    <b class="po-shop">{self.shop.name.clone()}</b>
                    {phone.map(line)}
                    {pin.map(line)}
                </div>
                <div class="po-no">
                    <b>{self.title()}</b>
                    <div>{dates::day(say, day)}</div>
                </div>
            </header>
        }
        .into_any()
    }

    /// That it is not to be brought any more, where that is so.
    fn ended(&self) -> AnyView {
        let words = match self.whole.purchase.state {
            State::Draft => self.say.t("po-paper-draft"),
            State::Cancelled => {
                let named = [("name", self.shop.name.as_str())];
                self.say.with("po-paper-cancelled", &named)
            }
            State::Closed => self.say.t("po-paper-closed"),
            _ => return ().into_any(),
        };
        view! { <p class="po-ended">{words}</p> }.into_any()
    }

    /// To whom, where to, by when.
    fn ways(&self) -> AnyView {
        let say = self.say;
        let purchase = &self.whole.purchase;
        let way = self.at.map(|at| at.address.clone()).unwrap_or_default();
        let call = self.at.and_then(|at| at.phone.as_ref()).map(Phone::shown);
        let by = purchase.expected_on.map(|day| {
            let day = dates::weekday(say, day);
            let text = say.with("po-by", &[("day", &day)]);
            view! { <div>{text}</div> }
        });
        view! {
            <section class="po-ways">
                <div>
                    <div class="quiet">{say.t("po-to")}</div>
                    <b>{purchase.supplier_name.clone()}</b>
                    <div>{self.whole.supplier_address.clone()}</div>
                </div>
                <div>
                    <div class="quiet">{say.t("po-deliver-to")}</div>
                    <b>{purchase.location_name.clone()}</b>
                    <div>{way}</div>
                    <div>{call}</div>
                    {by}
                </div>
            </section>
        }
        .into_any()
    }

    fn lines(&self) -> AnyView {
        let say = self.say;
        let rows = self.whole.lines.iter().map(|line| self.line(line));
        let rows = rows.collect_view();
        let total = self.amount(self.whole.purchase.total);
        view! {
            <table class="po-lines">
                <caption class="hidden">{say.t("po-lines")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("orders-product")}</th>
                        <th scope="col">{say.t("quantity")}</th>
                        <th scope="col" class="num">{say.t("suppliers-cost")}</th>
                        <th scope="col" class="num">{say.t("orders-amount")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="po-total">
                {say.t("po-total")} " " <b class="money">{total}</b>
            </p>
        }
        .into_any()
    }

    /// A line, by the supplier's own code where she has one.
    fn line(&self, line: &Line) -> AnyView {
        let sku = if line.supplier_sku.is_empty() {
            line.sku.clone()
        } else {
            line.supplier_sku.clone()
        };
        let words = packs_words(
            self.say,
            line.packs,
            &line.pack_name,
            line.holds,
            line.quantity,
            line.unit,
        );
        view! {
            <tr>
                <td>
                    <b>{line.name.clone()}</b>
                    " "
                    <span class="quiet">{sku}</span>
                </td>
                <td>{words}</td>
                <td class="num">{line.cost.full(&self.scope.currency)}</td>
                <td class="num">{line.amount.full(&self.scope.currency)}</td>
            </tr>
        }
        .into_any()
    }

    fn amount(&self, money: Money) -> String {
        money.named(&self.scope.currency)
    }
}
