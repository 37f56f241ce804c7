//! `/b/{business}/orders`: orders by what waits for them, narrowed as the address says, in views
//! that somebody keeps; and what can be done with several at once.

mod filters;
mod table;
mod views;

use leptos::prelude::*;

use crate::businesses::{self, DeliveryArea, Location};
use crate::orders::islands::CallSwitch;
use crate::orders::{self, Filter, Listed, SavedView};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, ErrorSummary, LinkButton, Tabs, page_links};
use crate::values::{Refusal, Stop};

/// Seconds after which a browser without script looks again.
const LOOK_AGAIN: &str = "45";

/// The list of orders.
pub async fn orders(visit: Visit) -> Result<Page, Stop> {
    let flash = visit.flash("orders").await?;
    let filter = Filter::read(|name| visit.query(name));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let listed = orders::list(&mut tx, &filter).await?;
    let kept = orders::views(&mut tx).await?;
    let areas = businesses::areas(&mut tx).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let view = OrderList {
        say: Say(visit.language_for(scope)),
        scope,
        filter: filter.on_page(listed.page),
        flash: &flash,
        kept: &kept,
        areas: &areas,
        locations: &locations,
    };
    let say = view.say;
    let rows = if listed.rows.is_empty() {
        view.nothing(&listed)
    } else {
        view.table(&listed.rows)
    };
    let body = view! {
        <noscript>
            <meta http-equiv="refresh" content=LOOK_AGAIN />
        </noscript>
        {view.summary()}
        {view.tabs(&listed)}
        {view.kept_views()}
        {view.filter_form()}
        {view.keep_form()}
        {rows}
        {view.pager(&listed)}
    };
    let body = body.into_any();
    let mut page = Page::of(scope, "orders", say.t("orders-title"), body);
    page.act = Some(view.call_switch());
    Ok(page)
}

/// What the parts of the page are drawn from.
struct OrderList<'a> {
    say: Say,
    scope: &'a Scope,
    filter: Filter,
    flash: &'a Flash,
    kept: &'a [SavedView],
    areas: &'a [DeliveryArea],
    locations: &'a [Location],
}

impl OrderList<'_> {
    fn path(&self) -> String {
        format!("/b/{}/orders", self.scope.slug)
    }

    fn address(&self, filter: &Filter) -> String {
        format!("{}?{}", self.path(), filter.query())
    }

    /// Switches calls for new orders on and off on this device.
    fn call_switch(&self) -> AnyView {
        let say = self.say;
        view! {
            <CallSwitch
                label_on=say.t("orders-call-on")
                label_off=say.t("orders-call-off")
                sample=say.t("orders-call-sample")
            />
        }
        .into_any()
    }

    /// Everything that was refused; nothing where nothing was.
    fn summary(&self) -> AnyView {
        let say = self.say;
        let line = |refusal: &Refusal| {
            let field = refusal.field.clone().unwrap_or_default();
            (field, say.refusal(refusal))
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }

    fn tabs(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let item = |(tab, count): &(String, i64)| {
            let words = say.t(&format!("orders-tab-{tab}"));
            let count = (*count > 0).then(|| count.to_string());
            let address = self.address(&Filter::of_tab(tab));
            (address, words, *tab == self.filter.tab, count)
        };
        let items: Vec<_> = listed.counts.iter().map(item).collect();
        view! { <Tabs items=items label=say.t("orders-tabs") /> }.into_any()
    }

    /// Where the list would be: nothing was found, this tab is empty, or nobody ordered yet.
    fn nothing(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let ever = listed.counts.iter().any(|(_, count)| *count > 0);
        if !ever {
            let shop = format!("/s/{}", self.scope.slug);
            return view! {
                <EmptyState
                    icon="orders"
                    title=say.t("orders-none-yet")
                    text=say.t("orders-none-yet-text")
                >
                    <LinkButton href=shop label=say.t("orders-see-storefront") icon="store" />
                </EmptyState>
            }
            .into_any();
        }
        let all = self.address(&Filter::of_tab("all"));
        let (title, text) = if self.filter.is_narrowed() {
            (say.t("orders-not-found"), say.t("orders-not-found-text"))
        } else {
            (say.t("orders-none-here"), say.t("orders-none-here-text"))
        };
        view! {
            <EmptyState icon="orders" title=title text=text>
                <LinkButton href=all label=say.t("orders-show-all") />
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            self.address(&self.filter.on_page(page))
        })
    }
}
