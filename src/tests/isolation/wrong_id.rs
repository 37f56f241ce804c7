//! Queries that bind the wrong business, everywhere at once: the policy is the net. The functions
//! that enter a business are made to tell the program another one's id, so that every statement of
//! every page, server function, callback, job and invitation names it, while the scope stays what it
//! was.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::desk::callback_of;
use super::pages::{attack, call_all, open_all};
use super::town::{Town, checksums, ids_of, mark};
use crate::platform::http::encode;
use crate::platform::secrets::digest;
use crate::platform::{Cx, Door, clock};
use crate::purchasing::orders;
use crate::staff::{self, InvitationForm};
use crate::tests::browser::Browser;
use crate::values::Language;
use crate::{app, payments};

/// The doors whose answer is one row that says which business was entered: their names, what they are
/// given, how that is handed on, and what their row is.
const DOORS: [(&str, &str, &str, &str); 4] = [
    (
        "enter_member",
        "p_session bytea, p_slug text",
        "p_session, p_slug",
        "app.entered",
    ),
    (
        "enter_storefront",
        "p_address text",
        "p_address",
        "app.entered",
    ),
    (
        "enter_invitation",
        "p_token bytea, p_session bytea, p_member uuid",
        "p_token, p_session, p_member",
        "app.entered",
    ),
    (
        "enter_device",
        "p_token bytea, p_member uuid",
        "p_token, p_member",
        "app.entered_device",
    ),
];

async fn victim(town: &Town) -> i64 {
    sqlx::query_scalar("select business_id from app.business where slug = $1")
        .bind(&town.theirs.slug)
        .fetch_one(&mut town.theirs.superuser().await)
        .await
        .unwrap()
}

/// Makes every door lie about the id; with `scope_too`, the scope follows the lie. A job's number is
/// its own caller's: the door takes a wrong one.
async fn lie(town: &Town, scope_too: bool) {
    let mut superuser = town.ours.superuser().await;
    let victim = victim(town).await;
    let follow = if scope_too {
        format!("perform app.set_scope({victim});")
    } else {
        String::new()
    };
    let mut all = String::new();
    for (name, parameters, arguments, row) in DOORS {
        all.push_str(&format!(
            "alter function app.{name} rename to true_{name};
             create function app.{name}({parameters}) returns {row}
                 language plpgsql security definer as $$
             declare v {row};
             begin
                 v := app.true_{name}({arguments});
                 if v.outcome = 'entered' then v.business_id := {victim}; {follow} end if;
                 return v;
             end $$;
             grant execute on function app.{name} to dukani_runtime;"
        ));
    }
    all.push_str(&format!(
        "alter function app.enter_callback rename to true_enter_callback;
         create function app.enter_callback(p_token bytea)
             returns table (business_id bigint, attempt_id uuid)
             language plpgsql security definer as $$
         #variable_conflict use_column
         begin
             perform 1 from app.true_enter_callback(p_token);
             if not found then return; end if;
             {follow}
             return query select a.business_id, a.attempt_id from app.mpesa_attempt a
                           where a.business_id = {victim} limit 1;
         end $$;
         grant execute on function app.enter_callback to dukani_runtime;
         alter function app.enter_job rename to true_enter_job;
         create function app.enter_job(p_business bigint, p_outbox uuid)
             returns table (task text, payload jsonb, slug text)
             language plpgsql security definer as $$
         #variable_conflict use_column
         declare v_owner bigint;
         begin
             select o.business_id into v_owner from app.outbox o where o.outbox_id = p_outbox;
             return query select t.task, t.payload, t.slug
                            from app.true_enter_job(v_owner, p_outbox) t;
             {follow}
         end $$;
         grant execute on function app.enter_job to dukani_runtime;"
    ));
    sqlx::raw_sql(sqlx::AssertSqlSafe(all))
        .execute(&mut superuser)
        .await
        .unwrap();
}

/// Ways in that are no page and no form: an invitation, M-Pesa's address, jobs; and the link that a
/// supplier of theirs has.
struct OtherDoors {
    invited: Vec<u8>,
    token: String,
    jobs: Vec<(Uuid, String, serde_json::Value)>,
    supplier_link: String,
}

impl OtherDoors {
    /// Of our business, but for the supplier's link; made while nobody lies yet.
    async fn make(town: &Town) -> OtherDoors {
        let phone = "0733000111";
        let form = InvitationForm {
            invitation_id: Uuid::now_v7().to_string(),
            identity: phone.to_owned(),
            role: "cashier".to_owned(),
        };
        let invited = staff::invite(&town.ours.cx(), &form).await.unwrap();
        let jobs = sqlx::query_as::<_, (Uuid, String, serde_json::Value)>(
            "select o.outbox_id, o.task, o.payload
               from app.outbox o join app.business b using (business_id)
              where b.slug = 'ours' and o.done_at is null order by 1 limit 20",
        );
        let jobs = jobs.fetch_all(&mut town.ours.superuser().await).await;
        let purchase = ids_of(&town.theirs).await["purchase_id"][0].parse();
        let link = orders::make_link(&town.theirs.cx(), purchase.unwrap()).await;
        OtherDoors {
            invited: town.ours.stranger(phone).await,
            token: invited.token.unwrap(),
            jobs: jobs.unwrap(),
            supplier_link: link.unwrap(),
        }
    }

