//! What an identity provider manages (SCIM) and the portal therefore leaves to it: one rule for pages, plans, files and
//! the runner.
//!
//! Once an organisation is provisioned, all management of its people and teams is the provider's (Sigma's help, “Manage
//! users and teams with SCIM”). Two things it cannot do and an admin still has to, through the API: deactivate accounts
//! that are older than provisioning, and take people out of teams that they were put into before it. No field of Sigma's
//! tells which these are, so both are offered and want a reason.

use super::{Rules, guard::Refusal, members, teams};
use crate::{
    directory::Snapshot,
    domain::{Call, UserKind},
};

/// What can be done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountDeed {
    Invite,
    /// Change name, address or account type.
    Edit,
    Deactivate,
    /// Take a deactivated one back.
    Reactivate,
    Delete,
}

/// What can be done to a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamDeed {
    Create,
    /// Change name, description or visibility.
    Edit,
    Delete,
    /// Put people into it.
    Join,
    /// Take people out of it.
    Leave,
}

/// Whether the portal does something beside an identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provisioning {
    /// It is not provisioned.
    Free,
    /// Only in a case that the provider cannot see to: with a reason. What that case is, in a sentence.
    Exceptional(&'static str),
    /// It is the provider's: why, and where it is done instead.
    Managed(&'static str),
}

impl Provisioning {
    /// Why it is not done here, where it is not.
    pub fn obstacle(self) -> Option<&'static str> {
        match self {
            Self::Managed(why) => Some(why),
            Self::Free | Self::Exceptional(_) => None,
        }
    }

    /// In which case it is done here, where that is an exception.
    pub fn exception(self) -> Option<&'static str> {
        match self {
            Self::Exceptional(when) => Some(when),
            Self::Free | Self::Managed(_) => None,
        }
    }

    /// The stricter of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Managed(_), _)
            | (Self::Exceptional(_), Self::Free | Self::Exceptional(_))
            | (Self::Free, Self::Free) => self,
            (_, Self::Managed(_)) | (Self::Free, Self::Exceptional(_)) => other,
        }
    }
}

impl Rules {
    /// What may be done to an account of this kind. Guests and embed users are not provisioned; guests are disabled when
    /// provisioning is turned on, and are not supported beside it.
    pub fn account(&self, kind: &UserKind, deed: AccountDeed) -> Provisioning {
        match (kind, deed) {
            (UserKind::Embed | UserKind::Other(_), _) => return Provisioning::Free,
            (UserKind::Internal | UserKind::Guest, _) if !self.scim_members => return Provisioning::Free,
            (UserKind::Guest, AccountDeed::Invite | AccountDeed::Reactivate) => {
                return Provisioning::Exceptional(
                    "Sigma doesn’t support guests while an identity provider manages accounts (SCIM), and may disable \
                     this one.",
                );
            }
            (UserKind::Guest, AccountDeed::Edit | AccountDeed::Deactivate | AccountDeed::Delete) => {
                return Provisioning::Free;
            }
            (UserKind::Internal, _) => {}
        }
        match deed {
            AccountDeed::Invite => Provisioning::Managed(
                "Your identity provider invites internal people (SCIM). Add the person there; only guests are invited here.",
            ),
            AccountDeed::Edit => Provisioning::Managed(
                "Your identity provider manages this account (SCIM). Change name, address and account type there.",
            ),
            AccountDeed::Deactivate => Provisioning::Exceptional(
                "Your identity provider manages accounts (SCIM). Deactivate here only accounts that are older than that; \
                 all others there, or they come back.",
            ),
            AccountDeed::Reactivate => Provisioning::Managed(
                "Your identity provider manages this account (SCIM). It can be reactivated only there.",
            ),
            AccountDeed::Delete => Provisioning::Managed(
                "Your identity provider manages this account (SCIM). Remove the person there; accounts that are older \
                 than that can be offboarded here.",
            ),
        }
    }

