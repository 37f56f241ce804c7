//! Files of every kind against a real PostgreSQL: what goes out comes in again and changes nothing.

mod bad_rows;
mod kinds;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use uuid::Uuid;

use super::kind::Kind;
use crate::businesses::{self, LocationForm};
use crate::catalog::price_lists;
use crate::platform::files::{Incoming, Outcome, Span};
use crate::purchasing::suppliers::import_suppliers;
use crate::staff::Role;
use crate::tests::browser::{Browser, member, serving};
use crate::tests::support::Shop;
use crate::values::Stop;

/// A shop with goods, a branch and a supplier; what its first location is called.
async fn open(slug: &str) -> (Shop, String) {
    let shop = Shop::open(slug).await;
    shop.sells("UNGA", "118", "50").await;
    shop.sells("RICE", "200", "50").await;
    shop.sells("RICE-V", "90", "").await;
    let form = LocationForm {
        location_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    let cx = shop.cx();
    price_lists::add(&cx, "Wholesale").await.unwrap();
    let supplier = import_suppliers(&cx, b"name\nJuma Ltd\n", false);
    supplier.await.unwrap();
    let mut tx = shop.look().await;
    let all = businesses::locations(&mut tx).await.unwrap();
    let home = all.iter().find(|at| at.location_id == shop.location);
    let home = home.unwrap().name.clone();
    drop(tx);
    (shop, home)
}

async fn sent(shop: &Shop, kind: Kind, id: Uuid, file: &str, dry_run: bool) -> Outcome {
    let incoming = Incoming {
        file: file.as_bytes().to_vec(),
        document_id: id,
        dry_run,
    };
    kind.bring_in(&shop.cx(), &incoming).await.unwrap()
}

async fn taken(shop: &Shop, kind: Kind) -> String {
    let mut tx = shop.look().await;
    kind.take_out(&mut tx, &Span::default()).await.unwrap()
}

fn reasons(outcome: &Outcome) -> Vec<(u64, &str)> {
    let bad = outcome.bad.iter();
    bad.map(|(line, why)| (*line, why[0].key.as_str()))
        .collect()
}

/// A file that makes something, of each kind that comes in.
fn makes(kind: Kind, home: &str) -> String {
    match kind {
        Kind::Locations => "name,address,phone,sells_online,offers_pickup\n\
             Kiosk,@Gate,0722000999,yes,no\nBranch,,,Ndiyo,yes\nDepot,,,,yes\n"
            .to_owned(),
        Kind::Customers => "phone,name,limit\n0722000111,@Asha,500\n0733000222,,\n".to_owned(),
        Kind::Categories => "name,position\nGrains,10\n-Odd,20\n".to_owned(),
        Kind::Variants => "family,variant,price\nRICE-V,Red,99\nRICE-V,Blue / L,\n".to_owned(),
        Kind::Scales => "sku,number\nUNGA,42\nRICE,7\n".to_owned(),
        Kind::Prefixes => "prefix,carries\n21,Weight\n22,price\n23,\n".to_owned(),
        Kind::Buyers => "phone,name,list\n0722000333,=Njeri,wholesale\n".to_owned(),
        Kind::Taxes => "class,letter,valid_from,percent\nzero,Z,2199-01-01,1.5\n".to_owned(),
        Kind::Adjustments => format!(
            "location,reason,note,sku,quantity,batch,expires,cost\n\
             {home},found,=1+1,UNGA,3,B-1,2199-01-31,12.5\n,,,RICE,2,,,\n"
        ),
        Kind::Worth => {
            format!("location,sku,cost,note\n{home},unga,12.5,@dearer\n{home},RICE,10.01,\n")
        }
        // The batch that the file of adjustments made.
        Kind::Batches => "sku,batch,new_number,expires_on\nunga,B-1,=B-2,2199-02-28\n".to_owned(),
        Kind::Transfers => {
            format!("from,to,note,sku,quantity\n{home},Branch,=1+1,UNGA,2\n,,,RICE,1.5\n")
        }
        Kind::Purchases => format!(
            "supplier,location,expected_on,sku,packs,cost\n\
             juma ltd,{home},2199-01-31,UNGA,4,0\n,,,RICE,1.5,80.5\n"
        ),
        Kind::Receipts => format!(
            "supplier,location,delivery_note,sku,quantity,cost\n\
             Juma Ltd,{home},D-7,UNGA,2,0\n,,,RICE,1.5,80\n"
        ),
        Kind::Bills => "supplier,number,billed_on,receipt,sku,quantity,net,freight\n\
             juma ltd,INV-7,2020-01-05,1,RICE,1.5,130,\n,,,1,,,10,Boda\n"
            .to_owned(),
        Kind::Credits => format!(
            "supplier,number,credited_on,reason,location,note,receipt,sku,quantity,net\n\
             juma ltd,CN-7,2020-01-06,returned,{home},=1+1,1,RICE,0.5,40\n,,,,,,1,UNGA,1,\n"
        ),
        Kind::Payments => "supplier,tender,reference,amount,bills,key\n\
             juma ltd,mpesa,sgl31ha2uv,50,INV-7,\nJuma Ltd,cash,,20.5,,PV-1\n"
            .to_owned(),
        Kind::Sales => panic!("{kind:?} only goes out"),
    }
}

fn coming_in() -> impl Iterator<Item = Kind> {
    let kinds = Kind::ALL.into_iter();
    kinds.filter(|kind| kind.facts().bring.is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_and_changes_nothing() {
    let (shop, home) = open("round").await;
    for kind in coming_in() {
        let made = sent(&shop, kind, Uuid::now_v7(), &makes(kind, &home), false).await;
        assert!(made.may_be_written(), "{kind:?}: {made:?}");
        let file = taken(&shop, kind).await;
        for dry_run in [true, false] {
            let again = sent(&shop, kind, Uuid::now_v7(), &file, dry_run).await;
            assert!(again.bad.is_empty(), "{kind:?}: {again:?}\n{file}");
            assert_eq!((again.added, again.changed), (0, 0), "{kind:?}: {file}");
            assert!(again.unchanged > 0, "{kind:?}: {file}");
        }
        assert_eq!(taken(&shop, kind).await, file, "{kind:?}");
    }
    let transfers = taken(&shop, Kind::Transfers).await;
    assert!(transfers.contains(",'=1+1,"), "{transfers}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_tried_changes_nothing_and_twice_is_once() {
    let (shop, home) = open("tried").await;
    for kind in coming_in() {
        let (id, file) = (Uuid::now_v7(), makes(kind, &home));
        let before = taken(&shop, kind).await;
        let tried = sent(&shop, kind, id, &file, true).await;
        assert!(tried.may_be_written(), "{kind:?}: {tried:?}");
        assert_eq!(taken(&shop, kind).await, before, "{kind:?}");
        sent(&shop, kind, id, &file, false).await;
        let after = taken(&shop, kind).await;
        assert_ne!(after, before, "{kind:?}");
        sent(&shop, kind, id, &file, false).await;
        assert_eq!(taken(&shop, kind).await, after, "{kind:?}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_sends_a_file() {
    let (shop, home) = open("who-sends").await;
    for kind in coming_in() {
        let incoming = Incoming {
            file: makes(kind, &home).into_bytes(),
            document_id: Uuid::now_v7(),
            dry_run: false,
        };
        let refused = kind.bring_in(&shop.cashier(), &incoming).await;
        assert_eq!(refused, Err(Stop::Forbidden), "{kind:?}");
    }
}

async fn upload(browser: &Browser, to: &str, file: &str) -> (StatusCode, String) {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--x--\r\n"
    );
    let request = Request::post(to)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body));
    let answer = browser.send(request.unwrap()).await;
    (answer.status, browser.get(&answer.location).await.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_show_files_and_what_was_wrong_with_them() {
    let (shop, home) = open("file-pages").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let base = "/b/file-pages/files";
    let all = owner.get(base).await;
    for kind in Kind::ALL {
        let page = format!("{base}/{}", kind.code());
        assert!(all.body.contains(&page), "{page}");
        let shown = owner.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        let facts = kind.facts();
        let most = format!("up to {} rows", facts.most_rows);
        assert_eq!(shown.body.contains(&most), facts.bring.is_some(), "{page}");
        let file = owner.get(&format!("{page}/all.csv?from=2001-01-01")).await;
        assert_eq!(file.status, StatusCode::OK, "{page}");
        assert!(file.body.contains(kind.facts().columns[0]), "{page}");
    }
    let page = format!("{base}/transfers");
    let bad = format!("from,to,sku,quantity\n{home},Branch,NOPE,1\n");
    let (status, shown) = upload(&owner, &page, &bad).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(shown.contains("NOPE"), "{shown}");
    let none = owner.get(&format!("{base}/wishes")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_an_answer_is_sent_again_by_another_page_and_counts_once() {
    let (shop, home) = open("sent-again").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let makes_one = coming_in().filter(|kind| kind.facts().makes_one);
    for kind in makes_one {
        let (page, file) = (
            format!("/b/sent-again/files/{}", kind.code()),
            makes(kind, &home),
        );
        for news in ["New: 1, changed: 0, as they were: 0", "as they were: 1"] {
            let (_, shown) = upload(&owner, &page, &file).await;
            assert!(shown.contains(news), "{kind:?}: {shown}");
        }
    }
    shop.check().await;
}
