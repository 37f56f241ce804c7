//! What M-Pesa was asked for a basket: kept with it, so that a reload finds it again.

use uuid::Uuid;

use super::Basket;
use crate::till::wire::{self, PromptAnswer, legible};
use crate::values::{Money, Tender};

/// M-Pesa was asked to prompt a customer for it, or for a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompt {
    /// The prompt, and the payment that it brings.
    pub attempt_id: Uuid,
    /// Who pays, as it was typed.
    pub phone: String,
    /// How much.
    pub amount: Money,
    /// It is paid: M-Pesa's receipt, empty until that is known. None: not paid, as far as is known.
    pub receipt: Option<String>,
}

legible!(Prompt {} or { attempt_id, phone, amount, receipt });

impl Prompt {
    /// What it brought; none while it is not paid.
    pub fn tender(&self) -> Option<wire::Tender> {
        Some(wire::Tender {
            payment_id: self.attempt_id,
            tender: Tender::Mpesa.code().to_owned(),
            amount_minor: self.amount.minor(),
            reference: self.receipt.clone()?,
            handed_minor: None,
        })
    }
}

impl Basket {
    /// The prompt that is not paid: there is one at most.
    pub fn unpaid(&self) -> Option<&Prompt> {
        self.prompts.iter().find(|one| one.receipt.is_none())
    }

    /// The prompt of which the server has more to say: it may be paid, or its receipt follows.
    pub fn unsettled(&self) -> Option<&Prompt> {
        let has_no_receipt = |one: &&Prompt| one.receipt.as_deref() == Some("");
        let bare = || self.prompts.iter().find(has_no_receipt);
        self.unpaid().or_else(bare)
    }

    /// What prompts brought.
    pub fn prompted(&self) -> Vec<wire::Tender> {
        self.prompts.iter().filter_map(Prompt::tender).collect()
    }

    /// A prompt of this phone for so much, in the place of the one that is not paid. That very one is asked
    /// for again where it is the same and `is_known` is false: the server may have it, but did not say so.
    pub fn prompt(&mut self, phone: &str, amount: Money, is_known: bool) -> Prompt {
        let is_same = |one: &&Prompt| one.phone == phone && one.amount == amount;
        let same = self.unpaid().filter(is_same).filter(|_| !is_known);
        let prompt = same.cloned().unwrap_or_else(|| Prompt {
            attempt_id: Uuid::now_v7(),
            phone: phone.to_owned(),
            amount,
            receipt: None,
        });
        self.prompts.retain(|one| one.receipt.is_some());
        self.prompts.push(prompt.clone());
        prompt
    }

    /// Takes in how a prompt of it stands; whether it has become paid by that.
    pub fn heard(&mut self, attempt_id: Uuid, answer: &PromptAnswer) -> bool {
        let mut prompts = self.prompts.iter_mut();
        let prompt = prompts.find(|one| one.attempt_id == attempt_id);
        let Some(prompt) = prompt.filter(|_| answer.state == "succeeded") else {
            return false;
        };
        let is_new = prompt.receipt.is_none();
        prompt.receipt = Some(answer.receipt.clone().unwrap_or_default());
        is_new
    }

    /// Nobody waits for a prompt any more. What is paid stays.
    pub fn forget(&mut self, attempt_id: Uuid) {
        self.prompts
            .retain(|one| one.attempt_id != attempt_id || one.receipt.is_some());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn stands(state: &str, receipt: Option<&str>) -> PromptAnswer {
        PromptAnswer {
            state: state.to_owned(),
            receipt: receipt.map(str::to_owned),
            ..PromptAnswer::default()
        }
    }

    #[test]
    fn what_is_paid_is_a_tender_and_stays() {
        let mut basket = Basket::new();
        let amount = Money::from_minor(10_000);
        let asked = basket.prompt("0712345678", amount, false);
        let id = asked.attempt_id;
        assert!(!basket.heard(id, &stands("pending", None)));
        assert!(basket.prompted().is_empty());
        assert!(basket.heard(id, &stands("succeeded", None)));
        assert_eq!(
            (basket.unpaid(), basket.unsettled().unwrap().attempt_id),
            (None, id)
        );
        assert!(!basket.heard(id, &stands("succeeded", Some("ABC1234567"))));
        basket.forget(id);
        let kept: Basket = wire::read(&wire::write(&basket)).unwrap();
        assert_eq!((&kept, kept.unsettled()), (&basket, None));
        let brought = kept.prompted();
        let one = brought.first().unwrap();
        assert_eq!((one.payment_id, one.amount_minor), (id, 10_000));
        assert_eq!(
            (one.tender.as_str(), one.reference.as_str()),
            ("mpesa", "ABC1234567")
        );
    }

    #[test]
    fn what_perhaps_never_arrived_is_asked_as_the_same_and_else_anew() {
        let mut basket = Basket::new();
        let amount = Money::from_minor(10_000);
        let first = basket.prompt("0712345678", amount, false);
        assert_eq!(basket.prompt("0712345678", amount, false), first);
        assert_ne!(basket.prompt("0712345678", amount, true), first);
        let other = basket.prompt("0712345679", amount, false);
        assert_eq!(basket.prompts, std::slice::from_ref(&other));
        basket.forget(other.attempt_id);
        assert!(basket.prompts.is_empty());
    }

    #[test]
    fn a_basket_that_was_kept_before_there_were_prompts_has_none() {
        let kept: Basket = wire::read(r#"{"name":"old"}"#).unwrap();
        assert_eq!((kept.name.as_str(), kept.prompts.len()), ("old", 0));
    }
}
