//! Stock takes: opened, counted by several while others sell, forgotten line by line, closed with what
//! nobody counted left or taken for nothing, and called off.

use std::collections::BTreeMap;

use rand::RngExt as _;
use uuid::Uuid;

use super::worker::{Worker, typed};
use crate::platform::Cx;
use crate::stock::counts::{self, Close, Count, How, TakeForm, Uncounted, seen_of};
use crate::values::{Quantity, Stop};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    let take = worker.pick::<(Uuid,)>(
        "select take_id from app.stock_take
          where business_id = $1 and state = 'open' order by number",
        None,
    );
    let Some((take_id,)) = take.await else {
        return open(worker).await;
    };
    match worker.rng.random_range(0..20_u32) {
        0 => open(worker).await,
        1..14 => count(worker, take_id).await,
        14..16 => forget(worker, take_id).await,
        16..19 => close(worker, take_id).await,
        _ => {
            let cx = worker.cx();
            let off = worker.shared("call a take off", || counts::cancel(&cx, take_id));
            off.await;
        }
    }
}

/// The take's id and number: how many lines it has changes.
async fn opened(cx: &Cx, form: &TakeForm) -> Result<(Uuid, i64), Stop> {
    let take = counts::open(cx, form).await?;
    Ok((take.take_id, take.number))
}

async fn open(worker: &mut Worker) {
    let (cx, take_id) = (worker.cx(), Uuid::now_v7());
    let blind = if worker.at_times(50) { "true" } else { "" };
    let form = TakeForm {
        take_id: take_id.to_string(),
        name: "By chance".to_owned(),
        location_id: worker.place().to_string(),
        is_blind: blind.to_owned(),
        ..TakeForm::default()
    };
    let take = worker.once("open a take", || opened(&cx, &form));
    if take.await.is_some() {
        worker.made("take", take_id);
    }
}

/// Counts what the books said a moment ago, or a little more or less.
async fn count(worker: &mut Worker, take_id: Uuid) {
    let cx = worker.cx();
    let product_id = worker.good().product_id;
    let known = worker.rows::<(Uuid, i64, i32)>(
        "select s.product_id, s.on_hand_milli - s.short_milli, coalesce(x.revision, 0)
           from app.stock_take t
           join app.stock_level s on s.business_id = t.business_id and s.location_id = t.location_id
           left join app.stock_take_line x on x.business_id = t.business_id
                and x.take_id = t.take_id and x.product_id = s.product_id
          where t.business_id = $1 and t.take_id = $2",
        Some(take_id),
    );
    let known = known.await;
    let known = known.iter().find(|(known, _, _)| *known == product_id);
    let (book, revision) = known.map_or((0, 0), |(_, book, revision)| (*book, *revision));
    let counted = (book + worker.rng.random_range(-3..4_i64) * 500).max(0);
    let ask = Count {
        count_id: Uuid::now_v7(),
        product_id,
        how: worker.one(&[How::Set, How::Add, How::Replace]),
        loose: typed(counted),
        packs: BTreeMap::new(),
        revision,
    };
    let counted = worker.shared("count", || counts::count(&cx, take_id, &ask));
    counted.await;
}

async fn forget(worker: &mut Worker, take_id: Uuid) {
    let cx = worker.cx();
    let line = worker.pick::<(Uuid, i32)>(
        "select product_id, revision from app.stock_take_line
          where business_id = $1 and take_id = $2 order by product_id",
        Some(take_id),
    );
    let Some((product_id, revision)) = line.await else {
        return;
    };
    let forgotten = worker.shared("forget a count", || {
        counts::forget(&cx, take_id, product_id, revision)
    });
    forgotten.await;
}

async fn close(worker: &mut Worker, take_id: Uuid) {
    let cx = worker.cx();
    let mut ask = Close {
        uncounted: Uncounted::Leave,
        seen: String::new(),
    };
    if worker.at_times(35) {
        let uncounted = worker.rows::<(Uuid, i64)>(
            "select s.product_id, s.on_hand_milli - s.short_milli
               from app.stock_take t
               join app.stock_level s on s.business_id = t.business_id
                    and s.location_id = t.location_id
              where t.business_id = $1 and t.take_id = $2 and s.on_hand_milli <> s.short_milli
                and not exists (select 1 from app.stock_take_line x
                                 where x.business_id = t.business_id and x.take_id = t.take_id
                                   and x.product_id = s.product_id)",
            Some(take_id),
        );
        let mut seen = Vec::new();
        for (product_id, book) in uncounted.await {
            seen.push((product_id, Quantity::from_milli(book)));
        }
        ask = Close {
            uncounted: Uncounted::Zero,
            seen: seen_of(&seen),
        };
    }
    let closed = worker.shared("close a take", || counts::close(&cx, take_id, &ask));
    closed.await;
}
