//! The places of the back office: what its navigation leads to, and which list a page belongs to.

use crate::staff::Power;

/// A place in the back office.
pub(super) struct Place {
    /// What its pages call their section.
    pub section: &'static str,
    /// After `/b/{business}`.
    pub path: &'static str,
    /// Its picture.
    pub icon: &'static str,
    /// The translation key of its name.
    pub key: &'static str,
    /// What one must be allowed to find anything there.
    pub power: Power,
}

impl Place {
    const fn new(
        section: &'static str,
        path: &'static str,
        icon: &'static str,
        key: &'static str,
        power: Power,
    ) -> Place {
        Place {
            section,
            path,
            icon,
            key,
            power,
        }
    }

    /// What is not of every day stands at the foot.
    pub(super) fn stands_apart(&self) -> bool {
        matches!(self.section, "people" | "tills" | "files" | "settings")
    }

    /// A phone shows four; the others are behind its menu.
    pub(super) fn is_at_the_thumb(&self) -> bool {
        matches!(self.section, "today" | "orders" | "products" | "stock")
    }
}

/// Every place, in the order of the day; settings stand apart at the foot.
pub(super) static PLACES: [Place; 11] = [
    Place::new("today", "", "home", "nav-today", Power::SeeOrders),
    Place::new(
        "orders",
        "/orders",
        "orders",
        "nav-orders",
        Power::SeeOrders,
    ),
    Place::new("sales", "/sales", "cart", "nav-sales", Power::SeeOrders),
    Place::new(
        "products",
        "/products",
        "box",
        "nav-products",
        Power::SeeProducts,
    ),
    Place::new(
        "stock",
        "/stock",
        "clipboard",
        "nav-stock",
        Power::SeeProducts,
    ),
    Place::new(
        "purchases",
        "/purchases",
        "truck",
        "nav-purchases",
        Power::SeePurchases,
    ),
    Place::new("books", "/books", "book", "nav-books", Power::SeeBooks),
    Place::new("people", "/people", "users", "nav-people", Power::SeePeople),
    Place::new(
        "tills",
        "/tills",
        "phone-pay",
        "nav-tills",
        Power::KeepTills,
    ),
    // Whoever sees goods may take out what became of them; which kinds are hers, the page knows.
    Place::new(
        "files",
        "/files",
        "download",
        "files-title",
        Power::SeeProducts,
    ),
    Place::new(
        "settings",
        "/settings",
        "settings",
        "nav-settings",
        Power::KeepSettings,
    ),
];

/// Pages that belong to a list: how their addresses begin, the list's own, and its name.
pub(super) const CRUMBED: [(&str, &str, &str); 27] = [
    ("/orders/", "/orders", "nav-orders"),
    ("/sales/shifts/", "/sales/shifts", "nav-shifts"),
    ("/sales/customers/", "/sales/customers", "customers-title"),
    ("/sales/vouchers/", "/sales/vouchers", "vouchers-title"),
    ("/sales/", "/sales", "nav-sales"),
    ("/products/", "/products", "nav-products"),
    ("/categories", "/products", "nav-products"),
    ("/prices/", "/prices", "nav-prices"),
    ("/prices", "/products", "nav-products"),
    (
        "/stock/adjustments/",
        "/stock/adjustments",
        "nav-adjustments",
    ),
    ("/stock/transfers/", "/stock/transfers", "nav-transfers"),
    ("/stock/takes/", "/stock/takes", "nav-takes"),
    ("/stock/revalue", "/stock/adjustments", "nav-adjustments"),
    ("/stock/batches/", "/stock/expiry", "expiry-title"),
    ("/stock/", "/stock", "nav-stock"),
    ("/suppliers/", "/suppliers", "nav-suppliers"),
    ("/suppliers", "/purchases", "nav-purchases"),
    ("/purchases/", "/purchases", "nav-purchases"),
    ("/receipts", "/purchases", "nav-purchases"),
    ("/bills", "/purchases", "nav-purchases"),
    ("/credits/", "/purchases", "nav-purchases"),
    ("/books/", "/books", "nav-books"),
    ("/files/", "/files", "files-title"),
    ("/people/", "/people", "nav-people"),
    ("/tills/", "/tills", "nav-tills"),
    (
        "/settings/delivery/",
        "/settings/delivery",
        "settings-areas",
    ),
    (
        "/settings/locations/",
        "/settings/locations",
        "settings-locations",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Who;
    use crate::staff::may;

    fn member(role: &str) -> Who {
        Who::Member {
            member_id: uuid::Uuid::nil(),
            user_id: 1,
            name: "a member".to_owned(),
            role: role.to_owned(),
        }
    }

    fn sections(who: &Who) -> Vec<&'static str> {
        let places = PLACES.iter().filter(|place| may(who, place.power));
        places.map(|place| place.section).collect()
    }

    #[test]
    fn a_role_is_offered_what_it_may_see() {
        assert_eq!(
            sections(&member("cashier")),
            ["today", "orders", "sales", "products", "stock", "files"]
        );
        assert_eq!(
            sections(&member("accountant")),
            [
                "today",
                "orders",
                "sales",
                "products",
                "stock",
                "purchases",
                "books",
                "files"
            ]
        );
        assert_eq!(sections(&member("owner")).len(), PLACES.len());
        assert!(sections(&member("manager")).contains(&"people"));
        assert!(sections(&Who::Customer).is_empty());
    }

    #[test]
    fn a_phone_has_room_for_four() {
        assert_eq!(
            PLACES
                .iter()
                .filter(|place| place.is_at_the_thumb())
                .count(),
            4
        );
    }
}
