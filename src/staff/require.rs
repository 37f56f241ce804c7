//! The gate before every act of the back office.

use super::role::{Power, Role};
use crate::platform::{BusinessTx, Cx, Visit, Who};
use crate::values::Stop;

/// Whether whoever acts in this transaction has a power. Commands and jobs have all of them;
/// customers, M-Pesa telling us of money, and a till at which it is nobody's turn have none.
pub fn allow(tx: &BusinessTx, power: Power) -> Result<(), Stop> {
    let scope = tx.scope();
    // What has happened at a till is recorded whoever did it; whoever records it notes that.
    let is_told = scope.is_told()
        && matches!(
            power,
            Power::Sell | Power::TakeMoney | Power::Refund | Power::RunShift
        );
    if is_told || may(&scope.who, power) {
        return Ok(());
    }
    let member = scope.member_id();
    tracing::warn!(
        business = scope.business_id,
        ?member,
        ?power,
        "an act was not allowed"
    );
    Err(Stop::Forbidden)
}

/// Whether somebody has a power, without a word in the log: for pages that offer only what may be
/// done. Acts ask [`allow`].
pub fn may(who: &Who, power: Power) -> bool {
    match who {
        Who::Member { role, .. } => Role::parse(role).is_some_and(|role| role.may(power)),
        Who::Operator | Who::Job { .. } => true,
        Who::Customer | Who::Mpesa { .. } | Who::Device => false,
    }
}

/// The back office of a business, for a server function: enters it once to see that the person is
/// signed in, is a member and has the power, and hands on the way in.
pub async fn require(visit: &Visit, slug: &str, power: Power) -> Result<Cx, Stop> {
    let cx = visit.member(slug)?;
    let tx = cx.read().await?;
    allow(&tx, power)?;
    Ok(cx)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(role: &str) -> Who {
        Who::Member {
            member_id: uuid::Uuid::nil(),
            user_id: 1,
            name: "a member".to_owned(),
            role: role.to_owned(),
        }
    }

    #[test]
    fn only_those_inside_may() {
        assert!(may(&member("owner"), Power::KeepSettings));
        assert!(!may(&member("cashier"), Power::KeepSettings));
        assert!(!may(&member("no such role"), Power::SeeProducts));
        assert!(may(&Who::Operator, Power::KeepSettings));
        assert!(!may(&Who::Customer, Power::SeeProducts));
        assert!(!may(&Who::Device, Power::Sell));
    }
}
