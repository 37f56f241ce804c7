//! A browser's cart. It holds what was chosen, not what it will cost: prices are those of now until
//! the order is placed. Stock limits are met here, not at the till.

use uuid::Uuid;

use super::store::carts;
use crate::platform::{BusinessTx, Cx};
use crate::values::{Money, Quantity, Refusal, Stop, Unit};

/// No cart has more lines than this.
const MOST_LINES: usize = 100;

/// A line of a cart, at the price of now.
#[derive(Debug, Clone)]
pub struct CartLine {
    /// The product.
    pub product_id: Uuid,
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The steps it is sold in.
    pub step: Quantity,
    /// How much was chosen.
    pub quantity: Quantity,
    /// For one unit.
    pub price: Money,
    /// For all of it.
    pub amount: Money,
    /// How much can be had at the one location that has most of it.
    pub available: Quantity,
    /// What is said where it and other lines need more of one thing than there is for all of them, or
    /// where no one location has it and the rest of the cart.
    pub shared: Option<Refusal>,
    /// Whether it is sold no more.
    pub retired: bool,
    /// Its photo.
    pub image_file_id: Option<Uuid>,
    /// The drawn picture that stands in for a photo.
    pub picture: String,
}

impl CartLine {
    /// Why this line cannot be ordered as it is, if it cannot.
    pub fn problem(&self) -> Option<Refusal> {
        if self.retired {
            return Some(Refusal::of("refused-retired").with("name", &self.name));
        }
        if self.available == Quantity::ZERO {
            return Some(Refusal::of("refused-sold-out").with("name", &self.name));
        }
        if self.available < self.quantity {
            return Some(short(&self.name, self.available));
        }
        self.shared.clone()
    }
}

/// "Only 3 of … left."
pub(super) fn short(name: &str, left: Quantity) -> Refusal {
    if left == Quantity::ZERO {
        return Refusal::of("refused-sold-out").with("name", name);
    }
    Refusal::of("refused-out-of-stock")
        .with("name", name)
        .with("left", left.short())
}

/// A browser's cart.
#[derive(Debug, Clone)]
pub struct Cart {
    /// Its id.
    pub cart_id: Uuid,
    /// Changes with every change; a checkout names the one that its page showed.
    pub revision: i64,
    /// The order that it becomes.
    pub order_id: Uuid,
    /// Its lines, in the order they were chosen.
    pub lines: Vec<CartLine>,
    /// What the goods cost now.
    pub goods: Money,
}

/// The cart of a browser; none where it has chosen nothing.
pub async fn cart(tx: &mut BusinessTx, browser: Option<&[u8]>) -> Result<Option<Cart>, Stop> {
    match browser {
        Some(browser) => carts::load(tx, browser).await,
        None => Ok(None),
    }
}

/// How many lines a browser's cart has.
pub async fn cart_count(tx: &mut BusinessTx, browser: Option<&[u8]>) -> Result<i64, Stop> {
    match browser {
        Some(browser) => carts::count(tx, browser).await,
        None => Ok(0),
    }
}

/// What became of a press that adds to a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The cart holds more.
    Now,
    /// It held already what this would have come to, and holds no more.
    Before,
}

/// Puts more of a product into the cart. `had`: how much of it the cart held on the page that was
/// pressed, where that is known; pressed there twice, it adds once. What comes from a second page
/// that said the same is not told apart, and she may press again.
pub async fn add_to_cart(
    cx: &Cx,
    browser: &[u8],
    product_id: Uuid,
    quantity: Quantity,
    had: Option<Quantity>,
) -> Result<Added, Stop> {
    change(cx, browser, product_id, quantity, Change::Add { had }).await
}

/// Makes the quantity of a product in the cart this; none of it takes it out.
pub async fn set_in_cart(
    cx: &Cx,
    browser: &[u8],
    product_id: Uuid,
    quantity: Quantity,
) -> Result<(), Stop> {
    change(cx, browser, product_id, quantity, Change::Set).await?;
    Ok(())
}

/// What a quantity does to the one in the cart.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// It comes to what is there.
    Add { had: Option<Quantity> },
    /// It takes the place of what is there.
    Set,
}

impl Change {
    /// Whether the cart holds already what a press would leave in it: the same press came before.
    fn is_done(self, before: Quantity, quantity: Quantity) -> bool {
        match self {
            Change::Add { had } => had.and_then(|had| had.plus(quantity)) == Some(before),
            Change::Set => false,
        }
    }
}

/// Whether it changed anything.
async fn change(
    cx: &Cx,
    browser: &[u8],
    product_id: Uuid,
    quantity: Quantity,
    how: Change,
) -> Result<Added, Stop> {
    let mut tx = cx.begin().await?;
    let cart_id = carts::lock_or_make(&mut tx, browser).await?;
    if quantity == Quantity::ZERO {
        carts::remove(&mut tx, cart_id, product_id).await?;
        tx.commit().await?;
        return Ok(Added::Now);
    }
    let chosen = carts::chosen(&mut tx, cart_id).await?;
    let before = chosen
        .iter()
        .find(|(id, _)| *id == product_id)
        .map(|(_, quantity)| *quantity);
    if before.is_some_and(|before| how.is_done(before, quantity)) {
        return Ok(Added::Before);
    }
    let product = carts::sellable(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    if product.retired {
        return Err(Refusal::of("refused-retired")
            .with("name", product.name)
            .into());
    }
    if before.is_none() && chosen.len() >= MOST_LINES {
        return Err(Refusal::of("refused-cart-full")
            .with("most", MOST_LINES)
            .into());
    }
    let wanted = match how {
        Change::Add { .. } => before.unwrap_or_default().plus(quantity),
        Change::Set => Some(quantity),
    };
    let wanted = wanted.filter(|wanted| *wanted <= Quantity::MOST);
    let wanted = wanted.ok_or_else(|| Refusal::at("quantity", "refused-quantity-too-large"))?;
    if !wanted.is_in_steps_of(product.step) {
        let refusal = Refusal::at("quantity", "refused-step").with("name", product.name);
        return Err(refusal.with("step", product.step.short()).into());
    }
    if product.available < wanted {
        let refusal = short(&product.name, product.available);
        let field = Some("quantity".to_owned());
        return Err(Refusal { field, ..refusal }.into());
    }
    if product.price.worth_of(wanted).is_none() {
        return Err(Refusal::at("quantity", "refused-order-too-large").into());
    }
    carts::set(&mut tx, cart_id, product_id, wanted).await?;
    tx.commit().await?;
    Ok(Added::Now)
}