    /// Everybody who comes in by one of them.
    fn comers(&self, town: &Town, victim: i64) -> Vec<(&'static str, Cx)> {
        let mut doors = vec![
            (
                "an invitation",
                Door::Invitation {
                    session: self.invited.clone(),
                    token: digest(&self.token),
                    member_id: Uuid::now_v7(),
                },
            ),
            (
                "a callback",
                Door::Callback {
                    token: digest(&callback_of("ours")),
                },
            ),
        ];
        assert!(!self.jobs.is_empty(), "no jobs of ours");
        doors.extend(self.jobs.iter().map(|(outbox_id, _, _)| {
            let door = Door::Job {
                business_id: victim,
                outbox_id: *outbox_id,
            };
            ("a job", door)
        }));
        let cx = |door| Cx::new(town.ours.db(), door, clock::now(), Language::En);
        doors
            .into_iter()
            .map(|(what, door)| (what, cx(door)))
            .collect()
    }

    /// What each of them may be told of the business whose id she was told.
    async fn see(&self, town: &Town) -> Vec<&'static str> {
        let mut seen = Vec::new();
        for (what, cx) in self.comers(town, victim(town).await) {
            // Who is not let in at all sees nothing.
            let Ok(mut tx) = cx.read().await else {
                continue;
            };
            let members = "select count(*) from app.member where business_id = $1";
            let members = sqlx::query_scalar::<_, i64>(members).bind(tx.business());
            if members.fetch_one(tx.conn()).await.unwrap() > 0 {
                seen.push(what);
            }
        }
        let page = format!("/s/ours/po/{}", encode(&self.supplier_link));
        let answer = town.their_customer.get(&page).await;
        if answer.body.contains(&mark("theirs")) {
            seen.push("a supplier's link");
        }
        seen
    }

    /// Each of them does what she came for. What comes of it is seen in the rows.
    async fn act(&self, town: &Town) {
        let now = clock::now();
        let _ = staff::accept(town.ours.db(), &self.invited, &self.token, now).await;
        let (token, paid) = (callback_of("ours"), br#"{"Body":{"stkCallback":{}}}"#);
        let settle = crate::orders::settle;
        let _ = payments::hear(town.ours.db(), &token, "127.0.0.1", paid, settle, now).await;
        let handler = app::jobs::handler(&town.ours.state(), None);
        let victim = victim(town).await;
        for (outbox_id, task, payload) in &self.jobs {
            let door = Door::Job {
                business_id: victim,
                outbox_id: *outbox_id,
            };
            let cx = Cx::new(town.ours.db(), door, now, Language::En);
            let _ = handler(cx, task.clone(), payload.clone()).await;
        }
    }
}

async fn everything(town: &Town) -> Vec<String> {
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let mut browsers: Vec<Browser> = town.people.iter().map(|(_, b)| b.clone()).collect();
    browsers.push(town.their_customer.clone());
    browsers.push(town.till.clone());
    let mut leaks = Vec::new();
    for (number, browser) in browsers.iter_mut().enumerate() {
        browser.peer = format!("10.2.{number}.1");
        let pages = open_all(browser, "ours", &ids, &town.their_link, &secret).await;
        leaks.extend(pages.leaks);
        let form = attack("ours", &ids, number, &town.their_link);
        leaks.extend(call_all(browser, &form, &secret).await.leaks);
    }
    leaks
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_id_in_every_query_leaks_nothing() {
    let town = Town::build().await;
    let doors = OtherDoors::make(&town).await;
    let before = (checksums(&town.theirs).await, checksums(&town.third).await);
    lie(&town, false).await;
    let leaks = everything(&town).await;
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert_eq!(doors.see(&town).await, [""; 0]);
    doors.act(&town).await;
    let after = (checksums(&town.theirs).await, checksums(&town.third).await);
    assert_eq!(after, before, "another business's rows changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_wrong_scope_as_well_it_would_leak() {
    let town = Town::build().await;
    let doors = OtherDoors::make(&town).await;
    lie(&town, true).await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let owner = &town.people[0].1;
    let found = open_all(owner, "ours", &ids, &town.their_link, &secret).await;
    assert!(found.leaks.len() > 10, "{:#?}", found.leaks);
    let seen: BTreeSet<&str> = doors.see(&town).await.into_iter().collect();
    let all = ["a callback", "a job", "a supplier's link", "an invitation"];
    assert_eq!(seen, BTreeSet::from(all));
    let before = checksums(&town.theirs).await;
    doors.act(&town).await;
    assert_ne!(checksums(&town.theirs).await, before, "a callback is kept");
}
