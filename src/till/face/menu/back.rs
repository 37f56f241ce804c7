//! Goods that come back: how much of each line, and whether it goes on the shelf.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::till::browser::Document;
use crate::till::face::parts::sheet;
use crate::till::face::state::{Approval, Sheet, Till};
use crate::till::wire::{Body, PayOut, Refund, RefundLine, Sale, SaleLine};
use crate::values::Quantity;

/// Asks how much comes back.
pub fn back(till: Till, id: Uuid) -> AnyView {
    let say = till.say;
    till.back.set(Vec::new());
    let found = RwSignal::new(None::<(Document, Vec<(i32, i64)>)>);
    spawn_local(async move {
        let document = till.device.document(id).await;
        let returned = till.device.returned(id).await;
        found.set(document.map(|document| (document, returned)));
    });
    let lines = move || {
        let (document, returned) = found.get()?;
        let Body::Sale(sale) = &document.event.body else {
            return None;
        };
        Some(lines(till, sale, &returned))
    };
    let submit = move || {
        if till.back.with_untracked(Vec::is_empty) {
            till.refuse(say.t("till-app-back-nothing"));
        } else if till.may("refund") {
            record(till, id, None);
        } else {
            till.open(Sheet::Approve(Approval::Back(id)));
        }
    };
    let body = view! {
        <form
            class="stack"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <p class="quiet">{say.t("till-app-back-text")}</p>
            {lines}
            <button type="submit" class="button go till-main">
                {say.t("till-app-back-do")}
            </button>
        </form>
    };
    sheet(till, say.t("till-app-back-goods"), body.into_any())
}

fn lines(till: Till, sale: &Sale, returned: &[(i32, i64)]) -> AnyView {
    let rows = sale.lines.iter().filter_map(|line| {
        let gone = returned.iter().filter(|(no, _)| *no == line.line_no);
        let gone: i64 = gone.map(|(_, milli)| *milli).sum();
        let left = line.quantity_milli.saturating_sub(gone);
        (left > 0).then(|| one(till, line, left))
    });
    rows.collect_view().into_any()
}

fn one(till: Till, line: &SaleLine, left: i64) -> AnyView {
    let say = till.say;
    let no = line.line_no;
    let id = format!("till-back-{no}");
    let name = till.name_of(line.product_id);
    let most = Quantity::from_milli(left);
    let count = most.short();
    let hint = say.with("till-app-back-most", &[("count", count.as_str())]);
    let restock = RwSignal::new(true);
    let typed = RwSignal::new(String::new());
    let keep = move || {
        let quantity = Quantity::parse(&typed.get_untracked());
        let milli = quantity.map_or(0, Quantity::milli).clamp(0, left);
        till.back.update(|back| {
            back.retain(|(line, _, _)| *line != no);
            if milli > 0 {
                back.push((no, milli, restock.get_untracked()));
            }
        });
    };
    let box_id = format!("till-shelf-{no}");
    view! {
        <div class="field">
            <label for=id.clone()>{name}</label>
            <p class="hint">{hint}</p>
            <input
                id=id
                type="text"
                inputmode="decimal"
                autocomplete="off"
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    keep();
                }
            />
            <div class="check">
                <label for=box_id.clone()>
                    <input
                        id=box_id
                        type="checkbox"
                        checked=true
                        on:change=move |event| {
                            restock.set(event_target_checked(&event));
                            keep();
                        }
                    />
                    {say.t("till-app-back-shelf")}
                </label>
            </div>
        </div>
    }
    .into_any()
}

/// Records what comes back; its money goes the way it came.
pub fn record(till: Till, sale_id: Uuid, approved_by: Option<Uuid>) {
    let Some(member_id) = till.member_id() else {
        return;
    };
    let shift_id = till
        .shift
        .with_untracked(|shift| shift.as_ref().map(|one| one.shift_id));
    let lines = till.back.get_untracked().into_iter();
    let lines = lines.map(|(line_no, quantity_milli, restock)| RefundLine {
        line_no,
        quantity_milli,
        restock,
    });
    let lines: Vec<RefundLine> = lines.collect();
    let body = move |number| {
        Body::Refund(Refund {
            number,
            sale_id,
            shift_id,
            lines,
            pay_out: PayOut::AsPaid,
            note: String::new(),
            approved_by,
        })
    };
    spawn_local(async move {
        match till.device.record(Uuid::now_v7(), member_id, body).await {
            Ok(document) => {
                till.back.set(Vec::new());
                till.open(Sheet::Document(document.id()));
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}
