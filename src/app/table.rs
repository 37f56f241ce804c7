//! The ONE table of routes. Where an address has a fixed word and another a parameter in its place,
//! the word comes first.

use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute as _};
use leptos_router::components::{Route, RouteProps};
use leptos_router::{SsrMode, path};

use super::routes::{Door, through};
use crate::{
    back_office, businesses, catalog, ledger, orders, payments, purchasing, sales, staff, stock,
    storefront, till,
};

/// Lines of the table: a door, and what stands at which address. A page is drawn whole, because
/// everything that it shows was read before.
macro_rules! pages {
    ($door:ident { $($path:tt => $page:path,)* }) => {
        vec![$(
            Route(
                RouteProps::builder()
                    .path(path!($path))
                    .view(|| through(Door::$door, $page))
                    .ssr(SsrMode::Async)
                    .build(),
            )
            .into_any_nested_route(),
        )*]
    };
}

pub(super) fn customers() -> Vec<AnyNestedRoute> {
    pages! { Storefront {
        "/" => storefront::front,
        "/s/:shop" => storefront::browse,
        "/s/:shop/c/:category" => storefront::browse,
        "/s/:shop/p/:product" => storefront::product,
        "/s/:shop/cart" => storefront::cart,
        "/s/:shop/checkout" => storefront::checkout,
        "/s/:shop/o/:link" => storefront::order_status,
        "/s/:shop/find" => storefront::find_order,
        "/s/:shop/po/:link" => purchasing::orders::pages::shared,
        "/s/:shop/r" => sales::receipts::pages::verify,
        "/s/:shop/r/:code" => sales::receipts::pages::verify,
    } }
}

pub(super) fn way_in() -> Vec<AnyNestedRoute> {
    pages! { Outside {
        "/sign-in" => staff::pages::sign_in,
        "/sign-up" => staff::pages::sign_up,
        "/join/:token" => staff::pages::join,
        "/account" => staff::pages::account,
        "/till" => till::shell::till,
        "/till/screen" => till::shell::screen,
        "/businesses" => businesses::pages::businesses,
        "/businesses/new" => businesses::pages::new_business,
    } }
}

pub(super) fn orders() -> Vec<AnyNestedRoute> {
    pages! { BackOffice {
        "/b/:business" => back_office::today,
        "/b/:business/files" => back_office::files::files,
        "/b/:business/files/:kind" => back_office::files::one_kind,
        "/b/:business/orders" => orders::pages::orders,
        "/b/:business/orders/slips" => orders::pages::slips,
        "/b/:business/orders/:order/slip" => orders::pages::slip,
        "/b/:business/orders/:order" => orders::pages::order,
        "/b/:business/sales" => sales::pages::sales,
        "/b/:business/sales/shifts" => sales::shifts::pages::shifts,
        "/b/:business/sales/shifts/:shift" => sales::shifts::pages::shift,
        "/b/:business/sales/customers" => sales::customers::pages::customers,
        "/b/:business/sales/customers/:customer" => sales::customers::pages::customer,
        "/b/:business/sales/vouchers" => sales::vouchers::pages::vouchers,
        "/b/:business/sales/vouchers/:voucher" => sales::vouchers::pages::voucher,
        "/b/:business/sales/flags" => till::flags::pages::flags,
        "/b/:business/sales/:sale" => sales::pages::sale,
        "/b/:business/sales/:sale/receipt" => sales::receipts::pages::receipt,
    } }
}

pub(super) fn goods() -> Vec<AnyNestedRoute> {
    use catalog::{kits, labels, packs, pages, price_lists, shared, variants};
    pages! { BackOffice {
        "/b/:business/products" => pages::products,
        "/b/:business/products/new" => pages::new_product,
        "/b/:business/products/import" => pages::import,
        "/b/:business/products/files" => packs::small_files,
        "/b/:business/products/labels" => labels::pages::choose,
        "/b/:business/products/labels/sheet" => labels::pages::sheet,
        "/b/:business/products/add-known" => shared::page::add_known,
        "/b/:business/products/imports/:import" => pages::imported,
        "/b/:business/products/:product" => pages::product,
        "/b/:business/products/:product/packs" => packs::packs,
        "/b/:business/products/:product/parts" => kits::parts,
        "/b/:business/products/:product/variants" => variants::variants,
        "/b/:business/categories" => pages::categories,
        "/b/:business/prices" => price_lists::pages::lists,
        "/b/:business/prices/:list" => price_lists::pages::list,
        "/b/:business/prices/:list/many" => price_lists::pages::many,
        "/b/:business/prices/:list/file" => price_lists::pages::file,
        "/b/:business/prices/:list/customers" => price_lists::pages::customers,
        "/b/:business/prices/:list/:product" => price_lists::pages::product,
    } }
}

