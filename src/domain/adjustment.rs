//! What one person is to have, and not to have.

use super::{MemberId, Permission, ResourceRef, Subject, TeamId, UserAttributeId};
use serde::{Deserialize, Serialize};

/// What one person is to have, and not to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adjustment {
    pub member_id: MemberId,
    /// The account type to have, by name.
    #[serde(default)]
    pub account_type: Option<String>,
    /// Teams to be in.
    #[serde(default)]
    pub join: Vec<TeamId>,
    /// Teams not to be in.
    #[serde(default)]
    pub leave: Vec<TeamId>,
    /// Levels to hold directly; `None` takes the grant away.
    #[serde(default)]
    pub access: Vec<(ResourceRef, Option<Permission>)>,
    /// Values of user attributes to have; `None` takes the value away.
    #[serde(default)]
    pub attributes: Vec<(UserAttributeId, Option<String>)>,
}

impl Adjustment {
    /// Nothing yet, for this person.
    pub fn of(member_id: MemberId) -> Self {
        Self {
            member_id,
            account_type: None,
            join: Vec::new(),
            leave: Vec::new(),
            access: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Whether it is about teams and nothing else.
    pub fn is_of_teams(&self) -> bool {
        let has_teams = !self.join.is_empty() || !self.leave.is_empty();
        has_teams && self.account_type.is_none() && self.access.is_empty() && self.attributes.is_empty()
    }

    /// What it names by an id.
    pub(super) fn named(&self) -> Vec<Subject> {
        let teams = self.join.iter().chain(&self.leave).cloned().map(Subject::Team);
        let resources = self.access.iter().map(|(resource, _)| Subject::from(resource));
        let attributes = self.attributes.iter().map(|(id, _)| Subject::UserAttribute(id.clone()));
        let member = Subject::Member(self.member_id.clone());
        [member].into_iter().chain(teams).chain(resources).chain(attributes).collect()
    }
}