    /// What may be done to teams.
    pub fn team(&self, deed: TeamDeed) -> Provisioning {
        if !self.scim_teams {
            return Provisioning::Free;
        }
        match deed {
            TeamDeed::Create => {
                Provisioning::Managed("Your identity provider manages teams (SCIM). Create the group there.")
            }
            TeamDeed::Edit | TeamDeed::Delete => {
                Provisioning::Managed("Your identity provider manages teams (SCIM): change the group there.")
            }
            TeamDeed::Join => {
                Provisioning::Managed("Your identity provider manages teams (SCIM). Add people to the group there.")
            }
            TeamDeed::Leave => Provisioning::Exceptional(
                "Your identity provider manages teams (SCIM). Remove here only people who were in the team before that; \
                 all others there, or they come back.",
            ),
        }
    }

    /// What may be done by a call.
    pub fn call(&self, call: &Call, snapshot: &Snapshot) -> Provisioning {
        match call {
            Call::Member(call) => members::provisioning(call, self, snapshot),
            Call::Team(call) => teams::provisioning(call, self),
            // Access, attributes and documents are Sigma's own matter.
            Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => Provisioning::Free,
        }
    }
}

/// The call is left to the identity provider by none of the rules.
///
/// # Errors
/// [`Refusal::Blocked`], saying where it is done instead.
pub fn allowed(call: &Call, rules: &Rules, snapshot: &Snapshot) -> Result<(), Refusal> {
    match rules.call(call, snapshot).obstacle() {
        Some(why) => Err(Refusal::Blocked(why.to_owned())),
        None => Ok(()),
    }
}

/// A call that is an identity provider's otherwise has a reason: a change from before the provider took over may have
/// been accepted without one.
///
/// # Errors
/// [`Refusal::Blocked`].
pub fn explained(call: &Call, reason: &str, rules: &Rules, snapshot: &Snapshot) -> Result<(), Refusal> {
    if rules.call(call, snapshot).exception().is_none() || !reason.trim().is_empty() {
        return Ok(());
    }
    let why = "Your identity provider manages this by now (SCIM), and the change gives no reason to do it here.";
    Err(Refusal::Blocked(why.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SCIM: Rules =
        Rules { scim_members: true, scim_teams: true, scim_admins: BTreeSet::new(), confirm_above: None };

    #[test]
    fn two_things_are_left_to_do_here() {
        let account = |deed| SCIM.account(&UserKind::Internal, deed);
        assert!(account(AccountDeed::Deactivate).exception().is_some());
        for deed in [AccountDeed::Invite, AccountDeed::Edit, AccountDeed::Reactivate, AccountDeed::Delete] {
            assert!(account(deed).obstacle().is_some(), "{deed:?}");
        }
        assert!(SCIM.team(TeamDeed::Leave).exception().is_some());
        for deed in [TeamDeed::Create, TeamDeed::Edit, TeamDeed::Delete, TeamDeed::Join] {
            assert!(SCIM.team(deed).obstacle().is_some(), "{deed:?}");
        }
    }

    #[test]
    fn guests_and_organisations_without_it_are_free() {
        assert!(SCIM.account(&UserKind::Guest, AccountDeed::Invite).exception().is_some(), "not supported by Sigma");
        assert_eq!(SCIM.account(&UserKind::Guest, AccountDeed::Deactivate), Provisioning::Free);
        assert_eq!(Rules::default().account(&UserKind::Guest, AccountDeed::Invite), Provisioning::Free);
        assert_eq!(Rules::default().account(&UserKind::Internal, AccountDeed::Delete), Provisioning::Free);
        assert_eq!(Rules::default().team(TeamDeed::Join), Provisioning::Free);
    }

    #[test]
    fn the_stricter_rule_holds() {
        let (free, only, never) = (Provisioning::Free, Provisioning::Exceptional("if"), Provisioning::Managed("no"));
        for (a, b, both) in
            [(free, only, only), (only, free, only), (only, never, never), (never, free, never), (free, free, free)]
        {
            assert_eq!(a.and(b), both);
        }
    }
}
