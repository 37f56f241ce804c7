//! Forms that are sent after the session has ended: what was typed stands on its page again, files are
//! asked for again, and the page says that nothing was saved.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{is_ticked, says};
use crate::platform::http::encode;
use crate::tests::browser::{Answer, Browser, fields, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::Language;

/// A form with a file, one tick among it, and how its page must show its ticks afterwards.
struct Try<'a> {
    to: &'a str,
    page: &'a str,
    file: &'a str,
    ticked: Option<&'a str>,
    shown: &'a [(&'a str, bool)],
}

impl<'a> Try<'a> {
    fn of(to: &'a str, page: &'a str, file: &'a str) -> Try<'a> {
        Try {
            to,
            page,
            file,
            ticked: None,
            shown: &[],
        }
    }

    fn request(&self) -> Request<Body> {
        let file = self.file;
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{file}\"; filename=\"a.csv\"\r\n\r\n\
             sku,name\nU1,Unga\n\r\n"
        );
        if let Some(name) = self.ticked {
            let field = "Content-Disposition: form-data; name=";
            body.push_str(&format!("--x\r\n{field}\"{name}\"\r\n\r\ntrue\r\n"));
        }
        body.push_str("--x--\r\n");
        Request::post(self.to)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::CONTENT_LENGTH, body.len())
            .body(Body::from(body))
            .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_came_too_late_is_asked_for_again() {
    let shop = Shop::open("away").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let of_product = format!("/b/away/products/{product}");
    let photo = format!("{of_product}/photo");
    let (import, suppliers) = ("/b/away/products/import", "/b/away/suppliers/import");
    let (files, points) = ("/b/away/products/files", "/b/away/stock/points");
    let packs = "/b/away/products/files/packs";
    let (categories, taxes) = ("/b/away/files/categories", "/b/away/files/taxes");
    // Some are ticked at first and some are not: both must come back as they were sent.
    let tries = [
        Try::of(&photo, &of_product, "photo"),
        Try {
            ticked: Some("dry_run"),
            shown: &[("dry_run", true)],
            ..Try::of(import, import, "file")
        },
        Try {
            shown: &[("dry_run", false)],
            ..Try::of(points, points, "file")
        },
        Try {
            shown: &[("dry_run-suppliers", false), ("dry_run-prices", true)],
            ..Try::of(suppliers, suppliers, "suppliers")
        },
        Try {
            ticked: Some("packs_dry_run"),
            shown: &[("packs_dry_run", true), ("parts_dry_run", false)],
            ..Try::of(packs, files, "packs_file")
        },
        Try {
            ticked: Some("dry_run"),
            shown: &[("dry_run", true)],
            ..Try::of(categories, categories, "file")
        },
        Try {
            shown: &[("dry_run", false)],
            ..Try::of(taxes, taxes, "file")
        },
    ];
    let service = serving(&shop);
    let session = shop.cookie(&shop.owner_session()).await;
    for language in Language::ALL {
        let words = Say(language).t("refused-file-again");
        let mut ended = Browser::new(&service, "10.0.0.1");
        ended.keep("dukani_browser=0123456789abcdef0123456789abcdef");
        ended.speaks(language);
        let mut signed_in = ended.clone();
        signed_in.keep(&format!("dukani={session}"));
        ended.keep("dukani=a-session-that-has-ended");
        for one in &tries {
            let sign_in = format!("/sign-in?next={}", encode(one.page));
            let answer = ended.send(one.request()).await;
            assert_eq!(answer.location, sign_in, "{}", one.to);
            // A look before she signs in takes nothing away.
            assert_eq!(ended.get(one.page).await.location, sign_in);
            let page = signed_in.get(one.page).await;
            assert_eq!(page.status, StatusCode::OK, "{}", one.page);
            says(&page, &words);
            for (name, ticked) in one.shown {
                let name = format!("name=\"{name}\"");
                assert_eq!(is_ticked(&page, &name), *ticked, "{} {name}", one.page);
            }
            let again = signed_in.get(one.page).await;
            assert!(!again.body.contains(&words), "{}", one.page);
        }
    }
}

/// What is typed into one field of each form.
const LATE: &str = "zq typed too late";

/// A form: the server function it goes to, the page it stands on, and what is typed.
type Late<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_too_late_stands_there_again_and_is_not_saved() {
    let shop = Shop::open("late").await;
    let (order, _) = shop.an_order(45_000).await;
    let order = order.to_string();
    let of_order = format!("/b/late/orders/{order}");
    let paid = "/b/late/orders?tab=all&pay=paid";
    let vouchers = "/b/late/sales/vouchers";
    // One form on its page, and some of several on theirs.
    let tries: [Late<'_>; 5] = [
        (
            "businesses/keep_settings",
            "/b/late/settings",
            &[("form[name]", LATE)],
        ),
        ("orders/note_order", &of_order, &[("words", LATE)]),
        (
            "orders/take_off_order",
            &of_order,
            &[("off_note", LATE), ("keep[l1]", "0")],
        ),
        (
            "orders/keep_order_view",
            paid,
            &[("view_name", LATE), ("query", "tab=all&pay=paid")],
        ),
        ("sales/sell_voucher", vouchers, &[("note", LATE)]),
    ];
    let service = serving(&shop);
    let session = shop.cookie(&shop.owner_session()).await;
    for language in Language::ALL {
        let say = Say(language);
        let mut signed_in = Browser::new(&service, "10.0.0.1");
        signed_in.keep("dukani_browser=0123456789abcdef0123456789abcdef");
        signed_in.speaks(language);
        let mut ended = signed_in.clone();
        signed_in.keep(&format!("dukani={session}"));
        ended.keep("dukani=a-session-that-has-ended");
        for (act, page, typed) in tries {
            let mut form = fields(typed);
            form.extend(fields(&[("business", "late"), ("order_id", &order)]));
            let answer = ended.post(&format!("/api/{act}"), &form).await;
            let sign_in = ended.get(&answer.location).await;
            says(&sign_in, &say.t("staff-typed-kept"));
            let again = signed_in.get(page).await;
            says(&again, LATE);
            says(&again, &say.t("refused-signed-out"));
            let once = signed_in.get(page).await;
            assert!(!once.body.contains(LATE), "{act} is saved or said twice");
        }
    }
}

/// What follows the first `before` on a page, up to a quotation mark.
fn after<'a>(page: &'a Answer, before: &str) -> &'a str {
    let at = page.body.find(before).unwrap() + before.len();
    page.body[at..].split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ticked_or_chosen_too_late_stands_there_again() {
    let shop = Shop::open("ticks").await;
    let (order, _) = shop.an_order(45_000).await;
    let product = shop.sells("NYAMA", "600", "5").await.to_string();
    let service = serving(&shop);
    let mut ended = Browser::new(&service, "10.0.0.1");
    ended.keep("dukani_browser=0123456789abcdef0123456789abcdef");
    ended.speaks(Language::En);
    let mut signed_in = ended.clone();
    signed_in.keep(&format!(
        "dukani={}",
        shop.cookie(&shop.owner_session()).await
    ));
    ended.keep("dukani=a-session-that-has-ended");
    let list = "/b/ticks/orders?tab=all";
    let page = signed_in.get(list).await;
    let ticked = format!("{order}.{}", after(&page, &format!("value=\"{order}.")));
    let people = signed_in.get("/b/ticks/people").await;
    let member = after(&people, "href=\"/b/ticks/people/").to_owned();
    let of_member = format!("/b/ticks/people/{member}");
    let of_product = format!("/b/ticks/products/{product}");
    let packed = [("query", "tab=all"), ("ids[]", ticked.as_str())];
    let role = [("member_id", member.as_str()), ("role", "accountant")];
    let scale = [("product_id", product.as_str()), ("scale_code", "00742")];
    let tries = [
        ("orders/mark_orders_packed", list, packed, true),
        ("staff/change_role", of_member.as_str(), role, true),
        ("catalog/keep_scale_code", of_product.as_str(), scale, false),
    ];
    for (act, page, typed, is_box) in tries {
        let mut form = fields(&[("business", "ticks")]);
        form.extend(fields(&typed));
        ended.post(&format!("/api/{act}"), &form).await;
        let again = signed_in.get(page).await;
        says(&again, &Say(Language::En).t("refused-signed-out"));
        let value = format!("value=\"{}\"", typed[1].1);
        assert!(again.body.contains(&value), "{act} {value}");
        assert!(!is_box || is_ticked(&again, &value), "{act} {value}");
    }
}
