//! One event becomes a document, by the verb that a person would use.

use chrono::{DateTime, Datelike, Utc};
use uuid::Uuid;

use super::customer;
use super::door::Till;
use super::sold_voucher;
use super::store::{self, Standing};
use crate::payments;
use crate::platform::{BusinessTx, Who};
use crate::sales::cart::Discount;
use crate::sales::shifts::{self, CloseAsk, MoveAsk, MoveReason, OpenAsk, Way};
use crate::sales::{
    self, Approval, AskLine, AskTender, AtShift, BackLine, Flag, Oddity, PayOut, Recorded,
    RefundAsk, SellAsk, Told, VoidAsk, odd_clock,
};
use crate::staff::{Power, may};
use crate::till::flags::{self, Raised};
use crate::till::wire::{self, Body, Event};
use crate::values::{Money, Quantity, Rate, Refusal, Stop};

/// What came of an event.
pub(super) struct Done {
    /// Its number, as the books have it.
    pub number: Option<String>,
    /// Which customer she is.
    pub customer_id: Option<Uuid>,
    /// Whether it was recorded just now.
    pub is_new: bool,
    /// What a manager will look at.
    pub flags: Vec<Flag>,
}

/// Records one event. `behind`: how many the till has after it.
pub(super) async fn record(till: &Till, event: &Event, behind: u32) -> Result<Done, Stop> {
    match &event.body {
        Body::Customer(new) => customer::keep(till, event, new).await,
        // What takes no number is no sale's.
        Body::Void(void) if void.number == 0 => sold_voucher::take_back(till, event, void).await,
        Body::Sale(_) | Body::Refund(_) | Body::Void(_) => document(till, event).await,
        Body::Voucher(sold) => sold_voucher::keep(till, event, sold).await,
        Body::OpenShift(_) | Body::CashMove(_) | Body::CloseShift(_) => {
            of_shift(till, event, behind).await
        }
    }
}

/// The till that something happened at, and how that stands. One that the books do not know, because they were
/// restored from before it was enrolled, is taken for the one that tells of it, and what it printed stays
/// printed: its numbers are in its own series.
pub(super) async fn happened_at(
    tx: &mut BusinessTx,
    till: &Till,
    event: &Event,
) -> Result<(Uuid, Standing), Stop> {
    let own = till.device.device_id;
    let device_id = event.device_id.unwrap_or(own);
    match store::standing(tx, device_id, event.member_id).await {
        Err(Stop::NotFound) if printed_series(event).is_some() => {
            let mut standing = store::standing(tx, own, event.member_id).await?;
            standing.series = printed_series(event).unwrap_or_default().to_owned();
            standing.is_lost = true;
            Ok((own, standing))
        }
        found => Ok((device_id, found?)),
    }
}

/// The series that a till says it printed: `T` and figures.
pub(super) fn printed_series(event: &Event) -> Option<&str> {
    let series = event.series.as_deref()?;
    let figures = series.strip_prefix('T')?;
    let is_one = (1..=9).contains(&figures.len()) && figures.bytes().all(|it| it.is_ascii_digit());
    is_one.then_some(series)
}

/// When something happened, as far as a calendar goes: clocks say anything.
pub(super) fn moment_of(event: &Event, now: DateTime<Utc>) -> DateTime<Utc> {
    if (2000..=9999).contains(&event.occurred_at.year()) {
        event.occurred_at
    } else {
        now
    }
}

/// Goods were sold, or came back: the document and its flags, in one transaction.
async fn document(till: &Till, event: &Event) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    let (device_id, standing) = happened_at(&mut tx, till, event).await?;
    let told = |number: i64| Told {
        series: standing.series.clone(),
        number,
        at: event.occurred_at,
    };
    let shift = |shift_id: Option<Uuid>| {
        shift_id.map(|shift_id| AtShift {
            device_id,
            shift_id,
        })
    };
    let (recorded, approver) = match &event.body {
        Body::Sale(sale) => {
            let mut ask = sell_ask(event, sale, &standing)?;
            ask.shift = shift(sale.shift_id);
            if let Some(known) = sale.customer_id {
                ask.customer = Some(store::customer_behind(&mut tx, known).await?);
            }
            let recorded = sales::record_sale(&mut tx, &ask, &told(sale.number)).await?;
            (recorded, sale.approved_by)
        }
        Body::Refund(refund) => {
            let ask = refund_ask(event, refund, shift(refund.shift_id))?;
            let recorded = sales::record_refund(&mut tx, &ask, &told(refund.number)).await?;
            (recorded, refund.approved_by)
        }
        Body::Void(void) => {
            let ask = VoidAsk {
                void_id: event.id,
                sale_id: void.sale_id,
                shift: shift(void.shift_id),
                reason: void.reason.clone(),
            };
            let recorded = sales::record_void(&mut tx, &ask, &told(void.number)).await?;
            (recorded, void.approved_by)
        }
        _ => return Err(Refusal::of("refused-unreadable").into()),
    };
    finish(tx, till, event, &standing, recorded, approver).await
}

