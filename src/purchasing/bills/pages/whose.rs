//! What the pages of a supplier's money and of her credits have in common: whose it is, what can be done
//! with it, and undoing it.

use leptos::prelude::*;
use uuid::Uuid;

use super::supplier_acts;
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::purchasing::bills::undo::MOST_WORDS;
use crate::purchasing::receiving::Grid;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, PrintButton, Submit, TextAreaField};

/// Whose paper it is, in front of one person.
pub(super) struct Whose<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub supplier_id: Uuid,
    /// Her name, as it is now.
    pub name: &'a str,
}

/// What undoing a paper asks for.
pub(super) struct Undo<'a> {
    pub flash: &'a Flash,
    /// Where its form posts to.
    pub action: &'static str,
    /// The field that names the paper, and its id.
    pub paper: (&'static str, Uuid),
    /// What becomes of it, in words.
    pub text: String,
}

impl Whose<'_> {
    fn page(&self) -> String {
        format!("/b/{}/suppliers/{}", self.scope.slug, self.supplier_id)
    }

    /// Her name, which leads to her page.
    pub fn supplier(&self) -> AnyView {
        let (href, name) = (self.page(), self.name.to_owned());
        view! { <a href=href>{name}</a> }.into_any()
    }

    /// The statement that it stands on.
    pub fn above(&self) -> (String, String) {
        let statement = format!("{}/statement", self.page());
        let name = [("name", self.name)];
        (statement, self.say.with("statement-of", &name))
    }

    fn may_pay(&self) -> bool {
        staff::may(&self.scope.who, Power::PayBills)
    }

    /// What can be done beside it.
    pub fn acts(&self) -> AnyView {
        let say = self.say;
        let acts = self
            .may_pay()
            .then(|| supplier_acts(say, self.scope, self.supplier_id));
        view! {
            {acts}
            <PrintButton label=say.t("print-page") is_main=false />
        }
        .into_any()
    }

    /// The form that undoes it, folded; nothing where it does not stand, or the reader may not.
    pub fn undo(&self, stands: bool, undo: Undo<'_>) -> AnyView {
        let say = self.say;
        if !stands || !self.may_pay() {
            return ().into_any();
        }
        let Undo {
            flash,
            action,
            paper: (field, id),
            text,
        } = undo;
        let grid = Grid { say, flash };
        let undo_id = grid.value("undo_id", &Uuid::now_v7().to_string());
        let inside = view! {
            <p>{text}</p>
            {grid.summary(&[])}
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("undo_id") value=undo_id />
            <HiddenField name=grid.name(field) value=id.to_string() />
            <TextAreaField
                label=say.t("undo-why")
                name=grid.name("reason")
                value=grid.value("reason", "")
                rows=2
                maxlength=MOST_WORDS
                hint=say.t("undo-why-hint")
                error=grid.error("reason")
            />
            <div class="form-foot">
                <Submit label=say.t("undo-do") kind="danger" />
            </div>
        };
        let inside = inside.into_any();
        let is_open = flash.is_refused();
        view! {
            <details class="card more no-print" open=is_open>
                <summary>{say.t("undo-title")}</summary>
                <Form action=action>{inside}</Form>
            </details>
        }
        .into_any()
    }
}
