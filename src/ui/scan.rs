//! The way into a field by the camera: a button beside it, and what the camera sees.
//!
//! Nothing of it is seen before `public/scan.js` has found that the browser can read barcodes, and only
//! pages that have such a field load that script. Without a script, or without HTTPS, the page is what it
//! is for a hand or for a scanner that types.

use leptos::prelude::*;

use super::Icon;
use super::language::Say;

/// A button that scans into a field whose form is sent then, as the enter key of a scanner does it.
/// `fields` is a CSS selector; of several fields it is the first that is empty.
pub fn scan_and_send(say: Say, fields: &str) -> AnyView {
    scan(say, fields, Some(""))
}

/// A button that scans into a field, and goes on to the one after it. A field of several lines takes one
/// code after another. `fields` as for [`scan_and_send`].
pub fn scan_into(say: Say, fields: &str) -> AnyView {
    scan(say, fields, None)
}

/// `sends` is an attribute that is there or is not.
fn scan(say: Say, fields: &str, sends: Option<&'static str>) -> AnyView {
    view! {
        <div class="scan" hidden=true data-scan=fields.to_owned() data-sends=sends>
            <button type="button" class="button" hidden=true aria-haspopup="dialog">
                <Icon name="camera" />
                {say.t("camera-scan")}
            </button>
            <p class="hint" hidden=true>
                {say.t("camera-https")}
            </p>
            {sheet(say)}
            <script type="module" src="/scan.js"></script>
        </div>
    }
    .into_any()
}

/// What stands before the page while the camera looks.
fn sheet(say: Say) -> AnyView {
    view! {
        <dialog class="scan-sheet" aria-label=say.t("camera-scan")>
            <h2>{say.t("camera-scan")}</h2>
            <div role="alert">
                <p class="error" hidden=true>
                    {say.t("camera-full")}
                </p>
                <p class="error" hidden=true>
                    {say.t("camera-none")}
                </p>
            </div>
            <video muted=true playsinline=true aria-hidden="true"></video>
            <p class="quiet">{say.t("camera-hold")}</p>
            <button type="button" class="button wide">
                {say.t("close")}
            </button>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn nothing_is_seen_before_the_script_has_looked() {
        let html = scan_and_send(Say(Language::En), "#take-q").to_html();
        assert!(html.starts_with("<div"), "{html}");
        let (opening, rest) = html.split_once('>').unwrap_or_default();
        assert!(opening.contains(" hidden"), "{opening}");
        assert!(opening.contains(r##"data-scan="#take-q""##), "{opening}");
        assert!(opening.contains("data-sends"), "{opening}");
        assert!(
            rest.contains(r#"<script type="module" src="/scan.js">"#),
            "{rest}"
        );
        // It stands inside of forms: none of its buttons sends one.
        assert_eq!(rest.matches("<button").count(), 2, "{rest}");
        assert_eq!(rest.matches(r#"type="button""#).count(), 2, "{rest}");
    }

    #[test]
    fn what_goes_on_to_the_next_field_sends_nothing() {
        let fields = r#"[name^="form[code]"]"#;
        let html = scan_into(Say(Language::En), fields).to_html();
        assert!(!html.contains("data-sends"), "{html}");
        assert!(html.contains("form[code]"), "{html}");
        assert!(!html.contains(r#""form[code]""#), "{html}");
    }
}
