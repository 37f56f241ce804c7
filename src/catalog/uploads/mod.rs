//! Files that come in: plain handlers, because server functions carry no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::post;
use uuid::Uuid;

use super::import::{self, NewImport};
use super::product_form::line;
use super::{downloads, packs, photo};
use crate::platform::files::{Upload, WRAPPING, answer, received};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file of products that is taken, in bytes.
const IMPORT_BYTES: usize = 20 * 1024 * 1024;
/// The most characters of a file's name that are kept.
const FILE_NAME: usize = 120;

/// The routes of uploads and files.
pub fn routes() -> Router<AppState> {
    let limit = |most| DefaultBodyLimit::max(most + WRAPPING);
    downloads::routes()
        .merge(packs::files::routes())
        .route(
            "/b/{business}/products/{product}/photo",
            post(photo_of_product).layer(limit(photo::MOST_BYTES)),
        )
        .route(
            "/b/{business}/products/import",
            post(import_products).layer(limit(IMPORT_BYTES)),
        )
}

/// The form of an import: where its answer waits for the page.
pub(super) fn import_form(business: &str) -> String {
    format!("import:{business}")
}

/// The form of a product's photo.
pub(super) fn photo_form(product: &str) -> String {
    format!("photo:{product}")
}

async fn photo_of_product(
    State(state): State<AppState>,
    Path((business, product)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/products/{product}");
    let mut submitted =
        Submitted::new(&visit, &photo_form(&product), back.clone(), &()).with_file("photo");
    let outcome = match staff::require(&visit, &business, Power::KeepProducts).await {
        Ok(cx) => keep_photo(&cx, &product, back, request).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn keep_photo(cx: &Cx, product: &str, back: String, request: Request) -> Result<Done, Stop> {
    let product_id = product.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let upload = Upload::read(request, "photo", photo::MOST_BYTES).await?;
    let name = photo::keep_photo(cx, product_id, upload.file).await?;
    Ok(Done::saying(
        back,
        Refusal::of("done-photo-kept").with("name", name),
    ))
}

async fn import_products(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/products/import");
    let mut submitted =
        Submitted::new(&visit, &import_form(&business), back, &()).with_file("file");
    let outcome = match staff::require(&visit, &business, Power::KeepProducts).await {
        Ok(cx) => run_import(&cx, &business, request, &mut submitted).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run_import(
    cx: &Cx,
    business: &str,
    request: Request,
    submitted: &mut Submitted,
) -> Result<Done, Stop> {
    let upload = Upload::read(request, "file", IMPORT_BYTES).await?;
    submitted.beside(&upload);
    if upload.file_name.is_empty() && upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let import_id = upload
        .field("import_id")
        .parse()
        .unwrap_or_else(|_| Uuid::now_v7());
    let new = NewImport {
        import_id,
        file_name: line(&upload.file_name).chars().take(FILE_NAME).collect(),
        dry_run: !upload.field("dry_run").is_empty(),
        file: upload.file,
    };
    import::receive(cx, new).await?;
    Ok(Done::to(format!(
        "/b/{business}/products/imports/{import_id}"
    )))
}

#[cfg(test)]
mod tests;
