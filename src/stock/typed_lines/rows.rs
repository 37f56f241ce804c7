//! The rows of a form as they are drawn: a table on a PC, cards on a phone, and always a few empty
//! ones at the end, so that a form grows without any script.

use std::collections::HashMap;

use leptos::prelude::*;

use super::{Fields, MOST, field_of};
use crate::staff::Typed;
use crate::stock::find_product::Found;
use crate::ui::language::Say;
use crate::ui::{field_id, scan_and_send};
use crate::values::{Quantity, Unit};

/// Empty rows at the end of a form.
const EMPTY: i32 = 4;
/// The fewest rows that a form shows.
const FEWEST: i32 = 6;

/// A column of rows.
pub(in crate::stock) struct Column {
    /// The first half of its fields' names.
    pub name: &'static str,
    /// Its heading.
    pub label: String,
    kind: &'static str,
    decimal: bool,
    most: Option<u32>,
}

impl Column {
    /// A line of text.
    pub fn text(name: &'static str, label: String, most: u32) -> Column {
        Column {
            name,
            label,
            kind: "text",
            decimal: false,
            most: Some(most),
        }
    }

    /// Figures.
    pub fn figures(name: &'static str, label: String) -> Column {
        Column {
            decimal: true,
            ..Column::text(name, label, 16)
        }
    }

    /// A day.
    pub fn day(name: &'static str, label: String) -> Column {
        Column {
            kind: "date",
            most: None,
            ..Column::text(name, label, 0)
        }
    }
}

/// The rows of a form.
pub(in crate::stock) struct Rows<'a> {
    /// What was typed before, and why it was refused.
    pub typed: &'a Typed<'a>,
    /// Its columns; the first names the product.
    pub columns: Vec<Column>,
    /// What stands there where nothing was typed.
    pub kept: Fields,
    /// What rows mean, in words.
    pub meant: HashMap<i32, Meant>,
}

/// A product that a row names, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct Meant {
    /// What it is called.
    name: String,
    /// How much of it is free; none where that was not asked.
    free: Option<String>,
}

