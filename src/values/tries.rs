//! How wrong PINs are counted: narrowly for one member at one device, widely for the device. The server
//! counts those that it looks at, and a till without a network those that it looks at itself.
//!
//! Five of one member in fifteen minutes lock her out there for fifteen minutes: an honest slip costs
//! little. Twenty of all members in a day lock the device until a manager unlocks it: a guesser who
//! waits out the fifteen minutes needs a year for four figures.

use chrono::{DateTime, TimeDelta, Utc};

/// Wrong PINs of one member at one device, before she is locked out.
pub const MEMBER_MOST: i32 = 5;
const MEMBER_MINUTES: i64 = 15;
/// Wrong PINs at one device, before it is locked.
pub const DEVICE_MOST: i32 = 20;
const DEVICE_HOURS: i64 = 24;

/// What was tried of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// How many were wrong, those counted that are not looked at yet.
    pub wrong: i32,
    /// The first of them.
    pub since: DateTime<Utc>,
    /// Of a member: until when she is locked out. Of a device: when it was locked.
    pub locked: Option<DateTime<Utc>>,
}

/// Why a PIN is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// Until then, of this member at this device.
    Member(DateTime<Utc>),
    /// Until a manager unlocks it.
    Device,
}

impl Tries {
    /// None yet.
    pub const fn none(now: DateTime<Utc>) -> Tries {
        Tries {
            wrong: 0,
            since: now,
            locked: None,
        }
    }

    fn one_more(&mut self, now: DateTime<Utc>, window: TimeDelta) {
        let is_over = now - self.since >= window || self.locked.is_some();
        // Requests reach the lock in another order than they came; further away than that, the window
        // was begun by a clock that was wrong.
        if is_over || self.since - now > window {
            *self = Tries::none(now);
        }
        self.wrong += 1;
    }
}

/// Counts one try, or says why it may not be done. What is counted is to be committed before the PIN
/// is looked at.
///
/// # Errors
/// Who, or what, is locked: nothing is counted then.
pub fn count(device: &mut Tries, member: &mut Tries, now: DateTime<Utc>) -> Result<(), Locked> {
    if device.locked.is_some() {
        return Err(Locked::Device);
    }
    let minutes = TimeDelta::minutes(MEMBER_MINUTES);
    // A clock that was ahead and was put right makes nobody wait for longer than that.
    let holds = |until: &DateTime<Utc>| *until > now && *until - now <= minutes * 2;
    if let Some(until) = member.locked.filter(holds) {
        return Err(Locked::Member(until));
    }
    member.one_more(now, minutes);
    device.one_more(now, TimeDelta::hours(DEVICE_HOURS));
    member.locked = (member.wrong >= MEMBER_MOST).then(|| now + minutes);
    device.locked = (device.wrong >= DEVICE_MOST).then_some(now);
    Ok(())
}

/// Takes a try back that turned out to be right: her own slips are forgotten, those of others stay.
pub fn take_back(device: &mut Tries, member: &mut Tries, now: DateTime<Utc>) {
    *member = Tries::none(now);
    device.wrong = (device.wrong - 1).max(0);
    device.locked = device.locked.filter(|_| device.wrong >= DEVICE_MOST);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }

    #[test]
    fn the_sixth_is_not_looked_at_for_fifteen_minutes() {
        let now = now();
        let (mut device, mut member) = (Tries::none(now), Tries::none(now));
        for _ in 0..MEMBER_MOST {
            assert_eq!(count(&mut device, &mut member, now), Ok(()));
        }
        let until = now + TimeDelta::minutes(15);
        let almost = until - TimeDelta::seconds(1);
        for at in [now, almost] {
            let locked = count(&mut device, &mut member, at);
            assert_eq!(locked, Err(Locked::Member(until)));
        }
        assert_eq!(count(&mut device, &mut member, until), Ok(()));
        assert_eq!((member.wrong, member.locked), (1, None));
        assert_eq!(device.wrong, MEMBER_MOST + 1);
    }

    #[test]
    fn slips_far_apart_lock_nobody() {
        let mut now = now();
        let (mut device, mut member) = (Tries::none(now), Tries::none(now));
        for _ in 0..100 {
            assert_eq!(count(&mut device, &mut member, now), Ok(()));
            now += TimeDelta::hours(2);
        }
    }

    #[test]
    fn a_clock_that_was_a_year_ahead_locks_nobody_out_for_a_year() {
        let now = now();
        let ahead = now + TimeDelta::days(365);
        let (mut device, mut member) = (Tries::none(ahead), Tries::none(ahead));
        for _ in 0..MEMBER_MOST {
            assert_eq!(count(&mut device, &mut member, ahead), Ok(()));
        }
        assert!(count(&mut device, &mut member, ahead).is_err());
        assert_eq!(count(&mut device, &mut member, now), Ok(()));
        assert_eq!((member.wrong, member.locked), (1, None));
    }

    #[test]
    fn what_a_till_kept_before_devices_were_locked_counts() {
        let now = now();
        let mut member = Tries {
            wrong: MEMBER_MOST,
            since: now - TimeDelta::minutes(1),
            locked: None,
        };
        let mut device = Tries::none(now);
        assert_eq!(count(&mut device, &mut member, now), Ok(()));
        assert!(count(&mut device, &mut member, now).is_err());
    }

    #[test]
    fn the_twentieth_of_all_locks_the_device_until_it_is_unlocked() {
        let now = now();
        let mut device = Tries::none(now);
        for _ in 0..DEVICE_MOST {
            let mut another = Tries::none(now);
            assert_eq!(count(&mut device, &mut another, now), Ok(()));
        }
        let mut another = Tries::none(now);
        let later = now + TimeDelta::days(30);
        let locked = count(&mut device, &mut another, later);
        assert_eq!(locked, Err(Locked::Device));
    }

    #[test]
    fn a_right_one_takes_itself_back_and_no_other() {
        let now = now();
        let (mut device, mut hers) = (Tries::none(now), Tries::none(now));
        for _ in 0..DEVICE_MOST {
            let mut another = Tries::none(now);
            assert!(count(&mut device, &mut another, now).is_ok());
        }
        take_back(&mut device, &mut hers, now);
        assert_eq!((device.wrong, device.locked), (DEVICE_MOST - 1, None));
        assert!(count(&mut device, &mut hers, now).is_ok());
        assert!(device.locked.is_some());
    }

    #[test]
    fn a_request_that_came_earlier_begins_no_new_window() {
        let now = now();
        let (mut device, mut member) = (Tries::none(now), Tries::none(now));
        for ago in 0..i64::from(MEMBER_MOST) {
            let at = now - TimeDelta::milliseconds(ago);
            assert!(count(&mut device, &mut member, at).is_ok());
        }
        assert!(count(&mut device, &mut member, now).is_err());
    }
}
