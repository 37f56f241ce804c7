//! A receipt out of what the till keeps: worded as the books word it, on the screen and on paper.

use leptos::prelude::*;
use uuid::Uuid;

use super::js;
use super::state::Till;
use crate::sales::cart::{Discount, Priced, Totals, total};
use crate::sales::receipts::Receipt;
use crate::sales::receipts::code::{code_of, shown};
use crate::sales::receipts::receipt::{Item, Row};
use crate::till::browser::Document;
use crate::till::wire::{Body, Sale, SaleLine};
use crate::values::{Money, Quantity, Rate};

/// No rounding is further.
const ANY: Money = Money::from_minor(i64::MAX);

/// The receipt of a sale; again: it says that it is a copy. None of what is no sale.
pub fn receipt(till: Till, document: &Document, again: bool) -> Option<Receipt> {
    let Body::Sale(sale) = &document.event.body else {
        return None;
    };
    let totals = totals(till, document, sale)?;
    let (say, currency) = (till.say, till.currency());
    let code = code_of(document.id());
    let slug = till
        .device
        .read(|shop| shop.settings().map(|one| one.slug.clone()));
    let public_url = till.boot.with_value(|boot| boot.public_url.clone());
    let settings = till.device.read(|shop| shop.settings().cloned())?;
    let place = till.device.read(|shop| shop.head().location_name.clone());
    let mut head = vec![place];
    head.extend(settings.phone);
    head.extend(settings.tax_pin);
    let figure = |amount: Money| amount.full(&currency);
    let mut sums = Vec::new();
    if !totals.rounding.is_zero() {
        sums.push(Row::new(say.t("till-app-goods"), figure(totals.goods)));
        sums.push(Row::new(
            say.t("till-app-rounding"),
            figure(totals.rounding),
        ));
    }
    if !totals.discount.is_zero() {
        sums.push(Row::new(
            say.t("till-app-discount"),
            figure(totals.discount),
        ));
    }
    let number = document.number.as_str();
    Some(Receipt {
        shop: settings.name,
        head,
        copy: again.then(|| say.t("till-app-copy")),
        title: say.with("till-app-receipt", &[("number", number)]),
        facts: facts(till, document),
        items: items(till, sale, &totals),
        sums,
        total: Row::new(say.t("till-app-total"), totals.total.named(&currency)),
        money: money(till, sale),
        tax_title: say.t("till-app-taxes"),
        taxes: taxes(till, document, sale, &totals),
        foot: vec![say.t("till-app-thanks")],
        verify: say.t("till-app-verify"),
        link: format!("{public_url}/s/{}/r/{code}", slug.unwrap_or_default()),
        code: shown(&code),
    })
}

/// What it came to when it was sold: what was paid, and so its rounding, stands in its tenders.
pub fn totals(till: Till, document: &Document, sale: &Sale) -> Option<Totals> {
    let day = till
        .device
        .read(|shop| shop.day(document.event.occurred_at));
    let priced = |line: &SaleLine| {
        let class = till.product(line.product_id).map(|one| one.tax_class_id);
        let rate = class.map(|class| till.device.read(|shop| shop.rate(class, day)));
        Priced {
            price: Money::from_minor(line.unit_price_minor),
            quantity: Quantity::from_milli(line.quantity_milli),
            printed: line.weighed.and_then(|label| label.printed()),
            discount: given(line.discount_minor, line.discount_bp),
            rate: rate.unwrap_or(Rate::ZERO),
        }
    };
    let lines: Vec<Priced> = sale.lines.iter().map(priced).collect();
    let on_all = given(sale.discount_minor, sale.discount_bp);
    let paid = sale
        .tenders
        .iter()
        .map(|one| Money::from_minor(one.amount_minor));
    let paid = Money::sum(paid)?.minus(Money::from_minor(sale.tip_minor))?;
    total(&lines, on_all, Money::ZERO)?.paid_with(paid, ANY)
}

fn given(minor: i64, share: Option<u32>) -> Discount {
    match share {
        Some(bp) => Discount::Share(Rate::from_basis_points(bp)),
        None => Discount::Amount(Money::from_minor(minor)),
    }
}

fn facts(till: Till, document: &Document) -> Vec<String> {
    let mut facts = vec![till.time(document.event.occurred_at)];
    let id = document.event.member_id;
    let name = till
        .device
        .read(|shop| shop.member(id).map(|one| one.name.clone()));
    facts.extend(name.map(|name| till.say.with("till-app-served", &[("name", name.as_str())])));
    facts
}

fn items(till: Till, sale: &Sale, totals: &Totals) -> Vec<Item> {
    let currency = till.currency();
    let lines = sale.lines.iter().zip(&totals.lines);
    let item = |(line, counted): (&SaleLine, &crate::sales::cart::Counted)| {
        let price = Money::from_minor(line.unit_price_minor).full(&currency);
        let quantity = Quantity::from_milli(line.quantity_milli).short();
        let unit = unit_of(till, line.product_id, line.pack_id);
        let mut details = vec![format!("{quantity} {unit} × {price}")];
        if !counted.discount.is_zero() {
            let less = counted.discount.full(&currency);
            details.push(format!("{} {less}", till.say.t("till-app-discount")));
        }
        Item {
            name: till.name_of(line.product_id),
            details,
            figure: counted.amount.full(&currency),
            tax: String::new(),
        }
    };
    lines.map(item).collect()
}

