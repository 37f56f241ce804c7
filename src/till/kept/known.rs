//! A sale of this till as the server would tell of it, and what is paid back for what comes back. Pure.

use crate::sales::cart::{self, Discount, Label, Priced, Rounding, Totals};
use crate::till::shop::{Shop, sorted};
use crate::till::wire::{Body, Event, Known, KnownLine, PayOut, Refund, Sale, SaleLine, Tender};
use crate::values::{self, Money, Quantity, Rate};

use super::Document;
use super::shift::add;

/// No rounding is further.
const ANY: Money = Money::from_minor(i64::MAX);

fn discount(minor: i64, bp: Option<u32>) -> Discount {
    match bp {
        None => Discount::Amount(Money::from_minor(minor)),
        Some(bp) => Discount::Share(Rate::from_basis_points(bp)),
    }
}

/// What a sale came to: with the taxes of its day, and rounded as it was paid: that stands in its tenders.
pub(super) fn totals(shop: &Shop, event: &Event, sale: &Sale) -> Option<Totals> {
    let day = shop.day(event.occurred_at);
    let line = |line: &SaleLine| {
        let class = shop.tax_of(line.product_id, line.quick.as_ref());
        Priced {
            price: Money::from_minor(line.unit_price_minor),
            quantity: Quantity::from_milli(line.quantity_milli),
            printed: line.weighed.and_then(Label::printed),
            discount: discount(line.discount_minor, line.discount_bp),
            rate: shop.rate(class, day),
        }
    };
    let lines: Vec<Priced> = sale.lines.iter().map(line).collect();
    let on_all = discount(sale.discount_minor, sale.discount_bp);
    let tenders = sale.tenders.iter();
    let paid = Money::sum(tenders.map(|one| Money::from_minor(one.amount_minor)))?;
    // The tip was paid too, and stands beside the total.
    let paid = paid.minus(Money::from_minor(sale.tip_minor))?;
    cart::total(&lines, on_all, Money::ZERO)?.paid_with(paid, ANY)
}

/// What the total of a sale is rounded to that was paid so.
pub fn rounding(shop: &Shop, tenders: &[Tender]) -> Money {
    let minor = |minor: Option<i64>| Money::from_minor(minor.unwrap_or_default());
    let settings = shop.settings();
    let rounding = Rounding {
        every: minor(settings.map(|settings| settings.rounding_minor)),
        cash: minor(settings.map(|settings| settings.cash_rounding_minor)),
    };
    let tenders = tenders.iter();
    rounding.unit(tenders.filter_map(|one| values::Tender::parse(&one.tender)))
}

/// How much of each line of a sale came back, by what this till has done since.
pub(super) fn returned(sale_id: uuid::Uuid, since: &[Document]) -> Vec<(i32, i64)> {
    let mut all: Vec<(i32, i64)> = Vec::new();
    for document in since.iter().filter(|one| !one.is_refused()) {
        let Body::Refund(refund) = &document.event.body else {
            continue;
        };
        if refund.sale_id != sale_id {
            continue;
        }
        for line in &refund.lines {
            match all.iter_mut().find(|(line_no, _)| *line_no == line.line_no) {
                Some((_, milli)) => *milli = milli.saturating_add(line.quantity_milli),
                None => all.push((line.line_no, line.quantity_milli)),
            }
        }
    }
    all
}

/// A sale of this till, as a server would tell of it; `since`: what the till has done since. None where
/// it is no sale, or its sums cannot be counted.
pub fn known(shop: &Shop, document: &Document, since: &[Document]) -> Option<Known> {
    let Body::Sale(sale) = &document.event.body else {
        return None;
    };
    let sale_id = document.id();
    let totals = totals(shop, &document.event, sale)?;
    let day = shop.day(document.event.occurred_at);
    let back = returned(sale_id, since);
    // What was a mistake was taken back with all that was left of it.
    let is_void = since.iter().any(|one| {
        matches!(&one.event.body, Body::Void(void) if void.sale_id == sale_id) && !one.is_refused()
    });
    let line = |(line, counted): (&SaleLine, &cart::Counted)| {
        let class = shop.tax_of(line.product_id, line.quick.as_ref());
        let came = back.iter().find(|(line_no, _)| *line_no == line.line_no);
        let returned_milli = if is_void {
            line.quantity_milli
        } else {
            came.map_or(0, |(_, milli)| *milli)
        };
        let returned = counted.amount.share(returned_milli, line.quantity_milli);
        KnownLine {
            line_no: line.line_no,
            product_id: line.product_id,
            name: shop.name_of(line.product_id, line.quick.as_ref()),
            unit: shop.unit_of(line.product_id, line.pack_id),
            quantity_milli: line.quantity_milli,
            returned_milli,
            amount_minor: counted.amount.minor(),
            returned_amount_minor: returned.unwrap_or_default().minor(),
            unit_price_minor: line.unit_price_minor,
            tax_class_id: class,
            rate_bp: shop.rate(class, day).basis_points(),
        }
    };
    let lines: Vec<KnownLine> = sale.lines.iter().zip(&totals.lines).map(line).collect();
    let is_all_back = lines
        .iter()
        .all(|line| line.returned_milli >= line.quantity_milli);
    Some(Known {
        sale_id,
        number: document.number.clone(),
        occurred_at: document.event.occurred_at,
        total_minor: totals.total.minor(),
        returned_total_minor: if is_void {
            totals.total.minor()
        } else {
            paid_back(shop, sale_id, since).minor()
        },
        over: is_all_back,
        tenders: sale.tenders.clone(),
        lines,
    })
}

