//! What filling in the onboarding form would come to.

use crate::domain::Invalid;

/// The plan of a form, or of as much of it as is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanPreview {
    /// Labels of fields that are still to be filled in, in the order of the form.
    pub missing: Vec<String>,
    /// Fields that are filled in wrongly.
    pub malformed: Invalid,
    /// Fields that are filled in rightly and cannot be carried out, as an address that is taken.
    pub refused: Invalid,
    /// The name of a user attribute that there is none of.
    pub missing_attribute: Option<String>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    pub name: String,
    /// Path of the page.
    pub href: String,
}

/// What an account type does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountEffect {
    pub name: String,
    /// What holders can do, in the words of the organization; may be empty.
    pub description: String,
    /// What it limits, in sentences.
    pub limits: Vec<String>,
}

/// Active members of one account type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
}
