//! Which orders a list shows, as its address spells it. Pure.
//!
//! What never breaks: an address that says nothing we know is the first tab; what is read from an
//! address is written back the same way, so that a view can be kept and pages can be turned.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Fulfilment, Payment, State};
use crate::platform::http::encode;
use crate::values::typed_day;

/// The tabs that are always there, and the condition of each on an order `o`.
///
/// `open`: to be packed, and payable or paid. `review`: a payment, the stock or a prompt of M-Pesa
/// does not fit, or nobody knows how a prompt ended.
pub(super) static TABS: [(&str, &str); 7] = [
    (
        "open",
        "o.state = 'pending' and (o.paid_minor >= o.total_minor or o.pay_by = 'on_hand_over')",
    ),
    (
        "deliver",
        "o.state in ('ready', 'shipped') and o.fulfilment = 'delivery'",
    ),
    ("pickup", "o.state = 'ready' and o.fulfilment = 'pickup'"),
    (
        "waiting",
        "o.state = 'pending' and o.paid_minor < o.total_minor and o.pay_by = 'mpesa'",
    ),
    (
        "review",
        "(o.review is not null or exists (
            select 1 from app.mpesa_attempt a
             where a.business_id = o.business_id and a.order_id = o.order_id
               and (a.state = 'review' or (a.state = 'unknown'
                    and a.created_at < now() - interval '10 minutes'))))",
    ),
    ("refunds", "o.refund_owed_minor > 0"),
    ("all", "true"),
];

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Who waits longest comes first.
    Oldest,
    /// The latest comes first.
    Newest,
    /// The largest total comes first.
    Largest,
    /// By the customer's name.
    Name,
}

impl Sort {
    /// Every order, as it is offered.
    pub const ALL: [Sort; 4] = [Sort::Oldest, Sort::Newest, Sort::Largest, Sort::Name];

    /// Its word in addresses and in translation keys (`orders-sort-oldest`).
    pub const fn code(self) -> &'static str {
        match self {
            Sort::Oldest => "oldest",
            Sort::Newest => "newest",
            Sort::Largest => "largest",
            Sort::Name => "name",
        }
    }

    /// The order of that word, or none.
    pub fn parse(code: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }

    /// What SQL sorts by.
    pub(super) const fn sql(self) -> &'static str {
        match self {
            Sort::Oldest => "o.placed_at, o.order_id",
            Sort::Newest => "o.placed_at desc, o.order_id",
            Sort::Largest => "o.total_minor desc, o.placed_at, o.order_id",
            Sort::Name => "lower(o.customer_name), o.placed_at, o.order_id",
        }
    }
}

/// Which orders to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A tab; anything unknown is `open`.
    pub tab: String,
    /// How far they have come.
    pub state: Option<State>,
    /// How they stand with money.
    pub payment: Option<Payment>,
    /// How the goods reach the customer.
    pub fulfilment: Option<Fulfilment>,
    /// Where they are delivered to.
    pub area: Option<Uuid>,
    /// Whose shelves they are packed from.
    pub location: Option<Uuid>,
    /// Placed on this day of the business or later.
    pub from: Option<NaiveDate>,
    /// Placed on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Only those that money is owed back for.
    pub owed: bool,
    /// Only those that a person must look at.
    pub look: bool,
    /// A code, digits of a phone, or part of a name.
    pub words: Option<String>,
    /// In which order; none: the tab's own.
    pub sort: Option<Sort>,
    /// From 1.
    pub page: i64,
}

