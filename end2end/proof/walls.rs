//! Every form that the program takes, rightly filled in, from the owner of another business: with what
//! is ours in the place of hers, and straight at ours.
//!
//! What never breaks: nothing of ours is shown to her, no row of ours changes, and ours is closed to
//! her. The very same forms are taken from our own owner, every one of them: a form that would be
//! refused to everybody proves nothing.

use sqlx::PgConnection;

use super::chaos::escaped;
use super::fuzz::{everything, open, plain_handlers};
use super::node::Excuse;
use super::reach::{ENDS, Target, reach_all, signed_in, turned_away};
use super::request::Addresses;
use super::run::{Dice, Row, Run, size};
use super::shop::SLUG;
use super::shopper::http;
use super::wire::{Reply, Wire};

/// The other business, and how its owner signs in.
const NEXT_DOOR: &str = "next-door";
const IDENTITY: &str = "0733999888";
const PASSWORD: &str = "a long enough password";
/// What stands in our rows and nowhere else.
const MARK: &str = "QZOURSZQ";

/// Whoever knows the secret that they ask for may come in by these, from wherever she is.
const BY_A_SECRET: [&str; 5] = [
    "/api/staff/accept_invitation",
    "/api/staff/enrol_by_code",
    "/api/staff/sign_in",
    "/api/staff/sign_out",
    "/api/staff/sign_up",
];
/// These are about whoever is signed in, and not about a business that is there.
const ABOUT_HERSELF: [&str; 6] = [
    "/api/businesses/open_business",
    "/api/staff/change_password",
    "/api/staff/choose_language",
    "/api/staff/end_other_sessions",
    "/api/staff/end_session",
    "/api/staff/keep_details",
];

/// What is ours is marked.
const MARKED: &str = "
    set session_replication_role = replica;
    update app.product set name = left(name, 100) || ' QZOURSZQ';
    update app.category set name = left(name, 20) || ' QZOURSZQ';
    update app.customer set name = 'QZOURSZQ';
    update app.supplier set name = 'QZOURSZQ ' || supplier_id;
    update app.order set customer_name = 'QZOURSZQ', note = 'QZOURSZQ';
    update app.location set name = left(name, 20) || ' QZOURSZQ';
    update app.device set name = left(name, 20) || ' QZOURSZQ';
    set session_replication_role = origin;";

