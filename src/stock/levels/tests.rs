//! Levels, against a real PostgreSQL: what lists show, what all is worth, and points set by form and
//! by file.

use uuid::Uuid;

use super::*;
use crate::businesses::{self, LocationForm};
use crate::platform::{Cx, Who};
use crate::stock::{Shortage, Spoilt};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

/// Opens another place.
async fn branch(shop: &Shop) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    location_id
}

async fn listed(shop: &Shop, filter: &Filter) -> Listed {
    let mut tx = shop.look().await;
    list(&mut tx, filter).await.unwrap()
}

fn skus(listed: &Listed) -> Vec<&str> {
    listed.rows.iter().map(|row| row.sku.as_str()).collect()
}

fn points(product_id: Uuid, location_id: Uuid, minimum: i64, reorder: i64) -> Points {
    Points {
        product_id,
        location_id,
        minimum: Some(kg(minimum)),
        reorder: Some(kg(reorder)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_sorts_and_is_worth_what_the_books_say() {
    let shop = Shop::open("levels").await;
    shop.sells("A", "50", "3").await;
    shop.sells("B", "50", "8").await;
    shop.sells("C", "50", "0").await;
    let all = listed(&shop, &Filter::default()).await;
    assert_eq!(skus(&all), ["A", "B", "C"]);
    assert!(!all.has_more);
    assert_eq!(all.rows[0].value, Money::from_minor(3000));
    assert_eq!(all.rows[0].unit_cost(), Some(Money::from_minor(1000)));
    let by = |sort: Sort| Filter::default().sorted(sort);
    assert_eq!(
        skus(&listed(&shop, &by(Sort::FreeUp)).await),
        ["C", "A", "B"]
    );
    assert_eq!(
        skus(&listed(&shop, &by(Sort::FreeDown)).await),
        ["B", "A", "C"]
    );
    assert_eq!(
        skus(&listed(&shop, &by(Sort::ValueDown)).await),
        ["B", "A", "C"]
    );
    let empty = Filter::default().showing(Show::Empty);
    assert_eq!(skus(&listed(&shop, &empty).await), ["C"]);
    let words = Filter {
        words: Some("product b".to_owned()),
        ..Filter::default()
    };
    assert_eq!(skus(&listed(&shop, &words).await).first(), Some(&"B"));
    let nowhere = Filter {
        category: Some("shoes".to_owned()),
        ..Filter::default()
    };
    assert!(listed(&shop, &nowhere).await.rows.is_empty());
    assert!(
        listed(&shop, &Filter::default().on_page(2))
            .await
            .rows
            .is_empty()
    );
    let mut tx = shop.look().await;
    let total = total_value(&mut tx).await.unwrap();
    let rows = Money::sum(all.rows.iter().map(|row| row.value)).unwrap();
    assert_eq!(
        (total, rows),
        (Money::from_minor(11_000), Money::from_minor(11_000))
    );
    let books = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let inventory = books.iter().find(|row| row.number == "1210").unwrap();
    assert_eq!(inventory.balance, total);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_find_each_product_once_and_ties_stand_as_well_as_they_fit() {
    let shop = Shop::open("levels-words").await;
    shop.sells("A", "50", "3").await;
    shop.sells("B", "50", "8").await;
    let c = shop.sells("C", "50", "3").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let barcode =
        "insert into app.barcode (business_id, barcode, product_id) values ($1, 'Product', $2)";
    let asked = sqlx::query(barcode).bind(tx.business()).bind(c);
    asked.execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    // All three are called so; it is the barcode of one of them as well, to the letter.
    for (words, sort, expected) in [
        ("product", Sort::Name, ["A", "B", "C"]),
        ("product", Sort::ValueDown, ["B", "A", "C"]),
        ("product", Sort::FreeUp, ["A", "C", "B"]),
        ("Product", Sort::Name, ["C", "A", "B"]),
        ("Product", Sort::ValueDown, ["B", "C", "A"]),
    ] {
        let filter = Filter {
            words: Some(words.to_owned()),
            ..Filter::default().sorted(sort)
        };
        assert_eq!(skus(&listed(&shop, &filter).await), expected, "{filter:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn points_say_what_to_buy_and_are_set_not_added_to() {
    let shop = Shop::open("points").await;
    let a = shop.sells("A", "50", "3").await;
    let at = branch(&shop).await;
    let here = points(a, shop.location, 5000, 8000);
    let there = points(a, at, 1000, 2000);
    let (cx, other) = (shop.cx(), shop.cx());
    let both = [there, here];
    let back = [here, there];
    let (one, two) = tokio::join!(keep_points(&cx, a, &both), keep_points(&other, a, &back));
    assert_eq!(
        (one.unwrap(), two.unwrap()),
        ("Product A".to_owned(), "Product A".to_owned())
    );
    let below = listed(&shop, &Filter::default().showing(Show::Below)).await;
    assert_eq!(below.rows.len(), 2, "{below:?}");
    let only_here = Filter {
        location: Some(at),
        ..Filter::default().showing(Show::Reorder)
    };
    assert_eq!(listed(&shop, &only_here).await.rows.len(), 1);
    // Each place stands by what is there, not by what is in all of them.
    let by_free = listed(&shop, &Filter::default().sorted(Sort::FreeUp)).await;
    let places = by_free.rows.iter().map(|row| row.location.as_ref());
    let places: Vec<Option<Uuid>> = places.map(|place| place.map(|(id, _)| *id)).collect();
    assert_eq!(places, [Some(at), Some(shop.location)]);
    let mut tx = shop.look().await;
    let now = alerts(&mut tx).await.unwrap();
    assert_eq!((now.below_minimum, now.to_reorder, now.short), (2, 2, 0));
    drop(tx);
    // None again, and the level that was made for them stays, empty.
    let none = Points {
        minimum: None,
        reorder: None,
        ..here
    };
    let cleared = [
        none,
        Points {
            location_id: at,
            ..none
        },
    ];
    for _ in 0..2 {
        keep_points(&shop.cx(), a, &cleared).await.unwrap();
    }
    let mut tx = shop.look().await;
    assert!(alerts(&mut tx).await.unwrap().is_quiet());
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sets_points_who_may_not_and_nothing_of_a_neighbour_is_found() {
    let shop = Shop::open("points-refused").await;
    let a = shop.sells("A", "50", "3").await;
    let neighbour = shop.neighbour("points-neighbour").await;
    let hers = neighbour.sells("A", "50", "3").await;
    let own = [points(a, shop.location, 1000, 1000)];
    assert_eq!(
        keep_points(&shop.cashier(), a, &own).await,
        Err(Stop::Forbidden)
    );
    let not_ours = [points(hers, shop.location, 1000, 1000)];
    assert_eq!(
        keep_points(&shop.cx(), hers, &not_ours).await,
        Err(Stop::NotFound)
    );
    let not_here = [points(a, neighbour.location, 1000, 1000)];
    assert_eq!(
        keep_points(&shop.cx(), a, &not_here).await,
        Err(Stop::NotFound)
    );
    let mixed = [points(hers, shop.location, 1000, 1000)];
    assert_eq!(
        keep_points(&shop.cx(), a, &mixed).await,
        Err(Stop::NotFound)
    );
    let mut tx = shop.look().await;
    assert_eq!(through(&mut tx, hers).await, Err(Stop::NotFound));
    assert!(alerts(&mut tx).await.unwrap().is_quiet());
    drop(tx);
    shop.check().await;
}

async fn sent(cx: &Cx, file: &str, only_try: bool) -> Result<Counted, Stop> {
    keep_file(cx, file.as_bytes(), only_try).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_points_is_taken_whole_or_not_at_all() {
    let shop = Shop::open("points-file").await;
    shop.sells("A", "50", "3").await;
    shop.sells("B", "50", "8").await;
    // The row of what was never anywhere, as it goes out, says nothing.
    let file = "sku,location,minimum,reorder_point\nA,main,5,8\nA,,,\nB,Main,1,\n";
    let both = Counted {
        rows: 2,
        changed: 2,
    };
    let none = Counted {
        rows: 2,
        changed: 0,
    };
    assert_eq!(sent(&shop.cx(), file, true).await, Ok(both));
    let mut tx = shop.look().await;
    assert!(
        alerts(&mut tx).await.unwrap().is_quiet(),
        "a try writes nothing"
    );
    drop(tx);
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(sent(&cx, file, false), sent(&other, file, false));
    let mut changed = [one.unwrap().changed, two.unwrap().changed];
    changed.sort_unstable();
    assert_eq!(changed, [0, 2], "one of the two found it done");
    assert_eq!(sent(&shop.cx(), file, false).await, Ok(none));
    // A column that is not there leaves what stands.
    let minimum = "sku,location,minimum\nA,Main,2\n";
    let one = Counted {
        rows: 1,
        changed: 1,
    };
    assert_eq!(sent(&shop.cx(), minimum, false).await, Ok(one));
    let all = listed(&shop, &Filter::default()).await;
    assert_eq!(all.rows[0].minimum, Some(kg(2000)));
    assert_eq!(all.rows[0].reorder, Some(kg(8000)));
    let bad = "sku,location,minimum\nA,Main,9\nX,Main,1\nB,Nairobi,1\nB,Main,much\nA,MAIN,1\n";
    let Err(Stop::Refused(refusals)) = sent(&shop.cx(), bad, false).await else {
        panic!("a bad file was taken");
    };
    let told: Vec<(&str, &str)> = refusals
        .iter()
        .map(|one| (one.key.as_str(), one.args[0].1.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("refused-points-sku", "3"),
            ("refused-points-location", "4"),
            ("refused-points-quantity", "5"),
            ("refused-points-twice", "6")
        ]
    );
    let still = listed(&shop, &Filter::default()).await;
    assert_eq!(still, all, "nothing of it");
    assert_eq!(
        sent(&shop.cashier(), minimum, true).await,
        Err(Stop::Forbidden)
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_shows_what_is_there_and_what_is_missing() {
    let shop = Shop::open("through").await;
    let a = shop.sells("A", "50", "3").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let source = crate::stock::Source {
        kind: "sale",
        id: Uuid::now_v7(),
    };
    let departure = crate::stock::Departure {
        kind: crate::stock::Kind::Sale,
        source,
        location_id: shop.location,
        shortage: Shortage::Record,
    };
    let line = crate::stock::Leaving {
        line_no: 1,
        product_id: a,
        quantity: kg(5000),
        batch_id: None,
        origin_id: None,
        spoilt: Spoilt::Take,
    };
    let left = crate::stock::take_out(&mut tx, &departure, &[line])
        .await
        .unwrap();
    assert_eq!(left.unwrap()[0].short, kg(2000));
    // Looked at before it is dropped: nobody posted it.
    let all = through(&mut tx, a).await.unwrap();
    assert_eq!(all.levels.len(), 1);
    assert_eq!(
        (all.levels[0].on_hand, all.levels[0].short),
        (kg(0), kg(2000))
    );
    assert!(all.layers.is_empty());
    assert_eq!(all.shortfalls[0].source, ("sale".to_owned(), source.id));
    let short = Filter::default().showing(Show::Short);
    assert_eq!(list(&mut tx, &short).await.unwrap().rows.len(), 1);
    assert_eq!(alerts(&mut tx).await.unwrap().short, 1);
    drop(tx);
    let mut tx = shop.look().await;
    let all = through(&mut tx, a).await.unwrap();
    assert_eq!(all.layers.len(), 1);
    assert_eq!(all.layers[0].unit_cost(), Some(Money::from_minor(1000)));
    assert!(all.shortfalls.is_empty() && all.on_order.is_empty() && all.under_way.is_empty());
    drop(tx);
    shop.check().await;
}

#[test]
fn a_cashier_sees_no_costs() {
    let member = |role: &str| Who::Member {
        member_id: Uuid::nil(),
        user_id: 1,
        name: "a member".to_owned(),
        role: role.to_owned(),
    };
    assert!(!sees_costs(&member("cashier")));
    for role in ["owner", "manager", "accountant"] {
        assert!(sees_costs(&member(role)), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_is_shown_by_its_parts_and_a_family_by_its_variants() {
    let shop = Shop::open("levels-groups").await;
    let tea = shop.sells("TEA", "50", "9").await;
    let milk = shop.sells("MILK", "60", "7").await;
    let kit = shop.sells("BREAKFAST", "200", "0").await;
    let shirt = shop.sells("SHIRT", "500", "0").await;
    branch(&shop).await;
    let form = |sku: &str, quantity: &str| {
        crate::catalog::kits::PartsForm::from([
            ("add".to_owned(), sku.to_owned()),
            ("add_quantity".to_owned(), quantity.to_owned()),
        ])
    };
    for (sku, quantity) in [("TEA", "2"), ("MILK", "1.5")] {
        let form = form(sku, quantity);
        let kept = crate::catalog::kits::keep_parts(&shop.cx(), kit, &form).await;
        kept.unwrap();
    }
    let made = crate::catalog::variants::make_variants(&shop.cx(), shirt, "Red\nBlue").await;
    assert_eq!(made.unwrap().1, 2);

    let mut tx = shop.look().await;
    let seen = group_levels(&mut tx, kit).await.unwrap();
    assert_eq!(seen.group.kind, GroupKind::Kit);
    let parts: Vec<Uuid> = seen.rows.iter().map(|row| row.product_id).collect();
    assert_eq!(parts, [milk, tea]);
    assert_eq!(seen.in_one.get(&milk), Some(&kg(1500)));
    let mut makes = seen.makes;
    makes.sort();
    assert_eq!(makes, [("Branch".to_owned(), 0), ("Main".to_owned(), 4)]);
    let seen = group_levels(&mut tx, shirt).await.unwrap();
    let skus: Vec<&str> = seen.rows.iter().map(|row| row.sku.as_str()).collect();
    assert_eq!((seen.group.kind, seen.makes.len()), (GroupKind::Family, 0));
    assert_eq!(skus, ["SHIRT-BLUE", "SHIRT-RED"]);
    // What has stock of its own is no group.
    assert_eq!(group_levels(&mut tx, tea).await, Err(Stop::NotFound));
    drop(tx);

    let words = Filter {
        words: Some("breakfast".to_owned()),
        ..Filter::default()
    };
    let found = listed(&shop, &words).await;
    assert!(found.rows.is_empty());
    let groups: Vec<Uuid> = found.groups.iter().map(|one| one.product_id).collect();
    assert_eq!(groups, [kit]);
    assert!(listed(&shop, &Filter::default()).await.groups.is_empty());
}
