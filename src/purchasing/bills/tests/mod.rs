//! What suppliers are owed, from the goods to the last cent.

mod bills;
mod credits;
mod money;
mod own_layers;
mod paid_back;
mod paid_by_file;
mod undone;
mod undone_credits;

use uuid::Uuid;

use super::{Ageing, BillForm, ageing, enter};
use crate::purchasing::receiving::lines_of;
use crate::purchasing::receiving::tests::balance;
use crate::tests::support::Shop;

/// What must be true of suppliers' documents at any instant: the rows that break it.
const RULES: [(&str, &str); 6] = [
    (
        "goods received in the books are what is not billed yet",
        "select 'books ' || d.balance || ', receipts ' || r.open
           from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                   join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                  where l.business_id = $1 and a.role = 'goods_received') d,
                (select coalesce(sum(value_minor - billed_minor - dropped_minor), 0) as open
                   from app.receipt_line
                  where business_id = $1) r
          where d.balance <> -r.open",
    ),
    (
        "suppliers in the books are bills less payments and credits",
        "select 'books ' || d.balance || ', documents ' || o.owed
           from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                   join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                  where l.business_id = $1 and a.role = 'payables') d,
                (select (select coalesce(sum(total_minor), 0) from app.bill where business_id = $1)
                      - (select coalesce(sum(total_minor), 0) from app.supplier_credit
                          where business_id = $1 and undone_at is null)
                      - (select coalesce(sum(case direction when 'out' then amount_minor else -amount_minor end), 0)
                           from app.payment where business_id = $1 and supplier_id is not null) as owed) o
          where d.balance <> -o.owed",
    ),
    (
        "what a bill says is settled is what settled it",
        "select 'bill ' || b.number from app.bill b
           left join (select bill_id, coalesce(sum(amount_minor) filter (where payment_id is not null), 0) as paid,
                             coalesce(sum(amount_minor) filter (where credit_id is not null), 0) as credited
                        from app.bill_settlement where business_id = $1 group by bill_id) s
             on s.bill_id = b.bill_id
          where b.business_id = $1
            and (b.paid_minor <> coalesce(s.paid, 0) or b.credited_minor <> coalesce(s.credited, 0))",
    ),
    (
        "no payment or credit settles more than it is",
        "select 'payment ' || p.payment_id from app.payment p
           join (select payment_id, sum(amount_minor) as used from app.bill_settlement
                  where business_id = $1 and payment_id is not null group by payment_id) s
             on s.payment_id = p.payment_id
          where p.business_id = $1
            and s.used not between 0 and case when p.direction = 'out' and p.undoes is null
                                               and p.undone_by is null then p.amount_minor else 0 end
          union all
         select 'credit ' || c.number from app.supplier_credit c
           left join (select credit_id, sum(amount_minor) as used from app.bill_settlement
                       where business_id = $1 and credit_id is not null group by credit_id) s
             on s.credit_id = c.credit_id
          where c.business_id = $1 and c.used_minor <> coalesce(s.used, 0)",
    ),
    (
        "what a receipt line says is billed and returned is what bills and credits say",
        "select 'receipt ' || l.receipt_id || ' line ' || l.line_no from app.receipt_line l
           left join (select receipt_id, receipt_line_no, sum(quantity_milli) as billed
                        from app.bill_line where business_id = $1 and kind = 'goods'
                       group by receipt_id, receipt_line_no) b
             on b.receipt_id = l.receipt_id and b.receipt_line_no = l.line_no
           left join (select x.receipt_id, x.receipt_line_no, sum(x.quantity_milli) as returned,
                             sum(x.dropped_milli) as dropped, sum(x.dropped_minor) as dropped_minor
                        from app.supplier_credit_line x
                        join app.supplier_credit c on c.business_id = x.business_id
                             and c.credit_id = x.credit_id
                       where x.business_id = $1 and c.reason = 'returned' and c.undone_at is null
                       group by x.receipt_id, x.receipt_line_no) r
             on r.receipt_id = l.receipt_id and r.receipt_line_no = l.line_no
          where l.business_id = $1 and (l.billed_milli <> coalesce(b.billed, 0)
                                        or l.returned_milli <> coalesce(r.returned, 0)
                                        or l.dropped_milli <> coalesce(r.dropped, 0)
                                        or l.dropped_minor <> coalesce(r.dropped_minor, 0))",
    ),
    (
        "what has come of an order's line is what its receipts brought",
        "select 'purchase ' || l.purchase_id || ' line ' || l.line_no from app.purchase_line l
           left join (select purchase_id, purchase_line_no, sum(quantity_milli) as came
                        from app.receipt_line where business_id = $1 and purchase_id is not null
                       group by purchase_id, purchase_line_no) r
             on r.purchase_id = l.purchase_id and r.purchase_line_no = l.line_no
          where l.business_id = $1 and l.received_milli <> coalesce(r.came, 0)",
    ),
];

