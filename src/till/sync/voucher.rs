//! `GET /sync/v1/voucher/{code}`: what is left of a gift voucher, while there is a network. A code that is
//! none is counted against the till.

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::door::{Till, Turned, answered, is_ours};
use crate::platform::files::received;
use crate::platform::{AppState, Visit, limits};
use crate::sales::vouchers::{self, Voucher, code};
use crate::till::wire::{Said, VoucherAnswer};
use crate::ui::language::Say;
use crate::values::{Refusal, Stop};

/// What is left of a voucher.
pub(super) async fn look(
    State(state): State<AppState>,
    Path(typed): Path<String>,
    request: Request,
) -> Response {
    let ours = is_ours(&request);
    let (visit, _, _) = received(state, request);
    let outcome = match ours {
        Ok(()) => find(&visit, &typed).await.map_err(Turned::from),
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn find(visit: &Visit, typed: &str) -> Result<VoucherAnswer, Stop> {
    let till = Till::enter(visit).await?;
    let say = Say(till.language);
    let Some(code) = code::read_code(typed) else {
        return Ok(refused(say, unknown(&code::bare(typed))));
    };
    // Counted before it is looked for, and taken back where there is one; no request waits for a second
    // connection while it holds one.
    let (db, device) = (&visit.state.db, till.device.device_id.to_string());
    db.limit(&limits::VOUCHER_TILL, &device, visit.now).await?;
    let mut tx = till.itself().read().await?;
    let found = vouchers::by_code(&mut tx, &code).await?;
    let today = tx.scope().today();
    drop(tx);
    let Some(voucher) = found else {
        return Ok(refused(say, unknown(&code)));
    };
    db.give_back(&limits::VOUCHER_TILL, &device).await?;
    let why = voucher.unusable(today);
    Ok(answer(say, voucher, why))
}

fn answer(say: Say, voucher: Voucher, why: Option<Refusal>) -> VoucherAnswer {
    VoucherAnswer {
        code: voucher.code,
        usable: why.is_none(),
        balance_minor: voucher.balance.minor(),
        expires_on: voucher.expires_on,
        refusal: why.map(|reason| said(say, reason)),
    }
}

/// She who typed it sees where her hand slipped.
fn unknown(code: &str) -> Refusal {
    vouchers::unknown(&code::shown(code))
}

fn refused(say: Say, reason: Refusal) -> VoucherAnswer {
    VoucherAnswer {
        refusal: Some(said(say, reason)),
        ..VoucherAnswer::default()
    }
}

fn said(say: Say, reason: Refusal) -> Said {
    Said {
        words: say.refusal(&reason),
        key: reason.key,
        field: reason.field,
    }
}
