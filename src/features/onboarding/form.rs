//! The fields of the onboarding form, for both sides, and the checks that the browser makes while they are typed.

use super::{actions::Onboard, questions::PreviewOnboarding};
use crate::{
    domain::{Invalid, entry},
    features::shared::grant_editor::GrantRows,
};
use serde::{Deserialize, Serialize};

/// What is said where no account type is chosen.
pub const NO_ACCOUNT_TYPE: &str = "Choose an account type: it decides what the person can do.";

/// Who is onboarded, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonFields {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// Name of the account type.
    pub account_type: String,
    /// `guest`, else internal.
    pub kind: String,
    /// `on` when an invitation is to be mailed.
    pub invite: String,
}

impl PersonFields {
    /// The person in the fields of a form, each read by its name.
    pub fn read(value: impl Fn(&str) -> String) -> Self {
        Self {
            email: value("email"),
            first_name: value("first_name"),
            last_name: value("last_name"),
            account_type: value("account_type"),
            kind: value("kind"),
            invite: value("invite"),
        }
    }

    /// Whether the person is a guest.
    pub fn is_guest(&self) -> bool {
        self.kind == "guest"
    }

    /// Whether an invitation is to be mailed.
    pub fn is_invited(&self) -> bool {
        self.invite == "on"
    }

    /// What the browser can tell to be wrong, in the order of the form.
    pub fn check(&self) -> Invalid {
        let mut errors = Invalid::new();
        errors.keep("email", entry::email(&self.email));
        errors.keep("first_name", entry::person_name(&self.first_name, "first name"));
        errors.keep("last_name", entry::person_name(&self.last_name, "last name"));
        if self.account_type.trim().is_empty() {
            errors.add("account_type", NO_ACCOUNT_TYPE);
        }
        errors
    }
}

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnboardingForm {
    pub person: PersonFields,
    /// Teams to join.
    pub teams: GrantRows,
    /// Workspaces with direct access.
    pub workspaces: GrantRows,
    /// Connections with direct access.
    pub connections: GrantRows,
    /// Values of user attributes, one a line: “Region: EMEA”.
    pub attributes: String,
}

impl From<Onboard> for OnboardingForm {
    fn from(Onboard { person, teams, workspaces, connections, attributes, .. }: Onboard) -> Self {
        Self { person, teams, workspaces, connections, attributes }
    }
}

impl From<PreviewOnboarding> for OnboardingForm {
    fn from(PreviewOnboarding { person, teams, workspaces, connections, attributes }: PreviewOnboarding) -> Self {
        Self { person, teams, workspaces, connections, attributes }
    }
}
