//! Who asks, of which business, at what time. A transaction can't be had without it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::{PgConnection, Postgres, Transaction};
use uuid::Uuid;

use super::Database;
use super::entering::{by_address, by_callback, by_device, by_enrolment, by_job, by_sync, scope};
use crate::values::{BusinessCalendar, Language, Stop};

/// How a business is entered. Each way is checked inside the database; none carries a business id.
#[derive(Debug, Clone)]
pub enum Door {
    /// The back office: a session, and the slug in the address.
    Member { session: Vec<u8>, slug: String },
    /// An invitation: a session, and the digest of the token in the link. Who comes in this way is
    /// `member_id` there, unless she was a member before.
    Invitation {
        session: Vec<u8>,
        token: Vec<u8>,
        member_id: Uuid,
    },
    /// The storefront: a slug, or `@` and a host name.
    Storefront { address: String },
    /// M-Pesa's callback: the digest of the token in its address.
    Callback { token: Vec<u8> },
    /// A till: the digest of the token that its browser holds, and the member whose turn it is there,
    /// if it is anybody's.
    Device {
        token: Vec<u8>,
        member_id: Option<Uuid>,
    },
    /// What has happened at a till, told by it afterwards: the digest of its token, and who rang it up,
    /// also where she was let go since.
    Sync { token: Vec<u8>, member_id: Uuid },
    /// A code that makes a browser a till: its digest.
    Enrolment { code: Vec<u8> },
    /// A background job.
    Job { business_id: i64, outbox_id: Uuid },
    /// A command typed by whoever runs the installation.
    Operator { slug: String },
}

/// The context of one act: everything a verb needs to open its transaction.
#[derive(Debug, Clone)]
pub struct Cx {
    db: Database,
    door: Door,
    /// When the act happens.
    pub now: DateTime<Utc>,
    /// The language of whoever asks.
    pub language: Language,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A member of the business.
    Member {
        member_id: Uuid,
        user_id: i64,
        name: String,
        role: String,
    },
    /// A customer in the storefront.
    Customer,
    /// M-Pesa told us.
    Mpesa { attempt_id: Uuid },
    /// A job, at its time.
    Job {
        task: String,
        payload: serde_json::Value,
    },
    /// Whoever runs the installation.
    Operator,
    /// A till at which it is nobody's turn.
    Device,
}

/// The till through which a transaction came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceScope {
    /// Its id.
    pub device_id: Uuid,
    /// Where it sells.
    pub location_id: Uuid,
    /// What its numbers begin with: `T1`.
    pub series: String,
    /// Whether it tells what has happened, and does not ask whether it may.
    pub tells: bool,
}

/// The business that a transaction has entered.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Its number.
    pub business_id: i64,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// ISO 3166 country.
    pub country: String,
    /// ISO 4217 currency of its books.
    pub currency: String,
    /// How it tells its days apart.
    pub calendar: BusinessCalendar<Tz>,
    /// The language it speaks where nobody asks for another.
    pub language: Language,
    /// Who acts.
    pub who: Who,
    /// At which till; none at other doors.
    pub device: Option<DeviceScope>,
    /// When.
    pub now: DateTime<Utc>,
}

impl Scope {
    /// The business's day of this act.
    pub fn today(&self) -> NaiveDate {
        self.calendar.day_of(self.now)
    }

    /// The member who acts, if one does.
    pub fn member_id(&self) -> Option<Uuid> {
        match &self.who {
            Who::Member { member_id, .. } => Some(*member_id),
            _ => None,
        }
    }

    /// Whether a till tells what has happened: nobody can be kept from it any more.
    pub fn is_told(&self) -> bool {
        self.device.as_ref().is_some_and(|device| device.tells)
    }

    /// Who acts, as the audit trail names the kind.
    pub fn actor_kind(&self) -> &'static str {
        match &self.who {
            Who::Member { .. } => "member",
            Who::Customer => "customer",
            Who::Mpesa { .. } => "mpesa",
            Who::Job { .. } => "job",
            Who::Operator => "operator",
            Who::Device => "device",
        }
    }
}

/// A transaction that sees one business and no other. Dropped without `commit`, it never was.
#[derive(Debug)]
pub struct BusinessTx {
    tx: Transaction<'static, Postgres>,
    scope: Scope,
}

impl BusinessTx {
    /// The business that every statement names: the policy is the net, not the router.
    pub fn business(&self) -> i64 {
        self.scope.business_id
    }

