//! What happened in the organisation outside the portal, as one sync after another shows it.

use super::{DirectoryEventId, Subject};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that changed outside the portal: somebody worked in Sigma itself, or an identity provider did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEvent {
    pub id: DirectoryEventId,
    /// When a sync saw it; when it happened Sigma does not say.
    pub at: Timestamp,
    /// What kind of thing.
    pub kind: DirectoryEventKind,
    /// Whom and what it is about, the one it is mainly about first.
    pub subjects: Vec<Subject>,
    /// What happened, in a sentence, with the names of the time.
    pub text: String,
}

/// What can happen outside the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryEventKind {
    /// A member is new.
    MemberJoined,
    /// A member is no longer listed.
    MemberLeft,
    /// A member can no longer sign in.
    MemberDeactivated,
    /// A member can sign in again.
    MemberReactivated,
    /// A member's name or address is another one.
    MemberChanged,
    /// A member has another account type.
    AccountTypeChanged,
    /// A member is new in a team.
    TeamJoined,
    /// A member is no longer in a team.
    TeamLeft,
    /// A member became administrator of a team, or no longer is.
    TeamAdminChanged,
    /// A member or team can use something it could not.
    GrantGained,
    /// A member or team lost access.
    GrantLost,
    /// A member or team has access on another level.
    GrantChanged,
    /// A team, workspace, connection or document is new.
    ResourceCreated,
    /// A team, workspace, connection or document has another name.
    ResourceRenamed,
    /// A team, workspace, connection or document is gone.
    ResourceDeleted,
}

impl DirectoryEventKind {
    /// All, in the order of a filter.
    pub const ALL: [Self; 15] = [
        Self::MemberJoined,
        Self::MemberLeft,
        Self::MemberDeactivated,
        Self::MemberReactivated,
        Self::MemberChanged,
        Self::AccountTypeChanged,
        Self::TeamJoined,
        Self::TeamLeft,
        Self::TeamAdminChanged,
        Self::GrantGained,
        Self::GrantLost,
        Self::GrantChanged,
        Self::ResourceCreated,
        Self::ResourceRenamed,
        Self::ResourceDeleted,
    ];

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::MemberJoined => "Joined",
            Self::MemberLeft => "Left",
            Self::MemberDeactivated => "Deactivated",
            Self::MemberReactivated => "Reactivated",
            Self::MemberChanged => "Profile changed",
            Self::AccountTypeChanged => "Account type changed",
            Self::TeamJoined => "Joined a team",
            Self::TeamLeft => "Left a team",
            Self::TeamAdminChanged => "Team administrator changed",
            Self::GrantGained => "Access granted",
            Self::GrantLost => "Access revoked",
            Self::GrantChanged => "Access changed",
            Self::ResourceCreated => "Created",
            Self::ResourceRenamed => "Renamed",
            Self::ResourceDeleted => "Deleted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_listed_once_and_are_plain_words() {
        let mut words: Vec<_> = DirectoryEventKind::ALL.iter().map(|k| serde_json::to_value(k).unwrap()).collect();
        assert_eq!(words[0], "member_joined");
        words.sort_by_key(std::string::ToString::to_string);
        words.dedup();
        assert_eq!(words.len(), DirectoryEventKind::ALL.len());
        assert!(words.iter().all(serde_json::Value::is_string));
    }
}
