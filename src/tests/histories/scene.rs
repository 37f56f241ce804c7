//! A shop with two locations, a few goods that everybody wants, suppliers and customers. Its days pass
//! as its people act, so that what expires does.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::record::Record;
use crate::businesses::{self, AreaForm, LocationForm};
use crate::catalog::kits::{self, PartsForm};
use crate::catalog::packs::{self, PackForm};
use crate::platform::{Cx, clock};
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::sales;
use crate::stock::policies::{self, PolicyForm};
use crate::tests::support::Shop;
use crate::tests::tills::till;
use crate::values::{BusinessCalendar, Money};

/// So many acts are a day.
const ACTS_A_DAY: i64 = 30;
/// Phones of customers.
const PHONES: [&str; 3] = ["+254722000101", "+254722000102", "+254722000103"];

/// How a business wants its goods counted and valued.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    /// `fifo` or `average`.
    pub costing: &'static str,
    /// `block`, `warn` or `allow`.
    pub below_zero: &'static str,
    /// `block` or `warn`.
    pub expired: &'static str,
}

impl Choices {
    /// As its form says it.
    pub fn form(self, reclaims_tax: bool) -> PolicyForm {
        let tick = if reclaims_tax { "true" } else { "" };
        PolicyForm {
            costing: self.costing.to_owned(),
            below_zero: self.below_zero.to_owned(),
            expired: self.expired.to_owned(),
            reclaims_tax: tick.to_owned(),
        }
    }
}

/// Something that is sold.
#[derive(Debug, Clone, Copy)]
pub struct Good {
    /// Its id.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: &'static str,
    /// Of one, tax included.
    pub price: Money,
}

/// In what a good is bought and sold too.
#[derive(Debug, Clone, Copy)]
pub struct Pack {
    /// Its id.
    pub pack_id: Uuid,
    /// What is in it.
    pub good: Good,
    /// What it is called.
    pub name: &'static str,
    /// What a scanner reads on it.
    pub barcode: &'static str,
    /// Of one, tax included.
    pub price: Money,
}

