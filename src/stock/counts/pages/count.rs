//! `/b/{business}/stock/takes/{take}/count?q=…`: what was scanned or typed, and how many there are of
//! it. Made for one thumb: the field is large, the buttons are under it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::find::finder;
use super::{address, amount_of, error_of, errors_of, sees_book, title_of};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::stock::counts::How;
use crate::stock::counts::api::{CountInTake, ForgetCount, count_form_of};
use crate::stock::counts::how_many::pack_field;
use crate::stock::counts::stock_take::{Goods, Line, Made, Pack, StockTake, of_others};
use crate::stock::counts::store::{self, Listed};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, ErrorSummary, Field, Form, HiddenField, Icon, Notice, Status, Submit, dates,
};
use crate::values::{Quantity, Stop};

/// What was found.
enum Found {
    /// One product, and the pack that was scanned.
    One(Box<Counting>, Option<Uuid>),
    /// Several that it may be, or none.
    Several(Vec<Listed>),
}

/// A product on its way to being counted.
struct Counting {
    goods: Goods,
    packs: Vec<Pack>,
    line: Option<Line>,
    made: Vec<Made>,
    /// What the books say now, where she is told.
    book: Option<Quantity>,
}

/// The page that counts.
pub async fn count_product(visit: Visit) -> Result<Page, Stop> {
    let take_id = visit.param_id("take")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&count_form_of(&take_id.to_string())).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let words = visit.query("q").unwrap_or_default();
    let found = find(&mut tx, &visit, &take, &words).await?;
    let scope = tx.scope();
    let counter = Counter {
        say: Say(visit.language_for(scope)),
        scope,
        take: &take,
        base: address(scope, &take),
        flash: &flash,
        list: visit.query("list").unwrap_or_default(),
    };
    let say = counter.say;
    let (title, inside) = match &found {
        Found::One(counting, pack) => {
            let name = counting.goods.name.clone();
            (name, counter.product(counting, *pack))
        }
        Found::Several(all) => (say.t("take-count"), counter.choices(all, &words)),
    };
    let above = (counter.base.clone(), title_of(say, &take));
    let body = view! {
        <div class="stack take-counter">
            {inside}
        </div>
    };
    Ok(Page::of(scope, "stock", title, body.into_any()).under(above))
}

/// What an address means: a product's id, else what was scanned or typed.
async fn find(
    tx: &mut BusinessTx,
    visit: &Visit,
    take: &StockTake,
    words: &str,
) -> Result<Found, Stop> {
    if let Some(product) = visit.query("product") {
        let product_id = product.parse().map_err(|_| Stop::NotFound)?;
        return counting(tx, take, product_id, None).await;
    }
    if words.is_empty() {
        return Ok(Found::Several(Vec::new()));
    }
    let coded = store::by_code(tx, words).await?;
    if let [(product_id, pack)] = coded.as_slice() {
        return counting(tx, take, *product_id, *pack).await;
    }
    let listed = store::search(tx, take, words).await?;
    if let [only] = listed.as_slice() {
        return counting(tx, take, only.product_id, None).await;
    }
    Ok(Found::Several(listed))
}

async fn counting(
    tx: &mut BusinessTx,
    take: &StockTake,
    product_id: Uuid,
    pack: Option<Uuid>,
) -> Result<Found, Stop> {
    let goods = store::find_goods(tx, product_id).await?;
    let goods = goods.ok_or(Stop::NotFound)?;
    let packs = store::packs(tx, product_id).await?;
    let line = store::line(tx, take.take_id, product_id).await?;
    let made = match &line {
        Some(line) => store::made_of(tx, take.take_id, product_id, line).await?,
        None => Vec::new(),
    };
    let book = if sees_book(tx.scope(), take) {
        Some(store::book_now(tx, take.location_id, product_id).await?)
    } else {
        None
    };
    let counting = Counting {
        goods,
        packs,
        line,
        made,
        book,
    };
    Ok(Found::One(Box::new(counting), pack))
}

