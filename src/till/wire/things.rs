//! By which names things are told and read: first what has to be there, then what may be left out. The server
//! goes by what stands at the types themselves; a test reads all that tills have ever sent both ways.

use super::events::retail;
use super::{
    Answer, Barcode, Body, CashMove, Catalogue, Category, CloseShift, Customer, Event, GiveUpAsk,
    Known, KnownLine, Legible, Member, NewCustomer, OpenShift, OpenShiftAsk, Outcome, Pack, PayOut,
    PinAnswer, PinAsk, Price, PriceList, Problem, Product, PromptAnswer, PromptAsk, Push, Reader,
    Refund, RefundLine, Said, Sale, SaleLine, ScaleFormat, Settings, Settled, SoldVoucher,
    SomethingElse, Stock, TaxClass, TaxRate, Tender, TillHead, Void, VoucherAnswer, legible, read,
    write_thing,
};
use crate::sales::cart::{Discount, Label, QuickItem};
use crate::values::tries::Tries;
use crate::values::{Money, Rate};

legible!(Catalogue {} or {
    cursor, more, left, reset, till, settings, products, categories, customers, members, tax_classes, stock
});
legible!(TillHead {} or {
    device_id, business, name, series, next_number, location_id, location_name, location_address, phone, now,
    open_shifts
});
legible!(OpenShift { shift_id, member_id, number, float_minor, opened_at } or {});
legible!(Settings {} or {
    name, slug, phone, tax_pin, receipt_header, receipt_footer, country, currency, decimals, language,
    time_zone, day_starts_at, rounding_minor, cash_rounding_minor, cashier_discount_bp, manager_discount_bp,
    tips, below_zero, expired_goods, prompts, mpesa_till, mpesa_paybill, vouchers,
    voucher_days, price_lists, scale_formats
});
legible!(PriceList { list, name, retired } or {});
legible!(ScaleFormat { prefix, carries } or {});
legible!(Product { product_id, kind, tax_class_id, sku, name, unit, step_milli, price_minor } or {
    parent_id, category_id, search_words, scale_code, cost_minor, photo_id, retired, barcodes, packs, parts,
    prices
});
legible!(Barcode { barcode } or { pack_id });
legible!(Pack { pack_id, name, holds_milli, sold } or {});
legible!(Price { list, valid_from } or { pack_id, minimum_milli, amount_minor });
legible!(Category { category_id, name, picture, position } or { retired });
legible!(Customer { customer_id, phone, name } or { price_list, limit_minor, owed_minor, retired });
legible!(Member { member_id, name, role } or { powers, pin_hash, retired });
legible!(TaxClass { tax_class_id, code, name } or { letter, rates });
legible!(TaxRate { valid_from, rate_bp } or {});
legible!(Stock { product_id, on_hand_milli, reserved_milli } or { ends });

legible!(NewCustomer { phone } or { name });
legible!(OpenShiftAsk { float_minor } or {});
legible!(CashMove { shift_id, way, reason, amount_minor } or { note });
legible!(CloseShift { shift_id, counted_minor } or { note });
legible!(Sale { number, lines } or {
    shift_id, customer_id, price_list, discount_minor, discount_bp, tip_minor, tenders, note, approved_by
});
legible!(SaleLine { line_no, quantity_milli, unit_price_minor } or {
    product_id, pack_id, discount_minor, discount_bp, batch_id, weighed, quick, note
});
legible!(Tender { payment_id, tender, amount_minor } or { reference, handed_minor });
legible!(Void { number, sale_id, reason } or { shift_id, approved_by });
legible!(Refund { number, sale_id, lines } or { shift_id, pay_out, note, approved_by });
legible!(SoldVoucher { code, paid } or { shift_id, expires_on, note });
legible!(RefundLine { line_no, quantity_milli, restock } or {});
legible!(Answer { settled } or {});
legible!(Settled { outcome } or { id, number, customer_id, flags, refusals, fault });
legible!(Said { key, words } or { field });
legible!(Problem { code, words } or {});

legible!(PinAsk { member_id, pin } or { turn });
legible!(PinAnswer {} or { right, refusal });
legible!(Known { sale_id, number, occurred_at, total_minor, lines } or {
    returned_total_minor, over, tenders
});
legible!(KnownLine { line_no, name, unit, quantity_milli, amount_minor } or {
    product_id, returned_milli, returned_amount_minor, unit_price_minor, tax_class_id, rate_bp
});
legible!(PromptAsk { attempt_id, sale_id, member_id, phone, amount_minor } or {});
legible!(GiveUpAsk { member_id } or {});
legible!(PromptAnswer {} or { state, open, words, reason, amount_minor, receipt, given_up, refusal });
legible!(VoucherAnswer {} or { code, usable, balance_minor, expires_on, refusal });

legible!(QuickItem { name } or { barcode });
legible!(Tries { wrong, since } or { locked });

const PUSH: [&str; 4] = ["app_version", "unsynced", "unsynced_since", "events"];

impl<E: Legible + Default> Legible for Push<E> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        let (version, since) = (&mut self.app_version, &mut self.unsynced_since);
        from.thing(
            &PUSH,
            0,
            &mut [version, &mut self.unsynced, since, &mut self.events],
        )
    }

    fn write(&self, to: &mut String) {
        let (version, since) = (&self.app_version, &self.unsynced_since);
        write_thing(to, &PUSH, &[version, &self.unsynced, since, &self.events]);
    }
}

