//! A gift voucher that a till has sold, perhaps without a network, or whose cash it has handed back.

use super::door::Till;
use super::record::{Done, about, happened_at, of_standing, say_approved};
use crate::payments::Tender;
use crate::sales::AtShift;
use crate::sales::vouchers::{self, BackTold, VoucherAsk, VoucherTold};
use crate::till::flags;
use crate::till::wire::{Event, SoldVoucher, Void};
use crate::values::{Money, Refusal, Stop};

/// Records a voucher and flags what is odd about it, in one transaction, once for each event.
pub(super) async fn keep(till: &Till, event: &Event, sold: &SoldVoucher) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    let (device_id, standing) = happened_at(&mut tx, till, event).await?;
    let tender = Tender::parse(&sold.paid.tender);
    let told = VoucherTold {
        ask: VoucherAsk {
            voucher_id: event.id,
            payment_id: sold.paid.payment_id,
            tender: tender.ok_or_else(|| Refusal::at("tender", "refused-tender-needed"))?,
            amount: Money::from_minor(sold.paid.amount_minor),
            reference: sold.paid.reference.clone(),
            note: sold.note.clone(),
        },
        code: sold.code.clone(),
        expires_on: sold.expires_on,
        at: event.occurred_at,
        shift: sold.shift_id.map(|shift_id| AtShift {
            device_id,
            shift_id,
        }),
        location_id: standing.location_id,
    };
    let recorded = vouchers::record_sold(&mut tx, &told).await?;
    let mut flags = recorded.flags;
    if recorded.is_new {
        flags.extend(of_standing(&tx, till, event, &standing));
        flags::raise(&mut tx, &about(till, event, None), &flags).await?;
        tx.commit().await?;
    }
    Ok(Done {
        number: None,
        customer_id: None,
        is_new: recorded.is_new,
        flags,
    })
}

/// Records that a voucher was a mistake and its cash handed back, and flags what is odd about it, in one
/// transaction, once for each event. It takes no number of its till.
pub(super) async fn take_back(till: &Till, event: &Event, void: &Void) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    let (device_id, standing) = happened_at(&mut tx, till, event).await?;
    let told = BackTold {
        payment_id: event.id,
        voucher_id: void.sale_id,
        reason: void.reason.clone(),
        at: event.occurred_at,
        shift: void.shift_id.map(|shift_id| AtShift {
            device_id,
            shift_id,
        }),
        location_id: standing.location_id,
    };
    let recorded = vouchers::record_back(&mut tx, &told).await?;
    let is_new = recorded.is_some();
    let mut flags = recorded.unwrap_or_default();
    if is_new {
        if let Some(approver) = void.approved_by {
            say_approved(&mut tx, approver, &mut flags).await?;
        }
        flags.extend(of_standing(&tx, till, event, &standing));
        flags::raise(&mut tx, &about(till, event, None), &flags).await?;
        tx.commit().await?;
    }
    Ok(Done {
        number: None,
        customer_id: None,
        is_new,
        flags,
    })
}
