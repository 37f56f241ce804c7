//! Three businesses in one database, each full of rows with a word of its own in them, and one
//! member of every role in the first.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use uuid::Uuid;

use super::{desk, shelves};
use crate::orders::{self, State};
use crate::payments::Tender;
use crate::staff::Role;
use crate::tests::browser::{Browser, fields, member, serving};
use crate::tests::support::Shop;

/// What a business's rows say of themselves; its public address does not.
pub fn mark(slug: &str) -> String {
    format!("QZ{}ZQ", slug.to_uppercase())
}

/// Three businesses and their people.
pub struct Town {
    /// The business that is attacked from.
    pub ours: Shop,
    /// The business that is attacked.
    pub theirs: Shop,
    /// One that nobody asks for.
    pub third: Shop,
    /// A browser of each role in our business.
    pub people: Vec<(Role, Browser)>,
    /// A till of our business, where its owner has signed in.
    pub till: Browser,
    /// A browser of the attacked business's owner.
    pub their_owner: Browser,
    /// A customer of the attacked business, with a cart there.
    pub their_customer: Browser,
    /// The address of an order of the attacked business, as its customer has it.
    pub their_link: String,
    /// The product as it is served.
    pub service: Router,
}

impl Town {
    /// Builds the three and fills them.
    pub async fn build() -> Town {
        let ours = Shop::open("ours").await;
        let theirs = ours.neighbour("theirs").await;
        let third = ours.neighbour("third").await;
        let service = serving(&ours);
        let mut people = Vec::new();
        for role in Role::ALL {
            people.push((role, member(&service, &ours, role).await));
        }
        let their_owner = member(&service, &theirs, Role::Owner).await;
        let our_owner = people[0].1.clone();
        fill(&ours, our_owner).await;
        let their_link = fill(&theirs, their_owner.clone()).await;
        let owner = member(&service, &third, Role::Owner).await;
        fill(&third, owner).await;
        let their_customer = shopper(&service, &theirs).await;
        let till = counter(&service, &ours).await;
        Town {
            ours,
            theirs,
            third,
            people,
            till,
            their_owner,
            their_customer,
            their_link,
            service,
        }
    }
}

