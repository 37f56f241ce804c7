//! Finding goods: by typing, by a scanner, by the camera, by what is on the tiles.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use uuid::Uuid;

use super::waiting::not_known;
use crate::till::face::js;
use crate::till::face::parts::{button, chip, chips, follow, kbd, live, notice, press, send};
use crate::till::face::same::same;
use crate::till::face::state::{Sheet, Till};
use crate::till::shop::Hit;
use crate::till::wire::{Category, Product};
use crate::ui::icon;
use crate::values::{Money, Quantity, Unit, is_barcode};

/// The most tiles.
const MOST: usize = 60;
/// How long no key has followed when goods are looked for.
const SETTLED: Duration = Duration::from_millis(60);

/// Draws the side of the goods.
pub fn goods(till: Till) -> AnyView {
    view! {
        <section class="till-goods" aria-label=till.say.t("till-app-goods")>
            {search(till)}
            {categories(till)}
            {tiles(till)}
        </section>
    }
    .into_any()
}

fn search(till: Till) -> AnyView {
    let say = till.say;
    let node: NodeRef<Input> = NodeRef::new();
    follow(move || {
        if node.get().is_some() {
            js::focus("till-search");
        }
    });
    let camera = js::global("BarcodeDetector").is_some().then(|| {
        view! {
            <button
                type="button"
                class="button"
                aria-label=say.t("camera-scan")
                on:click=press(move || till.open(Sheet::Camera))
            >
                {icon::drawn(icon::CAMERA)}
            </button>
        }
    });
    view! {
        <form
            class="till-search"
            role="search"
            on:submit=send(move || find(till))
        >
            <label class="hidden" for="till-search">
                {say.t("till-app-search")}
            </label>
            <input
                id="till-search"
                type="search"
                autocomplete="off"
                node_ref=node
                maxlength="100"
                placeholder=say.t("till-app-search")
                prop:value=move || till.typed.get()
                on:input=move |event| {
                    // What was said was said of what stood there before.
                    if till.wrong.with_untracked(|said| !said.is_empty()) {
                        till.wrong.set(String::new());
                    }
                    till.typed.set(event_target_value(&event));
                }
            />
            {kbd("/")}
            {camera}
        </form>
    }
    .into_any()
}

/// What Enter does: a whole barcode, else the first that is shown.
pub fn find(till: Till) {
    let typed = till.typed.get_untracked();
    let typed = typed.trim();
    if typed.is_empty() {
        return;
    }
    if till.scan(typed) {
        till.typed.set(String::new());
        return;
    }
    let first = till
        .device
        .read(|shop| shop.search(typed, 1).first().copied());
    if let Some(first) = first {
        choose(till, first);
    } else if is_code(typed) || (may_be_code(typed) && till.device.awaits_goods()) {
        if not_known(till, typed) {
            till.typed.set(String::new());
        }
    } else {
        till.refuse(till.say.with("till-app-nothing", &[("name", typed)]));
    }
}

/// Whether somebody typed a barcode, and not the name of something.
fn is_code(typed: &str) -> bool {
    typed.len() >= 6 && typed.chars().all(|c| c.is_ascii_digit())
}

/// Whether a scanner may have typed it, that also reads what is more than figures.
fn may_be_code(typed: &str) -> bool {
    is_barcode(typed) && typed.chars().any(|c| c.is_ascii_digit())
}

/// Puts one into the cart; of what is measured, how much is asked. Where it stands there already, nothing is
/// added: nobody knows how much more it is.
fn choose(till: Till, product_id: Uuid) {
    let hit = Hit::of(product_id);
    let unit = till
        .product(product_id)
        .and_then(|one| Unit::parse(&one.unit));
    let is_measured = unit.is_some_and(Unit::is_measured);
    till.typed.set(String::new());
    let stands = till.basket.with_untracked(|basket| basket.stands(&hit));
    if let Some(at) = stands.filter(|_| is_measured) {
        till.open(Sheet::Line(at));
        return;
    }
    let before = till.basket.with_untracked(|basket| basket.lines.len());
    till.add(&hit);
    let lines = till.basket.with_untracked(|basket| basket.lines.len());
    if lines > before && is_measured {
        till.open(Sheet::Line(before));
    } else {
        js::focus_soon("till-search");
    }
}

fn categories(till: Till) -> AnyView {
    let list = live(move || {
        let all = till.device.read(|shop| {
            let list = shop.categories().into_iter();
            let picture = |one: &Category| Some(icon::goods(&one.picture));
            list.map(|one| (Some(one.category_id), one.name.clone(), picture(one)))
                .collect::<Vec<_>>()
        });
        let everything = std::iter::once((None, till.say.t("till-app-all"), None));
        let buttons = everything.chain(all).map(|(id, name, picture)| {
            let drawing = picture.unwrap_or_default();
            let shows = format!("{}\n{name}\n{drawing}", id.unwrap_or_default());
            same(shows, move || of_category(till, id, name, picture))
        });
        buttons.collect_view()
    });
    chips(vec![list])
}

fn of_category(
    till: Till,
    id: Option<Uuid>,
    name: String,
    picture: Option<&'static str>,
) -> AnyView {
    let choose = move || {
        till.typed.set(String::new());
        till.category.set(id);
    };
    let face = view! {
        {picture.map(icon::drawn)}
        {name}
    };
    chip(face, move || till.category.get() == id, choose)
}

/// What is looked for: what was typed, once no key has followed for a moment. What a scanner types into the
/// field is found by its last key; nothing is drawn for each of the others.
fn sought(till: Till) -> RwSignal<String> {
    let sought = RwSignal::new(till.typed.get_untracked());
    let is_awaited = StoredValue::new(false);
    follow(move || {
        till.typed.track();
        if till.typed.with_untracked(String::is_empty) {
            settle(till, sought);
        } else if !is_awaited.get_value() {
            is_awaited.set_value(true);
            await_rest(till, sought, is_awaited);
        }
    });
    sought
}

