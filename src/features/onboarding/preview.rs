//! What filling in the onboarding form would come to, as it travels to the browser.

use super::form::PersonFields;
use crate::domain::{FieldError, Invalid};
use serde::{Deserialize, Serialize};

/// The plan of a form, or of as much of it as is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPreview {
    /// Labels of fields that are still to be filled in, in the order of the form.
    pub missing: Vec<String>,
    /// Fields that are filled in wrongly.
    pub malformed: Invalid,
    /// Fields that are filled in rightly and cannot be carried out, as an address that is taken.
    pub refused: Invalid,
    /// Who has the address already.
    pub holder: Option<Holder>,
    /// Steps in words; empty until the form is complete.
    pub steps: Vec<String>,
    /// Sentences to know before applying the plan.
    pub warnings: Vec<String>,
    /// What the person will be able to do, once an account type is chosen.
    pub account: Option<AccountEffect>,
    /// Who is e-mailed, in a sentence.
    pub mail: String,
    /// Active members by account type, in the order of the types.
    pub seats: Vec<Seats>,
}

/// Who has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub name: String,
    /// Path of the page.
    pub href: String,
}

/// What an account type does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEffect {
    pub name: String,
    /// What holders can do, in the words of the organization; may be empty.
    pub description: String,
    /// What it limits, in sentences.
    pub limits: Vec<String>,
}

/// Active members of one account type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// Name of the account type.
    pub account_type: String,
    /// How many there are.
    pub before: usize,
    /// How many there will be.
    pub after: usize,
}

impl PlanPreview {
    /// Whether the form can be reviewed as it is.
    pub fn is_complete(&self) -> bool {
        !self.steps.is_empty()
    }

    /// What is to stand beside the fields now: what cannot be carried out at once, what is filled in wrongly only of
    /// fields that somebody has left (`touched`).
    pub fn errors(&self, person: &PersonFields, touched: &[String]) -> Invalid {
        let is_left = |error: &FieldError| touched.contains(&error.field);
        let mut shown = Invalid::new();
        let malformed = person.check().fields.into_iter().chain(self.malformed.fields.iter().cloned()).filter(is_left);
        for error in malformed.chain(self.refused.fields.iter().cloned()) {
            if shown.of(&error.field).is_none() {
                shown.fields.push(error);
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_wrong_once_it_was_left_and_a_taken_address_at_once() {
        let person = PersonFields { email: "ada@".into(), ..PersonFields::default() };
        let preview = PlanPreview::default();
        assert!(preview.errors(&person, &[]).is_empty(), "someone is still typing");
        let left = preview.errors(&person, &["email".into()]);
        assert!(left.of("email").unwrap().contains("is not an e-mail address"));
        assert_eq!(left.of("first_name"), None);
        let taken = PlanPreview { refused: Invalid::one("email", "Taken."), ..PlanPreview::default() };
        assert_eq!(taken.errors(&PersonFields::default(), &[]).of("email"), Some("Taken."));
    }
}
