//! What is in every table: how many rows, and a sum of them that does not depend on their order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row};

/// A table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// How many.
    pub rows: i64,
    /// The sum of a digest of each, as a decimal number.
    pub sum: String,
}

/// How values are written while they are summed up: alike on every server.
const ALIKE: &str = "
    set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
    set local bytea_output = 'hex'; set local extra_float_digits = 1;";

/// Our schemas, and which of their tables the backup's role cannot read whole.
const HIDDEN: &str = "
    select format('%I.%I', n.nspname, c.relname)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('app', 'setup', 'graphile_worker') and c.relkind in ('r', 'p')
       and (not has_table_privilege('dukani_backup', c.oid, 'select')
            or (c.relrowsecurity and not exists (
                select 1 from pg_catalog.pg_policy p
                 where p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polpermissive
                   and 'dukani_backup'::regrole = any (p.polroles)
                   and pg_get_expr(p.polqual, p.polrelid) = 'true')))
     order by 1";

const TABLES: &str = "
    select format('%I.%I', n.nspname, c.relname)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('app', 'setup', 'graphile_worker') and c.relkind in ('r', 'p')
     order by 1";

/// Refuses where the backup's role would not see every row: it would never know.
pub(super) async fn refuse_what_is_hidden(connection: &mut PgConnection) -> Result<(), String> {
    let hidden = names(connection, HIDDEN).await.map_err(|e| e.to_string())?;
    if hidden.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the role dukani_backup does not see every row of {}: no backup is made. `dukani migrate` \
         gives it the rights that this version knows of",
        hidden.join(", ")
    ))
}

/// Every table of ours. The caller is in a transaction, as the backup's role.
pub(super) async fn tables(
    connection: &mut PgConnection,
) -> Result<BTreeMap<String, Table>, sqlx::Error> {
    connection.execute(ALIKE).await?;
    let mut tables = BTreeMap::new();
    for name in names(connection, TABLES).await? {
        let sum = format!(
            "select count(*),
                    coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text
               from {name} t"
        );
        let row = connection.fetch_one(AssertSqlSafe(sum)).await?;
        let table = Table {
            rows: row.try_get(0)?,
            sum: row.try_get(1)?,
        };
        tables.insert(name, table);
    }
    Ok(tables)
}

async fn names(connection: &mut PgConnection, query: &'static str) -> sqlx::Result<Vec<String>> {
    let rows = connection.fetch_all(query).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}
