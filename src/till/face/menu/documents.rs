//! What was sold at this till: its receipts again, and what was a mistake.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::till::browser::{Document, Trouble};
use crate::till::face::parts::{button, field, follow, live, notice, row, send, sheet};
use crate::till::face::state::{Approval, Sheet, Till};
use crate::till::face::{paper, printer};
use crate::till::wire::{Body, Known, Void};
use crate::values::{Money, Tender};

/// The most that are listed.
const MOST: usize = 40;

/// Lists them.
pub fn documents(till: Till) -> AnyView {
    let say = till.say;
    let typed = RwSignal::new(String::new());
    let list = RwSignal::new(Vec::<Document>::new());
    follow(move || {
        let typed = typed.get();
        till.device.recorded.track();
        spawn_local(async move {
            let found = till.device.documents(typed.trim(), MOST).await;
            list.set(found);
        });
    });
    let rows = live(move || {
        let all = list.get();
        if all.is_empty() {
            return notice("quiet", say.t("till-app-documents-none"));
        }
        let rows = all.into_iter().map(|document| {
            let id = document.id();
            let name = format!(
                "{} · {}",
                title(till, &document),
                till.time(document.event.occurred_at)
            );
            row(name, amount(till, &document), move || {
                till.open(Sheet::Document(id))
            })
        });
        rows.collect_view().into_any()
    });
    let body = view! {
        <div class="stack">
            <form on:submit=send(
                move || find(till, typed),
            )>{field("till-documents", say.t("till-app-documents-find"), typed, "search")}</form>
            {button("button", say.t("till-app-documents-ask"), move || ask(till, typed))}
            <div class="till-list">{rows}</div>
        </div>
    };
    sheet(till, say.t("till-app-documents"), body.into_any())
}

/// Opens the one that is called so; asks the books where it is none of this till.
fn find(till: Till, typed: RwSignal<String>) {
    let wanted = typed.get_untracked().trim().to_owned();
    if wanted.is_empty() {
        return;
    }
    spawn_local(async move {
        match till.device.documents(&wanted, 2).await.as_slice() {
            [one] => till.open(Sheet::Document(one.id())),
            [] => ask(till, typed),
            _ => (),
        }
    });
}

