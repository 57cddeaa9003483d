//! What an installation forbids or wants confirmed, beyond the rules that hold everywhere.

/// Settings of the guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// An identity provider manages the accounts of internal people (SCIM); what that means is told by
    /// [`Rules::account`].
    pub scim_members: bool,
    /// An identity provider manages teams (SCIM); what that means is told by [`Rules::team`].
    pub scim_teams: bool,
    /// A plan that reaches more people than this must be confirmed by typing their number.
    pub confirm_above: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { scim_members: false, scim_teams: false, confirm_above: 25 }
    }
}
