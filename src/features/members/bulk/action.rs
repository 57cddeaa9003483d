//! What can be done to many people at once.

use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{Capability, Member, UserKind},
};

/// What can be done to many people at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Give them one account type.
    SetType,
    /// Add them to a team.
    Join,
    /// Remove them from a team.
    Leave,
    /// Remove them from one team and add them to another.
    Move,
    /// Take those who are deactivated back.
    Reactivate,
    Offboard,
    /// Ask for an access package for each of them.
    Request,
    Csv,
}

impl Action {
    /// All, in the order of the buttons.
    pub const ALL: [Self; 8] = [
        Self::SetType,
        Self::Join,
        Self::Leave,
        Self::Move,
        Self::Request,
        Self::Reactivate,
        Self::Offboard,
        Self::Csv,
    ];

    /// The word for forms, as it is serialized.
    pub fn slug(self) -> &'static str {
        match self {
            Self::SetType => "set_type",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Move => "move",
            Self::Reactivate => "reactivate",
            Self::Offboard => "offboard",
            Self::Request => "request",
            Self::Csv => "csv",
        }
    }

    /// The words on its button.
    pub fn button(self) -> &'static str {
        match self {
            Self::SetType => "Set account type",
            Self::Join => "Add to a team",
            Self::Leave => "Remove from a team",
            Self::Move => "Move to another team",
            Self::Reactivate => "Reactivate",
            Self::Offboard => "Offboard",
            Self::Request => "Request a package",
            Self::Csv => "Export CSV",
        }
    }

    /// What is done to “N people”: the title of its page.
    pub fn title(self, people: &str) -> String {
        match self {
            Self::SetType => format!("Set the account type of {people}"),
            Self::Join => format!("Add {people} to a team"),
            Self::Leave => format!("Remove {people} from a team"),
            Self::Move => format!("Move {people} to another team"),
            Self::Reactivate => format!("Reactivate {people}"),
            Self::Offboard => format!("Offboard {people}"),
            Self::Request => format!("Request an access package for {people}"),
            Self::Csv => format!("Export {people}"),
        }
    }

    /// Why it is left to the identity provider whoever is picked; none while there is somebody for whom it is not.
    pub fn obstacle(self, rules: &Rules, snapshot: &Snapshot) -> Option<&'static str> {
        let account = |deed| {
            let internal = rules.account(&UserKind::Internal, deed).obstacle()?;
            let is_free = |member: &Member| rules.account(&member.user_kind, deed).obstacle().is_none();
            (!snapshot.people().any(is_free)).then_some(internal)
        };
        match self {
            Self::SetType => account(AccountDeed::Edit),
            Self::Reactivate => account(AccountDeed::Reactivate),
            Self::Offboard => account(AccountDeed::Deactivate),
            Self::Join => rules.team(TeamDeed::Join).obstacle(),
            Self::Leave => rules.team(TeamDeed::Leave).obstacle(),
            Self::Move => rules.team(TeamDeed::Join).and(rules.team(TeamDeed::Leave)).obstacle(),
            // What a package may hold, those see who decide about each request.
            Self::Request | Self::Csv => None,
        }
    }

    /// Why it is left to the identity provider for this person.
    pub fn obstacle_for(self, member: &Member, rules: &Rules) -> Option<&'static str> {
        let account = |deed| rules.account(&member.user_kind, deed).obstacle();
        match self {
            Self::SetType => account(AccountDeed::Edit),
            Self::Reactivate => account(AccountDeed::Reactivate),
            Self::Offboard => account(AccountDeed::Deactivate),
            Self::Join => rules.team(TeamDeed::Join).obstacle(),
            Self::Leave => rules.team(TeamDeed::Leave).obstacle(),
            Self::Move => rules.team(TeamDeed::Join).and(rules.team(TeamDeed::Leave)).obstacle(),
            Self::Request | Self::Csv => None,
        }
    }

    /// What it needs at least; whom exactly somebody may change, planning checks.
    pub fn needs(self) -> Capability {
        match self {
            Self::SetType | Self::Reactivate | Self::Offboard | Self::Request => Capability::WriteMembers,
            Self::Join | Self::Leave | Self::Move => Capability::WriteTeams,
            Self::Csv => Capability::ReadDirectory,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_forms_are_read_as_they_are_written() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.slug());
        }
    }
}
