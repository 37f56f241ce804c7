//! What stands at the head of a sale's page: that it is void, by whom and why, and what tills raised about
//! it for managers to look at.

use leptos::prelude::*;

use super::sheet::Sheet;
use super::title;
use crate::sales::store::RaisedFlag;
use crate::ui::{Notice, Status, dates};

impl Sheet<'_> {
    /// That the sale was a mistake: who took it back, when and why.
    pub fn voided(&self) -> Option<AnyView> {
        let void = self.whole.refunds.iter().find(|one| one.is_void)?;
        let say = self.say;
        let at = dates::moment(say, self.scope.calendar.local(void.occurred_at));
        let number = void.shown_number();
        let heading = say.with("sales-is-void", &[("number", &number)]);
        let by = match &void.seller {
            Some(name) => format!("{name} · {at}"),
            None => at,
        };
        let why = (!void.note.is_empty()).then(|| {
            let why = say.with("sales-void-why", &[("why", &void.note)]);
            view! { <p>{why}</p> }
        });
        let (href, words) = (self.address(void), title(say, void));
        let notice = view! {
            <Notice kind="look" title=heading>
                {why}
                <p>
                    {by}
                    " · "
                    <a href=href>{words}</a>
                </p>
            </Notice>
        };
        Some(notice.into_any())
    }

    /// What tills raised about it, for those who look at such things.
    pub fn flags(&self) -> Option<AnyView> {
        if self.flags.is_empty() {
            return None;
        }
        let say = self.say;
        let rows = self.flags.iter().map(|one| self.flag(one)).collect_view();
        let card = view! {
            <section class="card no-print">
                <h2>{say.t("flags-title")}</h2>
                {rows}
            </section>
        };
        Some(card.into_any())
    }

    /// One flag, and where it is looked at.
    fn flag(&self, one: &RaisedFlag) -> AnyView {
        let say = self.say;
        let (look, state, show) = if one.is_resolved {
            ("plain", say.t("flag-resolved"), "all")
        } else {
            ("look", say.t("flag-open"), "open")
        };
        let code = one.flag.oddity.code().replace('_', "-");
        let odd = say.t(&format!("flag-{code}"));
        let href = format!(
            "/b/{}/sales/flags?show={show}#flag-{}",
            self.scope.slug, one.flag_id
        );
        let reasons = one.flag.reasons.iter().map(|reason| {
            let words = say.refusal(reason);
            view! { <li>{words}</li> }
        });
        view! {
            <p class="row">
                <Status kind=look text=state />
                <a href=href>{odd}</a>
            </p>
            <ul>{reasons.collect_view()}</ul>
        }
        .into_any()
    }
}
