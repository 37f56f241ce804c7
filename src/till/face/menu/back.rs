//! Goods that come back: how much of each line, and whether it goes on the shelf.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::sales::cart;
use crate::till::face::parts::{chip, chips, live, main_act, notice, send, sheet};
use crate::till::face::state::{Approval, Sheet, Till};
use crate::till::kept::{back_total, rounding};
use crate::till::wire::{self, Body, Known, KnownLine, PayOut, Refund, RefundLine};
use crate::values::{Money, Quantity, Tender};

/// In the place of what was typed and is no quantity.
const NONE: i64 = i64::MAX;

/// Asks how much comes back.
pub fn back(till: Till, id: Uuid) -> AnyView {
    let say = till.say;
    till.back.set(Vec::new());
    till.back_in_cash.set(false);
    let found = RwSignal::new(None::<Known>);
    spawn_local(async move { found.set(sale_of(till, id).await) });
    let lines = live(move || {
        let known = found.get()?;
        let left = known.lines.into_iter().filter(|line| left(line) > 0);
        let rows: Vec<AnyView> = left.map(|line| one(till, line)).collect();
        Some(if rows.is_empty() {
            notice("notice look", say.t("till-app-back-all"))
        } else {
            rows.into_any()
        })
    });
    let total = live(move || {
        let amount = found.get().and_then(|known| paid_back(till, &known))?;
        let amount = till.money(amount);
        let text = say.with("till-app-back-total", &[("amount", amount.as_str())]);
        Some(notice("till-due", text))
    });
    let ways = live(move || found.get().filter(is_money).map(|_| ways(till)));
    let submit = move || {
        if till.back.with_untracked(Vec::is_empty) {
            till.refuse(say.t("till-app-back-nothing"));
        } else if let Some(most) = found.get_untracked().and_then(|known| beyond(till, &known)) {
            till.refuse(most);
        } else if till.in_shift().is_some() {
            // What is paid back comes out of her drawer.
            if till.may("refund") {
                record(till, id, None);
            } else {
                till.open(Sheet::Approve(Approval::Back(id)));
            }
        }
    };
    let body = view! {
        <form
            class="stack"
            on:submit=send(submit)
        >
            <p class="quiet">{say.t("till-app-back-text")}</p>
            {lines}
            {ways}
            <div role="status">{total}</div>
            {main_act(say.t("till-app-back-do"))}
        </form>
    };
    sheet(till, say.t("till-app-back-goods"), body.into_any())
}

/// The sale: one that the books were asked for, else one of this till.
pub(super) async fn sale_of(till: Till, id: Uuid) -> Option<Known> {
    let asked = till.known.get_untracked();
    match asked.filter(|known| known.sale_id == id) {
        Some(known) => Some(known),
        None => till.device.known(id).await,
    }
}

/// What has not come back yet of a line.
fn left(line: &KnownLine) -> i64 {
    line.quantity_milli.saturating_sub(line.returned_milli)
}

/// What is paid back for what is typed.
pub(super) fn paid_back(till: Till, known: &Known) -> Option<Money> {
    let lines = till.back.get().into_iter();
    let lines = lines.map(|(no, milli, _)| (no, Quantity::from_milli(milli)));
    let lines: Vec<(i32, Quantity)> = lines.collect();
    let cash = [in_cash(Money::ZERO)];
    let ways: &[wire::Tender] = if till.back_in_cash.get() {
        &cash
    } else {
        &known.tenders
    };
    let unit = till.device.read(|shop| rounding(shop, ways));
    back_total(known, &lines, unit).filter(|amount| !amount.is_zero())
}

/// What is typed of which more is meant than is left, and how much that is; or that it is no quantity.
fn beyond(till: Till, known: &Known) -> Option<String> {
    let back = till.back.get_untracked();
    let is_more = |line: &&KnownLine| {
        let mut typed = back.iter();
        typed.any(|(no, milli, _)| *no == line.line_no && *milli > left(line))
    };
    let line = known.lines.iter().find(is_more)?;
    let is_none = |(no, milli, _): &(i32, i64, bool)| *no == line.line_no && *milli == NONE;
    let why = if back.iter().any(is_none) {
        till.say.t("till-app-no-quantity")
    } else {
        at_most(till, line)
    };
    Some(format!("{}: {why}", line.name))
}