/// Flags what is odd about a document that is new, and commits both.
async fn finish(
    mut tx: BusinessTx,
    till: &Till,
    event: &Event,
    standing: &Standing,
    recorded: Recorded,
    approver: Option<Uuid>,
) -> Result<Done, Stop> {
    let number = Some(recorded.sale.shown_number());
    if !recorded.is_new {
        return Ok(Done {
            number,
            customer_id: None,
            is_new: false,
            flags: Vec::new(),
        });
    }
    let mut flags = recorded.flags;
    if let Some(approver) = approver {
        say_approved(&mut tx, approver, &mut flags).await?;
    }
    flags.extend(of_standing(&tx, till, event, standing));
    let about = about(till, event, Some(recorded.sale.sale_id));
    flags::raise(&mut tx, &about, &flags).await?;
    tx.commit().await?;
    Ok(Done {
        number,
        customer_id: None,
        is_new: true,
        flags,
    })
}

/// What flags about an event are raised about.
pub(super) fn about(till: &Till, event: &Event, sale_id: Option<Uuid>) -> Raised {
    Raised {
        event_id: event.id,
        device_id: till.device.device_id,
        member_id: event.member_id,
        sale_id,
        occurred_at: moment_of(event, till.now),
    }
}

/// Who allowed it, by the till's word. It is said, and no flag goes away for it.
pub(super) async fn say_approved(
    tx: &mut BusinessTx,
    approver: Uuid,
    flags: &mut [Flag],
) -> Result<(), Stop> {
    let is_allowed = |oddity| {
        matches!(
            oddity,
            Oddity::Power | Oddity::Price | Oddity::Discount | Oddity::BelowCost
        )
    };
    if !flags.iter().any(|flag| is_allowed(flag.oddity)) {
        return Ok(());
    }
    let Some(name) = store::approver(tx, approver).await? else {
        return Ok(());
    };
    for flag in flags.iter_mut().filter(|flag| is_allowed(flag.oddity)) {
        let reason = Refusal::of("flag-approved").with("name", &name);
        flag.reasons.push(reason);
    }
    Ok(())
}

/// What is odd about whoever rang it up, and about the till that sends it.
pub(super) fn of_standing(
    tx: &BusinessTx,
    till: &Till,
    event: &Event,
    standing: &Standing,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    if standing.member_is_gone {
        let name = match &tx.scope().who {
            Who::Member { name, .. } => name.clone(),
            _ => String::new(),
        };
        let reason = Refusal::of("flag-member-gone").with("name", name);
        flags.push(Flag::of(Oddity::Member, reason));
    }
    if standing.is_lost {
        let reason = Refusal::of("flag-lost-till").with("series", &standing.series);
        flags.push(Flag::of(Oddity::Till, reason));
    } else if event
        .device_id
        .is_some_and(|id| id != till.device.device_id)
    {
        let reason = Refusal::of("flag-other-till").with("name", &standing.device_name);
        flags.push(Flag::of(Oddity::Till, reason));
    }
    flags
}

/// A shift began or ended, or its cash moved: by its verb and with what is odd about it, in one transaction.
/// Told again, the verb does nothing and the flags are there.
async fn of_shift(till: &Till, event: &Event, behind: u32) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    let (device_id, standing) = happened_at(&mut tx, till, event).await?;
    let at = moment_of(event, till.now);
    let (number, odd) = shift_moves(&mut tx, event, device_id, at, behind).await?;
    let mut flags: Vec<Flag> = odd.into_iter().collect();
    flags.extend(of_standing(&tx, till, event, &standing));
    flags.extend(odd_clock(event.occurred_at, tx.scope()));
    if !may(&tx.scope().who, Power::RunShift) {
        flags.push(Flag::of(Oddity::Power, Refusal::of("flag-no-power")));
    }
    flags::raise(&mut tx, &about(till, event, None), &flags).await?;
    tx.commit().await?;
    Ok(Done {
        number: number.map(|number| number.to_string()),
        customer_id: None,
        is_new: true,
        flags,
    })
}