impl Filter {
    /// The filter that an address spells; `get` gives a parameter of its query, none where it is
    /// empty.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Filter {
        let code = |name: &str| get(name).unwrap_or_default();
        // States were tabs once, and addresses are kept.
        let tab = code("tab");
        let by_tab = State::parse(&tab);
        let known = TABS.iter().any(|(name, _)| *name == tab);
        let tab = match (known, by_tab) {
            (true, _) => tab,
            (false, Some(_)) => "all".to_owned(),
            (false, None) => TABS[0].0.to_owned(),
        };
        Filter {
            tab,
            state: State::parse(&code("state")).or(by_tab),
            payment: Payment::parse(&code("pay")),
            fulfilment: match code("how").as_str() {
                "pickup" => Some(Fulfilment::Pickup),
                "delivery" => Some(Fulfilment::Delivery),
                _ => None,
            },
            area: code("area").parse().ok(),
            location: code("at").parse().ok(),
            from: typed_day(&code("from")),
            to: typed_day(&code("to")),
            owed: !code("owed").is_empty(),
            look: !code("look").is_empty(),
            words: get("q").map(|words| words.chars().take(80).collect()),
            sort: Sort::parse(&code("sort")),
            page: code("page").parse().unwrap_or(1),
        }
    }

    /// The filter that the query part of an address spells.
    pub fn parse(query: &str) -> Filter {
        let pairs = crate::platform::http::query_pairs(query);
        Filter::read(|name| {
            let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
            let value = value.trim().to_owned();
            (!value.is_empty()).then_some(value)
        })
    }

    /// The query that spells it: the tab first, and nothing that says nothing.
    pub fn query(&self) -> String {
        let text = |id: &Option<Uuid>| id.map(|id| id.to_string());
        let day = |day: &Option<NaiveDate>| day.map(|day| day.to_string());
        let yes = |is_on: bool| is_on.then(|| "true".to_owned());
        let parts = [
            ("tab", Some(self.tab.clone())),
            ("state", self.state.map(|state| state.code().to_owned())),
            ("pay", self.payment.map(|pay| pay.code().to_owned())),
            ("how", self.fulfilment.map(|how| how.code().to_owned())),
            ("area", text(&self.area)),
            ("at", text(&self.location)),
            ("from", day(&self.from)),
            ("to", day(&self.to)),
            ("owed", yes(self.owed)),
            ("look", yes(self.look)),
            ("q", self.words.clone()),
            ("sort", self.sort.map(|sort| sort.code().to_owned())),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ];
        let said = parts.into_iter().filter_map(|(name, value)| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(format!("{name}={}", encode(&value)))
        });
        said.collect::<Vec<_>>().join("&")
    }

    /// The same from its first page on.
    #[must_use]
    pub fn first_page(&self) -> Filter {
        self.on_page(1)
    }

    /// Another page of the same.
    #[must_use]
    pub fn on_page(&self, page: i64) -> Filter {
        Filter {
            page,
            ..self.clone()
        }
    }

    /// The same in another order, from the first page on.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Filter {
        Filter {
            sort: Some(sort),
            ..self.first_page()
        }
    }

    /// Another tab, with nothing narrowed.
    pub fn of_tab(tab: &str) -> Filter {
        Filter {
            tab: tab.to_owned(),
            page: 1,
            ..Filter::default()
        }
    }

    /// Whether its last day is before its first, so that nothing fits.
    pub fn is_crossed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// Whether it narrows its tab.
    pub fn is_narrowed(&self) -> bool {
        let plain = Filter {
            sort: self.sort,
            page: self.page,
            ..Filter::of_tab(&self.tab)
        };
        *self != plain
    }

    /// Whether more than words narrow it: what the form folds away.
    pub fn is_detailed(&self) -> bool {
        Filter {
            words: None,
            ..self.clone()
        }
        .is_narrowed()
    }

    /// In which order it stands: as chosen, else who waits longest first where somebody waits.
    pub fn order(&self) -> Sort {
        let waits = self.tab != "all" && !self.state.is_some_and(State::is_final);
        self.sort
            .unwrap_or(if waits { Sort::Oldest } else { Sort::Newest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        for query in [
            "tab=open",
            "tab=all&state=ready&pay=part-paid&how=delivery&owed=true&q=K7F3-9QX2&sort=name&page=3",
            "tab=refunds&area=01930000-0000-7000-8000-000000000001&from=2026-01-31&to=2026-02-01&look=true",
        ] {
            assert_eq!(Filter::parse(query).query(), query);
        }
    }

    #[test]
    fn what_is_not_known_narrows_nothing() {
        let filter =
            Filter::parse("tab=x&state=y&pay=z&how=by+air&area=1&from=soon&sort=up&page=a");
        assert_eq!(filter, Filter::of_tab("open"));
        assert!(!filter.is_narrowed());
        // Days that PostgreSQL has not.
        let never = Filter::parse("tab=open&from=-200000-01-01&to=-200000-01-02");
        assert!(!never.is_narrowed());
        assert_eq!(Filter::parse("tab=ready").query(), "tab=all&state=ready");
        // Days that no shop lives in, some of which PostgreSQL does not have.
        let never = Filter::parse("tab=open&from=-9999-01-01&to=%2B99999-12-31");
        assert_eq!(never, Filter::of_tab("open"));
    }

    #[test]
    fn packers_see_first_who_waits_longest() {
        assert_eq!(Filter::parse("tab=open").order(), Sort::Oldest);
        assert_eq!(Filter::parse("tab=all").order(), Sort::Newest);
        assert_eq!(Filter::parse("tab=open&sort=name").order(), Sort::Name);
        let hostile = "tab=all&q=%27%3B+drop+table";
        assert!(Filter::parse(hostile).is_narrowed());
        assert!(!Filter::parse(hostile).is_detailed());
    }
}
