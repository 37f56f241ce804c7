//! Small parts of pages: words that call for attention, ways to go on, and what to do when there
//! is nothing yet.

use leptos::prelude::*;

use super::{form::button_class, icon::Icon};

/// The colour role of a notice or a status. Red is for loss only.
fn tone(kind: &str) -> &'static str {
    match kind {
        "good" => "good",
        "look" => "look",
        "bad" => "bad",
        "info" => "info",
        _ => "",
    }
}

/// Something the reader should know before going on.
#[component]
pub fn Notice(
    /// `good`, `look` (look here), `bad` (loss) or `info`.
    kind: &'static str,
    /// The matter in one line.
    #[prop(into)]
    title: String,
    /// More about it, and the way out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = match kind {
        "good" => "check",
        "look" | "bad" => "alert",
        _ => "info",
    };
    let role = if kind == "bad" { "alert" } else { "status" };
    view! {
        <div class=format!("notice {}", tone(kind)) role=role>
            <Icon name=icon />
            <div>
                <h2>{title}</h2>
                {children.map(|more| more())}
            </div>
        </div>
    }
}

/// The state of a thing: a dot and a word.
#[component]
pub fn Status(
    /// `good`, `look`, `bad`, `info`, or `plain`.
    kind: &'static str,
    /// The state's name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=format!("status {}", tone(kind))>{text}</span> }
}

/// Where a list would be: why it is empty and how it gets filled. Its act goes in the children.
#[component]
pub fn EmptyState(
    /// A picture of what is missing.
    icon: &'static str,
    /// That there is none yet.
    #[prop(into)]
    title: String,
    /// How the first one comes about.
    #[prop(into)]
    text: String,
    /// The next step, as a button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="card empty">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|act| act())}
        </section>
    }
}

/// Leads to the pages before and after of a long list.
#[component]
pub fn Pager(
    /// Address of the page before; none on the first.
    previous: Option<String>,
    /// Address of the page after; none on the last.
    next: Option<String>,
    /// The word for the page before.
    #[prop(into)]
    previous_label: String,
    /// The word for the page after.
    #[prop(into)]
    next_label: String,
    /// Where the reader is, such as "1–50 of 482".
    #[prop(into)]
    position_text: String,
) -> impl IntoView {
    let back = previous.map(|href| {
        view! {
            <a class="button" rel="prev" href=href>
                <Icon name="arrow-left" />
                {previous_label}
            </a>
        }
    });
    let on = next.map(|href| {
        view! {
            <a class="button" rel="next" href=href>
                {next_label}
                <Icon name="arrow-right" />
            </a>
        }
    });
    let label = position_text.clone();
    view! {
        <nav class="pager" aria-label=label>
            <span>{back}</span>
            <span class="quiet num">{position_text}</span>
            <span>{on}</span>
        </nav>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there, or what following it begins.
    #[prop(into)]
    label: String,
    /// `go`, `plain`, `danger` or `bare`.
    #[prop(default = "plain")]
    kind: &'static str,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// More classes: `wide`, `small`, `main-act`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let picture = icon.map(|name| view! { <Icon name=name /> });
    view! {
        <a class=button_class(kind, class) href=href>
            {picture}
            {label}
        </a>
    }
}

/// Views of one list, beside each other.
#[component]
pub fn Tabs(
    /// Address, words, whether it is the one shown, and how many things are in it.
    items: Vec<(String, String, bool, Option<String>)>,
    /// What the views are of, for screen readers.
    #[prop(optional_no_strip, into)]
    label: Option<String>,
) -> impl IntoView {
    let line = |(href, words, current, count): (String, String, bool, Option<String>)| {
        let here = current.then_some("page");
        let count = count.map(|count| view! { <span class="quiet">{count}</span> });
        view! { <li><a href=href aria-current=here>{words} {count}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{items.into_iter().map(line).collect_view()}</ul>
        </nav>
    }
}

/// The way back up from a page, outermost first.
#[component]
pub fn Crumbs(
    /// Address and words of each page above this one.
    items: Vec<(String, String)>,
    /// What they are, for screen readers.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let line = |(href, words): (String, String)| view! { <li><a href=href>{words}</a></li> };
    view! {
        <nav class="crumbs" aria-label=label>
            <ol>{items.into_iter().map(line).collect_view()}</ol>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_a_word_and_a_role() {
        let html = view! { <Status kind="good" text="Paid" /> }
            .to_html()
            .replace("<!>", "");
        assert_eq!(html, r#"<span class="status good">Paid</span>"#);
    }

    #[test]
    fn the_first_page_leads_only_on() {
        let next = Some("?page=2".to_owned());
        let html = view! {
            <Pager previous=None next=next previous_label="Previous" next_label="Next"
                position_text="1–50 of 482" />
        }
        .to_html();
        assert!(
            html.contains("?page=2") && !html.contains("Previous"),
            "{html}"
        );
    }
}
