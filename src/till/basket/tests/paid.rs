//! What was taken for a basket is kept with it, and given back or sold once.

use super::*;
use crate::till::wire::Catalogue;

fn part(number: u128, tender: Tender, amount_minor: i64) -> wire::Tender {
    wire::Tender {
        payment_id: id(number),
        tender: tender.code().to_owned(),
        amount_minor,
        reference: String::new(),
        handed_minor: None,
    }
}

#[test]
fn what_was_taken_is_kept_and_each_part_is_given_back_once() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    let cash = part(90, Tender::Cash, 1_000);
    let card = part(91, Tender::Card, 500);
    basket.parts = vec![cash.clone(), card.clone()];
    assert_eq!(
        (basket.paid(), basket.paid_in_cash()),
        (money(1_500), money(1_000))
    );
    let kept: Basket = wire::read(&wire::write(&basket)).unwrap();
    assert_eq!(kept, basket);
    assert_eq!(kept.tenders(), [cash, card.clone()]);
    basket.give_back(id(90));
    basket.give_back(id(90));
    assert_eq!(basket.parts, [card]);
}

#[test]
fn a_basket_that_was_kept_before_there_were_parts_has_none() {
    let kept: Basket = wire::read(r#"{"name":"old","prompts":[]}"#).unwrap();
    assert_eq!((kept.parts.len(), kept.is_empty()), (0, true));
}

#[test]
fn a_basket_that_money_was_taken_for_keeps_its_last_line_and_is_not_empty() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 1);
    basket
        .add(
            &shop,
            &Hit {
                pack_id: Some(id(50)),
                ..Hit::of(id(2))
            },
            now(),
        )
        .unwrap();
    basket.parts = vec![part(90, Tender::Cash, 100)];
    basket.remove(1).unwrap();
    assert_eq!(basket.remove(0), Err("till-paid-first"));
    assert_eq!(basket.lines.len(), 1);
    basket.give_back(id(90));
    basket.remove(0).unwrap();
    assert!(basket.is_empty());
    basket.parts = vec![part(90, Tender::Cash, 100)];
    assert!(!basket.is_empty());
}

#[test]
fn a_basket_is_emptied_at_once_unless_money_was_taken_for_it() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    basket.note = "for the choir".to_owned();
    basket.waiting = vec!["9999999999994".to_owned()];
    basket.parts = vec![part(90, Tender::Cash, 100)];
    assert_eq!(basket.empty(), Err("till-paid-first"));
    assert_eq!((basket.lines.len(), basket.waiting.len()), (1, 1));
    basket.give_back(id(90));
    basket.prompt("0712345678", money(100), false);
    basket.empty().unwrap();
    assert!(basket.is_empty() && basket.note.is_empty());
    // The next customer is not asked to wait for it.
    assert!(basket.prompts.is_empty());
}

#[test]
fn what_was_put_on_an_account_is_not_owed_by_somebody_else() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    basket.set_customer(&shop, Some(id(70)), now());
    let cash = part(91, Tender::Cash, 500);
    basket.parts = vec![part(90, Tender::OnAccount, 1_000), cash.clone()];
    basket.set_customer(&shop, Some(id(70)), now());
    assert_eq!(basket.parts.len(), 2);
    basket.set_customer(&shop, None, now());
    assert_eq!(basket.parts, [cash]);
}

#[test]
fn what_was_taken_by_hand_is_handed_on_also_where_mpesa_was_asked_in_vain() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    assert_eq!(basket.handed_on(), None);
    let asked = basket.prompt("0712345678", money(1_000), false);
    assert_eq!(basket.handed_on(), None);
    basket.parts = vec![part(90, Tender::Cash, 1_000)];
    let other = basket.handed_on().unwrap();
    assert_eq!((other.sale_id, other.prompts.len()), (basket.sale_id, 0));
    assert_eq!(other.parts, basket.parts);
    let answer = wire::PromptAnswer {
        state: "succeeded".to_owned(),
        ..wire::PromptAnswer::default()
    };
    assert!(basket.heard(asked.attempt_id, &answer));
    assert_eq!(basket.handed_on(), None);
}

#[test]
fn what_is_written_up_is_held_against_what_the_buyer_may_owe() {
    let mut shop = shop(goods());
    let mut basket = soap(&shop, 3);
    assert_eq!(basket.credit(&shop, money(1)), None);
    let page = |limit_minor: i64, owed_minor: i64| Catalogue {
        customers: vec![Customer {
            limit_minor,
            owed_minor,
            ..buyer()
        }],
        ..Catalogue::default()
    };
    shop.take(page(1_000, 400));
    basket.set_customer(&shop, Some(id(70)), now());
    assert_eq!(basket.credit(&shop, money(600)), Some((money(600), false)));
    assert_eq!(basket.credit(&shop, money(601)), Some((money(600), true)));
    // A part of it is written up already; what came in cash is not.
    basket.parts = vec![
        part(90, Tender::OnAccount, 500),
        part(91, Tender::Cash, 500),
    ];
    assert_eq!(basket.credit(&shop, money(100)), Some((money(600), false)));
    assert_eq!(basket.credit(&shop, money(101)), Some((money(600), true)));
    // What the till has written up for her, and the books do not know yet, she owes as well.
    basket.parts.clear();
    let written_up = [
        part(92, Tender::OnAccount, 500),
        part(93, Tender::Cash, 100),
    ];
    let sale = basket.to_sale(&shop, 1, None, &written_up);
    shop.sold(&sale, now());
    assert_eq!(basket.credit(&shop, money(100)), Some((money(100), false)));
    assert_eq!(basket.credit(&shop, money(101)), Some((money(100), true)));
    shop.told(&sale, now());
    shop.count_untold(&[]);
    assert_eq!(basket.credit(&shop, money(101)), Some((money(100), true)));
    shop.take(page(1_000, 900));
    assert_eq!(basket.credit(&shop, money(100)), Some((money(100), false)));
    shop.take(page(1_000, 1_400));
    assert_eq!(basket.credit(&shop, money(1)), Some((Money::ZERO, true)));
}
