//! IndexedDB: the device's own database, and one transaction in it.
//!
//! Reached by hand, and not by a crate: what is used of it is small, transactions must wait for the disk
//! (`durability: strict`), which no crate asks for, and one that is dropped must be undone.

use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::js_sys::Array;

use super::Trouble;
use super::js::{Listener, Soon, call, get, listen, object, the_window, trouble};

/// Which shape of it this is. A new one adds a branch to [`shape`], and changes none.
const VERSION: u32 = 1;

/// Single values by name.
pub(super) const META: &str = "meta";
/// Pages of the catalogue as they came, in order.
pub(super) const PAGES: &str = "pages";
/// What the books do not have yet, by its place among the till's events.
pub(super) const OUTBOX: &str = "outbox";
/// What this till has done, by id, with its place among the till's events.
pub(super) const DOCUMENTS: &str = "documents";
/// The basket in hand, and those that were put aside, by id.
pub(super) const BASKETS: &str = "baskets";
/// The index of documents by place.
pub(super) const BY_SEQ: &str = "seq";

/// The database.
pub(super) struct Base {
    db: JsValue,
    /// They are heard for as long as it is open.
    _listeners: [Listener; 2],
}

/// Makes the stores of a database that is new, or older than this.
fn shape(db: &JsValue, old: f64) -> Result<(), JsValue> {
    if old < 1.0 {
        let store = |name: &str, options: JsValue| {
            call(db, "createObjectStore", &[JsValue::from_str(name), options])
        };
        store(META, JsValue::UNDEFINED)?;
        store(PAGES, object(&[("autoIncrement", JsValue::TRUE)]))?;
        store(OUTBOX, JsValue::UNDEFINED)?;
        let by_id = object(&[("keyPath", JsValue::from_str("id"))]);
        let documents = store(DOCUMENTS, by_id)?;
        let seq = JsValue::from_str(BY_SEQ);
        call(&documents, "createIndex", &[seq.clone(), seq])?;
        store(BASKETS, JsValue::UNDEFINED)?;
    }
    Ok(())
}

impl Base {
    /// Opens it. `lost` is told where it is taken away later: by a newer till in another tab, or by the
    /// browser.
    ///
    /// # Errors
    /// The browser keeps nothing, or another tab holds an older shape of it.
    pub async fn open(
        name: &str,
        lost: impl Fn(Trouble) + Clone + 'static,
    ) -> Result<Base, Trouble> {
        let factory = get(&the_window(), "indexedDB");
        let with = [JsValue::from_str(name), JsValue::from(VERSION)];
        let request = call(&factory, "open", &with).map_err(|_| Trouble::NoStorage)?;
        let blocked = Soon::new();
        // Who gives up while this is blocked drops it: then the upgrade fails, and is tried again.
        let _on_upgrade = {
            let request = request.clone();
            listen(&request.clone(), "onupgradeneeded", move |event| {
                let old = get(&event, "oldVersion").as_f64().unwrap_or_default();
                if shape(&get(&request, "result"), old).is_err() {
                    // Half a shape is none: then the opening fails.
                    let _ = call(&get(&request, "transaction"), "abort", &[]);
                }
            })
        };
        let _on_blocked = {
            let blocked = blocked.clone();
            listen(&request, "onblocked", move |_| {
                blocked.tell(Err(Trouble::Blocked));
            })
        };
        let db = Asked::of(request.clone(), blocked).answer().await;
        let db = db.map_err(|trouble| match trouble {
            Trouble::Broken(_) => Trouble::NoStorage,
            other => other,
        })?;
        let on_newer = {
            let (db, lost) = (db.clone(), lost.clone());
            listen(&db.clone(), "onversionchange", move |_| {
                // Else the newer till would wait for us.
                let _ = call(&db, "close", &[]);
                lost(Trouble::Outdated);
            })
        };
        let on_closed = listen(&db, "onclose", move |_| lost(Trouble::NoStorage));
        Ok(Base {
            db,
            _listeners: [on_newer, on_closed],
        })
    }

    /// Lets it go.
    pub fn close(self) {
        // Of one that was taken away this fails, and that is well.
        let _ = call(&self.db, "close", &[]);
    }

    /// Begins to read.
    pub fn read(&self, stores: &[&str]) -> Result<Tx, Trouble> {
        self.begin(stores, "readonly", "default")
    }