pub(super) fn stock() -> Vec<AnyNestedRoute> {
    use stock::{adjustments, batches, counts, levels, movements, transfers};
    pages! { BackOffice {
        "/b/:business/stock" => levels::pages::levels,
        "/b/:business/stock/products/:product" => levels::pages::product,
        "/b/:business/stock/points" => levels::pages::points,
        "/b/:business/stock/movements" => movements::pages::movements,
        "/b/:business/stock/expiry" => batches::pages::expiry,
        "/b/:business/stock/batches/:batch" => batches::pages::batch,
        "/b/:business/stock/adjustments" => adjustments::pages::adjustments,
        "/b/:business/stock/adjustments/new" => adjustments::pages::new_adjustment,
        "/b/:business/stock/adjustments/:adjustment" => adjustments::pages::adjustment,
        "/b/:business/stock/revalue" => adjustments::pages::revalue,
        "/b/:business/stock/transfers" => transfers::pages::transfers,
        "/b/:business/stock/transfers/new" => transfers::pages::new_transfer,
        "/b/:business/stock/transfers/:transfer" => transfers::pages::transfer,
        "/b/:business/stock/takes" => counts::pages::takes,
        "/b/:business/stock/takes/new" => counts::pages::new_take,
        "/b/:business/stock/takes/:take" => counts::pages::take,
        "/b/:business/stock/takes/:take/count" => counts::pages::count_product,
        "/b/:business/stock/takes/:take/close" => counts::pages::close_take,
        "/b/:business/stock/takes/:take/sheet" => counts::pages::count_sheet,
        "/b/:business/stock/takes/:take/upload" => counts::pages::upload_counts,
    } }
}

pub(super) fn purchases() -> Vec<AnyNestedRoute> {
    use purchasing::bills::pages as bills;
    use purchasing::orders::pages as orders;
    use purchasing::receiving::pages as receiving;
    use purchasing::suppliers::pages as suppliers;
    pages! { BackOffice {
        "/b/:business/purchases" => orders::purchases,
        "/b/:business/purchases/new" => orders::new_purchase,
        "/b/:business/purchases/suggested" => orders::suggested,
        "/b/:business/purchases/:purchase" => orders::purchase,
        "/b/:business/purchases/:purchase/print" => orders::print,
        "/b/:business/purchases/:purchase/receive" => receiving::receive,
        "/b/:business/suppliers" => suppliers::suppliers,
        "/b/:business/suppliers/new" => suppliers::new_supplier,
        "/b/:business/suppliers/import" => suppliers::files,
        "/b/:business/receipts" => receiving::receipts,
        "/b/:business/receipts/new" => receiving::new_receipt,
        "/b/:business/receipts/:receipt" => receiving::receipt,
        "/b/:business/bills" => bills::bills,
        "/b/:business/bills/new" => bills::new_bill,
        "/b/:business/bills/:bill" => bills::bill,
        "/b/:business/credits/:credit" => bills::credited,
        "/b/:business/payments/:payment" => bills::payment,
        "/b/:business/suppliers/ageing" => bills::ageing,
        "/b/:business/suppliers/:supplier" => suppliers::supplier,
        "/b/:business/suppliers/:supplier/pay" => bills::pay,
        "/b/:business/suppliers/:supplier/refund" => bills::refund,
        "/b/:business/suppliers/:supplier/credit" => bills::credit,
        "/b/:business/suppliers/:supplier/statement" => bills::statement,
    } }
}

pub(super) fn business() -> Vec<AnyNestedRoute> {
    use businesses::pages;
    pages! { BackOffice {
        "/b/:business/books" => ledger::pages::journal,
        "/b/:business/books/:entry" => ledger::pages::entry_page,
        "/b/:business/people" => staff::pages::people,
        "/b/:business/people/:member" => staff::pages::person,
        "/b/:business/pin" => staff::pins::pages::pin,
        "/b/:business/tills" => staff::devices::pages::tills,
        "/b/:business/tills/:device" => staff::devices::pages::device,
        "/b/:business/settings" => pages::settings,
        "/b/:business/settings/delivery" => pages::areas,
        "/b/:business/settings/delivery/:area" => pages::area,
        "/b/:business/settings/hours" => pages::hours,
        "/b/:business/settings/locations" => pages::locations,
        "/b/:business/settings/locations/:location" => pages::location,
        "/b/:business/settings/payments" => payments::settings_page::payment_settings,
        "/b/:business/settings/selling" => sales::rules::pages::rules,
        "/b/:business/settings/stock" => stock::policies::pages::policies,
        "/b/:business/settings/taxes" => catalog::tax_rates::page::taxes,
        "/b/:business/settings/scales" => catalog::scale::scales,
    } }
}
