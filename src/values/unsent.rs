//! What a till says of itself beside its requests.

/// The cookie in which a till writes how much it keeps that the books do not have: a browser sends it with what its
/// owner does in the office, where the till itself is perhaps not even open.
pub const UNSENT: &str = "dukani_unsent";
