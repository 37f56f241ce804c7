//! What moved in the demo without being bought or sold: between its locations, off the shelf, and in
//! the minds of those who count.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::past::Past;
use super::shelf::{Places, product};
use crate::platform::Cx;
use crate::stock::counts::{self, Close, Count, How, TakeForm, Uncounted};
use crate::stock::{adjustments, transfers};
use crate::values::Stop;

/// The first weeks: goods for the kiosk, one of which broke on the way, and a stock take that is done.
pub(super) async fn begin(past: &Past<'_>, places: &Places) -> Result<(), Stop> {
    let lines = [
        ("MAIZE-FLOUR-2KG", "24"),
        ("SUGAR-1KG", "20"),
        ("OIL-500ML", "12"),
        ("BEANS-ROSECOCO", "10"),
        ("COOKING-FAT-500G", "6"),
    ];
    let transfer_id = send(past, (20, 5), places, "The kiosk's first goods", &lines).await?;
    let form = act(transfer_id, "2", "arrived", ["24", "20", "11", "10", "6"]);
    transfers::arrive(&past.ago(20, 2), &form).await?;

    let cx = past.ago(12, 2);
    let take_id = take(&cx, places.stall, "Sugar and salt", false).await?;
    let counted = [
        ("SALT-200G", "108"),
        ("SUGAR-1KG", "100"),
        ("SUGAR-2KG", "60"),
    ];
    count(&cx, take_id, &counted).await?;
    let ask = Close {
        uncounted: Uncounted::Leave,
        seen: String::new(),
    };
    counts::close(&past.ago(12, 1), take_id, &ask).await?;
    Ok(())
}

/// The last days: flour that got wet, goods on their way to the kiosk, others that it asks for, and a
/// stock take that goes on there.
pub(super) async fn go_on(past: &Past<'_>, places: &Places) -> Result<(), Stop> {
    let adjustment_id = Uuid::now_v7().to_string();
    let wet = fields(&[
        ("adjustment_id", &adjustment_id),
        ("location_id", &places.stall.to_string()),
        ("reason", "damage"),
        ("note", "Rain came through the roof"),
        ("what-l1", "WHEAT-FLOUR-1KG"),
        ("quantity-l1", "2"),
    ]);
    adjustments::adjust(&past.ago(1, 5), &wet).await?;

    let lines = [("WHEAT-FLOUR-1KG", "12"), ("COOKING-FAT-500G", "6")];
    send(past, (1, 2), places, "Before the weekend", &lines).await?;
    let lines = [("SUGAR-1KG", "20"), ("OIL-500ML", "12")];
    ask(&past.ago(1, 1), places, "For next week", &lines).await?;

    let cx = past.ago(1, 0);
    let take_id = take(&cx, places.kiosk, "The kiosk, blind", true).await?;
    let counted = [
        ("MAIZE-FLOUR-2KG", "22"),
        ("SUGAR-1KG", "19"),
        ("OIL-500ML", "11"),
    ];
    count(&cx, take_id, &counted).await
}

fn fields(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    let pairs = pairs.iter();
    let owned = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

/// Asks for goods from the stall to the kiosk; the transfer.
async fn ask(cx: &Cx, places: &Places, note: &str, lines: &[(&str, &str)]) -> Result<Uuid, Stop> {
    let transfer_id = Uuid::now_v7();
    let mut form = fields(&[
        ("transfer_id", &transfer_id.to_string()),
        ("revision", "0"),
        ("from", &places.stall.to_string()),
        ("to", &places.kiosk.to_string()),
        ("note", note),
    ]);
    for (number, (what, quantity)) in (1_u32..).zip(lines) {
        form.insert(format!("what-l{number}"), (*what).to_owned());
        form.insert(format!("quantity-l{number}"), (*quantity).to_owned());
    }
    transfers::make(cx, &form).await?;
    Ok(transfer_id)
}

/// Asks for goods and sends them, an hour later; the transfer.
async fn send(
    past: &Past<'_>,
    (days, hours): (i64, i64),
    places: &Places,
    note: &str,
    lines: &[(&str, &str)],
) -> Result<Uuid, Stop> {
    let transfer_id = ask(&past.ago(days, hours), places, note, lines).await?;
    let much = lines.iter().map(|(_, much)| *much);
    let sent = act(transfer_id, "1", "sent", much);
    transfers::send(&past.ago(days, hours - 1), &sent).await?;
    Ok(transfer_id)
}

/// The form of what is done with a transfer: `column` says how much of each of its lines.
fn act<'a>(
    transfer_id: Uuid,
    revision: &str,
    column: &str,
    much: impl IntoIterator<Item = &'a str>,
) -> HashMap<String, String> {
    let mut form = fields(&[
        ("transfer_id", &transfer_id.to_string()),
        ("revision", revision),
    ]);
    for (number, much) in (1_u32..).zip(much) {
        form.insert(format!("{column}-l{number}"), much.to_owned());
    }
    form
}

/// Opens a stock take of a whole location.
async fn take(cx: &Cx, location_id: Uuid, name: &str, is_blind: bool) -> Result<Uuid, Stop> {
    let form = TakeForm {
        take_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        location_id: location_id.to_string(),
        is_blind: if is_blind { "true" } else { "" }.to_owned(),
        ..TakeForm::default()
    };
    Ok(counts::open(cx, &form).await?.take_id)
}

/// Counts all there is of some products.
async fn count(cx: &Cx, take_id: Uuid, counted: &[(&str, &str)]) -> Result<(), Stop> {
    for (sku, loose) in counted {
        let ask = Count {
            count_id: Uuid::now_v7(),
            product_id: product(cx, sku).await?,
            how: How::Set,
            loose: (*loose).to_owned(),
            packs: BTreeMap::new(),
            revision: 0,
        };
        counts::count(cx, take_id, &ask).await?;
    }
    Ok(())
}
