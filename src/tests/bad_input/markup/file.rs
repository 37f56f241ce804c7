//! Forms with a file: one whose name and every cell is a marker.

use axum::body::Body;
use axum::http::{Request, header};

use super::html::Form;
use crate::back_office::files::columns_of;

/// A list as the form of this action takes it, each of its words a marker; nothing where a picture is
/// taken.
pub fn list_of(action: &str, marker: &str) -> Option<String> {
    let cell = format!("\"{}\"", marker.replace('"', "\"\""));
    let (head, row) = match action.rsplit('/').next().unwrap_or_default() {
        "import" if action.contains("/suppliers/") => ("name", cell),
        "import" => ("sku,name,price", format!("{cell},{cell},{cell}")),
        "packs" => ("sku,pack,holds", format!("{cell},{cell},2")),
        "parts" => ("sku,part,quantity", format!("{cell},{cell},1")),
        "points" => ("sku,location,minimum", format!("{cell},{cell},1")),
        "upload" => ("sku,counted", format!("{cell},1")),
        "file" => ("sku,price", format!("{cell},1")),
        "photo" => return None,
        kind => {
            let columns = columns_of(kind);
            let columns = columns.unwrap_or_else(|| panic!("which file does {action} take?"));
            let cells = vec![cell.as_str(); columns.len()];
            return Some(format!("{}\n{}\n", columns.join(","), cells.join(",")));
        }
    };
    Some(format!("{head}\n{row}\n"))
}

/// The form as a browser sends it, no box ticked. `field` is the file's.
pub fn request(form: &Form, field: &str, marker: &str) -> Request<Body> {
    let part = |name: &str, more: &str, value: &str| {
        format!("--xYx\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
    };
    let hidden = form.fields.iter().filter(|field| field.kind == "hidden");
    let mut body: String = hidden
        .map(|field| part(&field.name, "", &field.value))
        .collect();
    let named = format!("; filename=\"{}\"", marker.replace('"', "%22"));
    let list = list_of(&form.action, marker).unwrap_or_else(|| marker.to_owned());
    body += &part(field, &named, &list);
    body += "--xYx--\r\n";
    Request::post(&form.action)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xYx")
        .body(Body::from(body))
        .unwrap()
}
