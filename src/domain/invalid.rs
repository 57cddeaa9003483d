//! What is wrong with an input, field by field, in sentences for the person who typed it.

use super::Contest;
use serde::{Deserialize, Serialize};

/// Of the things that are wrong, how many one message says: a wish for thousands may have thousands.
const SAID: usize = 5;

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The form field's `name`.
    pub field: String,
    /// One whole sentence, shown beside the field.
    pub message: String,
}

/// All that is wrong with an input, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("some fields need attention")]
pub struct Invalid {
    /// The fields that need attention.
    pub fields: Vec<FieldError>,
    /// Fields that somebody else has changed too: which value holds is to be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contests: Vec<Contest>,
}

impl Invalid {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One wrong field.
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut all = Self::new();
        all.add(field, message);
        all
    }

    /// These wrong fields.
    pub fn of_fields(fields: Vec<FieldError>) -> Self {
        Self { fields, contests: Vec::new() }
    }

    /// Notes a wrong field.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.fields.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// Keeps a checked value, or notes what is wrong with it.
    pub fn keep<T>(&mut self, field: &str, checked: Result<T, String>) -> Option<T> {
        checked.map_err(|message| self.add(field, message)).ok()
    }

    /// What is wrong with this field, if anything.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|e| e.field == field).map(|e| e.message.as_str())
    }

    /// What is wrong as one message, where no form shows it field by field.
    pub fn in_brief(self) -> String {
        let rest = self.fields.len().saturating_sub(SAID);
        let mut why: Vec<String> = self.fields.into_iter().take(SAID).map(|error| error.message).collect();
        match rest {
            0 => {}
            1 => why.push("There is 1 problem besides.".to_owned()),
            rest => why.push(format!("There are {rest} problems besides.")),
        }
        why.join(" ")
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.contests.is_empty()
    }
}
