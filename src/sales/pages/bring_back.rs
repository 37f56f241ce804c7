//! The form that takes goods of a sale back: how much of which line, whether it is fit to be sold, and
//! how the money goes back.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::sheet::Sheet;
use super::{how_much, tenders};
use crate::sales::api::RefundSale;
use crate::sales::back::field_of;
use crate::sales::{SaleKind, SaleLine};
use crate::staff::Power;
use crate::ui::{CellInput, Field, Form, HiddenField, Icon, SelectField, Submit, field_id};
use crate::values::Quantity;

/// Its name in the flash.
const ACT: &str = "refund";

impl Sheet<'_> {
    /// Nothing where nothing can come back any more, or she may not take it.
    pub fn bring_back(&self) -> AnyView {
        let lines = self.whole.lines.iter();
        let left: Vec<&SaleLine> = lines.filter(|line| line.left() > Quantity::ZERO).collect();
        let is_sale = self.sale().kind == SaleKind::Sale;
        if !is_sale || left.is_empty() || !self.may(Power::Refund) {
            return ().into_any();
        }
        let say = self.say;
        let rows = left.into_iter().map(|line| self.back_row(line));
        // A form that failed half-way is sent again under its own ids, and counts once.
        let refund_id = self.value(ACT, "refund_id", &Uuid::now_v7().to_string());
        let payment_id = self.value(ACT, "payment_id", &Uuid::now_v7().to_string());
        let fields = view! {
            <p>{say.t("sales-back-text")}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="sale_id" value=self.sale().sale_id.to_string() />
            <HiddenField name="refund_id" value=refund_id />
            <HiddenField name="payment_id" value=payment_id />
            <table class="lines stays">
                <caption class="hidden">{say.t("sales-back-quantity")}</caption>
                <thead>
                    <tr>
                        <th>{say.t("orders-product")}</th>
                        <th class="num">{say.t("sales-back-left")}</th>
                        <th class="num">{say.t("sales-back-quantity")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {self.back_money()}
            <Submit label=say.t("sales-back-button") kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more no-print" id="refund" open=self.was_refused(ACT)>
                <summary>
                    <Icon name="minus" />
                    {say.t("sales-back")}
                </summary>
                <Form action=RefundSale::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }

    fn back_money(&self) -> AnyView {
        let say = self.say;
        let mut ways = vec![(String::new(), say.t("sales-back-as-paid"))];
        ways.extend(tenders(say, &self.sale().currency));
        view! {
            <SelectField
                label=say.t("sales-back-tender")
                name="tender"
                options=ways
                selected=self.value(ACT, "tender", "")
                error=self.error(ACT, "tender")
            />
            <Field
                label=say.t("orders-receipt")
                name="receipt"
                value=self.value(ACT, "receipt", "")
                hint=say.t("orders-back-receipt-hint")
                autocomplete="off"
                maxlength=40
                error=self.error(ACT, "receipt")
            />
            <Field
                label=say.t("sales-note")
                name="note"
                value=self.value(ACT, "note", "")
                hint=say.t("sales-back-note-hint")
                maxlength=300
                error=self.error(ACT, "note")
            />
        }
        .into_any()
    }

    /// A line with how much of it comes back: nothing, until somebody types more.
    fn back_row(&self, line: &SaleLine) -> AnyView {
        let say = self.say;
        let field = field_of(line.line_no);
        let id = field_id(&field);
        let left = how_much(say, line.left(), &line.unit);
        let error = self.error(ACT, &field);
        // Most of what comes back is fit to be sold.
        let shelf = format!("shelf-l{}", line.line_no);
        let is_ticked = !self.was_refused(ACT) || !self.flash.value(&shelf, "").is_empty();
        view! {
            <tr>
                <td>
                    <label for=id.clone()>{line.name.clone()}</label>
                </td>
                <td class="num">{left}</td>
                <td class="num">
                    <CellInput
                        id=id
                        name=format!("back[l{}]", line.line_no)
                        value=self.value(ACT, &field, "")
                        maxlength=12
                        error=error
                    />
                    <label class="quiet">
                        <input
                            type="checkbox"
                            name=format!("shelf[l{}]", line.line_no)
                            value="true"
                            checked=is_ticked
                        />
                        " "
                        {say.t("sales-back-shelf")}
                    </label>
                </td>
            </tr>
        }
        .into_any()
    }
}
