//! The demo business: a shop with real Kenyan goods and prices, filled through the same verbs as
//! any owner's. It exists only where the public address is this machine; elsewhere its sign-in is
//! locked, because everybody knows its password.
//!
//! A new demo has forty days behind it: goods that came from suppliers, went to a second location,
//! were counted and sold. Its firms are invented and their numbers are nobody's. What never breaks:
//! one that is there already, from this version or an older one, keeps what it has and gets nothing
//! more than goods and pictures that it lacks.

mod bought;
mod moved;
mod past;
mod shelf;
mod sold;
mod turns;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::past::Past;
use crate::businesses::{self, AreaForm, LocationForm, OpenBusiness, SettingsForm};
use crate::payments::{self, AccountForm};
use crate::platform::secrets::{SealingKey, new_token};
use crate::platform::{Config, Cx, Database, clock, fault, sessions};
use crate::staff::{self, SignUpForm};
use crate::values::{Language, Stop};
use crate::{app, catalog};

/// The demo's slug.
pub const SLUG: &str = "demo";
/// Who owns it.
pub const PHONE: &str = "0700 000 001";
/// Everybody knows it.
pub const PASSWORD: &str = "duka-la-mfano";
/// The sandbox's short code and passkey are public.
const SHORT_CODE: &str = "174379";
const PASSKEY: &str = "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919";

/// Keeps demo and shop in databases of their own, in words for an operator: what is sold in the demo never
/// happened, and its password is everybody's. With the demo, it is not put beside businesses that were
/// there before it; without, where strangers may come, a shop does not begin with the demo in it.
pub async fn keeps_apart(config: &Config, db: &Database, with_demo: bool) -> Result<(), String> {
    let slugs = db.all_slugs().await.map_err(|stop| stop.to_string())?;
    let has_demo = slugs.iter().any(|slug| slug == SLUG);
    let why = match (with_demo, has_demo) {
        (true, false) if !slugs.is_empty() => {
            "the demo is not put beside a shop that is there already"
        }
        (false, true) if slugs.len() == 1 && !config.is_this_machine() => {
            "there is only the demo here, and a shop does not begin with it"
        }
        _ => return Ok(()),
    };
    Err(format!(
        "{why}: set DUKANI_DATA to another folder, or DATABASE_URL to another database"
    ))
}

/// Fills the demo business, making what is missing; running it again changes nothing.
pub async fn fill(db: &Database, seal: &SealingKey) -> Result<(), Stop> {
    let now = clock::now();
    let user = login(db).await?;
    let session = sessions::open_for(db, user).await?;
    let filled = fill_as(db, seal, &session, now).await;
    sessions::end(db, &session).await?;
    filled
}

async fn login(db: &Database) -> Result<i64, Stop> {
    let form = SignUpForm {
        name: "Demo owner".to_owned(),
        identity: PHONE.to_owned(),
        password: PASSWORD.to_owned(),
        ..SignUpForm::default()
    };
    match staff::login_of(db, PHONE).await? {
        Some(user) => {
            // It may have been locked while the address was public; else whoever is signed in stays so.
            if !staff::has_password(db, PHONE, PASSWORD).await? {
                staff::reset_password(db, PHONE, PASSWORD).await?;
            }
            Ok(user)
        }
        None => staff::sign_up(db, "demo", &form).await,
    }
}

async fn fill_as(
    db: &Database,
    seal: &SealingKey,
    session: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let is_new = !db.all_slugs().await?.iter().any(|slug| slug == SLUG);
    if is_new {
        open(db, session, now).await?;
    }
    let past = Past::of(db, session, now).await?;
    if is_new {
        furnish(&past.ago(0, 0), seal).await?;
    }
    let opened = past.ago(past::OPENED, 0);
    let file = catalog::demo::CATALOGUE.as_bytes();
    let report = catalog::import::import(&opened, import_id(), file, false).await?;
    if let Some((line, why)) = report.bad.first() {
        let what = format!("the demo catalogue, line {line}");
        return Err(fault(&what, &format!("{why:?}")));
    }
    catalog::demo::hang_pictures(&past.ago(0, 0)).await?;
    catalog::demo::make_groups(&past.ago(0, 0)).await?;
    if is_new {
        live(&past).await.map_err(no_refusal)?;
    }
    Ok(())
}

