//! Making, changing and deleting teams, and the user attributes of one.

use super::client::Answer;
use super::error::{Error, ErrorKind};
use super::paging::BY_PAGE;
use super::teams::{TeamWithMembers, Teams};
use super::user_attributes::Assignments;
use crate::domain::{AttributeOfTeam, AttributeValue, NewTeam, Team, TeamId, TeamPatch, UserAttributeId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// A new team (openapi.yaml, `CreatedTeam`).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedTeam {
    /// The team and who is in it.
    #[serde(flatten)]
    pub team: TeamWithMembers,
    /// The workspace made for it. Later reads may leave it out (BEHAVIOUR.md section 8), so it is now or never.
    #[serde(default)]
    pub workspace_id: Option<WorkspaceId>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfAttribute<'a> {
    user_attribute_id: &'a UserAttributeId,
    value: &'a AttributeValue,
}

impl Teams<'_> {
    /// Makes a team. Sent a second time it would make a second team (BEHAVIOUR.md section 15).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn create(self, team: &NewTeam) -> Result<Answer<CreatedTeam>, Error> {
        self.client.call(&self.client.post("createTeam", &["v2", "teams"])?.json(team)?).await
    }

    /// Changes name, description or visibility.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn update(self, id: &TeamId, patch: &TeamPatch) -> Result<Answer<Team>, Error> {
        let request = self.client.patch("updateTeam", &["v2", "teams", id.as_str()])?;
        self.client.call(&request.json(patch)?).await
    }

    /// Deletes a team. What becomes of its workspace is unknown (BEHAVIOUR.md section 8).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn delete(self, id: &TeamId) -> Result<Answer<()>, Error> {
        self.client.tell(&self.client.delete("deleteTeam", &["v2", "teams", id.as_str()])?).await
    }

    /// The user attributes that have a value for a team.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn attributes(self, id: &TeamId) -> Result<Vec<AttributeOfTeam>, Error> {
        let path = ["v2", "teams", id.as_str(), "user-attributes"];
        self.client.entries(self.client.get("listTeamUserAttributes", &path), BY_PAGE).await
    }

    /// Sets several user attributes of one team, a hundred at most (BEHAVIOUR.md section 14).
    ///
    /// # Errors
    /// When the call fails; `Invalid` for more than a hundred.
    pub async fn set_attributes(
        self,
        id: &TeamId,
        values: &[(UserAttributeId, AttributeValue)],
    ) -> Result<Answer<()>, Error> {
        const OPERATION: &str = "assignUserAttributesToTeam";
        if values.len() > 100 {
            let reason = "a team takes at most a hundred attributes in one call".to_owned();
            return Err(Error::new(OPERATION, ErrorKind::Invalid(reason)));
        }
        let request = self.client.post(OPERATION, &["v2", "teams", id.as_str(), "assignedUserAttributes"])?;
        let assignments =
            values.iter().map(|(user_attribute_id, value)| OfAttribute { user_attribute_id, value }).collect();
        self.client.tell(&request.json(&Assignments { assignments })?).await
    }
}
