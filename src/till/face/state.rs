//! What the till is doing: who sells, what is in the cart, which view and which sheet stand open.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::js;
pub use super::say::Say;
pub use super::views::{Approval, Sheet, Sold, View};
use crate::sales::cart::Totals;
use crate::till::basket::{Basket, Line, MOST_MONEY};
use crate::till::boot::Boot;
use crate::till::browser::{Device, PinNo, ShiftNow, Trouble};
use crate::till::kept::{at_price, how_much};
use crate::till::shop::Hit;
use crate::till::wire::{Known, Member, Product, PromptAnswer};
use crate::values::{Money, Quantity, Unit};

/// The till. Small, and handed to whatever draws a part of it.
#[derive(Clone, Copy)]
pub struct Till {
    /// What it keeps and knows.
    pub device: Device,
    /// Its words.
    pub say: Say,
    /// What its page told it.
    pub boot: StoredValue<Boot>,
    /// Whose turn it is.
    pub cashier: RwSignal<Option<Member>>,
    /// Her shift.
    pub shift: RwSignal<Option<ShiftNow>>,
    /// What is rung up.
    pub basket: RwSignal<Basket>,
    /// What it comes to, not rounded for cash: reckoned once for all that show it.
    pub sums: Memo<Option<Totals>>,
    /// What fills the page.
    pub view: RwSignal<View>,
    /// What stands before it.
    pub sheet: RwSignal<Option<Sheet>>,
    /// What was typed to find goods.
    pub typed: RwSignal<String>,
    /// What a scanner is typing there, and is not drawn yet.
    pub held: StoredValue<String>,
    /// Whose goods are shown.
    pub category: RwSignal<Option<Uuid>>,
    /// On a phone: whether the cart is open.
    pub cart_open: RwSignal<bool>,
    /// What has just happened, for whoever sees or hears it.
    pub news: RwSignal<String>,
    /// What did not work.
    pub wrong: RwSignal<String>,
    /// What was sold last.
    pub sold: RwSignal<Option<Sold>>,
    /// How the prompt of M-Pesa stands that was heard of last.
    pub prompt: RwSignal<Option<(Uuid, PromptAnswer)>>,
    /// Whether M-Pesa is being asked, or told that nobody waits.
    pub prompting: RwSignal<bool>,
    /// How much the customer may pay by scanning M-Pesa's QR code now, in cents; nought: she is shown none.
    pub qr: RwSignal<i64>,
    /// A sale of another till that the books were asked for.
    pub known: RwSignal<Option<Known>>,
    /// What comes back: line, quantity, whether it goes on the shelf.
    pub back: RwSignal<Vec<(i32, i64, bool)>>,
    /// Whether it is paid back in cash, however it came.
    pub back_in_cash: RwSignal<bool>,
    /// Whose account was allowed to be beyond its limit, while she pays.
    pub credit: RwSignal<Option<Uuid>>,
    /// Whether the till goes to be paid by itself when the goods are there that the cart waits for.
    pub pays_soon: RwSignal<bool>,
    /// Whether it went there by itself a moment ago, and nobody has seen it yet.
    pub pays_unseen: RwSignal<bool>,
    /// Whether something is being recorded, see [`Till::once`].
    recording: RwSignal<bool>,
}

impl Till {
    /// A till at its door.
    pub fn new(device: Device, boot: Boot) -> Till {
        let basket = RwSignal::new(Basket::new());
        let sums = Memo::new(move |_| {
            let now = device.now();
            device.read(|shop| basket.with(|basket| basket.totals(shop, now, false)))
        });
        Till {
            device,
            say: Say(device),
            boot: StoredValue::new(boot),
            cashier: RwSignal::new(None),
            shift: RwSignal::new(None),
            basket,
            sums,
            view: RwSignal::new(View::Door),
            sheet: RwSignal::new(None),
            typed: RwSignal::new(String::new()),
            held: StoredValue::new(String::new()),
            category: RwSignal::new(None),
            cart_open: RwSignal::new(false),
            news: RwSignal::new(String::new()),
            wrong: RwSignal::new(String::new()),
            sold: RwSignal::new(None),
            prompt: RwSignal::new(None),
            prompting: RwSignal::new(false),
            qr: RwSignal::new(0),
            known: RwSignal::new(None),
            back: RwSignal::new(Vec::new()),
            back_in_cash: RwSignal::new(false),
            credit: RwSignal::new(None),
            pays_soon: RwSignal::new(false),
            pays_unseen: RwSignal::new(false),
            recording: RwSignal::new(false),
        }
    }

