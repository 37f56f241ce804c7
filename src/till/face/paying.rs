//! What is being paid at a till: in which ways, how much of it is left, and what will not do.

use std::time::Duration;

use leptos::prelude::*;
use uuid::Uuid;

use super::parts::follow;
use super::prompt;
use super::state::Till;
use crate::sales::cart;
use crate::till::basket::Basket;
use crate::till::wire;
use crate::values::{Money, Tender, is_reference};

/// What takes longer than this is shown to be under way.
const MOMENT: Duration = Duration::from_millis(150);

/// What is being paid.
#[derive(Clone, Copy)]
pub struct Paying {
    /// The till.
    pub till: Till,
    /// How it is paid now.
    pub way: RwSignal<Tender>,
    /// What is handed over, as it is typed.
    pub typed: RwSignal<String>,
    /// The tip, as it is typed: what of it is an amount is in the basket.
    pub tip: RwSignal<String>,
    /// Its code or reference.
    pub reference: RwSignal<String>,
    /// The phone that M-Pesa is to ask on.
    pub phone: RwSignal<String>,
    /// Whether it is being recorded, or looked up.
    busy: StoredValue<bool>,
    /// Whether that takes so long that it is shown.
    pub waits: RwSignal<bool>,
}

impl Paying {
    /// Whether it is being recorded, or looked up.
    pub fn is_busy(self) -> bool {
        self.busy.try_get_value() == Some(true)
    }

    /// It is from now on. That is shown a moment later: what is drawn holds up what is recorded.
    pub fn begins(self) {
        self.busy.set_value(true);
        let show = move || {
            if self.is_busy() {
                let _ = self.waits.try_set(true);
            }
        };
        set_timeout(show, MOMENT);
    }

    /// It is not any more.
    pub fn ends(self) {
        let _ = self.busy.try_set_value(false);
        if self.waits.try_get_untracked() == Some(true) {
            let _ = self.waits.try_set(false);
        }
    }

    /// What was paid so far: what prompts brought, and what was taken here.
    fn tenders(self) -> Vec<wire::Tender> {
        self.till.basket.with(Basket::tenders)
    }

    /// Whether all of it is cash so far, with what is typed now.
    fn is_cash(self) -> bool {
        let is_cash = |one: &wire::Tender| one.tender == Tender::Cash.code();
        self.way.get() == Tender::Cash && self.tenders().iter().all(is_cash)
    }

    /// What all of it comes to with its tip, paid in these ways; none where more is given away than that.
    fn total(self) -> Option<Money> {
        let tip = self.till.basket.with(|basket| basket.tip);
        let totals = self.till.totals(self.is_cash());
        totals.and_then(|totals| totals.total.plus(tip))
    }

    /// What is still to be paid; none where more was paid than that.
    fn left(self) -> Option<Money> {
        let paid = self.tenders();
        let paid = paid.iter().map(|one| Money::from_minor(one.amount_minor));
        cart::due(self.total()?, paid)
    }

    /// The same; nothing where more was paid than that.
    pub fn due(self) -> Money {
        self.left().unwrap_or_default()
    }

    /// What M-Pesa is to ask for.
    pub fn asked(self) -> Option<Money> {
        let due = self.due();
        let handed = self.handed();
        handed.filter(|handed| !handed.is_zero() && *handed <= due)
    }

    /// What M-Pesa's QR code may ask for, in cents: all that is due, where nothing else is meant and M-Pesa
    /// can be reached; else nought.
    pub fn by_qr(self) -> i64 {
        let due = self.due();
        let is_meant = self.asked() == Some(due) && prompt::can_ask(self.till);
        if is_meant { due.minor() } else { 0 }
    }

    /// What is handed over now: nothing typed is all of it.
    pub fn handed(self) -> Option<Money> {
        let text = self.typed.get();
        if text.trim().is_empty() {
            return Some(self.due());
        }
        self.till.typed_money(&text)
    }

