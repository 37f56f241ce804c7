//! Opening a business: it comes into being whole, or not at all.

use std::pin::Pin;

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::business::{name, phone};
use super::country::Country;
use super::location::Location;
use super::store;
use crate::platform::context::{NewBusiness, enter_new_business};
use crate::platform::{BusinessTx, Database, Scope, Who, fault};
use crate::staff::{one_line, unless_refused};
use crate::values::{BusinessCalendar, Language, Refusal, Stop, is_slug, slug_of};
use crate::{audit, staff};

/// What a new business is to be.
#[derive(Debug, Clone)]
pub struct OpenBusiness {
    /// Its name.
    pub name: String,
    /// Its slug: 3 to 40 lower-case letters and digits, single dashes between.
    pub slug: String,
    /// ISO 3166.
    pub country: String,
    /// ISO 4217 currency of its books.
    pub currency: String,
    /// IANA time zone.
    pub time_zone: String,
    /// The language it speaks where nobody asks for another.
    pub language: Language,
    /// Where its customers reach it, in E.164.
    pub phone: Option<String>,
    /// The name of its first location.
    pub location_name: String,
}

/// What the page sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    /// The business's name.
    pub name: String,
    /// Its slug; made from the name where nothing was typed.
    pub slug: String,
    /// A country's code.
    pub country: String,
    /// A phone number in any spelling, or nothing.
    pub phone: String,
    /// The name of its first location.
    pub location_name: String,
}

/// Work that joins a transaction and is over when its future is.
pub type Joining<'a> = Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + 'a>>;

/// What the domains after this one write into every new business, such as its chart of accounts.
/// The program hands it in as a context of its server functions.
#[derive(Clone, Copy)]
pub struct First(
    /// Writes in the transaction that opens the business.
    pub for<'a> fn(&'a mut BusinessTx) -> Joining<'a>,
);

/// Words that addresses may need for something else, or that would mislead a customer.
const RESERVED: [&str; 30] = [
    "about",
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "b",
    "blog",
    "business",
    "businesses",
    "dukani",
    "files",
    "healthz",
    "help",
    "language",
    "login",
    "m-pesa",
    "mail",
    "mpesa",
    "pay",
    "pkg",
    "root",
    "s",
    "safaricom",
    "shop",
    "sign-in",
    "sign-up",
    "status",
    "support",
    "www",
];

impl OpenBusiness {
    /// The business of a form. Refuses with every field that will not do.
    pub fn read(form: &OpenForm, language: Language) -> Result<OpenBusiness, Stop> {
        let mut refusals = Vec::new();
        let name = name(&form.name, &mut refusals);
        let typed = one_line(&form.slug).to_ascii_lowercase();
        let slug = if typed.is_empty() {
            proposed_slug(&name)
        } else {
            typed
        };
        refusals.extend(slug_refusal(&slug).filter(|_| !name.is_empty()));
        // Only a command makes the demo.
        if slug == "demo" {
            refusals.push(slug_taken(&slug));
        }
        let country = Country::of(&form.country);
        if country.is_none() {
            refusals.push(Refusal::at("country", "refused-country-needed"));
        }
        let phone = phone(&form.phone, &form.country, &mut refusals);
        let location_name = location_name(&form.location_name, &mut refusals);
        unless_refused(refusals)?;
        let country = country.ok_or(Stop::NotFound)?;
        Ok(OpenBusiness {
            name,
            slug,
            country: country.code.to_owned(),
            currency: country.currency.to_owned(),
            time_zone: country.time_zone.to_owned(),
            language,
            phone: phone.map(|phone| phone.e164().to_owned()),
            location_name,
        })
    }

    /// Checked once more where it counts: a command fills this in without a form.
    fn check(&self) -> Result<(), Stop> {
        let mut refusals = Vec::new();
        name(&self.name, &mut refusals);
        refusals.extend(slug_refusal(&self.slug));
        location_name(&self.location_name, &mut refusals);
        unless_refused(refusals)
    }
}

/// Makes a business for the person behind a session (its digest), its owner. `first` writes in the
/// same transaction what later domains put into every business. Answers the business's number.
pub async fn open_business(
    db: &Database,
    session: &[u8],
    now: DateTime<Utc>,
    ask: &OpenBusiness,
    first: impl AsyncFn(&mut BusinessTx) -> Result<(), Stop>,
) -> Result<i64, Stop> {
    ask.check()?;
    staff::signed_in(db, session).await?.ok_or(Stop::SignIn)?;
    let entered = enter_new_business(db, session, &ask.slug, &ask.name).await?;
    let Some((tx, new)) = entered else {
        return Err(slug_taken(&ask.slug).into());
    };
    let member_id = Uuid::now_v7();
    let scope = scope(ask, &new, member_id, now)?;
    let mut tx = BusinessTx::of_new_business(tx, scope);
    store::insert_business(&mut tx, new.organization_id, ask).await?;
    store::insert_owner(&mut tx, member_id, new.user_id, &new.user_name).await?;
    let location = Location {
        location_id: Uuid::now_v7(),
        name: one_line(&ask.location_name),
        address: String::new(),
        phone: None,
        sells_online: true,
        offers_pickup: true,
    };
    store::insert_location(&mut tx, &location).await?;
    first(&mut tx).await?;
    let details = json!({"name": ask.name, "slug": ask.slug, "currency": ask.currency});
    audit::record(&mut tx, "business.open", "business", None, details).await?;
    tx.commit().await?;
    Ok(new.business_id)
}

