//! A shop with one of everything, and the ids of what is there.

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::{Executor as _, PgConnection};

use super::run::until;
use super::shop::Shop;
use super::shopper::{Answer, Shopper, Wish, http};

/// An address for callbacks that is known here.
const TOKEN: &str = "an-address-that-this-proof-knows";

/// What is really there, by the name of its place in an address or a form. Of documents that a form
/// makes, some are about to be made.
const REAL: [(&str, &str); 47] = [
    (
        "adjustment",
        "select adjustment_id::text from app.adjustment",
    ),
    ("area", "select area_id::text from app.delivery_area"),
    (
        "asked",
        "select order_id::text from app.mpesa_attempt where order_id is not null",
    ),
    (
        "asked_by",
        "select attempt_id::text from app.mpesa_attempt where order_id is not null",
    ),
    ("attempt", "select attempt_id::text from app.mpesa_attempt"),
    ("batch", "select batch_id::text from app.batch"),
    ("bill", "select bill_id::text from app.bill"),
    ("cart", "select cart_id::text from app.cart"),
    ("category", "select category_id::text from app.category"),
    ("category_slug", "select slug from app.category"),
    ("code", "select code from app.order"),
    ("credit", "select credit_id::text from app.supplier_credit"),
    ("customer", "select customer_id::text from app.customer"),
    ("device", "select device_id::text from app.device"),
    ("entry", "select entry_id::text from app.journal_entry"),
    (
        "family",
        "select distinct parent_id::text from app.product where parent_id is not null",
    ),
    ("file", "select file_id::text from app.file"),
    ("flag", "select flag_id::text from app.till_flag"),
    (
        "held",
        "select payment_id::text from app.payment where device_id is not null",
    ),
    ("import", "select import_id::text from app.import"),
    (
        "invitation",
        "select invitation_id::text from app.invitation",
    ),
    ("list", "select list from app.price_list"),
    ("location", "select location_id::text from app.location"),
    (
        "looked_at",
        "select attempt_id::text from app.mpesa_attempt where state = 'review'",
    ),
    ("member", "select member_id::text from app.member"),
    (
        "offered",
        "select product_id::text from app.supplier_product",
    ),
    ("minor", "select '276000'"),
    ("order", "select order_id::text from app.order"),
    ("pack", "select pack_id::text from app.pack"),
    (
        "paid",
        "select payment_id::text from app.payment where supplier_id is not null",
    ),
    (
        "payment",
        "(select payment_id::text from app.payment limit 20)
         union all select gen_random_uuid()::text from generate_series(1, 10)",
    ),
    ("phone", "select phone from app.order"),
    ("product", "select product_id::text from app.product"),
    ("product_slug", "select slug from app.product"),
    ("purchase", "select purchase_id::text from app.purchase"),
    ("receipt", "select receipt_id::text from app.receipt"),
    ("receipt_code", "select '8AE8UNM27ZHA'"),
    ("sale", "select sale_id::text from app.sale"),
    (
        "session",
        "select session_id::text from app.session where user_agent = 'proof'",
    ),
    ("shift", "select shift_id::text from app.shift"),
    ("supplier", "select supplier_id::text from app.supplier"),
    (
        "tax_class",
        "select tax_class_id::text from app.tax_rate where valid_from = '2199-01-01'",
    ),
    ("take", "select take_id::text from app.stock_take"),
    ("transfer", "select transfer_id::text from app.transfer"),
    ("view", "select view_id::text from app.order_view"),
    ("voucher", "select voucher_id::text from app.voucher"),
    ("voucher_code", "select code from app.voucher"),
];

