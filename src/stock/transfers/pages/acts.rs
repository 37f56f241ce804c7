//! What can be done with a transfer now, as forms: it is sent, received, changed or called off. What
//! its state or the person's role does not allow is not offered; the acts check both again.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::detail::Sheet;
use super::form::PlanForm;
use crate::staff::{Power, Typed};
use crate::stock::transfers::api::{CancelTransfer, ReceiveTransfer, SendTransfer};
use crate::stock::transfers::{Line, State};
use crate::stock::typed_lines::{Fields, field_of, how_much};
use crate::ui::{CellInput, Form, HiddenField, Icon, Submit, field_id};
use crate::values::{Quantity, Unit};

/// A form that says how much of each line moves.
struct Move {
    /// Its name in the flash.
    act: &'static str,
    action: &'static str,
    /// The first half of its fields' names.
    column: &'static str,
    title: String,
    text: String,
    /// The heading over what each line is measured by.
    beside: String,
    button: String,
}

impl Sheet<'_> {
    /// Sends it, or receives it.
    pub fn next_act(&self) -> AnyView {
        let say = self.say;
        match self.whole.transfer.state {
            State::Pending if self.may(Power::MoveStock) => self.moves(Move {
                act: "send",
                action: SendTransfer::url(),
                column: "sent",
                title: say.t("transfer-send"),
                text: say.t("transfer-send-text"),
                beside: say.t("transfer-free"),
                button: say.t("transfer-send-button"),
            }),
            State::InTransit if self.may(Power::CountStock) => self.moves(Move {
                act: "arrive",
                action: ReceiveTransfer::url(),
                column: "arrived",
                title: say.t("transfer-receive"),
                text: say.t("transfer-receive-text"),
                beside: say.t("transfer-sent"),
                button: say.t("transfer-receive-button"),
            }),
            _ => ().into_any(),
        }
    }

    /// The fields that say which transfer a form is about, and which state of it its page showed.
    fn document(&self, typed: &Typed<'_>, act: &'static str) -> AnyView {
        let transfer = &self.whole.transfer;
        view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=typed.name("act") value=act />
            <HiddenField
                name=typed.name("transfer_id")
                value=transfer.transfer_id.to_string()
            />
            <HiddenField name=typed.name("revision") value=transfer.revision.to_string() />
        }
        .into_any()
    }

    fn moves(&self, form: Move) -> AnyView {
        let say = self.say;
        let typed = self.typed(form.act);
        let lines = self.whole.lines.iter();
        // What was not sent cannot arrive.
        let lines = lines.filter(|line| line.sent != Some(Quantity::ZERO));
        let rows = lines.map(|line| self.move_row(&typed, &form, line));
        let rows = rows.collect_view();
        let fields = view! {
            <p>{form.text.clone()}</p>
            {self.document(&typed, form.act)}
            <table class="lines stays">
                <caption class="hidden">{form.title.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("line-product")}</th>
                        <th scope="col" class="num">
                            {form.beside.clone()}
                        </th>
                        <th scope="col" class="num">
                            {say.t("quantity")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Submit label=form.button.clone() icon="truck" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card no-print">
                <h2>{form.title}</h2>
                <Form action=form.action>{fields}</Form>
            </section>
        }
        .into_any()
    }

    /// A line, with how much of it moves: all, until somebody types less.
    fn move_row(&self, typed: &Typed<'_>, form: &Move, line: &Line) -> AnyView {
        let say = self.say;
        let most = line.sent.unwrap_or(line.asked);
        let free = self.whole.free.get(&line.line_no).copied();
        let beside = line.sent.or(free).unwrap_or_default();
        let beside = how_much(say, beside, line.unit);
        let field = field_of(form.column, line.line_no);
        let name = typed.name(&field);
        let id = field_id(&name);
        let value = typed.value(&field, &most.short());
        let unit = match line.unit {
            Unit::Piece => String::new(),
            unit => say.units(unit, &most.short()),
        };
        let error = typed.error(&field);
        // The same product may stand on two lines, of two batches.
        let batch = line.batch.as_ref();
        let batch = batch.map(|number| say.with("line-of-batch", &[("number", number)]));
        let words: Vec<String> = std::iter::once(line.name.clone()).chain(batch).collect();
        view! {
            <tr>
                <td>
                    <label for=id.clone()>{words.join(" · ")}</label>
                    {self.parts(line)}
                </td>
                <td class="num">{beside}</td>
                <td class="num">
                    <CellInput
                        id=id
                        name=name
                        value=value
                        maxlength=16
                        suffix=unit
                        error=error
                    />
                </td>
            </tr>
        }
        .into_any()
    }

    /// Changes what is asked for, while nothing has left.
    pub fn change(&self) -> AnyView {
        let transfer = &self.whole.transfer;
        if transfer.state != State::Pending || !self.may(Power::MoveStock) {
            return ().into_any();
        }
        let say = self.say;
        let typed = self.typed("plan");
        let mut kept = Fields::new();
        for line in &self.whole.lines {
            let mut keep = |column: &str, text: String| {
                kept.insert(field_of(column, line.line_no), text);
            };
            keep("what", line.sku.clone());
            keep("quantity", line.asked.short());
            keep("batch", line.batch.clone().unwrap_or_default());
        }
        let form = PlanForm {
            typed: &typed,
            scope: self.scope,
            locations: &self.whole.locations,
            transfer_id: transfer.transfer_id,
            revision: transfer.revision,
            from: transfer.from.to_string(),
            to: transfer.to.to_string(),
            note: transfer.note.clone(),
        };
        let is_open = !typed.flash.is_empty();
        view! {
            <details class="card more no-print" open=is_open>
                <summary>
                    <Icon name="edit" />
                    {say.t("transfer-change")}
                </summary>
                {form.view(kept, self.meant.clone(), None)}
            </details>
        }
        .into_any()
    }

    /// Calls it off, naming it and what follows.
    pub fn cancel(&self) -> AnyView {
        let say = self.say;
        let transfer = &self.whole.transfer;
        let follows = match transfer.state {
            State::Pending => say.t("transfer-cancel-pending"),
            State::InTransit => {
                let named = [("name", transfer.from_name.as_str())];
                say.with("transfer-cancel-under-way", &named)
            }
            State::Completed | State::Cancelled => return ().into_any(),
        };
        if !self.may(Power::MoveStock) {
            return ().into_any();
        }
        let typed = self.typed("cancel");
        let number = transfer.number.to_string();
        let named = [("number", number.as_str())];
        let fields = view! {
            {typed.summary()}
            <p>{follows}</p>
            {self.document(&typed, "cancel")}
            <Submit label=say.with("transfer-cancel-button", &named) kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more no-print" open=typed.flash.is_refused()>
                <summary>
                    <Icon name="trash" />
                    {say.t("transfer-cancel")}
                </summary>
                <Form action=CancelTransfer::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
