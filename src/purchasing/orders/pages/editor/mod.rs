//! The form of an order: a new one on a page of its own, a draft on its own page. Lines are typed by
//! SKU, barcode or name; what is there already stands with its packs to choose from.

mod rows;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use self::rows::Rows;
use crate::businesses::{self, Location};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::purchasing::orders::api::{KeepPurchase, purchase_form};
use crate::purchasing::orders::keep_purchase::LONGEST_NOTE;
use crate::purchasing::orders::{Whole, store};
use crate::purchasing::receiving::{self, choose_supplier};
use crate::purchasing::suppliers;
use crate::staff::{self, Power, Typed, refused_line};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, ErrorSummary, Field, Form, HiddenField, LinkButton, SelectField, Submit,
    TextAreaField,
};
use crate::values::{Refusal, Stop, currency_sign};

/// `/b/{business}/purchases/new?supplier=…`
pub async fn new_purchase(visit: Visit) -> Result<Page, Stop> {
    // One that was refused comes back with the id it was given.
    let again = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let is_first_look = again.is_none();
    let purchase_id = again.unwrap_or_else(Uuid::now_v7);
    let supplier = visit.query("supplier").and_then(|id| id.parse().ok());
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit
        .flash(&purchase_form(&purchase_id.to_string()))
        .await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::Buy)?;
    if supplier.is_none() && is_first_look {
        return whose(&visit, &mut tx).await;
    }
    let kept = Kept {
        purchase_id,
        supplier,
        whole: None,
    };
    let editor = Editor::load(&visit, &mut tx, &flash, kept).await?;
    let scope = tx.scope();
    let say = editor.say;
    let title = say.t("po-new");
    let body = editor.form(scope);
    Ok(Page::of(scope, "purchases", title, body))
}

/// Asks whom the order is for: what she sells, and how soon she brings it, is filled in then.
async fn whose(visit: &Visit, tx: &mut BusinessTx) -> Result<Page, Stop> {
    let all = receiving::suppliers(tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let action = format!("/b/{}/purchases/new", scope.slug);
    let body = choose_supplier(say, scope, &action, &all, &[]);
    Ok(Page::of(scope, "purchases", say.t("po-new"), body))
}

/// What the form starts from.
pub(super) struct Kept<'a> {
    pub purchase_id: Uuid,
    /// Whom the address names, for a new one.
    pub supplier: Option<Uuid>,
    /// The draft that is changed.
    pub whole: Option<&'a Whole>,
}

/// What the form is drawn from.
pub(super) struct Editor<'a> {
    say: Say,
    flash: &'a Flash,
    kept: Kept<'a>,
    suppliers: Vec<(Uuid, String)>,
    locations: Vec<Location>,
    rows: Rows,
    /// When goods may be expected of a new order: by how long its supplier takes.
    expected: Option<NaiveDate>,
}

