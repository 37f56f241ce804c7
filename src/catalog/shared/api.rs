//! The server function of the shared catalogue: it fills in the form of a new product.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::known::{Scanned, read};
use super::{look_up, prefilled};
use crate::platform::flash::Flash;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{Visit, fault};
use crate::staff::{self, Power};
use crate::values::Stop;

/// Leads to the form of a new product with what is known of a barcode filled in; to the product itself
/// where the business has it already. Keeps nothing but what the form will show.
#[server(prefix = "/api/catalog", endpoint = "add_known_product")]
pub async fn add_known_product(
    #[server(default)] business: String,
    #[server(default)] barcode: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let products = format!("/b/{}/products", encode(&business));
    let back = format!("{products}/add-known?barcode={}", encode(&barcode));
    let typed = json!({ "barcode": barcode });
    let submitted = Submitted::new(&visit, "add-known", back, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let code = read(&barcode)?;
        let mut tx = cx.read().await?;
        let scanned = look_up(&mut tx, &code).await?;
        drop(tx);
        let known = match &scanned {
            Scanned::Own(product_id) => {
                return Ok(Done::to(format!("{products}/{product_id}")));
            }
            Scanned::Known(known) => Some(known.as_ref()),
            Scanned::Unknown => None,
        };
        let product_id = Uuid::now_v7();
        let form = prefilled(product_id, &code, known);
        let typed = serde_json::to_value(&form).map_err(|e| fault("a product's form", &e))?;
        let flash = Flash {
            typed,
            ..Flash::default()
        };
        // Where a refused form would wait for its page, a filled in one does.
        let (browser, key) = (visit.browser_or_new(), format!("product:{product_id}"));
        visit.state.db.keep_flash(&browser, &key, &flash).await?;
        Ok::<Done, Stop>(Done::to(format!("{products}/new?id={product_id}")))
    };
    submitted.answer(outcome.await).await
}
