//! The back office's pages of products. Each loads all it shows in one transaction.

mod categories;
mod import;
mod imported;
mod list;
mod past_prices;
mod product;

pub use categories::categories;
pub use import::import;
pub use imported::imported;
pub use list::products;
pub(super) use past_prices::past_prices;
pub use product::{new_product, product};

use leptos::prelude::*;
use uuid::Uuid;

use super::{icon_of, photo_for_width, photo_sizes};
use crate::platform::flash::Flash;
use crate::ui::language::Say;
use crate::ui::{EmptyState, Icon, LinkButton};
use crate::values::{Money, Quantity, Rate, Unit, currency_sign};

/// A product's photo, or the drawn picture of its category; its name stands beside it. It is seen
/// small, never much wider than 88 pixels of the page.
fn picture(business: &str, image: Option<Uuid>, drawn: &str) -> AnyView {
    let inside = match image {
        Some(file_id) => {
            let address = photo_for_width(business, file_id, 160);
            view! {
                <img
                    src=address
                    srcset=photo_sizes(business, file_id)
                    sizes="88px"
                    alt=""
                    loading="lazy"
                    decoding="async"
                    width="160"
                    height="120"
                />
            }
            .into_any()
        }
        None => view! { <Icon name=icon_of(drawn) /> }.into_any(),
    };
    view! { <span class="photo">{inside}</span> }.into_any()
}

/// Where a list of products would be in a business that has none yet: the ways to the first ones, for
/// whoever may keep products. `products` is the address of the list.
pub(super) fn nothing_to_sell(say: Say, products: &str, may_keep: bool) -> AnyView {
    let (title, text) = (say.t("product-none"), say.t("product-none-text"));
    let import = format!("{products}/import");
    let add = format!("{products}/new");
    view! {
        <EmptyState icon="box" title=title text=text>
            {may_keep
                .then(|| {
                    view! {
                        <p class="row">
                            <LinkButton
                                href=import
                                label=say.t("product-import")
                                icon="upload"
                            />
                            <LinkButton href=add label=say.t("product-new") icon="plus" />
                        </p>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}

/// A quantity with its unit, such as `1.5 kg`.
pub(super) fn amount_of(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    format!("{amount} {}", say.units(unit, &amount))
}

/// What is earned or lost on one, as a sale says it: of a price without the tax of this rate that stands in it;
/// and how much of that price it is. None where it has no price.
pub(super) fn margin_of(
    say: Say,
    currency: &str,
    (price, rate): (Money, Rate),
    cost: Money,
) -> Option<String> {
    let price = price.minus(price.tax_inside(rate)?)?;
    let (key, apart) = if price < cost {
        ("product-below-cost", cost.minus(price)?)
    } else {
        ("product-margin", price.minus(cost)?)
    };
    let per_mille = Money::from_minor(1000).share(apart.minor(), price.minor())?;
    let percent = rust_decimal::Decimal::new(per_mille.minor(), 1).normalize();
    let apart = format!("{} {}", currency_sign(currency), apart.short(currency));
    let percent = format!("{percent} %");
    let named = [("amount", apart.as_str()), ("percent", percent.as_str())];
    Some(say.with(key, &named))
}

/// Why a field was refused, if it was.
pub(super) fn error_of(say: Say, flash: &Flash, field: &str) -> Option<String> {
    let about = |refusal: &&crate::values::Refusal| refusal.field.as_deref() == Some(field);
    flash
        .refusals
        .iter()
        .find(about)
        .map(|refusal| say.refusal(refusal))
}

/// Every refusal with the name of its control; `named` says how a field's control is called.
pub(super) fn errors_of(
    say: Say,
    flash: &Flash,
    named: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    flash
        .refusals
        .iter()
        .map(|refusal| {
            let control = refusal.field.as_deref().map(&named).unwrap_or_default();
            (control, say.refusal(refusal))
        })
        .collect()
}

/// How the control of a field of a form struct is called.
fn in_form(field: &str) -> String {
    format!("form[{field}]")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn a_price_below_cost_is_said_to_be() {
        let rate = Rate::parse("16").unwrap();
        let price = Money::from_minor(11_600);
        let said = |cost| margin_of(Say(Language::En), "KES", (price, rate), cost).unwrap();
        assert_eq!(
            said(Money::from_minor(8_000)),
            "Without tax, KSh 20 above cost on each unit: 20 % of the price"
        );
        assert_eq!(
            said(Money::from_minor(12_550)),
            "Without tax, KSh 25.50 below cost on each unit: 25.5 % of the price"
        );
    }
}
