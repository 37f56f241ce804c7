//! Members and invitations.

use uuid::Uuid;

use crate::platform::{BusinessTx, Database, OnConstraint, fault};
use crate::staff::invitation::{Ask, Invitation, Standing};
use crate::staff::join::Glimpse;
use crate::staff::member::Member;
use crate::staff::role::Role;
use crate::values::{Language, Refusal, Stop};

fn role_of(code: &str) -> Result<Role, Stop> {
    Role::parse(code).ok_or_else(|| fault("a role that is none", &code))
}

fn last_owner() -> Refusal {
    Refusal::of("refused-last-owner")
}

/// Everybody who works here or did: those who do first, the most powerful first.
pub async fn members(tx: &mut BusinessTx) -> Result<Vec<Member>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select m.member_id, m.name, m.role, m.created_at, m.retired_at,
                  d.identity as "identity?", d.seen_at as "seen_at?"
             from app.member m
             left join app.members_in_directory() d on d.user_id = m.user_id
            where m.business_id = $1
            order by m.retired_at is not null,
                     array_position(array['owner', 'manager', 'cashier', 'accountant'], m.role),
                     lower(m.name), m.member_id"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let members = rows.into_iter().map(|row| {
        Ok(Member {
            member_id: row.member_id,
            name: row.name,
            role: role_of(&row.role)?,
            identity: row.identity.unwrap_or_default(),
            since: row.created_at,
            seen_at: row.seen_at,
            left_at: row.retired_at,
        })
    });
    members.collect()
}

/// Gives a member another role; answers her name and the role before. Not found where nobody of that
/// id works here. What she does at that instant goes on: it needs her row to stay, not her role.
pub(in crate::staff) async fn set_role(
    tx: &mut BusinessTx,
    member_id: Uuid,
    role: Role,
) -> Result<(String, String), Stop> {
    let business = tx.business();
    let before = sqlx::query_scalar!(
        "select role from app.member
          where business_id = $1 and member_id = $2 and retired_at is null for no key update",
        business,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Stop::NotFound)?;
    let name = sqlx::query_scalar!(
        "update app.member set role = $3 where business_id = $1 and member_id = $2 returning name",
        business,
        member_id,
        role.code()
    )
    .fetch_one(tx.conn())
    .await
    .on_constraint("member_last_owner", last_owner)?;
    Ok((name, before))
}

/// Retires a member; her name, and whether she worked here until now. Not found where nobody of that id
/// ever did.
pub(in crate::staff) async fn retire_member(
    tx: &mut BusinessTx,
    member_id: Uuid,
) -> Result<(String, bool), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let name = sqlx::query_scalar!(
        "update app.member set retired_at = $3
          where business_id = $1 and member_id = $2 and retired_at is null returning name",
        business,
        member_id,
        now
    )
    .fetch_optional(tx.conn())
    .await
    .on_constraint("member_last_owner", last_owner)?;
    if let Some(name) = name {
        return Ok((name, true));
    }
    let gone = sqlx::query_scalar!(
        "select name from app.member
          where business_id = $1 and member_id = $2 and retired_at is not null",
        business,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok((gone.ok_or(Stop::NotFound)?, false))
}

