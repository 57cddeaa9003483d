//! User attributes, and the values members and teams have.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{
    AttributeValue, MemberAttribute, MemberId, NewUserAttribute, TeamAttribute, TeamId, UserAttribute, UserAttributeId,
};
use serde::Serialize;

/// Calls about user attributes; made by [`SigmaClient::user_attributes`].
#[derive(Clone, Copy, Debug)]
pub struct UserAttributes<'c> {
    pub(super) client: &'c SigmaClient,
}

#[derive(Serialize)]
pub(super) struct Assignments<T> {
    pub assignments: Vec<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfMember<'a> {
    user_id: &'a MemberId,
    value: &'a AttributeValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfTeam<'a> {
    team_id: &'a TeamId,
    value: &'a AttributeValue,
}

/// openapi.yaml, `RevokeUserAssignmentsRequest`.
#[derive(Serialize)]
struct Removal<'a> {
    delete: Vec<Removed<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Removed<'a> {
    user_id: &'a MemberId,
}

impl UserAttributes<'_> {
    /// Every user attribute; those whose name matches, where one is given. How it matches Sigma does not say.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, name: Option<&str>) -> Result<Vec<UserAttribute>, Error> {
        let request = self.client.get("listUserAttributes", &["v2", "user-attributes"]);
        self.client.entries(request.map(|r| r.maybe("name", name)), BY_PAGE).await
    }

    /// One user attribute.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &UserAttributeId) -> Result<UserAttribute, Error> {
        self.client.one("getUserAttribute", &["v2", "user-attributes", id.as_str()]).await
    }

    /// The members that have a value of their own.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn of_members(self, id: &UserAttributeId) -> Result<Vec<MemberAttribute>, Error> {
        let request = self.client.get("listUserAttributeUsers", &["v2", "user-attributes", id.as_str(), "users"]);
        self.client.entries(request, BY_PAGE).await
    }

    /// The teams that have a value.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn of_teams(self, id: &UserAttributeId) -> Result<Vec<TeamAttribute>, Error> {
        let request = self.client.get("listUserAttributeTeams", &["v2", "user-attributes", id.as_str(), "teams"]);
        self.client.entries(request, BY_PAGE).await
    }

    /// Sets the values of members.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn set_for_members(
        self,
        id: &UserAttributeId,
        values: &[(MemberId, AttributeValue)],
    ) -> Result<Answer<()>, Error> {
        let path = ["v2", "user-attributes", id.as_str(), "users"];
        let assignments = values.iter().map(|(user_id, value)| OfMember { user_id, value }).collect();
        let request = self.client.post("setUserAttributeForUsers", &path)?;
        self.client.tell(&request.json(&Assignments { assignments })?).await
    }

    /// Sets the values of teams.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn set_for_teams(
        self,
        id: &UserAttributeId,
        values: &[(TeamId, AttributeValue)],
    ) -> Result<Answer<()>, Error> {
        let path = ["v2", "user-attributes", id.as_str(), "teams"];
        let assignments = values.iter().map(|(team_id, value)| OfTeam { team_id, value }).collect();
        let request = self.client.post("setUserAttributeForTeams", &path)?;
        self.client.tell(&request.json(&Assignments { assignments })?).await
    }

    /// Makes a user attribute. Whether Sigma refuses a name that is taken is unknown (BEHAVIOUR.md section 15).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn create(self, attribute: &NewUserAttribute) -> Result<Answer<UserAttribute>, Error> {
        let request = self.client.post("createUserAttribute", &["v2", "user-attributes"])?;
        self.client.call(&request.json(attribute)?).await
    }

    /// Takes their own values from several members.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn unset_for_members(self, id: &UserAttributeId, members: &[MemberId]) -> Result<Answer<()>, Error> {
        let path = ["v2", "user-attributes", id.as_str(), "users"];
        let delete = members.iter().map(|user_id| Removed { user_id }).collect();
        let request = self.client.patch("revokeUserAttributeForUsers", &path)?;
        self.client.tell(&request.json(&Removal { delete })?).await
    }

    /// Takes their own value from one member.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn unset_for_member(self, id: &UserAttributeId, member: &MemberId) -> Result<Answer<()>, Error> {
        let path = ["v2", "user-attributes", id.as_str(), "users", member.as_str()];
        self.client.tell(&self.client.delete("deleteUserAttributeForUser", &path)?).await
    }

    /// Takes its value from one team.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn unset_for_team(self, id: &UserAttributeId, team: &TeamId) -> Result<Answer<()>, Error> {
        let path = ["v2", "user-attributes", id.as_str(), "teams", team.as_str()];
        self.client.tell(&self.client.delete("deleteUserAttributeForTeam", &path)?).await
    }
}
