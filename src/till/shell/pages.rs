//! `/till` and the screen that customers look at, as the server draws them: empty, for the browser to
//! fill.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_meta::{Link, Meta};

use crate::platform::{Page, Visit};
use crate::staff::devices::{self, Here};
use crate::till::boot::Boot;
use crate::till::wire;
use crate::ui::language::Say;
use crate::values::Stop;

/// Which frame goes round a till: none.
const SECTION: &str = "till-app";

/// Where the till's words are.
const WORDS: &str = "/till/words?language={language}";

/// What is said where a till cannot be opened, and the way on: its browser keeps nothing, so it keeps no words
/// either. The names are those of the till's own troubles.
pub(super) const STOPPED: [&str; 5] = [
    "till-trouble-no-storage",
    "till-trouble-blocked",
    "till-trouble-full",
    "till-trouble-broken",
    "till-app-load-anew",
];

/// `/till`: the till that this browser is; where it is none, the way to become one.
pub async fn till(visit: Visit) -> Result<Page, Stop> {
    let Some(boot) = boot(&visit).await? else {
        let was_till = visit.till().is_some() && is_revoked(&visit).await?;
        if was_till {
            // Told to whatever asks, and said to whoever reads.
            visit.status(StatusCode::UNAUTHORIZED);
        }
        return devices::pages::no_till(&visit, was_till).await;
    };
    visit.stay_till();
    shell(&visit, &boot, "till")
}

/// `/till/screen`: what a customer sees beside the till. It hears of the cart from the till's own tab.
pub async fn screen(visit: Visit) -> Result<Page, Stop> {
    let Some(boot) = boot(&visit).await? else {
        visit.send_to("/till");
        return Ok(Page::outside(SECTION, String::new(), ().into_any()));
    };
    shell(&visit, &boot, "screen")
}

async fn is_revoked(visit: &Visit) -> Result<bool, Stop> {
    match devices::seen(&visit.device()?).await {
        Err(Stop::Refused(_)) => Ok(true),
        Err(Stop::SignIn) | Ok(()) => Ok(false),
        Err(stop) => Err(stop),
    }
}

/// What the till is told; none where the browser is none, or none any more.
async fn boot(visit: &Visit) -> Result<Option<Boot>, Stop> {
    let Ok(cx) = visit.device() else {
        return Ok(None);
    };
    match devices::seen(&cx).await {
        Ok(()) => {}
        Err(Stop::SignIn | Stop::Refused(_)) => return Ok(None),
        Err(stop) => return Err(stop),
    }
    let mut tx = cx.read().await?;
    let device = tx.scope().device.clone().ok_or(Stop::NotFound)?;
    let about = devices::device(&mut tx, device.device_id, &Here::default()).await?;
    Ok(Some(Boot {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: visit.language_for(tx.scope()).code().to_owned(),
        words: WORDS.to_owned(),
        public_url: visit.state.config.public_url.clone(),
        device_id: device.device_id,
        name: about.name,
    }))
}

/// The page that the till wakes in. What stands in it until then has the till's own measure.
fn shell(visit: &Visit, boot: &Boot, face: &'static str) -> Result<Page, Stop> {
    let say = Say(crate::values::Language::parse(&boot.language).unwrap_or(visit.language()));
    let text = wire::write(boot);
    let words = WORDS.replace("{language}", &boot.language);
    let stopped = STOPPED.into_iter().map(|name| {
        // What the browser says goes behind it.
        let text = say.with(name, &[("text", "")]);
        view! { <p id=name>{text}</p> }
    });
    let body = view! {
        <Link rel="manifest" href="/till/manifest.webmanifest" />
        <Link rel="apple-touch-icon" href="/icons/till-192.png" />
        <Meta name="theme-color" content="#1c6b43" />
        // The service worker reads there which words to keep.
        <main id="till" class="till" data-face=face data-boot=text data-words=words>
            <div class="till-wait" id="till-wait">
                <h1>{boot.name.clone()}</h1>
                <p class="quiet">{say.t("till-app-starting")}</p>
                <noscript>
                    <p>{say.t("till-app-noscript")}</p>
                </noscript>
            </div>
            <div hidden>{stopped.collect_view()}</div>
        </main>
    };
    Ok(Page::outside(SECTION, boot.name.clone(), body.into_any()))
}
