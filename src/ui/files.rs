//! Files: the way to them from a list, and what was wrong with the rows of one.

use leptos::prelude::*;

use super::language::Say;
use super::{LinkButton, Notice};
use crate::values::Refusal;

/// The way from a list to the page of its file.
pub fn file_link(say: Say, business: &str, kind: &str) -> AnyView {
    let to = format!("/b/{business}/files/{kind}");
    let label = say.t("files-link");
    view! {
        <p class="no-print">
            <LinkButton href=to label=label kind="bare" icon="download" />
        </p>
    }
    .into_any()
}

/// The line of a file that a refusal is about, if it is about one: its field is `row-3`.
pub fn line_of(refusal: &Refusal) -> Option<&str> {
    refusal.field.as_deref()?.strip_prefix("row-")
}

/// Each bad line of a file and what to do about it; nothing where there is none. What `of` names is
/// the column.
pub fn bad_rows(say: Say, refusals: &[Refusal]) -> Option<AnyView> {
    let rows: Vec<(&str, &Refusal)> = refusals
        .iter()
        .filter_map(|refusal| Some((line_of(refusal)?, refusal)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut lines: Vec<&str> = rows.iter().map(|(line, _)| *line).collect();
    lines.dedup();
    let count = i64::try_from(lines.len()).unwrap_or(1);
    let row = |(line, refusal): &(&str, &Refusal)| {
        let column = refusal.args.iter().find(|(name, _)| name == "of");
        let column = column.map(|(_, column)| column.clone()).unwrap_or_default();
        view! {
            <tr>
                <td class="num">{(*line).to_owned()}</td>
                <td>
                    <code>{column}</code>
                </td>
                <td>{say.refusal(refusal)}</td>
            </tr>
        }
    };
    let table = view! {
        <table class="lines">
            <caption class="hidden">{say.t("import-reason")}</caption>
            <thead>
                <tr>
                    <th scope="col" class="num">{say.t("import-line")}</th>
                    <th scope="col">{say.t("import-column")}</th>
                    <th scope="col">{say.t("import-reason")}</th>
                </tr>
            </thead>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
    };
    let title = say.count("import-refused", count);
    let inside = view! {
        <p>{say.t("import-refused-text")}</p>
        {table}
    }
    .into_any();
    Some(view! { <Notice kind="bad" title=title>{inside}</Notice> }.into_any())
}
