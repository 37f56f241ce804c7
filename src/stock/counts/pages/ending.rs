//! The end of a take, for whoever may bring it about: what it comes to, closing it, calling it off.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::differences::Sums;
use super::take::Desk;
use crate::platform::flash::Flash;
use crate::stock::counts::api::{CancelStockTake, CloseStockTake};
use crate::stock::counts::{State, Uncounted};
use crate::ui::{Choice, ChoiceField, Form, HiddenField, Icon, KeyFigure, Notice, Submit};

impl Desk<'_> {
    /// What closing it comes to, or came to.
    pub fn figures(&self, sums: &Sums) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let href = format!("{}?show=differences", self.base);
        let value = if self.take.state == State::Done {
            self.take.value
        } else {
            sums.net()
        };
        let label = if self.take.is_open() {
            say.t("take-value-about")
        } else {
            say.t("take-value")
        };
        let (lines, differing) = (sums.lines.to_string(), sums.differing.to_string());
        let differing = view! { <a href=href>{differing}</a> }.into_any();
        let (found, missing) = (sums.found.named(currency), sums.missing.named(currency));
        let value = value.named(currency);
        view! {
            <dl class="card figures">
                <KeyFigure label=say.t("take-lines")>{lines}</KeyFigure>
                <KeyFigure label=say.t("take-differing")>{differing}</KeyFigure>
                <KeyFigure label=say.t("take-found")>{found}</KeyFigure>
                <KeyFigure label=say.t("take-missing")>{missing}</KeyFigure>
                <KeyFigure label=label>{value}</KeyFigure>
            </dl>
        }
        .into_any()
    }

    /// Closes it: what nobody counted stays, unless she says otherwise and has seen what that is.
    pub fn closing(&self, flash: &Flash) -> AnyView {
        let say = self.say;
        let (products, counted) = self.totals();
        let todo = (products - counted).max(0);
        let choice = |uncounted: Uncounted, title: String, text: String| Choice {
            value: uncounted.code().to_owned(),
            title,
            description: Some(text),
            price: None,
        };
        let choices = vec![
            choice(
                Uncounted::Leave,
                say.t("take-leave"),
                say.t("take-leave-text"),
            ),
            choice(Uncounted::Zero, say.t("take-zero"), say.t("take-zero-text")),
        ];
        let left = (todo > 0).then(|| {
            view! { <Notice kind="look" title=say.count("take-left", todo) /> }
        });
        let fields = view! {
            {left}
            <p>{say.t("take-close-text")}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="take_id" value=self.take.take_id.to_string() />
            <ChoiceField
                label=say.t("take-uncounted")
                name="uncounted"
                choices=choices
                selected=flash.value("uncounted", Uncounted::Leave.code())
            />
            <Submit label=say.t("take-close") icon="check" class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card" id="close">
                <h2>{say.t("take-close-title")}</h2>
                <Form action=CloseStockTake::url()>{fields}</Form>
            </section>
        }
        .into_any()
    }

    /// Calls it off.
    pub fn calling_off(&self) -> AnyView {
        let say = self.say;
        let fields = view! {
            <p>{say.t("take-cancel-text")}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="take_id" value=self.take.take_id.to_string() />
            <Submit label=say.t("take-cancel") kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more">
                <summary>
                    <Icon name="trash" />
                    {say.t("take-cancel")}
                </summary>
                <Form action=CancelStockTake::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