/// Fills every table of a business, through the product as its owner; the link of one of its orders.
async fn fill(shop: &Shop, mut owner: Browser) -> String {
    let (slug, mark) = (shop.slug.as_str(), mark(&shop.slug));
    let mut keep = async |path: &str, form: &[(&str, &str)]| {
        let mut form = fields(form);
        form.push(("business".to_owned(), slug.to_owned()));
        let answer = owner.post(path, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {answer:?}");
    };
    let (category, area) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    keep(
        "/api/catalog/keep_category",
        &[("form[category_id]", &category), ("form[name]", &mark)],
    )
    .await;
    let area = [
        ("form[area_id]", area.as_str()),
        ("form[fresh]", "1"),
        ("form[name]", &mark),
        ("form[fee]", "50"),
    ];
    keep("/api/businesses/keep_area", &area).await;
    let product = shop.sells(&mark, "120", "50").await;
    let place = async |note: &str| {
        let browser = shop.cart_of(product, "1").await;
        let form = orders::CheckoutForm {
            name: mark.clone(),
            note: format!("{mark} {note}"),
            ..shop.checkout(&browser).await
        };
        orders::place(&shop.customer(), &browser, &form)
            .await
            .unwrap()
    };
    let (done, asked) = (place("done").await, place("asked").await);
    let open = place("open").await;
    let cx = shop.cx();
    let order = done.order_id;
    orders::take_payment(&cx, order, Uuid::now_v7(), Tender::Cash, "120", "")
        .await
        .unwrap();
    let revision = shop.order(order).await.order.revision;
    let ready = orders::advance(&cx, order, revision, State::Ready)
        .await
        .unwrap();
    orders::hand_over(&cx, order, ready.revision).await.unwrap();
    let attempt = Uuid::now_v7();
    orders::ask_mpesa(
        &shop.customer(),
        &asked.link,
        attempt,
        "0712345678",
        "10.0.0.8",
    )
    .await
    .unwrap();
    desk::fill(shop, &mark, product, open.order_id, attempt).await;
    shelves::fill(shop, &mark, &mark).await;
    keep_balances(shop).await;
    // Something that is chosen and not ordered yet.
    shop.cart_of(product, "0.5").await;
    shop.check().await;
    done.link
}

/// Keeps what every account holds: by itself that comes with the two hundredth entry only.
async fn keep_balances(shop: &Shop) {
    sqlx::query(
        "insert into app.account_balance (business_id, account_id, up_to, balance_minor)
         select a.business_id, a.account_id,
                (select max(number) from app.journal_entry where business_id = a.business_id),
                coalesce((select sum(l.amount_minor) from app.journal_line l
                           where l.business_id = a.business_id
                             and l.account_id = a.account_id), 0)::bigint
           from app.account a
          where a.business_id = (select business_id from app.business where slug = $1)",
    )
    .bind(&shop.slug)
    .execute(&mut shop.superuser().await)
    .await
    .unwrap();
}

/// A customer's browser with something in its cart.
async fn shopper(service: &Router, shop: &Shop) -> Browser {
    let mut browser = Browser::new(service, "10.0.0.2");
    let ids = ids_of(shop).await;
    let product = ids["product_id"][0].as_str();
    let form = [
        ("shop", shop.slug.as_str()),
        ("product_id", product),
        ("quantity", "1"),
    ];
    browser
        .post("/api/storefront/add_to_cart", &fields(&form))
        .await;
    let cart = browser.get(&format!("/s/{}/cart", shop.slug)).await;
    assert!(cart.body.contains(&mark(&shop.slug)), "{cart:?}");
    browser
}

/// The browser of a shop's till.
async fn counter(service: &Router, shop: &Shop) -> Browser {
    let mut browser = Browser::new(service, "10.0.0.4");
    browser.keep(&format!(
        "dukani_till={}",
        desk::till_token(&mark(&shop.slug))
    ));
    let page = browser.get("/till").await;
    assert!(page.body.contains("data-boot="), "{page:?}");
    browser
}

/// Every tenant table, by name.
pub async fn tenant_tables(connection: &mut PgConnection) -> Vec<String> {
    let rows = sqlx::query(
        "select c.relname::text from pg_class c
          where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
            and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^(global|directory):'
          order by 1",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(tables.len() > 25, "{tables:?}");
    tables
}

/// The ids of a business's rows by the name of their column: `order_id` and its orders' ids.
pub async fn ids_of(shop: &Shop) -> BTreeMap<String, Vec<String>> {
    let mut connection = shop.superuser().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select c.relname::text, a.attname::text
           from pg_attribute a join pg_class c on c.oid = a.attrelid
          where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
            and a.atttypid = 'uuid'::regtype and not a.attisdropped
            and exists (select from pg_attribute b
                         where b.attrelid = c.oid and b.attname = 'business_id')
          order by 2, 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns {
        let read = format!(
            "select distinct {column}::text from app.{table}
              where {column} is not null
                and business_id = (select business_id from app.business where slug = $1)
              order by 1 limit 4"
        );
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(read))
            .bind(&shop.slug)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let known = ids.entry(column).or_default();
        known.extend(
            found
                .into_iter()
                .filter(|id| !known.contains(id))
                .collect::<Vec<_>>(),
        );
    }
    // Price lists are named by words.
    let lists: Vec<String> = sqlx::query_scalar(
        "select list from app.price_list
          where business_id = (select business_id from app.business where slug = $1) order by 1",
    )
    .bind(&shop.slug)
    .fetch_all(&mut connection)
    .await
    .unwrap();
    ids.insert("list_id".to_owned(), lists);
    ids.retain(|_, found| !found.is_empty());
    ids
}

/// What a business's rows are, table by table: any change of any row changes it.
pub async fn checksums(shop: &Shop) -> BTreeMap<String, String> {
    let mut connection = shop.superuser().await;
    let mut sums = BTreeMap::new();
    for table in tenant_tables(&mut connection).await {
        let read = format!(
            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')
               from app.{table} t
              where business_id = (select business_id from app.business where slug = $1)"
        );
        let sum: String = sqlx::query_scalar(AssertSqlSafe(read))
            .bind(&shop.slug)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        sums.insert(table, sum);
    }
    sums
}

/// The tables whose rows are not what they were.
pub fn differing(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let changed = after
        .iter()
        .filter(|(table, sum)| before.get(*table) != Some(*sum));
    changed.map(|(table, _)| table.clone()).collect()
}