/// What a line is counted in: its pack, or the product's own unit.
pub fn unit_of(till: Till, product_id: Uuid, pack_id: Option<Uuid>) -> String {
    let pack = pack_id.and_then(|pack_id| {
        till.device
            .read(|shop| shop.pack(product_id, pack_id).map(|one| one.name.clone()))
    });
    let own = || till.product(product_id).map(|one| till.unit(&one.unit));
    pack.or_else(own).unwrap_or_default()
}

fn money(till: Till, sale: &Sale) -> Vec<Row> {
    let (say, currency) = (till.say, till.currency());
    let mut rows = Vec::new();
    if sale.tip_minor != 0 {
        let tip = Money::from_minor(sale.tip_minor).full(&currency);
        rows.push(Row::new(say.t("till-app-tip"), tip));
    }
    for one in &sale.tenders {
        let name = say.t(&format!("tender-{}", one.tender));
        let name = format!("{name} {}", one.reference);
        let amount = Money::from_minor(one.amount_minor);
        rows.push(Row::new(name.trim(), amount.full(&currency)));
        let handed = one.handed_minor.map(Money::from_minor);
        let change = handed.and_then(|handed| handed.minus(amount));
        if let (Some(handed), Some(change)) = (handed, change.filter(|change| !change.is_zero())) {
            rows.push(Row::new(say.t("till-app-handed"), handed.full(&currency)));
            rows.push(Row::new(say.t("till-app-change"), change.full(&currency)));
        }
    }
    rows
}

/// Rate by rate.
fn taxes(till: Till, document: &Document, sale: &Sale, totals: &Totals) -> Vec<Row> {
    let currency = till.currency();
    let day = till
        .device
        .read(|shop| shop.day(document.event.occurred_at));
    // By rate: there are two or three.
    let mut sums: Vec<(u32, Money, Money)> = Vec::new();
    for (line, counted) in sale.lines.iter().zip(&totals.lines) {
        let class = till.product(line.product_id).map(|one| one.tax_class_id);
        let rate = class.map(|class| till.device.read(|shop| shop.rate(class, day)));
        let rate = rate.unwrap_or(Rate::ZERO).basis_points();
        let at = sums.partition_point(|sum| sum.0 < rate);
        if sums.get(at).is_none_or(|sum| sum.0 != rate) {
            sums.insert(at, (rate, Money::ZERO, Money::ZERO));
        }
        let base = counted.amount.minus(counted.tax).unwrap_or_default();
        let sum = &mut sums[at];
        sum.1 = sum.1.plus(base).unwrap_or(sum.1);
        sum.2 = sum.2.plus(counted.tax).unwrap_or(sum.2);
    }
    let rows = sums.into_iter().map(|(rate, base, tax)| {
        let rate = Rate::from_basis_points(rate).shown();
        let amount = base.full(&currency);
        let named = [("rate", rate.as_str()), ("amount", amount.as_str())];
        Row::new(till.say.with("till-app-tax", &named), tax.full(&currency))
    });
    rows.collect()
}

/// How wide the paper is: `58` or `80`.
pub fn roll() -> String {
    js::kept("dukani-till-roll").unwrap_or_else(|| "80".to_owned())
}

/// Draws it: on the screen, and alone on the paper where the page is printed.
pub fn drawn(receipt: &Receipt) -> AnyView {
    let rows = |rows: &[Row]| {
        let rows = rows.iter().cloned().map(|row| {
            view! {
                <div>
                    <dt>{row.name}</dt>
                    <dd class="num">{row.figure}</dd>
                </div>
            }
        });
        rows.collect_view()
    };
    let text = |lines: &[String]| {
        let lines = lines.iter().cloned();
        lines.map(|line| view! { <p>{line}</p> }).collect_view()
    };
    let items = receipt.items.iter().cloned().map(|item| {
        view! {
            <div>
                <dt>{item.name} <span class="quiet">{item.details.join(" · ")}</span></dt>
                <dd class="num">{item.figure}</dd>
            </div>
        }
    });
    let class = format!("till-paper roll-{}", roll());
    view! {
        <article class=class>
            <header>
                <h2>{receipt.shop.clone()}</h2>
                {text(&receipt.head)}
                {receipt.copy.clone().map(|copy| view! { <h3>{copy}</h3> })}
                <h3>{receipt.title.clone()}</h3>
                {text(&receipt.facts)}
            </header>
            <dl class="sum">{items.collect_view()}</dl>
            <dl class="sum">
                {rows(&receipt.sums)}
                <div class="total">
                    <dt>{receipt.total.name.clone()}</dt>
                    <dd class="num">{receipt.total.figure.clone()}</dd>
                </div>
                {rows(&receipt.money)}
            </dl>
            <h3>{receipt.tax_title.clone()}</h3>
            <dl class="sum">{rows(&receipt.taxes)}</dl>
            <footer>
                {text(&receipt.foot)}
                <p class="quiet">{receipt.verify.clone()}</p>
                <p><b>{receipt.code.clone()}</b></p>
            </footer>
        </article>
    }
    .into_any()
}