/// Opens the business, with its one stall.
async fn open(db: &Database, session: &[u8], now: DateTime<Utc>) -> Result<(), Stop> {
    let ask = OpenBusiness {
        name: "Duka la Mfano".to_owned(),
        slug: SLUG.to_owned(),
        country: "KE".to_owned(),
        currency: "KES".to_owned(),
        time_zone: "Africa/Nairobi".to_owned(),
        language: Language::En,
        phone: Some("+254700000001".to_owned()),
        location_name: "Market stall".to_owned(),
    };
    businesses::open_business(db, session, now, &ask, async |tx| app::open_books(tx).await).await?;
    Ok(())
}

/// What happened in the shop until today, in the order in which it did.
async fn live(past: &Past<'_>) -> Result<(), Stop> {
    let places = shelf::arrange(past).await?;
    let suppliers = bought::find_suppliers(past).await?;
    bought::begin(past, &places, &suppliers).await?;
    moved::begin(past, &places).await?;
    bought::go_on(past, &places, &suppliers).await?;
    sold::sell_all(past, &places).await?;
    moved::go_on(past, &places).await
}

/// Nobody typed the demo: what refuses it is our own mistake, and is told as one.
fn no_refusal(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(why) => fault("the demo is refused", &format!("{why:?}")),
        other => other,
    }
}

/// The demo's goods are imported once: the same id is the same import.
fn import_id() -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001)
}

async fn furnish(cx: &Cx, seal: &SealingKey) -> Result<(), Stop> {
    let settings = SettingsForm {
        name: "Duka la Mfano".to_owned(),
        phone: "0700 000 001".to_owned(),
        about: "Flour, beans, greens, milk and oil, at market prices. \
                Order by noon and we bring it the same day."
            .to_owned(),
        language: "en".to_owned(),
        tax_point: "payment".to_owned(),
        rounding: "100".to_owned(),
        pays_by_mpesa: "true".to_owned(),
        pays_on_hand_over: "true".to_owned(),
        storefront_open: "true".to_owned(),
        ..SettingsForm::default()
    };
    businesses::keep_settings(cx, &settings).await?;
    for (name, fee) in [
        ("Town centre", "50"),
        ("Kilimani", "150"),
        ("Westlands", "200"),
    ] {
        let area = AreaForm {
            area_id: Uuid::now_v7().to_string(),
            fresh: "true".to_owned(),
            name: name.to_owned(),
            fee: fee.to_owned(),
        };
        businesses::keep_area(cx, &area).await?;
    }
    let mut tx = cx.read().await?;
    let first = businesses::locations(&mut tx).await?;
    drop(tx);
    if let Some(first) = first.first() {
        let location = LocationForm {
            location_id: first.location_id.to_string(),
            name: first.name.clone(),
            address: "Stall 14, City Market".to_owned(),
            sells_online: "true".to_owned(),
            offers_pickup: "true".to_owned(),
            ..LocationForm::default()
        };
        businesses::keep_location(cx, &location).await?;
    }
    let account = AccountForm {
        short_code: SHORT_CODE.to_owned(),
        kind: "paybill".to_owned(),
        till_number: String::new(),
        consumer_key: "demo-consumer-key".to_owned(),
        consumer_secret: "demo-consumer-secret".to_owned(),
        passkey: PASSKEY.to_owned(),
    };
    let mut tx = cx.begin().await?;
    payments::keep_account(&mut tx, seal, &account).await?;
    tx.commit().await
}

/// Locks the demo's sign-in, where it exists: for an installation that strangers can reach. Where there is
/// no demo, its number may be somebody's own.
pub async fn lock(db: &Database) -> Result<(), Stop> {
    if !db.all_slugs().await?.iter().any(|slug| slug == SLUG) {
        return Ok(());
    }
    match staff::reset_password(db, PHONE, &new_token()).await {
        Err(Stop::NotFound) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