/// Asks the books for a sale of any till: something of it comes back here.
fn ask(till: Till, typed: RwSignal<String>) {
    spawn_local(async move {
        let typed = typed.get_untracked();
        match till.device.find(typed.trim()).await {
            Ok(known) => {
                let sale_id = known.sale_id;
                till.known.set(Some(known));
                till.open(Sheet::Back(sale_id));
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}

/// What a document is called.
pub fn title(till: Till, document: &Document) -> String {
    if let Body::CashMove(cash) = &document.event.body {
        let why = till.say.t(&format!("till-app-reason-{}", cash.reason));
        let amount = till.money(Money::from_minor(cash.amount_minor));
        return format!("{why}: {amount}");
    }
    let (key, number) = document.title();
    till.say.with(key, &[("number", number.as_str())])
}

/// What was paid for it, or paid back.
pub(super) fn amount(till: Till, document: &Document) -> String {
    let receipt = paper::receipt(till, document, false);
    receipt
        .map(|receipt| receipt.total.figure)
        .unwrap_or_default()
}

/// One of them, with what can be done about it; again: its receipt is a copy.
pub fn document(till: Till, id: Uuid, again: bool) -> AnyView {
    let say = till.say;
    let found = RwSignal::new(None::<Document>);
    spawn_local(async move { found.set(till.device.document(id).await) });
    let body = live(move || {
        let Some(document) = found.get() else {
            return ().into_any();
        };
        let receipt = paper::receipt(till, &document, again);
        let drawn = receipt.as_ref().map(paper::drawn);
        let refused = document.is_refused().then(|| {
            let key = if document.put_away {
                "till-app-refused-seen"
            } else {
                "till-app-refused"
            };
            let settled = document.settled.as_ref().map(|one| one.refusals.clone());
            let words = settled.unwrap_or_default().into_iter().map(|one| one.words);
            let words = words.collect::<Vec<_>>().join(" ");
            view! { <p class="notice bad">{say.t(key)} " " {words}</p> }
        });
        let looked_at = document.waits_for_a_manager();
        let looked_at = looked_at.then(|| looked_at_it(till, id));
        view! {
            <h3>{title(till, &document)}</h3>
            {refused}
            {looked_at}
            {button("button", say.t("till-app-print"), move || {
                printer::print_or_page(till, receipt.clone(), false);
            })}
            {acts(till, &document)}
            {drawn}
        }
        .into_any()
    });
    sheet(
        till,
        say.t("till-app-document"),
        view! { <div class="stack">{body}</div> }.into_any(),
    )
}

/// The way to say that a manager has looked at what the books refused.
fn looked_at_it(till: Till, id: Uuid) -> AnyView {
    let say = till.say;
    let ask = move || {
        if till.may("refund") {
            put_away(till, id);
        } else {
            till.open(Sheet::Approve(Approval::Refused(id)));
        }
    };
    view! {
        <details class="more">
            <summary>{say.t("till-app-put-away")}</summary>
            <p>{say.t("till-app-put-away-text")}</p>
            {button("button", say.t("till-app-put-away-do"), ask)}
        </details>
    }
    .into_any()
}

/// Lists what the books refused no longer among what waits for a manager.
pub fn put_away(till: Till, id: Uuid) {
    till.once(async move {
        match till.device.put_away(id).await {
            Ok(()) => till.open(Sheet::Unsynced),
            Err(trouble) => till.trouble(&trouble),
        }
    });
}

/// What can be done about it, if anything can.
fn acts(till: Till, document: &Document) -> Option<AnyView> {
    let id = document.id();
    match &document.event.body {
        Body::Sale(_) => {
            let back = till.say.t("till-app-back-goods");
            let both = view! {
                <div class="till-acts">
                    {button("button", back, move || bring_back(till, id))}
                    {mistake(till, id, "till-app-void-text", "till-app-void-do")}
                </div>
            };
            Some(both.into_any())
        }
        // Only what came into the drawer goes out of it.
        Body::Voucher(sold) if sold.paid.tender == Tender::Cash.code() => {
            let do_it = "till-app-back-do";
            Some(mistake(till, id, "till-app-void-voucher", do_it))
        }
        Body::Voucher(_) => Some(notice("notice info", till.say.t("till-app-void-office"))),
        _ => None,
    }
}

/// What takes all of it back: what that does, and the word for it.
fn mistake(till: Till, id: Uuid, text: &str, act: &str) -> AnyView {
    let say = till.say;
    let ask_void = move || {
        if till.in_shift().is_none() {
            return;
        }
        if till.may("refund") {
            void(till, id, None);
        } else {
            till.open(Sheet::Approve(Approval::Void(id)));
        }
    };
    view! {
        <details class="more">
            <summary>{say.t("till-app-void")}</summary>
            <p>{say.t(text)}</p>
            {button("button danger", say.t(act), ask_void)}
        </details>
    }
    .into_any()
}

/// Asks what of a sale comes back. What came back at another till the books know.
fn bring_back(till: Till, id: Uuid) {
    spawn_local(async move {
        till.known.set(till.device.known_there(id).await);
        till.open(Sheet::Back(id));
    });
}

/// Records that a sale was a mistake, or a gift voucher, which takes no number.
pub fn void(till: Till, sale_id: Uuid, approved_by: Option<Uuid>) {
    let Some(member_id) = till.member_id() else {
        return;
    };
    let shift_id = till
        .shift
        .with_untracked(|shift| shift.as_ref().map(|one| one.shift_id));
    let reason = till.say.t("till-app-void-reason");
    till.once(async move {
        let voucher = till.device.document(sale_id).await;
        let voucher = voucher.filter(|one| matches!(one.event.body, Body::Voucher(_)));
        let is_sale = voucher.is_none();
        let of = match untouched(till, sale_id, voucher).await {
            Ok(of) => of,
            Err(trouble) => return till.trouble(&trouble),
        };
        let body = Box::new(move |number: i64| {
            Body::Void(Void {
                number: if is_sale { number } else { 0 },
                sale_id,
                shift_id,
                reason,
                approved_by,
            })
        });
        match till
            .device
            .record(Uuid::now_v7(), member_id, of, body)
            .await
        {
            Ok(document) if is_sale => till.open(Sheet::TakenBack(document.id())),
            Ok(_) => {
                till.news.set(till.say.t("till-app-cash-kept"));
                till.close();
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}

/// The sale as it was; none of a voucher.
///
/// # Errors
/// Said: some of it came back already, or was paid with. Away: only the books know.
async fn untouched(
    till: Till,
    sale_id: Uuid,
    voucher: Option<Document>,
) -> Result<Option<Known>, Trouble> {
    let (of, is_whole) = match voucher {
        Some(voucher) => (None, till.device.is_whole(&voucher).await?),
        None => {
            let of = match till.device.known_there(sale_id).await {
                None => till.device.known(sale_id).await,
                there => there,
            };
            let is_touched =
                |of: &Known| of.over || of.lines.iter().any(|line| line.returned_milli > 0);
            let is_whole = !of.as_ref().is_some_and(is_touched);
            (of, is_whole)
        }
    };
    if is_whole {
        return Ok(of);
    }
    Err(Trouble::Said(till.say.t("till-app-void-again")))
}