/// The shop.
pub struct Scene {
    /// Itself.
    pub shop: Shop,
    /// Its locations.
    pub places: [Uuid; 2],
    /// A till at each.
    pub tills: [Uuid; 2],
    /// What stands on shelves.
    pub goods: [Good; 4],
    /// Packs of two of them: one that holds whole units, and one that does not.
    pub packs: [Pack; 2],
    /// Sold as one, and leaves as parts of two of them.
    pub kit: Good,
    /// Who brings.
    pub suppliers: [Uuid; 2],
    /// Who buys, with their phones.
    pub customers: [(Uuid, &'static str); 3],
    /// Where orders are brought to, from any location.
    pub area: Uuid,
    /// What it chose.
    pub choices: Choices,
    /// What people were told.
    pub record: Record,
    /// Whether everybody has gone home.
    pub is_over: AtomicBool,
    calendar: BusinessCalendar<Tz>,
    sessions: [Vec<u8>; 2],
    acts: AtomicI64,
}

impl Scene {
    /// Opens it: nothing is on its shelves yet.
    pub async fn open(shop: Shop, choices: Choices) -> Scene {
        let cx = shop.cx();
        policies::keep(&cx, &choices.form(false)).await.unwrap();
        let calendar = shop.look().await.scope().calendar;
        let places = [shop.location, branch(&cx).await];
        let tills = [till(&shop, places[0]).await, till(&shop, places[1]).await];
        let mut goods = Vec::new();
        for (sku, price) in [("A", "116"), ("B", "58"), ("C", "250.50"), ("D", "99.95")] {
            goods.push(good(&shop, sku, price).await);
        }
        let packs = [
            pack(&cx, goods[0], ("three", "3", "6001007000011", "300")).await,
            pack(&cx, goods[2], ("tray", "1.5", "6001007000028", "350")).await,
        ];
        let kit = good(&shop, "KIT", "300").await;
        for (part, quantity) in [("A", "2"), ("B", "0.5")] {
            let form = PartsForm::from([
                ("add".to_owned(), part.to_owned()),
                ("add_quantity".to_owned(), quantity.to_owned()),
            ]);
            kits::keep_parts(&cx, kit.product_id, &form).await.unwrap();
        }
        let suppliers = [
            supplier(&cx, "Unga Ltd").await,
            supplier(&cx, "Maziwa").await,
        ];
        let mut customers = Vec::new();
        for phone in PHONES {
            customers.push((customer(&shop, phone).await, phone));
        }
        Scene {
            places,
            tills,
            goods: goods.try_into().unwrap(),
            packs,
            kit,
            suppliers,
            customers: customers.try_into().unwrap(),
            area: area(&cx).await,
            choices,
            record: Record::default(),
            is_over: AtomicBool::new(false),
            calendar,
            sessions: [shop.owner_session(), shop.hire("manager").await],
            acts: AtomicI64::new(0),
            shop,
        }
    }

    /// Somebody acts: time passes.
    pub fn passes(&self) {
        self.acts.fetch_add(1, Ordering::Relaxed);
    }

    fn now(&self) -> DateTime<Utc> {
        let days = self.acts.load(Ordering::Relaxed) / ACTS_A_DAY;
        clock::now() + TimeDelta::days(days)
    }

    /// The business's day.
    pub fn today(&self) -> NaiveDate {
        self.calendar.day_of(self.now())
    }

    /// Through the back office, as the owner or her manager.
    pub fn cx(&self, number: u64) -> Cx {
        let session = &self.sessions[usize::from(number % 2 == 1)];
        let mut cx = self.shop.member(session);
        cx.now = self.now();
        cx
    }

    /// Through the storefront.
    pub fn storefront(&self) -> Cx {
        let mut cx = self.shop.customer();
        cx.now = self.now();
        cx
    }

    /// How many lines were sold and came back by pack, and how many that were ordered by pack came.
    pub async fn by_pack(&self) -> [(&'static str, usize); 3] {
        let mut tx = self.shop.look().await;
        let (sold, back, came): (i64, i64, i64) = sqlx::query_as(
            "select count(*) filter (where l.returns_line_no is null),
                    count(*) filter (where l.returns_line_no is not null),
                    (select count(*) from app.purchase_line
                      where business_id = $1 and pack_id is not null and received_milli > 0)
               from app.sale_line l where l.business_id = $1 and l.pack_id is not null",
        )
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap();
        let lines = [("sold", sold), ("back", back), ("ordered", came)];
        lines.map(|(what, many)| (what, usize::try_from(many).unwrap()))
    }

    /// What everything adds up to, of rows that acts write. A link to an order is not among it:
    /// whoever asks for her order again gets another one.
    pub async fn fingerprint(&self) -> Vec<i64> {
        let mut tx = self.shop.look().await;
        let sums: Vec<Option<i64>> = sqlx::query_scalar(
            "select sum(next_number)::bigint from app.number_series where business_id = $1
             union all select count(*) from app.audit where business_id = $1
             union all select count(*) from app.stock_movement where business_id = $1
             union all select count(*) from app.journal_line where business_id = $1
             union all select count(*) from app.payment where business_id = $1
             union all select count(*) from app.order_event where business_id = $1
             union all select count(*) from app.outbox where business_id = $1
             union all select count(*) from app.batch where business_id = $1
             union all select count(*) from app.bill_settlement where business_id = $1
             union all select count(*) from app.stock_take_count where business_id = $1
             union all select count(*) from app.cash_move where business_id = $1
             union all select sum(float_minor + 7 * coalesce(variance_minor, 0))::bigint
                         from app.shift where business_id = $1
             union all select sum(on_hand_milli + 7 * reserved_milli + 11 * short_milli)::bigint
                         from app.stock_level where business_id = $1
             union all select sum(left_value_minor)::bigint from app.cost_layer
                        where business_id = $1
             union all select sum(owed_minor + 7 * limit_minor)::bigint from app.customer_account
                        where business_id = $1
             union all select sum(revision)::bigint from app.order where business_id = $1",
        )
        .bind(tx.business())
        .fetch_all(tx.conn())
        .await
        .unwrap();
        sums.into_iter().map(Option::unwrap_or_default).collect()
    }
}

async fn good(shop: &Shop, sku: &'static str, price: &str) -> Good {
    Good {
        product_id: shop.sells(sku, price, "").await,
        sku,
        price: Money::parse(price, "KES").unwrap(),
    }
}

/// A pack: what it is called, what it holds, its barcode and its price.
async fn pack(
    cx: &Cx,
    good: Good,
    (name, holds, barcode, price): (&'static str, &str, &'static str, &str),
) -> Pack {
    let pack_id = Uuid::now_v7();
    let form = PackForm {
        pack_id: pack_id.to_string(),
        product_id: good.product_id.to_string(),
        name: name.to_owned(),
        holds: holds.to_owned(),
        barcodes: barcode.to_owned(),
        sold: "true".to_owned(),
        price: price.to_owned(),
    };
    packs::keep_pack(cx, &form).await.unwrap();
    Pack {
        pack_id,
        good,
        name,
        barcode,
        price: Money::parse(price, "KES").unwrap(),
    }
}

/// A second location.
async fn branch(cx: &Cx) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        sells_online: "true".to_owned(),
        offers_pickup: "true".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(cx, &form).await.unwrap();
    location_id
}

async fn area(cx: &Cx) -> Uuid {
    let area_id = Uuid::now_v7();
    let form = AreaForm {
        area_id: area_id.to_string(),
        fresh: "true".to_owned(),
        name: "Estate".to_owned(),
        fee: "50".to_owned(),
    };
    businesses::keep_area(cx, &form).await.unwrap();
    area_id
}

async fn supplier(cx: &Cx, name: &str) -> Uuid {
    let form = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        terms_days: "14".to_owned(),
        ..SupplierForm::default()
    };
    suppliers::keep(cx, &form).await.unwrap().supplier_id
}

/// A customer who may buy on account.
async fn customer(shop: &Shop, phone: &str) -> Uuid {
    let customer_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.customer (business_id, customer_id, phone, name)
         values ($1, $2, $3, 'A buyer')",
    )
    .bind(tx.business())
    .bind(customer_id)
    .bind(phone)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let limit = Money::from_minor(300_000);
    sales::set_limit(&shop.cx(), customer_id, limit)
        .await
        .unwrap();
    customer_id
}
