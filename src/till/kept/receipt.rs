//! The receipt of what the till has done: what was sold, what came back, what was a mistake. It is worded
//! as the books word it, and whole; the screen, the page and the printer only draw it. Pure.

use uuid::Uuid;

use super::how_much::{Words, at_price};
use super::known::{as_paid, parts, rounding, tip_of, totals};
use super::shift::add;
use super::{Document, back_total};
use crate::sales::cart::Counted;
use crate::sales::receipts::Receipt;
use crate::sales::receipts::code::{code_of, shown};
use crate::sales::receipts::receipt::{Item, Row};
use crate::sales::vouchers::code::masked;
use crate::till::shop::Shop;
use crate::till::wire::{
    Body, Event, Known, KnownLine, PayOut, Refund, Sale, SaleLine, Settings, Tender,
};
use crate::values::{self, Money, Quantity, Rate};

/// Who words a receipt.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// What the till knows.
    pub shop: &'a Shop,
    /// Its language.
    pub words: Words<'a>,
    /// Where the installation is reached.
    pub public_url: &'a str,
    /// Whether whoever reads it may see the whole code of a voucher that was sold: it is as good as money.
    pub sees_code: bool,
}

/// A line, as it was sold or came back.
struct Piece {
    name: String,
    unit: String,
    note: String,
    quantity: Quantity,
    price: Money,
    discount: Money,
    amount: Money,
    tax: Money,
    class: Uuid,
    rate: Rate,
}

/// A document, counted.
struct Whole {
    pieces: Vec<Piece>,
    discount: Money,
    total: Money,
    /// How it was paid, or paid back.
    money: Vec<Row>,
}

