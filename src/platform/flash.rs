//! What a form held when it was refused, and why: kept under the browser's cookie until the page
//! has shown it again. Also the good news that a page shows once after a redirect.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Database;
use crate::values::{Refusal, Stop};

/// What waits for a page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash {
    /// The form's fields as they were typed.
    #[serde(default)]
    pub typed: Value,
    /// Why it was refused.
    #[serde(default)]
    pub refusals: Vec<Refusal>,
    /// Good news: a translation key and what it names.
    #[serde(default)]
    pub notice: Option<Refusal>,
}

impl Flash {
    /// What was typed into a field, or what the page would show otherwise.
    pub fn value(&self, field: &str, otherwise: &str) -> String {
        let typed = match &self.typed {
            Value::Object(fields) => fields.get(field).and_then(Value::as_str),
            _ => None,
        };
        typed.unwrap_or(otherwise).to_owned()
    }

    /// Whether a tick box was ticked, or would be.
    pub fn ticked(&self, field: &str, otherwise: bool) -> bool {
        match &self.typed {
            Value::Object(fields) => fields
                .get(field)
                .and_then(Value::as_str)
                .is_some_and(|v| !v.is_empty()),
            _ => otherwise,
        }
    }

    /// The same of the box that has a file only tried: where it was refused unread, nobody knows whether
    /// that was ticked, and a file that was not meant yet must not go in.
    pub fn only_tries(&self, field: &str, otherwise: bool) -> bool {
        self.ticked(field, otherwise || self.is_refused())
    }

    /// Whether nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.typed.is_null() && self.refusals.is_empty() && self.notice.is_none()
    }

    /// Whether anything was refused.
    pub fn is_refused(&self) -> bool {
        !self.refusals.is_empty()
    }
}

impl Database {
    /// Keeps something for this browser's next look at a form. Secrets must have been taken out.
    pub async fn keep_flash(&self, browser: &[u8], form: &str, flash: &Flash) -> Result<(), Stop> {
        let mut content = serde_json::to_value(flash).map_err(|e| super::fault("flash", &e))?;
        drop_zeros(&mut content);
        let form = form.replace('\0', "");
        let form = form.as_str();
        sqlx::query!("select app.flash_put($1, $2, $3)", browser, form, content)
            .execute(&self.runtime)
            .await?;
        Ok(())
    }

    /// Takes what was kept; a second look finds nothing.
    pub async fn take_flash(&self, browser: &[u8], form: &str) -> Result<Flash, Stop> {
        let form = form.replace('\0', "");
        let form = form.as_str();
        let content = sqlx::query_scalar!("select app.flash_take($1, $2)", browser, form)
            .fetch_optional(&self.runtime)
            .await?
            .flatten();
        Ok(content
            .and_then(|content| serde_json::from_value(content).ok())
            .unwrap_or_default())
    }
}

/// Takes zero bytes out of every text, and fields out whose names have one: PostgreSQL cannot hold them, and a form that was refused
/// because of one must come back to its page all the same.
fn drop_zeros(content: &mut Value) {
    match content {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', ""),
        Value::Array(items) => items.iter_mut().for_each(drop_zeros),
        Value::Object(fields) => {
            fields.retain(|name, _| !name.contains('\0'));
            fields.values_mut().for_each(drop_zeros);
        }
        _ => {}
    }
}
