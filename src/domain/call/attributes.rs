//! Calls about user attributes and their values.

use super::{Created, Spared};
use crate::domain::{AttributeValue, Grantee, MemberId, NewUserAttribute, Ref, Subject, UserAttributeId};
use serde::{Deserialize, Serialize};

/// A call about a user attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum AttributeCall {
    /// `POST /v2/user-attributes`.
    #[serde(rename = "create_attribute")]
    Create { attribute: NewUserAttribute },
    /// `POST /v2/user-attributes/{userAttributeId}/users`, or `POST /v2/teams/{teamId}/assignedUserAttributes` for one
    /// team, or `POST /v2/user-attributes/{userAttributeId}/teams` for several.
    #[serde(rename = "set_attribute")]
    Set {
        attribute_id: UserAttributeId,
        /// Whose value, and the value. All of one kind: members or teams.
        values: Vec<(Grantee, AttributeValue)>,
        /// The values that the plan saw: whoever is missing had none. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, AttributeValue)>>,
    },
    /// The same for somebody whom an earlier step invites: becomes [`Self::Set`] once they have an id.
    #[serde(rename = "set_attribute_of_new_member")]
    SetForNew { attribute_id: UserAttributeId, member: Ref<MemberId>, value: AttributeValue },
    /// `DELETE /v2/user-attributes/{userAttributeId}/users/{userId}` or `…/teams/{teamId}`; `PATCH …/users` for several
    /// members.
    #[serde(rename = "unset_attribute")]
    Unset {
        attribute_id: UserAttributeId,
        /// Whose value: any number of members, or one team.
        holders: Vec<Grantee>,
        /// The values that the plan saw: whoever is missing had none. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, AttributeValue)>>,
    },
}

impl AttributeCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let (id, holders): (_, Vec<Subject>) = match self {
            Self::Create { .. } => return Vec::new(),
            Self::Set { attribute_id, values, .. } => {
                (attribute_id, values.iter().map(|(who, _)| who.into()).collect())
            }
            Self::SetForNew { attribute_id, member, .. } => {
                (attribute_id, member.known().cloned().map(Subject::Member).into_iter().collect())
            }
            Self::Unset { attribute_id, holders, .. } => (attribute_id, holders.iter().map(Into::into).collect()),
        };
        std::iter::once(Subject::UserAttribute(id.clone())).chain(holders).collect()
    }

    pub(super) fn resolve(&mut self, created: &Created<'_>) {
        let Self::SetForNew { attribute_id, member, value } = self else { return };
        created.member(member);
        if let Some(id) = member.known() {
            let values = vec![(Grantee::Member(id.clone()), value.clone())];
            *self = Self::Set { attribute_id: attribute_id.clone(), values, held: Some(Vec::new()) };
        }
    }

    pub(super) fn sparing(self, spared: Spared<'_>) -> Option<Self> {
        match self {
            Self::Create { .. } | Self::SetForNew { .. } => Some(self),
            Self::Set { attribute_id, mut values, held } => {
                values.retain(|(who, _)| !spared.has(who));
                (!values.is_empty()).then_some(Self::Set { attribute_id, values, held })
            }
            Self::Unset { attribute_id, mut holders, held } => {
                holders.retain(|who| !spared.has(who));
                (!holders.is_empty()).then_some(Self::Unset { attribute_id, holders, held })
            }
        }
    }
}