impl Writer<'_> {
    /// The receipt of a document; a copy says that it is one. None where it is about no goods, or about
    /// goods of a sale that is not known here.
    pub fn receipt(&self, document: &Document, is_copy: bool) -> Option<Receipt> {
        let settings = self.shop.settings()?;
        let of = document.of.as_ref();
        let (whole, note) = match &document.event.body {
            Body::Sale(sale) => (self.sold(&document.event, sale)?, &sale.note),
            Body::Refund(refund) => (self.came_back(of?, refund)?, &refund.note),
            Body::Void(void) => (self.mistaken(of?)?, &void.reason),
            Body::Voucher(sold) => return self.voucher(document, sold, is_copy),
            _ => return None,
        };
        let code = code_of(document.id());
        let (url, slug) = (self.public_url, &settings.slug);
        Some(Receipt {
            shop: settings.name.clone(),
            head: self.head(settings),
            copy: is_copy.then(|| self.t("till-app-copy")),
            title: self.title(document),
            facts: self.facts(document, note),
            items: whole.pieces.iter().map(|one| self.item(one)).collect(),
            sums: self.sums(&whole)?,
            total: Row::new(
                self.t("till-app-total"),
                whole.total.named(&settings.currency),
            ),
            tax_title: self.t("till-app-taxes"),
            taxes: self.taxes(&whole.pieces)?,
            money: whole.money,
            foot: self.foot(settings),
            verify: self.t("till-app-verify"),
            link: format!("{url}/s/{slug}/r/{code}"),
            code: shown(&code),
        })
    }

    /// What a document is called.
    fn title(&self, document: &Document) -> String {
        let (key, number) = document.title();
        self.with(key, "number", &number)
    }

    pub(super) fn t(&self, key: &str) -> String {
        (self.words)(key, &[])
    }

    pub(super) fn with(&self, key: &str, name: &str, value: &str) -> String {
        (self.words)(key, &[(name, value)])
    }

    pub(super) fn figure(&self, amount: Money) -> String {
        let settings = self.shop.settings();
        amount.full(settings.map_or("", |one| one.currency.as_str()))
    }

    fn sold(&self, event: &Event, sale: &Sale) -> Option<Whole> {
        let totals = totals(self.shop, event, sale)?;
        let day = self.shop.day(event.occurred_at);
        let piece = |(line, counted): (&SaleLine, &Counted)| {
            let quick = line.quick.as_ref();
            let class = self.shop.tax_of(line.product_id, quick);
            Piece {
                name: self.shop.name_of(line.product_id, quick),
                unit: self.shop.unit_of(line.product_id, line.pack_id),
                note: line.note.clone(),
                quantity: Quantity::from_milli(line.quantity_milli),
                price: Money::from_minor(line.unit_price_minor),
                discount: counted.discount,
                amount: counted.amount,
                tax: counted.tax,
                class,
                rate: self.shop.rate(class, day),
            }
        };
        Some(Whole {
            pieces: sale.lines.iter().zip(&totals.lines).map(piece).collect(),
            discount: totals.discount,
            total: totals.total,
            money: self.paid(sale),
        })
    }

    fn came_back(&self, of: &Known, refund: &Refund) -> Option<Whole> {
        self.taken_back(of, &parts(refund), &refund.pay_out)
    }

    /// All of a sale that was a mistake, and its tip.
    fn mistaken(&self, of: &Known) -> Option<Whole> {
        let left = |line: &KnownLine| line.quantity_milli.saturating_sub(line.returned_milli);
        let lines = of
            .lines
            .iter()
            .filter(|line| line.quantity_milli > line.returned_milli);
        let lines = lines.map(|line| (line.line_no, Quantity::from_milli(left(line))));
        let lines: Vec<(i32, Quantity)> = lines.collect();
        let whole = self.taken_back(of, &lines, &PayOut::AsPaid)?;
        let tip = tip_of(of)?;
        let ways = as_paid(of, whole.total.plus(tip)?);
        let mut money = self.tip(tip);
        money.extend(ways.iter().map(|way| self.paid_back(way)));
        Some(Whole { money, ..whole })
    }

    fn taken_back(&self, of: &Known, lines: &[(i32, Quantity)], pay_out: &PayOut) -> Option<Whole> {
        let by_rule = back_total(of, lines, rounding(self.shop, &of.tenders))?;
        let mut pieces = Vec::with_capacity(lines.len());
        for (line_no, quantity) in lines {
            let line = of.lines.iter().find(|line| line.line_no == *line_no)?;
            pieces.push(back_piece(line, *quantity)?);
        }
        let (total, ways) = match pay_out {
            PayOut::Exactly(tenders) => {
                let mut ways = Vec::new();
                add(&mut ways, tenders);
                let total = Money::sum(ways.iter().map(|(_, amount)| *amount))?;
                (total, ways)
            }
            PayOut::AsPaid => (by_rule, as_paid(of, by_rule)),
        };
        Some(Whole {
            pieces,
            discount: Money::ZERO,
            total,
            money: ways.iter().map(|way| self.paid_back(way)).collect(),
        })
    }

    /// Under the shop's name: its own words, the place, its phone and its tax PIN.
    pub(super) fn head(&self, settings: &Settings) -> Vec<String> {
        let at = self.shop.head();
        let mut lines = lines_of(&settings.receipt_header);
        let place = [&at.location_name, &at.location_address].into_iter();
        let place = place.filter(|text| !text.is_empty()).cloned();
        lines.push(place.collect::<Vec<_>>().join(", "));
        lines.extend(at.phone.clone().or_else(|| settings.phone.clone()));
        let pin = settings.tax_pin.as_ref();
        lines.extend(pin.map(|pin| self.with("till-app-tax-pin", "number", pin)));
        lines
    }

    /// At the end: its own words, else thanks.
    pub(super) fn foot(&self, settings: &Settings) -> Vec<String> {
        let foot = lines_of(&settings.receipt_footer);
        if foot.is_empty() {
            return vec![self.t("till-app-thanks")];
        }
        foot
    }

    /// When it happened, which sale it takes back, who served, who owes for it, and a word about it.
    pub(super) fn facts(&self, document: &Document, note: &str) -> Vec<String> {
        let mut facts = vec![self.shop.time(document.event.occurred_at)];
        if let Some(of) = &document.of {
            let sale = self.with("till-app-receipt", "number", &of.number);
            facts.push(self.with("till-app-takes-back", "name", &sale));
        }
        let her = self.shop.member(document.event.member_id);
        facts.extend(her.map(|her| self.with("till-app-served", "name", &her.name)));
        let debtor = self.debtor(&document.event.body);
        facts.extend(debtor.map(|name| format!("{}: {name}", self.t("till-app-customer"))));
        facts.extend(Some(note.trim().to_owned()).filter(|note| !note.is_empty()));
        facts
    }

    /// Whose account some of a sale was written up to: by her name alone, where the till knows it.
    fn debtor(&self, body: &Body) -> Option<&str> {
        let Body::Sale(sale) = body else {
            return None;
        };
        let on_account = values::Tender::OnAccount.code();
        let mut tenders = sale.tenders.iter();
        tenders.find(|one| one.tender == on_account)?;
        let her = self.shop.customer(sale.customer_id?)?;
        Some(her.name.as_str()).filter(|name| !name.is_empty())
    }

    fn item(&self, piece: &Piece) -> Item {
        let price = self.figure(piece.price);
        let much = at_price(self.words, piece.quantity, &piece.unit, &price);
        let mut details = vec![much];
        if !piece.discount.is_zero() {
            let discount = self.figure(piece.discount);
            details.push(format!("{} {discount}", self.t("till-app-discount")));
        }
        details.extend(Some(piece.note.clone()).filter(|note| !note.is_empty()));
        Item {
            name: piece.name.clone(),
            details,
            figure: self.figure(piece.amount),
            tax: self.letter(piece.class),
        }
    }

    fn letter(&self, class: Uuid) -> String {
        let class = self.shop.tax_class(class);
        class.map(|class| class.letter.clone()).unwrap_or_default()
    }

    /// From the goods to the total.
    fn sums(&self, whole: &Whole) -> Option<Vec<Row>> {
        let goods = Money::sum(whole.pieces.iter().map(|piece| piece.amount))?;
        let rounding = whole.total.minus(goods)?;
        let mut rows = Vec::new();
        let mut row = |key: &str, amount: Money| {
            rows.push(Row::new(self.t(key), self.figure(amount)));
        };
        if !rounding.is_zero() {
            row("till-app-goods", goods);
            row("till-app-rounding", rounding);
        }
        // Where one line has all of it, it stands there.
        let is_all = |piece: &Piece| piece.discount == whole.discount;
        if !(whole.discount.is_zero() || whole.pieces.iter().any(is_all)) {
            row("till-app-discounts", whole.discount);
        }
        Some(rows)
    }

    /// The tip, if there is one.
    fn tip(&self, tip: Money) -> Vec<Row> {
        let tip = Some(tip).filter(|tip| !tip.is_zero());
        let row = tip.map(|tip| Row::new(self.t("till-app-tip"), self.figure(tip)));
        row.into_iter().collect()
    }

    /// The tip, and how a sale was paid; of cash, what was handed over and what came back of it.
    fn paid(&self, sale: &Sale) -> Vec<Row> {
        let mut rows = self.tip(Money::from_minor(sale.tip_minor));
        rows.extend(self.paid_by(&sale.tenders));
        rows
    }

    /// How something was paid.
    pub(super) fn paid_by(&self, tenders: &[Tender]) -> Vec<Row> {
        let mut rows = Vec::new();
        for one in tenders {
            // Whoever has the whole code of a voucher can buy with it: a receipt shows its end.
            let reference = match one.tender.as_str() {
                "voucher" => masked(&one.reference),
                _ => one.reference.clone(),
            };
            let name = format!("{} {reference}", self.tender(&one.tender));
            let amount = Money::from_minor(one.amount_minor);
            rows.push(Row::new(name.trim(), self.figure(amount)));
            let handed = one.handed_minor.map(Money::from_minor);
            let change = handed.and_then(|handed| handed.minus(amount));
            let change = change.filter(|change| !change.is_zero());
            if let (Some(handed), Some(change)) = (handed, change) {
                rows.push(Row::new(self.t("till-app-handed"), self.figure(handed)));
                rows.push(Row::new(self.t("till-app-change"), self.figure(change)));
            }
        }
        rows
    }

    fn tender(&self, code: &str) -> String {
        self.t(&format!("tender-{code}"))
    }

    fn paid_back(&self, (tender, amount): &(String, Money)) -> Row {
        let name = if tender.is_empty() {
            self.t("till-app-paid-back-so")
        } else {
            self.with("till-app-paid-back", "name", &self.tender(tender))
        };
        Row::new(name, self.figure(*amount))
    }

    /// Tax by tax, by its letter.
    fn taxes(&self, pieces: &[Piece]) -> Option<Vec<Row>> {
        let mut sums: Vec<(Uuid, Rate, Money, Money)> = Vec::new();
        for piece in pieces {
            let base = piece.amount.minus(piece.tax)?;
            let same =
                |sum: &&mut (Uuid, Rate, Money, Money)| (sum.0, sum.1) == (piece.class, piece.rate);
            if let Some(sum) = sums.iter_mut().find(same) {
                sum.2 = sum.2.plus(base)?;
                sum.3 = sum.3.plus(piece.tax)?;
            } else {
                sums.push((piece.class, piece.rate, base, piece.tax));
            }
        }
        let rows = sums.into_iter().map(|(class, rate, base, tax)| {
            let (rate, base) = (rate.shown(), self.figure(base));
            let is_exempt = self.shop.tax_class(class);
            let is_exempt = is_exempt.is_some_and(|class| class.code == "exempt");
            let name = if is_exempt {
                self.with("till-app-exempt", "amount", &base)
            } else {
                let named = [("rate", rate.as_str()), ("amount", base.as_str())];
                (self.words)("till-app-tax", &named)
            };
            let name = format!("{} {name}", self.letter(class));
            Row::new(name.trim(), self.figure(tax))
        });
        Some(rows.collect())
    }
}

/// The lines of what an owner typed.
fn lines_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(ToOwned::to_owned).collect()
}

/// So much of a line that comes back, by the rule of the books: the last piece brings the last cent.
fn back_piece(line: &KnownLine, quantity: Quantity) -> Option<Piece> {
    let rate = Rate::from_basis_points(line.rate_bp);
    let so_far = line.returned_milli.checked_add(quantity.milli())?;
    let all = Money::from_minor(line.amount_minor).share(so_far, line.quantity_milli)?;
    let before = Money::from_minor(line.returned_amount_minor);
    Some(Piece {
        name: line.name.clone(),
        unit: line.unit.clone(),
        note: String::new(),
        quantity,
        price: Money::from_minor(line.unit_price_minor),
        discount: Money::ZERO,
        amount: all.minus(before)?,
        tax: all.tax_inside(rate)?.minus(before.tax_inside(rate)?)?,
        class: line.tax_class_id,
        rate,
    })
}
