//! The lines of an order's form, with a few empty ones at their end.

use std::collections::{BTreeMap, HashMap};

use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Scope};
use crate::purchasing::goods::{BY_UNIT, Goods};
use crate::purchasing::orders::pages::{below, packs_words};
use crate::purchasing::orders::{Line, Whole};
use crate::purchasing::store::goods;
use crate::purchasing::suppliers::{self, Offer};
use crate::ui::language::Say;
use crate::ui::{field_id, scan_into};
use crate::values::{Refusal, Stop, Unit};

/// How many empty lines there are to type into.
const EMPTY: i32 = 5;
/// How many of the supplier's products are offered while somebody types.
const OFFERED: i64 = 200;
/// The list of what is offered.
const LIST: &str = "po-offered";

/// A line of the form.
struct Row {
    key: String,
    /// The product, where it is known; else it is typed.
    goods: Option<Goods>,
    what: String,
    packs: String,
    pack: String,
    cost: String,
    /// Whether it is said to be free of charge.
    free: bool,
    /// The line as it is kept.
    kept: Option<Line>,
}

/// The lines of the form.
pub(super) struct Rows {
    rows: Vec<Row>,
    offered: Vec<Offer>,
}

/// What was typed into fields of one kind: `packs-l3` under `l3`.
fn typed(flash: &Flash, what: &str) -> BTreeMap<String, String> {
    let Value::Object(fields) = &flash.typed else {
        return BTreeMap::new();
    };
    let of = |(name, value): (&String, &Value)| {
        let key = name.strip_prefix(what)?.strip_prefix('-')?;
        Some((key.to_owned(), value.as_str()?.to_owned()))
    };
    fields.iter().filter_map(of).collect()
}

/// The place of a key, such as 3 of `l3`.
fn place(key: &str) -> i32 {
    let number = key.get(1..).and_then(|no| no.parse::<i32>().ok());
    number.unwrap_or(0).clamp(0, 10_000)
}

impl Rows {
    pub async fn load(
        tx: &mut BusinessTx,
        flash: &Flash,
        whole: Option<&Whole>,
        supplier: Option<Uuid>,
    ) -> Result<Rows, Stop> {
        // Another form of this page may have been refused: then nothing of this one was typed.
        let mut rows = if flash.is_refused() && !typed(flash, "packs").is_empty() {
            again(tx, flash, whole).await?
        } else {
            kept(tx, whole).await?
        };
        let last = rows.iter().map(|row| place(&row.key)).max().unwrap_or(0);
        for no in 1..=EMPTY {
            rows.push(Row {
                key: format!("l{}", last + no),
                goods: None,
                what: String::new(),
                packs: String::new(),
                pack: String::new(),
                cost: String::new(),
                free: false,
                kept: None,
            });
        }
        let offered = match supplier {
            Some(supplier) => suppliers::offers_of(tx, supplier, OFFERED, 0).await?.0,
            None => Vec::new(),
        };
        Ok(Rows { rows, offered })
    }

    /// Which line a key is, and what stands on it.
    pub fn line_of(&self, key: &str) -> Option<(i32, String)> {
        let mut numbered = (1_i32..).zip(&self.rows);
        let (number, row) = numbered.find(|(_, row)| row.key == key)?;
        let name = row.goods.as_ref().map(|goods| &goods.name);
        Some((number, name.unwrap_or(&row.what).clone()))
    }