/// What a shift's event does: the shift's number, where it is about the shift itself, and what is odd.
async fn shift_moves(
    tx: &mut BusinessTx,
    event: &Event,
    device_id: Uuid,
    at: DateTime<Utc>,
    behind: u32,
) -> Result<(Option<i64>, Option<Flag>), Stop> {
    let occurred_at = Some(at);
    match &event.body {
        Body::OpenShift(open) => {
            let ask = OpenAsk {
                shift_id: event.id,
                device_id,
                float: Money::from_minor(open.float_minor),
                occurred_at,
            };
            let (shift, odd) = shifts::record_opening(tx, &ask).await?;
            Ok((Some(shift.number), odd))
        }
        Body::CashMove(cash) => {
            let ask = move_ask(event, cash, device_id)?;
            let (_, odd) = shifts::record_move(tx, &ask).await?;
            Ok((None, odd))
        }
        Body::CloseShift(end) => {
            let ask = CloseAsk {
                shift_id: end.shift_id,
                device_id: Some(device_id),
                counted: Money::from_minor(end.counted_minor),
                note: end.note.clone(),
                unsynced: Some(i32::try_from(behind).unwrap_or(i32::MAX)),
                occurred_at,
            };
            let (shift, odd) = shifts::record_closing(tx, &ask).await?;
            Ok((Some(shift.number), odd))
        }
        _ => Err(Refusal::of("refused-unreadable").into()),
    }
}

fn move_ask(event: &Event, cash: &wire::CashMove, device_id: Uuid) -> Result<MoveAsk, Refusal> {
    let unreadable = || Refusal::of("refused-unreadable");
    Ok(MoveAsk {
        move_id: event.id,
        at: AtShift {
            device_id,
            shift_id: cash.shift_id,
        },
        way: Way::parse(&cash.way).ok_or_else(unreadable)?,
        reason: MoveReason::parse(&cash.reason).ok_or_else(unreadable)?,
        amount: Money::from_minor(cash.amount_minor),
        note: cash.note.clone(),
        occurred_at: Some(event.occurred_at),
    })
}

fn sell_ask(event: &Event, sale: &wire::Sale, standing: &Standing) -> Result<SellAsk, Refusal> {
    let line = |line: &wire::SaleLine| -> Result<AskLine, Refusal> {
        Ok(AskLine {
            line_no: line.line_no,
            product_id: line.product_id,
            pack_id: line.pack_id,
            quantity: Quantity::from_milli(line.quantity_milli),
            unit_price: Money::from_minor(line.unit_price_minor),
            discount: discount(line.discount_minor, line.discount_bp)?,
            batch_id: line.batch_id,
            weighed: line.weighed,
            quick: line.quick.clone(),
            note: line.note.clone(),
        })
    };
    Ok(SellAsk {
        sale_id: event.id,
        location_id: standing.location_id,
        shift: None,
        customer: None,
        price_list: sale.price_list.clone(),
        lines: sale.lines.iter().map(line).collect::<Result<_, _>>()?,
        discount: discount(sale.discount_minor, sale.discount_bp)?,
        tip: Money::from_minor(sale.tip_minor),
        tenders: tenders(&sale.tenders)?,
        note: sale.note.clone(),
        occurred_at: Some(event.occurred_at),
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: sale.approved_by.map(Approval::attested),
    })
}

/// What was given away: an amount, or a share of it all at most.
fn discount(minor: i64, basis_points: Option<u32>) -> Result<Discount, Refusal> {
    match basis_points {
        None => Ok(Discount::Amount(Money::from_minor(minor))),
        Some(bp) if minor == 0 && bp <= Rate::ALL.basis_points() => {
            Ok(Discount::Share(Rate::from_basis_points(bp)))
        }
        Some(_) => Err(Refusal::of("refused-unreadable")),
    }
}

fn tenders(told: &[wire::Tender]) -> Result<Vec<AskTender>, Refusal> {
    let tender = |one: &wire::Tender| -> Result<AskTender, Refusal> {
        let tender = payments::Tender::parse(&one.tender);
        Ok(AskTender {
            payment_id: one.payment_id,
            tender: tender.ok_or_else(|| Refusal::at("tenders", "refused-tender-needed"))?,
            amount: Money::from_minor(one.amount_minor),
            reference: one.reference.clone(),
            handed: one.handed_minor.map(Money::from_minor),
        })
    };
    told.iter().map(tender).collect()
}

fn refund_ask(
    event: &Event,
    refund: &wire::Refund,
    shift: Option<AtShift>,
) -> Result<RefundAsk, Refusal> {
    let line = |line: &wire::RefundLine| BackLine {
        line_no: line.line_no,
        quantity: Quantity::from_milli(line.quantity_milli),
        restock: line.restock,
    };
    Ok(RefundAsk {
        refund_id: event.id,
        sale_id: refund.sale_id,
        shift,
        lines: refund.lines.iter().map(line).collect(),
        pay_out: match &refund.pay_out {
            wire::PayOut::AsPaid => PayOut::AsPaid,
            wire::PayOut::Exactly(pieces) => PayOut::Exactly(tenders(pieces)?),
        },
        note: refund.note.clone(),
    })
}
