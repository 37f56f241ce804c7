//! Files that are sent after the session has ended: nobody keeps them, and their pages say so.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::says;
use crate::platform::http::encode;
use crate::tests::browser::{Answer, Browser, serving};
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

/// Whether the tick box of this name is ticked.
fn is_ticked(page: &Answer, name: &str) -> bool {
    let at = page.body.find(&format!("name=\"{name}\"")).unwrap();
    let from = page.body[..at].rfind('<').unwrap();
    let to = at + page.body[at..].find('>').unwrap();
    page.body[from..to].contains(" checked")
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
                assert_eq!(is_ticked(&page, name), *ticked, "{} {name}", one.page);
            }
            let again = signed_in.get(one.page).await;
            assert!(!again.body.contains(&words), "{}", one.page);
        }
    }
}
