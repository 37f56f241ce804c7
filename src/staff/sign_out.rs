//! Signing out: the session ends in the database, not only in the browser.

use tower_sessions::Session;

use crate::platform::fault;
use crate::values::Stop;

/// Ends the session.
pub(super) async fn sign_out(session: &Session) -> Result<(), Stop> {
    session
        .flush()
        .await
        .map_err(|error| fault("a session could not be ended", &error))
}
