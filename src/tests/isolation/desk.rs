//! What a business writes down around its goods and orders: hours, photos, files, invitations, tills,
//! notes, views, what was taken off an order, and what M-Pesa said; each with the business's word.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::businesses::{self, HoursForm};
use crate::catalog::import::{NewImport, receive};
use crate::catalog::{demo, photo};
use crate::orders::{self, Filter, Reduction, WhyOff};
use crate::payments::{self, Heard};
use crate::platform::secrets::digest;
use crate::platform::{Cx, Door, clock};
use crate::sales::{Flag, Oddity};
use crate::staff::devices::{self, DeviceForm};
use crate::staff::pins::{self, PinForm};
use crate::staff::{self, InvitationForm};
use crate::tests::support::Shop;
use crate::till::flags::{self, Raised};
use crate::values::{Language, Refusal};

/// Fills the tables that stand around a product, an order that is open, and a prompt of M-Pesa.
pub async fn fill(shop: &Shop, mark: &str, product_id: Uuid, order_id: Uuid, attempt_id: Uuid) {
    let cx = shop.cx();
    let mut hours = HoursForm::new();
    for day in 1..=7 {
        hours.insert(format!("opens_{day}"), "06:00".to_owned());
        hours.insert(format!("closes_{day}"), "21:00".to_owned());
    }
    businesses::keep_hours(&cx, &hours).await.unwrap();
    businesses::close_on(&cx, "2199-01-01", mark).await.unwrap();
    // A photo's id is the digest of what was sent: each business has another picture.
    let which = shop.slug.len() % demo::PICTURES.len();
    let picture = demo::PICTURES[which].1.to_vec();
    photo::keep_photo(&cx, product_id, picture).await.unwrap();
    let bad = NewImport {
        import_id: Uuid::now_v7(),
        file_name: format!("{mark}.csv"),
        file: format!("sku,name,price\nDEAR,{mark},dear\n").into_bytes(),
        dry_run: false,
    };
    receive(&cx, bad).await.unwrap();
    let invitation = InvitationForm {
        invitation_id: Uuid::now_v7().to_string(),
        identity: format!("{mark}@example.com"),
        role: "cashier".to_owned(),
    };
    staff::invite(&cx, &invitation).await.unwrap();
    till(shop, mark).await;
    of_order(shop, mark, order_id).await;
    hear(shop, mark, attempt_id).await;
}

/// The owner's PIN at the till.
const PIN: &str = "2580";

/// What the cookie of a business's till says.
pub fn till_token(mark: &str) -> String {
    format!("{mark}-till")
}

/// A till, a code for another, and the owner who took her turn after a slip.
async fn till(shop: &Shop, mark: &str) {
    let cx = shop.cx();
    let device = DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        name: mark.to_owned(),
        location_id: shop.location.to_string(),
    };
    let token = till_token(mark);
    devices::enrol(&cx, &device, &token).await.unwrap();
    let code = DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        ..device
    };
    devices::make_code(&cx, &code).await.unwrap();
    let me = cx.read().await.unwrap().scope().member_id().unwrap();
    let pin = PinForm {
        pin: PIN.to_owned(),
        again: PIN.to_owned(),
    };
    pins::set_pin(&cx, me, &pin).await.unwrap();
    let door = Door::Device {
        token: digest(&token),
        member_id: None,
    };
    let there = Cx::new(shop.db(), door, clock::now(), Language::En);
    assert!(pins::verify(&there, me, "2581").await.is_err());
    pins::verify(&there, me, PIN).await.unwrap();
    let device_id = there.read().await.unwrap().scope().device.clone();
    told(shop, mark, device_id.unwrap().device_id, me).await;
}

/// Something that the till told and a manager must look at, and a customer whom it wrote down.
async fn told(shop: &Shop, mark: &str, device_id: Uuid, member_id: Uuid) {
    let mut tx = shop.cx().begin().await.unwrap();
    let about = Raised {
        event_id: Uuid::now_v7(),
        device_id,
        member_id,
        sale_id: None,
        occurred_at: clock::now(),
    };
    let reason = Refusal::of("flag-customer-gone").with("name", mark);
    let flag = Flag::of(Oddity::Customer, reason);
    flags::raise(&mut tx, &about, &[flag]).await.unwrap();
    let written = sqlx::query(
        "insert into app.till_customer (business_id, event_id, request_digest, customer_id,
                device_id, recorded_at)
         select $1, $2, '', customer_id, $3, now() from app.customer
          where business_id = $1 limit 1",
    )
    .bind(tx.business())
    .bind(Uuid::now_v7())
    .bind(device_id);
    let written = written.execute(tx.conn()).await.unwrap();
    assert_eq!(written.rows_affected(), 1);
    tx.commit().await.unwrap();
}

/// A note, a view, and goods that are not on the shelf.
async fn of_order(shop: &Shop, mark: &str, order_id: Uuid) {
    let cx = shop.cx();
    orders::write_note(&cx, order_id, Uuid::now_v7(), mark)
        .await
        .unwrap();
    orders::keep_view(&cx, Uuid::now_v7(), mark, &Filter::default(), true)
        .await
        .unwrap();
    let less = Reduction {
        cancellation_id: Uuid::now_v7(),
        keep: BTreeMap::from([(1, "0.5".to_owned())]),
        why: WhyOff::Short,
        note: mark.to_owned(),
    };
    let revision = shop.order(order_id).await.order.revision;
    orders::cancel_lines(&cx, order_id, revision, &less)
        .await
        .unwrap();
}

/// The secret of the address that the prompt of a business is answered at.
pub fn callback_of(slug: &str) -> String {
    format!("{slug}-token")
}

/// Something that came to the prompt's own address and says nothing that can be read: it is kept.
async fn hear(shop: &Shop, mark: &str, attempt_id: Uuid) {
    let token = callback_of(&shop.slug);
    let told = sqlx::query(
        "insert into app.callback_token (token_hash, business_id, attempt_id)
         select $1, business_id, attempt_id from app.mpesa_attempt where attempt_id = $2",
    )
    .bind(digest(&token))
    .bind(attempt_id)
    .execute(&mut shop.superuser().await)
    .await
    .unwrap();
    assert_eq!(told.rows_affected(), 1);
    let body = mark.as_bytes();
    let (db, now) = (shop.db(), clock::now());
    let heard = payments::hear(db, &token, "127.0.0.1", body, orders::settle, now).await;
    assert_eq!(heard, Ok(Heard::Kept));
}
