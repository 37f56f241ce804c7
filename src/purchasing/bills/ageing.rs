//! What is owed to whom, by how long it is past due. Its sum is what the books call suppliers.

use uuid::Uuid;

use super::store::{self, AgeingSums};
use crate::platform::files::{heading, record};
use crate::platform::{BusinessTx, fault};
use crate::ui::language::Say;
use crate::values::{Money, Stop};

/// What one supplier is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeingRow {
    /// Her id.
    pub supplier_id: Uuid,
    /// Her name.
    pub name: String,
    /// Not due yet; 1–30, 31–60, 61–90 and over 90 days past due.
    pub buckets: [Money; 5],
    /// Credits not yet used and money ahead: to her debit.
    pub ahead: Money,
    /// What she is owed, all in all.
    pub total: Money,
}

/// What all suppliers are owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ageing {
    /// By name; those with nothing open are left out.
    pub rows: Vec<AgeingRow>,
    /// The sums of all.
    pub buckets: [Money; 5],
    /// The sum of what is to their debit.
    pub ahead: Money,
    /// What they are owed, all in all.
    pub total: Money,
    /// The same, as the books say it.
    pub books: Money,
}

/// What suppliers are owed today.
pub async fn ageing(tx: &mut BusinessTx) -> Result<Ageing, Stop> {
    let sums = store::ageing_rows(tx).await?;
    let books = store::in_the_books(tx).await?;
    let uncountable = || fault("what suppliers are owed cannot be counted", &"ageing");
    let rows: Option<Vec<AgeingRow>> = sums.into_iter().map(row).collect();
    added_up(rows.ok_or_else(uncountable)?, books).ok_or_else(uncountable)
}

/// What suppliers are owed as a file: a heading and a row a supplier. What is to a supplier's debit stands
/// in a column of its own, without a sign.
pub(super) fn csv(say: Say, all: &Ageing, currency: &str) -> String {
    let columns = [
        say.t("purchases-supplier"),
        say.t("ageing-current"),
        say.t("ageing-30"),
        say.t("ageing-60"),
        say.t("ageing-90"),
        say.t("ageing-over"),
        say.t("ageing-ahead"),
    ];
    let mut file = heading(columns.iter().map(String::as_str));
    for row in &all.rows {
        let amounts = row.buckets.into_iter().chain([row.ahead]);
        let amounts: Vec<String> = amounts.map(|amount| amount.bare(currency)).collect();
        let cells = std::iter::once(row.name.as_str());
        file.push_str(&record(cells.chain(amounts.iter().map(String::as_str))));
    }
    file
}

fn row(sums: AgeingSums) -> Option<AgeingRow> {
    let buckets = [
        sums.current,
        sums.to_30,
        sums.to_60,
        sums.to_90,
        sums.over_90,
    ];
    let buckets = buckets.map(Money::from_minor);
    let ahead = Money::from_minor(sums.ahead);
    Some(AgeingRow {
        supplier_id: sums.supplier_id,
        name: sums.name,
        buckets,
        ahead,
        total: Money::sum(buckets)?.minus(ahead)?,
    })
}

fn added_up(rows: Vec<AgeingRow>, books: Money) -> Option<Ageing> {
    let mut buckets = [Money::ZERO; 5];
    let (mut ahead, mut total) = (Money::ZERO, Money::ZERO);
    for row in &rows {
        for (sum, one) in buckets.iter_mut().zip(row.buckets) {
            *sum = sum.plus(one)?;
        }
        ahead = ahead.plus(row.ahead)?;
        total = total.plus(row.total)?;
    }
    Some(Ageing {
        rows,
        buckets,
        ahead,
        total,
        books,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn rows_add_up() {
        let sums = |current: i64, over_90: i64, ahead: i64| AgeingSums {
            supplier_id: Uuid::nil(),
            name: String::new(),
            current,
            to_30: 0,
            to_60: 0,
            to_90: 0,
            over_90,
            ahead,
        };
        let rows = vec![
            row(sums(100, 20, 30)).unwrap(),
            row(sums(0, 5, 15)).unwrap(),
        ];
        assert_eq!(rows[1].total, Money::from_minor(-10));
        let all = added_up(rows, Money::from_minor(80)).unwrap();
        let file = csv(Say(Language::En), &all, "KES");
        assert_eq!(file.lines().count(), 3);
        assert_eq!(file.lines().last(), Some(",0.00,0.00,0.00,0.00,0.05,0.15"));
        assert_eq!(all.total, all.books);
        assert_eq!(all.buckets[4], Money::from_minor(25));
    }
}
