//! Teams: the list, one team, and who is in it.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::{BY_PAGE, Slice};
use super::request::Request;
use crate::domain::{MemberId, Team, TeamId, TeamMember, TeamVisibility};
use futures::stream::Stream;
use serde::{Deserialize, Serialize};

/// Calls about teams; made by [`SigmaClient::teams`].
#[derive(Clone, Copy, Debug)]
pub struct Teams<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which teams to list. How name and description match, Sigma does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListTeams {
    /// Only those with this in their name.
    pub name: Option<String>,
    /// Only those with this in their description.
    pub description: Option<String>,
    /// Only those that are public, or only those that are private.
    pub visibility: Option<TeamVisibility>,
}

impl ListTeams {
    fn on(&self, request: Request) -> Request {
        let visibility = self.visibility.as_ref().map(|visibility| match visibility {
            TeamVisibility::Public => "public",
            TeamVisibility::Private => "private",
            TeamVisibility::Other(word) => word,
        });
        request
            .maybe("name", self.name.as_deref())
            .maybe("description", self.description.as_deref())
            .maybe("visibility", visibility)
    }
}

/// A team and who is in it (openapi.yaml, `TeamWithMembers`); only reads of a single team say both.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct TeamWithMembers {
    #[serde(flatten)]
    pub team: Team,
    /// Who is in it.
    pub members: Vec<MemberId>,
}

#[derive(Serialize)]
struct MemberDelta<'a> {
    add: &'a [MemberId],
    remove: &'a [MemberId],
}

impl Teams<'_> {
    /// Every team.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self) -> Result<Vec<Team>, Error> {
        self.client.entries(self.client.get("listTeams", &["v2", "teams"]), BY_PAGE).await
    }

    /// The same, page by page.
    pub fn stream(self) -> impl Stream<Item = Result<Vec<Team>, Error>> + Send + use<> {
        self.client.pages(self.client.get("listTeams", &["v2", "teams"]), BY_PAGE)
    }

    /// One page of the teams that `which` describes; the first without a cursor.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn slice(self, which: &ListTeams, cursor: Option<&str>) -> Result<Slice<Team>, Error> {
        self.client.slice(which.on(self.client.get("listTeamsV21", &["v2.1", "teams"])?), cursor).await
    }

    /// The teams that `which` describes.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn matching(self, which: &ListTeams) -> Result<Vec<Team>, Error> {
        let request = self.client.get("listTeams", &["v2", "teams"]).map(|request| which.on(request));
        self.client.entries(request, BY_PAGE).await
    }

    /// One team and who is in it.
    ///
    /// # Errors
    /// When the call fails; status 404 for a team that does not exist.
    pub async fn get(self, id: &TeamId) -> Result<TeamWithMembers, Error> {
        self.client.one("getTeam", &["v2", "teams", id.as_str()]).await
    }

    /// Who is in a team, and which of them administer it.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn members(self, id: &TeamId) -> Result<Vec<TeamMember>, Error> {
        let request = self.client.get("listTeamMembers", &["v2", "teams", id.as_str(), "members"]);
        self.client.entries(request, BY_PAGE).await
    }

    /// Adds people to a team and removes people from it. Deactivated members can be neither added nor removed
    /// (BEHAVIOUR.md section 8).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn update_members(self, id: &TeamId, add: &[MemberId], remove: &[MemberId]) -> Result<Answer<()>, Error> {
        let request = self.client.patch("updateTeamMembers", &["v2", "teams", id.as_str(), "members"])?;
        self.client.tell(&request.json(&MemberDelta { add, remove })?).await
    }
}
