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

/// A file of this business.
pub(in crate::catalog) async fn file(
    tx: &mut BusinessTx,
    file_id: Uuid,
) -> Result<Option<StoredFile>, Stop> {
    let business = tx.business();
    let file = sqlx::query_as!(
        StoredFile,
        "select content_type, bytes from app.file where business_id = $1 and file_id = $2",
        business,
        file_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(file)
}

/// Keeps a JPEG.
pub(in crate::catalog) async fn insert_file(
    tx: &mut BusinessTx,
    file_id: Uuid,
    bytes: &[u8],
    width: i32,
    height: i32,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.file (business_id, file_id, content_type, bytes, width, height)
         values ($1, $2, 'image/jpeg', $3, $4, $5)",
        business,
        file_id,
        bytes,
        width,
        height
    )
    .execute(tx.conn())
    .await?;
    Ok(())
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
