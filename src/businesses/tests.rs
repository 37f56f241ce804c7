//! Businesses against the database: who may change what, and what happens once.
#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::{
    AreaForm, LocationForm, OpenBusiness, SettingsForm, areas, close_location, close_on, keep_area,
    keep_location, keep_settings, listed, locations, open_business, open_on, opening_hours,
    pickup_locations, retire_area, settings,
};
use crate::platform::{BusinessTx, Cx, Database, Door, clock, sessions};
use crate::staff::{Role, SignUpForm, sign_up};
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::values::{Language, Stop};

/// A session of a new user.
async fn new_session(db: &Database) -> Vec<u8> {
    let form = SignUpForm {
        name: "A new user".to_owned(),
        identity: format!("{}@example.com", Uuid::now_v7().simple()),
        password: "sukuma wiki na ugali".to_owned(),
        next: String::new(),
    };
    let peer = Uuid::now_v7().to_string();
    let user = sign_up(db, &peer, &form).await.unwrap();
    sessions::open_for(db, user).await.unwrap()
}

fn ask(slug: &str) -> OpenBusiness {
    OpenBusiness {
        name: "A new shop".to_owned(),
        slug: slug.to_owned(),
        country: "KE".to_owned(),
        currency: "KES".to_owned(),
        time_zone: "Africa/Nairobi".to_owned(),
        language: Language::Sw,
        phone: None,
        location_name: "Main shop".to_owned(),
    }
}

async fn nothing(_: &mut BusinessTx) -> Result<(), Stop> {
    Ok(())
}

async fn fails(_: &mut BusinessTx) -> Result<(), Stop> {
    Err(Stop::Fault("test".to_owned()))
}

fn fresh_slug() -> String {
    format!("t-{}", Uuid::now_v7().simple())
}

fn is_refused_at(stop: &Stop, field: &str) -> bool {
    matches!(stop, Stop::Refused(all) if all.iter().any(|r| r.field.as_deref() == Some(field)))
}

fn settings_form(name: &str) -> SettingsForm {
    SettingsForm {
        name: name.to_owned(),
        pays_by_mpesa: "true".to_owned(),
        ..SettingsForm::default()
    }
}

fn area_form(id: Uuid, fresh: &str, name: &str, fee: &str) -> AreaForm {
    AreaForm {
        area_id: id.to_string(),
        fresh: fresh.to_owned(),
        name: name.to_owned(),
        fee: fee.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_comes_into_being_once_and_whole() {
    let shop = Shop::open("businesses-open").await;
    let db = shop.db();
    let (session, slug) = (new_session(db).await, fresh_slug());
    let now = clock::now();
    open_business(db, &session, now, &ask(&slug), nothing)
        .await
        .unwrap();
    let again = open_business(db, &session, now, &ask(&slug), nothing)
        .await
        .unwrap_err();
    assert!(is_refused_at(&again, "slug"), "{again:?}");

    let all = listed(db, &session).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].slug.as_str(), all[0].role.as_str()),
        (slug.as_str(), "owner")
    );
    let cx = Cx::new(db, Door::Member { session, slug }, now, Language::En);
    let mut tx = cx.read().await.unwrap();
    let kept = settings(&mut tx).await.unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.language),
        ("A new shop", Language::Sw)
    );
    assert!(kept.pays_by_mpesa && kept.storefront_open);
    assert_eq!(pickup_locations(&mut tx).await.unwrap().len(), 1);
}