/// Writes a member's name anew: whoever acts, in the business that is entered.
pub(in crate::staff) async fn rename_member(
    tx: &mut BusinessTx,
    member_id: Uuid,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.member set name = $3 where business_id = $1 and member_id = $2",
        business,
        member_id,
        name
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes whoever acts a member, or takes her back who was one. Somebody who works here stays what
/// she is.
pub(in crate::staff) async fn insert_member(tx: &mut BusinessTx, role: &str) -> Result<(), Stop> {
    let business = tx.business();
    let crate::platform::Who::Member {
        member_id,
        user_id,
        name,
        ..
    } = tx.scope().who.clone()
    else {
        return Err(Stop::Forbidden);
    };
    let now = tx.scope().now;
    sqlx::query!(
        "insert into app.member as m (business_id, member_id, user_id, name, role, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (business_id, user_id) do update
            set role = excluded.role, name = excluded.name, created_at = excluded.created_at,
                retired_at = null
          where m.retired_at is not null",
        business,
        member_id,
        user_id,
        name,
        role,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whom the invitation of that id is for, and as what; none where none is kept.
pub(in crate::staff) async fn invited_as(
    tx: &mut BusinessTx,
    invitation_id: Uuid,
) -> Result<Option<(String, String)>, Stop> {
    let business = tx.business();
    let kept = sqlx::query!(
        "select identity, role from app.invitation where business_id = $1 and invitation_id = $2",
        business,
        invitation_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(kept.map(|kept| (kept.identity, kept.role)))
}

/// Whether somebody who signs in with that works here.
pub(in crate::staff) async fn works_here(
    tx: &mut BusinessTx,
    identity: &str,
) -> Result<bool, Stop> {
    let works = sqlx::query_scalar!("select app.works_here($1)", identity)
        .fetch_one(tx.conn())
        .await?;
    Ok(works == Some(true))
}

/// Ends the invitation of an identity if its time ran out: then it may be invited anew.
pub(in crate::staff) async fn end_expired(tx: &mut BusinessTx, identity: &str) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "update app.invitation set ended_at = expires_at, ending = 'expired'
          where business_id = $1 and identity = $2 and ended_at is null and expires_at <= $3",
        business,
        identity,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps a new invitation, whose turn has come and whose id is free; refused where another of the same
/// identity stands.
pub(in crate::staff) async fn insert_invitation(
    tx: &mut BusinessTx,
    ask: &Ask,
    inviter: Uuid,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.invitation (business_id, invitation_id, identity, role, invited_by,
                                     created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        business,
        ask.invitation_id,
        ask.identity.stored(),
        ask.role.code(),
        inviter,
        now,
        ask.expires_at
    )
    .execute(tx.conn())
    .await
    .on_constraint("invitation_stands_once", || {
        Refusal::at("identity", "refused-already-invited")
    })?;
    Ok(())
}

/// Keeps the digest of an invitation's link.
pub(in crate::staff) async fn keep_link(
    tx: &mut BusinessTx,
    token: &[u8],
    invitation_id: Uuid,
) -> Result<(), Stop> {
    sqlx::query!(
        "select app.keep_invitation_link($1, $2)",
        token,
        invitation_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends an invitation that stands, and answers whom it was for and as what; none where it was over.
pub(in crate::staff) async fn end_invitation(
    tx: &mut BusinessTx,
    invitation_id: Uuid,
    ending: &str,
) -> Result<Option<(String, Role)>, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let row = sqlx::query!(
        "update app.invitation set ended_at = $3, ending = $4
          where business_id = $1 and invitation_id = $2 and ended_at is null
         returning identity, role",
        business,
        invitation_id,
        now,
        ending
    )
    .fetch_optional(tx.conn())
    .await?;
    match row {
        Some(row) => Ok(Some((row.identity, role_of(&row.role)?))),
        None => Ok(None),
    }
}

/// Whom an invitation was for that was taken back; none where it was not.
pub(in crate::staff) async fn revoked_from(
    tx: &mut BusinessTx,
    invitation_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let identity = sqlx::query_scalar!(
        "select identity from app.invitation
          where business_id = $1 and invitation_id = $2 and ending = 'revoked'",
        business,
        invitation_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(identity)
}

/// Ends an invitation as accepted; false where it was over, by whoever was faster.
pub(in crate::staff) async fn accept_invitation(
    tx: &mut BusinessTx,
    invitation_id: Uuid,
    member_id: Uuid,
) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "update app.invitation set ended_at = $3, ending = 'accepted', accepted_by = $4
          where business_id = $1 and invitation_id = $2 and ended_at is null and expires_at > now()",
        business,
        invitation_id,
        now,
        member_id
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The invitation that a link is the secret of.
pub(in crate::staff) async fn invitation_behind(
    tx: &mut BusinessTx,
    token: &[u8],
) -> Result<Option<Uuid>, Stop> {
    let id = sqlx::query_scalar!("select app.invitation_behind($1)", token)
        .fetch_one(tx.conn())
        .await?;
    Ok(id)
}

/// The invitations of the last three months, those that stand first.
pub(in crate::staff) async fn invitations(tx: &mut BusinessTx) -> Result<Vec<Invitation>, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let rows = sqlx::query!(
        "select i.invitation_id, i.identity, i.role, i.created_at, i.expires_at, i.ending,
                m.name as invited_by
           from app.invitation i
           join app.member m on m.business_id = i.business_id and m.member_id = i.invited_by
          where i.business_id = $1 and i.created_at > $2::timestamptz - interval '90 days'
          order by i.ended_at is not null, i.created_at desc, i.invitation_id
          limit 100",
        business,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let all = rows.into_iter().map(|row| {
        Ok(Invitation {
            invitation_id: row.invitation_id,
            standing: Standing::of(row.ending.as_deref(), row.expires_at, now),
            identity: row.identity,
            role: role_of(&row.role)?,
            invited_by: row.invited_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    });
    all.collect()
}

/// What a link leads to, outside every business.
pub(in crate::staff) async fn look_at_invitation(
    db: &Database,
    token: &[u8],
    session: Option<&[u8]>,
) -> Result<Option<Glimpse>, Stop> {
    let mut tx = db.begin_outside().await?;
    let row = sqlx::query!(
        r#"select state as "state!", business_name as "business_name!", slug as "slug!",
                  language as "language!", role as "role!", invited_by as "invited_by!",
                  hint as "hint!", signed_in_as as "signed_in_as?", is_yours as "is_yours!",
                  is_member as "is_member!"
             from app.look_at_invitation($1, $2)"#,
        token,
        session
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let standing = Standing::parse(&row.state);
    Ok(Some(Glimpse {
        standing: standing.ok_or_else(|| fault("an invitation's state is none", &row.state))?,
        business_name: row.business_name,
        slug: row.slug,
        language: Language::parse(&row.language).unwrap_or_default(),
        role: row.role,
        invited_by: row.invited_by,
        hint: row.hint,
        signed_in_as: row.signed_in_as,
        is_yours: row.is_yours,
        is_member: row.is_member,
    }))
}
