//! Who lets through what a seller may not give away herself: a discount beyond her limit, a lower price,
//! a sale below cost, prices of a list that is not the buyer's own.

use serde_json::{Value, json};
use uuid::Uuid;

use super::SellAsk;
use super::cart::{Excess, Given, Limits, excess};
use super::sale::Approver;
use super::store;
use crate::platform::{BusinessTx, Cx, Who};
use crate::staff::{self, Power, Role, pins};
use crate::values::{Rate, Stop};

/// That a member let a sale through, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    member_id: Uuid,
    proof: Proof,
}

/// How an approval is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// She typed her PIN, and it was looked at here.
    Pin,
    /// Her till says so: it looked at the PIN itself. Counts at a till's door only.
    Till,
}

impl Approval {
    /// What a till attests: that this member typed her PIN there.
    pub const fn attested(member_id: Uuid) -> Approval {
        Approval {
            member_id,
            proof: Proof::Till,
        }
    }
}

/// Looks at the PIN of a member who lets a sale through at a till (`cx` comes through its door). Whose
/// turn it is there stays as it is.
///
/// # Errors
/// Those of [`pins::check`]: a wrong PIN, a member who is locked out, one who has none.
pub async fn approve(cx: &Cx, member_id: Uuid, pin: &str) -> Result<Approval, Stop> {
    let her = pins::check(cx, member_id, pin).await?;
    Ok(Approval {
        member_id: her.member_id,
        proof: Proof::Pin,
    })
}

/// What somebody may let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hand {
    /// The most that she may give away.
    pub limit: Rate,
    /// Whether she may lower prices, sell below cost, and by any list of prices.
    pub lowers: bool,
}

impl Hand {
    /// Lets nothing through.
    const NONE: Hand = Hand {
        limit: Rate::ZERO,
        lowers: false,
    };
}

/// Who answers for a sale: the seller, and whoever approves it where her own hand is not enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Consent {
    own: Hand,
    other: Option<(Approval, Approver, Hand)>,
    /// Whether the other's was needed.
    is_used: bool,
    /// Whether it happened already. Who rang it up and who approved it is the till's word alone then: that
    /// is written down, and lets nothing through.
    is_told: bool,
}

impl Consent {
    /// Finds out who answers for a sale. Who is no member here, has no PIN or is named by nobody that
    /// counts approves nothing: then what needs her is refused. Of what happened, whoever the till names
    /// is written down, also where she was let go or has no PIN any more.
    pub async fn of(
        tx: &mut BusinessTx,
        ask: &SellAsk,
        limits: &Limits,
        is_told: bool,
    ) -> Result<Consent, Stop> {
        let scope = tx.scope();
        let own = Hand {
            limit: match &scope.who {
                _ if is_told => limits.cashier,
                Who::Member { role, .. } => limits.of(role),
                _ => Rate::ALL,
            },
            lowers: !is_told && staff::may(&scope.who, Power::Refund),
        };
        let is_at_till = scope.device.is_some();
        let counts = |one: &Approval| one.proof == Proof::Pin || is_at_till;
        let mut other = None;
        if let Some(approval) = ask.approved_by.filter(counts) {
            other = if is_told {
                let her = store::member(tx, approval.member_id).await?;
                her.map(|her| (approval, her, Hand::NONE))
            } else {
                let her = pins::who_has_pin(tx, approval.member_id).await?;
                her.map(|(name, role)| hand_of(approval, name, role, limits))
            };
        }
        Ok(Consent {
            own,
            other,
            is_used: false,
            is_told,
        })
    }

    /// Whether this passes: by the seller's own hand, else by that of whoever approves.
    pub fn passes(&mut self, is_free: impl Fn(&Hand) -> bool) -> bool {
        if is_free(&self.own) {
            return true;
        }
        let lets = !self.is_told
            && self
                .other
                .as_ref()
                .is_some_and(|(_, _, hand)| is_free(hand));
        self.is_used |= lets;
        lets
    }

    /// What is given away beyond the limits of both, if anything is.
    pub fn excess(&mut self, given: &[Given]) -> Option<Excess> {
        if self.passes(|hand| excess(hand.limit, given).is_none()) {
            return None;
        }
        excess(self.limit(), given)
    }

    /// The most that either may give away.
    pub fn limit(&self) -> Rate {
        let other = self.other.as_ref().filter(|_| !self.is_told);
        let other = other.map(|(_, _, hand)| hand.limit);
        other.map_or(self.own.limit, |limit| limit.max(self.own.limit))
    }

    /// Who approved what the seller could not do herself; of what happened, whom the till names.
    pub fn approver(&self) -> Option<&Approver> {
        let (_, her, _) = self
            .other
            .as_ref()
            .filter(|_| self.is_used || self.is_told)?;
        Some(her)
    }

    /// The same for the audit trail.
    pub fn told(&self) -> Option<Value> {
        let (approval, her, _) = self
            .other
            .as_ref()
            .filter(|_| self.is_used || self.is_told)?;
        let by = match approval.proof {
            Proof::Pin => "pin",
            Proof::Till => "till",
        };
        Some(json!({ "member_id": her.member_id, "name": her.name, "known_by": by }))
    }
}

fn hand_of(
    approval: Approval,
    name: String,
    role: Role,
    limits: &Limits,
) -> (Approval, Approver, Hand) {
    let her = Approver {
        member_id: approval.member_id,
        name,
    };
    let hand = Hand {
        limit: limits.of(role.code()),
        lowers: role.may(Power::Refund),
    };
    (approval, her, hand)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Money;

    fn consent(own: u32, other: Option<u32>) -> Consent {
        let hand = |bp: u32| Hand {
            limit: Rate::from_basis_points(bp),
            lowers: false,
        };
        let her = |bp: u32| {
            let her = Approver {
                member_id: Uuid::nil(),
                name: String::new(),
            };
            (Approval::attested(Uuid::nil()), her, hand(bp))
        };
        Consent {
            own: hand(own),
            other: other.map(her),
            is_used: false,
            is_told: false,
        }
    }

    #[test]
    fn a_till_that_tells_of_an_approval_is_written_down_and_not_believed() {
        let given = [Given {
            full: Money::from_minor(1_000),
            own: Money::from_minor(200),
            all: Money::from_minor(200),
        }];
        let mut told = consent(1_000, Some(10_000));
        told.is_told = true;
        assert_eq!(told.excess(&given), Some(Excess::Lines(vec![0])));
        assert!(!told.passes(|hand| hand.limit > Rate::from_basis_points(1_000)));
        assert_eq!(told.limit(), Rate::from_basis_points(1_000));
        assert!(told.approver().is_some() && told.told().is_some());
    }

    #[test]
    fn whoever_is_not_needed_has_approved_nothing() {
        let given = [Given {
            full: Money::from_minor(1_000),
            own: Money::from_minor(200),
            all: Money::from_minor(200),
        }];
        let mut enough = consent(2_000, Some(10_000));
        assert_eq!(enough.excess(&given), None);
        assert_eq!(enough.approver(), None);
        let mut needs = consent(1_000, Some(2_000));
        assert_eq!(needs.excess(&given), None);
        assert!(needs.approver().is_some() && needs.told().is_some());
        for (own, other) in [(1_000, None), (1_000, Some(1_900)), (1_900, Some(1_000))] {
            let mut refused = consent(own, other);
            assert_eq!(refused.excess(&given), Some(Excess::Lines(vec![0])));
            assert_eq!(refused.approver(), None);
            let most = other.unwrap_or(own).max(own);
            assert_eq!(refused.limit(), Rate::from_basis_points(most));
        }
    }
}
