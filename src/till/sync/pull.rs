//! `GET /sync/v1/catalogue`: what a till has to know, the whole of it or what was changed since.

use std::collections::HashMap;

use axum::extract::{Request, State};
use axum::response::Response;
use uuid::Uuid;

use super::cursor::{Cursor, Within};
use super::door::{Till, Turned, answered, is_ours};
use super::store::{self, Change};
use crate::platform::files::received;
use crate::platform::{AppState, BusinessTx, Visit};
use crate::staff::devices;
use crate::till::wire::Catalogue;
use crate::values::Stop;

/// The most things in one answer.
pub(super) const PAGE: usize = 2000;

/// Answers with what was changed.
pub(super) async fn catalogue(State(state): State<AppState>, request: Request) -> Response {
    let ours = is_ours(&request);
    let (visit, _, _) = received(state, request);
    let outcome = match ours {
        Ok(()) => read(&visit).await.map_err(Turned::from),
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn read(visit: &Visit) -> Result<Catalogue, Stop> {
    let till = Till::enter(visit).await?;
    let since = visit.query("since").unwrap_or_default();
    let known = Cursor::read(&since);
    let catalogue = {
        let mut tx = till.itself().read().await?;
        let mut page = changed(&mut tx, known, PAGE).await?;
        if page.reset && page.more {
            // Whoever loads everything sells meanwhile: what that takes comes first.
            page.settings = Some(store::settings(&mut tx).await?);
            page.tax_classes = store::all_tax_classes(&mut tx).await?;
        }
        page
    };
    devices::seen(&till.itself()).await?;
    Ok(catalogue)
}

/// What was changed that is not known, at most so many things. All of it is read at one instant.
pub(super) async fn changed(
    tx: &mut BusinessTx,
    known: Option<Cursor>,
    most: usize,
) -> Result<Catalogue, Stop> {
    let device = tx.scope().device.clone().ok_or(Stop::Forbidden)?;
    let instant = store::instant(tx).await?;
    let is_of_here = |cursor: &Cursor| {
        let last = cursor.within.as_ref().map_or(cursor.from, |page| page.next);
        cursor.epoch == instant.epoch && cursor.from <= last && last <= instant.oldest
    };
    let known = known.filter(is_of_here);
    let reset = known.is_none();
    let (from, page) = known.map_or((0, None), |cursor| (cursor.from, cursor.within));
    let next = page.as_ref().map_or(instant.oldest, |page| page.next);
    let after = page.map(|page| (page.kind, page.id));
    let place = device.location_id;
    let mut changes = store::changes(tx, place, from, after, most.saturating_add(1)).await?;
    let more = changes.len() > most;
    changes.truncate(most);
    let mut cursor = Cursor {
        epoch: instant.epoch,
        from: next,
        within: None,
    };
    let mut left = 0;
    if let Some(last) = changes.last().filter(|_| more) {
        left = store::left(tx, place, from, last).await?;
        cursor.from = from;
        cursor.within = Some(Within {
            next,
            kind: last.kind.clone(),
            id: last.id,
        });
    }
    let mut catalogue = Catalogue {
        cursor: cursor.write(),
        more,
        left,
        reset,
        till: store::head(tx, &device).await?,
        ..Catalogue::default()
    };
    fill(tx, &mut catalogue, &changes, place).await?;
    Ok(catalogue)
}

/// Puts in what was changed, as it is now.
async fn fill(
    tx: &mut BusinessTx,
    catalogue: &mut Catalogue,
    changes: &[Change],
    place: Uuid,
) -> Result<(), Stop> {
    let mut ids: HashMap<&str, Vec<Uuid>> = HashMap::new();
    for change in changes {
        ids.entry(change.kind.as_str()).or_default().push(change.id);
    }
    for (kind, ids) in ids {
        match kind {
            "product" => catalogue.products = store::products(tx, &ids).await?,
            "category" => catalogue.categories = store::categories(tx, &ids).await?,
            "customer" => catalogue.customers = store::customers(tx, &ids).await?,
            "member" => catalogue.members = store::members(tx, &ids).await?,
            "tax" => catalogue.tax_classes = store::tax_classes(tx, &ids).await?,
            "stock" => catalogue.stock = store::stock(tx, place, &ids).await?,
            "settings" => catalogue.settings = Some(store::settings(tx).await?),
            _ => {}
        }
    }
    Ok(())
}
