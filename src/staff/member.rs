//! Somebody who works in a business, or did.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::role::Role;

/// A member, as the list of people shows her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Her id in this business.
    pub member_id: Uuid,
    /// Her name.
    pub name: String,
    /// What she is here.
    pub role: Role,
    /// The phone number or e-mail address that she signs in with.
    pub identity: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When she was last in this back office, to a few minutes.
    pub seen_at: Option<DateTime<Utc>>,
    /// When she left; none while she works here.
    pub left_at: Option<DateTime<Utc>>,
}
