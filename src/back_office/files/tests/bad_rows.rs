//! Bad rows of each kind: told with their lines, and nothing is half done.

use uuid::Uuid;

use super::{open, reasons, sent, taken};
use crate::back_office::files::kind::Kind;

/// A file with bad rows: which they are, and why.
type BadFile = (Kind, String, Vec<(u64, &'static str)>);

fn bad_shelves(home: &str) -> Vec<BadFile> {
    let head = "from,to,sku,quantity\n";
    vec![
        (
            Kind::Transfers,
            format!("{head}{home},Nowhere,UNGA,1\n"),
            vec![(2, "refused-paper-place")],
        ),
        (
            Kind::Transfers,
            format!("{head}{home},Branch,UNGA,1\n,,NOPE,1\n,,RICE,x\n"),
            vec![
                (3, "refused-product-unknown"),
                (4, "refused-not-a-quantity"),
            ],
        ),
        (
            Kind::Transfers,
            format!("{head}{home},Branch,UNGA,1\n,,unga,2\n"),
            vec![(3, "refused-sheet-twice")],
        ),
        (
            Kind::Adjustments,
            format!("location,reason,sku,quantity\n{home},damage,RICE,1\n,,UNGA,51\n"),
            vec![(3, "refused-only-free")],
        ),
        (
            Kind::Worth,
            format!(
                "location,sku,cost\nNowhere,UNGA,1\n{home},NOPE,1\n{home},UNGA,x\n\
                 {home},RICE,1\n{home},rice,2\nBranch,UNGA,3\n"
            ),
            vec![
                (2, "refused-paper-place"),
                (3, "refused-nothing-to-value"),
                (4, "refused-not-an-amount"),
                (6, "refused-sheet-twice"),
                (7, "refused-nothing-to-value"),
            ],
        ),
        (
            Kind::Batches,
            "sku,batch,expires_on\nUNGA,B-9,2199-01-01\nNOPE,B-9,\n".to_owned(),
            vec![(2, "refused-batch-none"), (3, "refused-batch-none")],
        ),
    ]
}

fn bad_papers(home: &str) -> Vec<BadFile> {
    vec![
        (
            Kind::Purchases,
            format!(
                "supplier,location,sku,packs,cost\nNobody,{home},UNGA,1,9\n,,NOPE,1,9\n\
                 ,,RICE,1,\n,,NIL,1,x\n"
            ),
            vec![
                (2, "refused-paper-supplier"),
                (3, "refused-product-unknown"),
                (5, "refused-product-unknown"),
            ],
        ),
        (
            Kind::Purchases,
            "supplier,location,sku,packs,cost\nJuma Ltd,Nowhere,UNGA,x,9\n,,RICE,1,ten\n".to_owned(),
            vec![
                (2, "refused-paper-place"),
                (2, "refused-not-a-quantity"),
                (3, "refused-not-an-amount"),
            ],
        ),
        (
            Kind::Receipts,
            "order,sku,quantity\n99,UNGA,1\n".to_owned(),
            vec![(2, "refused-paper-unknown")],
        ),
        (
            Kind::Bills,
            "supplier,number,billed_on,receipt,sku,quantity,net\nJuma Ltd,X,2020-01-01,99,UNGA,1,1\n"
                .to_owned(),
            vec![(2, "refused-paper-unknown")],
        ),
    ]
}

fn bad_lists() -> Vec<BadFile> {
    vec![
        (
            Kind::Customers,
            "phone,name\n0722000111,Asha\n12,Baraka\n+254722000111,Other\n".to_owned(),
            vec![(3, "refused-not-a-phone"), (4, "refused-sheet-twice")],
        ),
        (
            Kind::Categories,
            "name,position\nGrains,1\ngrains,2\nOil,x\n".to_owned(),
            vec![(3, "refused-sheet-twice"), (4, "refused-category-position")],
        ),
        (
            Kind::Variants,
            "family,variant,price\nRICE-V,Red,x\nNOPE,Red,\nRICE-V,red,1\n".to_owned(),
            vec![
                (2, "refused-not-an-amount"),
                (3, "refused-sheet-sku-unknown"),
                (4, "refused-sheet-twice"),
            ],
        ),
        (
            Kind::Scales,
            "sku,number\nUNGA,123456\nNOPE,1\nRICE,5\nRICE,6\n".to_owned(),
            vec![
                (2, "refused-scale-code-form"),
                (3, "refused-sheet-sku-unknown"),
                (5, "refused-sheet-twice"),
            ],
        ),
        (
            Kind::Scales,
            "sku,number\nUNGA,5\nRICE,00005\n".to_owned(),
            vec![(3, "refused-scale-code-taken")],
        ),
        (
            Kind::Buyers,
            "phone,list\n12,Wholesale\n0722000444,Nobody's\n0722000555,\n+254722000555,Wholesale\n"
                .to_owned(),
            vec![
                (2, "refused-not-a-phone"),
                (3, "refused-sheet-list"),
                (5, "refused-sheet-twice"),
            ],
        ),
        (
            Kind::Taxes,
            "class,valid_from,percent\nluxury,2199-01-01,1\nzero,2001-01-01,2\n".to_owned(),
            vec![(2, "refused-sheet-tax-class"), (3, "refused-tax-day-past")],
        ),
    ]
}

fn bad_settings() -> Vec<BadFile> {
    vec![
        (
            Kind::Locations,
            "name,phone,sells_online\nKiosk,12,\nbranch,,perhaps\nBRANCH,,\n,,yes\n".to_owned(),
            vec![
                (2, "refused-not-a-phone"),
                (3, "refused-sheet-yes-no"),
                (4, "refused-sheet-twice"),
                (5, "refused-a-name-needed"),
            ],
        ),
        (
            Kind::Prefixes,
            "prefix,carries\n19,price\n21,colour\n22,price\n22,weight\n".to_owned(),
            vec![
                (2, "refused-scale-prefix"),
                (3, "refused-scale-carries"),
                (5, "refused-sheet-twice"),
            ],
        ),
    ]
}

fn bad_payments() -> BadFile {
    let file = "supplier,date,tender,reference,amount,bills,key\n\
                Nobody,,cash,,10,,K-1\n\
                Juma Ltd,,cash,x,10,,\n\
                Juma Ltd,,mpesa,x,10,,\n\
                Juma Ltd,,barter,,10,,K-2\n\
                Juma Ltd,,cash,,ten,,K-3\n\
                Juma Ltd,,cash,,10,INV-1,K-4\n\
                Juma Ltd,,cash,,10,,k-4\n\
                Juma Ltd,2199-01-01,cash,,10,,K-5\n";
    let expected = vec![
        (2, "refused-paper-supplier"),
        (3, "refused-pay-key"),
        (4, "refused-receipt-needed"),
        (5, "refused-tender-needed"),
        (6, "refused-not-an-amount"),
        (7, "refused-pay-no-bill"),
        (8, "refused-sheet-twice"),
        (9, "refused-pay-day"),
    ];
    (Kind::Payments, file.to_owned(), expected)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_is_told_and_nothing_is_half_done() {
    let (shop, home) = open("bad-rows").await;
    let files = [
        bad_shelves(&home),
        bad_papers(&home),
        bad_lists(),
        bad_settings(),
    ];
    for (kind, file, expected) in files.concat().into_iter().chain([bad_payments()]) {
        let before = taken(&shop, kind).await;
        let outcome = sent(&shop, kind, Uuid::now_v7(), &file, false).await;
        assert_eq!(reasons(&outcome), expected, "{file}");
        assert_eq!(taken(&shop, kind).await, before, "{file}");
    }
    shop.check().await;
}
