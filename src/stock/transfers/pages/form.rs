//! `/b/{business}/stock/transfers/new`: from where, to where, and which goods. The same form changes a
//! transfer while nothing has left.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::stock::Spoilt;
use crate::stock::transfers::api::KeepTransfer;
use crate::stock::typed_lines::{Column, Fields, Meant, Rows, meant};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Field, Form, HiddenField, LinkButton, SelectField, Submit};
use crate::values::Stop;

/// A new transfer.
pub async fn new_transfer(visit: Visit) -> Result<Page, Stop> {
    // One that was refused comes back with the id it was given.
    let again = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let id = again.unwrap_or_else(Uuid::now_v7);
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("transfer:{id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let say = Say(visit.language_for(tx.scope()));
    let locations = businesses::locations(&mut tx).await?;
    let meant = meant(&mut tx, say, &flash, "from", Spoilt::Leave).await?;
    let scope = tx.scope();
    let title = say.t("transfer-new");
    if locations.len() < 2 {
        let body = one_place(say, scope);
        return Ok(Page::of(scope, "stock", title, body));
    }
    let place = |index: usize| {
        let at = locations.get(index);
        at.map_or_else(String::new, |at| at.location_id.to_string())
    };
    let form = PlanForm {
        typed: &Typed { say, flash: &flash },
        scope,
        locations: &locations,
        transfer_id: id,
        revision: 0,
        from: place(0),
        to: place(1),
        note: String::new(),
    };
    let all = format!("/b/{}/stock/transfers", scope.slug);
    let body = form.view(Fields::new(), meant, Some(all));
    Ok(Page::of(scope, "stock", title, body))
}

/// There is nowhere to send anything.
fn one_place(say: Say, scope: &Scope) -> AnyView {
    let add = format!("/b/{}/settings/locations/new", scope.slug);
    let adds = staff::may(&scope.who, Power::KeepSettings).then(|| {
        view! { <LinkButton href=add label=say.t("settings-location-add") icon="store" /> }
    });
    let (title, text) = (
        say.t("transfer-one-place"),
        say.t("transfer-one-place-text"),
    );
    view! {
        <EmptyState icon="store" title=title text=text>
            {adds}
        </EmptyState>
    }
    .into_any()
}

/// The form of what is asked for.
pub(super) struct PlanForm<'a> {
    pub typed: &'a Typed<'a>,
    pub scope: &'a Scope,
    pub locations: &'a [Location],
    pub transfer_id: Uuid,
    /// 0 where the transfer is new.
    pub revision: i32,
    pub from: String,
    pub to: String,
    pub note: String,
}

impl PlanForm<'_> {
    /// `kept` is what stands in its rows, `meant` what they mean in words, and `back` where it is left
    /// for.
    pub fn view(&self, kept: Fields, meant: HashMap<i32, Meant>, back: Option<String>) -> AnyView {
        let typed = self.typed;
        let say = typed.say;
        let rows = Rows {
            typed,
            columns: vec![
                Column::text("what", say.t("line-what"), 120),
                Column::figures("quantity", say.t("quantity")),
                Column::text("batch", say.t("line-batch"), 60),
            ],
            kept,
            meant,
        };
        let back = back.map(|href| {
            view! { <LinkButton href=href label=say.t("cancel") kind="bare" /> }
        });
        let label = if self.revision == 0 {
            say.t("transfer-make")
        } else {
            say.t("save")
        };
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=typed.name("act") value="plan" />
            <HiddenField name=typed.name("transfer_id") value=self.transfer_id.to_string() />
            <HiddenField name=typed.name("revision") value=self.revision.to_string() />
            {rows.summary()}
            {self.way()}
            <p class="hint">{say.t("line-hint")} " " {say.t("transfer-batch-hint")}</p>
            {rows.table()}
            {rows.scan()}
            <Submit
                label=say.t("line-look")
                kind="plain"
                icon="search"
                name=typed.name("look")
                value="true".to_owned()
            />
            <div class="form-foot">
                <Submit label=label />
                {back}
            </div>
        };
        let fields = fields.into_any();
        view! { <Form action=KeepTransfer::url()>{fields}</Form> }.into_any()
    }

    /// From where, to where, and words for both.
    fn way(&self) -> AnyView {
        let typed = self.typed;
        let say = typed.say;
        let places = || -> Vec<(String, String)> {
            let each = self.locations.iter();
            each.map(|at| (at.location_id.to_string(), at.name.clone()))
                .collect()
        };
        view! {
            <section class="card form">
                <div class="pair">
                    <SelectField
                        label=say.t("transfer-from")
                        name=typed.name("from")
                        options=places()
                        selected=typed.value("from", &self.from)
                        error=typed.error("from")
                    />
                    <SelectField
                        label=say.t("transfer-to")
                        name=typed.name("to")
                        options=places()
                        selected=typed.value("to", &self.to)
                        error=typed.error("to")
                    />
                </div>
                <Field
                    label=say.t("transfer-note")
                    name=typed.name("note")
                    value=typed.value("note", &self.note)
                    hint=say.t("transfer-note-hint")
                    maxlength=300
                    error=typed.error("note")
                />
            </section>
        }
        .into_any()
    }
}
