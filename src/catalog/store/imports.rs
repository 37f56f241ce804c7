//! Imports: the file that was sent, how far it has come, and the rows that were refused.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::catalog::import::{ImportReport, KeptImport, NewImport, State};
use crate::platform::{BusinessTx, fault};
use crate::values::{Refusal, Stop};

/// What an import is worked through with.
#[derive(Debug)]
pub(in crate::catalog) struct ImportWork {
    pub state: State,
    pub dry_run: bool,
    pub file: Vec<u8>,
}

/// Where an import stands, its row locked.
#[derive(Debug)]
pub(in crate::catalog) struct ImportPlace {
    pub state: State,
    pub rows_done: i32,
    pub member_id: Option<Uuid>,
}

/// Keeps a file; false where an import of this id is there already.
pub(in crate::catalog) async fn insert_import(
    tx: &mut BusinessTx,
    new: &NewImport,
    rows: i32,
) -> Result<bool, Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    let done = sqlx::query!(
        "insert into app.import (business_id, import_id, file_name, file, dry_run, rows_total,
                member_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (business_id, import_id) do nothing",
        business,
        new.import_id,
        new.file_name,
        new.file,
        new.dry_run,
        rows,
        member,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether an import that is there is of this very file, as far as the file is still kept.
pub(in crate::catalog) async fn is_of_file(
    tx: &mut BusinessTx,
    import_id: Uuid,
    file: &[u8],
) -> Result<bool, Stop> {
    let business = tx.business();
    let is_same = sqlx::query_scalar!(
        r#"select coalesce(file = $3, true) as "is_same!" from app.import
            where business_id = $1 and import_id = $2"#,
        business,
        import_id,
        file
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(is_same)
}

/// An import with its file; none where the file is forgotten.
pub(in crate::catalog) async fn import_work(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<Option<ImportWork>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select state, dry_run, file as "file!" from app.import
            where business_id = $1 and import_id = $2 and file is not null"#,
        business,
        import_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(ImportWork {
            state: state_of(&row.state)?,
            dry_run: row.dry_run,
            file: row.file,
        })
    })
    .transpose()
}

/// Locks an import's row until the transaction ends.
pub(in crate::catalog) async fn lock_import(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<Option<ImportPlace>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select state, rows_done, member_id from app.import
          where business_id = $1 and import_id = $2 for no key update",
        business,
        import_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(ImportPlace {
            state: state_of(&row.state)?,
            rows_done: row.rows_done,
            member_id: row.member_id,
        })
    })
    .transpose()
}

