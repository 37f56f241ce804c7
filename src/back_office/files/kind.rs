//! The kinds of files: who may take each out and bring it in, and whose verbs do it.

use crate::businesses::location_sheet;
use crate::catalog::price_lists::buyers_sheet;
use crate::catalog::{category_sheet, scale, tax_rates, variants};
use crate::platform::files::{self, Document, Heading, Incoming, Outcome, Span};
use crate::platform::{BusinessTx, Cx};
use crate::purchasing::bills::{bill_sheet::Bills, credit_sheet::Credits, payment_sheet};
use crate::purchasing::orders::sheet::Purchases;
use crate::purchasing::receiving::sheet::Receipts;
use crate::sales::{self, customers};
use crate::staff::Power;
use crate::stock::adjustments::{sheet::Adjustments, worth_sheet};
use crate::stock::batches;
use crate::stock::transfers::sheet::Transfers;
use crate::values::Stop;

/// The names of a file's columns.
type Columns = &'static [&'static str];

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sales,
    Locations,
    Customers,
    Categories,
    Variants,
    Scales,
    Prefixes,
    Buyers,
    Taxes,
    Adjustments,
    Worth,
    Batches,
    Transfers,
    Purchases,
    Receipts,
    Bills,
    Credits,
    Payments,
}

/// What the room knows of a kind.
pub(super) struct Facts {
    /// Who may take the file out.
    pub see: Power,
    /// Who may bring one in; none: it only goes out.
    pub bring: Option<Power>,
    /// The most rows that are taken; 0 where it only goes out.
    pub most_rows: usize,
    /// Its columns, in the order in which they go out.
    pub columns: Columns,
    /// Whether what goes out may be narrowed by days.
    pub is_dated: bool,
    /// Whether the rows of a file are the lines of one document.
    pub makes_one: bool,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Kind; 18] = [
        Kind::Sales,
        Kind::Locations,
        Kind::Customers,
        Kind::Categories,
        Kind::Variants,
        Kind::Scales,
        Kind::Prefixes,
        Kind::Buyers,
        Kind::Taxes,
        Kind::Adjustments,
        Kind::Worth,
        Kind::Batches,
        Kind::Transfers,
        Kind::Purchases,
        Kind::Receipts,
        Kind::Bills,
        Kind::Credits,
        Kind::Payments,
    ];

    /// Its word in addresses and in translation keys (`files-sales`).
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Sales => "sales",
            Kind::Locations => "locations",
            Kind::Customers => "customers",
            Kind::Categories => "categories",
            Kind::Variants => "variants",
            Kind::Scales => "scales",
            Kind::Prefixes => "prefixes",
            Kind::Buyers => "buyers",
            Kind::Taxes => "taxes",
            Kind::Adjustments => "adjustments",
            Kind::Worth => "worth",
            Kind::Batches => "batches",
            Kind::Transfers => "transfers",
            Kind::Purchases => "purchases",
            Kind::Receipts => "receipts",
            Kind::Bills => "bills",
            Kind::Credits => "credits",
            Kind::Payments => "payments",
        }
    }

    /// The kind of that word, or none.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Who may do what with it, and what it looks like.
    pub fn facts(self) -> Facts {
        let list = |keep: Power, heading: &Heading| Facts {
            see: keep,
            bring: Some(keep),
            most_rows: heading.most_rows,
            columns: heading.known,
            is_dated: false,
            makes_one: false,
        };
        let papers = |see: Power, bring: Power, heading: &Heading| Facts {
            see,
            bring: Some(bring),
            most_rows: heading.most_rows,
            columns: heading.known,
            is_dated: true,
            makes_one: true,
        };
        let moved = |heading: &Heading| papers(Power::SeeProducts, Power::MoveStock, heading);
        let bought = |bring: Power, heading: &Heading| papers(Power::SeePurchases, bring, heading);
        match self {
            Kind::Sales => Facts {
                see: Power::SeeBooks,
                bring: None,
                most_rows: 0,
                columns: &sales::sheet::COLUMNS,
                is_dated: true,
                makes_one: false,
            },
            Kind::Locations => list(Power::KeepSettings, &location_sheet::HEADING),
            // All of them at once, with their numbers, are not for every hand.
            Kind::Customers => list(Power::Refund, &customers::sheet::HEADING),
            Kind::Categories => list(Power::KeepProducts, &category_sheet::HEADING),
            Kind::Variants => list(Power::KeepProducts, &variants::sheet::HEADING),
            Kind::Scales => list(Power::KeepProducts, &scale::sheet::HEADING),
            Kind::Prefixes => list(Power::KeepProducts, &scale::formats_sheet::HEADING),
            Kind::Buyers => list(Power::KeepProducts, &buyers_sheet::HEADING),
            Kind::Taxes => list(Power::KeepSettings, &tax_rates::sheet::HEADING),
            Kind::Adjustments => moved(&Adjustments::PAPER.heading),
            Kind::Worth => list(Power::MoveStock, &worth_sheet::HEADING),
            Kind::Batches => list(Power::MoveStock, &batches::sheet::HEADING),
            Kind::Transfers => moved(&Transfers::PAPER.heading),
            Kind::Purchases => bought(Power::Buy, &Purchases::PAPER.heading),
            Kind::Receipts => bought(Power::Buy, &Receipts::PAPER.heading),
            Kind::Bills => bought(Power::PayBills, &Bills::PAPER.heading),
            Kind::Credits => bought(Power::PayBills, &Credits::PAPER.heading),
            Kind::Payments => Facts {
                makes_one: false,
                ..bought(Power::PayBills, &payment_sheet::HEADING)
            },
        }
    }

    /// All there is of it as a file; of what has days, what the span says.
    pub async fn take_out(self, tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
        match self {
            Kind::Sales => sales::sheet::take_out(tx, span).await,
            Kind::Locations => location_sheet::take_out(tx).await,
            Kind::Customers => customers::sheet::take_out(tx).await,
            Kind::Categories => category_sheet::take_out(tx).await,
            Kind::Variants => variants::sheet::take_out(tx).await,
            Kind::Scales => scale::sheet::take_out(tx).await,
            Kind::Prefixes => scale::formats_sheet::take_out(tx).await,
            Kind::Buyers => buyers_sheet::take_out(tx).await,
            Kind::Taxes => tax_rates::sheet::take_out(tx).await,
            Kind::Adjustments => files::take_out::<Adjustments>(tx, span).await,
            Kind::Worth => worth_sheet::take_out(tx).await,
            Kind::Batches => batches::sheet::take_out(tx).await,
            Kind::Transfers => files::take_out::<Transfers>(tx, span).await,
            Kind::Purchases => files::take_out::<Purchases>(tx, span).await,
            Kind::Receipts => files::take_out::<Receipts>(tx, span).await,
            Kind::Bills => files::take_out::<Bills>(tx, span).await,
            Kind::Credits => files::take_out::<Credits>(tx, span).await,
            Kind::Payments => payment_sheet::take_out(tx, span).await,
        }
    }

    /// Brings a file in.
    pub async fn bring_in(self, cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
        match self {
            Kind::Locations => location_sheet::bring_in(cx, incoming).await,
            Kind::Customers => customers::sheet::bring_in(cx, incoming).await,
            Kind::Categories => category_sheet::bring_in(cx, incoming).await,
            Kind::Variants => variants::sheet::bring_in(cx, incoming).await,
            Kind::Scales => scale::sheet::bring_in(cx, incoming).await,
            Kind::Prefixes => scale::formats_sheet::bring_in(cx, incoming).await,
            Kind::Buyers => buyers_sheet::bring_in(cx, incoming).await,
            Kind::Taxes => tax_rates::sheet::bring_in(cx, incoming).await,
            Kind::Adjustments => files::bring_in::<Adjustments>(cx, incoming).await,
            Kind::Worth => worth_sheet::bring_in(cx, incoming).await,
            Kind::Batches => batches::sheet::bring_in(cx, incoming).await,
            Kind::Transfers => files::bring_in::<Transfers>(cx, incoming).await,
            Kind::Purchases => files::bring_in::<Purchases>(cx, incoming).await,
            Kind::Receipts => files::bring_in::<Receipts>(cx, incoming).await,
            Kind::Bills => files::bring_in::<Bills>(cx, incoming).await,
            Kind::Credits => files::bring_in::<Credits>(cx, incoming).await,
            Kind::Payments => payment_sheet::bring_in(cx, incoming).await,
            Kind::Sales => Err(Stop::NotFound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code()), Some(kind));
        }
        assert_eq!(Kind::parse("wishes"), None);
    }
}
