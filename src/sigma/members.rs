//! Members: the list, finding one by address, inviting, changing.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::files::ListFiles;
use super::paging::{BY_PAGE, Slice};
use super::request::Request;
use crate::domain::{
    EmailAddress, File, Member, MemberId, MemberPatch, NewPerson, ScheduledExport, Team, TeamChoice, UserKind,
};
use futures::stream::{Stream, TryStreamExt};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Calls about members; made by [`SigmaClient::members`].
#[derive(Clone, Copy, Debug)]
pub struct Members<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which members to list. Sigma leaves the deactivated out unless asked (BEHAVIOUR.md section 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListMembers {
    /// Also those deactivated in Sigma.
    pub include_archived: bool,
    /// Also those deactivated by the identity provider.
    pub include_inactive: bool,
}

impl ListMembers {
    /// Everybody there is.
    pub const EVERYBODY: Self = Self { include_archived: true, include_inactive: true };

    fn on(self, request: Request) -> Request {
        request.flag("includeArchived", self.include_archived).flag("includeInactive", self.include_inactive)
    }
}

/// openapi.yaml, `CreateMemberRequest`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewMember<'a> {
    email: &'a EmailAddress,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_type: Option<&'a str>,
    user_kind: &'a UserKind,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    add_to_teams: &'a [TeamChoice],
}

/// The part of openapi.yaml's `RecentFile` that matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecentFile {
    #[serde(default)]
    last_interaction_at: Option<Timestamp>,
}

impl Members<'_> {
    /// The members that `which` describes.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, which: &ListMembers) -> Result<Vec<Member>, Error> {
        self.client.entries(self.list(*which), BY_PAGE).await
    }

    /// The same, page by page.
    pub fn stream(self, which: &ListMembers) -> impl Stream<Item = Result<Vec<Member>, Error>> + Send + use<> {
        self.client.pages(self.list(*which), BY_PAGE)
    }

    /// One page of the same; the first without a cursor.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn slice(self, which: &ListMembers, cursor: Option<&str>) -> Result<Slice<Member>, Error> {
        let request = self.client.get("listMembersV21", &["v2.1", "members"])?;
        self.client.slice(which.on(request), cursor).await
    }

    /// The member with this address, deactivated ones included: their address is taken too (BEHAVIOUR.md section 7).
    /// Sigma does not say how its filter matches, so only an exact match without case counts.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn find_by_email(self, email: &EmailAddress) -> Result<Option<Member>, Error> {
        let request = self.list(ListMembers::EVERYBODY).map(|r| r.query("email", email.as_str()));
        let pages = self.client.pages::<Member>(request, BY_PAGE);
        let mut pages = std::pin::pin!(pages);
        while let Some(page) = pages.try_next().await? {
            let found = page.into_iter().find(|member| member.email.to_lowercase() == email.folded());
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// One member.
    ///
    /// # Errors
    /// When the call fails; status 404 for a member that does not exist.
    pub async fn get(self, id: &MemberId) -> Result<Member, Error> {
        self.client.one("getMember", &["v2", "members", id.as_str()]).await
    }

    /// When a member was last in a document: the newest of the recent files that Sigma lists; `None` where it lists none.
    /// About admins and system members it fails (BEHAVIOUR.md section 18).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn last_interaction(self, id: &MemberId) -> Result<Option<Timestamp>, Error> {
        let request = self.client.get("listRecentFiles", &["v2", "members", id.as_str(), "files", "recents"])?;
        let recent = self.client.slice::<RecentFile>(request.flag("includeExplorations", true), None).await?;
        Ok(recent.entries.iter().filter_map(|file| file.last_interaction_at).max())
    }

    /// What a member has workbooks and reports send. Sigma wants an admin's credentials for others than their owner.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn schedules(self, id: &MemberId) -> Result<Vec<ScheduledExport>, Error> {
        let path = ["v2", "members", id.as_str(), "schedules"];
        self.client.entries(self.client.get("listMemberSchedules", &path), BY_PAGE).await
    }

    /// The teams a member is in. Sigma wants an admin's credentials for it.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn teams(self, id: &MemberId) -> Result<Vec<Team>, Error> {
        let path = ["v2", "members", id.as_str(), "teams"];
        self.client.entries(self.client.get("listMemberTeams", &path), BY_PAGE).await
    }

    /// The files a member can reach, with what they may do with each.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn files(self, id: &MemberId, which: &ListFiles) -> Result<Vec<File>, Error> {
        self.stream_files(id, which).try_concat().await
    }

    /// The same, page by page.
    pub fn stream_files(
        self,
        id: &MemberId,
        which: &ListFiles,
    ) -> impl Stream<Item = Result<Vec<File>, Error>> + Send + use<> {
        let request = self.client.get("listMemberFiles", &["v2", "members", id.as_str(), "files"]);
        self.client.file_pages(request.map(|request| which.on(request)))
    }

    /// Invites a person, with the teams to join. Never sent a second time once it may have arrived, because it mails
    /// an invitation.
    ///
    /// # Errors
    /// When the call fails; for a taken address see [`Error::existing_member_id`].
    pub async fn create(self, person: &NewPerson, teams: &[TeamChoice]) -> Result<Answer<Member>, Error> {
        let mut request = self.client.post("createMember", &["v2", "members"])?;
        if !person.send_invite {
            request = request.query("sendInvite", "false");
        }
        let body = NewMember {
            email: &person.email,
            first_name: &person.first_name,
            last_name: &person.last_name,
            member_type: person.account_type.as_deref(),
            user_kind: &person.user_kind,
            add_to_teams: teams,
        };
        self.client.call(&request.json(&body)?).await
    }

    /// Changes fields of a member.
    ///
    /// # Errors
    /// When the call fails: status 409 for an address another member has, 404 for an unknown member or account type.
    pub async fn update(self, id: &MemberId, patch: &MemberPatch) -> Result<Answer<Member>, Error> {
        let request = self.client.patch("updateMember", &["v2", "members", id.as_str()])?;
        self.client.call(&request.json(patch)?).await
    }

    fn list(self, which: ListMembers) -> Result<Request, Error> {
        self.client.get("listMembers", &["v2", "members"]).map(|request| which.on(request))
    }
}