    /// The key of what is said of the field for it.
    pub fn asks_for(self) -> &'static str {
        if self.way.get() == Tender::Cash {
            "till-app-handed"
        } else {
            "till-app-amount"
        }
    }

    /// What comes back of it.
    pub fn change(self) -> Option<Money> {
        if self.way.get() != Tender::Cash {
            return None;
        }
        cart::change(self.due(), self.handed()?)
    }

    /// Why what is typed will not do.
    pub fn refusal(self, handed: Money, reference: &str) -> Option<&'static str> {
        let till = self.till;
        let way = self.way.get_untracked();
        // She may be another since, with other prices.
        if self.total().is_none() {
            return Some("till-discount-too-large");
        }
        let Some(due) = self.left() else {
            return Some("till-app-too-much-paid");
        };
        let (customer, tip) = till
            .basket
            .with_untracked(|basket| (basket.customer_id, basket.tip));
        if tip_of(till, &self.tip.get_untracked()) != Some(tip) {
            return Some("till-not-an-amount");
        }
        let is_asked = untrack(|| prompt::waits(till)) && till.device.online.get_untracked();
        match way {
            // A part of it is written up already, and she was taken out since.
            _ if customer.is_none() && self.is_written_up() => Some("till-app-account-who"),
            // Else she might pay twice.
            _ if is_asked && handed >= due => Some("till-app-prompt-first"),
            // All of it is paid already.
            _ if due.is_zero() && handed.is_zero() => None,
            Tender::Mpesa if reference.is_empty() => Some("till-app-mpesa-needs-code"),
            Tender::Voucher if reference.is_empty() => Some("till-app-voucher-needs-code"),
            Tender::Voucher if self.is_taken(way, reference) => Some("till-app-voucher-twice"),
            _ if self.is_taken(way, reference) => Some("till-app-reference-twice"),
            // The books would not know what it is.
            _ if way != Tender::Voucher && !is_reference_or_none(reference) => {
                Some("till-app-reference-none")
            }
            Tender::OnAccount if customer.is_none() => Some("till-app-account-who"),
            _ if way != Tender::Cash && handed > due => Some("till-app-too-much-paid"),
            _ if handed.is_zero() => Some("till-app-no-amount"),
            _ => None,
        }
    }

    fn is_written_up(self) -> bool {
        let code = Tender::OnAccount.code();
        untrack(|| self.tenders())
            .iter()
            .any(|one| one.tender == code)
    }

    /// Whether this code pays a part already. What is left of a voucher then is known when it is a sale;
    /// any other code counts once.
    fn is_taken(self, way: Tender, code: &str) -> bool {
        let bare =
            |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
        let code = bare(code);
        let is_same = |one: &wire::Tender| {
            one.tender == way.code() && !code.is_empty() && bare(&one.reference) == code
        };
        untrack(|| self.tenders()).iter().any(is_same)
    }

    /// Nothing is typed yet; what was asked of M-Pesa goes on.
    pub fn begin(till: Till) -> Paying {
        let (asked, customer) = till.basket.with_untracked(|basket| {
            let asked = basket.unpaid().map(|one| one.phone.clone());
            (asked, basket.customer_id)
        });
        let way = if asked.is_some() {
            Tender::Mpesa
        } else {
            Tender::Cash
        };
        let hers = |id: Uuid| {
            till.device
                .read(|shop| shop.customer(id).map(|one| one.phone.clone()))
        };
        let phone = asked.or_else(|| customer.and_then(hers));
        let typed = RwSignal::new(String::new());
        // What was typed for a prompt is paid by it.
        let prompted = Memo::new(move |_| till.basket.with(Basket::prompted).len());
        follow(move || {
            prompted.track();
            typed.set(String::new());
        });
        Paying {
            till,
            way: RwSignal::new(way),
            typed,
            tip: tip_typed(till),
            reference: RwSignal::new(String::new()),
            phone: RwSignal::new(phone.unwrap_or_default()),
            busy: StoredValue::new(false),
            waits: RwSignal::new(false),
        }
    }
}

/// Where the cursor goes when a way is chosen: to what is typed first.
pub fn first_field(till: Till, way: Tender) -> &'static str {
    match way {
        Tender::Mpesa if untrack(|| prompt::can_ask(till)) => prompt::PHONE,
        Tender::Mpesa | Tender::Voucher => "till-reference",
        _ => "till-paid",
    }
}

/// Whether a text is a reference, or nothing: a card may have none.
fn is_reference_or_none(text: &str) -> bool {
    text.is_empty() || is_reference(text)
}

/// The tip that is meant: nothing typed is none. None where it is no amount.
fn tip_of(till: Till, typed: &str) -> Option<Money> {
    if typed.trim().is_empty() {
        return Some(Money::ZERO);
    }
    till.typed_money(typed)
}

/// The field of the tip: what is typed goes into the basket, and is kept with it.
fn tip_typed(till: Till) -> RwSignal<String> {
    let tip = till.basket.with_untracked(|basket| basket.tip);
    let typed = RwSignal::new(if tip.is_zero() {
        String::new()
    } else {
        tip.bare(&till.currency())
    });
    follow(move || {
        let text = typed.get();
        // Of nothing else: the basket after this one has no tip.
        let tip = untrack(|| tip_of(till, &text));
        let is_new = |tip: &Money| till.basket.with_untracked(|basket| basket.tip != *tip);
        if let Some(tip) = tip.filter(is_new) {
            till.basket.update(|basket| {
                let _ = basket.set_tip(tip);
            });
        }
    });
    typed
}
