//! Translation: Fluent files, one folder a language, compiled in. Every text that a person reads is
//! here; a test holds the three languages to the same keys and every key used to one that exists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::dates;
use crate::values::{Language, Refusal, Stop, Unit};

type Bundle = FluentBundle<FluentResource>;

const EN: [&str; 22] = [
    include_str!("en/common.ftl"),
    include_str!("en/staff.ftl"),
    include_str!("en/tills.ftl"),
    include_str!("en/till_app.ftl"),
    include_str!("en/settings.ftl"),
    include_str!("en/catalog.ftl"),
    include_str!("en/stock.ftl"),
    include_str!("en/adjustments.ftl"),
    include_str!("en/transfers.ftl"),
    include_str!("en/counts.ftl"),
    include_str!("en/purchasing.ftl"),
    include_str!("en/bills.ftl"),
    include_str!("en/sales.ftl"),
    include_str!("en/shifts.ftl"),
    include_str!("en/receipts.ftl"),
    include_str!("en/packs.ftl"),
    include_str!("en/prices.ftl"),
    include_str!("en/orders.ftl"),
    include_str!("en/payments.ftl"),
    include_str!("en/storefront.ftl"),
    include_str!("en/back_office.ftl"),
    include_str!("en/files.ftl"),
];
const SW: [&str; 22] = [
    include_str!("sw/common.ftl"),
    include_str!("sw/staff.ftl"),
    include_str!("sw/tills.ftl"),
    include_str!("sw/till_app.ftl"),
    include_str!("sw/settings.ftl"),
    include_str!("sw/catalog.ftl"),
    include_str!("sw/stock.ftl"),
    include_str!("sw/adjustments.ftl"),
    include_str!("sw/transfers.ftl"),
    include_str!("sw/counts.ftl"),
    include_str!("sw/purchasing.ftl"),
    include_str!("sw/bills.ftl"),
    include_str!("sw/sales.ftl"),
    include_str!("sw/shifts.ftl"),
    include_str!("sw/receipts.ftl"),
    include_str!("sw/packs.ftl"),
    include_str!("sw/prices.ftl"),
    include_str!("sw/orders.ftl"),
    include_str!("sw/payments.ftl"),
    include_str!("sw/storefront.ftl"),
    include_str!("sw/back_office.ftl"),
    include_str!("sw/files.ftl"),
];
const ID: [&str; 22] = [
    include_str!("id/common.ftl"),
    include_str!("id/staff.ftl"),
    include_str!("id/tills.ftl"),
    include_str!("id/till_app.ftl"),
    include_str!("id/settings.ftl"),
    include_str!("id/catalog.ftl"),
    include_str!("id/stock.ftl"),
    include_str!("id/adjustments.ftl"),
    include_str!("id/transfers.ftl"),
    include_str!("id/counts.ftl"),
    include_str!("id/purchasing.ftl"),
    include_str!("id/bills.ftl"),
    include_str!("id/sales.ftl"),
    include_str!("id/shifts.ftl"),
    include_str!("id/receipts.ftl"),
    include_str!("id/packs.ftl"),
    include_str!("id/prices.ftl"),
    include_str!("id/orders.ftl"),
    include_str!("id/payments.ftl"),
    include_str!("id/storefront.ftl"),
    include_str!("id/back_office.ftl"),
    include_str!("id/files.ftl"),
];

static BUNDLES: LazyLock<[Bundle; 3]> =
    LazyLock::new(|| [bundle("en", &EN), bundle("sw", &SW), bundle("id", &ID)]);