/// Every change of a row of another business than the one that was entered is written down, whoever
/// makes it: by a function that sees across as well, and in directories.
const WATCHED: &str = "
    create schema proof;
    create table proof.trespass (what text not null);
    create function proof.watch() returns trigger language plpgsql security definer as $$
    declare
        v_row jsonb;
    begin
        if tg_op = 'DELETE' then
            v_row := to_jsonb(old);
        else
            v_row := to_jsonb(new);
        end if;
        if app.current_business() = {neighbour}
           and (v_row ->> 'business_id')::bigint <> {neighbour} then
            insert into proof.trespass values (tg_op || ' ' || tg_table_name);
        end if;
        return null;
    end $$;
    do $$
    declare
        v_table text;
    begin
        for v_table in
            select c.relname from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'business_id'
             where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
        loop
            execute format('create trigger proof_watch after insert or update or delete on app.%I
                                for each row execute function proof.watch()', v_table);
        end loop;
    end $$;";

/// Logins and sessions of everybody else: they belong to no business.
const OTHERS: &str = "
    select coalesce(md5(string_agg(one, '|' order by one)), '')
      from (select u::text as one from app.user u where u.phone is distinct from '+254733999888'
            union all
            select s::text from app.session s join app.user u using (user_id)
             where u.phone is distinct from '+254733999888') others";

/// The browser of the other business's owner.
struct Neighbour {
    http: reqwest::Client,
    base: String,
    browser: String,
    session: String,
}

/// A form whose fields are all known.
fn typed(fields: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
        .collect()
}

impl Neighbour {
    async fn ask(&self, request: reqwest::RequestBuilder) -> (Reply, String) {
        let answer = request
            .header("cookie", format!("{}; {}", self.browser, self.session))
            .header("accept", "text/html")
            // Where a function's own error is told.
            .header("referer", format!("{}/b/{NEXT_DOOR}", self.base))
            .send()
            .await
            .unwrap();
        let mut reply = Reply::default();
        reply.status = answer.status().as_u16();
        let headers = answer.headers();
        let location = headers.get("location").and_then(|to| to.to_str().ok());
        location.unwrap_or_default().clone_into(&mut reply.location);
        let cookies = headers.get_all("set-cookie").iter();
        let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        reply.cookies = cookies.map(str::to_owned).collect();
        (reply, answer.text().await.unwrap_or_default())
    }

    async fn get(&self, path: &str) -> (Reply, String) {
        self.ask(self.http.get(format!("{}{path}", self.base)))
            .await
    }

    async fn post(&self, path: &str, form: &[(String, Vec<u8>)]) -> (Reply, String) {
        let pairs = form
            .iter()
            .map(|(name, value)| [escaped(name.as_bytes()), escaped(value)].join(&b'='));
        let body = pairs.collect::<Vec<_>>().join(&b'&');
        let request = self.http.post(format!("{}{path}", self.base));
        let kind = "application/x-www-form-urlencoded";
        self.ask(request.header("content-type", kind).body(body))
            .await
    }

    /// Signs in, or up.
    async fn signs(&mut self, how: &str) {
        self.session.clear();
        let form = typed(&[
            ("form[name]", "Next door"),
            ("form[identity]", IDENTITY),
            ("form[password]", PASSWORD),
            ("form[next]", ""),
        ]);
        let (reply, _) = self.post(&format!("/api/staff/{how}"), &form).await;
        let mut cookies = reply.cookies.iter();
        let session = cookies.find(|pair| pair.starts_with("dukani="));
        self.session = session.expect("a session").clone();
    }

    /// Signs up and opens her business.
    async fn open(base: &str) -> Neighbour {
        let mut neighbour = Neighbour {
            http: http(),
            base: base.to_owned(),
            browser: format!("dukani_browser={:032x}", rand::random::<u128>()),
            session: String::new(),
        };
        neighbour.signs("sign_up").await;
        let form = typed(&[
            ("form[name]", "Next door"),
            ("form[slug]", NEXT_DOOR),
            ("form[country]", "KE"),
            ("form[location_name]", "Stall"),
            ("form[phone]", ""),
        ]);
        let path = "/api/businesses/open_business";
        let (reply, _) = neighbour.post(path, &form).await;
        assert_eq!(reply.location, format!("/b/{NEXT_DOOR}"));
        neighbour
    }
}

/// An attack on everything.
struct Siege<'a> {
    addresses: &'a Addresses,
    neighbour: Neighbour,
    db: PgConnection,
    dice: Dice,
    sent: u64,
    found: Vec<String>,
}

