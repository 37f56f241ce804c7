//! How often a stranger may try a thing, in one table with the reasons, and the counting of it in
//! the database, which all processes share.
//!
//! What never breaks: a try is counted before it is done, so that a hundred at once are a hundred;
//! a count stands whatever becomes of the try; whoever is stopped is told how long to wait; what a
//! stranger does cannot cheaply keep somebody from her own login, order or phone.
//!
//! Where it says *peer*, an IPv4 address or an IPv6 network of 64 bits is meant: one household, one
//! phone, or a carrier's gateway with very many customers behind it. Limits on peers are therefore
//! wide, and narrow ones hang on a peer together with what is tried.

use chrono::{DateTime, Utc};

use super::{Database, secrets};
use crate::values::Stop;

/// So many tries in so many seconds, for each key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: keeps the keys of different limits apart.
    pub name: &'static str,
    /// How many tries.
    pub most: i32,
    /// In how many seconds, from the first of them on.
    pub seconds: i32,
}

const MINUTE: i32 = 60;
const HOUR: i32 = 60 * MINUTE;
const DAY: i32 = 24 * HOUR;

const fn limit(name: &'static str, most: i32, seconds: i32) -> Limit {
    Limit {
        name,
        most,
        seconds,
    }
}

/// Wrong passwords for one login from one peer: somebody who guesses, or has forgotten.
pub const SIGN_IN_HERE: Limit = limit("sign-in here", 10, HOUR);
/// Wrong passwords for one login from everywhere: bounds what many peers can guess together. Wide,
/// because it stops the owner too, unless she comes with a browser that she signed in with before.
pub const SIGN_IN_LOGIN: Limit = limit("sign-in login", 100, HOUR);
/// Wrong passwords from one peer over all logins: one password tried on many.
pub const SIGN_IN_PEER: Limit = limit("sign-in peer", 50, HOUR);
/// Wrong passwords by a browser that has signed in to this login before; nothing else stops it.
pub const SIGN_IN_BROWSER: Limit = limit("sign-in browser", 10, HOUR);
/// New logins from one peer: each costs a hash, and its refusal tells that a login may exist.
pub const SIGN_UP_PEER: Limit = limit("sign-up peer", 20, HOUR);
/// New businesses of one login: their names are taken for ever.
pub const OPEN_BUSINESS: Limit = limit("open business", 20, DAY);
/// Orders from one peer: each holds stock for a while. An office or a carrier orders a lot.
pub const PLACE_PEER: Limit = limit("place peer", 200, 10 * MINUTE);
/// Orders at one shop: more than any shop packs, fewer than would bury it.
pub const PLACE_SHOP: Limit = limit("place shop", 1_000, 10 * MINUTE);
/// Looking for a lost order from one peer.
pub const FIND_PEER: Limit = limit("find peer", 30, 10 * MINUTE);
/// Looking for the order of one code, which stands on a parcel, with one phone after the other.
pub const FIND_CODE: Limit = limit("find code", 10, HOUR);
/// Looking for the orders of one phone, which many know, with one code after the other.
pub const FIND_PHONE: Limit = limit("find phone", 30, HOUR);
/// Codes of receipts from one peer that are none: there are 31^12, but a slip of the hand is human.
pub const RECEIPT_PEER: Limit = limit("receipt peer", 60, 10 * MINUTE);
/// Codes of vouchers from one till that are none: there are 31^9, and each is money.
pub const VOUCHER_TILL: Limit = limit("voucher till", 20, 10 * MINUTE);
/// Prompts on one phone, over all shops: nobody's phone is rung without end.
pub const PROMPT_PHONE: Limit = limit("prompt phone", 3, 3 * MINUTE);
/// The same over a day: nobody is worn down.
pub const PROMPT_PHONE_DAY: Limit = limit("prompt phone day", 30, DAY);
/// Prompts for one shop: M-Pesa turns away a short code that asks too much.
pub const PROMPT_SHOP: Limit = limit("prompt shop", 300, 10 * MINUTE);
/// Prompts asked for from one peer, on whatever phones.
pub const PROMPT_PEER: Limit = limit("prompt peer", 100, 10 * MINUTE);
/// Prompts asked for at one till: one in ten seconds, over ten minutes.
pub const PROMPT_TILL: Limit = limit("prompt till", 60, 10 * MINUTE);
/// QR codes of M-Pesa's for one till: it draws one for each amount that a customer is shown.
pub const QR_TILL: Limit = limit("qr till", 60, 10 * MINUTE);
/// The same for one shop.
pub const QR_SHOP: Limit = limit("qr shop", 300, 10 * MINUTE);
/// A password asked for again, before something weighty: who holds a phone that is signed in may
/// not guess at leisure.
pub const PASSWORD_AGAIN: Limit = limit("password again", 5, MINUTE);
/// The same over an hour.
pub const PASSWORD_AGAIN_HOUR: Limit = limit("password again hour", 20, HOUR);
/// Invitations to one business.
pub const INVITE: Limit = limit("invite", 100, DAY);
/// Codes of tills of one business.
pub const TILL_CODE: Limit = limit("till code", 100, DAY);
/// Codes of tills typed from one peer. There are 25,000 million, and few are live at a time.
pub const ENROL_PEER: Limit = limit("enrol peer", 20, 10 * MINUTE);
/// Trying out a business's M-Pesa account: each asks M-Pesa twice.
pub const MPESA_TRY: Limit = limit("mpesa try", 3, MINUTE);
/// The same over an hour.
pub const MPESA_TRY_HOUR: Limit = limit("mpesa try hour", 20, HOUR);
/// Questions to M-Pesa about prompts: what it bears from one installation, seen at its sandbox.
pub const MPESA_QUERY: Limit = limit("mpesa query", 5, MINUTE);

