//! A receipt on its way to paper or to a screen: every text worded, every amount written. What draws it
//! decides nothing. Pure, for server and browser.

/// A name on the left, and a figure on the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// How much; on a receipt without a currency.
    pub figure: String,
}

impl Row {
    /// A row.
    pub fn new(name: impl Into<String>, figure: impl Into<String>) -> Row {
        Row {
            name: name.into(),
            figure: figure.into(),
        }
    }
}

/// A line of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What was sold, or came back.
    pub name: String,
    /// Under it: how much at which price, and what was taken off.
    pub details: Vec<String>,
    /// What it came to, tax included.
    pub figure: String,
    /// The letter of its tax, as the table of taxes says it.
    pub tax: String,
}

/// The receipt of a sale, a refund or a gift voucher; or what a shift comes to, which has no goods and no code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The shop's name.
    pub shop: String,
    /// Under it: the shop's own words, where it is, its phone, its tax PIN.
    pub head: Vec<String>,
    /// That it is a copy; none on the first.
    pub copy: Option<String>,
    /// What it is, with its number.
    pub title: String,
    /// When it happened, who served, which sale a refund takes back.
    pub facts: Vec<String>,
    /// The goods, line by line.
    pub items: Vec<Item>,
    /// From the goods to the total, without it.
    pub sums: Vec<Row>,
    /// The total, with its currency.
    pub total: Row,
    /// How it was paid or paid back, and what came back of it since.
    pub money: Vec<Row>,
    /// Above the taxes.
    pub tax_title: String,
    /// Tax by tax: its letter and rate with the amount without it, and the tax inside.
    pub taxes: Vec<Row>,
    /// The shop's own words at the end.
    pub foot: Vec<String>,
    /// What the code is for.
    pub verify: String,
    /// Its code, as people read it.
    pub code: String,
    /// Where the code leads: what the QR code holds. Empty: there is none.
    pub link: String,
}
