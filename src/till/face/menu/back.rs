//! Goods that come back: how much of each line, and whether it goes on the shelf.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::till::face::parts::sheet;
use crate::till::face::state::{Approval, Sheet, Till};
use crate::till::wire::{Body, PayOut, Refund, RefundLine};
use crate::values::Quantity;

/// Asks how much comes back.
pub fn back(till: Till, id: Uuid) -> AnyView {
    let say = till.say;
    till.back.set(Vec::new());
    let found = RwSignal::new(Vec::<Left>::new());
    spawn_local(async move { found.set(left_of(till, id).await) });
    let lines = move || {
        let rows = found.get().into_iter().map(|line| one(till, line));
        rows.collect_view()
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

/// What is left of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Left {
    line_no: i32,
    name: String,
    milli: i64,
}

/// What may still come back of a sale of this till, or of one that the books were asked for.
async fn left_of(till: Till, id: Uuid) -> Vec<Left> {
    let known = till.known.get_untracked();
    let mut all: Vec<Left> = Vec::new();
    if let Some(known) = known.filter(|known| known.sale_id == id) {
        let lines = known.lines.into_iter();
        all.extend(lines.map(|line| Left {
            line_no: line.line_no,
            name: line.name,
            milli: line.quantity_milli.saturating_sub(line.returned_milli),
        }));
    } else if let Some(document) = till.device.document(id).await {
        let Body::Sale(sale) = document.event.body else {
            return all;
        };
        let returned = till.device.returned(id).await;
        for line in sale.lines {
            let gone = returned.iter().filter(|(no, _)| *no == line.line_no);
            let gone: i64 = gone.map(|(_, milli)| *milli).sum();
            all.push(Left {
                line_no: line.line_no,
                name: till.name_of(line.product_id),
                milli: line.quantity_milli.saturating_sub(gone),
            });
        }
    }
    all.retain(|line| line.milli > 0);
    all
}

fn one(till: Till, line: Left) -> AnyView {
    let say = till.say;
    let (no, left, name) = (line.line_no, line.milli, line.name);
    let id = format!("till-back-{no}");
    let count = Quantity::from_milli(left).short();
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