impl Rows<'_> {
    /// Everything that was refused, each with its row and what stands there.
    pub fn summary(&self) -> AnyView {
        self.typed.summary_of(|key| {
            let line_no: i32 = key.strip_prefix('l')?.parse().ok()?;
            let meant = self.meant.get(&line_no).map(|meant| meant.name.clone());
            let typed = || self.typed.value(&field_of("what", line_no), "");
            Some((line_no, meant.unwrap_or_else(typed)))
        })
    }

    /// The table.
    pub fn table(&self) -> AnyView {
        let head = self.columns.iter().map(|column| {
            let class = column.decimal.then_some("num");
            view! {
                <th scope="col" class=class>
                    {column.label.clone()}
                </th>
            }
        });
        let head = head.collect_view();
        let last = (1..=MOST).rev().find(|line_no| self.is_filled(*line_no));
        let count = (last.unwrap_or(0) + EMPTY).clamp(FEWEST, MOST);
        let first_empty = (1..=count).find(|line_no| !self.is_filled(*line_no));
        // Who has looked something up types on where she was.
        let looked = !self.typed.flash.is_empty() && !self.typed.flash.is_refused();
        let focus = first_empty.filter(|_| looked);
        let rows = (1..=count).map(|line_no| self.row(line_no, focus == Some(line_no)));
        let rows = rows.collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table rows">
                    <caption class="hidden">{self.typed.say.t("line-rows")}</caption>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    /// The way into the first empty row by the camera. What was scanned is looked up then: the button that
    /// does it comes before the one that sends the form.
    pub fn scan(&self) -> AnyView {
        scan_and_send(self.typed.say, ".rows .names input")
    }

    fn value(&self, column: &Column, line_no: i32) -> String {
        let field = field_of(column.name, line_no);
        let kept = self.kept.get(&field).map_or("", String::as_str);
        self.typed.value(&field, kept)
    }

    fn is_filled(&self, line_no: i32) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|column| !self.value(column, line_no).trim().is_empty())
    }

    fn row(&self, line_no: i32, has_focus: bool) -> AnyView {
        let cells = self.columns.iter().enumerate();
        let cells = cells.map(|(place, column)| {
            let is_first = place == 0;
            self.cell(column, line_no, is_first, is_first && has_focus)
        });
        view! { <tr>{cells.collect_view()}</tr> }.into_any()
    }

    fn cell(&self, column: &Column, line_no: i32, is_first: bool, has_focus: bool) -> AnyView {
        let typed = self.typed;
        let field = field_of(column.name, line_no);
        let name = typed.name(&field);
        let id = field_id(&name);
        let value = self.value(column, line_no);
        let error_id = format!("{id}-error");
        let error = typed.error(&field);
        let invalid = error.is_some().then_some("true");
        let described_by = error.is_some().then(|| error_id.clone());
        let error = error.map(|text| {
            view! {
                <p class="error" id=error_id>
                    {text}
                </p>
            }
        });
        let row = line_no.to_string();
        let named = [("label", column.label.as_str()), ("row", row.as_str())];
        let label = typed.say.with("line-field", &named);
        let meant = self.meant.get(&line_no).filter(|_| is_first);
        let meant = meant.map(|meant| match &meant.free {
            Some(free) => format!("{} · {free}", meant.name),
            None => meant.name.clone(),
        });
        let meant = meant.map(|words| view! { <p class="quiet">{words}</p> });
        let figures = column.decimal.then_some("amount");
        let inputmode = column.decimal.then_some("decimal");
        let place = if is_first { "names" } else { "" };
        view! {
            <td class=place data-label=column.label.clone()>
                <div>
                    <input
                        id=id
                        class=figures
                        type=column.kind
                        inputmode=inputmode
                        autocomplete="off"
                        maxlength=column.most
                        name=name
                        value=value
                        autofocus=has_focus
                        aria-label=label
                        aria-invalid=invalid
                        aria-describedby=described_by
                    />
                    {meant}
                    {error}
                </div>
            </td>
        }
        .into_any()
    }
}

/// A product that was named, in words, and how much of it is free where that was asked.
pub(super) fn words(say: Say, found: &Found, free: Option<Quantity>) -> Meant {
    let name = match &found.pack {
        None => found.name.clone(),
        Some(pack) => {
            let holds = how_much(say, found.holds, found.unit);
            let named = [
                ("name", found.name.as_str()),
                ("pack", pack.as_str()),
                ("holds", holds.as_str()),
            ];
            say.with("line-of-pack", &named)
        }
    };
    let free = free.map(|free| {
        let free = how_much(say, free, found.unit);
        say.with("line-free", &[("quantity", &free)])
    });
    Meant { name, free }
}

/// How much of a product, with its unit where it is not counted in pieces.
pub(in crate::stock) fn how_much(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    match unit {
        Unit::Piece => amount,
        unit => format!("{amount} {}", say.units(unit, &amount)),
    }
}

/// A change, with its sign.
pub(in crate::stock) fn signed(say: Say, change: Quantity, unit: Unit) -> String {
    if change < Quantity::ZERO {
        let gone = Quantity::ZERO.minus(change).unwrap_or_default();
        // A true minus sign, as wide as a plus.
        return format!("\u{2212}{}", how_much(say, gone, unit));
    }
    if change == Quantity::ZERO {
        return how_much(say, change, unit);
    }
    format!("+{}", how_much(say, change, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn a_change_shows_its_sign() {
        let say = Say(Language::En);
        let change = |milli| signed(say, Quantity::from_milli(milli), Unit::Kg);
        assert_eq!(change(1500), "+1.5 kg");
        assert_eq!(change(-250), "\u{2212}0.25 kg");
        assert_eq!(change(0), "0 kg");
    }
}