    /// Records something; what is pressed meanwhile, the same button again, records nothing.
    pub fn once(self, record: impl Future<Output = ()> + 'static) {
        if self.recording.get_untracked() {
            return;
        }
        self.recording.set(true);
        spawn_local(async move {
            record.await;
            self.recording.set(false);
        });
    }

    /// The currency of the shop.
    pub fn currency(self) -> String {
        let settings = self
            .device
            .read(|shop| shop.settings().map(|one| one.currency.clone()));
        settings.unwrap_or_else(|| "KES".to_owned())
    }

    /// An amount with its currency.
    pub fn money(self, amount: Money) -> String {
        amount.named(&self.currency())
    }

    /// What was typed as an amount; none where it is none, or below nothing, or more than the books take: a
    /// barcode that was scanned into its field.
    pub fn typed_money(self, text: &str) -> Option<Money> {
        let amount = Money::parse(text, &self.currency()).ok()?;
        (Money::ZERO..=MOST_MONEY)
            .contains(&amount)
            .then_some(amount)
    }

    /// A product, retired or not.
    pub fn product(self, id: Uuid) -> Option<Product> {
        self.device.read(|shop| shop.product(id).cloned())
    }

    /// What a line of a cart is called; a dash where that is not known.
    pub fn line_name(self, line: &Line) -> String {
        self.device
            .read(|shop| shop.name_of(line.product_id, line.quick.as_ref()))
    }

    /// What one of a unit is called: a packet. Nothing for a piece.
    pub fn unit(self, unit: &str) -> String {
        match Unit::parse(unit) {
            Some(Unit::Piece) => String::new(),
            Some(unit) => self.say.t(&format!("unit-{}-one", unit.code())),
            None => unit.to_owned(),
        }
    }

    /// How much of something, with what that many of its unit are called; `unit` is a unit's word, or a
    /// pack's name.
    pub fn how_much(self, quantity: Quantity, unit: &str) -> String {
        let words = |key: &str, named: &[(&str, &str)]| self.say.with(key, named);
        how_much(&words, quantity, unit)
    }

    /// How much of it a line of a cart has, in its pack where it is one, and what one of that costs.
    pub fn at_price(self, line: &Line) -> String {
        let words = |key: &str, named: &[(&str, &str)]| self.say.with(key, named);
        let unit = self
            .device
            .read(|shop| shop.unit_of(line.product_id, line.pack_id));
        at_price(&words, line.quantity, &unit, &self.money(line.price))
    }

    /// What the cart comes to at this moment.
    pub fn totals(self, cash_only: bool) -> Option<Totals> {
        let now = self.device.now();
        let basket = self.basket.get();
        self.device.read(|shop| basket.totals(shop, now, cash_only))
    }

    /// A time, as the business's clocks show it.
    pub fn time(self, at: DateTime<Utc>) -> String {
        self.device.read(|shop| shop.time(at))
    }

    /// Opens a sheet.
    pub fn open(self, sheet: Sheet) {
        self.stays();
        self.wrong.set(String::new());
        self.sheet.set(Some(sheet));
    }

    /// Closes whatever stands before the view. Who closes what nobody knows, when all goods are there, does
    /// not want it.
    pub fn close(self) {
        let sheet = self.sheet.get_untracked();
        // What is known by now has come while she looked.
        if let Some(Sheet::NotKnown(code)) = sheet
            && !self.device.awaits_goods()
            && self.device.read(|shop| shop.scan(&code)).is_none()
        {
            self.basket.update(|basket| basket.give_up(&code));
        }
        self.wrong.set(String::new());
        self.sheet.set(None);
        js::focus_soon(self.view.get_untracked().onward());
    }

    /// Goes to another view.
    pub fn go(self, view: View) {
        self.stays();
        self.wrong.set(String::new());
        self.sheet.set(None);
        // It was of the view before.
        self.news.set(String::new());
        self.credit.set(None);
        self.cart_open.set(false);
        self.view.set(view);
        js::to_top();
    }

    /// Says what did not work.
    pub fn refuse(self, text: String) {
        self.wrong.set(text);
    }

    /// Says what went wrong.
    pub fn trouble(self, trouble: &Trouble) {
        // What is wrong with the till itself stands at its top already, with a way out; a sheet stands before that.
        let shown = self.device.trouble.get_untracked();
        if shown.as_ref() != Some(trouble) || self.sheet.with_untracked(Option::is_some) {
            self.refuse(self.say.with(trouble.key(), &[("text", trouble.text())]));
        }
    }

