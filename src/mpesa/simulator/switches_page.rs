//! The switches as a form, and the rules that stand with a button each to clear them.
//!
//! What never breaks: no script is needed; what is left empty stays as it is, so the form changes
//! only what somebody filled in; every switch of the table is there.

use super::knob::Knob;
use super::phone_page::frame;
use super::rules::Standing;
use super::switches::{Switches, TABLE};
use html_escape::{encode_double_quoted_attribute, encode_text};
use serde_json::Value;

/// The whole page.
pub(super) fn render(switches: &Switches, rules: &[Standing]) -> String {
    let now = serde_json::to_value(switches).unwrap_or_default();
    let mut groups: Vec<&str> = TABLE.iter().map(|knob| knob.group).collect();
    groups.dedup();
    let groups: String = groups.iter().map(|group| details(group, &now)).collect();
    let form = format!(
        "<form method=post action=\"/switches\">\
         <p class=quiet>What you leave as it is stays so.</p>\
         <label class=switch><span>Only for this phone</span>\
         <input name=phone inputmode=tel placeholder=\"all phones\"></label>\
         <label class=switch><span>Only for the next … requests</span>\
         <input name=next inputmode=numeric placeholder=\"until cleared\"></label>\
         {groups}<p><button class=yes>Set</button></p></form>"
    );
    frame(
        "",
        &format!(
            "<main><p><a href=\"/phone\">The phone</a></p>{}\
             <section><h2>Switches</h2>{form}</section></main>",
            standing(rules)
        ),
    )
}

/// The rules that stand; nothing where all is as usual.
pub(super) fn standing(rules: &[Standing]) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let list: String = rules.iter().map(rule).collect();
    let everything = clear_button("everything", "Clear all");
    format!(
        "<section><h2>Switched on purpose</h2><ul class=rules>{list}</ul>{everything}</section>"
    )
}

fn rule(rule: &Standing) -> String {
    let whom = match (&rule.phone, rule.next) {
        (None, None) => "All".to_owned(),
        (Some(phone), None) => phone.clone(),
        (None, Some(count)) => format!("The next {count}"),
        (Some(phone), Some(count)) => format!("{phone}, the next {count}"),
    };
    let what = serde_json::to_value(&rule.switches).unwrap_or_default();
    let what: Vec<String> = TABLE
        .iter()
        .filter_map(|knob| {
            Some(format!(
                "{}: {}",
                knob.title,
                words(knob, what.get(knob.name)?)
            ))
        })
        .collect();
    format!(
        "<li><strong>{}</strong> <span>{}</span>{}</li>",
        encode_text(&whom),
        encode_text(&what.join(" · ")),
        clear_button(&rule.rule, "Clear")
    )
}

fn clear_button(rule: &str, label: &str) -> String {
    format!(
        "<form method=post action=\"/switches/clear\">\
         <button name=rule value=\"{}\">{label}</button></form>",
        encode_double_quoted_attribute(rule)
    )
}

fn key(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value as the form says it.
fn words(knob: &Knob, value: &Value) -> String {
    let key = key(value);
    let choice = knob.choices.iter().find(|(choice, _)| *choice == key);
    choice.map_or(key, |(_, label)| (*label).to_owned())
}

fn details(group: &str, now: &Value) -> String {
    let rows: String = TABLE
        .iter()
        .filter(|knob| knob.group == group)
        .filter_map(|knob| Some(row(knob, &words(knob, now.get(knob.name)?))))
        .collect();
    format!("<details><summary>{group}</summary>{rows}</details>")
}

fn row(knob: &Knob, now: &str) -> String {
    let name = knob.name;
    let now = encode_double_quoted_attribute(now);
    let control = if knob.choices.is_empty() {
        format!("<input name={name} inputmode=numeric placeholder=\"{now}\">")
    } else {
        let options: String = knob
            .choices
            .iter()
            .map(|(key, label)| {
                let label = encode_text(label);
                format!("<option value=\"{key}\">{label}</option>")
            })
            .collect();
        format!("<select name={name}><option value=\"\">({now})</option>{options}</select>")
    };
    let title = encode_text(knob.title);
    format!("<label class=switch><span>{title}</span>{control}</label>")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_is_on_the_form_and_says_how_it_stands() {
        let switches = Switches {
            drop_callbacks: true,
            ..Switches::default()
        };
        let page = render(&switches, &[]);
        for knob in TABLE {
            assert!(
                page.contains(&format!(" name={}>", knob.name))
                    || page.contains(&format!(" name={} ", knob.name)),
                "{}",
                knob.name
            );
        }
        assert_eq!(page.matches("<details>").count(), 7);
        assert!(page.contains("<select name=drop_callbacks><option value=\"\">(on)</option>"));
        assert!(
            !page.contains("http-equiv"),
            "what is typed is not refreshed away"
        );
        assert!(!page.contains("Clear all"));
    }

    #[test]
    fn rules_that_stand_can_be_cleared() {
        let rule = Standing {
            rule: "phone:254712345678".to_owned(),
            phone: Some("254712345678".to_owned()),
            next: None,
            switches: serde_json::from_str(r#"{"push_fault":"busy"}"#).unwrap(),
        };
        let shown = standing(&[rule]);
        assert!(shown.contains("<strong>254712345678</strong> <span>Pushes get: busy</span>"));
        assert!(shown.contains("name=rule value=\"phone:254712345678\""));
        assert!(shown.contains("value=\"everything\""));
    }
}
