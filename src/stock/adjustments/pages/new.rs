//! `/b/{business}/stock/adjustments/new`: why, where, and which goods: rows in which one types or
//! scans.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{places, reason_words};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::stock::Spoilt;
use crate::stock::adjustments::Reason;
use crate::stock::adjustments::api::AdjustStock;
use crate::stock::typed_lines::{Column, Fields, Meant, Rows, field_of, meant};
use crate::ui::language::Say;
use crate::ui::{CheckField, Field, Form, HiddenField, LinkButton, SelectField, Submit};
use crate::values::Stop;

/// A new adjustment. `what` in the address names a product for its first row.
pub async fn new_adjustment(visit: Visit) -> Result<Page, Stop> {
    // One that was refused comes back with the id it was given.
    let again = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let id = again.unwrap_or_else(Uuid::now_v7);
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("adjustment:{id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let say = Say(visit.language_for(tx.scope()));
    let locations = businesses::locations(&mut tx).await?;
    let meant = meant(&mut tx, say, &flash, "location_id", Spoilt::Take).await?;
    let scope = tx.scope();
    let typed = Typed { say, flash: &flash };
    let what = visit.query("what").into_iter();
    let kept: Fields = what.map(|what| (field_of("what", 1), what)).collect();
    let form = NewForm {
        say,
        scope,
        typed: &typed,
        locations: &locations,
    };
    let body = form.view(id, kept, meant);
    let title = say.t("adjustment-new");
    Ok(Page::of(scope, "stock", title, body))
}

struct NewForm<'a> {
    say: Say,
    scope: &'a Scope,
    typed: &'a Typed<'a>,
    locations: &'a [Location],
}

impl NewForm<'_> {
    fn view(&self, id: Uuid, kept: Fields, meant: HashMap<i32, Meant>) -> AnyView {
        let say = self.say;
        let typed = self.typed;
        let rows = Rows {
            typed,
            columns: vec![
                Column::text("what", say.t("line-what"), 120),
                Column::figures("quantity", say.t("quantity")),
                Column::text("batch", say.t("line-batch"), 60),
                Column::day("expires", say.t("adjustment-expires")),
                Column::figures("cost", say.t("adjustment-unit-cost")),
            ],
            kept,
            meant,
        };
        let all = format!("/b/{}/stock/adjustments", self.scope.slug);
        // From the list of what has expired: still nothing else, where it was refused.
        let only = typed.value("only", "");
        let only = (!only.is_empty())
            .then(|| view! { <HiddenField name=typed.name("only") value=only /> });
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=typed.name("adjustment_id") value=id.to_string() />
            {only}
            {rows.summary()}
            {self.why()}
            <p class="hint">{say.t("line-hint")} " " {say.t("adjustment-found-hint")}</p>
            {rows.table()}
            {rows.scan()}
            <CheckField
                label=say.t("adjustment-free")
                name=typed.name("free")
                checked=typed.ticked("free", false)
                hint=say.t("adjustment-free-hint")
            />
            <Submit
                label=say.t("line-look")
                kind="plain"
                icon="search"
                name=typed.name("look")
                value="true".to_owned()
            />
            <div class="form-foot">
                <Submit label=say.t("adjustment-do") />
                <LinkButton href=all label=say.t("cancel") kind="bare" />
            </div>
        };
        let fields = fields.into_any();
        view! { <Form action=AdjustStock::url()>{fields}</Form> }.into_any()
    }

    /// Why, where, and a note.
    fn why(&self) -> AnyView {
        let say = self.say;
        let typed = self.typed;
        let reason = |why: Reason| (why.code().to_owned(), reason_words(say, why));
        let reasons = Reason::TYPED.map(reason).into();
        let first = self.locations.first();
        let first = first.map_or_else(String::new, |at| at.location_id.to_string());
        view! {
            <section class="card form">
                <div class="pair">
                    <SelectField
                        label=say.t("adjustment-why")
                        name=typed.name("reason")
                        options=reasons
                        selected=typed.value("reason", Reason::Damage.code())
                        error=typed.error("reason")
                    />
                    <SelectField
                        label=say.t("adjustment-where")
                        name=typed.name("location_id")
                        options=places(self.locations)
                        selected=typed.value("location_id", &first)
                        error=typed.error("location_id")
                    />
                </div>
                <Field
                    label=say.t("adjustment-note")
                    name=typed.name("note")
                    value=typed.value("note", "")
                    hint=say.t("adjustment-note-hint")
                    maxlength=300
                    error=typed.error("note")
                />
            </section>
        }
        .into_any()
    }
}
