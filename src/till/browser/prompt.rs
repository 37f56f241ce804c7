//! Having M-Pesa ask a customer for money: only the server can.

use std::time::Duration;

use uuid::Uuid;

use super::http::{ask, post};
use super::{Device, Trouble};
use crate::till::wire::{self, GiveUpAsk, PromptAnswer, PromptAsk};

/// How long the server is waited for: somebody stands at the till.
const PATIENCE: Duration = Duration::from_secs(10);

impl Device {
    /// Asks for a prompt. The same asked again is asked once.
    ///
    /// # Errors
    /// There is no network: perhaps it is asked for, perhaps not.
    pub async fn ask_prompt(&self, prompt: &PromptAsk) -> Result<PromptAnswer, Trouble> {
        post(wire::PROMPT, prompt, PATIENCE).await
    }

    /// How a prompt stands.
    ///
    /// # Errors
    /// There is no network.
    pub async fn look_at_prompt(&self, attempt_id: Uuid) -> Result<PromptAnswer, Trouble> {
        let path = format!("{}/{attempt_id}", wire::PROMPT);
        ask(&path, None, PATIENCE).await?.read()
    }

    /// Says that nobody waits for a prompt any more.
    ///
    /// # Errors
    /// There is no network.
    pub async fn give_up_prompt(
        &self,
        attempt_id: Uuid,
        member_id: Uuid,
    ) -> Result<PromptAnswer, Trouble> {
        let path = format!("{}/{attempt_id}/give_up", wire::PROMPT);
        post(&path, &GiveUpAsk { member_id }, PATIENCE).await
    }
}