/// Writes how far an import has come: what this part added to the counts, and its state now.
pub(in crate::catalog) async fn advance_import(
    tx: &mut BusinessTx,
    import_id: Uuid,
    state: State,
    rows_done: i32,
    part: &ImportReport,
) -> Result<(), Stop> {
    let business = tx.business();
    let ended = (!state.is_under_way()).then_some(tx.scope().now);
    let count = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
    let bad = i32::try_from(part.bad.len()).unwrap_or(i32::MAX);
    sqlx::query!(
        "update app.import
            set state = $3, rows_done = $4, added = added + $5, changed = changed + $6,
                unchanged = unchanged + $7, bad = bad + $8, ended_at = $9
          where business_id = $1 and import_id = $2",
        business,
        import_id,
        state.code(),
        rows_done,
        count(part.added),
        count(part.changed),
        count(part.unchanged),
        bad,
        ended
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes an import that was only tried one that is to be done; false where it is none.
pub(in crate::catalog) async fn import_in_earnest(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.import
            set state = 'waiting', dry_run = false, rows_done = 0, added = 0, changed = 0,
                unchanged = 0, bad = 0, ended_at = null
          where business_id = $1 and import_id = $2 and state = 'tried' and file is not null",
        business,
        import_id
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what is wrong with rows.
pub(in crate::catalog) async fn insert_bad_rows(
    tx: &mut BusinessTx,
    import_id: Uuid,
    bad: &[(u64, Vec<Refusal>)],
) -> Result<(), Stop> {
    let business = tx.business();
    let lines: Vec<i64> = bad
        .iter()
        .map(|(line, _)| i64::try_from(*line).unwrap_or(i64::MAX))
        .collect();
    let written = bad.iter().map(|(_, why)| serde_json::to_value(why));
    let refusals: Vec<Value> = written
        .collect::<Result<_, _>>()
        .map_err(|e| fault("a refusal cannot be written down", &e))?;
    sqlx::query!(
        "insert into app.import_bad_row (business_id, import_id, line, refusals)
         select b.business_id, $2::uuid, n.line, n.refusals
           from app.business b
          cross join unnest($3::bigint[], $4::jsonb[]) as n (line, refusals)
          where b.business_id = $1
         on conflict do nothing",
        business,
        import_id,
        &lines,
        &refusals
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What is wrong with rows, in the order of the file, at most so many.
pub(in crate::catalog) async fn bad_rows(
    tx: &mut BusinessTx,
    import_id: Uuid,
    most: i64,
) -> Result<Vec<(i64, Vec<Refusal>)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select line, refusals from app.import_bad_row
          where business_id = $1 and import_id = $2 order by line limit $3",
        business,
        import_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let why = serde_json::from_value(row.refusals)
                .map_err(|e| fault("a kept refusal cannot be read", &e))?;
            Ok((row.line, why))
        })
        .collect()
}

struct Row {
    import_id: Uuid,
    file_name: String,
    state: String,
    dry_run: bool,
    rows_total: i32,
    rows_done: i32,
    added: i32,
    changed: i32,
    unchanged: i32,
    bad: i32,
    who: Option<String>,
    created_at: DateTime<Utc>,
    has_file: bool,
}

impl Row {
    fn kept(self) -> Result<KeptImport, Stop> {
        Ok(KeptImport {
            state: state_of(&self.state)?,
            import_id: self.import_id,
            file_name: self.file_name,
            dry_run: self.dry_run,
            rows: i64::from(self.rows_total),
            rows_done: i64::from(self.rows_done),
            added: i64::from(self.added),
            changed: i64::from(self.changed),
            unchanged: i64::from(self.unchanged),
            bad: i64::from(self.bad),
            who: self.who,
            created_at: self.created_at,
            has_file: self.has_file,
        })
    }
}

fn state_of(code: &str) -> Result<State, Stop> {
    State::parse(code).ok_or_else(|| fault("an import has an unknown state", &code))
}

/// One import, or the latest ones where none is named. Never their files: they are large.
pub(in crate::catalog) async fn imports(
    tx: &mut BusinessTx,
    named: Option<Uuid>,
    most: i64,
) -> Result<Vec<KeptImport>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select i.import_id as "import_id!", i.file_name as "file_name!", i.state as "state!",
                  i.dry_run as "dry_run!", i.rows_total as "rows_total!",
                  i.rows_done as "rows_done!", i.added as "added!", i.changed as "changed!",
                  i.unchanged as "unchanged!", i.bad as "bad!", m.name as "who?",
                  i.created_at as "created_at!", (i.file is not null) as "has_file!"
             from app.import i
             left join app.member m on m.business_id = i.business_id
                                   and m.member_id = i.member_id
            where i.business_id = $1 and ($2::uuid is null or i.import_id = $2)
            order by i.created_at desc, i.import_id desc limit $3"#,
        business,
        named,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::kept).collect()
}

/// The import whose id is this one, or the next below it, with how many rows it has.
pub(in crate::catalog) async fn nearest_import(
    tx: &mut BusinessTx,
    id: Uuid,
) -> Result<Option<(Uuid, i32)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select import_id, rows_total from app.import
          where business_id = $1 and import_id <= $2 order by import_id desc limit 1",
        business,
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.import_id, row.rows_total)))
}

/// Forgets the file of an import that has ended, and the rows it told of.
pub(in crate::catalog) async fn forget_import(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.import set file = null
          where business_id = $1 and import_id = $2 and ended_at is not null",
        business,
        import_id
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from app.import_bad_row b using app.import i
          where b.business_id = $1 and b.import_id = $2 and i.business_id = b.business_id
            and i.import_id = b.import_id and i.file is null",
        business,
        import_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