    /// The business, who acts, and when.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The connection, for a store's statements.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Waits until no other transaction makes a document of this id: a row that is not there yet cannot be
    /// locked. Asked for before looking whether it is there, it lets two requests for one document that come at
    /// the same instant meet neither each other nor what only one of them may have: a name, a number, a code.
    pub async fn wait_for_turn(&mut self, document_id: Uuid) -> Result<(), Stop> {
        let (_, low) = document_id.as_u64_pair();
        sqlx::query!("select pg_advisory_xact_lock($1)", low.cast_signed())
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// The same of something that the whole business does one at a time: no other transaction of it is at `what`.
    pub async fn wait_for_turn_at(&mut self, what: &str) -> Result<(), Stop> {
        let business = self.business();
        sqlx::query!(
            "select pg_advisory_xact_lock(hashtextextended($1, $2))",
            what,
            business
        )
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Makes it true. An error here means that the outcome is unknown: ask again with the same id.
    pub async fn commit(self) -> Result<(), Stop> {
        self.tx.commit().await.map_err(commit_error)
    }
}

/// What is checked at commit is a promise of ours, never something a person did wrong.
fn commit_error(error: sqlx::Error) -> Stop {
    match super::fault::violated(&error) {
        Some(name) => super::fault(&format!("commit refused by {name}"), &error),
        None => error.into(),
    }
}

impl Cx {
    /// Through a door, at this time.
    pub fn new(db: &Database, door: Door, now: DateTime<Utc>, language: Language) -> Cx {
        Cx {
            db: db.clone(),
            door,
            now,
            language,
        }
    }

    /// The database, for what stands outside every business: rate limits, refused forms.
    pub fn database(&self) -> &Database {
        &self.db
    }

    /// Opens a transaction to write in. Nothing is written until `commit`.
    pub async fn begin(&self) -> Result<BusinessTx, Stop> {
        self.enter("begin").await
    }

    /// Opens a transaction to read in: one instant, whatever others write meanwhile.
    pub async fn read(&self) -> Result<BusinessTx, Stop> {
        self.enter("begin isolation level repeatable read, read only")
            .await
    }

    async fn enter(&self, begin: &'static str) -> Result<BusinessTx, Stop> {
        let pool = match self.door {
            Door::Operator { .. } => &self.db.owner,
            _ => &self.db.runtime,
        };
        let mut tx = super::database::begin(pool, begin).await?;
        let mut device = None;
        let (entered, who) = match &self.door {
            Door::Member { session, slug } => {
                let entered = sqlx::query_as("select * from app.enter_member($1, $2)")
                    .bind(session)
                    .bind(slug)
                    .fetch_one(&mut *tx)
                    .await?;
                (entered, None)
            }
            Door::Invitation {
                session,
                token,
                member_id,
            } => {
                let entered = sqlx::query_as("select * from app.enter_invitation($1, $2, $3)")
                    .bind(token)
                    .bind(session)
                    .bind(member_id)
                    .fetch_one(&mut *tx)
                    .await?;
                (entered, None)
            }
            Door::Storefront { address } => {
                (by_address(&mut tx, address).await?, Some(Who::Customer))
            }
            Door::Operator { slug } => {
                let entered = sqlx::query_as("select * from app.enter_operator($1)")
                    .bind(slug)
                    .fetch_one(&mut *tx)
                    .await?;
                sqlx::query("set local role dukani_runtime")
                    .execute(&mut *tx)
                    .await?;
                (entered, Some(Who::Operator))
            }
            Door::Callback { token } => by_callback(&mut tx, token).await?,
            Door::Device { token, member_id } => {
                let by = by_device(&mut tx, token, *member_id).await?;
                device = by.scope();
                (by.entered, Some(Who::Device))
            }
            Door::Sync { token, member_id } => {
                let by = by_sync(&mut tx, token, *member_id).await?;
                device = by.scope().map(|till| DeviceScope {
                    tells: true,
                    ..till
                });
                (by.entered, None)
            }
            Door::Enrolment { code } => (by_enrolment(&mut tx, code).await?, None),
            Door::Job {
                business_id,
                outbox_id,
            } => by_job(&mut tx, *business_id, *outbox_id).await?,
        };
        let scope = Scope {
            device,
            ..scope(entered, who, self.now)?
        };
        Ok(BusinessTx { tx, scope })
    }
}

/// A new business: entered before it exists, so that the caller can write its first rows.
/// None when the session is not valid or the slug is taken.
pub async fn enter_new_business(
    db: &Database,
    session: &[u8],
    slug: &str,
    organization: &str,
) -> Result<Option<(Transaction<'static, Postgres>, NewBusiness)>, Stop> {
    let mut tx = super::database::begin(&db.runtime, "begin").await?;
    let row: Option<NewBusiness> =
        sqlx::query_as("select * from app.enter_new_business($1, $2, $3)")
            .bind(session)
            .bind(slug)
            .bind(organization)
            .fetch_optional(&mut *tx)
            .await?;
    Ok(row.map(|new| (tx, new)))
}

/// What a new business starts from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NewBusiness {
    /// Its number.
    pub business_id: i64,
    /// Who pays.
    pub organization_id: i64,
    /// The login that opens it, its owner.
    pub user_id: i64,
    /// That person's name.
    pub user_name: String,
}

impl BusinessTx {
    /// For the one verb that opens a business: the transaction goes on inside it.
    pub fn of_new_business(tx: Transaction<'static, Postgres>, scope: Scope) -> BusinessTx {
        BusinessTx { tx, scope }
    }
}
