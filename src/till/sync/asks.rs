//! What a till asks while there is a network: whether a PIN is right, and what was sold somewhere else.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;

use super::door::{Till, Turned, answered, is_ours};
use super::store;
use crate::platform::files::received;
use crate::platform::{AppState, BusinessTx, Visit};
use crate::sales::receipts::{self, code};
use crate::sales::{self, SaleKind, Whole};
use crate::staff::pins;
use crate::till::wire::{Known, KnownLine, PinAnswer, PinAsk, Said, Tender};
use crate::ui::language::Say;
use crate::values::{Money, Quantity, Refusal, Stop};

/// `POST /sync/v1/pin`: looks at a PIN, and counts it as every other try.
pub(super) async fn pin(State(state): State<AppState>, request: Request) -> Response {
    let ours = is_ours(&request);
    let (visit, _, request) = received(state, request);
    let outcome = match ours {
        Ok(()) => look(&visit, request).await,
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn look(visit: &Visit, request: Request) -> Result<PinAnswer, Turned> {
    let till = Till::enter(visit).await?;
    let body = Bytes::from_request(request, &visit.state).await;
    let body = body.map_err(|_| Turned::Unreadable)?;
    let ask: PinAsk = serde_json::from_slice(&body).map_err(|_| Turned::Unreadable)?;
    let cx = till.itself();
    let looked = if ask.turn {
        pins::verify(&cx, ask.member_id, &ask.pin).await
    } else {
        pins::check(&cx, ask.member_id, &ask.pin).await
    };
    let reason = match looked {
        Ok(_) => None,
        Err(Stop::Refused(reasons)) => {
            let first = reasons.into_iter().next();
            first.or_else(|| Some(Refusal::of("refused-unreadable")))
        }
        Err(Stop::NotFound) => Some(Refusal::of("refused-no-pin")),
        Err(stop) => return Err(stop.into()),
    };
    let said = |reason: Refusal| Said {
        words: Say(till.language).refusal(&reason),
        key: reason.key,
        field: reason.field,
    };
    Ok(PinAnswer {
        right: reason.is_none(),
        refusal: reason.map(said),
    })
}

/// `GET /sync/v1/document?code=`: a sale of any till of the business, by its receipt's code or by its
/// number; null where there is none.
pub(super) async fn document(State(state): State<AppState>, request: Request) -> Response {
    let ours = is_ours(&request);
    let (visit, _, _) = received(state, request);
    let outcome = match ours {
        Ok(()) => find(&visit).await.map_err(Turned::from),
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn find(visit: &Visit) -> Result<Option<Known>, Stop> {
    let till = Till::enter(visit).await?;
    let typed = visit.query("code").unwrap_or_default();
    let mut tx = till.itself().read().await?;
    let found = match code::read_code(&typed) {
        Some(code) => receipts::by_code(&mut tx, &code).await?,
        None => by_number(&mut tx, &till, &typed).await?,
    };
    let Some(sale_id) = found else {
        return Ok(None);
    };
    let whole = sales::whole(&mut tx, sale_id).await?;
    Ok((whole.sale.kind == SaleKind::Sale)
        .then(|| known(&whole))
        .flatten())
}

/// The document of a number as it is printed, `T2-12`; without a series, of this till's own.
async fn by_number(
    tx: &mut BusinessTx,
    till: &Till,
    typed: &str,
) -> Result<Option<uuid::Uuid>, Stop> {
    let own = (till.device.series.as_str(), typed);
    let (series, number) = typed.rsplit_once('-').unwrap_or(own);
    let Ok(number) = number.trim().parse::<i64>() else {
        return Ok(None);
    };
    let series = series.trim();
    if !series.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(None);
    }
    let series = format!("till:{}", series.to_ascii_uppercase());
    store::numbered(tx, &series, number).await
}

/// A sale as tills know it; none where its sums cannot be counted.
fn known(whole: &Whole) -> Option<Known> {
    let sale = &whole.sale;
    let tender = |one: &sales::SalePayment| Tender {
        payment_id: one.payment_id,
        tender: one.tender.code().to_owned(),
        amount_minor: one.amount.minor(),
        reference: one.reference.clone().unwrap_or_default(),
        handed_minor: one.handed.map(Money::minor),
    };
    let line = |line: &sales::SaleLine| KnownLine {
        line_no: line.line_no,
        product_id: line.product_id.unwrap_or_default(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        quantity_milli: line.quantity.milli(),
        returned_milli: line.returned.milli(),
        amount_minor: line.amount.minor(),
        returned_amount_minor: line.returned_amount.minor(),
        unit_price_minor: line.unit_price.minor(),
        tax_class_id: line.tax.tax_class_id,
        rate_bp: line.tax.rate.basis_points(),
    };
    let back = Money::sum(whole.refunds.iter().map(|refund| refund.total))?;
    Some(Known {
        sale_id: sale.sale_id,
        number: sale.shown_number(),
        occurred_at: sale.occurred_at,
        total_minor: sale.total.minor(),
        returned_total_minor: back.minor(),
        over: whole.lines.iter().all(|line| line.left() == Quantity::ZERO),
        tenders: whole.payments.iter().map(tender).collect(),
        lines: whole.lines.iter().map(line).collect(),
    })
}