/// What was paid back of a sale: as refunds say it, else by the rule of the books.
fn paid_back(shop: &Shop, sale_id: uuid::Uuid, since: &[Document]) -> Money {
    let mut all = Money::ZERO;
    for document in since.iter().filter(|one| !one.is_refused()) {
        let Body::Refund(refund) = &document.event.body else {
            continue;
        };
        if refund.sale_id != sale_id {
            continue;
        }
        let amount = match &refund.pay_out {
            PayOut::Exactly(pieces) => {
                Money::sum(pieces.iter().map(|one| Money::from_minor(one.amount_minor)))
            }
            PayOut::AsPaid => document.of.as_ref().and_then(|of| {
                let unit = rounding(shop, &of.tenders);
                back_total(of, &parts(refund), unit)
            }),
        };
        all = amount.and_then(|amount| all.plus(amount)).unwrap_or(all);
    }
    all
}

/// How much of which lines a refund brings back.
pub(super) fn parts(refund: &Refund) -> Vec<(i32, Quantity)> {
    let lines = refund.lines.iter();
    let lines = lines.map(|line| (line.line_no, Quantity::from_milli(line.quantity_milli)));
    lines.collect()
}

/// What is paid back in all for so much of these lines (line, quantity): by the rule of the books. `unit`:
/// what is rounded to. None where more comes back than is left.
pub fn back_total(known: &Known, lines: &[(i32, Quantity)], unit: Money) -> Option<Money> {
    let mut goods = Money::ZERO;
    for (line_no, quantity) in lines {
        let line = known.lines.iter().find(|line| line.line_no == *line_no)?;
        let so_far = line.returned_milli.checked_add(quantity.milli())?;
        if quantity.milli() <= 0 || so_far > line.quantity_milli {
            return None;
        }
        let all = Money::from_minor(line.amount_minor).share(so_far, line.quantity_milli)?;
        goods = goods.plus(all.minus(Money::from_minor(line.returned_amount_minor))?)?;
    }
    let sum = |of: fn(&KnownLine) -> i64| {
        Money::sum(known.lines.iter().map(|line| Money::from_minor(of(line))))
    };
    let so_far = sum(|line| line.returned_amount_minor)?.plus(goods)?;
    let total = Money::from_minor(known.total_minor);
    let all = if so_far == sum(|line| line.amount_minor)? {
        total
    } else {
        so_far.plus(so_far.rounding_to(unit)?)?.min(total)
    };
    let before = Money::from_minor(known.returned_total_minor);
    Some(all.minus(before)?.max(Money::ZERO))
}

/// The ways in which money goes back as it came: what was written up first, then the largest. An empty
/// tender stands for what only the books know: how it goes back after some went back before.
pub(super) fn as_paid(of: &Known, total: Money) -> Vec<(String, Money)> {
    let mut paid: Vec<(String, Money)> = Vec::new();
    add(&mut paid, &of.tenders);
    if paid.len() > 1 && of.returned_total_minor != 0 {
        return vec![(String::new(), total)];
    }
    let paid = sorted(paid, &|(one, less), (other, more)| {
        let on_account = |tender: &str| tender == "on_account";
        let by_way = on_account(other).cmp(&on_account(one));
        by_way.then(more.cmp(less)).then(one.cmp(other))
    });
    let mut owed = total;
    let mut ways = Vec::new();
    for (tender, held) in paid {
        let amount = owed.min(held);
        if amount > Money::ZERO {
            owed = owed.minus(amount).unwrap_or_default();
            ways.push((tender, amount));
        }
    }
    if owed > Money::ZERO {
        ways.push((String::new(), owed));
    }
    ways
}

/// What was given beside the total of a sale: what was paid is both.
pub(super) fn tip_of(of: &Known) -> Option<Money> {
    let paid = of.tenders.iter();
    let paid = Money::sum(paid.map(|one| Money::from_minor(one.amount_minor)))?;
    let tip = paid.minus(Money::from_minor(of.total_minor))?;
    Some(tip.max(Money::ZERO))
}
