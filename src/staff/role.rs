//! What a member is in a business, and what that lets her do.

/// What a member is in one business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It is hers.
    Owner,
    /// Runs it for the owner.
    Manager,
    /// Sells and hands over.
    Cashier,
    /// Reads the books, and enters and pays what suppliers ask for.
    Accountant,
}

/// What a role may let a member do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Power {
    /// See orders and their customers.
    SeeOrders,
    /// Pack, hand over and cancel orders.
    FulfilOrders,
    /// Record money that was received.
    TakeMoney,
    /// See products, prices and stock.
    SeeProducts,
    /// Change products, prices and stock.
    KeepProducts,
    /// Count what is on the shelf, and receive what another location sends.
    CountStock,
    /// Send goods between locations, adjust levels, close a stock take, value stock anew.
    MoveStock,
    /// See suppliers, what was ordered from them and what is owed.
    SeePurchases,
    /// Order from suppliers and receive what they bring.
    Buy,
    /// Enter suppliers' bills and credits, and pay them.
    PayBills,
    /// Sell over the counter.
    Sell,
    /// Take goods back and give money back.
    Refund,
    /// Open a shift at a till, move its cash, and count it when it ends.
    RunShift,
    /// See everybody's shifts; who may run one as well closes another's.
    SeeShifts,
    /// See the journal and the reports.
    SeeBooks,
    /// Change what the business says of itself, where it sells and where it delivers.
    KeepSettings,
    /// Change the account that customers' money goes to, and take what expired vouchers held as income.
    KeepAccounts,
    /// See who works here.
    SeePeople,
    /// Invite people, change their roles and let them go.
    KeepPeople,
    /// Make devices tills and take that back, and set the PINs of cashiers.
    KeepTills,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Role; 4] = [Role::Owner, Role::Manager, Role::Cashier, Role::Accountant];

    /// Its word in the database and in translation keys (`role-owner`).
    pub const fn code(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Manager => "manager",
            Role::Cashier => "cashier",
            Role::Accountant => "accountant",
        }
    }

    /// The role of that code, or none.
    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether this role has that power.
    pub const fn may(self, power: Power) -> bool {
        use Power::{
            CountStock, FulfilOrders, KeepAccounts, KeepPeople, PayBills, RunShift, SeeBooks,
            SeeOrders, SeeProducts, SeePurchases, SeeShifts, Sell, TakeMoney,
        };
        match self {
            Role::Owner => true,
            // She runs the shop; whose it is and where its money goes is the owner's to say.
            Role::Manager => !matches!(power, KeepAccounts | KeepPeople),
            Role::Cashier => matches!(
                power,
                SeeOrders | FulfilOrders | TakeMoney | SeeProducts | CountStock | Sell | RunShift
            ),
            // Reads what was done with goods; what is owed to suppliers is hers to enter and to pay.
            Role::Accountant => matches!(
                power,
                SeeOrders | SeeProducts | SeePurchases | PayBills | SeeBooks | SeeShifts
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_powers() {
        use Power::*;
        let table = [
            (SeeOrders, "owner manager cashier accountant"),
            (FulfilOrders, "owner manager cashier"),
            (TakeMoney, "owner manager cashier"),
            (SeeProducts, "owner manager cashier accountant"),
            (KeepProducts, "owner manager"),
            (CountStock, "owner manager cashier"),
            (MoveStock, "owner manager"),
            (SeePurchases, "owner manager accountant"),
            (Buy, "owner manager"),
            (PayBills, "owner manager accountant"),
            (Sell, "owner manager cashier"),
            (Refund, "owner manager"),
            (RunShift, "owner manager cashier"),
            (SeeShifts, "owner manager accountant"),
            (SeeBooks, "owner manager accountant"),
            (KeepSettings, "owner manager"),
            (KeepAccounts, "owner"),
            (SeePeople, "owner manager"),
            (KeepPeople, "owner"),
            (KeepTills, "owner manager"),
        ];
        for (power, who) in table {
            let may: Vec<&str> = Role::ALL
                .into_iter()
                .filter(|role| role.may(power))
                .map(Role::code)
                .collect();
            assert_eq!(may.join(" "), who, "{power:?}");
        }
    }

    #[test]
    fn a_word_that_is_no_role_is_none() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("Owner"), None);
        assert_eq!(Role::parse(""), None);
    }
}
