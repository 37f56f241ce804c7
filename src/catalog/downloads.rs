//! Files that go out: photos, the catalogue, a sample to start from, and the rows that an import
//! refused.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use uuid::Uuid;

use super::demo::CATALOGUE;
use super::export::Export;
use super::photo::WIDTHS;
use super::product::{OwnerList, Sort};
use super::{import, store};
use crate::platform::files::{self, as_csv, sent, stopped, visit_of};
use crate::platform::{AppState, Cx, Visit, fault};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::values::{Refusal, Stop};

/// The most bad rows of one file.
const MOST_BAD: i64 = 2000;

/// The routes of files that go out.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/b/{business}/products/sample.csv", get(sample))
        .route("/b/{business}/products/export.csv", get(export))
        .route(
            "/b/{business}/products/imports/{import}/rows.csv",
            get(bad_rows),
        )
        .route("/files/{business}/{file}", get(whole))
        .route("/files/{business}/{file}/{width}", get(sized))
}

/// A file to start from: the heading and a few goods.
async fn sample() -> Response {
    let lines: Vec<&str> = CATALOGUE.lines().take(6).collect();
    // The byte order mark tells spreadsheets that it is UTF-8.
    let body = format!("\u{feff}{}\r\n", lines.join("\r\n"));
    (as_csv("dukani-products.csv"), body).into_response()
}

/// What the list of products shows, all pages of it, in the columns of the import.
async fn export(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let asked = OwnerList {
        words: visit.query("q"),
        category: visit.query("category"),
        retired: visit.query("show").as_deref() == Some("retired"),
        sort: Sort::parse(&visit.query("sort").unwrap_or_default()),
        page: 1,
    };
    let begun = async {
        let cx = visit.member(&business)?;
        let tx = cx.read().await?;
        let day = tx.scope().today();
        let name = format!("{}-products-{day}.csv", tx.scope().slug);
        drop(tx);
        Ok::<_, Stop>((Export::begin(cx, &asked).await?, name))
    };
    let (export, name) = match begun.await {
        Ok(begun) => begun,
        Err(stop) => return stopped(&visit, &stop),
    };
    let pieces = stream::unfold(Some(export), |export| async move {
        let mut export: Export = export?;
        match export.next().await {
            Ok(piece) => Some((Ok(piece?), Some(export))),
            // The browser sees that the file is not whole.
            Err(stop) => Some((Err(std::io::Error::other(stop)), None)),
        }
    });
    // Who reads on after the end finds the end again.
    (as_csv(&name), Body::from_stream(pieces.fuse())).into_response()
}

/// The rows that an import refused, with the reasons in the reader's language.
async fn bad_rows(
    State(state): State<AppState>,
    Path((business, import)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let made = async {
        let import_id = import.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let cx = visit.member(&business)?;
        bad_rows_of(&visit, &cx, import_id).await
    };
    let named = |file| ("rows-to-put-right.csv".to_owned(), file);
    sent(&visit, made.await.map(named))
}

async fn bad_rows_of(visit: &Visit, cx: &Cx, import_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let (_, bad) = import::kept(&mut tx, import_id, MOST_BAD).await?;
    let lines = import::lines_of(&mut tx, import_id).await?;
    drop(tx);
    let words = ["import-line", "import-column", "import-reason"].map(|key| say.t(key));
    let [line_word, column_word, reason_word] = words.each_ref().map(String::as_str);
    let heading = [line_word, "sku", "name", column_word, reason_word];
    let mut file = files::heading(heading);
    for (line, why) in bad {
        let known = u64::try_from(line).ok().and_then(|line| lines.get(&line));
        let (sku, name) = known.map_or(("", ""), |(sku, name)| (sku.as_str(), name.as_str()));
        let line = line.to_string();
        for refusal in why {
            let column = column_of(&refusal).unwrap_or_default();
            let reason = say.refusal(&refusal);
            let cells = [line.as_str(), sku, name, column, reason.as_str()];
            file.push_str(&files::record(cells));
        }
    }
    Ok(file)
}

/// The column of an import's file that a refusal is about.
pub(super) fn column_of(refusal: &Refusal) -> Option<&str> {
    Some(match refusal.field.as_deref()? {
        "barcodes" => "barcode",
        "category_id" => "category",
        other => other,
    })
}

async fn whole(
    State(state): State<AppState>,
    Path((business, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    photo(state, &business, &file, WIDTHS[0], request).await
}

async fn sized(
    State(state): State<AppState>,
    Path((business, file, width)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    // Only the widths there are: nobody fills caches with others.
    let width = width.parse().ok().filter(|width| WIDTHS.contains(width));
    match width {
        Some(width) => photo(state, &business, &file, width, request).await,
        None => stopped(&visit_of(state, request), &Stop::NotFound),
    }
}

async fn photo(
    state: AppState,
    business: &str,
    file: &str,
    width: u32,
    request: Request,
) -> Response {
    let tag = format!("\"{file}-{width}\"");
    let seen = request.headers().get(header::IF_NONE_MATCH);
    let seen = seen
        .and_then(|seen| seen.to_str().ok())
        .is_some_and(|seen| seen.contains(&tag));
    let visit = visit_of(state, request);
    let found = match file.parse::<Uuid>() {
        Ok(file_id) => stored(&visit, business, file_id, width).await,
        Err(_) => Err(Stop::NotFound),
    };
    let file = match found {
        Ok(file) => file,
        Err(stop) => return stopped(&visit, &stop),
    };
    let headers = [
        (
            header::CACHE_CONTROL,
            "public, max-age=31536000, immutable".to_owned(),
        ),
        (header::ETAG, tag),
        (header::CONTENT_TYPE, file.content_type),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'".to_owned(),
        ),
    ];
    if seen {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.bytes).into_response()
}

async fn stored(
    visit: &Visit,
    business: &str,
    file_id: Uuid,
    width: u32,
) -> Result<store::StoredFile, Stop> {
    let width = i32::try_from(width).map_err(|e| fault("a width of photos", &e))?;
    let mut tx = visit.storefront(business).read().await?;
    store::file(&mut tx, file_id, width)
        .await?
        .ok_or(Stop::NotFound)
}
