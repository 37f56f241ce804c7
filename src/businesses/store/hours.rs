//! Opening hours.

use chrono::NaiveDate;

use crate::businesses::opening_hours::{ClosedDay, OpeningHours, Span};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// When the business is open: its week, and the days from yesterday on on which it is closed.
pub async fn opening_hours(tx: &mut BusinessTx) -> Result<OpeningHours, Stop> {
    let business = tx.business();
    let today = tx.scope().calendar.local(tx.scope().now).date_naive();
    let from = today.pred_opt().unwrap_or(today);
    let rows = sqlx::query!(
        r#"select weekday as "weekday?", opens_at as "opens_at?", closes_at as "closes_at?",
                  null::date as "day?", null::text as "reason?"
             from app.opening_hours where business_id = $1
           union all
           select null, null, null, day, reason
             from app.closed_day where business_id = $1 and day >= $2
           order by 4, 1"#,
        business,
        from
    )
    .fetch_all(tx.conn())
    .await?;
    let mut hours = OpeningHours::default();
    for row in rows {
        if let Some(day) = row.day {
            hours.closed.push(ClosedDay {
                day,
                reason: row.reason.unwrap_or_default(),
            });
        } else if let (Some(weekday), Some(opens), Some(closes)) =
            (row.weekday, row.opens_at, row.closes_at)
            && let Some(place) = usize::try_from(weekday - 1)
                .ok()
                .and_then(|place| hours.week.get_mut(place))
        {
            *place = Some(Span { opens, closes });
        }
    }
    Ok(hours)
}

/// Writes a week in the place of the one before.
pub(in crate::businesses) async fn replace_week(
    tx: &mut BusinessTx,
    week: &[Option<Span>; 7],
) -> Result<(), Stop> {
    let business = tx.business();
    // Locked, so that two who save at once leave one week and not a mixture.
    sqlx::query!(
        r#"select business_id from app.business where business_id = $1 for no key update"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    sqlx::query!(
        "delete from app.opening_hours where business_id = $1",
        business
    )
    .execute(tx.conn())
    .await?;
    for (weekday, span) in (1_i16..).zip(week) {
        let Some(span) = span else { continue };
        sqlx::query!(
            "insert into app.opening_hours (business_id, weekday, opens_at, closes_at)
             values ($1, $2, $3, $4)",
            business,
            weekday,
            span.opens,
            span.closes
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Keeps a closed day.
pub(in crate::businesses) async fn insert_closed_day(
    tx: &mut BusinessTx,
    closed: &ClosedDay,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.closed_day (business_id, day, reason) values ($1, $2, $3)
         on conflict (business_id, day) do update set reason = excluded.reason",
        business,
        closed.day,
        closed.reason
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets a closed day; false where it was none.
pub(in crate::businesses) async fn delete_closed_day(
    tx: &mut BusinessTx,
    day: NaiveDate,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "delete from app.closed_day where business_id = $1 and day = $2",
        business,
        day
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
