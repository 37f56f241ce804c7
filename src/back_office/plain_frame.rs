//! What stands round a page outside every business: the way in, the list of businesses, and what
//! is said when a page stopped. Such pages draw their own heading.

use leptos::prelude::*;

use super::frame::{document, with_notice};
use crate::platform::{Page, Visit};
use crate::staff::LanguageSwitch;
use crate::ui::Notice;
use crate::ui::language::Say;
use crate::values::Refusal;

/// The program's own name, said alike in every language.
const PROGRAM: &str = "Dukani";

/// Where the back office's styles are loaded; elsewhere the storefront's are.
const OFFICE: [&str; 6] = ["/b/", "/sign", "/businesses", "/account", "/join/", "/till"];

/// Sections whose pages bring their own column, mark and choice of language.
const WHOLE: [&str; 2] = ["sign-in", "sign-up"];

/// The section of a till, which fills its page by itself.
const TILL: &str = "till-app";

/// A till, under what the last act left to say; it takes that away when somebody begins to sell.
fn till(say: Say, head: AnyView, notice: Option<Refusal>, body: AnyView) -> AnyView {
    let news = notice.map(|notice| view! { <Notice kind="good" title=say.refusal(&notice) /> });
    view! {
        {head}
        <div id="till-news" class="till-news">
            {news}
        </div>
        {body}
    }
    .into_any()
}

/// Frames a page that is about no business. In the back office it stands on a card in the middle,
/// under Dukani's mark; in the storefront in the column of forms.
pub fn plain_frame(visit: &Visit, page: Page, notice: Option<Refusal>) -> AnyView {
    let say = Say(visit.language());
    let head = document(say, &page.title, PROGRAM, page.refresh);
    if page.section == TILL {
        return till(say, head, notice, page.body);
    }
    let body = with_notice(say, notice, page.body);
    let office = OFFICE.iter().any(|path| visit.path().starts_with(path));
    let main = if !office {
        view! {
            <main class="shop narrow" id="main">
                {body}
            </main>
        }
        .into_any()
    } else if WHOLE.contains(&page.section) {
        view! { <main id="main">{body}</main> }.into_any()
    } else {
        view! {
            <main class="sign-in" id="main">
                <span class="mark" aria-hidden="true">
                    "D"
                </span>
                <div class="card stack">{body} {page.act}</div>
                <LanguageSwitch say=say back=visit.path_and_query() />
            </main>
        }
        .into_any()
    };
    view! {
        {head}
        {main}
    }
    .into_any()
}