/// What the page is drawn from.
struct Counter<'a> {
    say: Say,
    scope: &'a Scope,
    take: &'a StockTake,
    base: String,
    flash: &'a Flash,
    /// The category whose list she counts down; empty where she scans.
    list: String,
}

impl Counter<'_> {
    /// Several products, or none: which is it?
    fn choices(&self, all: &[Listed], words: &str) -> AnyView {
        let say = self.say;
        let find = view! { <section class="card">{finder(say, &self.base, words, true)}</section> };
        if all.is_empty() {
            let none = (!words.is_empty()).then(|| {
                let (title, text) = (say.t("take-not-found"), say.t("take-not-found-text"));
                view! { <EmptyState icon="search" title=title text=text /> }
            });
            return view! {
                {find}
                {none}
            }
            .into_any();
        }
        let row = |one: &Listed| {
            let href = format!("{}/count?product={}", self.base, one.product_id);
            let counted = one.counted.map(|counted| amount_of(say, counted, one.unit));
            view! {
                <li>
                    <a href=href>
                        <span>
                            {one.name.clone()} <span class="quiet">" " {one.sku.clone()}</span>
                        </span>
                        <b class="end num">{counted}</b>
                        <Icon name="arrow-right" />
                    </a>
                </li>
            }
        };
        let rows = all.iter().map(row).collect_view();
        view! {
            {find}
            <section class="card">
                <h2>{say.t("take-which")}</h2>
                <ul class="todo">{rows}</ul>
            </section>
        }
        .into_any()
    }

    /// One product: what is known of it, and its field.
    fn product(&self, counting: &Counting, pack: Option<Uuid>) -> AnyView {
        let say = self.say;
        let why_not = if self.take.is_open() {
            let why = counting.goods.why_not(self.take);
            why.map(|why| say.refusal(&why))
        } else {
            Some(say.t("refused-take-ended"))
        };
        let errors = errors_of(say, self.flash);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let field = match why_not {
            Some(why) => view! { <Notice kind="look" title=why /> }.into_any(),
            None => self.form(counting, pack),
        };
        view! {
            <section class="card take-product">
                <ErrorSummary title=title errors=errors />
                {self.facts(counting)}
                {field}
            </section>
            {self.forgetting(counting)}
            <section class="card">
                <h2>{say.t("take-next")}</h2>
                {finder(say, &self.base, "", false)}
            </section>
        }
        .into_any()
    }

    /// Its code, what was counted of it so far, and what the books say where she is told.
    fn facts(&self, counting: &Counting) -> AnyView {
        let say = self.say;
        let goods = &counting.goods;
        let place = match &goods.category {
            Some(category) => format!("{} · {category}", goods.sku),
            None => goods.sku.clone(),
        };
        let book = counting.book.map(|book| {
            let amount = amount_of(say, book, goods.unit);
            view! { <p>{say.with("take-books-say", &[("amount", &amount)])}</p> }
        });
        let so_far = counting.line.map(|line| {
            let amount = amount_of(say, line.counted, goods.unit);
            let text = say.with("take-so-far", &[("amount", &amount)]);
            view! { <p><Status kind="info" text=text /></p> }
        });
        let made = counting.made.iter().map(|one| {
            let amount = amount_of(say, one.counted, goods.unit);
            let at = self.scope.calendar.local(one.at);
            let at = dates::recent(say, at, self.scope.today());
            let who = one.who.clone().unwrap_or_default();
            view! { <li class="quiet">{amount} " · " {who} " · " {at}</li> }
        });
        view! {
            <p class="quiet">{place}</p>
            {book}
            {so_far}
            <ul>{made.collect_view()}</ul>
        }
        .into_any()
    }

    fn form(&self, counting: &Counting, scanned: Option<Uuid>) -> AnyView {
        let say = self.say;
        let goods = &counting.goods;
        // A form that was refused is sent again under its own id.
        let count_id = self.flash.value("count_id", &Uuid::now_v7().to_string());
        let revision = counting.line.map_or(0, |line| line.revision);
        let packs = counting.packs.iter().map(|pack| {
            let name = pack_field(pack.pack_id);
            let holds = amount_of(say, pack.holds, goods.unit);
            let args = [("name", pack.name.as_str()), ("holds", holds.as_str())];
            let label = say.with("take-pack", &args);
            let value = self.flash.value(&name, "");
            let error = error_of(say, self.flash, &name);
            let focus = scanned == Some(pack.pack_id);
            view! {
                <Field
                    label=label
                    name=name
                    value=value
                    error=error
                    inputmode="numeric"
                    autocomplete="off"
                    autofocus=focus
                    maxlength=9
                />
            }
        });
        let packs = packs.collect_view();
        let label = if counting.packs.is_empty() {
            say.t("take-how-many")
        } else {
            say.t("take-loose")
        };
        let focus = scanned.is_none() && !self.flash.is_refused();
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="take_id" value=self.take.take_id.to_string() />
            <HiddenField name="product_id" value=goods.product_id.to_string() />
            <HiddenField name="count_id" value=count_id />
            <HiddenField name="revision" value=revision.to_string() />
            <HiddenField name="list" value=self.list.clone() />
            {packs}
            <Field
                label=label
                name="counted"
                value=self.flash.value("counted", "")
                error=error_of(say, self.flash, "counted")
                suffix=say.unit(goods.unit)
                inputmode="decimal"
                autocomplete="off"
                autofocus=focus
                maxlength=14
            />
            {self.buttons(counting)}
        };
        let fields = fields.into_any();
        view! { <Form action=CountInTake::url() class="form take-form">{fields}</Form> }.into_any()
    }

    /// What a count may mean: all there is; or one more shelf; or, over somebody else's, one of the
    /// two said in so many words.
    fn buttons(&self, counting: &Counting) -> AnyView {
        let say = self.say;
        let Some(line) = counting.line else {
            return self.button(How::Set, say.t("take-save"), "go");
        };
        let unit = counting.goods.unit;
        let counted = amount_of(say, line.counted, unit);
        match of_others(&counting.made, self.scope.member_id()) {
            Some((who, theirs, _)) => {
                let theirs = amount_of(say, theirs, unit);
                let args = [("who", who.as_str()), ("amount", theirs.as_str())];
                let (add, replace) = (
                    say.with("take-add-to-hers", &args),
                    say.with("take-replace-hers", &args),
                );
                view! {
                    {self.button(How::Add, add, "go")}
                    {self.button(How::Replace, replace, "plain")}
                }
                .into_any()
            }
            None => {
                let args = [("amount", counted.as_str())];
                let (set, add) = (
                    say.with("take-count-again", &args),
                    say.with("take-add-to-mine", &args),
                );
                view! {
                    {self.button(How::Set, set, "go")}
                    {self.button(How::Add, add, "plain")}
                }
                .into_any()
            }
        }
    }

    fn button(&self, how: How, label: String, kind: &'static str) -> AnyView {
        let (name, value) = ("how".to_owned(), how.code().to_owned());
        view! { <Submit label=label kind=kind class="wide" name=name value=value /> }.into_any()
    }

    /// Takes the product out of the take again.
    fn forgetting(&self, counting: &Counting) -> AnyView {
        let say = self.say;
        let Some(line) = counting.line.filter(|_| self.take.is_open()) else {
            return ().into_any();
        };
        let fields = view! {
            <p>{say.t("take-forget-text")}</p>
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="take_id" value=self.take.take_id.to_string() />
            <HiddenField name="product_id" value=counting.goods.product_id.to_string() />
            <HiddenField name="revision" value=line.revision.to_string() />
            <Submit label=say.t("take-forget") kind="danger" />
        };
        let fields = fields.into_any();
        view! {
            <details class="card more">
                <summary>
                    <Icon name="cross" />
                    {say.t("take-forget")}
                </summary>
                <Form action=ForgetCount::url()>{fields}</Form>
            </details>
        }
        .into_any()
    }
}
