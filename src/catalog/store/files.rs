//! Photos: files are rows, because several processes serve them.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// A file as it is served.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct StoredFile {
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// A smaller copy of a photo.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct SizedCopy {
    pub for_width: i32,
    pub bytes: Vec<u8>,
    pub width: i32,
    pub height: i32,
}

/// A file of this business, in the copy for that width where there is one.
pub(in crate::catalog) async fn file(
    tx: &mut BusinessTx,
    file_id: Uuid,
    for_width: i32,
) -> Result<Option<StoredFile>, Stop> {
    let business = tx.business();
    let file = sqlx::query_as!(
        StoredFile,
        r#"select case when s.bytes is null then f.content_type else 'image/jpeg' end
                      as "content_type!",
                  coalesce(s.bytes, f.bytes) as "bytes!"
             from app.file f
             left join app.file_size s on s.business_id = f.business_id
                   and s.file_id = f.file_id and s.for_width = $3
            where f.business_id = $1 and f.file_id = $2"#,
        business,
        file_id,
        for_width
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(file)
}

/// Whether there is such a file.
pub(in crate::catalog) async fn has_file(tx: &mut BusinessTx, file_id: Uuid) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.file
            where business_id = $1 and file_id = $2) as "there!""#,
        business,
        file_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// Keeps a JPEG with its smaller copies; one that is there already stays as it is.
pub(in crate::catalog) async fn insert_file(
    tx: &mut BusinessTx,
    file_id: Uuid,
    bytes: &[u8],
    (width, height): (i32, i32),
    copies: &[SizedCopy],
) -> Result<(), Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "insert into app.file (business_id, file_id, content_type, bytes, width, height)
         values ($1, $2, 'image/jpeg', $3, $4, $5)
         on conflict (business_id, file_id) do nothing",
        business,
        file_id,
        bytes,
        width,
        height
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    for copy in copies {
        sqlx::query!(
            "insert into app.file_size (business_id, file_id, for_width, bytes, width, height)
             values ($1, $2, $3, $4, $5, $6)",
            business,
            file_id,
            copy.for_width,
            copy.bytes,
            copy.width,
            copy.height
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Of these SKUs, the products that have no photo yet.
pub(in crate::catalog) async fn without_photo(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<(String, Uuid)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select sku, product_id from app.product
          where business_id = $1 and sku = any($2) and image_file_id is null order by sku",
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| (row.sku, row.product_id));
    Ok(rows.collect())
}

/// Gives a product its photo; its name, or none where there is no such product. The revision
/// stays: a form that is open beside it may still be sent.
pub(in crate::catalog) async fn set_image(
    tx: &mut BusinessTx,
    product_id: Uuid,
    file_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let name = sqlx::query_scalar!(
        "update app.product set image_file_id = $3
          where business_id = $1 and product_id = $2 returning name",
        business,
        product_id,
        file_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(name)
}
