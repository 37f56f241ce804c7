//! Suppliers.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::{BusinessTx, OnConstraint};
use crate::purchasing::suppliers::Supplier;
use crate::values::{Money, Phone, Refusal, Stop};

/// How many suppliers a page shows.
const PER_PAGE: i64 = 50;

/// A supplier as her row says it.
struct SupplierRow {
    supplier_id: Uuid,
    revision: i32,
    name: String,
    contact_name: String,
    phone: Option<String>,
    email: Option<String>,
    address: String,
    tax_pin: Option<String>,
    terms_days: i32,
    lead_days: i32,
    note: String,
    is_retired: bool,
}

impl SupplierRow {
    fn read(self) -> Supplier {
        Supplier {
            supplier_id: self.supplier_id,
            revision: self.revision,
            name: self.name,
            contact: self.contact_name,
            phone: self.phone.map(Phone::from_stored),
            email: self.email,
            address: self.address,
            tax_pin: self.tax_pin,
            terms_days: self.terms_days,
            lead_days: self.lead_days,
            note: self.note,
            is_retired: self.is_retired,
        }
    }
}

/// A supplier, retired or not.
pub(in crate::purchasing) async fn find(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Option<Supplier>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        SupplierRow,
        r#"select supplier_id, revision, name, contact_name, phone, email, address, tax_pin,
                  terms_days, lead_days, note, retired_at is not null as "is_retired!"
             from app.supplier where business_id = $1 and supplier_id = $2"#,
        business,
        supplier_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(SupplierRow::read))
}

/// The same, her row locked.
pub(in crate::purchasing::suppliers) async fn lock(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Option<Supplier>, Stop> {
    let business = tx.business();
    sqlx::query_scalar!(
        "select supplier_id from app.supplier
          where business_id = $1 and supplier_id = $2 for no key update",
        business,
        supplier_id
    )
    .fetch_optional(tx.conn())
    .await?;
    find(tx, supplier_id).await
}

/// Everybody who is not retired, by name.
pub(in crate::purchasing::suppliers) async fn all(
    tx: &mut BusinessTx,
) -> Result<Vec<Supplier>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        SupplierRow,
        r#"select supplier_id, revision, name, contact_name, phone, email, address, tax_pin,
                  terms_days, lead_days, note, false as "is_retired!"
             from app.supplier where business_id = $1 and retired_at is null
            order by lower(name), supplier_id"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(SupplierRow::read).collect())
}

fn taken(name: &str) -> Refusal {
    Refusal::at("name", "refused-supplier-name-taken").with("name", name)
}

/// Writes a new supplier.
pub(in crate::purchasing::suppliers) async fn insert(
    tx: &mut BusinessTx,
    new: &Supplier,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let phone = new.phone.as_ref().map(Phone::e164);
    sqlx::query!(
        "insert into app.supplier (business_id, supplier_id, name, contact_name, phone, email,
                address, tax_pin, terms_days, lead_days, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        business,
        new.supplier_id,
        new.name,
        new.contact,
        phone,
        new.email.as_deref(),
        new.address,
        new.tax_pin.as_deref(),
        new.terms_days,
        new.lead_days,
        new.note,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("supplier_name_once", || taken(&new.name))?;
    Ok(())
}

/// Writes a supplier as she is now.
pub(in crate::purchasing::suppliers) async fn update(
    tx: &mut BusinessTx,
    new: &Supplier,
) -> Result<(), Stop> {
    let business = tx.business();
    let phone = new.phone.as_ref().map(Phone::e164);
    sqlx::query!(
        "update app.supplier set name = $3, contact_name = $4, phone = $5, email = $6,
                address = $7, tax_pin = $8, terms_days = $9, lead_days = $10, note = $11,
                revision = $12
          where business_id = $1 and supplier_id = $2",
        business,
        new.supplier_id,
        new.name,
        new.contact,
        phone,
        new.email.as_deref(),
        new.address,
        new.tax_pin.as_deref(),
        new.terms_days,
        new.lead_days,
        new.note,
        new.revision
    )
    .execute(tx.conn())
    .await
    .on_constraint("supplier_name_once", || taken(&new.name))?;
    Ok(())
}

/// Writes many suppliers: new ones, and those that are there as they are now.
pub(in crate::purchasing::suppliers) async fn write_all(
    tx: &mut BusinessTx,
    all: &[Supplier],
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let texts = |of: fn(&Supplier) -> &str| -> Vec<String> {
        all.iter().map(|one| of(one).to_owned()).collect()
    };
    let ids: Vec<Uuid> = all.iter().map(|one| one.supplier_id).collect();
    let terms: Vec<i32> = all.iter().map(|one| one.terms_days).collect();
    let leads: Vec<i32> = all.iter().map(|one| one.lead_days).collect();
    let names = texts(|one| one.name.as_str());
    let contacts = texts(|one| one.contact.as_str());
    let phones = texts(|one| one.phone.as_ref().map_or("", Phone::e164));
    let emails = texts(|one| one.email.as_deref().unwrap_or(""));
    let addresses = texts(|one| one.address.as_str());
    let pins = texts(|one| one.tax_pin.as_deref().unwrap_or(""));
    let notes = texts(|one| one.note.as_str());
    sqlx::query!(
        "insert into app.supplier as s (business_id, supplier_id, name, contact_name, phone, email,
                address, tax_pin, terms_days, lead_days, note, created_at)
         select $1, n.id, n.name, n.contact, nullif(n.phone, ''), nullif(n.email, ''), n.address,
                nullif(n.pin, ''), n.terms, n.lead, n.note, $12::timestamptz
           from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                       $8::text[], $9::int[], $10::int[], $11::text[])
                as n (id, name, contact, phone, email, address, pin, terms, lead, note)
         on conflict (business_id, supplier_id) do update
            set name = excluded.name, contact_name = excluded.contact_name,
                phone = excluded.phone, email = excluded.email, address = excluded.address,
                tax_pin = excluded.tax_pin, terms_days = excluded.terms_days,
                lead_days = excluded.lead_days, note = excluded.note, revision = s.revision + 1",
        business,
        &ids,
        &names,
        &contacts,
        &phones,
        &emails,
        &addresses,
        &pins,
        &terms,
        &leads,
        &notes,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("supplier_name_once", || {
        Refusal::of("refused-changed-meanwhile")
    })?;
    Ok(())
}

