//! Server functions of packs: each requires a power and calls one verb.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::form::PackForm;
use super::keep;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Makes or changes a pack.
#[server(prefix = "/api/catalog", endpoint = "keep_pack")]
pub async fn keep_pack(
    #[server(default)] business: String,
    #[server(default)] form: PackForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let all = format!("/b/{business}/products/{}/packs", form.product_id);
    let back = format!("{all}?edit={}", form.pack_id);
    let submitted = Submitted::new(&visit, &format!("pack:{}", form.pack_id), back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let name = keep::keep_pack(&cx, &form).await?;
        let notice = Refusal::of("done-pack-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(all, notice))
    };
    submitted.answer(outcome.await).await
}

/// Uses a pack no more.
#[server(prefix = "/api/catalog", endpoint = "retire_pack")]
pub async fn retire_pack(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
    #[server(default)] pack_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let all = format!("/b/{business}/products/{product_id}/packs");
    let back = format!("{all}?edit={pack_id}");
    let submitted = Submitted::new(&visit, &format!("pack:{pack_id}"), back, &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = pack_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = keep::retire_pack(&cx, id).await?;
        let notice = Refusal::of("done-pack-retired").with("name", name);
        Ok::<Done, Stop>(Done::saying(all, notice))
    };
    submitted.answer(outcome.await).await
}
