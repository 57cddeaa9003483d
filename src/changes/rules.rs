//! What an installation forbids or wants confirmed, beyond the rules that hold everywhere.

use crate::domain::Member;
use std::collections::BTreeSet;

/// Settings of the guards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// An identity provider manages the accounts of internal people (SCIM); what that means is told by
    /// [`Rules::account`].
    pub scim_members: bool,
    /// An identity provider manages teams (SCIM); what that means is told by [`Rules::team`].
    pub scim_teams: bool,
    /// The admins who have set SCIM up, by address in lower case. No field of Sigma's names them, and provisioning ends
    /// with their account or their account type (Sigma's help, “Manage users and teams with SCIM”).
    pub scim_admins: BTreeSet<String>,
    /// A plan that reaches more people than this must be confirmed even where nothing about it is dangerous and they are
    /// few of the organisation; `None` sets no number.
    pub confirm_above: Option<usize>,
}

impl Rules {
    /// Whether provisioning depends on this person's account.
    pub fn has_set_scim_up(&self, member: &Member) -> bool {
        self.scim_admins.contains(&member.email.to_lowercase())
    }
}