/// Everything agrees: our rules, the ageing with the books, and all that the program checks.
async fn agrees(shop: &Shop) {
    for (rule, broken) in RULES {
        let mut tx = shop.look().await;
        let rows: Vec<String> = sqlx::query_scalar(broken)
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
        assert!(rows.is_empty(), "{rule}: {rows:?}");
    }
    let all = aged(shop).await;
    assert_eq!(all.total, all.books);
    assert_eq!(all.books.minor(), -balance(shop, "payables").await);
    shop.check().await;
}

async fn aged(shop: &Shop) -> Ageing {
    let mut tx = shop.look().await;
    ageing(&mut tx).await.unwrap()
}

/// A bill over lines of a receipt: line number, how much, for how much.
async fn bill_over(
    shop: &Shop,
    supplier_id: Uuid,
    receipt_id: Uuid,
    number: &str,
    lines: &[(i32, &str, &str)],
) -> BillForm {
    let mut tx = shop.look().await;
    let all = lines_of(&mut tx, &[receipt_id]).await.unwrap();
    let mut form = BillForm {
        bill_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        number: number.to_owned(),
        billed_on: tx.scope().today().to_string(),
        ..BillForm::default()
    };
    for (line_no, quantity, net) in lines {
        let line = all.iter().find(|line| line.line_no == *line_no).unwrap();
        form.take.insert(line.key(), "true".to_owned());
        form.quantity.insert(line.key(), (*quantity).to_owned());
        form.net.insert(line.key(), (*net).to_owned());
    }
    form
}

/// Enters a bill over one line of a receipt; its id.
async fn billed(
    shop: &Shop,
    supplier_id: Uuid,
    receipt_id: Uuid,
    number: &str,
    line: (i32, &str, &str),
) -> Uuid {
    let form = bill_over(shop, supplier_id, receipt_id, number, &[line]).await;
    enter(&shop.cx(), &form).await.unwrap()
}

/// Says that the shop claims tax on purchases back.
async fn reclaims_tax(shop: &Shop) {
    let mut superuser = shop.superuser().await;
    sqlx::query("update app.business set reclaims_tax = true where slug = $1")
        .bind(&shop.slug)
        .execute(&mut superuser)
        .await
        .unwrap();
}

/// A check that cannot fail proves nothing: each rule sees what is wrong.
#[tokio::test(flavor = "multi_thread")]
async fn the_rules_see_what_is_wrong() {
    use crate::purchasing::receiving::tests::{a_supplier, came};
    let shop = Shop::open("seen").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "10", "10")]).await;
    billed(&shop, supplier, receipt, "1", (1, "5", "50")).await;
    agrees(&shop).await;
    let mut superuser = shop.superuser().await;
    for wrong in [
        "update app.receipt_line set billed_minor = billed_minor + 1",
        "update app.receipt_line set returned_milli = 1",
        "update app.bill set paid_minor = 1",
    ] {
        sqlx::query(wrong).execute(&mut superuser).await.unwrap();
    }
    let mut broken = 0;
    for (_, rule) in RULES {
        let mut tx = shop.look().await;
        let rows: Vec<String> = sqlx::query_scalar(rule)
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
        broken += usize::from(!rows.is_empty());
    }
    assert_eq!(broken, 3);
}