/// Retires a supplier, or brings her back.
pub(in crate::purchasing::suppliers) async fn set_retired(
    tx: &mut BusinessTx,
    supplier: &Supplier,
    retired: bool,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.supplier set retired_at = case when $3::boolean then $4::timestamptz end,
                revision = revision + 1
          where business_id = $1 and supplier_id = $2",
        business,
        supplier.supplier_id,
        retired,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("supplier_name_once", || {
        Refusal::of("refused-supplier-name-taken").with("name", &supplier.name)
    })?;
    Ok(())
}

/// Which suppliers a list shows.
#[derive(Debug, Clone, Default)]
pub(in crate::purchasing::suppliers) struct Asked {
    pub words: String,
    pub retired: bool,
    pub page: i64,
}

/// A supplier in a list.
#[derive(Debug, Clone)]
pub(in crate::purchasing::suppliers) struct Row {
    pub supplier_id: Uuid,
    pub name: String,
    pub contact: String,
    pub phone: Option<Phone>,
    pub lead_days: i32,
    pub products: i64,
    /// Orders that are not at their end.
    pub open: i64,
}

/// A page of suppliers.
#[derive(Debug, Clone)]
pub(in crate::purchasing::suppliers) struct Listed {
    pub rows: Vec<Row>,
    pub total: i64,
    pub page: i64,
    pub pages: i64,
}

/// Suppliers by name, a page at a time.
pub(in crate::purchasing::suppliers) async fn list(
    tx: &mut BusinessTx,
    asked: &Asked,
) -> Result<Listed, Stop> {
    let business = tx.business();
    let words = asked.words.to_lowercase();
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.supplier s
            where s.business_id = $1 and (s.retired_at is not null) = $2
              and ($3 = '' or position($3 in lower(s.name)) > 0
                   or position($3 in lower(s.contact_name)) > 0
                   or (length($4) > 3 and position($4 in s.phone) > 0))"#,
        business,
        asked.retired,
        words,
        digits
    )
    .fetch_one(tx.conn())
    .await?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = asked.page.clamp(1, pages);
    let rows = sqlx::query!(
        r#"select s.supplier_id, s.name, s.contact_name, s.phone, s.lead_days,
                  (select count(*) from app.supplier_product o
                    where o.business_id = s.business_id
                      and o.supplier_id = s.supplier_id) as "products!",
                  (select count(*) from app.purchase p
                    where p.business_id = s.business_id and p.supplier_id = s.supplier_id
                      and p.state in ('draft', 'sent', 'part_received')) as "open!"
             from app.supplier s
            where s.business_id = $1 and (s.retired_at is not null) = $2
              and ($3 = '' or position($3 in lower(s.name)) > 0
                   or position($3 in lower(s.contact_name)) > 0
                   or (length($4) > 3 and position($4 in s.phone) > 0))
            order by lower(s.name), s.supplier_id limit $5 offset $6"#,
        business,
        asked.retired,
        words,
        digits,
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| Row {
        supplier_id: row.supplier_id,
        name: row.name,
        contact: row.contact_name,
        phone: row.phone.map(Phone::from_stored),
        lead_days: row.lead_days,
        products: row.products,
        open: row.open,
    });
    Ok(Listed {
        rows: rows.collect(),
        total,
        page,
        pages,
    })
}

/// An order of hers: its id, number, state, total, and when it was made.
pub(in crate::purchasing::suppliers) type OrderOf = (Uuid, i64, String, Money, DateTime<Utc>);

/// Her latest orders.
pub(in crate::purchasing::suppliers) async fn orders_of(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    most: i64,
) -> Result<Vec<OrderOf>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select purchase_id, number, state, total_minor, made_at from app.purchase
          where business_id = $1 and supplier_id = $2
          order by made_at desc, purchase_id limit $3",
        business,
        supplier_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    let orders = rows.into_iter().map(|row| {
        let total = Money::from_minor(row.total_minor);
        (row.purchase_id, row.number, row.state, total, row.made_at)
    });
    Ok(orders.collect())
}
