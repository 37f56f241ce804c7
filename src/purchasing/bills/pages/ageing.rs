//! `/b/{business}/suppliers/ageing`: what is owed to whom, by how long it is past due; and that it is
//! what the books say.

use leptos::prelude::*;

use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::ageing::{self as made, Ageing, AgeingRow};
use crate::purchasing::receiving::sum;
use crate::purchasing::tabs::tabs;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Status};
use crate::values::{Money, Stop};

/// What suppliers are owed, by age.
pub async fn ageing(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let all = made::ageing(&mut tx).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
    };
    let say = sheet.say;
    let result = if all.rows.is_empty() {
        sheet.nothing()
    } else {
        sheet.table(&all)
    };
    let body = view! { {tabs(say, scope, "suppliers/ageing")} {result} };
    let body = body.into_any();
    let file = format!("/b/{}/suppliers/ageing.csv", scope.slug);
    let mut page = Page::of(scope, "purchases", say.t("ageing-title"), body);
    page.act = Some(
        view! { <LinkButton href=file label=say.t("statement-download") icon="download" /> }
            .into_any(),
    );
    Ok(page)
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
}

impl Sheet<'_> {
    /// What the columns are called: not due yet, then days past due.
    fn columns(&self) -> [String; 5] {
        let say = self.say;
        [
            say.t("ageing-current"),
            say.t("ageing-30"),
            say.t("ageing-60"),
            say.t("ageing-90"),
            say.t("ageing-over"),
        ]
    }

    fn nothing(&self) -> AnyView {
        let say = self.say;
        let href = format!("/b/{}/bills", self.scope.slug);
        view! {
            <EmptyState icon="book" title=say.t("ageing-none") text=say.t("ageing-none-text")>
                <LinkButton href=href label=say.t("bills-title") />
            </EmptyState>
        }
        .into_any()
    }

    fn table(&self, all: &Ageing) -> AnyView {
        let say = self.say;
        let heads = self.columns().map(|words| {
            view! {
                <th scope="col" class="num">
                    {words}
                </th>
            }
        });
        let rows = all.rows.iter().map(|row| self.row(row)).collect_view();
        let total = self.cells(&all.buckets, all.ahead, all.total);
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("ageing-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("purchases-supplier")}</th>
                            {heads.into_iter().collect_view()}
                            <th scope="col" class="num">{say.t("ageing-ahead")}</th>
                            <th scope="col" class="num">{say.t("total")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows} <tr class="total">
                            <td class="lead">{say.t("total")}</td>
                            {total}
                        </tr>
                    </tbody>
                </table>
            </div>
            {self.books(all)}
        }
        .into_any()
    }

    fn row(&self, row: &AgeingRow) -> AnyView {
        let slug = &self.scope.slug;
        let href = format!("/b/{slug}/suppliers/{}/statement", row.supplier_id);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                </td>
                {self.cells(&row.buckets, row.ahead, row.total)}
            </tr>
        }
        .into_any()
    }

    /// The amounts of a row; what is nothing stays empty.
    fn cells(&self, buckets: &[Money; 5], ahead: Money, total: Money) -> AnyView {
        let say = self.say;
        let shown = |amount: Money| (!amount.is_zero()).then(|| sum(self.scope, amount));
        let ahead = shown(ahead.negated().unwrap_or_default());
        let cells = self
            .columns()
            .into_iter()
            .zip(buckets)
            .map(|(words, amount)| {
                let amount = shown(*amount);
                view! {
                    <td class="money" data-label=words>
                        {amount}
                    </td>
                }
            });
        view! {
            {cells.collect_view()}
            <td class="money" data-label=say.t("ageing-ahead")>
                {ahead}
            </td>
            <td class="money aside">{sum(self.scope, total)}</td>
        }
        .into_any()
    }

    /// Whether the books say the same.
    fn books(&self, all: &Ageing) -> AnyView {
        let say = self.say;
        let (kind, words) = if all.books == all.total {
            ("good", say.t("ageing-agrees"))
        } else {
            let books = all.books.named(&self.scope.currency);
            ("bad", say.with("ageing-differs", &[("books", &books)]))
        };
        view! {
            <p>
                <Status kind=kind text=words />
            </p>
        }
        .into_any()
    }
}
