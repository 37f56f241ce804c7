//! A real PostgreSQL for every test run, a fresh database for every test, and a shop in it.
//!
//! The cluster is thrown away with the process. Requests run as the runtime role, with the same
//! authorisation as in production.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::still;
use super::waiting::until_a_day_lies_ahead;
use crate::businesses::{self, OpenBusiness};
use crate::catalog::{self, ProductForm};
use crate::orders::{self, CheckoutForm};
use crate::payments::{self, AccountForm};
use crate::platform::embedded_postgres::Cluster;
use crate::platform::{AppState, BusinessTx, Config, Cx, Database, Door, clock, roles, sessions};
use crate::staff::{self, SignUpForm};
use crate::values::{Language, Quantity};
use crate::{app, reports};

pub(super) struct Server {
    cluster: Cluster,
    pub(super) folder: TempDir,
}

static SERVER: OnceCell<Server> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

pub(super) async fn server() -> &'static Server {
    SERVER
        .get_or_init(|| async {
            clear_away();
            let folder = tempfile::Builder::new()
                .prefix("dukani-test-")
                .tempdir_in("/var/tmp")
                .unwrap();
            open_to_all(folder.path());
            let cluster = Cluster::start_throwaway(folder.path()).await.unwrap();
            still::keep(&cluster).await;
            // Migrated once; every test's database is a copy.
            roles::prepare(&cluster.connect_options("dukani"))
                .await
                .unwrap();
            Server { cluster, folder }
        })
        .await
}

