//! Policies: who may ask for something, and who decides.

use super::{Requestable, RequestableKind};
use crate::domain::{MemberId, TeamId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// By which rules requests for something are made and decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Who may ask.
    pub asking: Asking,
    /// Who decides, one stage after the other; at least one.
    pub stages: Vec<Approvers>,
    /// Whether a reason must be given.
    pub reason_required: bool,
    /// For whom it is granted without anybody's decision.
    pub automatic: Automatic,
    /// For how many days it is asked as a rule; `None` for until it is revoked.
    #[serde(default)]
    pub usual_days: Option<u32>,
    /// For how many days it can be had at most; `None` for any time.
    #[serde(default)]
    pub longest_days: Option<u32>,
    /// Whether everybody with an account may ask for a colleague who has none yet. Somebody decides about each.
    #[serde(default)]
    pub for_colleagues: bool,
}

/// Who may ask for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "teams", rename_all = "snake_case")]
pub enum Asking {
    /// It is not offered.
    Nobody,
    /// Every active person of the organisation, and whoever is let in without an account.
    Everyone,
    /// For members of these teams.
    Teams(Vec<TeamId>),
}

/// Who decides in one stage. Admins can always stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "people", rename_all = "snake_case")]
pub enum Approvers {
    /// The owners of the thing: those that the portal names, team admins, those who can manage a workspace.
    Owners,
    Admins,
    /// One of these people.
    People(Vec<MemberId>),
}

/// For whom a request is granted without anybody's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "teams", rename_all = "snake_case")]
pub enum Automatic {
    /// Somebody decides about every request.
    Never,
    /// For all who may ask.
    Always,
    /// For members of these teams.
    Teams(Vec<TeamId>),
}

impl Policy {
    /// The policy of things of a kind for which no other is set. Accounts and account types
    /// cost seats, so admins decide about them.
    pub fn built_in(kind: RequestableKind) -> Self {
        let approvers = match kind {
            RequestableKind::Package
            | RequestableKind::Team
            | RequestableKind::Workspace
            | RequestableKind::Connection => Approvers::Owners,
            RequestableKind::Account | RequestableKind::AccountType => Approvers::Admins,
        };
        Self {
            asking: Asking::Everyone,
            stages: vec![approvers],
            reason_required: true,
            automatic: Automatic::Never,
            usual_days: None,
            longest_days: None,
            for_colleagues: false,
        }
    }

    /// The same, not offered to anybody.
    #[must_use]
    pub fn closed(self) -> Self {
        Self { asking: Asking::Nobody, ..self }
    }
}

/// What is set for one thing, or for all things of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyEntry {
    /// Its policy; `None` where that of its kind holds.
    pub policy: Option<Policy>,
    /// People who answer for the thing, besides those who do so in Sigma.
    #[serde(default)]
    pub owners: Vec<MemberId>,
    /// When it was last set; `None` before.
    #[serde(default)]
    pub set_at: Option<Timestamp>,
}

impl Requestable {
    /// The key under which the policy of its kind is kept.
    pub fn kind_key(kind: RequestableKind) -> String {
        format!("kind:{}", kind.slug())
    }
}