/// Looks after a moment whether a key has followed; until none has.
fn await_rest(till: Till, sought: RwSignal<String>, is_awaited: StoredValue<bool>) {
    let typed = till.typed.get_untracked();
    let look = move || {
        let is_all = till.held.with_value(String::is_empty);
        if is_all && till.typed.with_untracked(|now| *now == typed) {
            let _ = is_awaited.try_set_value(false);
            settle(till, sought);
        } else {
            await_rest(till, sought, is_awaited);
        }
    };
    set_timeout(look, SETTLED);
}

fn settle(till: Till, sought: RwSignal<String>) {
    let typed = till.typed.get_untracked();
    // The view may have gone meanwhile.
    if sought.try_with_untracked(|sought| *sought != typed) == Some(true) {
        sought.set(typed);
    }
}

fn tiles(till: Till) -> AnyView {
    let is_online = Memo::new(move |_| till.device.online.get());
    let sought = sought(till);
    let list = live(move || {
        let (typed, category) = (sought.get(), till.category.get());
        let typed = typed.trim();
        let as_of = (!is_online.get()).then(|| as_of(till));
        let (found, is_guess) = till.device.read(|shop| {
            let ids = if typed.is_empty() {
                shop.in_category(category, MOST)
            } else {
                shop.search(typed, MOST)
            };
            let like = ids.is_empty().then(|| shop.search_like(typed, MOST));
            let ids = like.as_ref().unwrap_or(&ids).iter();
            let products = ids.filter_map(|id| shop.product(*id).cloned());
            (products.collect::<Vec<Product>>(), like.is_some())
        });
        let none = is_guess.then(|| nothing(till, typed, !found.is_empty()));
        let tiles = found.into_iter();
        let tiles = tiles.map(|one| tile(till, one, as_of.as_deref()));
        none.into_iter().chain(tiles).collect_view()
    });
    view! { <div class="till-tiles">{list}</div> }.into_any()
}

/// When the shelves were last heard of: the hour alone where that is today.
fn as_of(till: Till) -> String {
    let heard = till.device.read(|shop| shop.head().now);
    let (heard, now) = (till.time(heard), till.time(till.device.now()));
    let time = match (heard.split_once(' '), now.split_once(' ')) {
        (Some((day, hour)), Some((today, _))) if day == today => hour,
        _ => heard.as_str(),
    };
    till.say.with("till-app-as-of", &[("time", time)])
}

/// How much of it is left, and how much of that has expired. What is not there by the books can be rung up all
/// the same: they may be late.
fn left(till: Till, product_id: Uuid, unit: &str, as_of: Option<&str>) -> Option<String> {
    let now = till.device.now();
    let (left, expired) = till.device.read(|shop| {
        let expired = shop.expired(product_id, shop.day(now));
        shop.left(product_id).map(|left| (left, expired))
    })?;
    let counted = |key: &str, quantity: Quantity| {
        let count = till.how_much(quantity, unit);
        till.say.with(key, &[("count", count.as_str())])
    };
    let mut said = if left > Quantity::ZERO {
        counted("till-app-left", left)
    } else {
        till.say.t("till-app-none-left")
    };
    let expired = expired.map(|(_, expired)| counted("till-app-expired", expired));
    for more in [expired.as_deref(), as_of].into_iter().flatten() {
        said.push_str(", ");
        said.push_str(more);
    }
    Some(said)
}

/// Nothing is called so: it can be sold all the same; and something is called almost so, where that is said.
fn nothing(till: Till, typed: &str, almost: bool) -> AnyView {
    let text = till.say.with("till-app-nothing", &[("name", typed)]);
    let name = typed.to_owned();
    let quick = (!name.is_empty()).then(|| {
        button("button", till.say.t("till-app-quick"), move || {
            let name = name.clone();
            till.open(if is_code(&name) {
                Sheet::NotKnown(name)
            } else {
                Sheet::Quick(name)
            });
        })
    });
    let meant = almost.then(|| notice("quiet", till.say.t("till-app-meant")));
    view! {
        {notice("quiet", text)}
        {quick}
        {meant}
    }
    .into_any()
}

fn tile(till: Till, product: Product, as_of: Option<&str>) -> AnyView {
    let id = product.product_id;
    let now = till.device.now();
    let price = till
        .device
        .read(|shop| shop.price(id, None, "retail", Quantity::ONE, now));
    let price = price
        .map(|amount: Money| till.money(amount))
        .unwrap_or_default();
    let left = left(till, id, &product.unit, as_of).unwrap_or_default();
    let unit = till.unit(&product.unit);
    let each = if unit.is_empty() {
        price
    } else {
        format!("{price} / {unit}")
    };
    let slug = till
        .device
        .read(|shop| shop.settings().map(|one| one.slug.clone()));
    let photo = product.photo_id.zip(slug);
    let photo = photo.map(|(photo, slug)| format!("/files/{slug}/{photo}/320"));
    let name = product.name;
    let src = photo.clone().unwrap_or_default();
    let shows = format!("{id}\n{name}\n{each}\n{left}\n{src}");
    same(shows, move || {
        let photo = photo.map(|src| {
            view! { <img src=src alt="" loading="lazy" width="160" height="120" /> }
        });
        view! {
            <button type="button" class="till-tile" on:click=press(move || choose(till, id))>
                {photo}
                <b>{name}</b>
                <span class="num">{each}</span>
                <span class="till-left">{left}</span>
            </button>
        }
        .into_any()
    })
}
