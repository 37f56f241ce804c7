//! What of a transfer's page is the delivery note: whose it is, the goods, and who signs.

use leptos::prelude::*;
use uuid::Uuid;

use super::detail::Sheet;
use crate::stock::transfers::{Line, State, Under};
use crate::stock::typed_lines::how_much;
use crate::ui::{Status, dates};
use crate::values::{Phone, Quantity};

impl Sheet<'_> {
    /// Whose paper it is: printed only.
    pub fn letterhead(&self) -> AnyView {
        let say = self.say;
        let shop = &self.whole.shop;
        let phone = shop.phone.as_ref().map(Phone::shown);
        let pin = shop.tax_pin.as_ref();
        let pin = pin.map(|pin| say.with("slip-tax-pin", &[("pin", pin)]));
        let lines: Vec<String> = phone.into_iter().chain(pin).collect();
        view! {
            <div class="only-print">
                <p>{lines.join(" · ")}</p>
                <p>
                    <b>{say.t("transfer-delivery-note")}</b>
                </p>
                {self.address(self.whole.transfer.from)}
                {self.address(self.whole.transfer.to)}
            </div>
        }
        .into_any()
    }

    /// Where a location is, in a line.
    fn address(&self, location_id: Uuid) -> AnyView {
        let places = self.whole.locations.iter();
        let at = places
            .filter(|at| at.location_id == location_id && !at.address.is_empty())
            .map(|at| format!("{}: {}", at.name, at.address));
        at.map(|words| view! { <p>{words}</p> })
            .collect_view()
            .into_any()
    }

    /// Who signs: printed only.
    pub fn signatures(&self) -> AnyView {
        let say = self.say;
        let line = |who: String| view! { <p>{who} ": ______________________________"</p> };
        view! {
            <div class="only-print">
                {line(say.t("transfer-sign-sent"))}
                {line(say.t("transfer-sign-received"))}
            </div>
        }
        .into_any()
    }

    /// What is asked for, what was sent and what arrived, line by line.
    pub fn goods(&self) -> AnyView {
        let say = self.say;
        let has_left = self.whole.transfer.sent_at.is_some();
        let has_come = self.whole.transfer.state == State::Completed;
        let sent = has_left.then(|| {
            view! {
                <th scope="col" class="num">
                    {say.t("transfer-sent")}
                </th>
            }
        });
        let came = has_come.then(|| {
            view! {
                <th scope="col" class="num">
                    {say.t("transfer-arrived")}
                </th>
            }
        });
        let rows = self.whole.lines.iter();
        let rows = rows.map(|line| self.goods_row(line, has_left, has_come));
        let rows = rows.collect_view();
        view! {
            <section class="card">
                <h2>{say.t("transfer-goods")}</h2>
                <table class="lines">
                    <caption class="hidden">{say.t("transfer-goods")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("line-product")}</th>
                            <th scope="col" class="num">
                                {say.t("transfer-asked")}
                            </th>
                            {sent}
                            {came}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="hint no-print">{say.t("transfer-print-hint")}</p>
            </section>
        }
        .into_any()
    }

    fn goods_row(&self, line: &Line, has_left: bool, has_come: bool) -> AnyView {
        let say = self.say;
        let much = |quantity: Quantity| how_much(say, quantity, line.unit);
        let sent = has_left.then(|| {
            let sent = much(line.sent.unwrap_or_default());
            view! { <td class="num">{sent}</td> }
        });
        let came = has_come.then(|| {
            let came = much(line.arrived.unwrap_or_default());
            view! { <td class="num">{came}</td> }
        });
        let batch = line.batch.as_ref().filter(|_| !has_left).map(|number| {
            let words = say.with("line-of-batch", &[("number", number)]);
            view! { <div class="quiet">{words}</div> }
        });
        let missing = (line.missing() > Quantity::ZERO).then(|| {
            let missing = much(line.missing());
            let words = say.with("transfer-missing", &[("quantity", &missing)]);
            view! { <Status kind="bad" text=words /> }
        });
        let parts = self.parts(line);
        view! {
            <tr>
                <td>
                    {line.name.clone()}
                    <div class="quiet">{line.sku.clone()}</div>
                    {batch}
                    {parts}
                    {missing}
                </td>
                <td class="num">{much(line.asked)}</td>
                {sent}
                {came}
            </tr>
        }
        .into_any()
    }

    /// What of a line left which batch, once it has.
    pub fn parts(&self, line: &Line) -> AnyView {
        let parts = self.whole.parts.iter();
        let parts = parts
            .filter(|part| part.line_no == line.line_no)
            .filter_map(|part| self.part(line, part));
        parts.collect_view().into_any()
    }

    /// Goods of a batch, or with a last day, under their line; nothing of those that have neither.
    fn part(&self, line: &Line, part: &Under) -> Option<AnyView> {
        let say = self.say;
        let batch = part.batch.as_ref();
        let batch = batch.map(|number| say.with("line-of-batch", &[("number", number)]));
        let until = part.expires_on.map(|last| {
            let day = dates::day(say, last);
            say.with("transfer-keeps-until", &[("day", &day)])
        });
        let words: Vec<String> = batch.into_iter().chain(until).collect();
        if words.is_empty() {
            return None;
        }
        let much = how_much(say, part.quantity, line.unit);
        let words = format!("{much} · {}", words.join(" · "));
        Some(view! { <div class="quiet">{words}</div> }.into_any())
    }
}
