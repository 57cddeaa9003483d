//! A field that two people have changed, each to another value.

use serde::{Deserialize, Serialize};

/// A field that somebody else has changed since a form was opened, and this person has changed too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Its name in the form.
    pub name: String,
    /// What people call it: “First name”.
    pub label: String,
    /// What this person typed, in words.
    pub mine: String,
    /// What is held by now, in words.
    pub theirs: String,
    /// What is held, as the form carries it.
    pub now: String,
    /// Whether it was asked before and not answered.
    pub is_unanswered: bool,
    /// Who set it, where the portal knows.
    pub by: Option<SetBy>,
}

/// Who set the value that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetBy {
    pub name: String,
    /// When the change ended, in words. Text, so that the browser, which only passes it on, needs no calendar.
    pub at: String,
}

impl Contest {
    /// Its name in the form.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is held by now, as the form carries it.
    pub fn now(&self) -> &str {
        &self.now
    }
}
