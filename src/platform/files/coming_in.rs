//! Files that come in: plain handlers take them, because server functions carry no files.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos_axum::ResponseOptions;
use serde_json::{Map, Value};

use crate::platform::{AppState, Visit};
use crate::values::Refusal;

/// What wraps the file in a request, at most, in bytes.
pub const WRAPPING: usize = 64 * 1024;
/// The key of the refusal of a file that is too large.
pub const TOO_LARGE: &str = "refused-photo-too-large";
/// What a field beside a file may hold, in bytes.
const MOST_BESIDE: usize = 1000;
/// The most fields that are kept of a form whose file is not.
const MOST_FIELDS: usize = 50;

/// What came in a form with a file.
pub struct Upload {
    /// What is in the file.
    pub file: Vec<u8>,
    /// What it is called where it comes from.
    pub file_name: String,
    /// The field that it came in; empty where there was none.
    pub named: String,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a form whose file is called `named` and has at most so many bytes. One that says that
    /// it is larger is not read at all; one that only is, no further than that. What is left of either
    /// is thrown away before the answer goes out.
    pub async fn read(request: Request, named: &str, most: usize) -> Result<Upload, Refusal> {
        Upload::read_any(request, &[named], most).await
    }

    /// The same where the file may have any of these names.
    pub async fn read_any(
        request: Request,
        names: &[&str],
        most: usize,
    ) -> Result<Upload, Refusal> {
        let broken = || Refusal::of("refused-upload-broken");
        let large = || too_large(names.first().copied().unwrap_or_default(), most);
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > most + WRAPPING) {
            return Err(large());
        }
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| broken())?;
        let refused = |status: StatusCode| {
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                return large();
            }
            broken()
        };
        let mut upload = Upload {
            file: Vec::new(),
            file_name: String::new(),
            named: String::new(),
            fields: Vec::new(),
        };
        while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
            if names.contains(&name.as_str()) {
                if bytes.len() > most {
                    return Err(large());
                }
                upload.file = bytes.to_vec();
                upload.file_name = file_name;
                upload.named = name;
            } else if bytes.len() < MOST_BESIDE {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                upload.fields.push((name, value));
            }
        }
        Ok(upload)
    }

    /// A field's text; empty where the form has none.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was typed beside the file.
    pub fn typed(&self) -> Map<String, Value> {
        let typed = self.fields.iter();
        typed
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect()
    }
}

/// What was typed in a form whose file is not taken: its fields, as far as they can be read, and the
/// field of each file, empty. The files go by and are not held: anybody may send them.
pub async fn typed_beside(request: Request) -> Map<String, Value> {
    let mut typed = Map::new();
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return typed;
    };
    while let Ok(Some(mut field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let mut value = Vec::new();
        while let Ok(Some(piece)) = field.chunk().await {
            if !is_file && value.len() < MOST_BESIDE {
                value.extend_from_slice(&piece);
            }
        }
        if value.len() < MOST_BESIDE && typed.len() < MOST_FIELDS {
            let value = String::from_utf8_lossy(&value).into_owned();
            typed.insert(name, Value::String(value));
        }
    }
    typed
}

/// That a file is larger than we take; `most` in bytes.
pub fn too_large(field: &str, most: usize) -> Refusal {
    let refusal = Refusal {
        field: Some(field.to_owned()),
        ..Refusal::of(TOO_LARGE)
    };
    refusal.with("most", most / (1024 * 1024))
}

/// A request as a visit, with what its answer will say.
pub fn received(state: AppState, request: Request) -> (Visit, ResponseOptions, Request) {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    (visit, response, Request::from_parts(parts, body))
}

/// The answer that a visit has been given: a redirect, and perhaps a cookie.
pub fn answer(given: &ResponseOptions) -> Response {
    let given = match given.0.read() {
        Ok(given) => given.clone(),
        Err(poisoned) => poisoned.into_inner().clone(),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = given.status.unwrap_or(StatusCode::SEE_OTHER);
    response.headers_mut().extend(given.headers);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::http::Request as Asked;

    use super::*;

    /// What a file may have, in bytes.
    const MOST: usize = 20 * 1024 * 1024;

    fn form(file: &[u8], claimed: Option<usize>) -> Request {
        let mut body =
            b"--x\r\nContent-Disposition: form-data; name=\"dry_run\"\r\n\r\non\r\n".to_vec();
        body.extend(
            b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
        );
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let asked =
            Asked::post("/").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        let asked = match claimed {
            Some(bytes) => asked.header(header::CONTENT_LENGTH, bytes),
            None => asked,
        };
        asked.body(Body::from(body)).unwrap()
    }

    #[tokio::test]
    async fn what_is_too_large_is_refused_before_it_is_read() {
        let read = Upload::read(form(b"sku", None), "file", MOST).await;
        let read = read.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert_eq!(
            (read.file.as_slice(), read.file_name.as_str()),
            (&b"sku"[..], "a.csv")
        );
        assert_eq!((read.field("dry_run"), read.named.as_str()), ("on", "file"));

        // It says that it is 200 MB: not a byte is awaited.
        let vast = form(b"sku", Some(200 * 1024 * 1024));
        let refusal = Upload::read(vast, "file", MOST).await.err().unwrap();
        assert_eq!(refusal, too_large("file", MOST));
        assert_eq!(refusal.args, [("most".to_owned(), "20".to_owned())]);

        // It says nothing and is larger than the limit of the door it stands before (2 MB here).
        let large = form(&vec![b'x'; 3 * 1024 * 1024], None);
        let refusal = Upload::read(large, "file", MOST).await.err().unwrap();
        assert_eq!(refusal.key, TOO_LARGE);

        let typed = typed_beside(form(&vec![b'x'; 100_000], None)).await;
        assert_eq!(typed["dry_run"], "on");
        assert_eq!((&typed["file"], typed.len()), (&Value::from(""), 2));

        let mut cut = form(b"sku", None);
        *cut.body_mut() = Body::from("--x\r\nContent-Dis");
        let refusal = Upload::read(cut, "file", MOST).await.err().unwrap();
        assert_eq!(refusal.key, "refused-upload-broken");
    }
}