    /// Begins to write: all of it is kept, and on the disk, or nothing.
    pub fn write(&self, stores: &[&str]) -> Result<Tx, Trouble> {
        self.begin(stores, "readwrite", "strict")
    }

    /// Begins to write what is told or made again where it is lost: all of it is kept, or nothing; but the
    /// disk may have it a moment later, or with the next that waits for it. Only a device that loses its power
    /// loses it.
    pub fn jot(&self, stores: &[&str]) -> Result<Tx, Trouble> {
        self.begin(stores, "readwrite", "relaxed")
    }

    fn begin(&self, stores: &[&str], mode: &str, durability: &str) -> Result<Tx, Trouble> {
        let names: Array = Array::new();
        for name in stores {
            names.push(&JsValue::from_str(name));
        }
        let how = object(&[("durability", JsValue::from_str(durability))]);
        let with = [names.into(), JsValue::from_str(mode), how];
        // The browser has closed it: on a disk that is full it does.
        let tx = call(&self.db, "transaction", &with).map_err(|_| Trouble::NoStorage)?;
        Ok(Tx::of(tx))
    }
}

/// A transaction. Dropped before its end, it is undone.
pub(super) struct Tx {
    tx: JsValue,
    ended: Soon<Result<(), Trouble>>,
    _listeners: [Listener; 2],
}

impl Tx {
    fn of(tx: JsValue) -> Tx {
        let ended = Soon::new();
        let (well, ill, of) = (ended.clone(), ended.clone(), tx.clone());
        let on_complete = listen(&tx, "oncomplete", move |_| well.tell(Ok(())));
        let on_abort = listen(&tx, "onabort", move |_| {
            ill.tell(Err(trouble(&get(&of, "error"))));
        });
        Tx {
            tx,
            ended,
            _listeners: [on_complete, on_abort],
        }
    }

    fn ask(&self, store: &str, what: &str, with: &[JsValue]) -> Result<JsValue, Trouble> {
        let store = call(&self.tx, "objectStore", &[JsValue::from_str(store)]);
        let asked = store.and_then(|store| call(&store, what, with));
        asked.map_err(|error| trouble(&error))
    }

    /// What is kept under a key; undefined where nothing is.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<JsValue, Trouble> {
        self.asked(store, key)?.answer().await
    }

    /// The same, asked for and not waited for: several are looked up in the time of one.
    pub fn asked(&self, store: &str, key: &JsValue) -> Result<Asked, Trouble> {
        let request = self.ask(store, "get", std::slice::from_ref(key))?;
        Ok(Asked::of(request, Soon::new()))
    }

    /// A text that is kept under a key.
    pub async fn text(&self, store: &str, key: &str) -> Result<Option<String>, Trouble> {
        let kept = self.get(store, &JsValue::from_str(key)).await?;
        Ok(kept.as_string())
    }

    /// A whole number that is kept in [`META`]; nought where it is not.
    pub async fn number(&self, name: &str) -> Result<i64, Trouble> {
        self.asked(META, &JsValue::from_str(name))?.number().await
    }

    /// All that is kept in a store between two keys, in order; `after` and `most` may be left out.
    pub async fn all(
        &self,
        store: &str,
        after: Option<f64>,
        most: Option<u32>,
    ) -> Result<Vec<JsValue>, Trouble> {
        let request = self.ask(store, "getAll", &range(after, most)?)?;
        list_of(result_of(request).await?)
    }

    /// The keys of the same.
    pub async fn keys(
        &self,
        store: &str,
        after: Option<f64>,
        most: Option<u32>,
    ) -> Result<Vec<JsValue>, Trouble> {
        let request = self.ask(store, "getAllKeys", &range(after, most)?)?;
        list_of(result_of(request).await?)
    }

    /// Documents whose place is from one on and below another, in order.
    pub async fn documents(&self, from: i64, below: i64) -> Result<Vec<JsValue>, Trouble> {
        let index = self.ask(DOCUMENTS, "index", &[JsValue::from_str(BY_SEQ)])?;
        let ends = [as_key(from), as_key(below), JsValue::FALSE, JsValue::TRUE];
        let range = call(&get(&the_window(), "IDBKeyRange"), "bound", &ends);
        let request = range.and_then(|range| call(&index, "getAll", &[range]));
        let request = request.map_err(|error| trouble(&error))?;
        list_of(result_of(request).await?)
    }

    /// Keeps a value under a key.
    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), Trouble> {
        let with = [value.clone(), key.clone()];
        self.ask(store, "put", &with).map(|_| ())
    }

    /// Keeps a text under a name in [`META`].
    pub fn note(&self, name: &str, text: &str) -> Result<(), Trouble> {
        self.put(META, &JsValue::from_str(name), &JsValue::from_str(text))
    }

    /// Keeps a value that has its key within, or is given the next one; which that is.
    pub async fn add(&self, store: &str, value: &JsValue) -> Result<JsValue, Trouble> {
        let request = self.ask(store, "put", std::slice::from_ref(value))?;
        result_of(request).await
    }

    /// Keeps a value that has its key within. Where that fails, nothing of the transaction is kept.
    pub fn enter(&self, store: &str, value: &JsValue) -> Result<(), Trouble> {
        self.ask(store, "put", std::slice::from_ref(value))
            .map(|_| ())
    }

    /// Keeps no longer what is under a key.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), Trouble> {
        self.ask(store, "delete", std::slice::from_ref(key))
            .map(|_| ())
    }

    /// Keeps nothing of a store.
    pub fn clear(&self, store: &str) -> Result<(), Trouble> {
        self.ask(store, "clear", &[]).map(|_| ())
    }

    /// Waits until all of it is kept.
    ///
    /// # Errors
    /// Nothing of it is: there is no room, or the browser would not.
    pub async fn end(self) -> Result<(), Trouble> {
        // Sooner than the browser would by itself, which first waits whether more is asked. An old one does
        // not know this, and then it does that.
        let _ = call(&self.tx, "commit", &[]);
        self.ended.clone().await
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        for event in ["oncomplete", "onabort"] {
            super::js::set(&self.tx, event, &JsValue::NULL);
        }
        // Of one that has ended this fails, and that is well.
        let _ = call(&self.tx, "abort", &[]);
    }
}

