//! M-Pesa's QR code for an amount, which a customer scans and pays by hand. Nothing is written down: money
//! that comes of it is told with its code, as whatever is paid by hand.

use super::account::{credentials, takes_mpesa};
use super::ask::can_be_paid;
use crate::mpesa::{Credentials, Daraja, Qr, QrOutcome};
use crate::platform::secrets::SealingKey;
use crate::platform::{BusinessTx, clock};
use crate::values::{Money, Stop};

/// The most characters of a shop's name in it.
const LONGEST_NAME: usize = 40;

/// All that is needed to have one drawn.
pub struct QrAsk {
    credentials: Credentials,
    qr: Qr,
}

/// What a QR code for `due` is asked for with, that names `reference` (at most twelve letters and digits);
/// none where M-Pesa is not taken, or not such an amount.
pub async fn qr_ask(
    tx: &mut BusinessTx,
    seal: &SealingKey,
    due: Money,
    reference: &str,
) -> Result<Option<QrAsk>, Stop> {
    if can_be_paid(due).is_err() || !takes_mpesa(tx).await? {
        return Ok(None);
    }
    let known = credentials(tx, seal).await?;
    let merchant_name = plain(&tx.scope().name);
    Ok(known.map(|credentials| QrAsk {
        credentials,
        qr: Qr {
            merchant_name,
            reference: reference.to_owned(),
            amount_shillings: due.minor() / 100,
        },
    }))
}

impl QrAsk {
    /// The number that is paid by it: the PayBill, or the till.
    pub fn pays_to(&self) -> &str {
        self.credentials.party_b()
    }

    /// Has it drawn, while no transaction is open. A PNG; none where M-Pesa draws none, or not soon.
    pub async fn draw(&self, daraja: &Daraja) -> Option<Vec<u8>> {
        match daraja.qr(&self.credentials, &self.qr, clock::now()).await {
            QrOutcome::Drawn(image) => Some(image),
            QrOutcome::Refused(kind) => {
                tracing::warn!(?kind, "M-Pesa draws no QR code");
                None
            }
            QrOutcome::Unknown { why } => {
                tracing::warn!(%why, "no QR code came from M-Pesa");
                None
            }
        }
    }
}

/// A shop's name in the letters that M-Pesa takes.
fn plain(name: &str) -> String {
    let latin = deunicode::deunicode(name);
    let letters = latin
        .chars()
        .filter(|one| one.is_ascii_alphanumeric() || " ._-".contains(*one));
    let name: String = letters.take(LONGEST_NAME).collect();
    match name.trim() {
        "" => "Shop".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_letters_that_m_pesa_takes() {
        assert_eq!(plain("Mama Wanjik\u{169} & Sons"), "Mama Wanjiku  Sons");
        assert_eq!(plain(" #& "), "Shop");
        assert_eq!(plain(&"x".repeat(90)).len(), LONGEST_NAME);
    }
}
