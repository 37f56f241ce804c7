//! What the barcodes of the shop's scales mean.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::KeepScaleFormats;
use super::keep::PREFIXES;
use super::store;
use crate::businesses::settings_tabs;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, SelectField, Submit, file_link};
use crate::values::{Carries, Stop};

/// `/b/{business}/settings/scales`
pub async fn scales(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("scales").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let kept = store::formats(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let options: Vec<(String, String)> = std::iter::once((String::new(), say.t("scales-nothing")))
        .chain(Carries::ALL.into_iter().map(|carries| {
            let words = match carries {
                Carries::Weight => say.t("scales-weight"),
                Carries::Price => say.t("scales-price"),
            };
            (carries.code().to_owned(), words)
        }))
        .collect();
    let field = |prefix: &'static str| {
        let name = format!("p{prefix}");
        let now = kept.iter().find(|(known, _)| known == prefix);
        let now = now.map_or("", |(_, carries)| carries.code());
        view! {
            <SelectField
                label=say.with("scales-prefix", &[("prefix", prefix)])
                name=typed.name(&name)
                options=options.clone()
                selected=typed.value(&name, now)
            />
        }
    };
    let fields = PREFIXES.into_iter().map(field).collect_view();
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        <div class="pair">{fields}</div>
        <div class="form-foot">
            <Submit label=say.t("save") />
        </div>
    }
    .into_any();
    let body = view! {
        {settings_tabs(say, scope, "scales")}
        <div class="form-cols">
            <section class="card form">
                <Form action=KeepScaleFormats::url()>{inside}</Form>
                {file_link(say, &scope.slug, "prefixes")}
            </section>
            <section class="card stack">
                <h2>{say.t("scales-how")}</h2>
                <p>{say.t("scales-how-text")}</p>
                <p>
                    <code>"21 00042 01250 9"</code>
                </p>
                <p>{say.t("scales-example")}</p>
                <p class="quiet">{say.t("scales-number-text")}</p>
                {file_link(say, &scope.slug, "scales")}
            </section>
        </div>
    };
    let title = say.t("scales-title");
    Ok(Page::of(scope, "settings", title, body.into_any()))
}