    /// The words for a PIN that will not do.
    pub fn pin_no(self, no: &PinNo) -> String {
        let say = self.say;
        match no {
            PinNo::Said(words) => words.clone(),
            PinNo::Wrong(left) => {
                let left = left.to_string();
                say.with("till-app-pin-wrong", &[("count", left.as_str())])
            }
            PinNo::Locked(until) => {
                let time = self.time(*until);
                say.with("till-app-pin-locked", &[("time", time.as_str())])
            }
            PinNo::TillLocked => say.t("till-app-pin-till-locked"),
            PinNo::None => say.t("till-app-pin-none"),
            PinNo::Trouble(trouble) => say.with(trouble.key(), &[("text", trouble.text())]),
        }
    }

    /// Puts something into the cart, and says so.
    pub fn add(self, hit: &Hit) {
        let now = self.device.now();
        let mut basket = self.basket.get_untracked();
        let added = self.device.read(|shop| basket.add(shop, hit, now));
        match added {
            Ok(at) => self.added(basket, at),
            Err(key) => self.refuse(self.say.t(key)),
        }
    }

    /// Something was put into the cart: it stands there. What was allowed before is not allowed any more.
    pub fn added(self, basket: Basket, at: usize) {
        self.stays();
        self.basket.set(Basket {
            approved_by: None,
            ..basket
        });
        self.wrong.set(String::new());
        self.tell(at);
        js::show_line(at);
    }

    /// Says what stands in a line now, and what the whole comes to.
    fn tell(self, at: usize) {
        let line = self
            .basket
            .with_untracked(|basket| basket.lines.get(at).cloned());
        let Some(line) = line else {
            return;
        };
        let total = self.sums.get_untracked();
        let total = total.map(|totals| self.money(totals.total));
        let unit = self
            .device
            .read(|shop| shop.unit_of(line.product_id, line.pack_id));
        let (name, count) = (self.line_name(&line), self.how_much(line.quantity, &unit));
        let amount = total.unwrap_or_default();
        let named = [
            ("name", name.as_str()),
            ("count", count.as_str()),
            ("amount", amount.as_str()),
        ];
        self.news.set(self.say.with("till-app-added", &named));
    }

    /// What a scanner read, or somebody typed whole: a product, or once more what was sold without one.
    pub fn scan(self, code: &str) -> bool {
        let now = self.device.now();
        let mut basket = self.basket.get_untracked();
        let found = self.device.read(|shop| basket.scan(shop, code, now));
        match found {
            Some(Ok(at)) => self.added(basket, at),
            Some(Err(key)) => self.refuse(self.say.t(key)),
            None => return false,
        }
        true
    }

    /// Changes the cart; what was allowed of it is not allowed any more.
    pub fn change(self, how: impl FnOnce(&mut Basket)) {
        self.basket.update(|basket| {
            basket.approved_by = None;
            how(basket);
        });
    }

    /// Whose turn it is, by id.
    pub fn member_id(self) -> Option<Uuid> {
        self.cashier
            .with_untracked(|one| one.as_ref().map(|one| one.member_id))
    }

    /// Whether somebody may do something at a till.
    pub fn may(self, power: &str) -> bool {
        let has = |member: &Member| member.powers.iter().any(|one| one == power);
        self.cashier.with(|member| member.as_ref().is_some_and(has))
    }

    /// As what she works here whose turn it is.
    pub fn role(self) -> String {
        let role = |one: &Option<Member>| one.as_ref().map(|one| one.role.clone());
        self.cashier.with_untracked(role).unwrap_or_default()
    }

    /// What lay in the cart when the till was left comes back into an empty one.
    pub async fn take_draft(self) {
        let draft = self.device.draft().await;
        let is_free = |now: &Basket| now.is_empty() && now.prompts.is_empty();
        if let Some(draft) = draft.filter(|_| self.basket.with_untracked(is_free)) {
            self.basket.set(draft);
        }
    }

    /// It is her turn: her shift and what lay in the cart come back.
    pub fn begin(self, member: Member) {
        spawn_local(async move {
            self.take_draft().await;
            let shift = self.device.shift(member.member_id).await;
            let view = if shift.is_some() {
                View::Ring
            } else {
                View::Float
            };
            self.shift.set(shift);
            self.cashier.set(Some(member));
            js::forget_news();
            self.go(view);
            js::focus_soon("till-search");
        });
    }
}
