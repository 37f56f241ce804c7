//! What every page of the storefront needs of its business: its settings, its addresses, its
//! language and its money.

use leptos::prelude::*;

use super::hours;
use crate::businesses::{self, OpenNow, OpeningHours, Settings};
use crate::platform::page::Window;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::ui::language::Say;
use crate::ui::{Amount, Form, HiddenField, Notice};
use crate::values::{Money, Quantity, Stop, Unit, currency_sign};

/// The path that a storefront's pages begin with: `/s/duka`, or nothing on a host of its own.
/// `address` is the parameter of the route: a slug, or `@` and a host name, or nothing outside
/// every shop.
pub(super) fn base_of(address: &str) -> String {
    if address.is_empty() || address.starts_with('@') {
        String::new()
    } else {
        format!("/s/{address}")
    }
}

/// The path that the browser sees. On a host of its own, a shop's pages have shorter paths than
/// the routes that answer them.
pub(super) fn here(visit: &Visit) -> String {
    seen(visit.param("shop"), &visit.path_and_query())
}

fn seen(address: &str, path: &str) -> String {
    if !address.starts_with('@') {
        return path.to_owned();
    }
    let inner = format!("/s/{address}");
    match path.strip_prefix(&inner) {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        Some(rest) => format!("/{rest}"),
        None => path.to_owned(),
    }
}

/// A business, as its storefront shows it to this visitor.
pub(super) struct Shop {
    /// The route's parameter; every form carries it.
    pub address: String,
    /// What the shop's paths begin with.
    pub base: String,
    /// Its slug: photos are found by it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Speaks the visitor's language.
    pub say: Say,
    /// The currency of its prices.
    pub currency: String,
    /// Its settings.
    pub settings: Settings,
    /// When it is open.
    pub hours: OpeningHours,
}

impl Shop {
    /// The shop that a transaction has entered.
    pub async fn of(visit: &Visit, tx: &mut BusinessTx) -> Result<Shop, Stop> {
        let settings = businesses::settings(tx).await?;
        let hours = businesses::opening_hours(tx).await?;
        let scope = tx.scope();
        let address = visit.param("shop").to_owned();
        Ok(Shop {
            base: base_of(&address),
            address,
            slug: scope.slug.clone(),
            name: scope.name.clone(),
            say: Say(visit.language_for(scope)),
            currency: scope.currency.clone(),
            settings,
            hours,
        })
    }

    /// The path of its first page.
    pub fn home(&self) -> String {
        if self.base.is_empty() {
            "/".to_owned()
        } else {
            self.base.clone()
        }
    }

    /// A path of the shop, such as `/cart`.
    pub fn path(&self, rest: &str) -> String {
        format!("{}{rest}", self.base)
    }

    /// The path of a product.
    pub fn product(&self, slug: &str) -> String {
        self.path(&format!("/p/{slug}"))
    }

    /// A page of the shop, for its frame.
    pub fn page(
        &self,
        scope: &Scope,
        section: &'static str,
        title: String,
        cart_count: i64,
        body: AnyView,
    ) -> Page {
        let now = scope.calendar.local(scope.now).naive_local();
        let window = Window {
            accent: self.settings.accent.clone(),
            about: self.settings.about.clone(),
            phone: self.settings.phone.clone(),
            whatsapp: self.settings.whatsapp.clone(),
            tagline: self.settings.tagline.clone(),
            open_now: hours::open_now(self.say, &self.hours, now),
            week: hours::week(self.say, &self.hours, now.date()),
        };
        Page {
            cart_count,
            window,
            ..Page::of(scope, section, title, body)
        }
    }

    /// Says that the shop is closed at this hour and when it opens, and in the words of `key` what
    /// becomes of an order meanwhile; nothing while it is open or where it tells no hours.
    pub fn closed_now(&self, scope: &Scope, key: &str) -> Option<AnyView> {
        let now = scope.calendar.local(scope.now).naive_local();
        let is_closed = matches!(self.hours.at(now), OpenNow::From(_) | OpenNow::Closed);
        is_closed.then(|| {
            let title = hours::open_now(self.say, &self.hours, now);
            let text = self.say.with(key, &[("shop", &self.name)]);
            view! {
                <Notice kind="info" title=title>
                    <p>{text}</p>
                </Notice>
            }
            .into_any()
        })
    }

    /// An amount, its currency quiet.
    pub fn amount(&self, money: Money) -> AnyView {
        let sign = currency_sign(&self.currency).to_owned();
        view! { <Amount currency=sign text=money.short(&self.currency) /> }.into_any()
    }

    /// An amount inside a sentence.
    pub fn money(&self, money: Money) -> String {
        let sign = currency_sign(&self.currency);
        format!("{sign}\u{a0}{}", money.short(&self.currency))
    }

    /// A quantity with its unit: `1.5 kg`.
    pub fn quantity(&self, quantity: Quantity, unit: Unit) -> String {
        let amount = quantity.short();
        format!("{amount}\u{a0}{}", self.say.units(unit, &amount))
    }

    /// What a price is for: "per kg".
    pub fn per(&self, unit: Unit) -> String {
        let say = self.say;
        say.with("store-per-unit", &[("unit", &say.unit(unit))])
    }

    /// The hidden field by which a form says which shop it is of.
    pub fn field(&self) -> AnyView {
        view! { <HiddenField name="shop" value=self.address.clone() /> }.into_any()
    }
}

/// A form that posts, round what is drawn already. What stands inside a component is drawn later
/// and must own all it shows; what is drawn here may borrow.
pub(super) fn post(action: &str, class: &'static str, inside: AnyView) -> AnyView {
    view! {
        <Form action=action.to_owned() class=class>
            {inside}
        </Form>
    }
    .into_any()
}

/// Plain text with its own line breaks, as paragraphs.
pub(super) fn paragraphs(text: &str) -> AnyView {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_its_own_has_short_paths() {
        assert_eq!(base_of("duka"), "/s/duka");
        assert_eq!(base_of("@shop.example.co.ke"), "");
        assert_eq!(base_of(""), "");
        let address = "@shop.example.co.ke";
        assert_eq!(
            seen(address, "/s/@shop.example.co.ke/cart?x=1"),
            "/cart?x=1"
        );
        assert_eq!(seen(address, "/s/@shop.example.co.ke?q=unga"), "/?q=unga");
        assert_eq!(seen(address, "/s/@shop.example.co.ke"), "/");
        assert_eq!(seen("duka", "/s/duka/cart"), "/s/duka/cart");
    }

    #[test]
    fn owners_texts_stay_text() {
        let html = paragraphs("Fresh <b>daily</b>\n\n  From Limuru ").to_html();
        assert_eq!(html.matches("<p>").count(), 2, "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }
}
