//! All SQL of packs.

use uuid::Uuid;

use super::form::{Pack, PackDraft};
use crate::platform::BusinessTx;
use crate::platform::fault::violated;
use crate::values::{Money, Quantity, Refusal, Stop};

struct Row {
    pack_id: Uuid,
    product_id: Uuid,
    name: String,
    holds_milli: i64,
    sold: bool,
    price_minor: Option<i64>,
    barcodes: Vec<String>,
    retired: bool,
}

impl Row {
    fn pack(self) -> Pack {
        Pack {
            pack_id: self.pack_id,
            product_id: self.product_id,
            name: self.name,
            holds: Quantity::from_milli(self.holds_milli),
            sold: self.sold,
            price: self.price_minor.map(Money::from_minor),
            barcodes: self.barcodes,
            retired: self.retired,
        }
    }
}

/// Packs of these products, or of these ids.
async fn load(tx: &mut BusinessTx, products: &[Uuid], packs: &[Uuid]) -> Result<Vec<Pack>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let rows = sqlx::query_as!(
        Row,
        r#"select k.pack_id as "pack_id!", k.product_id as "product_id!", k.name as "name!",
                  k.holds_milli as "holds_milli!", k.is_sold as "sold!",
                  (select r.amount_minor from app.price r
                    where r.business_id = k.business_id and r.product_id = k.product_id
                      and r.list = 'retail' and r.pack_id = k.pack_id
                      and r.minimum_quantity_milli = 0
                      and r.valid_from <= greatest($4::timestamptz, clock_timestamp())
                    order by r.valid_from desc, r.price_id desc limit 1) as "price_minor?",
                  coalesce((select array_agg(b.barcode order by b.barcode collate "C")
                              from app.barcode b
                             where b.business_id = k.business_id
                               and b.product_id = k.product_id
                               and b.pack_id = k.pack_id), '{}') as "barcodes!",
                  (k.retired_at is not null) as "retired!"
             from app.pack k
            where k.business_id = $1 and (k.product_id = any($2) or k.pack_id = any($3))
            order by k.product_id, k.retired_at is not null, k.holds_milli, lower(k.name)"#,
        business,
        products,
        packs,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::pack).collect())
}

/// The packs of these products, product by product, the smallest first and retired ones last.
pub(super) async fn of_products(tx: &mut BusinessTx, products: &[Uuid]) -> Result<Vec<Pack>, Stop> {
    load(tx, products, &[]).await
}

/// These packs.
pub(super) async fn with_ids(tx: &mut BusinessTx, packs: &[Uuid]) -> Result<Vec<Pack>, Stop> {
    load(tx, &[], packs).await
}

/// One pack.
pub(super) async fn find(tx: &mut BusinessTx, pack_id: Uuid) -> Result<Option<Pack>, Stop> {
    let found = load(tx, &[], &[pack_id]).await?;
    Ok(found.into_iter().next())
}

/// The products on sale that have packs, each with its SKU, in the order of their SKUs.
pub(super) async fn packed_products(tx: &mut BusinessTx) -> Result<Vec<(Uuid, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!" from app.product p
            where p.business_id = $1 and p.retired_at is null
              and exists (select 1 from app.pack k
                           where k.business_id = p.business_id and k.product_id = p.product_id
                             and k.retired_at is null)
            order by p.sku collate "C" "#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.sku))
        .collect())
}

/// What a person can do about a constraint that somebody else's row holds.
fn refused(error: sqlx::Error) -> Stop {
    let refusal = match violated(&error) {
        Some("pack_name_once") => Refusal::at("name", "refused-pack-name-taken"),
        Some("barcode_pkey") => Refusal::at("barcodes", "refused-barcode-just-taken"),
        _ => return error.into(),
    };
    refusal.into()
}

/// Makes a pack, or changes it; a retired one is used again.
pub(super) async fn keep(tx: &mut BusinessTx, draft: &PackDraft) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.pack as k (business_id, pack_id, product_id, name, holds_milli, is_sold)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (business_id, pack_id) do update
            set name = excluded.name, holds_milli = excluded.holds_milli,
                is_sold = excluded.is_sold, retired_at = null
          where k.product_id = excluded.product_id",
        business,
        draft.pack_id,
        draft.product_id,
        draft.name,
        draft.holds.milli(),
        draft.sold
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Writes what one costs from now on, and who says so: after what was written by whoever was waited for,
/// though that may have been asked for later.
pub(super) async fn insert_price(
    tx: &mut BusinessTx,
    draft: &PackDraft,
    price: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    sqlx::query!(
        "insert into app.price (business_id, price_id, product_id, pack_id, unit, amount_minor,
                valid_from, member_id)
         values ($1, $2, $3, $4, $5, $6, greatest($7::timestamptz, (
                 select max(r.valid_from) + interval '1 microsecond' from app.price r
                  where r.business_id = $1 and r.product_id = $3 and r.pack_id = $4
                    and r.list = 'retail' and r.minimum_quantity_milli = 0)), $8)",
        business,
        Uuid::now_v7(),
        draft.product_id,
        draft.pack_id,
        draft.name,
        price.minor(),
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes these the barcodes of a pack, and the only ones.
pub(super) async fn replace_barcodes(
    tx: &mut BusinessTx,
    product_id: Uuid,
    pack_id: Uuid,
    barcodes: &[String],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.barcode where business_id = $1 and product_id = $2 and pack_id = $3",
        business,
        product_id,
        pack_id
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into app.barcode (business_id, barcode, product_id, pack_id)
         select k.business_id, n.barcode, k.product_id, k.pack_id
           from app.pack k cross join unnest($4::text[]) as n (barcode)
          where k.business_id = $1 and k.product_id = $2 and k.pack_id = $3",
        business,
        product_id,
        pack_id,
        barcodes
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Uses a pack no more; its barcodes have been taken off it.
pub(super) async fn retire(tx: &mut BusinessTx, pack_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.pack set retired_at = $3
          where business_id = $1 and pack_id = $2 and retired_at is null",
        business,
        pack_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Which of these barcodes there are: the barcode, its product, and its pack.
pub(super) async fn with_barcodes(
    tx: &mut BusinessTx,
    barcodes: &[String],
) -> Result<Vec<(String, Uuid, Option<Uuid>)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select barcode, product_id, pack_id from app.barcode
          where business_id = $1 and barcode = any($2)",
        business,
        barcodes
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.barcode, row.product_id, row.pack_id))
        .collect())
}
