//! What owners and those whom they let in do: keys of M-Pesa, invitations, links of purchases; and
//! whoever does not get in.

use axum::http::{Request, StatusCode};
use uuid::Uuid;

use super::{Browser, Ordered, Secrets, location, session};
use crate::purchasing::orders::{self, PurchaseForm};
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::tests::support::Shop;

/// Everything that an owner does here, and those who are let in and are not.
pub(super) async fn walks(shop: &Shop, secrets: &mut Secrets) {
    let cookie = shop.cookie(&shop.owner_session()).await;
    let owner = Browser {
        shop,
        cookie: secrets.fresh("an owner's browser"),
        session: secrets.keep("an owner's session", &cookie),
    };
    takes_mpesa(&owner, secrets).await;
    invites(&owner, secrets).await;
    buys(&owner, secrets).await;
    does_not_get_in(shop, secrets).await;
}

fn stranger<'a>(shop: &'a Shop, secrets: &mut Secrets) -> Browser<'a> {
    Browser {
        shop,
        cookie: secrets.fresh("a browser's cookie"),
        session: String::new(),
    }
}

async fn read(browser: &Browser<'_>, path: &str) -> String {
    let (status, _, body) = browser.ask(Request::get(path), String::new()).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    body
}

/// The token of the first link to such a path.
fn token_after(page: &str, path: &str) -> String {
    let at = page.find(path).expect("a link") + path.len();
    let is_token = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    page[at..].chars().take_while(is_token).collect()
}

/// Types the keys of the shop's M-Pesa account, at first with a number that is refused, and tries
/// them out.
async fn takes_mpesa(owner: &Browser<'_>, secrets: &mut Secrets) {
    let (key, secret) = (
        secrets.fresh("a consumer key"),
        secrets.fresh("a consumer secret"),
    );
    let passkey = secrets.fresh("a passkey");
    for short_code in ["6000x", "600000"] {
        let form = [
            ("business", "logs"),
            ("form[short_code]", short_code),
            ("form[kind]", "paybill"),
            ("form[consumer_key]", &key),
            ("form[consumer_secret]", &secret),
            ("form[passkey]", &passkey),
        ];
        let path = "/api/payments/keep_mpesa_account";
        let (_, headers) = owner.post(path, &form).await;
        read(owner, &location(&headers)).await;
    }
    let mut tx = owner.shop.look().await;
    let kept: String =
        sqlx::query_scalar("select short_code from app.mpesa_account where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    assert_eq!(kept, "600000");
    drop(tx);
    let form = [("business", "logs")];
    let path = "/api/payments/try_mpesa_account";
    let (_, headers) = owner.post(path, &form).await;
    read(owner, &location(&headers)).await;
}

/// Invites somebody by phone, who looks at the link, signs up and comes in by it.
async fn invites(owner: &Browser<'_>, secrets: &mut Secrets) {
    let phone = secrets.phone("an invited phone");
    let form = [
        ("business", "logs"),
        ("form[invitation_id]", &Uuid::now_v7().to_string()),
        ("form[identity]", &phone),
        ("form[role]", "cashier"),
    ];
    let (_, headers) = owner.post("/api/staff/invite_member", &form).await;
    assert_eq!(location(&headers), "/b/logs/people");
    let token = token_after(&read(owner, "/b/logs/people").await, "/join/");
    secrets.keep("the token of an invitation", &token);
    let mut guest = stranger(owner.shop, secrets);
    let link = format!("/join/{token}");
    read(&guest, &link).await;
    let form = [
        ("form[name]", secrets.fresh("a guest's name")),
        ("form[identity]", phone),
        ("form[password]", secrets.fresh("a guest's password")),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, &**value)).collect();
    let (_, headers) = guest.post("/api/staff/sign_up", &form).await;
    guest.session = secrets.keep("a guest's session", &session(&headers));
    let form = [("token", token.as_str())];
    let (_, headers) = guest.post("/api/staff/accept_invitation", &form).await;
    assert_eq!(location(&headers), "/b/logs");
    let guess = secrets.fresh("a guessed invitation");
    let guessed = guest.get(&format!("/join/{guess}")).await;
    assert_eq!(guessed, StatusCode::NOT_FOUND);
}

