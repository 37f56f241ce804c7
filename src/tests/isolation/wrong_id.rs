//! Queries that bind the wrong business, everywhere at once: the policy is the net. The functions
//! that enter a business are made to tell the program another one's id, so that every statement of
//! every page and server function names it, while the scope stays what it was.

use super::pages::{attack, call_all, open_all};
use super::town::{Town, checksums, ids_of, mark};
use crate::tests::browser::Browser;

/// Makes the two doors lie about the id; with `scope_too`, the scope follows the lie.
async fn lie(town: &Town, scope_too: bool) {
    let mut superuser = town.ours.superuser().await;
    let victim: i64 = sqlx::query_scalar("select business_id from app.business where slug = $1")
        .bind(&town.theirs.slug)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    let follow = if scope_too {
        format!("perform app.set_scope({victim});")
    } else {
        String::new()
    };
    for (name, parameters, arguments) in [
        (
            "enter_member",
            "p_session bytea, p_slug text",
            "p_session, p_slug",
        ),
        ("enter_storefront", "p_address text", "p_address"),
    ] {
        let sql = format!(
            "alter function app.{name} rename to true_{name};
             create function app.{name}({parameters}) returns app.entered
                 language plpgsql security definer as $$
             declare v app.entered;
             begin
                 v := app.true_{name}({arguments});
                 if v.outcome = 'entered' then v.business_id := {victim}; {follow} end if;
                 return v;
             end $$;
             grant execute on function app.{name} to dukani_runtime;"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut superuser)
            .await
            .unwrap();
    }
}

async fn everything(town: &Town) -> Vec<String> {
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let mut browsers: Vec<Browser> = town.people.iter().map(|(_, b)| b.clone()).collect();
    browsers.push(town.their_customer.clone());
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
    let before = (checksums(&town.theirs).await, checksums(&town.third).await);
    lie(&town, false).await;
    let leaks = everything(&town).await;
    assert!(leaks.is_empty(), "{leaks:#?}");
    let after = (checksums(&town.theirs).await, checksums(&town.third).await);
    assert_eq!(after, before, "another business's rows changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_wrong_scope_as_well_it_would_leak() {
    let town = Town::build().await;
    lie(&town, true).await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let owner = &town.people[0].1;
    let found = open_all(owner, "ours", &ids, &town.their_link, &secret).await;
    assert!(found.leaks.len() > 10, "{:#?}", found.leaks);
}