/// A place as a key. No till has done so much that a double does not count it.
#[allow(clippy::cast_precision_loss)]
pub(super) fn as_key(seq: i64) -> JsValue {
    JsValue::from_f64(seq as f64)
}

fn range(after: Option<f64>, most: Option<u32>) -> Result<Vec<JsValue>, Trouble> {
    let range = match after {
        None => JsValue::UNDEFINED,
        Some(after) => {
            let ends = [JsValue::from_f64(after), JsValue::TRUE];
            call(&get(&the_window(), "IDBKeyRange"), "lowerBound", &ends)
                .map_err(|error| trouble(&error))?
        }
    };
    let mut with = vec![range];
    with.extend(most.map(JsValue::from));
    Ok(with)
}

pub(super) fn list_of(value: JsValue) -> Result<Vec<JsValue>, Trouble> {
    let list: Result<Array, JsValue> = value.dyn_into();
    list.map(|list| list.to_vec())
        .map_err(|_| Trouble::Broken("no list".to_owned()))
}

/// What a request comes to.
async fn result_of(request: JsValue) -> Result<JsValue, Trouble> {
    Asked::of(request, Soon::new()).answer().await
}

/// A request that is under way.
pub(super) struct Asked {
    request: JsValue,
    said: Soon<Result<JsValue, Trouble>>,
    _listeners: [Listener; 2],
}

impl Asked {
    /// `said`: by whom else its end may be said.
    fn of(request: JsValue, said: Soon<Result<JsValue, Trouble>>) -> Asked {
        let (well, ill) = (said.clone(), said.clone());
        let (asked, failed) = (request.clone(), request.clone());
        let on_success = listen(&request, "onsuccess", move |_| {
            well.tell(Ok(get(&asked, "result")));
        });
        let on_error = listen(&request, "onerror", move |_| {
            ill.tell(Err(trouble(&get(&failed, "error"))));
        });
        Asked {
            request,
            said,
            _listeners: [on_success, on_error],
        }
    }

    /// What it comes to.
    pub async fn answer(self) -> Result<JsValue, Trouble> {
        self.said.clone().await
    }

    /// The same, as a whole number; nought where nothing is kept.
    pub async fn number(self) -> Result<i64, Trouble> {
        let text = self.answer().await?.as_string().unwrap_or_default();
        Ok(text.parse().unwrap_or_default())
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        for event in ["onsuccess", "onerror"] {
            super::js::set(&self.request, event, &JsValue::NULL);
        }
    }
}