    /// The table of lines.
    pub fn table(&self, say: Say, scope: &Scope, flash: &Flash) -> AnyView {
        let cells = Cells { say, scope, flash };
        let rows = self.rows.iter().map(|row| cells.row(row)).collect_view();
        let offered = self.offered.iter().map(|offer| {
            view! { <option value=offer.sku.clone()>{offer.name.clone()}</option> }
        });
        let offered = offered.collect_view();
        view! {
            <section class="card table-wrap">
                <table class="table po-rows">
                    <caption class="hidden">{say.t("po-lines")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("orders-product")}</th>
                            <th scope="col" class="num">{say.t("po-packs")}</th>
                            <th scope="col">{say.t("suppliers-pack")}</th>
                            <th scope="col" class="num">{say.t("suppliers-cost")}</th>
                            <th scope="col">{say.t("po-free")}</th>
                            <th scope="col" class="money">{say.t("orders-amount")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <datalist id=LIST>{offered}</datalist>
                <p class="hint">{say.t("po-lines-hint")}</p>
                {scan_into(say, r#"[name^="form[what]"]"#)}
            </section>
        }
        .into_any()
    }
}

/// The lines as they are kept.
async fn kept(tx: &mut BusinessTx, whole: Option<&Whole>) -> Result<Vec<Row>, Stop> {
    let lines = whole.map_or(&[][..], |whole| whole.lines.as_slice());
    let ids: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let mut known = goods(tx, &ids).await?;
    let currency = tx.scope().currency.clone();
    let row = |line: &Line| Row {
        key: format!("l{}", line.line_no),
        goods: known.remove(&line.product_id),
        what: String::new(),
        packs: line.packs.short(),
        pack: if line.pack_id.is_some() {
            line.pack_name.clone()
        } else {
            BY_UNIT.to_owned()
        },
        cost: line.cost.bare(&currency),
        free: line.cost.is_zero(),
        kept: Some(line.clone()),
    };
    Ok(lines.iter().map(row).collect())
}

/// The lines as they were typed before a refusal.
async fn again(
    tx: &mut BusinessTx,
    flash: &Flash,
    whole: Option<&Whole>,
) -> Result<Vec<Row>, Stop> {
    let (products, whats) = (typed(flash, "product"), typed(flash, "what"));
    let (packs, pack, cost) = (
        typed(flash, "packs"),
        typed(flash, "pack"),
        typed(flash, "cost"),
    );
    let free = typed(flash, "free");
    let ids = products.values().filter_map(|id| id.parse::<Uuid>().ok());
    let ids: Vec<Uuid> = ids.collect();
    let known: HashMap<Uuid, Goods> = goods(tx, &ids).await?;
    let lines = whole.map_or(&[][..], |whole| whole.lines.as_slice());
    let of = |map: &BTreeMap<String, String>, key: &str| map.get(key).cloned().unwrap_or_default();
    let mut keys: Vec<&String> = products.keys().chain(whats.keys()).collect();
    keys.sort_by_key(|key| place(key));
    keys.dedup();
    let mut rows = Vec::with_capacity(keys.len());
    for key in keys {
        let id = products.get(key).and_then(|id| id.parse::<Uuid>().ok());
        let what = of(&whats, key);
        let packs = of(&packs, key);
        if id.is_none() && what.is_empty() && packs.is_empty() {
            continue;
        }
        let line = lines.iter().find(|line| Some(line.product_id) == id);
        rows.push(Row {
            goods: id.and_then(|id| known.get(&id).cloned()),
            what,
            packs,
            pack: of(&pack, key),
            cost: of(&cost, key),
            free: free.get(key).is_some_and(|tick| !tick.is_empty()),
            kept: line.cloned(),
            key: key.clone(),
        });
    }
    Ok(rows)
}

/// What the cells of the table are drawn with.
struct Cells<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
}

impl Cells<'_> {
    fn row(&self, row: &Row) -> AnyView {
        let say = self.say;
        let packs = say.t("po-packs");
        let pack = say.t("suppliers-pack");
        let cost = say.t("suppliers-cost");
        let packs_box = self.input("packs", row, &row.packs, packs.clone(), true);
        let pack_box = self.pack(row, pack.clone());
        let cost_box = self.input("cost", row, &row.cost, cost.clone(), true);
        let amount = row.kept.as_ref();
        let amount = amount.map(|line| line.amount.short(&self.scope.currency));
        view! {
            <tr>
                <td class="lead">{self.product(row)}</td>
                <td class="num" data-label=packs>
                    {packs_box}
                </td>
                <td data-label=pack>{pack_box}</td>
                <td class="num" data-label=cost>
                    {cost_box}
                </td>
                <td data-label=say.t("po-free")>{self.free(row)}</td>
                <td class="money aside">{amount}</td>
            </tr>
        }
        .into_any()
    }

    /// The product by its name, or where it is typed.
    fn product(&self, row: &Row) -> AnyView {
        let say = self.say;
        let Some(goods) = &row.goods else {
            let label = say.t("po-what-hint");
            return self.input("what", row, &row.what, label, false);
        };
        let words = row.kept.as_ref().map(|line| {
            let words = packs_words(
                say,
                line.packs,
                &line.pack_name,
                line.holds,
                line.quantity,
                line.unit,
            );
            view! {
                <span class="quiet">{words}</span>
                {below(say, line)}
            }
        });
        let name = format!("form[product][{}]", row.key);
        let id = goods.product_id.to_string();
        view! {
            <input type="hidden" name=name value=id />
            <span id=field_id(&format!("what-{}", row.key)) tabindex="-1">
                {goods.name.clone()}
            </span>
            " "
            <span class="quiet">{goods.sku.clone()}</span>
            {words}
            {self.error("what", row)}
        }
        .into_any()
    }

    /// The packs of a product to choose from; where it is not known yet, a pack's name is typed.
    fn pack(&self, row: &Row, label: String) -> AnyView {
        let Some(goods) = &row.goods else {
            return self.input("pack", row, &row.pack, label, false);
        };
        let chosen = row.pack.to_lowercase();
        let by_unit = (BY_UNIT.to_owned(), self.say.unit(goods.unit));
        let packs = goods.packs.iter().map(|pack| {
            let holds = pack.holds.short();
            let unit: Unit = goods.unit;
            let holds = format!("{holds} {}", self.say.units(unit, &holds));
            let named = [("pack", pack.name.as_str()), ("holds", &holds)];
            (pack.name.clone(), self.say.with("po-pack-of", &named))
        });
        // One that is not in use any more is not taken for the unit: it is refused in words.
        let mut known = goods.packs.iter().map(|pack| pack.name.to_lowercase());
        let is_known = known.any(|name| name == chosen)
            || [BY_UNIT, goods.unit.code(), ""].contains(&chosen.as_str());
        let gone = (!is_known).then(|| (row.pack.clone(), row.pack.clone()));
        let option = |(value, words): (String, String)| {
            let selected = value.to_lowercase() == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        };
        let options = std::iter::once(by_unit).chain(packs).chain(gone);
        let options = options.map(option);
        let options = options.collect_view();
        let id = field_id(&format!("pack-{}", row.key));
        let name = format!("form[pack][{}]", row.key);
        view! {
            <select id=id name=name aria-label=label>
                {options}
            </select>
            {self.error("pack", row)}
        }
        .into_any()
    }

    /// A control of a line; `figures` stand right.
    fn input(&self, what: &str, row: &Row, value: &str, label: String, figures: bool) -> AnyView {
        let id = field_id(&format!("{what}-{}", row.key));
        let invalid = self.refusal(what, row).is_some().then_some("true");
        let described_by = invalid.map(|_| format!("{id}-error"));
        let list = (what == "what").then_some(LIST);
        // On a phone no heading stands over it.
        let placeholder = list.map(|_| label.clone());
        let class = figures.then_some("amount");
        let inputmode = figures.then_some("decimal");
        view! {
            <input
                id=id
                class=class
                type="text"
                inputmode=inputmode
                autocomplete="off"
                maxlength="120"
                list=list
                name=format!("form[{what}][{}]", row.key)
                value=value.to_owned()
                placeholder=placeholder
                aria-label=label
                aria-invalid=invalid
                aria-describedby=described_by
            />
            {self.error(what, row)}
        }
        .into_any()
    }

    /// Whether it is free of charge.
    fn free(&self, row: &Row) -> AnyView {
        let label = self.say.t("po-free");
        view! {
            <input
                id=field_id(&format!("free-{}", row.key))
                type="checkbox"
                name=format!("form[free][{}]", row.key)
                value="true"
                checked=row.free
                aria-label=label
            />
        }
        .into_any()
    }

    fn refusal(&self, what: &str, row: &Row) -> Option<&Refusal> {
        let field = format!("{what}-{}", row.key);
        let refusals = self.flash.refusals.iter();
        let mut about = refusals.filter(|one| one.field.as_deref() == Some(field.as_str()));
        about.next()
    }

    fn error(&self, what: &str, row: &Row) -> AnyView {
        let Some(refusal) = self.refusal(what, row) else {
            return ().into_any();
        };
        let id = format!("{}-error", field_id(&format!("{what}-{}", row.key)));
        let text = self.say.refusal(refusal);
        view! {
            <p class="error" id=id>
                {text}
            </p>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_by_its_line() {
        let flash = Flash {
            typed: serde_json::json!({ "packs-l2": "4", "pack-l2": "crate", "note": "x" }),
            ..Flash::default()
        };
        assert_eq!(typed(&flash, "packs")["l2"], "4");
        assert_eq!(typed(&flash, "pack")["l2"], "crate");
        assert!(typed(&flash, "what").is_empty());
        assert_eq!(place("l12"), 12);
        assert_eq!(place("x"), 0);
    }
}