impl Limit {
    /// What this limit keeps its count of a key under.
    fn key(&self, key: &str) -> Vec<u8> {
        secrets::digest(&format!("{}\n{key}", self.name))
    }
}

impl Database {
    /// Counts one try of a key, such as a login's phone number, at this time.
    ///
    /// # Errors
    /// [`Stop::SlowDown`] with the seconds until the next try, where there were too many.
    pub async fn limit(&self, limit: &Limit, key: &str, now: DateTime<Utc>) -> Result<(), Stop> {
        let wait = sqlx::query_scalar!(
            r#"select app.count_try($1, $2, $3, $4) as "wait!""#,
            limit.key(key),
            limit.most,
            limit.seconds,
            now
        )
        .fetch_one(&self.runtime)
        .await?;
        match u32::try_from(wait) {
            Ok(0) => Ok(()),
            Ok(seconds) => Err(Stop::SlowDown(seconds)),
            Err(_) => Err(Stop::SlowDown(60)),
        }
    }

    /// Takes a counted try back, because it was none: the password was right.
    pub async fn give_back(&self, limit: &Limit, key: &str) -> Result<(), Stop> {
        sqlx::query!("select app.uncount_try($1)", limit.key(key))
            .execute(&self.runtime)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_counted_apart_for_every_limit() {
        assert_ne!(SIGN_IN_HERE.key("a"), SIGN_IN_LOGIN.key("a"));
        assert_ne!(SIGN_IN_HERE.key("a"), SIGN_IN_HERE.key("b"));
    }

    /// An owner who mistypes is stopped at one place long before a stranger has stopped her
    /// everywhere, and a stranger needs many addresses to do that.
    #[test]
    fn one_stranger_does_not_lock_a_login() {
        const { assert!(SIGN_IN_LOGIN.most >= 10 * SIGN_IN_HERE.most) };
        const { assert!(SIGN_IN_PEER.most < SIGN_IN_LOGIN.most) };
    }
}
