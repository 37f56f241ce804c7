//! Customers and members, in memory. Pure.

use std::collections::HashMap;

use uuid::Uuid;

use super::fold::words;
use super::order::sorted;
use crate::till::wire::{Customer, Member};

/// The load of what the till wrote down itself: no load drops it.
const MET: u32 = u32::MAX;

/// A customer, and the text that she is found by.
#[derive(Debug)]
struct Known {
    customer: Customer,
    /// A space before each word of her name, folded.
    text: String,
    load: u32,
}

/// Everybody.
#[derive(Debug, Default)]
pub(super) struct People {
    customers: HashMap<Uuid, Known>,
    members: HashMap<Uuid, (Member, u32)>,
}

impl People {
    /// Takes in those of a page.
    pub fn take(&mut self, customers: Vec<Customer>, members: Vec<Member>, load: u32) {
        for customer in customers {
            self.put(customer, load);
        }
        for one in members {
            self.members.insert(one.member_id, (one, load));
        }
    }

    /// Drops who was not sent in this load.
    pub fn keep_only(&mut self, load: u32) {
        self.customers
            .retain(|_, known| known.load == load || known.load == MET);
        self.members.retain(|_, (_, of)| *of == load);
    }

    fn put(&mut self, customer: Customer, load: u32) {
        let words = words(&customer.name);
        let text = words.iter().map(|word| format!(" {word}")).collect();
        let id = customer.customer_id;
        self.customers.insert(
            id,
            Known {
                customer,
                text,
                load,
            },
        );
    }

    pub fn meet(&mut self, customer: Customer) {
        if !self.customers.contains_key(&customer.customer_id) {
            self.put(customer, MET);
        }
    }

    pub fn forget_met(&mut self, id: Uuid) {
        if self
            .customers
            .get(&id)
            .is_some_and(|known| known.load == MET)
        {
            self.customers.remove(&id);
        }
    }

    pub fn customer(&self, id: Uuid) -> Option<&Customer> {
        self.customers.get(&id).map(|known| &known.customer)
    }

    pub fn member(&self, id: Uuid) -> Option<&Member> {
        self.members.get(&id).map(|(member, _)| member)
    }

    /// Customers that are not known, or only from what this till wrote down of them.
    pub fn take_older(&mut self, customers: Vec<Customer>, load: u32) {
        for customer in customers {
            let known = self.customers.get(&customer.customer_id);
            if known.is_none_or(|known| known.load == MET) {
                self.put(customer, load);
            }
        }
    }

    /// How many customers it knows.
    pub fn count(&self) -> usize {
        self.customers.len()
    }

    /// The customers that the books have sent.
    pub fn sent(&self) -> Vec<Customer> {
        let sent = self.customers.values().filter(|known| known.load != MET);
        sent.map(|known| known.customer.clone()).collect()
    }

    /// Everybody who works here, or did.
    pub fn everybody(&self) -> Vec<Member> {
        self.members.values().map(|(one, _)| one.clone()).collect()
    }

    /// Who works here and has a PIN, by name.
    pub fn members(&self) -> Vec<&Member> {
        let all = self.members.values().map(|(one, _)| one);
        let there: Vec<&Member> = all
            .filter(|one| !one.retired && one.pin_hash.is_some())
            .collect();
        sorted(there, &|one, other| {
            (&one.name, one.member_id).cmp(&(&other.name, other.member_id))
        })
    }

    /// By the beginnings of all words of a name, or by figures of a phone number: as it is written here
    /// (`0712…`) or abroad (`+254712…`).
    pub fn customers(&self, typed: &str, most: usize) -> Vec<Uuid> {
        let figures: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_phone = !figures.is_empty()
            && typed
                .chars()
                .all(|c| c.is_ascii_digit() || " +-()".contains(c));
        let figures = figures.trim_start_matches('0');
        let typed: Vec<String> = words(typed).iter().map(|word| format!(" {word}")).collect();
        let fits = |known: &&Known| {
            if known.customer.retired {
                false
            } else if is_phone {
                known.customer.phone.contains(figures)
            } else {
                typed.iter().all(|word| known.text.contains(word.as_str()))
            }
        };
        let found: Vec<&Known> = self.customers.values().filter(fits).collect();
        let found = sorted(found, &|one, other| {
            let by_name = one.text.cmp(&other.text);
            by_name.then(one.customer.customer_id.cmp(&other.customer.customer_id))
        });
        let ids = found.into_iter().take(most);
        ids.map(|known| known.customer.customer_id).collect()
    }
}
