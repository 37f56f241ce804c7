//! What is sold or brought back belongs to a shift.

use uuid::Uuid;

use super::{AtShift, InShift, store};
use crate::platform::BusinessTx;
use crate::sales::taken::{Oddity, Taken};
use crate::values::{Refusal, Stop};

/// The shift that a till names, held open until the transaction ends: whoever closes it waits, or has
/// closed it already, and then the document is late. What is sold is sold where the till stands;
/// `location_id` is empty for what may have been sold elsewhere.
///
/// # Errors
/// A shift of another till, location or business is not found; what has happened is then in none.
pub(in crate::sales) async fn join(
    tx: &mut BusinessTx,
    at: Option<AtShift>,
    location_id: Option<Uuid>,
    taken: &mut Taken,
) -> Result<Option<InShift>, Stop> {
    let Some(at) = at else {
        return Ok(None);
    };
    let standing = store::hold(tx, at.shift_id).await?;
    let standing = standing.filter(|shift| {
        shift.device_id == at.device_id
            && location_id.is_none_or(|location_id| shift.location_id == location_id)
    });
    let Some(standing) = standing else {
        taken.gone(Oddity::Shift, Refusal::of("flag-no-shift"))?;
        return Ok(None);
    };
    Ok(Some(InShift {
        shift_id: at.shift_id,
        is_late: standing.is_closed,
    }))
}
