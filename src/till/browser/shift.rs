//! Her shift, as the till reckons it. What it is reckoned from is kept in mind: a shift has hundreds of sales, and
//! after each of them all the others would be read again.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use uuid::Uuid;

use super::{Device, Document, ShiftNow};
use crate::till::kept;
use crate::till::shop::Shop;
use crate::till::wire::Body;

/// For so many documents back it is looked for when a shift began.
const LONGEST: usize = 10_000;

/// What a shift is reckoned from.
struct Known {
    /// Whose shift it is.
    member_id: Uuid,
    /// What the till has done since she opened it, and what came back of what was sold before.
    all: Vec<Document>,
}

/// What is kept in mind of the documents on the disk.
#[derive(Default)]
pub(super) struct InMind {
    known: RefCell<Option<Known>>,
    /// How often documents have changed: what was read before the last time is not kept in mind.
    changes: Cell<u64>,
}

impl InMind {
    fn has_changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// Documents are others now.
    pub fn forget(&self) {
        self.has_changed();
        self.known.take();
    }

    /// Something was recorded here.
    pub fn recorded(&self, document: &Document) {
        if !matches!(document.event.body, Body::Sale(_)) {
            // It may begin or end a shift, or be of a sale of another one.
            self.forget();
            return;
        }
        self.has_changed();
        let mut known = self.known.borrow_mut();
        let all = known.as_mut().map(|known| &mut known.all);
        // It may have been read a moment ago.
        if let Some(all) = all.filter(|all| all.iter().all(|one| one.id() != document.id())) {
            all.push(document.clone());
        }
    }

    /// The books have said what became of something.
    pub fn settled(&self, document: &Document) {
        if document.is_refused() {
            // What was read may not reach back to the shift that counts now.
            self.forget();
            return;
        }
        self.has_changed();
        if let Some(known) = &mut *self.known.borrow_mut() {
            let mut all = known.all.iter_mut();
            if let Some(one) = all.find(|one| one.id() == document.id()) {
                one.clone_from(document);
            }
        }
    }

    fn of<T>(&self, member_id: Uuid, reckon: impl FnOnce(&[Document]) -> T) -> Option<T> {
        let known = self.known.borrow();
        let hers = known.as_ref().filter(|known| known.member_id == member_id);
        hers.map(|known| reckon(&known.all))
    }
}

impl Device {
    /// Her shift that is open at this till, as the till reckons it.
    pub async fn shift(&self, member_id: Uuid) -> Option<ShiftNow> {
        let inner = self.inner();
        let reckon = |all: &[Document]| {
            let of = |shop: &Shop| {
                let open = &shop.head().open_shifts;
                kept::reckon(member_id, all, open, &|paid| kept::rounding(shop, paid))
            };
            self.shop.with_value(of)
        };
        // A browser in which tabs do not hear each other keeps nothing in mind.
        let known = inner.channel.is_some();
        let known = known.then(|| inner.in_mind.of(member_id, reckon)).flatten();
        if let Some(shift) = known {
            return shift;
        }
        let changes = inner.in_mind.changes.get();
        let all = self.of_shift(member_id).await?;
        let shift = reckon(&all);
        if inner.in_mind.changes.get() == changes {
            inner.in_mind.known.replace(Some(Known { member_id, all }));
        }
        shift
    }

    /// What stands on the disk of her newest shift, and what that is about.
    async fn of_shift(&self, member_id: Uuid) -> Option<Vec<Document>> {
        // One shift of hers is open at a time: what was before she opened the newest is of others. By its
        // place alone: a clock that was wrong for an hour does not end a shift.
        let is_last = |document: &Document| {
            let event = &document.event;
            let opens = matches!(event.body, Body::OpenShift(_)) && event.member_id == member_id;
            opens && !document.is_refused()
        };
        let any = |_: &Document| true;
        let mut all = self.back(&any, &is_last, LONGEST).await.ok()?;
        for id in kept::sold_before(&all) {
            all.extend(self.document(id).await);
        }
        Some(all)
    }
}