impl Default for Sale {
    fn default() -> Sale {
        Sale {
            number: 0,
            shift_id: None,
            customer_id: None,
            price_list: retail(),
            lines: Vec::new(),
            discount_minor: 0,
            discount_bp: None,
            tip_minor: 0,
            tenders: Vec::new(),
            note: String::new(),
            approved_by: None,
        }
    }
}

impl Legible for Discount {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        let (mut amount, mut share) = (None::<Money>, None::<Rate>);
        from.thing(&["amount", "share"], 0, &mut [&mut amount, &mut share])?;
        *self = match (amount, share) {
            (Some(amount), None) => Discount::Amount(amount),
            (None, Some(rate)) => Discount::Share(rate),
            _ => return None,
        };
        Some(())
    }

    fn write(&self, to: &mut String) {
        let (name, given): (&str, &dyn Legible) = match self {
            Discount::Amount(amount) => ("amount", amount),
            Discount::Share(rate) => ("share", rate),
        };
        write_thing(to, &[name], &[given]);
    }
}

impl Legible for Label {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        if from.peek()? == b'"' {
            *self = Label::Weight;
            return (from.text()? == "weight").then_some(());
        }
        let mut price: Option<Money> = None;
        from.thing(&["price"], 1, &mut [&mut price])?;
        *self = Label::Price(price?);
        Some(())
    }

    fn write(&self, to: &mut String) {
        match self {
            Label::Weight => to.push_str("\"weight\""),
            Label::Price(amount) => write_thing(to, &["price"], &[amount]),
        }
    }
}

impl Legible for PayOut {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        if from.peek()? == b'"' {
            *self = PayOut::AsPaid;
            return (from.text()? == "as_paid").then_some(());
        }
        let mut pieces: Vec<Tender> = Vec::new();
        from.thing(&["exactly"], 1, &mut [&mut pieces])?;
        *self = PayOut::Exactly(pieces);
        Some(())
    }

    fn write(&self, to: &mut String) {
        match self {
            PayOut::AsPaid => to.push_str("\"as_paid\""),
            PayOut::Exactly(pieces) => write_thing(to, &["exactly"], &[pieces]),
        }
    }
}

impl Legible for Outcome {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = match &*from.text()? {
            "done" => Outcome::Done,
            "again" => Outcome::Again,
            "flagged" => Outcome::Flagged,
            "refused" => Outcome::Refused,
            "later" => Outcome::Later,
            _ => return None,
        };
        Some(())
    }

    fn write(&self, to: &mut String) {
        to.push_str(match self {
            Outcome::Done => "\"done\"",
            Outcome::Again => "\"again\"",
            Outcome::Flagged => "\"flagged\"",
            Outcome::Refused => "\"refused\"",
            Outcome::Later => "\"later\"",
        });
    }
}

/// What is not looked at, or cannot be yet: JSON, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw(pub String);

impl Legible for Raw {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        from.skip()?.clone_into(&mut self.0);
        Some(())
    }

    fn write(&self, to: &mut String) {
        to.push_str(&self.0);
    }
}

const EVENT: [&str; 8] = [
    "id",
    "member_id",
    "occurred_at",
    "kind",
    "body",
    "seq",
    "device_id",
    "series",
];

impl Legible for Event {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        let (mut kind, mut body) = (String::new(), Raw::default());
        from.thing(
            &EVENT,
            5,
            &mut [
                &mut self.id,
                &mut self.member_id,
                &mut self.occurred_at,
                &mut kind,
                &mut body,
                &mut self.seq,
                &mut self.device_id,
                &mut self.series,
            ],
        )?;
        self.body = Body::of(&kind, &body.0).ok()?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        let (kind, body): (&str, &dyn Legible) = match &self.body {
            Body::Customer(one) => ("customer", one),
            Body::OpenShift(one) => ("open_shift", one),
            Body::CashMove(one) => ("cash_move", one),
            Body::Sale(one) => ("sale", one),
            Body::Void(one) => ("void", one),
            Body::Refund(one) => ("refund", one),
            Body::Voucher(one) => ("voucher", one),
            Body::CloseShift(one) => ("close_shift", one),
        };
        let (kind, seq) = (kind.to_owned(), self.seq);
        let (id, her, when) = (&self.id, &self.member_id, &self.occurred_at);
        let (device, series) = (&self.device_id, &self.series);
        write_thing(
            to,
            &EVENT,
            &[id, her, when, &kind, body, &seq, device, series],
        );
    }
}

impl Default for Body {
    /// What is in the place of one that is to be read.
    fn default() -> Body {
        Body::OpenShift(OpenShiftAsk::default())
    }
}

impl Body {
    /// What belongs to a kind, from its own text.
    pub(super) fn of(kind: &str, text: &str) -> Result<Body, SomethingElse> {
        match kind {
            "customer" => read(text).map(Body::Customer),
            "open_shift" => read(text).map(Body::OpenShift),
            "cash_move" => read(text).map(Body::CashMove),
            "sale" => read(text).map(Body::Sale),
            "void" => read(text).map(Body::Void),
            "refund" => read(text).map(Body::Refund),
            "voucher" => read(text).map(Body::Voucher),
            "close_shift" => read(text).map(Body::CloseShift),
            _ => Err(SomethingElse),
        }
    }
}
