//! Accounts, and the roles by which postings find them.

/// What an account is. Debits raise assets and expenses, credits the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the business has.
    Asset,
    /// What it owes.
    Liability,
    /// What belongs to the owner.
    Equity,
    /// What it earns.
    Revenue,
    /// What that costs.
    Expense,
}

impl Kind {
    /// Its word in the database and in translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Asset => "asset",
            Kind::Liability => "liability",
            Kind::Equity => "equity",
            Kind::Revenue => "revenue",
            Kind::Expense => "expense",
        }
    }

    /// Its name at the head of an exported account: `Assets:…`.
    pub fn export_name(code: &str) -> &'static str {
        match code {
            "asset" => "Assets",
            "liability" => "Liabilities",
            "equity" => "Equity",
            "revenue" => "Income",
            _ => "Expenses",
        }
    }
}

/// What a posting looks for. Each business has one account in each role from the day it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Notes and coins.
    Cash,
    /// Notes and coins in the drawers of tills, while shifts are open.
    CashDrawer,
    /// Money that M-Pesa holds for us until it is moved to the bank.
    MpesaClearing,
    /// The bank account.
    Bank,
    /// Money that card schemes and other payment services hold for us.
    CardClearing,
    /// Goods on the shelf, at cost.
    Inventory,
    /// Goods under way from one location to another, at cost.
    GoodsInTransit,
    /// What customers owe who buy on account.
    Receivables,
    /// What tills took for vouchers that did not hold so much, and nobody has paid.
    VouchersShort,
    /// Tax paid to suppliers, claimed back from the state.
    TaxInput,
    /// What suppliers are owed.
    Payables,
    /// Goods that came and whose bill has not.
    GoodsReceived,
    /// What customers paid for orders that are not handed over yet.
    CustomerDeposits,
    /// What was paid at tills by prompts, and no sale names yet.
    TillDeposits,
    /// What must be paid back to customers.
    RefundsOwed,
    /// What is left of gift vouchers.
    GiftVouchers,
    /// What customers gave for those who served them, and was not paid out to them yet.
    TipsPayable,
    /// Tax taken from customers, owed to the state.
    TaxOutput,
    /// What the owner brought in.
    OpeningEquity,
    /// What the owner took out, goods for her own use too.
    Drawings,
    /// Goods sold, without tax.
    Sales,
    /// Delivery charged, without tax.
    DeliveryIncome,
    /// What expired vouchers still held.
    ExpiredVouchers,
    /// What rounding to whole shillings gave or took.
    Rounding,
    /// What the goods sold had cost.
    CostOfGoods,
    /// Goods found or lost.
    StockAdjustment,
    /// What goods cost more or less than they were received at, where they cannot carry it.
    PurchaseDifferences,
    /// What was counted in a drawer less, or more, than was expected.
    CashDifference,
    /// What vouchers did not hold of sales, and nobody will pay.
    VouchersWrittenOff,
    /// Small things paid out of a drawer.
    SmallExpenses,
}

impl Role {
    /// The role of that word, or none.
    pub fn parse(code: &str) -> Option<Role> {
        let mut roles = Role::CHART.into_iter().map(|(role, ..)| role);
        roles.find(|role| role.code() == code)
    }