/// What no demo has: files that were only tried, invitations that stand, with the secrets of their
/// links, views that were kept, other sessions of the owner, tills with prompts that were paid or did not
/// fit, a day off, and rates to come.
const FURNITURE: &str = "
    insert into app.import (business_id, import_id, file_name, file, state, dry_run, rows_total,
                            created_at, ended_at)
    select business_id, gen_random_uuid(), 'goods.csv',
           convert_to('sku,name,unit,price' || chr(10) || 'FUZZ-NEW,A name,kg,10' || chr(10), 'UTF8'),
           'tried', true, 1, now(), now()
      from app.business cross join generate_series(1, 3);
    insert into app.invitation (business_id, invitation_id, identity, role, invited_by, created_at,
                                expires_at)
    select business_id, gen_random_uuid(), '+25471133300' || n, 'cashier', member_id, now(),
           now() + interval '6 days'
      from app.member cross join generate_series(1, 6) n;
    insert into app.invitation_link (token_hash, business_id, invitation_id)
    select sha256(convert_to('invited' || right(identity, 1), 'UTF8')), business_id, invitation_id
      from app.invitation;
    insert into app.order_view (business_id, view_id, member_id, name, query, made_at)
    select business_id, gen_random_uuid(), member_id, 'View ' || n, 'tab=all', now()
      from app.member cross join generate_series(1, 3) n;
    insert into app.session (session_hash, user_id, data, expires_at, user_agent)
    select sha256(convert_to('proof' || n, 'UTF8')), user_id, '{}', now() + interval '20 days', 'proof'
      from app.member cross join generate_series(1, 3) n;
    insert into app.device (business_id, device_id, name, location_id, series, token_digest,
                            enrolled_by, enrolled_at)
    select business_id, gen_random_uuid(), 'Tablet', location_id, 'T9' || n,
           sha256(convert_to('till' || n, 'UTF8')), member_id, now()
      from (select business_id, location_id from app.location limit 1) one
      join app.member using (business_id) cross join generate_series(1, 6) n where role = 'owner';
    insert into app.till_flag (business_id, flag_id, event_id, code, reasons, device_id, sale_id,
                               occurred_at, raised_at)
    select business_id, gen_random_uuid(), gen_random_uuid(), 'stock', '[]', device_id,
           (select sale_id from app.sale s where s.business_id = d.business_id and kind = 'sale'
             limit 1), now(), now()
      from app.device d;
    insert into app.mpesa_attempt (business_id, attempt_id, device_id, sale_id, member_id, phone,
                                   amount_minor, account_reference, state, reason, created_at)
    select business_id, gen_random_uuid(), device_id, gen_random_uuid(), member_id,
           '+25471144400' || n, 10000, 'T91', case when n < 5 then 'review' else 'succeeded' end,
           case when n < 5 then 'amount' end, now()
      from (select business_id, device_id from app.device order by device_id limit 1) one
      join app.member using (business_id) cross join generate_series(1, 8) n where role = 'owner';
    insert into app.payment (business_id, payment_id, device_id, attempt_id, direction, tender,
                             amount_minor, occurred_at, business_date)
    select business_id, attempt_id, device_id, attempt_id, 'in', 'mpesa', amount_minor, now(),
           current_date
      from app.mpesa_attempt where device_id is not null and state = 'succeeded';
    insert into app.period (business_id, starts_on)
    select business_id, date_trunc('month', current_date)::date from app.business
        on conflict do nothing;
    insert into app.journal_entry (business_id, entry_id, number, occurred_at, business_date,
                                   period_start, source_kind, source_id, purpose)
    select p.business_id, gen_random_uuid(),
           s.next_number - 1 + row_number() over (partition by p.business_id), now(), current_date,
           date_trunc('month', current_date)::date, 'payment', p.payment_id, 'payment'
      from app.payment p join app.number_series s using (business_id)
     where s.series = 'journal' and p.device_id is not null;
    insert into app.journal_line (business_id, entry_id, line_no, account_id, amount_minor)
    select e.business_id, e.entry_id, l.line_no, a.account_id, l.sign * p.amount_minor
      from app.payment p
      join app.journal_entry e on e.business_id = p.business_id and e.source_id = p.payment_id
     cross join (values (1, 'mpesa_clearing', 1), (2, 'till_deposits', -1)) l (line_no, role, sign)
      join app.account a on a.business_id = p.business_id and a.role = l.role
     where p.device_id is not null;
    update app.number_series s set next_number = s.next_number + p.brought
      from (select business_id, count(*) as brought from app.payment
             where device_id is not null group by business_id) p
     where s.business_id = p.business_id and s.series = 'journal';
    insert into app.closed_day (business_id, day) select business_id, '2199-12-12' from app.business;
    insert into app.tax_rate (business_id, tax_class_id, valid_from, rate_bp)
    select business_id, tax_class_id, '2199-01-01', 1500 from app.tax_class;";

/// A few orders, so that there is something to ask about; the links to their pages.
pub async fn orders(shop: &Shop, db: &mut PgConnection) -> Vec<String> {
    let (client, node) = (http(), shop.nodes[0].url());
    let product = shop.product(db, "FUZZ").await;
    let mut links = Vec::new();
    for number in 0..6_u64 {
        let shopper = Shopper::new(&client, 0xb0_0000 + number);
        let wish = Wish {
            phone: format!("07122233{number:02}"),
            note: "proof".to_owned(),
            pay_by: ["mpesa", "on_hand_over"][usize::try_from(number % 2).unwrap()],
        };
        shopper.choose(&node, product, 1).await;
        let form = shopper.checkout(&node, &wish).await.expect("a checkout");
        match shopper.place(&node, &form).await {
            Answer::To(path) if path.contains("/o/") => {
                let link = path.rsplit('/').next().unwrap_or_default();
                links.push(link.to_owned());
            }
            other => panic!("not ordered: {other}"),
        }
    }
    links
}

/// What may be filled into addresses and forms.
pub async fn real(db: &mut PgConnection, links: Vec<String>) -> BTreeMap<String, Vec<String>> {
    until(
        "a prompt has an address",
        Duration::from_secs(20),
        async || {
            let tell = "insert into app.callback_token (token_hash, business_id, attempt_id)
                    select sha256(convert_to($1, 'UTF8')), business_id, attempt_id
                      from app.mpesa_attempt order by attempt_id limit 1";
            let told = sqlx::query(tell).bind(TOKEN).execute(&mut *db).await;
            told.unwrap().rows_affected() == 1
        },
    )
    .await;
    db.execute(FURNITURE).await.unwrap();
    let mut real = BTreeMap::new();
    for (name, select) in REAL {
        // The same chance is the same request only where the order is the same.
        let ordered = format!("select one from ({select}) as every (one) order by one");
        let all: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(ordered))
            .fetch_all(&mut *db)
            .await
            .unwrap();
        assert!(!all.is_empty(), "{name}: none");
        real.insert(name.to_owned(), all.into_iter().take(40).collect());
    }
    let several = |all: &[&str]| -> Vec<String> { all.iter().map(ToString::to_string).collect() };
    let fixed: [(&str, Vec<String>); 9] = [
        ("business", several(&["demo"])),
        ("shop", several(&["demo"])),
        ("token", several(&[TOKEN])),
        ("invited", several(&["invited1", "invited2"])),
        ("what", several(&["packs", "parts"])),
        ("kind", several(&["categories", "transfers"])),
        ("width", several(&["160", "320", "800"])),
        ("link", links),
        // A tick, or none.
        ("either", several(&["", "on"])),
    ];
    real.extend(fixed.map(|(name, values)| (name.to_owned(), values)));
    real
}
