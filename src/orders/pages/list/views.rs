//! Views of the list that somebody keeps: shown under the tabs, and how one is made.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::OrderList;
use crate::orders::packing_api::{DropOrderView, KeepOrderView};
use crate::orders::{SavedView, may_drop};
use crate::ui::{CheckField, Field, Form, HiddenField, Icon, Submit};

/// Its name in the flash.
const ACT: &str = "keep-view";

impl OrderList<'_> {
    /// Her own views and the shared ones; nothing where there are none.
    pub fn kept_views(&self) -> AnyView {
        if self.kept.is_empty() {
            return ().into_any();
        }
        let say = self.say;
        let chips = self.kept.iter().map(|view| self.chip(view));
        view! {
            <nav class="chips no-print" aria-label=say.t("orders-views")>
                <ul>{chips.collect_view()}</ul>
            </nav>
        }
        .into_any()
    }

    fn chip(&self, kept: &SavedView) -> AnyView {
        let say = self.say;
        let href = format!("{}?{}", self.path(), kept.query);
        let is_here = kept.query == self.filter.first_page().query();
        let here = is_here.then_some("page");
        let shared = kept.is_shared.then(|| view! { <Icon name="users" /> });
        let drop = may_drop(&self.scope.who, kept).then(|| {
            let label = say.with("orders-view-drop", &[("name", &kept.name)]);
            let fields = view! {
                <HiddenField name="business" value=self.scope.slug.clone() />
                <HiddenField name="query" value=self.filter.query() />
                <HiddenField name="view_id" value=kept.view_id.to_string() />
                <button type="submit" aria-label=label title=say.t("remove")>
                    <Icon name="cross" />
                </button>
            };
            let fields = fields.into_any();
            view! { <Form action=DropOrderView::url() class="">{fields}</Form> }
        });
        view! {
            <li>
                <a href=href aria-current=here>
                    {shared}
                    {kept.name.clone()}
                </a>
                {drop}
            </li>
        }
        .into_any()
    }

    fn typed(&self, field: &str, otherwise: &str) -> String {
        if self.flash.is_refused() && self.flash.value("act", "") == ACT {
            return self.flash.value(field, otherwise);
        }
        otherwise.to_owned()
    }

    /// Keeps what is shown now under a name; offered where there is something to keep.
    pub fn keep_form(&self) -> AnyView {
        let refused = self.typed("act", "") == ACT;
        if !refused && !self.filter.is_narrowed() {
            return ().into_any();
        }
        let say = self.say;
        let view_id = self.typed("view_id", &Uuid::now_v7().to_string());
        let is_shared = !self.typed("shared", "").is_empty();
        let about = |refusal: &&crate::values::Refusal| {
            refused && refusal.field.as_deref() == Some("view_name")
        };
        let error = self.flash.refusals.iter().find(about);
        let error = error.map(|refusal| say.refusal(refusal));
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="query" value=self.filter.query() />
            <HiddenField name="view_id" value=view_id />
            <Field
                label=say.t("orders-view-name")
                name="view_name"
                value=self.typed("view_name", "")
                hint=say.t("orders-view-name-hint")
                autocomplete="off"
                maxlength=40
                error=error
            />
            <CheckField
                label=say.t("orders-view-shared")
                name="shared"
                checked=is_shared
            />
            <Submit label=say.t("orders-view-keep") kind="plain" />
        };
        let fields = fields.into_any();
        view! {
            <details class="more keep-view no-print" open=refused>
                <summary>
                    <Icon name="plus" />
                    {say.t("orders-view-new")}
                </summary>
                <Form action=KeepOrderView::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