/// Or she would be told that her own address is not free, and open another.
#[tokio::test(flavor = "multi_thread")]
async fn a_business_whose_form_comes_twice_is_one_and_both_lead_to_it() {
    let shop = Shop::open("businesses-twice").await;
    let service = serving(&shop);
    let slug = fresh_slug();
    let form = fields(&[
        ("form[name]", "A second shop"),
        ("form[slug]", slug.as_str()),
        ("form[country]", "KE"),
        ("form[location_name]", "Stall 7"),
    ]);
    let mut owner = member(&service, &shop, Role::Owner).await;
    for _ in 0..2 {
        let opened = owner.post("/api/businesses/open_business", &form).await;
        assert_eq!(opened.location, format!("/b/{slug}"));
    }
    // Nobody else is led into it.
    let mut other = member(&service, &shop, Role::Manager).await;
    let taken = other.post("/api/businesses/open_business", &form).await;
    assert_eq!(taken.location, "/businesses/new");
    assert!(other.get("/businesses/new").await.body.contains(&slug));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_on_the_way_leaves_no_business_behind() {
    let shop = Shop::open("businesses-fail").await;
    let db = shop.db();
    let (session, slug) = (new_session(db).await, fresh_slug());
    let now = clock::now();
    assert!(
        open_business(db, &session, now, &ask(&slug), fails)
            .await
            .is_err()
    );
    assert!(listed(db, &session).await.unwrap().is_empty());
    // The slug is free again.
    open_business(db, &session, now, &ask(&slug), nothing)
        .await
        .unwrap();
    let nobody = open_business(db, b"nobody", now, &ask(&fresh_slug()), nothing).await;
    assert_eq!(nobody, Err(Stop::SignIn));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_business_is_not_found() {
    let shop = Shop::open("businesses-other").await;
    let db = shop.db();
    let session = new_session(db).await;
    let slug = shop.cx().read().await.unwrap().scope().slug.clone();
    let door = Door::Member { session, slug };
    let stranger = Cx::new(db, door, clock::now(), Language::En);
    assert_eq!(stranger.read().await.err(), Some(Stop::NotFound));
    let kept = keep_settings(&stranger, &settings_form("Mine now")).await;
    assert_eq!(kept, Err(Stop::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_keeps_no_settings() {
    let shop = Shop::open("businesses-cashier").await;
    let cashier = shop.cashier();
    assert_eq!(
        keep_settings(&cashier, &settings_form("Mine")).await,
        Err(Stop::Forbidden)
    );
    let form = area_form(Uuid::now_v7(), "true", "Mine", "0");
    assert_eq!(keep_area(&cashier, &form).await, Err(Stop::Forbidden));
    assert_eq!(
        retire_area(&cashier, Uuid::now_v7()).await,
        Err(Stop::Forbidden)
    );
    let kept = keep_location(&cashier, &LocationForm::default()).await;
    assert_eq!(kept, Err(Stop::Forbidden));
    keep_settings(&shop.cx(), &settings_form("Ours"))
        .await
        .unwrap();
    let mut tx = shop.cx().read().await.unwrap();
    assert_eq!(settings(&mut tx).await.unwrap().name, "Ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_are_added_changed_and_retired() {
    let shop = Shop::open("businesses-areas").await;
    let (cx, id) = (shop.cx(), Uuid::now_v7());
    let name = format!("Estate {}", id.simple());
    // Sent twice, as by an impatient thumb.
    let new = area_form(id, "true", &name, "150");
    let (one, two) = tokio::join!(keep_area(&cx, &new), keep_area(&cx, &new));
    assert!(one.is_ok() && one == two, "{one:?} {two:?}");
    let twin = area_form(Uuid::now_v7(), "true", &name.to_uppercase(), "0");
    let taken = keep_area(&cx, &twin).await.unwrap_err();
    assert!(is_refused_at(&taken, "name"), "{taken:?}");
    keep_area(&cx, &area_form(id, "", &name, "200"))
        .await
        .unwrap();
    // The first form comes once more, late: what became of it since stays.
    keep_area(&cx, &new).await.unwrap();
    let missing = keep_area(&cx, &area_form(Uuid::now_v7(), "", "Nowhere", "1")).await;
    assert_eq!(missing, Err(Stop::NotFound));

    let mut tx = cx.read().await.unwrap();
    let all = areas(&mut tx).await.unwrap();
    let fees: Vec<i64> = all
        .iter()
        .filter(|a| a.name == name)
        .map(|a| a.fee.minor())
        .collect();
    assert_eq!(fees, [20_000]);
    let told = crate::audit::trail(&mut tx, "delivery_area", id).await;
    assert_eq!(told.unwrap().len(), 2, "made, and changed once");
    drop(tx);
    for _ in 0..2 {
        assert_eq!(retire_area(&cx, id).await, Ok(name.clone()));
    }
    let neighbour = shop.neighbour("businesses-areas-next").await;
    let foreign = retire_area(&neighbour.cx(), id).await;
    assert_eq!(foreign, Err(Stop::NotFound));
    // The name is free again.
    keep_area(&cx, &twin).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_that_does_not_sell_online_offers_no_pick_up() {
    let shop = Shop::open("businesses-locations").await;
    let (cx, id) = (shop.cx(), Uuid::now_v7());
    let form = LocationForm {
        location_id: id.to_string(),
        fresh: "true".to_owned(),
        name: "Stall by the stage".to_owned(),
        offers_pickup: "true".to_owned(),
        ..LocationForm::default()
    };
    let (one, two) = tokio::join!(keep_location(&cx, &form), keep_location(&cx, &form));
    assert!(one.is_ok() && one == two, "{one:?} {two:?}");
    let moved = LocationForm {
        fresh: String::new(),
        address: "Behind the stage".to_owned(),
        ..form.clone()
    };
    keep_location(&cx, &moved).await.unwrap();
    // The first form comes once more, late: what became of it since stays.
    keep_location(&cx, &form).await.unwrap();
    let mut tx = cx.read().await.unwrap();
    assert!(
        locations(&mut tx)
            .await
            .unwrap()
            .iter()
            .any(|l| l.location_id == id && l.address == "Behind the stage")
    );
    assert!(
        pickup_locations(&mut tx)
            .await
            .unwrap()
            .iter()
            .all(|l| l.location_id != id)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_location_is_offered_to_customers_only_where_she_ticks_it() {
    let shop = Shop::open("businesses-second").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let base = format!("/b/{}/settings/locations", shop.slug);
    let first = owner.get(&format!("{base}/{}", shop.location)).await;
    assert!(first.body.contains(" checked"), "{}", first.body);
    let new = format!("{base}/new?id={}", Uuid::now_v7());
    let new = owner.get(&new).await;
    assert!(new.body.contains("sells_online"), "{}", new.body);
    assert!(!new.body.contains(" checked"), "{}", new.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_opened_twice_is_open() {
    let shop = Shop::open("businesses-open-day").await;
    let cx = shop.cx();
    let today = shop.look().await.scope().today().to_string();
    close_on(&cx, &today, "Harusi").await.unwrap();
    for _ in 0..2 {
        assert_eq!(open_on(&cx, &today).await, Ok(()));
    }
    let mut tx = shop.look().await;
    assert!(opening_hours(&mut tx).await.unwrap().closed.is_empty());
}

/// A second location; its id.
async fn kiosk(shop: &Shop) -> Uuid {
    let form = LocationForm {
        location_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: "Kiosk".to_owned(),
        ..LocationForm::default()
    };
    let kept = keep_location(&shop.cx(), &form).await.unwrap();
    kept.location_id
}

fn why(outcome: Result<String, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(all)) => all.into_iter().map(|one| one.key).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_that_holds_nothing_is_closed_and_opened_again() {
    let shop = Shop::open("close-place").await;
    shop.sells("A", "50", "3").await;
    let (cx, kiosk) = (shop.cx(), kiosk(&shop).await);
    let full = close_location(&cx, shop.location, true).await;
    assert_eq!(why(full), ["refused-location-goods"]);
    for _ in 0..2 {
        let closed = close_location(&cx, kiosk, true).await;
        assert_eq!(closed, Ok("Kiosk".to_owned()));
    }
    let mut tx = shop.look().await;
    assert_eq!(locations(&mut tx).await.unwrap().len(), 1);
    let told = crate::audit::trail(&mut tx, "location", kiosk).await;
    assert_eq!(told.unwrap().len(), 2, "made, and closed once");
    drop(tx);
    let last = close_location(&cx, shop.location, true).await;
    let expected = ["refused-location-last", "refused-location-goods"];
    assert_eq!(why(last), expected);
    // Somebody else has its name meanwhile.
    let other = self::kiosk(&shop).await;
    let taken = close_location(&cx, kiosk, false).await;
    assert_eq!(why(taken), ["refused-place-name-taken"]);
    close_location(&cx, other, true).await.unwrap();
    let open = close_location(&cx, kiosk, false).await;
    assert_eq!(open, Ok("Kiosk".to_owned()));
    let mut tx = shop.look().await;
    assert_eq!(locations(&mut tx).await.unwrap().len(), 2);
    drop(tx);
    let cashier = close_location(&shop.cashier(), kiosk, true).await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let neighbour = shop.neighbour("close-beside").await;
    let strange = close_location(&neighbour.cx(), kiosk, true).await;
    assert_eq!(strange, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_are_closed_at_once_one_stays_open() {
    let shop = Shop::open("close-both").await;
    let kiosk = kiosk(&shop).await;
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(
        close_location(&cx, shop.location, true),
        close_location(&other, kiosk, true)
    );
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let refused = if one.is_ok() { two } else { one };
    assert_eq!(why(refused), ["refused-location-last"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_location_closes_it_and_opens_it_again() {
    let shop = Shop::open("close-page").await;
    let kiosk = kiosk(&shop).await.to_string();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = format!("/b/close-page/settings/locations/{kiosk}");
    for (bring_back, offers, list) in [
        ("", "Open it again", "Closed"),
        ("true", "Close this location", "Not online"),
    ] {
        let form = fields(&[
            ("business", "close-page"),
            ("location_id", &kiosk),
            ("bring_back", bring_back),
        ]);
        owner.post("/api/businesses/close_location", &form).await;
        let shown = owner.get(&page).await;
        assert!(shown.body.contains(offers), "{}", shown.body);
        let all = owner.get("/b/close-page/settings/locations").await;
        assert!(all.body.contains(list), "{}", all.body);
    }
}
