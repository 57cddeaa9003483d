//! Changes: the words of the writing road. What an admin wants, the plan that gets there, and what became of it.
//!
//! Making and running plans is the `changes` room's work; keeping them is the `store`'s.

use super::{
    ChangeId, ConnectionId, ConnectionPermission, EmailAddress, GrantId, Grantee, MemberId, MemberPatch, Permission,
    ResourceRef, Role, TeamId, UserKind, WorkspaceId, WorkspacePermission,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person to invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPerson {
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Account type by name; `None` takes the organisation's default for invitations.
    pub account_type: Option<String>,
    /// Internal or guest.
    pub user_kind: UserKind,
    /// Whether Sigma mails an invitation.
    pub send_invite: bool,
}

/// A team to join while being invited, the one moment at which Sigma lets a team admin be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamChoice {
    /// The team.
    pub team_id: TeamId,
    /// Whether to join as team admin.
    pub is_team_admin: bool,
}

/// What somebody wants. Input of planning; kept with the change, so that a plan can be made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Intent {
    /// Invite one person with all they need.
    OnboardPerson {
        /// Who.
        person: NewPerson,
        /// Teams to join.
        teams: Vec<TeamChoice>,
        /// Workspaces to open to them, directly.
        workspaces: Vec<(WorkspaceId, WorkspacePermission)>,
        /// Connections to open to them, directly.
        connections: Vec<(ConnectionId, ConnectionPermission)>,
    },
    /// Change fields of a member.
    EditMember {
        /// Whose.
        member_id: MemberId,
        /// New values.
        patch: MemberPatch,
    },
    /// Add people to a team and remove people from it.
    EditTeamMembers {
        /// Which team.
        team_id: TeamId,
        /// Who joins.
        add: Vec<MemberId>,
        /// Who leaves.
        remove: Vec<MemberId>,
    },
    /// Give access, or set it to another level.
    Grant {
        /// On what.
        resource: ResourceRef,
        /// To whom.
        grantee: Grantee,
        /// How much.
        permission: Permission,
    },
    /// Take access away.
    Revoke {
        /// On what.
        resource: ResourceRef,
        /// From whom.
        grantee: Grantee,
    },
}

/// What kind of change it is, for lists and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// [`Intent::OnboardPerson`].
    OnboardPerson,
    /// [`Intent::EditMember`].
    EditMember,
    /// [`Intent::EditTeamMembers`].
    EditTeamMembers,
    /// [`Intent::Grant`].
    Grant,
    /// [`Intent::Revoke`].
    Revoke,
}

impl Intent {
    /// Which kind it is.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::OnboardPerson { .. } => ChangeKind::OnboardPerson,
            Self::EditMember { .. } => ChangeKind::EditMember,
            Self::EditTeamMembers { .. } => ChangeKind::EditTeamMembers,
            Self::Grant { .. } => ChangeKind::Grant,
            Self::Revoke { .. } => ChangeKind::Revoke,
        }
    }
}

/// A member a step acts on: known, or the one an earlier step of the same plan invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRef {
    /// A member of the directory.
    Known(MemberId),
    /// The member that this step of the plan invites.
    InvitedBy(u32),
}

/// Who receives a planned grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GranteeRef {
    /// A member.
    Member(MemberRef),
    /// A team.
    Team(TeamId),
}

/// One call to Sigma.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// `POST /v2/members`, with the teams to join.
    InviteMember {
        /// Who.
        person: NewPerson,
        /// Teams to join at once.
        teams: Vec<TeamChoice>,
    },
    /// `PATCH /v2/members/{memberId}`.
    UpdateMember {
        /// Whose.
        member_id: MemberId,
        /// New values.
        patch: MemberPatch,
    },
    /// `PATCH /v2/teams/{teamId}/members`.
    UpdateTeamMembers {
        /// Which team.
        team_id: TeamId,
        /// Who joins.
        add: Vec<MemberId>,
        /// Who leaves.
        remove: Vec<MemberId>,
    },
    /// `POST /v2/{workspaces|connections}/{id}/grants`.
    Grant {
        /// On what.
        resource: ResourceRef,
        /// To whom.
        grantee: GranteeRef,
        /// How much.
        permission: Permission,
    },
    /// `DELETE /v2/{workspaces|connections}/{id}/grants/{grantId}`.
    Revoke {
        /// On what.
        resource: ResourceRef,
        /// From whom; read again when the grant's id has gone.
        grantee: Grantee,
        /// Which grant.
        grant_id: GrantId,
        /// What it allowed, to put back.
        permission: Permission,
    },
}

/// Something the person should know before they apply a plan; it does not stop them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A sentence.
    pub message: String,
}

