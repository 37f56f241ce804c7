//! What is particular to some kinds of files.

use uuid::Uuid;

use super::{makes, open, reasons, sent, taken};
use crate::back_office::files::kind::Kind;
use crate::purchasing::bills::{UndoCreditForm, undo_credit};
use crate::purchasing::orders;
use crate::tests::support::Shop;
use crate::tests::waiting::until_waiting;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_on_the_scale_goes_from_one_to_another_by_a_file() {
    let (shop, _) = open("scale-file").await;
    let first = "sku,number\nUNGA,42\n";
    sent(&shop, Kind::Scales, Uuid::now_v7(), first, false).await;
    let moved = "sku,number\nRICE,42\nUNGA,\n";
    let outcome = sent(&shop, Kind::Scales, Uuid::now_v7(), moved, false).await;
    assert!(outcome.bad.is_empty(), "{outcome:?}");
    assert_eq!((outcome.added, outcome.changed), (1, 1));
    let file = taken(&shop, Kind::Scales).await;
    let rows: Vec<&str> = file.lines().skip(1).collect();
    assert_eq!(rows, ["RICE,Product RICE,00042"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_numbers_on_the_scale_change_places_by_one_file() {
    let (shop, _) = open("scale-swap").await;
    let first = "sku,number\nUNGA,42\nRICE,7\n";
    sent(&shop, Kind::Scales, Uuid::now_v7(), first, false).await;
    let swapped = "sku,number\nUNGA,7\nRICE,42\n";
    let tried = sent(&shop, Kind::Scales, Uuid::now_v7(), swapped, true).await;
    assert_eq!((tried.changed, reasons(&tried)), (2, Vec::new()));
    let before = taken(&shop, Kind::Scales).await;
    assert!(before.contains("UNGA,Product UNGA,00042"), "{before}");
    let outcome = sent(&shop, Kind::Scales, Uuid::now_v7(), swapped, false).await;
    assert_eq!((outcome.changed, reasons(&outcome)), (2, Vec::new()));
    let after = taken(&shop, Kind::Scales).await;
    let rows: Vec<&str> = after.lines().skip(1).collect();
    assert_eq!(rows, ["UNGA,Product UNGA,00007", "RICE,Product RICE,00042"]);
    // A file that is refused leaves every number where it was.
    let bad = "sku,number\nUNGA,42\nRICE,42\n";
    let outcome = sent(&shop, Kind::Scales, Uuid::now_v7(), bad, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-scale-code-taken")]);
    assert_eq!(taken(&shop, Kind::Scales).await, after);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefix_that_a_file_does_not_name_stays_as_it_is() {
    let (shop, _) = open("prefix-file").await;
    let first = "prefix,carries\n21,weight\n22,price\n";
    sent(&shop, Kind::Prefixes, Uuid::now_v7(), first, false).await;
    let other = "prefix,carries\n22,\n25,weight\n";
    let outcome = sent(&shop, Kind::Prefixes, Uuid::now_v7(), other, false).await;
    assert_eq!((outcome.added, outcome.changed), (1, 1), "{outcome:?}");
    let file = taken(&shop, Kind::Prefixes).await;
    let rows: Vec<&str> = file.lines().skip(1).collect();
    assert_eq!(rows, ["21,weight", "25,weight"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_come_by_a_file_for_the_order_that_a_file_made() {
    let (shop, home) = open("by-file").await;
    let (order, file) = (Uuid::now_v7(), makes(Kind::Purchases, &home));
    sent(&shop, Kind::Purchases, order, &file, false).await;
    // Nothing comes for a draft.
    let goods = "order,sku,quantity,batch\n1,UNGA,3,B-9\n";
    let outcome = sent(&shop, Kind::Receipts, Uuid::now_v7(), goods, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-receive-state")]);
    orders::send(&shop.cx(), order, 1).await.unwrap();
    // What was sent is changed by no file.
    let other = "number,supplier,location,sku,packs\n1,Juma Ltd,Branch,UNGA,4\n";
    let outcome = sent(&shop, Kind::Purchases, Uuid::now_v7(), other, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-paper-other")]);
    // The number of an order that somebody else was sent, for another place.
    let head = "order,supplier,location,sku,quantity\n";
    let strange = format!("{head}1,Asha Ltd,Branch,UNGA,3\n");
    let outcome = sent(&shop, Kind::Receipts, Uuid::now_v7(), &strange, false).await;
    let said = [(2, "refused-paper-ordered"), (2, "refused-paper-ordered")];
    assert_eq!(reasons(&outcome), said);
    // More than was ordered; a file has no tick for it.
    let more = "order,sku,quantity\n1,UNGA,99\n";
    let outcome = sent(&shop, Kind::Receipts, Uuid::now_v7(), more, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-receive-more-file")]);
    let outcome = sent(&shop, Kind::Receipts, Uuid::now_v7(), goods, false).await;
    assert_eq!((outcome.added, reasons(&outcome)), (1, Vec::new()));
    let came = taken(&shop, Kind::Receipts).await;
    assert!(came.contains(",1,Juma Ltd,"), "{came}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credit_comes_by_a_file_for_the_goods_of_a_receipt() {
    let (shop, home) = open("credit-by-file").await;
    for kind in [Kind::Receipts, Kind::Bills] {
        sent(&shop, kind, Uuid::now_v7(), &makes(kind, &home), false).await;
    }
    let head = "supplier,number,credited_on,reason,location,receipt,sku,quantity,net\n";
    let more =
        format!("{head}Juma Ltd,CN-1,2020-01-06,returned,{home},1,RICE,1,\n,,,,,1,UNGA,2.5,\n");
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &more, false).await;
    assert_eq!(reasons(&outcome), [(3, "refused-credit-too-much")]);
    let nowhere = format!("{head}Juma Ltd,CN-1,2020-01-06,returned,,1,RICE,1,\n");
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &nowhere, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-required")]);
    let strange = format!("{head}Juma Ltd,CN-1,2020-01-06,returned,{home},1,SALT,1,\n");
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &strange, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-paper-no-line")]);
    let unknown = format!("{head}Juma Ltd,CN-1,2020-01-06,returned,{home},99,RICE,1,\n");
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &unknown, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-paper-unknown")]);

    // Without a number it gets one of ours, once for its id; goods that stay only cost less.
    let (id, cheaper) = (
        Uuid::now_v7(),
        format!("{head}Juma Ltd,,2020-01-06,price,,1,RICE,,30\n"),
    );
    for counted in [(1, 0), (0, 1)] {
        let outcome = sent(&shop, Kind::Credits, id, &cheaper, false).await;
        assert!(outcome.bad.is_empty(), "{outcome:?}");
        assert_eq!((outcome.added, outcome.unchanged), counted);
    }
    let file = taken(&shop, Kind::Credits).await;
    let rows: Vec<&str> = file.lines().skip(1).collect();
    assert_eq!(rows.len(), 1, "{file}");
    let expected =
        "Juma Ltd,#1,2020-01-06,price,,0.00,30.00,30.00,,1,RICE,Product RICE,,1.5,30.00,";
    assert_eq!(rows, [expected]);
    let other = file.replace(",1.5,30.00", ",1.5,31.00");
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &other, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-paper-other")]);

    // Undone, it is not entered again by the file that it stands in, but it may be as it was meant.
    undone(&shop, id).await;
    let gone = taken(&shop, Kind::Credits).await;
    assert!(gone.contains(",1.5,30.00,undone"), "{gone}");
    for there in [&file, &gone] {
        let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), there, false).await;
        assert_eq!((outcome.added, outcome.unchanged), (0, 1));
    }
    let meant = Uuid::now_v7();
    let outcome = sent(&shop, Kind::Credits, meant, &other, false).await;
    assert_eq!((outcome.added, reasons(&outcome)), (1, Vec::new()));
    let both = taken(&shop, Kind::Credits).await;
    for there in [&file, &both] {
        let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), there, false).await;
        assert_eq!((outcome.added, outcome.unchanged), (0, 1));
    }
    // Undone too: a file of the days of the first has nothing to enter.
    undone(&shop, meant).await;
    let outcome = sent(&shop, Kind::Credits, Uuid::now_v7(), &gone, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-paper-other")]);
    shop.check().await;
}

async fn undone(shop: &Shop, credit_id: Uuid) {
    let form = UndoCreditForm {
        undo_id: Uuid::now_v7().to_string(),
        credit_id: credit_id.to_string(),
        reason: "Another price".to_owned(),
    };
    undo_credit(&shop.cx(), &form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_of_a_receipt_is_lost_where_a_batch_of_it_came_too() {
    let (shop, home) = open("bill-batch-file").await;
    let goods = format!(
        "supplier,location,sku,quantity,batch,cost\n\
         Juma Ltd,{home},RICE,2,B-1,80\n,,RICE,3,,80\n"
    );
    sent(&shop, Kind::Receipts, Uuid::now_v7(), &goods, false).await;
    let head = "supplier,number,billed_on,receipt,sku,batch,quantity,net\n";
    // Two rows that mean one line: neither is forgotten.
    let twice = format!("{head}Juma Ltd,INV-1,2020-01-05,1,RICE,,3,240\n,,,01,RICE,,1,80\n");
    let outcome = sent(&shop, Kind::Bills, Uuid::now_v7(), &twice, false).await;
    assert_eq!(reasons(&outcome), [(3, "refused-sheet-twice")]);
    let both = format!("{head}Juma Ltd,INV-1,2020-01-05,1,RICE,B-1,2,160\n,,,1,RICE,,3,240\n");
    let outcome = sent(&shop, Kind::Bills, Uuid::now_v7(), &both, false).await;
    assert_eq!((outcome.added, reasons(&outcome)), (1, Vec::new()));
    let file = taken(&shop, Kind::Bills).await;
    assert!(file.contains(",RICE,Product RICE,B-1,2,160.00,"), "{file}");
    assert!(file.contains(",RICE,Product RICE,,3,240.00,"), "{file}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_are_put_right_by_a_file_with_their_goods() {
    let (shop, home) = open("batch-file").await;
    let goods = format!(
        "location,reason,sku,quantity,batch,expires,cost\n\
         {home},found,UNGA,3,B-1,2199-01-31,10\n,,UNGA,2,B-2,2199-02-28,10\n,,RICE,1,B-1,,10\n"
    );
    let id = Uuid::now_v7();
    let made = sent(&shop, Kind::Adjustments, id, &goods, false).await;
    assert!(made.bad.is_empty(), "{made:?}");
    let head = "sku,batch,new_number,expires_on\n";
    let bad = format!(
        "{head}UNGA,B-1,B-2,\nUNGA,B-2,,2000-01-01\nRICE,B-1,,soon\nRICE,B-1,B-3,\nunga,B-2,,\n"
    );
    let before = taken(&shop, Kind::Batches).await;
    let outcome = sent(&shop, Kind::Batches, Uuid::now_v7(), &bad, false).await;
    let expected = [
        (2, "refused-batch-number-taken"),
        (4, "refused-not-a-day"),
        (5, "refused-sheet-twice"),
        (6, "refused-sheet-twice"),
    ];
    assert_eq!(reasons(&outcome), expected);
    let early = format!("{head}UNGA,B-2,,2000-01-01\n");
    let outcome = sent(&shop, Kind::Batches, Uuid::now_v7(), &early, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-batch-before-it-came")]);
    assert_eq!(taken(&shop, Kind::Batches).await, before);

    let right = format!("{head}UNGA,B-1,B-7,\nRICE,B-1,,2199-03-31\n");
    for (changed, unchanged) in [(2, 0), (0, 2)] {
        let outcome = sent(&shop, Kind::Batches, Uuid::now_v7(), &right, false).await;
        assert!(outcome.bad.is_empty(), "{outcome:?}");
        assert_eq!((outcome.changed, outcome.unchanged), (changed, unchanged));
    }
    let file = taken(&shop, Kind::Batches).await;
    assert!(
        file.contains("UNGA,Product UNGA,B-7,,2199-01-31,"),
        "{file}"
    );
    assert!(
        file.contains("RICE,Product RICE,B-1,,2199-03-31,"),
        "{file}"
    );
    // A day that was taken before days had bounds stays, and its batch may still be called otherwise.
    let mut connection = shop.superuser().await;
    for of in ["batch", "cost_layer"] {
        let kept = format!(
            "update app.{of} set expires_on = '9999-12-31' where expires_on = '2199-03-31'
                and business_id = (select business_id from app.business where slug = 'batch-file')"
        );
        let kept = sqlx::query(sqlx::AssertSqlSafe(kept));
        kept.execute(&mut connection).await.unwrap();
    }
    let file = taken(&shop, Kind::Batches).await;
    let outcome = sent(&shop, Kind::Batches, Uuid::now_v7(), &file, false).await;
    assert!(outcome.bad.is_empty(), "{outcome:?}");
    let named = format!("{head}RICE,B-1,B-9,\n");
    let outcome = sent(&shop, Kind::Batches, Uuid::now_v7(), &named, false).await;
    assert!(outcome.bad.is_empty(), "{outcome:?}");
    let file = taken(&shop, Kind::Batches).await;
    assert!(
        file.contains("RICE,Product RICE,B-9,,9999-12-31,"),
        "{file}"
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_yet_is_changed_by_a_file() {
    let (shop, home) = open("draft-file").await;
    for kind in [Kind::Purchases, Kind::Transfers] {
        sent(&shop, kind, Uuid::now_v7(), &makes(kind, &home), false).await;
    }
    // Its lines are those of the file; what the file leaves out of the rest stays.
    let order = format!(
        "number,supplier,location,note,sku,packs,pack,cost\n1,Juma Ltd,{home},,UNGA,5,,9\n\
         1,,,,RICE,1,,2\n"
    );
    let transfer = format!("number,from,to,sku,quantity\n1,{home},Branch,RICE,2\n");
    for (kind, file) in [(Kind::Purchases, &order), (Kind::Transfers, &transfer)] {
        let before = taken(&shop, kind).await;
        let tried = sent(&shop, kind, Uuid::now_v7(), file, true).await;
        assert_eq!((tried.changed, reasons(&tried)), (1, Vec::new()));
        assert_eq!(taken(&shop, kind).await, before, "{kind:?}");
        let outcome = sent(&shop, kind, Uuid::now_v7(), file, false).await;
        assert_eq!((outcome.changed, reasons(&outcome)), (1, Vec::new()));
        let again = sent(&shop, kind, Uuid::now_v7(), file, false).await;
        assert_eq!((again.changed, again.unchanged), (0, 1), "{again:?}");
    }
    let orders = taken(&shop, Kind::Purchases).await;
    assert!(
        orders.contains(",2199-01-31,,UNGA,Product UNGA,5,"),
        "{orders}"
    );
    assert!(orders.contains(",RICE,Product RICE,1,"), "{orders}");
    assert_eq!(orders.lines().count(), 3, "{orders}");
    let transfers = taken(&shop, Kind::Transfers).await;
    assert!(
        transfers.contains(",Branch,'=1+1,RICE,Product RICE,2,"),
        "{transfers}"
    );
    assert_eq!(transfers.lines().count(), 2, "{transfers}");
    // One that will not do changes nothing, nor does one that stands beside it.
    let bad = format!(
        "number,from,to,sku,quantity\n1,{home},{home},RICE,1\n2,{home},Branch,RICE,1\n\
         ,{home},Branch,RICE,1\n"
    );
    let outcome = sent(&shop, Kind::Transfers, Uuid::now_v7(), &bad, false).await;
    assert_eq!(reasons(&outcome), [(3, "refused-paper-unknown")]);
    let same =
        format!("number,from,to,sku,quantity\n1,{home},{home},RICE,1\n,{home},Branch,RICE,1\n");
    let outcome = sent(&shop, Kind::Transfers, Uuid::now_v7(), &same, false).await;
    assert_eq!(reasons(&outcome), [(2, "refused-same-place")]);
    assert_eq!(taken(&shop, Kind::Transfers).await, transfers);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_what_a_file_has_no_column_for() {
    let (shop, home) = open("draft-columns").await;
    let order = makes(Kind::Purchases, &home);
    sent(&shop, Kind::Purchases, Uuid::now_v7(), &order, false).await;
    // One is free of charge, the other costs what was typed.
    let more =
        format!("number,supplier,location,sku,packs\n1,Juma Ltd,{home},UNGA,6\n1,,,RICE,2\n");
    let outcome = sent(&shop, Kind::Purchases, Uuid::now_v7(), &more, false).await;
    assert_eq!((outcome.changed, reasons(&outcome)), (1, Vec::new()));
    let orders = taken(&shop, Kind::Purchases).await;
    for (line, cost) in [
        (",UNGA,Product UNGA,6,", ",0.00,"),
        (",RICE,Product RICE,2,", ",80.50,"),
    ] {
        let row = orders.lines().find(|row| row.contains(line));
        assert!(row.is_some_and(|row| row.contains(cost)), "{orders}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_somebody_wrote_as_the_file_came_stays_where_the_file_says_nothing() {
    let (shop, home) = open("draft-meanwhile").await;
    let made = makes(Kind::Transfers, &home);
    sent(&shop, Kind::Transfers, Uuid::now_v7(), &made, false).await;
    let mut root = shop.superuser().await;
    for held in [
        "begin",
        "update app.transfer set note = 'By hand', revision = revision + 1",
    ] {
        sqlx::query(held).execute(&mut root).await.unwrap();
    }
    let more = format!("number,from,to,sku,quantity\n1,{home},Branch,RICE,1\n");
    let bringing = sent(&shop, Kind::Transfers, Uuid::now_v7(), &more, false);
    let writing = async {
        until_waiting(&shop, 1).await;
        sqlx::query("commit").execute(&mut root).await.unwrap();
    };
    let (outcome, ()) = tokio::join!(bringing, writing);
    assert_eq!((outcome.changed, reasons(&outcome)), (1, Vec::new()));
    let transfers = taken(&shop, Kind::Transfers).await;
    assert!(
        transfers.contains(",Branch,By hand,RICE,Product RICE,1,"),
        "{transfers}"
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_closes_a_location_and_opens_it_again() {
    let (shop, home) = open("close-file").await;
    let sent = async |rows: &str| {
        let file = format!("name,address,closed\n{rows}");
        sent(&shop, Kind::Locations, Uuid::now_v7(), &file, false).await
    };
    let full = sent(&format!("{home},,yes\n")).await;
    assert_eq!(reasons(&full), [(2, "refused-location-goods")]);
    for counted in [(1, 0), (0, 1)] {
        let outcome = sent("Branch,,yes\n").await;
        assert!(outcome.bad.is_empty(), "{outcome:?}");
        assert_eq!((outcome.changed, outcome.unchanged), counted);
    }
    let file = taken(&shop, Kind::Locations).await;
    assert!(file.contains("\r\nBranch,,,no,no,yes\r\n"), "{file}");
    // A name without a word about that may mean a new one.
    for row in ["Branch,,\n", "Branch,Gate 2,yes\n"] {
        let outcome = sent(row).await;
        assert_eq!(reasons(&outcome), [(2, "refused-location-is-closed")]);
    }
    let outcome = sent("Branch,Gate 2,no\nStall,,yes\n").await;
    assert!(outcome.bad.is_empty(), "{outcome:?}");
    assert_eq!((outcome.added, outcome.changed), (1, 1));
    let file = taken(&shop, Kind::Locations).await;
    assert!(file.contains("\r\nBranch,Gate 2,,no,no,no\r\n"), "{file}");
    assert!(file.contains("\r\nStall,,,no,no,yes\r\n"), "{file}");
    shop.check().await;
}
