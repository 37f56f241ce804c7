//! The page of the day: how the shop stands, and what waits for somebody.

use leptos::prelude::*;

use super::first_steps::{Done, first_steps};
use crate::catalog::{self, Browse};
use crate::orders::{self, Today};
use crate::payments;
use crate::platform::{Page, Scope, Visit};
use crate::sales::{self, ToLookAt};
use crate::staff::{self, Power, may};
use crate::stock;
use crate::stock::levels::Alerts;
use crate::ui::language::Say;
use crate::ui::{Amount, BarChart, Icon, KeyFigure, dates};
use crate::values::{Money, Stop, Unit, currency_sign};

/// Names of products that run low which fit into one line.
const NAMED: usize = 3;

/// `/b/{business}`: today's figures, what needs doing, and the takings of the last days.
pub async fn today(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let everything = Browse {
        page: 1,
        ..Browse::default()
    };
    let sells = catalog::browse(&mut tx, &everything).await?.total > 0;
    let today = orders::today(&mut tx).await?;
    let alerts = stock::levels::alerts(&mut tx).await?;
    let waits = sales::to_look_at(&mut tx).await?;
    // A business that takes money has found its way.
    let done = if today.has_taken {
        None
    } else {
        let takes_mpesa = payments::takes_mpesa(&mut tx).await?;
        Some(Done { sells, takes_mpesa })
    };
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("dash-title", &[("day", &dates::day(say, scope.today()))]);
    let first = done.and_then(|done| first_steps(say, scope, done));
    let body = view! {
        <div class="stack">
            {first}
            {figures(say, scope, &today)}
            <div class="form-cols">
                {waiting(say, scope, &today, &alerts, waits)}
                {takings(say, scope, &today)}
            </div>
        </div>
    };
    Ok(Page::of(scope, "today", title, body.into_any()))
}

fn figures(say: Say, scope: &Scope, today: &Today) -> AnyView {
    let taken = amount(scope, today.taken);
    let handed_over = amount(scope, today.handed_over);
    let orders = today.orders.to_string();
    let owed = (!today.refunds_owed.is_zero()).then(|| {
        let owed = amount(scope, today.refunds_owed);
        view! { <KeyFigure label=say.t("dash-refunds-owed")>{owed}</KeyFigure> }
    });
    view! {
        <dl class="card figures">
            <KeyFigure label=say.t("dash-taken")>{taken}</KeyFigure>
            <KeyFigure label=say.t("dash-handed-over")>{handed_over}</KeyFigure>
            <KeyFigure label=say.t("dash-orders")>{orders}</KeyFigure>
            {owed}
        </dl>
    }
    .into_any()
}

fn amount(scope: &Scope, money: Money) -> AnyView {
    let sign = currency_sign(&scope.currency).to_owned();
    let text = money.short(&scope.currency);
    view! { <Amount currency=sign text=text /> }.into_any()
}

fn takings(say: Say, scope: &Scope, today: &Today) -> AnyView {
    let row = |(day, taken): &(chrono::NaiveDate, Money)| {
        let name = if *day == scope.today() {
            say.t("today")
        } else {
            dates::weekday(say, *day)
        };
        (name, taken.minor(), taken.short(&scope.currency))
    };
    let rows: Vec<_> = today.last_days.iter().map(row).collect();
    let title = say.with(
        "dash-takings",
        &[("currency", currency_sign(&scope.currency))],
    );
    view! {
        <section class="card">
            <h2>{title.clone()}</h2>
            <BarChart title=title rows=rows />
        </section>
    }
    .into_any()
}

/// Something that waits: how it looks, what it is, more about it, and where it is dealt with.
struct Task {
    tone: &'static str,
    icon: &'static str,
    text: String,
    more: String,
    /// After `/b/{business}`.
    path: &'static str,
}