/// The most that can come back of a line.
fn at_most(till: Till, line: &KnownLine) -> String {
    let count = till.how_much(Quantity::from_milli(left(line)), &line.unit);
    till.say
        .with("till-app-back-most", &[("count", count.as_str())])
}

/// Whether a sale was paid by money, and not in cash alone: it may be paid back in cash as well. What was
/// written up was never money, and a voucher is filled again.
fn is_money(known: &Known) -> bool {
    let is_none = |one: &wire::Tender| matches!(one.tender.as_str(), "on_account" | "voucher");
    !is_cash(known) && !known.tenders.iter().any(is_none)
}

/// The way it came, or cash: then other goods can be bought with it.
fn ways(till: Till) -> AnyView {
    let way = |key: &str, cash: bool| {
        chip(
            till.say.t(key),
            move || till.back_in_cash.get() == cash,
            move || till.back_in_cash.set(cash),
        )
    };
    chips(vec![
        way("till-app-back-as-paid", false),
        way("tender-cash", true),
    ])
}

fn one(till: Till, line: KnownLine) -> AnyView {
    let say = till.say;
    let hint = at_most(till, &line);
    let (no, name) = (line.line_no, line.name);
    let id = format!("till-back-{no}");
    let restock = RwSignal::new(true);
    let typed = RwSignal::new(String::new());
    let keep = move || {
        let text = typed.get_untracked();
        let milli = match Quantity::parse(&text) {
            Some(quantity) if quantity >= Quantity::ZERO => quantity.milli(),
            _ if text.trim().is_empty() => 0,
            _ => NONE,
        };
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
                        id=box_id.clone()
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

/// Whether a sale was paid in cash alone.
fn is_cash(known: &Known) -> bool {
    let ways = known.tenders.iter();
    cart::is_cash(ways.filter_map(|one| Tender::parse(&one.tender)))
}

/// So much out of the drawer.
fn in_cash(amount: Money) -> wire::Tender {
    wire::Tender {
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash.code().to_owned(),
        amount_minor: amount.minor(),
        reference: String::new(),
        handed_minor: None,
    }
}

/// How the money goes back: out of the drawer where it came into it or that is meant, else as the books say.
fn pay_out(till: Till, known: Option<&Known>) -> PayOut {
    let cash = known.filter(|known| is_cash(known) || till.back_in_cash.get_untracked());
    let amount = cash.and_then(|known| paid_back(till, known));
    amount.map_or(PayOut::AsPaid, |amount| {
        PayOut::Exactly(vec![in_cash(amount)])
    })
}

/// Records what comes back.
pub fn record(till: Till, sale_id: Uuid, approved_by: Option<Uuid>) {
    let Some(member_id) = till.member_id() else {
        return;
    };
    let shift = till.shift.get_untracked();
    let shift_id = shift.map(|shift| shift.shift_id);
    let lines = till.back.get_untracked().into_iter();
    let lines = lines.map(|(line_no, quantity_milli, restock)| RefundLine {
        line_no,
        quantity_milli,
        restock,
    });
    let lines: Vec<RefundLine> = lines.collect();
    till.once(async move {
        let known = sale_of(till, sale_id).await;
        let pay_out = pay_out(till, known.as_ref());
        let body = Box::new(move |number: i64| {
            Body::Refund(Refund {
                number,
                sale_id,
                shift_id,
                lines,
                pay_out,
                note: String::new(),
                approved_by,
            })
        });
        match till
            .device
            .record(Uuid::now_v7(), member_id, known, body)
            .await
        {
            Ok(document) => {
                till.back.set(Vec::new());
                till.open(Sheet::TakenBack(document.id()));
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}
