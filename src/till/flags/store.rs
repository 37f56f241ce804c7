//! Flags: all their SQL.

use uuid::Uuid;

use super::flag::{Listed, Raised, Show, Shown};
use crate::platform::{BusinessTx, fault};
use crate::sales::{Flag, Oddity, shown_number, vouchers};
use crate::values::{Money, Refusal, Stop};

/// How many flags a page shows.
const PAGE: i64 = 50;

/// Raises flags about something, each oddity of it once: a till may tell it again.
pub async fn raise(tx: &mut BusinessTx, about: &Raised, flags: &[Flag]) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    for flag in flags {
        let reasons = serde_json::to_value(&flag.reasons)
            .map_err(|error| fault("a flag cannot be written", &error))?;
        sqlx::query!(
            "insert into app.till_flag (business_id, flag_id, event_id, code, reasons, device_id,
                    member_id, sale_id, occurred_at, raised_at)
             values ($1, $2, $3, $4, $5, $6,
                     (select member_id from app.member where business_id = $1 and member_id = $7),
                     $8, $9, $10)
             on conflict (business_id, event_id, code) do nothing",
            business,
            Uuid::now_v7(),
            about.event_id,
            flag.oddity.code(),
            reasons,
            about.device_id,
            about.member_id,
            about.sale_id,
            about.occurred_at,
            now
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// A page of flags, the newest first.
pub async fn list(tx: &mut BusinessTx, show: Show, page: i64) -> Result<Listed, Stop> {
    let business = tx.business();
    let counts = sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where resolved_at is null) as "open!"
             from app.till_flag where business_id = $1"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    let total = match show {
        Show::Open => counts.open,
        Show::All => counts.all,
    };
    let pages = ((total + PAGE - 1) / PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = sqlx::query!(
        r#"select f.flag_id, f.code, f.reasons, d.name as device_name, m.name as "who?",
                  f.sale_id as "sale_id?", s.series as "series?", s.number as "number?",
                  v.voucher_id as "voucher_id?", f.occurred_at, f.resolved_at,
                  r.name as "resolver?", f.note
             from app.till_flag f
             join app.device d on d.business_id = f.business_id and d.device_id = f.device_id
             left join app.member m on m.business_id = f.business_id and m.member_id = f.member_id
             left join app.sale s on s.business_id = f.business_id and s.sale_id = f.sale_id
             left join app.voucher v
               on v.business_id = f.business_id and v.voucher_id = f.event_id
             left join app.member r
               on r.business_id = f.business_id and r.member_id = f.resolved_by
            where f.business_id = $1 and ($2 or f.resolved_at is null)
            order by f.raised_at desc, f.flag_id limit $3 offset $4"#,
        business,
        show == Show::All,
        PAGE,
        (page - 1) * PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let oddity = Oddity::parse(&row.code);
        let reasons = serde_json::from_value::<Vec<Refusal>>(row.reasons);
        let number = row.series.zip(row.number);
        let number = number.map(|(series, number)| shown_number(&series, number));
        shown.push(Shown {
            flag_id: row.flag_id,
            oddity: oddity.ok_or_else(|| fault("a flag is of no known kind", &row.code))?,
            reasons: reasons.map_err(|error| fault("a flag cannot be read", &error))?,
            device_name: row.device_name,
            who: row.who,
            sale: row.sale_id.zip(number),
            voucher_id: row.voucher_id,
            occurred_at: row.occurred_at,
            resolved: row.resolved_at.zip(row.resolver),
            note: row.note,
            missing: Money::ZERO,
            ended: Vec::new(),
        });
    }
    say_missing(tx, &mut shown).await?;
    Ok(Listed {
        rows: shown,
        page,
        pages,
        open: counts.open,
    })
}

/// Says of flags about what was paid what is missing at their sales, and how that ended.
async fn say_missing(tx: &mut BusinessTx, flags: &mut [Shown]) -> Result<(), Stop> {
    let sales: Vec<Uuid> = flags.iter().filter_map(paid_sale).collect();
    if sales.is_empty() {
        return Ok(());
    }
    let missing = vouchers::missing(tx, &sales).await?;
    let ended = vouchers::ended(tx, &sales).await?;
    for flag in flags {
        let Some(sale_id) = paid_sale(flag) else {
            continue;
        };
        flag.missing = missing.get(&sale_id).copied().unwrap_or_default();
        let own = ended.iter().filter(|(sale, _)| *sale == sale_id);
        flag.ended = own.map(|(_, one)| one.clone()).collect();
    }
    Ok(())
}

/// The sale of a flag about what was paid.
fn paid_sale(flag: &Shown) -> Option<Uuid> {
    let about = flag
        .sale
        .as_ref()
        .filter(|_| flag.oddity == Oddity::Receipt);
    about.map(|(sale_id, _)| *sale_id)
}

/// The sale or refund that a flag about what was paid is of; not found where there is no such flag, or it is
/// about something else: looking at what a voucher did not hold is looking at nothing but that.
pub(super) async fn paid_sale_of(tx: &mut BusinessTx, flag_id: Uuid) -> Result<Uuid, Stop> {
    let business = tx.business();
    let sale_id = sqlx::query_scalar!(
        "select sale_id from app.till_flag
          where business_id = $1 and flag_id = $2 and code = $3",
        business,
        flag_id,
        Oddity::Receipt.code()
    )
    .fetch_optional(tx.conn())
    .await?;
    sale_id.flatten().ok_or(Stop::NotFound)
}

/// Notes that somebody looked at a flag: its code. None where
/// somebody had, and not found where there is no such flag.
pub(super) async fn set_resolved(
    tx: &mut BusinessTx,
    flag_id: Uuid,
    by: Uuid,
    note: &str,
) -> Result<Option<String>, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let code = sqlx::query_scalar!(
        "update app.till_flag set resolved_at = $3, resolved_by = $4, note = $5
          where business_id = $1 and flag_id = $2 and resolved_at is null
          returning code",
        business,
        flag_id,
        now,
        by,
        note
    )
    .fetch_optional(tx.conn())
    .await?;
    if code.is_some() {
        return Ok(code);
    }
    let there = sqlx::query_scalar!(
        "select flag_id from app.till_flag where business_id = $1 and flag_id = $2",
        business,
        flag_id
    )
    .fetch_optional(tx.conn())
    .await?;
    there.map(|_| None).ok_or(Stop::NotFound)
}
