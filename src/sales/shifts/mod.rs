//! Shifts: one cashier's session at one till, from the money that she begins with to what she counts
//! when she ends.
//!
//! What never breaks here:
//! - a cashier opens one shift at a till at a time, however often and from wherever she asks; one that a
//!   till tells of beside another has begun, so it is there, and each is closed by itself;
//! - opening, closing and each movement of cash happen once: the id is their key, and the same id with
//!   another body is refused;
//! - closing takes whatever is counted, at any time, and what is over or short is posted with it; a
//!   shift that is closed never changes;
//! - what a till tells us after its shift was closed belongs to it all the same, as late: the cash was
//!   counted with the rest, so it is taken off what was over, and no drawer moves. So the books hold
//!   money in tills for open shifts alone, each as much as it is expected to count.
//!
//! Locks are taken in this order: the shift's row (shared by who sells in it, alone by who closes it),
//! the number, the journal. Who opens takes the number of her till first: it is her turn.

pub mod api;
mod ask;
mod close;
mod filter;
mod join;
mod move_cash;
mod open;
pub mod pages;
mod posting;
mod report;
mod shift;
mod store;

pub use ask::{CloseAsk, MoveAsk, OpenAsk};
pub use close::{close, record_closing};
pub use filter::{Filter, State};
pub(super) use join::join;
pub use move_cash::{move_cash, record_move};
pub use open::{open, record_opening};
pub(super) use posting::drawer_of;
pub use report::{Late, Range, Report, TaxSum, TenderSum, Turnover, Unsynced, VouchersSold};
pub use shift::{AtShift, CashMove, Closed, InShift, MoveReason, Shift, Way};
pub use store::Listed;

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// One shift as it stands.
pub async fn shift(tx: &mut BusinessTx, shift_id: Uuid) -> Result<Shift, Stop> {
    store::shift(tx, shift_id).await?.ok_or(Stop::NotFound)
}

/// What a shift comes to so far, or came to: its X report while it is open, its Z report when it is
/// closed.
pub async fn report(tx: &mut BusinessTx, shift_id: Uuid) -> Result<Report, Stop> {
    store::report(tx, shift_id).await
}

/// A page of the shifts of a filter.
pub async fn list(tx: &mut BusinessTx, filter: &Filter) -> Result<Listed, Stop> {
    store::list(tx, filter).await
}

/// The member who acts: a shift is always somebody's.
fn acting(tx: &BusinessTx) -> Result<Uuid, Stop> {
    tx.scope().member_id().ok_or(Stop::Forbidden)
}

/// Whether a shift of that member is for whoever acts to see or to end: her own, or everybody's. One
/// of somebody else is not there for her.
fn is_hers(tx: &BusinessTx, member_id: Uuid) -> bool {
    let scope = tx.scope();
    scope.member_id() == Some(member_id)
        || staff::may(&scope.who, Power::SeeShifts)
        || scope.is_told()
}

fn uncountable(shift_id: Uuid) -> Stop {
    fault("a shift cannot be counted", &shift_id)
}

/// The same id was used with another body.
fn other() -> Stop {
    Refusal::of("refused-shift-other").into()
}