/// Orders from a supplier and makes the link that she is sent, which somebody opens.
async fn buys(owner: &Browser<'_>, secrets: &mut Secrets) {
    let (shop, cx) = (owner.shop, owner.shop.cx());
    shop.sells("BOUGHT", "60", "5").await;
    let supplier = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: secrets.fresh("a supplier's name"),
        phone: secrets.phone("a supplier's phone"),
        ..SupplierForm::default()
    };
    let supplier = suppliers::keep(&cx, &supplier).await.unwrap();
    let line = |value: &str| [("l1".to_owned(), value.to_owned())].into();
    let order = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id: supplier.supplier_id.to_string(),
        location_id: shop.location.to_string(),
        note: secrets.fresh("a note to a supplier"),
        what: line("BOUGHT"),
        packs: line("2"),
        ..PurchaseForm::default()
    };
    let order = orders::keep(&cx, &order).await.unwrap();
    orders::send(&cx, order.purchase_id, order.revision)
        .await
        .unwrap();
    let form = [
        ("business", "logs"),
        ("purchase_id", &order.purchase_id.to_string()),
    ];
    let path = "/api/purchasing/make_purchase_link";
    let (_, headers) = owner.post(path, &form).await;
    let token = token_after(&read(owner, &location(&headers)).await, "/s/logs/po/");
    secrets.keep("the link to a purchase", &token);
    let supplier = stranger(shop, secrets);
    read(&supplier, &format!("/s/logs/po/{token}")).await;
    let guess = secrets.fresh("a guessed link");
    let guessed = supplier.get(&format!("/s/logs/po/{guess}")).await;
    assert_eq!(guessed, StatusCode::NOT_FOUND);
}

/// Tries to come in with what is no login, with one that nobody has, and with a password in the
/// place of the login.
async fn does_not_get_in(shop: &Shop, secrets: &mut Secrets) {
    let browser = stranger(shop, secrets);
    let mail = secrets.fresh("an e-mail address");
    let logins = [
        secrets.phone("a phone that never signed up"),
        format!("{mail}@example.com"),
        secrets.fresh("a password typed as a login"),
    ];
    let password = secrets.fresh("a password of nobody");
    for login in &logins {
        for typed in [password.as_str(), ""] {
            let form = [
                ("form[identity]", login.as_str()),
                ("form[password]", typed),
            ];
            let (_, headers) = browser.post("/api/staff/sign_in", &form).await;
            assert!(location(&headers).starts_with("/sign-in"), "{login}");
        }
    }
}

/// Finds the order again whose link is lost, after two tries that find nothing.
pub(super) async fn finds(browser: &Browser<'_>, ordered: &Ordered, secrets: &mut Secrets) {
    let mut tx = browser.shop.look().await;
    let code: String =
        sqlx::query_scalar("select code from app.order where business_id = $1 and order_id = $2")
            .bind(tx.business())
            .bind(ordered.order_id)
            .fetch_one(tx.conn())
            .await
            .unwrap();
    drop(tx);
    let other = secrets.phone("somebody else's phone");
    let find = async |phone: &str, code: &str| {
        let form = [("shop", "logs"), ("phone", phone), ("code", code)];
        let (_, headers) = browser.post("/api/storefront/find_order", &form).await;
        location(&headers)
    };
    assert_eq!(find(&other, &code).await, "/s/logs/find");
    assert_eq!(find(&ordered.phone, "no code").await, "/s/logs/find");
    let path = find(&ordered.phone, &code).await;
    let link = path.strip_prefix("/s/logs/o/").expect("it is found");
    secrets.keep("the link to an order", link);
    read(browser, &path).await;
}
