//! Vouchers and their movements, as they are read.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::{BusinessTx, fault};
use crate::sales::shown_number;
use crate::sales::vouchers::code::bare;
use crate::sales::vouchers::voucher::{Lapsed, Move, MoveKind, Voided, Voucher};
use crate::values::{Money, Stop};

/// How many are listed at once.
const MOST: i64 = 100;

/// A voucher as its row says it.
struct VoucherRow {
    voucher_id: Uuid,
    code: String,
    amount_minor: i64,
    balance_minor: i64,
    expires_on: Option<NaiveDate>,
    note: String,
    sold_at: DateTime<Utc>,
    member_id: Uuid,
    seller: String,
    voided_at: Option<DateTime<Utc>>,
    voider: Option<String>,
    void_reason: Option<String>,
    lapsed_at: Option<DateTime<Utc>>,
    lapser: Option<String>,
    lapsed_minor: Option<i64>,
}

impl VoucherRow {
    fn read(self) -> Voucher {
        let (by, reason) = (self.voider, self.void_reason);
        let lapsed = self.lapsed_at.zip(self.lapsed_minor);
        let lapser = self.lapser.unwrap_or_default();
        Voucher {
            voucher_id: self.voucher_id,
            code: self.code,
            amount: Money::from_minor(self.amount_minor),
            balance: Money::from_minor(self.balance_minor),
            expires_on: self.expires_on,
            note: self.note,
            sold_at: self.sold_at,
            member_id: self.member_id,
            seller: self.seller,
            voided: self.voided_at.map(|at| Voided {
                at,
                by: by.unwrap_or_default(),
                reason: reason.unwrap_or_default(),
            }),
            lapsed: lapsed.map(|(at, minor)| Lapsed {
                amount: Money::from_minor(minor),
                at,
                by: lapser,
            }),
        }
    }
}

/// One voucher.
pub async fn voucher(tx: &mut BusinessTx, voucher_id: Uuid) -> Result<Voucher, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        VoucherRow,
        r#"select v.voucher_id, v.code, v.amount_minor, v.balance_minor, v.expires_on, v.note,
                  v.sold_at, v.member_id, m.name as seller, v.voided_at, b.name as "voider?",
                  v.void_reason, v.lapsed_at, x.name as "lapser?", v.lapsed_minor
             from app.voucher v
             join app.member m on m.business_id = v.business_id and m.member_id = v.member_id
             left join app.member b on b.business_id = v.business_id and b.member_id = v.voided_by
             left join app.member x on x.business_id = v.business_id and x.member_id = v.lapsed_by
            where v.business_id = $1 and v.voucher_id = $2"#,
        business,
        voucher_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(VoucherRow::read).ok_or(Stop::NotFound)
}

/// The voucher of a code in its one spelling, if there is one.
pub async fn by_code(tx: &mut BusinessTx, code: &str) -> Result<Option<Voucher>, Stop> {
    let business = tx.business();
    let found = sqlx::query_scalar!(
        "select voucher_id from app.voucher where business_id = $1 and code = $2",
        business,
        code
    )
    .fetch_optional(tx.conn())
    .await?;
    match found {
        Some(voucher_id) => voucher(tx, voucher_id).await.map(Some),
        None => Ok(None),
    }
}

/// Vouchers by their code or its last four letters, or all where nothing was typed: the newest first, and a
/// hundred at most. No other end of a code finds one, so that nobody finds it letter by letter.
pub async fn list(tx: &mut BusinessTx, typed: &str) -> Result<Vec<Voucher>, Stop> {
    let business = tx.business();
    let typed = bare(typed);
    let rows = sqlx::query_as!(
        VoucherRow,
        r#"select v.voucher_id, v.code, v.amount_minor, v.balance_minor, v.expires_on, v.note,
                  v.sold_at, v.member_id, m.name as seller, v.voided_at, b.name as "voider?",
                  v.void_reason, v.lapsed_at, x.name as "lapser?", v.lapsed_minor
             from app.voucher v
             join app.member m on m.business_id = v.business_id and m.member_id = v.member_id
             left join app.member b on b.business_id = v.business_id and b.member_id = v.voided_by
             left join app.member x on x.business_id = v.business_id and x.member_id = v.lapsed_by
            where v.business_id = $1 and ($2::text = '' or (length($2) in (4, 10) and right(v.code, length($2)) = $2))
            order by v.sold_at desc, v.voucher_id limit $3"#,
        business,
        typed,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(VoucherRow::read).collect())
}

/// What happened to a voucher, the first thing first.
pub async fn moves(tx: &mut BusinessTx, voucher_id: Uuid) -> Result<Vec<Move>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select w.kind, w.amount_minor, p.tender, p.receipt, p.occurred_at, s.sale_id as "sale_id?",
                  s.series as "series?", s.number as "number?", m.name as "who?"
             from app.voucher_move w
             join app.payment p on p.business_id = w.business_id and p.payment_id = w.payment_id
             left join app.sale s on s.business_id = p.business_id and s.sale_id = p.sale_id
             left join app.member m on m.business_id = p.business_id and m.member_id = p.member_id
            where w.business_id = $1 and w.voucher_id = $2
            order by w.recorded_at, w.payment_id"#,
        business,
        voucher_id
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let kind = MoveKind::parse(&row.kind);
        let tender = Tender::parse(&row.tender);
        let number = row.series.zip(row.number);
        let number = number.map(|(series, number)| shown_number(&series, number));
        Ok(Move {
            kind: kind.ok_or_else(|| fault("a voucher moved by no known kind", &row.kind))?,
            amount: Money::from_minor(row.amount_minor),
            tender: tender.ok_or_else(|| fault("a payment's tender is not known", &row.tender))?,
            reference: row.receipt,
            sale: row.sale_id.zip(number),
            at: row.occurred_at,
            who: row.who,
        })
    });
    read.collect()
}

/// What was asked when a voucher was sold.
pub(in crate::sales::vouchers) async fn digest_of(
    tx: &mut BusinessTx,
    voucher_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.voucher where business_id = $1 and voucher_id = $2",
        business,
        voucher_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// How much a payment has paid back of a voucher, if it is there.
pub(in crate::sales::vouchers) async fn paid_back(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    voucher_id: Uuid,
) -> Result<Option<Money>, Stop> {
    let business = tx.business();
    let amount = sqlx::query_scalar!(
        "select -amount_minor as \"amount!\" from app.voucher_move
          where business_id = $1 and payment_id = $2 and voucher_id = $3 and kind = 'void'",
        business,
        payment_id,
        voucher_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(amount.map(Money::from_minor))
}

/// How many days vouchers are good for; none: for ever.
pub(in crate::sales::vouchers) async fn days(tx: &mut BusinessTx) -> Result<Option<i32>, Stop> {
    let business = tx.business();
    let days = sqlx::query_scalar!(
        "select voucher_days from app.business where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(days)
}
