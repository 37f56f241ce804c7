//! The way of a customer through a storefront, up to an order: it yields the addresses that are
//! measured, and the cookie of a browser whose cart is full.

use super::fixture::Fixture;
use super::http::{self, Answer, Client, attribute, tags};

/// The pages of a storefront. `cart` and `checkout` are to be asked for with the cookie.
#[derive(Debug, Clone)]
pub struct Journey {
    /// `name=value` of a browser with something in its cart.
    pub cookie: String,
    /// The first page.
    pub home: String,
    /// The first category.
    pub category: String,
    /// The first product.
    pub product: String,
    /// The cart.
    pub cart: String,
    /// The checkout.
    pub checkout: String,
    /// The page of an order that was placed.
    pub order: String,
}

impl Journey {
    /// Goes through a shop: one browser orders, another one fills its cart.
    pub fn through(fixture: &Fixture, shop: &str) -> Result<Journey, String> {
        let mut walk = Walk {
            client: Client::to(&fixture.address),
            address: fixture.address.clone(),
            shop: shop.to_owned(),
        };
        let home = format!("/s/{shop}");
        let first = walk.look(&home, "")?.text();
        let category = link(&first, &format!("{home}/c/"))?;
        let product = link(&first, &format!("{home}/p/"))?;
        let checkout = format!("{home}/checkout");
        let buyer = walk.fill_cart(&product)?;
        let order = walk.order(&checkout, &buyer)?;
        Ok(Journey {
            cookie: walk.fill_cart(&product)?,
            cart: format!("{home}/cart"),
            home,
            category,
            product,
            checkout,
            order,
        })
    }

    /// Every page with its name.
    pub fn pages(&self) -> [(&'static str, &str); 6] {
        [
            ("home", &self.home),
            ("category", &self.category),
            ("product", &self.product),
            ("cart", &self.cart),
            ("checkout", &self.checkout),
            ("order status", &self.order),
        ]
    }
}

struct Walk {
    client: Client,
    address: String,
    shop: String,
}

impl Walk {
    fn look(&mut self, path: &str, cookie: &str) -> Result<Answer, String> {
        let headers = [("Cookie", cookie)];
        let headers = if cookie.is_empty() {
            &[][..]
        } else {
            &headers[..]
        };
        let answer = self.client.send(&http::get(&self.address, path, headers))?;
        if answer.status != 200 {
            return Err(format!("{path} answered {}", answer.status));
        }
        Ok(answer)
    }

    /// Sends a form; answers the cookie that came back, if one did, and where it leads.
    fn send(
        &mut self,
        path: &str,
        cookie: &str,
        fields: &[(String, String)],
    ) -> Result<(Option<String>, String), String> {
        let headers = [("Cookie", cookie)];
        let headers = if cookie.is_empty() {
            &[][..]
        } else {
            &headers[..]
        };
        let request = http::post(&self.address, path, headers, fields);
        let answer = self.client.send(&request)?;
        let location = answer.header("location").unwrap_or_default().to_owned();
        if !(300..400).contains(&answer.status) || location.is_empty() {
            return Err(format!("{path} answered {}", answer.status));
        }
        let cookie = answer.header("set-cookie");
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        Ok((cookie.map(str::to_owned), location))
    }

    /// A new browser that puts one of a product into its cart; answers its cookie.
    fn fill_cart(&mut self, product: &str) -> Result<String, String> {
        let html = self.look(product, "")?.text();
        let id = tags(&html, "input")
            .into_iter()
            .find(|tag| attribute(tag, "name").as_deref() == Some("product_id"))
            .and_then(|tag| attribute(tag, "value"))
            .ok_or_else(|| format!("{product} sells nothing"))?;
        let fields = [
            ("shop".to_owned(), self.shop.clone()),
            ("product_id".to_owned(), id),
            ("quantity".to_owned(), "1".to_owned()),
            ("back".to_owned(), product.to_owned()),
        ];
        let (cookie, _) = self.send("/api/storefront/add_to_cart", "", &fields)?;
        cookie.ok_or_else(|| "a new browser was given no cookie".to_owned())
    }

    /// Sends the checkout as a customer would who fetches and pays at the shop; answers the path
    /// of the order.
    fn order(&mut self, checkout: &str, cookie: &str) -> Result<String, String> {
        let html = self.look(checkout, cookie)?.text();
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in tags(&html, "input") {
            let name = attribute(tag, "name").unwrap_or_default();
            let value = attribute(tag, "value").unwrap_or_default();
            let is_first = !fields.iter().any(|(known, _)| *known == name);
            let value = match name.as_str() {
                "form[name]" => "A customer".to_owned(),
                "form[phone]" => "0712 345 678".to_owned(),
                "form[pay_by]" => "on_hand_over".to_owned(),
                _ => value,
            };
            let is_ours =
                name == "shop" || name.starts_with("form[") || name.starts_with("attempt");
            if is_ours && is_first {
                fields.push((name, value));
            }
        }
        let (_, order) = self.send("/api/storefront/place_order", cookie, &fields)?;
        if !order.contains("/o/") {
            return Err(format!("the order was refused: it led to {order}"));
        }
        Ok(order)
    }
}

fn link(html: &str, beginning: &str) -> Result<String, String> {
    let mut links = tags(html, "a")
        .into_iter()
        .filter_map(|tag| attribute(tag, "href"));
    // A link into a place of a page, or with a question, is not the page itself.
    let found = links.find(|href| href.starts_with(beginning) && !href.contains(['?', '#']));
    found.ok_or_else(|| format!("there is no link to {beginning}…"))
}
