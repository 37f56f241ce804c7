//! `/b/{business}/stock/takes/{take}/close`: every product that nobody counted, by name, with what it
//! is worth, before it is taken for nothing.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{PER_PAGE, address, amount_of, errors_of, page_of, title_of};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::stock::counts::Uncounted;
use crate::stock::counts::api::{CloseStockTake, form_of};
use crate::stock::counts::stock_take::{StockTake, seen_of};
use crate::stock::counts::store::{self, UncountedRow};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, ErrorSummary, Form, HiddenField, LinkButton, Notice, Submit, page_links,
};
use crate::values::{Money, Quantity, Stop, currency_sign};

/// The last look before what nobody counted is taken for nothing.
pub async fn close_take(visit: Visit) -> Result<Page, Stop> {
    let take_id = visit.param_id("take")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&form_of(&take_id.to_string())).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let rows = if take.is_open() {
        store::uncounted(&mut tx, &take).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let closing = Closing {
        say: Say(visit.language_for(scope)),
        scope,
        take: &take,
        base: address(scope, &take),
        rows: &rows,
    };
    let say = closing.say;
    let above = (closing.base.clone(), title_of(say, &take));
    let body = view! {
        <div class="stack">
            {closing.inside(&flash, visit.query("page"))}
        </div>
    };
    let title = say.t("take-zero-title");
    Ok(Page::of(scope, "stock", title, body.into_any()).under(above))
}

struct Closing<'a> {
    say: Say,
    scope: &'a Scope,
    take: &'a StockTake,
    base: String,
    rows: &'a [UncountedRow],
}

impl Closing<'_> {
    fn inside(&self, flash: &Flash, asked: Option<String>) -> AnyView {
        let say = self.say;
        let back = self.base.clone();
        if !self.take.is_open() {
            return view! {
                <Notice kind="info" title=say.t("refused-take-ended") />
                <p>
                    <LinkButton href=back label=say.t("back") icon="arrow-left" />
                </p>
            }
            .into_any();
        }
        if self.take.lines == 0 {
            return view! {
                <Notice kind="look" title=say.t("refused-take-empty") />
                <p>
                    <LinkButton href=back label=say.t("take-count") icon="arrow-left" />
                </p>
            }
            .into_any();
        }
        let errors = errors_of(say, flash);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        view! {
            <ErrorSummary title=title errors=errors />
            {self.form()}
            {self.list(asked)}
        }
        .into_any()
    }

    /// What all of it is worth, and the act.
    fn form(&self) -> AnyView {
        let say = self.say;
        let worth = Money::sum(self.rows.iter().map(|row| row.value)).unwrap_or_default();
        let worth = worth.named(&self.scope.currency);
        let many = self.rows.len().to_string();
        let args = [("count", many.as_str()), ("value", worth.as_str())];
        let text = if self.rows.is_empty() {
            say.t("take-zero-none")
        } else {
            say.with("take-zero-sum", &args)
        };
        let seen: Vec<(Uuid, Quantity)> = self
            .rows
            .iter()
            .map(|row| (row.product_id, row.book))
            .collect();
        let back = self.base.clone();
        // Where all is counted nothing is taken for none.
        let (label, kind) = if self.rows.is_empty() {
            (say.t("take-close"), "go")
        } else {
            (say.t("take-zero-close"), "danger")
        };
        let fields = view! {
            <p>{text}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="take_id" value=self.take.take_id.to_string() />
            <HiddenField name="uncounted" value=Uncounted::Zero.code() />
            <HiddenField name="seen" value=seen_of(&seen) />
            <div class="form-foot">
                <Submit label=label kind=kind />
                <LinkButton href=back label=say.t("cancel") kind="bare" />
            </div>
        };
        let fields = fields.into_any();
        view! {
            <section class="card">
                <Form action=CloseStockTake::url()>{fields}</Form>
            </section>
        }
        .into_any()
    }

    fn list(&self, asked: Option<String>) -> AnyView {
        let say = self.say;
        if self.rows.is_empty() {
            let (title, text) = (say.t("take-all-counted"), say.t("take-all-counted-text"));
            return view! { <EmptyState icon="check" title=title text=text /> }.into_any();
        }
        let total = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        let (page, pages, offset) = page_of(asked, total);
        let (skip, most) = (usize::try_from(offset), usize::try_from(PER_PAGE));
        let shown = self.rows.iter().skip(skip.unwrap_or(0));
        let shown = shown.take(most.unwrap_or(50));
        let rows = shown.map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("take-zero-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("orders-product")}</th>
                            <th scope="col">{say.t("product-sku")}</th>
                            <th scope="col" class="num">{say.t("take-book-now")}</th>
                            <th scope="col" class="money">{say.t("take-value")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(pages > 1).then(|| self.pager(page, pages))}
        }
        .into_any()
    }

    fn row(&self, row: &UncountedRow) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let href = format!("{}/count?product={}", self.base, row.product_id);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                </td>
                <td class="by">{row.sku.clone()}</td>
                <td class="num" data-label=say.t("take-book-now")>
                    {amount_of(say, row.book, row.unit)}
                </td>
                <td class="money aside">
                    <Amount
                        currency=currency_sign(currency).to_owned()
                        text=row.value.negated().unwrap_or_default().full(currency)
                    />
                </td>
            </tr>
        }
        .into_any()
    }

    fn pager(&self, page: i64, pages: i64) -> AnyView {
        page_links(self.say, (page, pages), None, |page| {
            format!("{}/close?page={page}", self.base)
        })
    }
}