/// Earlier runs leave their folder behind, because nothing runs after a test process. The old ones
/// whose cluster has stopped go now.
fn clear_away() {
    for entry in std::fs::read_dir("/var/tmp").unwrap().flatten() {
        let ours = entry
            .file_name()
            .to_string_lossy()
            .starts_with("dukani-test-");
        let changed = entry.metadata().and_then(|about| about.modified()).ok();
        let old = changed
            .and_then(|at| at.elapsed().ok())
            .is_some_and(|age| age.as_secs() > 600);
        if ours && old && !entry.path().join("postgres/postmaster.pid").exists() {
            // Another test process may be faster: then it is gone all the same.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The cluster's user must be able to walk into the folder.
fn open_to_all(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// How to log in to the test's cluster as its superuser.
pub async fn admin() -> sqlx::postgres::PgConnectOptions {
    server().await.cluster.connect_options("postgres")
}

/// A fresh, migrated database, and the options to log in to it as its superuser.
pub async fn database() -> (Database, sqlx::postgres::PgConnectOptions) {
    let server = server().await;
    let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::connect_with(&server.cluster.connect_options("postgres"))
        .await
        .unwrap();
    // Two tests may copy at once; a template takes one at a time.
    admin.execute("select pg_advisory_lock(1)").await.unwrap();
    let make = format!("create database {name} template dukani");
    admin.execute(sqlx::AssertSqlSafe(make)).await.unwrap();
    // Rights on the database itself are not copied with it.
    let revoke = format!("revoke temporary on database {name} from public");
    admin.execute(sqlx::AssertSqlSafe(revoke)).await.unwrap();
    admin.close().await.unwrap();
    let login = server.cluster.connect_options(&name);
    (still::connect(&login, 8).await, login)
}

/// A business with an owner, two products and an M-Pesa account, in a database of its own.
pub struct Shop {
    state: AppState,
    login: sqlx::postgres::PgConnectOptions,
    session: Vec<u8>,
    cashier: Vec<u8>,
    /// Its slug.
    pub slug: String,
    /// Its one location.
    pub location: Uuid,
}

impl Shop {
    /// Opens a shop in a fresh database.
    pub async fn open(slug: &str) -> Shop {
        until_a_day_lies_ahead().await;
        let (db, login) = database().await;
        Shop::open_in(db, login, slug).await
    }

    /// Opens another shop in the same database.
    pub async fn neighbour(&self, slug: &str) -> Shop {
        Shop::open_in(self.state.db.clone(), self.login.clone(), slug).await
    }

    /// Opens a shop in this database.
    pub async fn open_in(
        db: Database,
        login: sqlx::postgres::PgConnectOptions,
        slug: &str,
    ) -> Shop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut config = Config::from_lookup(|_| None).unwrap();
        config.data = server().await.folder.path().join(format!("state-{number}"));
        config.daraja_url = Some("http://127.0.0.1:9".to_owned());
        let state = app::server::state(&config, &db).unwrap();
        let session = person(&db, &format!("071{number:07}")).await;
        let ask = OpenBusiness {
            name: format!("Shop {slug}"),
            slug: slug.to_owned(),
            country: "KE".to_owned(),
            currency: "KES".to_owned(),
            time_zone: "Africa/Nairobi".to_owned(),
            language: Language::En,
            phone: None,
            location_name: "Main".to_owned(),
        };
        businesses::open_business(&db, &session, clock::now(), &ask, async |tx| {
            app::open_books(tx).await
        })
        .await
        .unwrap();
        let mut shop = Shop {
            cashier: person(&db, &format!("072{number:07}")).await,
            state,
            login,
            session,
            slug: slug.to_owned(),
            location: Uuid::nil(),
        };
        let mut tx = shop.cx().begin().await.unwrap();
        shop.location = businesses::locations(&mut tx).await.unwrap()[0].location_id;
        let account = AccountForm {
            short_code: "174379".to_owned(),
            kind: "paybill".to_owned(),
            consumer_key: "key".to_owned(),
            consumer_secret: "secret".to_owned(),
            passkey: "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919".to_owned(),
            ..AccountForm::default()
        };
        payments::keep_account(&mut tx, &shop.state.seal, &account)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        shop.hire_cashier().await;
        shop
    }

    async fn hire_cashier(&self) {
        let user = staff::signed_in(self.db(), &self.cashier)
            .await
            .unwrap()
            .unwrap();
        let mut tx = self.cx().begin().await.unwrap();
        sqlx::query(
            "insert into app.member (business_id, member_id, user_id, name, role)
             values ($1, $2, $3, 'A cashier', 'cashier')",
        )
        .bind(tx.business())
        .bind(Uuid::now_v7())
        .bind(user.user_id)
        .execute(tx.conn())
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Somebody new with that role: her session.
    pub async fn hire(&self, role: &str) -> Vec<u8> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let session = person(self.db(), &format!("073{number:07}")).await;
        let user = staff::signed_in(self.db(), &session)
            .await
            .unwrap()
            .unwrap();
        let mut tx = self.cx().begin().await.unwrap();
        sqlx::query(
            "insert into app.member (business_id, member_id, user_id, name, role)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(tx.business())
        .bind(Uuid::now_v7())
        .bind(user.user_id)
        .bind(format!("Somebody, {role}"))
        .bind(role)
        .execute(tx.conn())
        .await
        .unwrap();
        tx.commit().await.unwrap();
        session
    }

    /// Somebody new who works nowhere, with that phone number: her session.
    pub async fn stranger(&self, phone: &str) -> Vec<u8> {
        person(self.db(), phone).await
    }

    /// The owner's session.
    pub fn owner_session(&self) -> Vec<u8> {
        self.session.clone()
    }

    /// Another session of the same login, by the cookie that a browser would send for it.
    pub async fn cookie(&self, session: &[u8]) -> String {
        let user = staff::signed_in(self.db(), session).await.unwrap().unwrap();
        let cookie = crate::platform::secrets::new_token();
        let mut tx = self.db().begin_outside().await.unwrap();
        sqlx::query("select app.session_save($1, $2, '{}', now() + interval '30 days', true)")
            .bind(sessions::digest_of(&cookie))
            .bind(user.user_id)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        cookie
    }

    /// The database.
    pub fn db(&self) -> &Database {
        &self.state.db
    }

    /// What handlers reach.
    pub fn state(&self) -> AppState {
        self.state.clone()
    }

    /// How to log in as the superuser, past row security: for a test's own checks only.
    pub async fn superuser(&self) -> PgConnection {
        PgConnection::connect_with(&self.login).await.unwrap()
    }

    /// How to log in to its database as the superuser.
    pub fn login(&self) -> &sqlx::postgres::PgConnectOptions {
        &self.login
    }

    /// Through the back office, as the owner.
    pub fn cx(&self) -> Cx {
        self.member(&self.session)
    }

    /// Through the back office, as a cashier.
    pub fn cashier(&self) -> Cx {
        self.member(&self.cashier)
    }

    /// Through the back office, with any session.
    pub fn member(&self, session: &[u8]) -> Cx {
        let door = Door::Member {
            session: session.to_vec(),
            slug: self.slug.clone(),
        };
        Cx::new(self.db(), door, clock::now(), Language::En)
    }

    /// Through the storefront.
    pub fn customer(&self) -> Cx {
        let door = Door::Storefront {
            address: self.slug.clone(),
        };
        Cx::new(self.db(), door, clock::now(), Language::En)
    }

    /// Puts a product on sale: its price and stock as an owner types them.
    pub async fn sells(&self, sku: &str, price: &str, stock: &str) -> Uuid {
        let product_id = Uuid::now_v7();
        let form = ProductForm {
            product_id: product_id.to_string(),
            name: format!("Product {sku}"),
            sku: sku.to_owned(),
            unit: "kg".to_owned(),
            quantity_step: "0.5".to_owned(),
            price: price.to_owned(),
            cost: "10".to_owned(),
            tax_class: "standard".to_owned(),
            stock: stock.to_owned(),
            ..ProductForm::default()
        };
        catalog::keep_product::keep(&self.cx(), &form)
            .await
            .unwrap();
        product_id
    }

    /// Fills a new browser's cart; the browser.
    pub async fn cart_of(&self, product_id: Uuid, quantity: &str) -> Vec<u8> {
        let browser = Uuid::now_v7().as_bytes().to_vec();
        let quantity = Quantity::parse(quantity).unwrap();
        orders::add_to_cart(&self.customer(), &browser, product_id, quantity, None)
            .await
            .unwrap();
        browser
    }

    /// The checkout form of a browser's cart: picked up, paid by M-Pesa.
    pub async fn checkout(&self, browser: &[u8]) -> CheckoutForm {
        let mut tx = self.customer().read().await.unwrap();
        let cart = orders::cart(&mut tx, Some(browser)).await.unwrap().unwrap();
        CheckoutForm {
            cart_id: cart.cart_id.to_string(),
            revision: cart.revision.to_string(),
            order_id: cart.order_id.to_string(),
            name: "A customer".to_owned(),
            phone: "0712345678".to_owned(),
            fulfilment: format!("pickup:{}", self.location),
            pay_by: "mpesa".to_owned(),
            ..CheckoutForm::default()
        }
    }

    /// Places an order over a total; the total must be whole shillings.
    pub async fn an_order(&self, total_minor: i64) -> (Uuid, orders::Placed) {
        let sku = format!("S{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let price = format!("{}.{:02}", total_minor / 100, total_minor % 100);
        let product = self.sells(&sku, &price, "20").await;
        let browser = self.cart_of(product, "1").await;
        let form = self.checkout(&browser).await;
        let placed = orders::place(&self.customer(), &browser, &form)
            .await
            .unwrap();
        (placed.order_id, placed)
    }

    /// An order as it stands.
    pub async fn order(&self, order_id: Uuid) -> orders::Whole {
        let mut tx = self.cx().read().await.unwrap();
        orders::whole(&mut tx, order_id).await.unwrap()
    }

    /// What is on hand and reserved of a product.
    pub async fn level(&self, product_id: Uuid) -> (Quantity, Quantity) {
        let mut tx = self.cx().read().await.unwrap();
        let levels = crate::stock::on_hand(&mut tx, product_id).await.unwrap();
        levels
            .first()
            .map(|(_, on_hand, reserved)| (*on_hand, *reserved))
            .unwrap_or_default()
    }

    /// A transaction of the owner, to look with.
    pub async fn look(&self) -> BusinessTx {
        self.cx().read().await.unwrap()
    }

    /// Every invariant holds, and the check saw rows.
    pub async fn check(&self) {
        let mut tx = self.cx().read().await.unwrap();
        let findings = reports::check(&mut tx).await.unwrap();
        let broken: Vec<_> = findings
            .iter()
            .filter(|finding| !finding.broken.is_empty())
            .collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(findings.iter().map(|finding| finding.examined).sum::<i64>() > 0);
    }
}

/// A login and a session of it.
async fn person(db: &Database, phone: &str) -> Vec<u8> {
    let form = SignUpForm {
        name: "A new user".to_owned(),
        identity: phone.to_owned(),
        password: "a long enough password".to_owned(),
        ..SignUpForm::default()
    };
    let user = staff::sign_up(db, phone, &form).await.unwrap();
    sessions::open_for(db, user).await.unwrap()
}
