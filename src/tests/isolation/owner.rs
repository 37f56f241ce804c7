//! That attacks are real: what the same calls change when a business's own owner makes them.

use std::collections::{BTreeMap, BTreeSet};

use leptos::server_fn::axum::server_fn_paths;

use super::pages::{OF_THE_BROWSER, attack};
use super::town::{Town, checksums, differing};

/// Server functions, and a table that each changes when the owner of a business sends what attacks
/// send, with her own ids: whatever they leave alone, they would change if a wall were down. The rest
/// refuse these fields to their own owner as well; `end2end/proof/walls.rs` sends every function its own
/// form, rightly filled in, from another business's owner, and has each of them taken from its own.
pub(super) const OF_THE_OWNER: [(&str, &str); 33] = [
    ("/api/businesses/keep_area", "delivery_area"),
    ("/api/businesses/keep_hours", "opening_hours"),
    ("/api/businesses/keep_location", "location"),
    ("/api/businesses/keep_settings", "business"),
    ("/api/businesses/retire_area", "delivery_area"),
    ("/api/catalog/add_price_list", "price_list"),
    ("/api/catalog/keep_category", "category"),
    ("/api/catalog/keep_product", "product"),
    ("/api/catalog/keep_scale_formats", "scale_format"),
    ("/api/catalog/make_plain", "product"),
    ("/api/catalog/put_on_price_list", "customer"),
    ("/api/catalog/retire_category", "category"),
    ("/api/catalog/retire_pack", "pack"),
    ("/api/catalog/retire_product", "product"),
    ("/api/catalog/take_off_price_list", "customer"),
    ("/api/orders/drop_order_view", "order_view"),
    ("/api/orders/keep_order_view", "order_view"),
    ("/api/payments/keep_mpesa_account", "mpesa_account"),
    ("/api/purchasing/drop_supplier_price", "supplier_product"),
    ("/api/purchasing/keep_supplier", "supplier"),
    ("/api/purchasing/make_purchase_link", "purchase_link"),
    ("/api/purchasing/retire_supplier", "supplier"),
    ("/api/purchasing/use_ahead_for_bill", "bill_settlement"),
    ("/api/purchasing/withdraw_purchase_link", "purchase_link"),
    ("/api/staff/change_role", "member"),
    ("/api/staff/remove_member", "member"),
    ("/api/staff/rename_till", "device"),
    ("/api/staff/reset_pin", "member_pin"),
    ("/api/staff/revoke_invitation", "invitation"),
    ("/api/staff/revoke_till", "device"),
    ("/api/staff/set_own_pin", "member_pin"),
    ("/api/stock/cancel_stock_take", "stock_take"),
    ("/api/till/resolve_flag", "till_flag"),
];

/// Which tables each server function changes when the owner calls it with her own ids. Those that
/// may take her own power from her come last.
pub(super) async fn changed_by_owner(
    town: &mut Town,
    ids: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut paths: Vec<&'static str> = server_fn_paths().map(|(path, _)| path).collect();
    // Whoever has left the business changes nothing more in it.
    paths.retain(|path| !OF_THE_BROWSER.contains(path) && !path.ends_with("/leave_business"));
    paths.sort_unstable();
    let (staff, rest): (Vec<_>, Vec<_>) = paths
        .into_iter()
        .partition(|path| path.starts_with("/api/staff/"));
    let mut changed: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let mut now = checksums(&town.theirs).await;
    for paths in [rest, staff] {
        for which in 0..4 {
            let form = attack("theirs", ids, which, &town.their_link);
            for path in &paths {
                town.their_owner.post(path, &form).await;
                let then = checksums(&town.theirs).await;
                let tables = differing(&now, &then);
                if !tables.is_empty() {
                    changed.entry(*path).or_default().extend(tables);
                }
                now = then;
            }
        }
    }
    changed
}
