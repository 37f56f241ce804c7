//! Makes a price list, gives it another name, closes it and opens it again.

use serde_json::json;

use super::list::{NAME, PriceList, codes_for};
use super::store;
use crate::audit;
use crate::catalog::product_form::line;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Every list, those in use first.
pub async fn price_lists(tx: &mut BusinessTx) -> Result<Vec<PriceList>, Stop> {
    store::all(tx).await
}

fn name_of(typed: &str) -> Result<String, Refusal> {
    let name = line(typed);
    if name.is_empty() {
        return Err(Refusal::at("name", "refused-a-name-needed"));
    }
    if name.chars().count() > NAME {
        return Err(Refusal::at("name", "refused-too-long").with("most", NAME));
    }
    Ok(name)
}

/// Adds a list of that name; its word. Where a list in use has that name, it is that one: the same
/// form twice is one list.
pub async fn add(cx: &Cx, typed: &str) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let name = name_of(typed)?;
    tx.wait_for_turn_at("price_list").await?;
    let all = store::all(&mut tx).await?;
    let same = |kept: &&PriceList| !kept.retired && kept.name.to_lowercase() == name.to_lowercase();
    if let Some(kept) = all.iter().find(same) {
        return Ok(kept.list.clone());
    }
    let is_free = |code: &String| all.iter().all(|kept| kept.list != *code);
    let list = codes_for(&name)
        .find(is_free)
        .ok_or_else(|| fault("no word is left for a price list", &name))?;
    store::insert(&mut tx, &list, &name).await?;
    let details = json!({ "list": list, "name": name });
    audit::record(&mut tx, "price_list.add", "price_list", None, details).await?;
    tx.commit().await?;
    Ok(list)
}

/// Gives a list another name; the name.
pub async fn rename(cx: &Cx, list: &str, typed: &str) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let name = name_of(typed)?;
    let kept = store::lock(&mut tx, list).await?.ok_or(Stop::NotFound)?;
    if kept.name == name {
        return Ok(name);
    }
    store::rename(&mut tx, list, &name).await?;
    let details = json!({ "list": list, "name": name, "before": kept.name });
    audit::record(&mut tx, "price_list.rename", "price_list", None, details).await?;
    tx.commit().await?;
    Ok(name)
}

/// Closes a list; its name. Whoever buys by it buys at retail from then on.
pub async fn retire(cx: &Cx, list: &str) -> Result<String, Stop> {
    set(cx, list, true).await
}

/// Opens a closed list again, with its prices and its customers; its name.
pub async fn bring_back(cx: &Cx, list: &str) -> Result<String, Stop> {
    set(cx, list, false).await
}

async fn set(cx: &Cx, list: &str, retired: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let kept = store::lock(&mut tx, list).await?.ok_or(Stop::NotFound)?;
    if kept.retired == retired {
        return Ok(kept.name);
    }
    store::set_retired(&mut tx, list, retired).await?;
    let act = if retired {
        "price_list.retire"
    } else {
        "price_list.bring_back"
    };
    let details = json!({ "list": list, "name": kept.name });
    audit::record(&mut tx, act, "price_list", None, details).await?;
    tx.commit().await?;
    Ok(kept.name)
}