fn bundle(tag: &str, files: &[&'static str]) -> Bundle {
    let locale = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // No invisible direction marks around what is inserted: all three languages run left to right.
    bundle.set_use_isolating(false);
    for file in files {
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) => resource,
            // What could be read is kept; the test that reads every file says what could not.
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Says things in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Say(pub Language);

impl Say {
    /// The text of a key.
    pub fn t(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with what it names.
    pub fn with(self, key: &str, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in args {
            // Whole numbers choose plural forms; anything else is text, and so is a code of digits
            // that a number would not give back: `0712`, `+254`.
            let value = match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => FluentValue::from(number),
                _ => FluentValue::from((*value).to_owned()),
            };
            given.set((*name).to_owned(), value);
        }
        let index = Language::ALL
            .iter()
            .position(|language| *language == self.0)
            .unwrap_or(0);
        let bundles = &*BUNDLES;
        lookup(&bundles[index], key, &given)
            .or_else(|| lookup(&bundles[0], key, &given))
            .unwrap_or_else(|| key.to_owned())
    }

    /// A text that counts something.
    pub fn count(self, key: &str, count: i64) -> String {
        self.with(key, &[("count", &count.to_string())])
    }

    /// The sentence of a refusal, or of good news.
    pub fn refusal(self, refusal: &Refusal) -> String {
        // A day goes into a refusal as the calendar writes it, a moment as machines do; both are read as
        // everywhere else.
        let shown = |(name, value): &(String, String)| {
            if name != "date" {
                return value.clone();
            }
            let day = value.parse::<NaiveDate>().map(|day| dates::day(self, day));
            let day = day.or_else(|_| {
                let at = DateTime::parse_from_rfc3339(value);
                at.map(|at| dates::moment(self, at))
            });
            day.unwrap_or_else(|_| value.clone())
        };
        let values: Vec<String> = refusal.args.iter().map(shown).collect();
        let names = refusal.args.iter().map(|(name, _)| name.as_str());
        let args: Vec<(&str, &str)> = names.zip(values.iter().map(String::as_str)).collect();
        self.with(&refusal.key, &args)
    }

    /// Why a page or a file stopped, in one line, and what to do about it.
    pub fn stop(self, stop: &Stop) -> (String, String) {
        let of = |key: &str| (self.t(key), self.t(&format!("{key}-text")));
        match stop {
            Stop::Refused(reasons) => {
                let reasons: Vec<String> = reasons.iter().map(|one| self.refusal(one)).collect();
                (self.t("stopped-refused"), reasons.join(" "))
            }
            Stop::NotFound => of("stopped-not-found"),
            Stop::SignIn => of("stopped-sign-in"),
            Stop::Forbidden => of("stopped-forbidden"),
            Stop::SlowDown(seconds) => {
                let minutes = i64::from(seconds.div_ceil(60));
                let text = self.count("stopped-slow-down-text", minutes);
                (self.t("stopped-slow-down"), text)
            }
            Stop::Fault(id) => {
                let text = self.with("stopped-fault-text", &[("id", id)]);
                (self.t("stopped-fault"), text)
            }
            Stop::Unavailable(id) => {
                let text = self.with("stopped-unavailable-text", &[("id", id)]);
                (self.t("stopped-unavailable"), text)
            }
        }
    }

    /// What a product is counted in, as one of it is called: `kg`, `bunch`.
    pub fn unit(self, unit: Unit) -> String {
        self.units(unit, "1")
    }

    /// What so many are called, `amount` being a number as it is shown: `bunches`.
    pub fn units(self, unit: Unit, amount: &str) -> String {
        self.with(&format!("unit-{}", unit.code()), &[("count", amount)])
    }
}

/// What a till has words for besides its own: ways to pay, units, roles, the camera.
const ALSO_AT_TILLS: [&str; 4] = ["tender-", "unit-", "role-", "camera-"];

/// Every text that a till shows, in one language, by key. What a text names stands in it as `{name}`, for
/// the till to fill in.
pub fn till_words(language: Language) -> BTreeMap<String, String> {
    let own = include_str!("en/till_app.ftl");
    let also = EN.iter().flat_map(|file| file.lines());
    let is_also = |line: &&str| ALSO_AT_TILLS.iter().any(|start| line.starts_with(start));
    let lines = own.lines().chain(also.filter(is_also));
    let keys = lines.filter_map(|line| Some(line.split_once(" =")?.0));
    let names = [
        "amount", "count", "name", "number", "time", "code", "rate", "text", "expired", "kit",
    ];
    let places = names.map(|name| (name, format!("{{{name}}}")));
    let args = places
        .each_ref()
        .map(|(name, place)| (*name, place.as_str()));
    let mut words = BTreeMap::new();
    for key in keys.filter(|key| !key.starts_with(['#', ' '])) {
        if key.starts_with("unit-") {
            // A till chooses no plural forms: it is given what one is called beside what many are.
            words.insert(format!("{key}-one"), Say(language).count(key, 1));
        }
        words.insert(key.to_owned(), Say(language).with(key, &args));
    }
    words
}

fn lookup(bundle: &Bundle, key: &str, args: &FluentArgs) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned(),
    )
}

#[cfg(test)]
mod tests;