/// Whether whoever is behind a session (its digest) has opened this very business already: the form came
/// twice, or its answer was lost on the way.
pub(super) async fn is_open_already(
    db: &Database,
    session: &[u8],
    ask: &OpenBusiness,
) -> Result<bool, Stop> {
    let hers = store::listed(db, session).await?;
    Ok(hers.iter().any(|one| {
        one.slug == ask.slug && one.name == ask.name && one.role == staff::Role::Owner.code()
    }))
}

/// The scope of a business whose row is about to be written.
fn scope(
    ask: &OpenBusiness,
    new: &NewBusiness,
    member_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Scope, Stop> {
    let zone = ask.time_zone.parse();
    let zone = zone.map_err(|_| fault("no such time zone", &ask.time_zone))?;
    Ok(Scope {
        business_id: new.business_id,
        name: ask.name.clone(),
        slug: ask.slug.clone(),
        country: ask.country.clone(),
        currency: ask.currency.clone(),
        calendar: BusinessCalendar {
            zone,
            day_starts_at: NaiveTime::MIN,
        },
        language: ask.language,
        who: Who::Member {
            member_id,
            user_id: new.user_id,
            name: new.user_name.clone(),
            role: staff::Role::Owner.code().to_owned(),
        },
        device: None,
        now,
    })
}

fn slug_taken(slug: &str) -> Refusal {
    Refusal::at("slug", "refused-slug-taken").with("slug", slug)
}

fn slug_refusal(slug: &str) -> Option<Refusal> {
    if !(3..=40).contains(&slug.len()) || !is_slug(slug) {
        return Some(Refusal::at("slug", "refused-slug-form"));
    }
    RESERVED.contains(&slug).then(|| slug_taken(slug))
}

/// A slug out of a name, cut between words where it is too long.
fn proposed_slug(name: &str) -> String {
    let mut slug = slug_of(name);
    while slug.len() > 40 {
        let shorter = slug.rfind('-').filter(|at| *at >= 3).unwrap_or(40);
        slug.truncate(shorter);
    }
    slug
}

/// As for any location, under the name its field has here.
fn location_name(text: &str, refusals: &mut Vec<Refusal>) -> String {
    let name = one_line(text);
    if name.is_empty() {
        refusals.push(Refusal::at("location_name", "refused-place-needed"));
    } else if name.chars().count() > 80 {
        refusals.push(Refusal::at("location_name", "refused-too-long").with("most", 80));
    }
    name
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(name: &str, slug: &str) -> OpenForm {
        OpenForm {
            name: name.to_owned(),
            slug: slug.to_owned(),
            country: "KE".to_owned(),
            phone: String::new(),
            location_name: "Main shop".to_owned(),
        }
    }

    fn refused(form: &OpenForm) -> Vec<String> {
        match OpenBusiness::read(form, Language::En) {
            Err(Stop::Refused(all)) => all
                .into_iter()
                .map(|refusal| refusal.field.unwrap_or_default())
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn proposes_a_slug_and_knows_the_country() {
        let ask = OpenBusiness::read(&form("Mama Mboga's Shop", ""), Language::Sw).unwrap();
        assert_eq!(ask.slug, "mama-mbogas-shop");
        assert_eq!(
            (ask.currency.as_str(), ask.time_zone.as_str()),
            ("KES", "Africa/Nairobi")
        );
        let long = "The Very Best General Supplies and Hardware Store of Nakuru";
        assert_eq!(proposed_slug(long), "the-very-best-general-supplies-and");
        assert_eq!(proposed_slug(&"a".repeat(60)).len(), 40);
    }

    #[test]
    fn refuses_slugs_that_lead_elsewhere() {
        for slug in [
            "ab", "a--b", "-abc", "abc-", "ab_c", "duka.co", "www", "mpesa", "demo",
        ] {
            assert_eq!(refused(&form("Duka", slug)), ["slug"], "{slug}");
        }
        assert_eq!(refused(&form("Duka", &"a".repeat(41))), ["slug"]);
        assert!(refused(&form("Duka", &"a".repeat(40))).is_empty());
        // Only a name in it that cannot be written in Latin letters asks for a slug.
        assert_eq!(refused(&form("!!!", "")), ["slug"]);
        assert_eq!(
            refused(&OpenForm::default()),
            ["name", "country", "location_name"]
        );
    }
}