    /// Every role with its account's number, English name and kind.
    pub const CHART: [(Role, &'static str, &'static str, Kind); 30] = [
        (Role::Cash, "1110", "Cash", Kind::Asset),
        (Role::CashDrawer, "1120", "Cash in tills", Kind::Asset),
        (Role::MpesaClearing, "1140", "M-Pesa", Kind::Asset),
        (Role::Bank, "1170", "Bank", Kind::Asset),
        (
            Role::CardClearing,
            "1180",
            "Cards and other services",
            Kind::Asset,
        ),
        (Role::Inventory, "1210", "Inventory", Kind::Asset),
        (
            Role::GoodsInTransit,
            "1220",
            "Goods between locations",
            Kind::Asset,
        ),
        (
            Role::Receivables,
            "1310",
            "Customers' accounts",
            Kind::Asset,
        ),
        (
            Role::VouchersShort,
            "1320",
            "Vouchers that fell short",
            Kind::Asset,
        ),
        (Role::TaxInput, "1350", "VAT on purchases", Kind::Asset),
        (Role::Payables, "2110", "Suppliers", Kind::Liability),
        (
            Role::GoodsReceived,
            "2120",
            "Goods received, not billed",
            Kind::Liability,
        ),
        (
            Role::CustomerDeposits,
            "2130",
            "Customer deposits",
            Kind::Liability,
        ),
        (
            Role::TillDeposits,
            "2135",
            "Paid at tills, no sale yet",
            Kind::Liability,
        ),
        (Role::RefundsOwed, "2140", "Refunds owed", Kind::Liability),
        (Role::GiftVouchers, "2150", "Gift vouchers", Kind::Liability),
        (
            Role::TipsPayable,
            "2160",
            "Tips owed to staff",
            Kind::Liability,
        ),
        (Role::TaxOutput, "2210", "VAT on sales", Kind::Liability),
        (Role::OpeningEquity, "3100", "Owner's capital", Kind::Equity),
        (Role::Drawings, "3200", "Owner's drawings", Kind::Equity),
        (Role::Sales, "4100", "Sales", Kind::Revenue),
        (
            Role::DeliveryIncome,
            "4200",
            "Delivery income",
            Kind::Revenue,
        ),
        (
            Role::ExpiredVouchers,
            "4300",
            "Expired vouchers",
            Kind::Revenue,
        ),
        (Role::Rounding, "4900", "Rounding", Kind::Revenue),
        (
            Role::CostOfGoods,
            "5100",
            "Cost of goods sold",
            Kind::Expense,
        ),
        (
            Role::StockAdjustment,
            "5150",
            "Stock differences",
            Kind::Expense,
        ),
        (
            Role::PurchaseDifferences,
            "5160",
            "Purchase differences",
            Kind::Expense,
        ),
        (
            Role::CashDifference,
            "5170",
            "Cash over and short",
            Kind::Expense,
        ),
        (
            Role::VouchersWrittenOff,
            "5180",
            "Vouchers written off",
            Kind::Expense,
        ),
        (Role::SmallExpenses, "6100", "Small expenses", Kind::Expense),
    ];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Role::Cash => "cash",
            Role::CashDrawer => "cash_drawer",
            Role::MpesaClearing => "mpesa_clearing",
            Role::Bank => "bank",
            Role::CardClearing => "card_clearing",
            Role::Inventory => "inventory",
            Role::GoodsInTransit => "goods_in_transit",
            Role::Receivables => "receivables",
            Role::VouchersShort => "vouchers_short",
            Role::TaxInput => "tax_input",
            Role::Payables => "payables",
            Role::GoodsReceived => "goods_received",
            Role::CustomerDeposits => "customer_deposits",
            Role::TillDeposits => "till_deposits",
            Role::RefundsOwed => "refunds_owed",
            Role::GiftVouchers => "gift_vouchers",
            Role::TipsPayable => "tips_payable",
            Role::TaxOutput => "tax_output",
            Role::OpeningEquity => "opening_equity",
            Role::Drawings => "drawings",
            Role::Sales => "sales",
            Role::DeliveryIncome => "delivery_income",
            Role::ExpiredVouchers => "expired_vouchers",
            Role::Rounding => "rounding",
            Role::CostOfGoods => "cost_of_goods",
            Role::StockAdjustment => "stock_adjustment",
            Role::PurchaseDifferences => "purchase_differences",
            Role::CashDifference => "cash_difference",
            Role::VouchersWrittenOff => "vouchers_written_off",
            Role::SmallExpenses => "small_expenses",
        }
    }
}