/// A plan: steps in an order that respects what each needs. Shown before anything happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the change does, in a few words: its title everywhere.
    pub title: String,
    /// The steps, in the order they run.
    pub steps: Vec<Step>,
    /// What to know before applying it.
    pub warnings: Vec<Warning>,
    /// What the change is about.
    pub subjects: Vec<Subject>,
}

/// One step of a plan and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Place in the plan, from 0.
    pub index: u32,
    /// What it does, in words.
    pub title: String,
    /// The call.
    pub call: Call,
    /// Steps that must be done before.
    pub needs: Vec<u32>,
    /// How it is undone, in words; `None` where Sigma offers no way.
    pub undo: Option<String>,
    /// What became of it.
    pub state: StepState,
    /// What went wrong, while failed or unknown.
    pub error: Option<StepError>,
    /// The member it invited.
    pub invited: Option<MemberId>,
    /// Times the call was sent.
    pub attempts: u32,
    /// When it was first sent.
    pub started_at: Option<Timestamp>,
    /// When it was last settled.
    pub ended_at: Option<Timestamp>,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not sent yet.
    Planned,
    /// Written down as about to be sent; the answer is not recorded.
    Running,
    /// Sigma did it.
    Done,
    /// Sigma refused it, or it never reached Sigma.
    Failed,
    /// It may or may not have happened: the answer was lost. Sigma's state is read before it is sent again.
    Unknown,
    /// Not needed: Sigma already was as the step wants it.
    Skipped,
}

impl StepState {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
            Self::Skipped => "Already so",
        }
    }

    /// Sigma is as the step wants it.
    pub fn is_met(self) -> bool {
        matches!(self, Self::Done | Self::Skipped)
    }
}

/// Why a step did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepError {
    /// A sentence for the admin.
    pub message: String,
    /// HTTP status, when Sigma answered.
    pub status: Option<u16>,
    /// Sigma's code.
    pub code: Option<String>,
    /// Sigma's request id, to quote to its support.
    pub request_id: Option<String>,
}

/// What became of a change as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Accepted, not begun.
    Queued,
    /// Steps are being sent.
    Running,
    /// Every step is met.
    Done,
    /// At least one step failed, is unknown or waits for one that did; can be retried.
    Failed,
}

impl ChangeState {
    /// All, in the order of a filter.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Failed => "Needs attention",
        }
    }

    /// Whether nothing more happens by itself.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }

    /// The state that follows from the steps, once nothing runs.
    pub fn of(steps: &[Step]) -> Self {
        if steps.iter().all(|s| s.state.is_met()) { Self::Done } else { Self::Failed }
    }
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Their member id, where the directory knows them.
    pub member_id: Option<MemberId>,
    /// Their name at the time.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role at the time.
    pub role: Role,
}

/// What a change or an audit event is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// A member.
    Member(MemberId),
    /// Somebody by address, before they have an id.
    Address(EmailAddress),
    /// A team.
    Team(TeamId),
    /// A workspace.
    Workspace(WorkspaceId),
    /// A connection.
    Connection(ConnectionId),
}

impl Subject {
    /// `kind:id`, the form it is looked up by.
    pub fn key(&self) -> String {
        match self {
            Self::Member(id) => format!("member:{id}"),
            Self::Address(address) => format!("address:{}", address.folded()),
            Self::Team(id) => format!("team:{id}"),
            Self::Workspace(id) => format!("workspace:{id}"),
            Self::Connection(id) => format!("connection:{id}"),
        }
    }
}

impl From<&ResourceRef> for Subject {
    fn from(resource: &ResourceRef) -> Self {
        match resource {
            ResourceRef::Workspace(id) => Self::Workspace(id.clone()),
            ResourceRef::Connection(id) => Self::Connection(id.clone()),
        }
    }
}

/// A change: an accepted plan with its journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// What it does, in a few words.
    pub title: String,
    /// What was wanted.
    pub intent: Intent,
    /// Who asked.
    pub actor: Actor,
    /// Why, in the actor's words; may be empty.
    pub reason: String,
    /// What became of it.
    pub state: ChangeState,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When it last settled.
    pub ended_at: Option<Timestamp>,
    /// Its steps, by index. Empty in lists.
    pub steps: Vec<Step>,
    /// Warnings shown with the plan.
    pub warnings: Vec<Warning>,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

/// One line of the audit log. Written once, never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Sorts by time.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What happened, as a stable dotted word: `change.accepted`, `step.done`, `step.failed`, `session.signed_in` …
    pub action: String,
    /// What happened, in a sentence.
    pub summary: String,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// How it ended.
    pub outcome: Outcome,
    /// The change it belongs to.
    pub change_id: Option<ChangeId>,
    /// Sigma's request id, where a call was made.
    pub sigma_request_id: Option<String>,
}

/// How an audited action ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As wanted.
    Succeeded,
    /// Refused or broken.
    Failed,
    /// The answer was lost.
    Unknown,
}