impl Siege<'_> {
    fn looks(&mut self, what: &str, body: &str) {
        if body.contains(MARK) {
            self.found.push(format!("{what} shows what is ours"));
        }
    }

    /// Whose row changed in her business that is not hers.
    async fn trespasses(&mut self) -> Vec<String> {
        let all = sqlx::query_scalar("delete from proof.trespass returning what");
        all.fetch_all(&mut self.db).await.unwrap()
    }

    /// Sends a form to a function about this business.
    async fn sends(&mut self, path: &str, slug: &str) {
        let mut form = self.addresses.fields(&mut self.dice, path);
        for (name, value) in &mut form {
            if matches!(name.as_str(), "business" | "shop") {
                *value = slug.as_bytes().to_vec();
            }
        }
        let forget = sqlx::query("delete from app.flash");
        forget.execute(&mut self.db).await.unwrap();
        let (reply, body) = self.neighbour.post(path, &form).await;
        let kept = sqlx::query_scalar("select content::text from app.flash");
        let kept: Vec<String> = kept.fetch_all(&mut self.db).await.unwrap();
        self.sent += 1;
        let what = format!("{path} at {slug}");
        self.looks(&what, &body);
        let away = turned_away(Target::Function(path), &reply, &kept);
        if slug != NEXT_DOOR && away.is_none() {
            self.found.push(format!("{what} is open: {reply:?}"));
        }
        if reply.location.contains("/sign-in?next=") {
            self.found.push(format!("{what} asked a stranger"));
        }
        if reply.location.starts_with('/') {
            let (_, shown) = self.neighbour.get(&reply.location).await;
            self.looks(&format!("{what}, at {}", reply.location), &shown);
        }
        if ENDS.iter().any(|word| path.contains(word)) {
            self.neighbour.signs("sign_in").await;
        }
    }

    /// A function, in her own business and in ours.
    async fn on_function(&mut self, path: &str, tries: u64) {
        let is_public = path.starts_with("/api/storefront/");
        for _ in 0..tries {
            self.sends(path, NEXT_DOOR).await;
            if !is_public && !ABOUT_HERSELF.contains(&path) {
                self.sends(path, SLUG).await;
            }
        }
        for act in self.trespasses().await {
            self.found.push(format!("{path}: {act}"));
        }
        let (home, _) = self.neighbour.get(&format!("/b/{NEXT_DOOR}")).await;
        assert_eq!(home.status, 200, "{path}: it is her business no more");
    }

    /// A file of the back office, likewise.
    async fn on_file(&mut self, shape: &str, tries: u64) {
        for _ in 0..tries {
            for slug in [NEXT_DOOR, SLUG] {
                let mut path = Vec::new();
                for segment in shape.split('/').skip(1) {
                    path.push(b'/');
                    path.extend(match segment.strip_prefix(':') {
                        None => segment.as_bytes().to_vec(),
                        Some("business") => slug.as_bytes().to_vec(),
                        Some(name) => escaped(&self.addresses.there(&mut self.dice, name)),
                    });
                }
                let path = String::from_utf8_lossy(&path).into_owned();
                let (_, body) = self.neighbour.get(&path).await;
                self.sent += 1;
                self.looks(&path, &body);
            }
        }
    }

    /// What is watched is seen: a row of ours that is changed in her business, and our words by their
    /// own owner.
    async fn must_see_damage(&mut self, business: i64) {
        let act = format!(
            "begin; select app.set_scope({business});
             update app.product set name = name where sku = 'FUZZ'; commit;"
        );
        let act = sqlx::raw_sql(sqlx::AssertSqlSafe(act));
        act.execute(&mut self.db).await.unwrap();
        let seen = self.trespasses().await;
        assert!(seen.iter().any(|act| act == "UPDATE product"), "{seen:?}");
        let host = &self.addresses.host;
        let cookies = signed_in(host, u64::from(u32::MAX), &mut Wire::to(host)).await;
        let owner = Neighbour {
            http: http(),
            base: self.neighbour.base.clone(),
            browser: cookies,
            session: String::new(),
        };
        let (_, body) = owner.get(&format!("/b/{SLUG}/products")).await;
        assert!(body.contains(MARK), "our own owner sees nothing either");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn foreign_ids_open_nothing() {
    let run = Run::begin(
        "foreign_ids_open_nothing",
        "every form, from another business's owner",
    );
    let run = run.await;
    let tries = size("PROOF_WALL_TRIES", 1);
    let shop = open().await;
    let handlers = plain_handlers();
    let addresses = everything(&shop, &handlers).await;
    let mut db = shop.postgres.connect().await;
    sqlx::raw_sql(MARKED).execute(&mut db).await.unwrap();
    let neighbour = Neighbour::open(&shop.nodes[0].url()).await;
    let business: i64 = sqlx::query_scalar("select business_id from app.business where slug = $1")
        .bind(NEXT_DOOR)
        .fetch_one(&mut db)
        .await
        .unwrap();
    let watched = WATCHED.replace("{neighbour}", &business.to_string());
    let watched = sqlx::raw_sql(sqlx::AssertSqlSafe(watched));
    watched.execute(&mut db).await.unwrap();
    let others: String = sqlx::query_scalar(OTHERS).fetch_one(&mut db).await.unwrap();
    let mut siege = Siege {
        addresses: &addresses,
        neighbour,
        db,
        dice: run.dice(0),
        sent: 0,
        found: Vec::new(),
    };
    let functions = addresses.functions.iter().map(String::as_str);
    let functions: Vec<&str> = functions
        .filter(|path| !BY_A_SECRET.contains(path))
        .collect();
    for path in &functions {
        siege.on_function(path, tries).await;
    }
    let files = handlers
        .iter()
        .filter(|(method, path)| *method == "GET" && path.contains("/:business/"));
    for (_, shape) in files {
        siege.on_file(shape, tries).await;
    }
    let found = &siege.found;
    assert!(
        found.is_empty(),
        "{} such as {:#?}",
        found.len(),
        found.first()
    );
    let after: String = sqlx::query_scalar(OTHERS)
        .fetch_one(&mut siege.db)
        .await
        .unwrap();
    assert_eq!(after, others, "somebody else's login or session changed");
    siege.must_see_damage(business).await;
    let (of, missed) = reach_all(&addresses, &handlers, run.seed, &mut siege.db).await;
    assert!(missed.is_empty(), "nobody is let in there: {missed:#?}");
    shop.logs_must_be_clean(&Excuse::default());
    run.finish(&Row {
        size: format!("{} forms and the files, {tries} times each", functions.len()),
        faults: format!(
            "our ids in hers, and ours itself; 0 rows changed, 0 shown; {of} of {of} open to our owner"
        ),
        acknowledged: siege.sent,
        lost: 0,
        doubled: 0,
    });
}
