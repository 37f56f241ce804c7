//! Taking goods off an order: short on the shelf, or not wanted after all.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::how_much;
use super::sheet::Sheet;
use crate::orders::packing_api::TakeOffOrder;
use crate::orders::{LineKind, OrderLine, WhyOff};
use crate::staff::Power;
use crate::ui::{CellInput, Field, Form, HiddenField, Icon, SelectField, Submit, field_id};
use crate::values::{Money, Quantity, Unit};

/// Its name in the flash.
const ACT: &str = "take-off";

impl Sheet<'_> {
    /// How much of each line stays, and why; nothing where nothing can be taken off any more.
    pub fn take_off(&self) -> AnyView {
        let order = self.order();
        if !order.may_cancel() || !self.may(Power::FulfilOrders) {
            return ().into_any();
        }
        let say = self.say;
        let lines = self.whole.lines.iter();
        let lines = lines.filter(|line| line.kind == LineKind::Goods);
        let rows = lines
            .filter(|line| line.quantity > Quantity::ZERO)
            .map(|line| self.take_off_row(line));
        let rows = rows.collect_view();
        let follows = if order.paid > Money::ZERO {
            say.t("orders-off-paid")
        } else {
            say.t("orders-off-unpaid")
        };
        let id = self.value(ACT, "cancellation_id", &Uuid::now_v7().to_string());
        let fields = view! {
            <p>{follows}</p>
            {self.document()}
            <HiddenField name="cancellation_id" value=id />
            <table class="lines stays">
                <caption class="hidden">{say.t("orders-off-stays")}</caption>
                <thead>
                    <tr>
                        <th>{say.t("orders-product")}</th>
                        <th class="num">{say.t("orders-off-now")}</th>
                        <th class="num">{say.t("orders-off-stays")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {self.take_off_why()}
            <Submit label=say.t("orders-off-button") kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more no-print" id="take-off" open=self.was_refused(ACT)>
                <summary>
                    <Icon name="minus" />
                    {say.t("orders-off")}
                </summary>
                <Form action=TakeOffOrder::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    fn take_off_why(&self) -> AnyView {
        let say = self.say;
        let reason = |why: WhyOff| {
            let words = say.t(&format!("why-off-{}", why.code()));
            (why.code().to_owned(), words)
        };
        let reasons = WhyOff::ALL.into_iter().map(reason).collect();
        view! {
            <SelectField
                label=say.t("orders-off-why")
                name="why"
                options=reasons
                selected=self.value(ACT, "why", WhyOff::Short.code())
                hint=say.t("orders-off-why-hint")
                error=self.error(ACT, "why")
            />
            <Field
                label=say.t("orders-off-note")
                name="off_note"
                value=self.value(ACT, "off_note", "")
                hint=say.t("orders-off-note-hint")
                maxlength=300
                error=self.error(ACT, "off_note")
            />
        }
        .into_any()
    }

    /// A line with what stays of it: all, until somebody types less.
    fn take_off_row(&self, line: &OrderLine) -> AnyView {
        let say = self.say;
        let field = format!("keep-l{}", line.line_no);
        let id = field_id(&field);
        let value = self.value(ACT, &field, &line.quantity.short());
        let now = how_much(say, line.quantity, line.unit);
        let unit = match line.unit {
            Unit::Piece => String::new(),
            unit => say.units(unit, &line.quantity.short()),
        };
        let error = self.error(ACT, &field);
        view! {
            <tr>
                <td>
                    <label for=id.clone()>{line.name.clone()}</label>
                </td>
                <td class="num">{now}</td>
                <td class="num">
                    <CellInput
                        id=id
                        name=format!("keep[l{}]", line.line_no)
                        value=value
                        maxlength=12
                        suffix=unit
                        error=error
                    />
                </td>
            </tr>
        }
        .into_any()
    }
}
