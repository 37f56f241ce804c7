//! The document behind a movement: what it is called, and where its page is. Pure.

use uuid::Uuid;

use crate::staff::Power;
use crate::ui::language::Say;

/// A document that moved stock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What kind of document: `order`, `sale`, `receipt`…
    pub kind: String,
    /// The document.
    pub id: Uuid,
    /// Its number or code, where it has one.
    pub number: Option<String>,
    /// What more is known of it: who brought it, where to, why; `refund` where a sale is one.
    pub detail: Option<String>,
}

impl Document {
    /// Its page, after `/b/{business}`; none where it has none.
    pub fn path(&self) -> Option<String> {
        let id = self.id;
        Some(match self.kind.as_str() {
            "order" => format!("/orders/{id}"),
            "product" => format!("/products/{id}"),
            "import" => format!("/products/imports/{id}"),
            "adjustment" => format!("/stock/adjustments/{id}"),
            "transfer" => format!("/stock/transfers/{id}"),
            "stock_take" => format!("/stock/takes/{id}"),
            "receipt" => format!("/receipts/{id}"),
            "bill" => format!("/bills/{id}"),
            "sale" => format!("/sales/{id}"),
            "supplier_credit" => format!("/credits/{id}"),
            _ => return None,
        })
    }

    /// What one must be allowed to read it.
    pub fn power(&self) -> Power {
        match self.kind.as_str() {
            "order" => Power::SeeOrders,
            "import" => Power::KeepProducts,
            "receipt" | "bill" | "supplier_credit" => Power::SeePurchases,
            _ => Power::SeeProducts,
        }
    }

    /// What it is called: `Receipt 12`.
    pub fn name(&self, say: Say) -> String {
        let kind = if self.is_refund() {
            say.t("sale-kind-refund")
        } else {
            say.t(&format!("movement-of-{}", self.kind))
        };
        match &self.number {
            Some(number) => format!("{kind} {number}"),
            None => kind,
        }
    }

    fn is_refund(&self) -> bool {
        self.kind == "sale" && self.detail.as_deref() == Some("refund")
    }

    /// What more is known of it, in words.
    pub fn more(&self, say: Say) -> Option<String> {
        if self.is_refund() {
            return None;
        }
        let detail = self.detail.as_ref().filter(|detail| !detail.is_empty())?;
        if self.kind == "adjustment" {
            return Some(say.t(&format!("adjustment-reason-{detail}")));
        }
        Some(detail.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::adjustments::Reason;
    use crate::values::Language;

    #[test]
    fn every_document_has_a_name_and_most_a_page() {
        for kind in [
            "order",
            "product",
            "import",
            "adjustment",
            "transfer",
            "stock_take",
            "receipt",
            "bill",
            "sale",
            "supplier_credit",
            "shortfall",
        ] {
            let document = Document {
                kind: kind.to_owned(),
                ..Document::default()
            };
            assert_eq!(document.path().is_some(), kind != "shortfall", "{kind}");
            for language in Language::ALL {
                let name = document.name(Say(language));
                assert!(!name.starts_with("movement-of"), "{name}");
            }
        }
    }

    #[test]
    fn what_came_back_is_called_a_refund() {
        let refund = Document {
            kind: "sale".to_owned(),
            number: Some("T1-2".to_owned()),
            detail: Some("refund".to_owned()),
            ..Document::default()
        };
        let say = Say(Language::En);
        assert_eq!(refund.name(say), "Refund T1-2");
        assert_eq!(refund.more(say), None);
    }

    #[test]
    fn every_reason_and_every_kind_has_words() {
        for language in Language::ALL {
            let say = Say(language);
            for reason in Reason::ALL {
                let document = Document {
                    kind: "adjustment".to_owned(),
                    detail: Some(reason.code().to_owned()),
                    ..Document::default()
                };
                let words = document.more(say).unwrap_or_default();
                assert!(
                    !words.is_empty() && !words.starts_with("adjustment-"),
                    "{words}"
                );
            }
            for kind in crate::stock::Kind::ALL {
                let words = say.t(&format!("movement-{}", kind.code()));
                assert!(!words.starts_with("movement-"), "{words}");
            }
        }
    }
}
