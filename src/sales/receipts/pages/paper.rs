//! `/b/{business}/sales/{sale}/receipt`: a receipt on paper. It is looked at as often as one likes; it
//! goes to paper after it was counted, and says so when it is a copy. No script is needed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Paper, drawing, page_of};
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::sales::pages::{allow, title};
use crate::sales::receipts::api::PrintReceipt;
use crate::sales::receipts::store;
use crate::sales::receipts::words::{For, Source};
use crate::staff::Typed;
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, LinkButton, Notice, PrintButton, SelectField, Submit};
use crate::values::Stop;

/// The receipt of a sale or a refund.
pub async fn receipt(visit: Visit) -> Result<Page, Stop> {
    let sale_id = visit.param_id("sale")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("receipt:{sale_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let source = Source::read(&mut tx, sale_id).await?;
    let prints = store::prints(&mut tx, sale_id).await?;
    let counted = counted(&visit, &mut tx, sale_id).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    // Whoever only looks sees it as its next print would be.
    let reader = For::Paper {
        print: counted.unwrap_or(prints.saturating_add(1)),
    };
    let drawn = source.receipt(say, scope, &visit.state.config.public_url, reader)?;
    let paper = visit.query("paper").unwrap_or_default();
    let paper = Paper::parse(&paper);
    let typed = Typed { say, flash: &flash };
    let above = if counted.is_some() {
        to_printer(say, scope, sale_id)
    } else {
        ask(&typed, scope, sale_id, paper, prints)
    };
    // What was not counted stays on the screen.
    let stays = if counted.is_some() { "" } else { " no-print" };
    let body = view! {
        <div class="stack">
            {above}
            <div class=format!("paper-{}{stays}", paper.code())>
                {drawing::draw(say, &drawn, true)}
            </div>
        </div>
    };
    let words = title(say, &source.whole.sale);
    let heading = say.with("till-receipt-of", &[("document", &words)]);
    let up = (format!("/b/{}/sales/{sale_id}", scope.slug), words);
    let mut page = Page::of(scope, "sales", heading, body.into_any()).under(up);
    if counted.is_some() {
        page.act =
            Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    }
    Ok(page)
}

/// Which print it is, where the address names one of this document that was counted just now.
async fn counted(visit: &Visit, tx: &mut BusinessTx, sale_id: Uuid) -> Result<Option<i32>, Stop> {
    let Some(print_id) = visit.query("print").and_then(|id| id.parse::<Uuid>().ok()) else {
        return Ok(None);
    };
    let now = tx.scope().now;
    let print = store::print(tx, print_id).await?;
    let print = print.filter(|print| print.sale_id == sale_id && print.is_fresh(now));
    Ok(print.map(|print| print.number))
}

/// How it gets out of the printer, now that it is counted.
fn to_printer(say: Say, scope: &Scope, sale_id: Uuid) -> AnyView {
    let again = page_of(&scope.slug, &sale_id.to_string());
    view! {
        <div class="row no-print">
            <p class="quiet">{say.t("till-receipt-how-to-print")}</p>
            <LinkButton href=again label=say.t("till-receipt-other-paper") kind="bare" />
        </div>
    }
    .into_any()
}

/// On which paper, and that it is counted.
fn ask(typed: &Typed<'_>, scope: &Scope, sale_id: Uuid, paper: Paper, prints: i32) -> AnyView {
    let say = typed.say;
    let papers = Paper::ALL.map(|paper| {
        let words = say.t(&format!("till-receipt-{}", paper.code()));
        (paper.code().to_owned(), words)
    });
    let (label, told) = if prints == 0 {
        (say.t("till-receipt-print"), None)
    } else {
        let told = say.count("till-receipt-printed", i64::from(prints));
        (say.t("till-receipt-print-copy"), Some(told))
    };
    let told = told.map(|told| view! { <Notice kind="look" title=told /> });
    let fields = view! {
        {typed.summary()}
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="sale_id" value=sale_id.to_string() />
        <HiddenField name="print_id" value=Uuid::now_v7().to_string() />
        <SelectField
            label=say.t("till-receipt-paper")
            name="paper"
            options=papers.into()
            selected=typed.flash.value("paper", paper.code())
        />
        <Submit label=label icon="print" />
    };
    let fields = fields.into_any();
    view! {
        <div class="stack no-print">
            {told}
            <Form action=PrintReceipt::url()>{fields}</Form>
        </div>
    }
    .into_any()
}