impl<'a> Editor<'a> {
    /// Reads what there is to choose from, and the lines: as they were typed before a refusal, else as
    /// they are kept.
    pub async fn load(
        visit: &Visit,
        tx: &mut BusinessTx,
        flash: &'a Flash,
        kept: Kept<'a>,
    ) -> Result<Editor<'a>, Stop> {
        let choices = store::choices(tx).await?;
        let locations = businesses::locations(tx).await?;
        let supplier = match kept.whole {
            Some(whole) => Some(whole.purchase.supplier_id),
            None => kept.supplier,
        };
        let rows = Rows::load(tx, flash, kept.whole, supplier).await?;
        let expected = match (kept.whole, supplier) {
            (None, Some(id)) => suppliers::find(tx, id)
                .await?
                .and_then(|supplier| supplier.brings_by(tx.scope().today())),
            _ => None,
        };
        Ok(Editor {
            say: Say(visit.language_for(tx.scope())),
            flash,
            kept,
            suppliers: choices,
            locations,
            rows,
            expected,
        })
    }

    /// The whole form, or what must be there before one can be written.
    pub fn form(&self, scope: &Scope) -> AnyView {
        let say = self.say;
        if self.suppliers.is_empty() {
            let add = format!("/b/{}/suppliers/new", scope.slug);
            let (title, text) = (say.t("suppliers-none"), say.t("suppliers-none-text"));
            return view! {
                <EmptyState icon="truck" title=title text=text>
                    <LinkButton href=add label=say.t("suppliers-new") icon="plus" />
                </EmptyState>
            }
            .into_any();
        }
        let typed = Typed {
            say,
            flash: self.flash,
        };
        let revision = self.kept.whole.map_or(0, |whole| whole.purchase.revision);
        let inside = view! {
            <HiddenField name="business" value=scope.slug.clone() />
            <HiddenField name="form[purchase_id]" value=self.kept.purchase_id.to_string() />
            <HiddenField name="form[revision]" value=revision.to_string() />
            {self.summary(&typed)}
            <section class="card form">{self.head(&typed)}</section>
            {self.rows.table(say, scope, self.flash)}
            {self.foot(scope)}
        };
        let inside = inside.into_any();
        view! {
            <Form action=KeepPurchase::url() class="stack">
                {inside}
            </Form>
        }
        .into_any()
    }

    /// Everything that was refused; fields of lines are called otherwise than those of the head.
    fn summary(&self, typed: &Typed<'_>) -> AnyView {
        let say = self.say;
        let line = |refusal: &Refusal| {
            let field = refusal.field.as_deref().map(|field| {
                if field.contains('-') {
                    field.to_owned()
                } else {
                    typed.name(field)
                }
            });
            let text = refused_line(say, refusal, |key| self.rows.line_of(key));
            (field.unwrap_or_default(), text)
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }

    /// To whom, where to, by when.
    fn head(&self, typed: &Typed<'_>) -> AnyView {
        let say = self.say;
        let purchase = self.kept.whole.map(|whole| &whole.purchase);
        let to = purchase.map(|purchase| purchase.supplier_id);
        let to = to.or(self.kept.supplier).map(|id| id.to_string());
        let first = self.locations.first().map(|at| at.location_id);
        let at = purchase.map(|purchase| purchase.location_id).or(first);
        let at = at.map(|id| id.to_string()).unwrap_or_default();
        let by = purchase.map_or(self.expected, |purchase| purchase.expected_on);
        let by = by.map(|day| day.to_string()).unwrap_or_default();
        let note = purchase.map_or("", |purchase| purchase.note.as_str());
        let places = self.locations.iter();
        let places = places.map(|at| (at.location_id.to_string(), at.name.clone()));
        view! {
            <SelectField
                label=say.t("po-supplier")
                name=typed.name("supplier_id")
                options=self.supplier_options()
                selected=typed.value("supplier_id", &to.unwrap_or_default())
                error=typed.error("supplier_id")
            />
            <div class="pair">
                <SelectField
                    label=say.t("po-deliver-to")
                    name=typed.name("location_id")
                    options=places.collect()
                    selected=typed.value("location_id", &at)
                    error=typed.error("location_id")
                />
                <Field
                    label=say.t("po-expected")
                    name=typed.name("expected_on")
                    value=typed.value("expected_on", &by)
                    kind="date"
                    error=typed.error("expected_on")
                />
            </div>
            <TextAreaField
                label=say.t("po-note")
                name=typed.name("note")
                value=typed.value("note", note)
                rows=2
                maxlength=LONGEST_NOTE
                hint=say.t("po-note-hint")
                error=typed.error("note")
            />
        }
        .into_any()
    }

    /// Those that are not retired; and whose draft it is, if she is.
    fn supplier_options(&self) -> Vec<(String, String)> {
        let mut options = vec![(String::new(), self.say.t("po-choose-supplier"))];
        if let Some(whole) = self.kept.whole {
            let (id, name) = (&whole.purchase.supplier_id, &whole.purchase.supplier_name);
            if !self.suppliers.iter().any(|(known, _)| known == id) {
                options.push((id.to_string(), name.clone()));
            }
        }
        let known = self.suppliers.iter();
        options.extend(known.map(|(id, name)| (id.to_string(), name.clone())));
        options
    }

    /// The sum of what is kept, and the two ways on.
    fn foot(&self, scope: &Scope) -> AnyView {
        let say = self.say;
        let total = self.kept.whole.map(|whole| {
            let sign = currency_sign(&scope.currency).to_owned();
            let total = whole.purchase.total.short(&scope.currency);
            view! {
                <p>
                    {say.t("po-total")} ": " <b>
                        <Amount currency=sign text=total />
                    </b>
                </p>
            }
        });
        let (then, send) = ("form[then]".to_owned(), "send".to_owned());
        view! {
            <div class="sticky-foot">
                {total}
                <Submit label=say.t("po-save") kind="plain" />
                <Submit
                    label=say.t("po-send")
                    icon="check"
                    name=then
                    value=send
                />
            </div>
        }
        .into_any()
    }
}