fn waiting(say: Say, scope: &Scope, today: &Today, alerts: &Alerts, at_tills: ToLookAt) -> AnyView {
    let mut tasks = tasks(say, scope, today);
    tasks.extend(of_tills(say, at_tills));
    tasks.extend(of_stock(say, scope, alerts));
    let list = if tasks.is_empty() {
        view! { <p class="quiet">{say.t("dash-nothing-waits")}</p> }.into_any()
    } else {
        let line = |task: Task| task_line(scope, task);
        view! { <ul class="todo">{tasks.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="card">
            <h2>{say.t("dash-waiting")}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn task_line(scope: &Scope, task: Task) -> AnyView {
    let href = format!("/b/{}{}", scope.slug, task.path);
    view! {
        <li>
            <a class=task.tone href=href>
                <Icon name=task.icon />
                <span>{task.text} <br /> <span class="quiet">{task.more}</span></span>
                <Icon name="chevron-right" />
            </a>
        </li>
    }
    .into_any()
}

fn tasks(say: Say, scope: &Scope, today: &Today) -> Vec<Task> {
    let task = |tone, icon, text, more, path| Task {
        tone,
        icon,
        text,
        more,
        path,
    };
    let mut tasks = Vec::new();
    if today.review > 0 {
        let text = say.count("dash-review", today.review);
        let more = say.t("dash-review-text");
        tasks.push(task("bad", "alert", text, more, "/orders?tab=review"));
    }
    if today.to_pack > 0 {
        let text = say.count("dash-to-pack", today.to_pack);
        let more = say.t("dash-to-pack-text");
        tasks.push(task("look", "orders", text, more, "/orders?tab=open"));
    }
    if !today.refunds_owed.is_zero() {
        let sign = currency_sign(&scope.currency);
        let owed = format!("{sign} {}", today.refunds_owed.short(&scope.currency));
        let text = say.with("dash-pay-back", &[("amount", &owed)]);
        let more = say.t("dash-pay-back-text");
        tasks.push(task("look", "refresh", text, more, "/orders?tab=refunds"));
    }
    if today.waiting > 0 {
        let text = say.count("dash-unpaid", today.waiting);
        let more = say.t("dash-unpaid-text");
        tasks.push(task("info", "phone-pay", text, more, "/orders?tab=waiting"));
    }
    if !today.low.is_empty() {
        let text = say.t("dash-low");
        tasks.push(task(
            "info",
            "box",
            text,
            low(say, today),
            "/stock?sort=free-up",
        ));
    }
    tasks
}

/// What tills have left for a manager: flags, and M-Pesa's money without a sale.
fn of_tills(say: Say, waits: ToLookAt) -> Vec<Task> {
    let counts = [
        (
            waits.prompts,
            "phone-pay",
            "dash-prompts",
            "dash-prompts-text",
        ),
        (waits.flags, "alert", "dash-flags", "dash-flags-text"),
    ];
    let some = counts.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, icon, key, more)| Task {
        tone: "look",
        icon,
        text: say.count(key, count),
        more: say.t(more),
        path: "/sales/flags",
    })
    .collect()
}

/// What of the stock needs somebody.
fn of_stock(say: Say, scope: &Scope, alerts: &Alerts) -> Vec<Task> {
    let to_reorder = if may(&scope.who, Power::Buy) {
        alerts.to_reorder
    } else {
        0
    };
    let counts = [
        (
            alerts.expired,
            "bad",
            "dash-expired",
            "/stock/expiry?in=expired",
        ),
        (alerts.short, "look", "dash-short", "/stock?show=short"),
        (
            alerts.below_minimum,
            "look",
            "dash-below",
            "/stock?show=below",
        ),
        (to_reorder, "info", "dash-reorder", "/purchases/suggested"),
        (alerts.expiring_30, "info", "dash-expiring", "/stock/expiry"),
    ];
    let some = counts.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, tone, key, path)| Task {
        tone,
        icon: "clipboard",
        text: say.count(key, count),
        more: say.t(&format!("{key}-text")),
        path,
    })
    .collect()
}

/// The first products that run low, with what is left of each.
fn low(say: Say, today: &Today) -> String {
    let left = today.low.iter().take(NAMED).map(|(name, left, unit)| {
        let left = match unit {
            Unit::Piece => left.short(),
            unit => {
                let amount = left.short();
                format!("{amount} {}", say.units(*unit, &amount))
            }
        };
        format!("{name}: {left}")
    });
    let mut text = left.collect::<Vec<_>>().join(" · ");
    if today.low.len() > NAMED {
        text.push('…');
    }
    text
}
