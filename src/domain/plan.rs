//! Plans: the calls that get from the present to what is wanted, and what became of each.
//!
//! Making and running plans is the `changes` room's work; keeping them is the `store`'s.

use super::{GrantId, Grantee, MemberId, MemberPatch, NewPerson, Permission, ResourceRef, Subject, TeamChoice, TeamId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

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

impl Plan {
    /// Names exactly these calls in this order: two plans with the same fingerprint do the same.
    pub fn fingerprint(&self) -> String {
        // Always the same for the same text: unlike a map's, this hasher has fixed keys.
        let mut hasher = std::hash::DefaultHasher::new();
        for step in &self.steps {
            serde_json::to_string(&step.call).unwrap_or_default().hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }
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
    /// Sigma's request id of the call that did it.
    #[serde(default)]
    pub request_id: Option<String>,
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
