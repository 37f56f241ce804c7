//! Looking up what the till has done, and what others have sold.

use std::time::Duration;

use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::prelude::JsValue;
use web_sys::js_sys::encode_uri_component;

use super::http::ask;
use super::idb::{DOCUMENTS, META};
use super::keep::document_of;
use super::{Device, Document, Trouble};
use crate::sales::receipts::code;
use crate::till::kept;
use crate::till::shop::{self, Shop};
use crate::till::wire::{self, Body, Known, VoucherAnswer};

/// How many documents are read at a time, back from the newest.
const MANY: i64 = 300;
/// How long the server is waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// The same where the till knows an answer itself.
const LESS_PATIENCE: Duration = Duration::from_secs(4);

/// In small letters.
fn small(text: &str) -> String {
    text.chars().map(shop::small).collect()
}

/// Whether somebody means this document by what she typed: its number, its receipt's code or the name of
/// its customer.
fn is_meant(shop: &Shop, document: &Document, typed: &str) -> bool {
    let typed = small(typed.trim());
    if typed.is_empty() {
        return true;
    }
    let figures = document.number.rsplit('-').next().unwrap_or_default();
    let is_number = small(&document.number) == typed || figures == typed;
    let bare: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_code = bare.len() >= 4
        && code::code_of(document.id())
            .to_ascii_lowercase()
            .starts_with(&bare);
    let customer = match &document.event.body {
        Body::Sale(sale) => sale.customer_id.and_then(|id| shop.customer(id)),
        _ => None,
    };
    let is_customer = customer.is_some_and(|customer| {
        small(&customer.name).contains(&typed) || customer.phone.contains(&typed)
    });
    let is_voucher = match &document.event.body {
        Body::Voucher(sold) => bare.len() == 4 && small(&sold.code).ends_with(&bare),
        _ => false,
    };
    is_number || is_code || is_customer || is_voucher
}

impl Device {
    /// What was sold, came back or was a mistake at this till, the newest first: by number, code, customer
    /// or nothing; a voucher by the end of its code.
    pub async fn documents(&self, typed: &str, most: usize) -> Vec<Document> {
        let wanted = |document: &Document| {
            let is_meant = |shop: &Shop| is_meant(shop, document, typed);
            document.has_receipt() && self.shop.with_value(is_meant)
        };
        let never = |_: &Document| false;
        self.back(&wanted, &never, most).await.unwrap_or_default()
    }

    /// One of them, or anything else that was recorded.
    pub async fn document(&self, id: Uuid) -> Option<Document> {
        let inner = self.inner();
        let tx = inner.base.read(&[DOCUMENTS]).ok()?;
        let key = JsValue::from_str(&id.to_string());
        let kept = tx.get(DOCUMENTS, &key).await.ok()?;
        document_of(&kept).map(|(document, _)| document)
    }

    /// A sale of this till as the server would tell of it, with what came back of it since.
    pub async fn known(&self, sale_id: Uuid) -> Option<Known> {
        let sale = self.document(sale_id).await?;
        let since = self.since(sale_id).await;
        self.shop
            .with_value(|shop| kept::known(shop, &sale, &since))
    }

    /// The same as the books know it now: some of it may have come back at another till. None where they
    /// cannot be asked, or were not told everything that this one has done.
    pub async fn known_there(&self, sale_id: Uuid) -> Option<Known> {
        let is_told = self.unsynced.get_untracked() == 0;
        if !(is_told && self.online.get_untracked()) {
            return None;
        }
        let path = format!("{}?code={}", wire::DOCUMENT, code::code_of(sale_id));
        let reply = ask(&path, None, LESS_PATIENCE).await.ok()?;
        let known: Option<Known> = reply.read().ok()?;
        known.filter(|known| known.sale_id == sale_id)
    }

    /// Whether nothing is gone yet of a gift voucher that was sold here.
    ///
    /// # Errors
    /// Away: somebody may have paid with it, and only the books know.
    pub async fn is_whole(&self, sold: &Document) -> Result<bool, Trouble> {
        let Body::Voucher(voucher) = &sold.event.body else {
            return Ok(false);
        };
        if !self.since(sold.id()).await.is_empty() {
            return Ok(false);
        }
        // Nobody pays with what the books do not know.
        if sold.settled.is_none() {
            return Ok(true);
        }
        let there = self.voucher(&voucher.code).await?;
        Ok(there.balance_minor == voucher.paid.amount_minor)
    }

    /// What this till has done with a sale since.
    async fn since(&self, sale_id: Uuid) -> Vec<Document> {
        let is_of_it = |document: &Document| match &document.event.body {
            Body::Refund(refund) => refund.sale_id == sale_id,
            Body::Void(void) => void.sale_id == sale_id,
            _ => false,
        };
        let is_last = |document: &Document| document.id() == sale_id;
        self.back(&is_of_it, &is_last, usize::MAX)
            .await
            .unwrap_or_default()
    }

    /// A sale of any till, by the code or the number of its receipt: asks the server.
    ///
    /// # Errors
    /// There is no network; there is no such sale.
    pub async fn find(&self, typed: &str) -> Result<Known, Trouble> {
        let typed = String::from(encode_uri_component(typed.trim()));
        let path = format!("{}?code={typed}", wire::DOCUMENT);
        let known: Option<Known> = ask(&path, None, PATIENCE).await?.read()?;
        known.ok_or(Trouble::NotFound)
    }

    /// What is left of a gift voucher: asks the server.
    ///
    /// # Errors
    /// There is no network; too many codes were tried that are none.
    pub async fn voucher(&self, typed: &str) -> Result<VoucherAnswer, Trouble> {
        let typed = String::from(encode_uri_component(typed));
        let path = format!("{}/{typed}", wire::VOUCHER);
        ask(&path, None, PATIENCE).await?.read()
    }

    /// What was refused, however long ago, and no manager has looked at.
    pub async fn refused(&self) -> Vec<Document> {
        let never = |_: &Document| false;
        self.between(0, &Document::waits_for_a_manager, &never, usize::MAX)
            .await
            .unwrap_or_default()
    }

    /// Documents that are wanted, back from the newest to the one that is said to be the last, or until
    /// there are so many.
    pub(super) async fn back(
        &self,
        is_wanted: &dyn Fn(&Document) -> bool,
        is_last: &dyn Fn(&Document) -> bool,
        most: usize,
    ) -> Result<Vec<Document>, Trouble> {
        let first = self.inner().base.read(&[META])?.number("first").await?;
        self.between(first, is_wanted, is_last, most).await
    }

    /// The same, down to a place among the till's events.
    async fn between(
        &self,
        first: i64,
        is_wanted: &dyn Fn(&Document) -> bool,
        is_last: &dyn Fn(&Document) -> bool,
        most: usize,
    ) -> Result<Vec<Document>, Trouble> {
        let inner = self.inner();
        let tx = inner.base.read(&[DOCUMENTS, META])?;
        let mut below = tx.number("seq").await?.saturating_add(1);
        let mut found = Vec::new();
        while below > first {
            let from = below.saturating_sub(MANY).max(first);
            for kept in tx.documents(from, below).await?.iter().rev() {
                let Some((document, _)) = document_of(kept) else {
                    continue;
                };
                let ends = is_last(&document);
                if is_wanted(&document) {
                    found.push(document);
                }
                if ends || found.len() >= most {
                    return Ok(found);
                }
            }
            below = from;
        }
        Ok(found)
    }
}
