//! Changes: accepted plans with their journal; who asked, and what they are about.

use super::{
    AccountTypeId, ApiTokenId, ChangeId, ConnectionId, DataModelId, DatasetId, DocumentRef, EmailAddress, Grantee,
    Intent, Mandate, MemberId, PersonKey, ProviderSubject, ReportId, ResourceRef, Role, Step, StepState, TeamId,
    UserAttributeId, Warning, WorkbookId, WorkspaceId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Somebody stopped it for now; what was under way has ended. Goes on when resumed.
    Paused,
    /// At least one step failed, is unknown or waits for one that did; can be retried.
    Failed,
    /// Somebody cancelled what had not been sent.
    Cancelled,
}

impl ChangeState {
    /// All, in the order of a filter.
    pub const ALL: [Self; 6] = [Self::Failed, Self::Running, Self::Queued, Self::Paused, Self::Done, Self::Cancelled];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Failed => "Needs attention",
            Self::Paused => "Paused",
            Self::Cancelled => "Cancelled",
        }
    }

    /// Whether nothing more happens by itself.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    /// The state that follows from the steps, once nothing runs.
    pub fn of(steps: &[Step]) -> Self {
        let open = |step: &&Step| !step.state.is_met();
        if steps.iter().filter(open).all(|s| s.state == StepState::Cancelled) {
            let cancelled = steps.iter().any(|s| s.state == StepState::Cancelled);
            return if cancelled { Self::Cancelled } else { Self::Done };
        }
        Self::Failed
    }
}

/// A change that can send nothing for now and goes on by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// When it looks again.
    pub until: Timestamp,
    /// Why, in a sentence without a time.
    pub why: String,
}

/// What the people in charge of a change want its worker to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    #[default]
    Go,
    /// Send nothing more for now.
    Pause,
    /// Send nothing more at all.
    Cancel,
}

/// That somebody has taken care of a failed change otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// Who says so.
    pub by: Actor,
    /// When they said so.
    pub at: Timestamp,
    /// What was done about it, in their words.
    pub note: String,
}

/// What a change is shown as, in lists and on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// As its state says.
    In(ChangeState),
    /// It runs, and can send nothing for now.
    Waiting,
    /// It failed, and somebody has taken care of it.
    Handled,
    /// Another change has undone all of it.
    Undone,
    /// Another change has undone a part of it.
    PartlyUndone,
}

impl Standing {
    /// What a change is shown as; `is_gone` says that nothing it has done stands any more.
    pub fn of(change: &Change, is_gone: bool) -> Self {
        match change {
            Change { waiting: Some(_), .. } => Self::Waiting,
            Change { state: ChangeState::Failed, handled: Some(_), .. } => Self::Handled,
            Change { state: ChangeState::Done, undone_by: Some(_), .. } if is_gone => Self::Undone,
            Change { state: ChangeState::Done, undone_by: Some(_), .. } => Self::PartlyUndone,
            Change { state, .. } => Self::In(*state),
        }
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::In(state) => state.label(),
            Self::Waiting => "Waiting",
            Self::Handled => "Handled",
            Self::Undone => "Undone",
            Self::PartlyUndone => "Partly undone",
        }
    }
}

/// The person a change was asked for by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Their member id, where the directory knows them.
    pub member_id: Option<MemberId>,
    /// The sign-in provider's own id of them, where it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Box<ProviderSubject>>,
    /// Their name at the time.
    pub name: String,
    pub email: String,
    /// Their role at the time.
    pub role: Role,
    /// Where they asked from, where they asked themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Box<Origin>>,
}

/// Where somebody asked from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What their session is kept under; says nothing of the cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The address that the request came from: behind a reverse proxy that proxy's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The API token that a program of theirs has proved itself by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<ApiTokenId>,
}

impl Actor {
    /// The portal itself, where nobody acts: what it does by a clock or a rule.
    pub fn portal() -> Self {
        Self {
            member_id: None,
            subject: None,
            name: "Sigma portal".to_owned(),
            email: "portal".to_owned(),
            role: Role::Admin,
            origin: None,
        }
    }

    /// The API token by which a program acts in their place.
    pub fn token(&self) -> Option<&ApiTokenId> {
        self.origin.as_ref()?.token.as_ref()
    }

    /// Who they are, whatever address they had at the time.
    pub fn key(&self) -> PersonKey {
        match (&self.member_id, &self.subject) {
            (Some(id), _) => PersonKey::Member(id.clone()),
            (None, Some(subject)) => PersonKey::Provider((**subject).clone()),
            (None, None) => PersonKey::configured(&self.email),
        }
    }

    /// All keys that are certainly theirs, the present one first: a member keeps what they asked for before they had an
    /// account, as far as the sign-in provider knows them by more than an address.
    pub fn keys(&self) -> Vec<PersonKey> {
        let before = self.subject.clone().map(|subject| PersonKey::Provider(*subject));
        std::iter::once(self.key()).chain(before.filter(|key| *key != self.key())).collect()
    }
}

/// What a change or an audit event is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Subject {
    Member(MemberId),
    /// Somebody by address, before they have an id.
    Address(EmailAddress),
    Team(TeamId),
    Workspace(WorkspaceId),
    Connection(ConnectionId),
    Workbook(WorkbookId),
    Dataset(DatasetId),
    /// A data model.
    DataModel(DataModelId),
    Report(ReportId),
    /// A user attribute.
    UserAttribute(UserAttributeId),
    /// An account type.
    AccountType(AccountTypeId),
    Change(ChangeId),
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
            Self::Workbook(id) => format!("workbook:{id}"),
            Self::Dataset(id) => format!("dataset:{id}"),
            Self::DataModel(id) => format!("data_model:{id}"),
            Self::Report(id) => format!("report:{id}"),
            Self::UserAttribute(id) => format!("user_attribute:{id}"),
            Self::AccountType(id) => format!("account_type:{id}"),
            Self::Change(id) => format!("change:{id}"),
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

impl From<&Grantee> for Subject {
    fn from(grantee: &Grantee) -> Self {
        match grantee {
            Grantee::Member(id) => Self::Member(id.clone()),
            Grantee::Team(id) => Self::Team(id.clone()),
        }
    }
}

impl From<&DocumentRef> for Subject {
    fn from(document: &DocumentRef) -> Self {
        match document {
            DocumentRef::Workbook(id) => Self::Workbook(id.clone()),
            DocumentRef::Dataset(id) => Self::Dataset(id.clone()),
            DocumentRef::DataModel(id) => Self::DataModel(id.clone()),
            DocumentRef::Report(id) => Self::Report(id.clone()),
        }
    }
}

/// A change: an accepted plan with its journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    /// What it does, in a few words.
    pub title: String,
    /// What was wanted.
    pub intent: Intent,
    /// Who asked, with name and address of that time.
    pub actor: Actor,
    /// Who resumed or retried it last. What is sent since then is sent for them and not for who asked.
    pub ordered_by: Option<Actor>,
    /// The decision that it stands on, where it does not stand on its author's role alone.
    pub mandate: Option<Box<Mandate>>,
    /// Why it was stopped before its end: whom it was sent for may no longer do it. A sentence; empty again once
    /// somebody who may has it go on.
    pub stopped: Option<String>,
    /// Why, in the actor's words; may be empty.
    pub reason: String,
    /// What became of it.
    pub state: ChangeState,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// The same by Sigma's clock, where that was known: Sigma's times are compared with it.
    pub accepted_at: Option<Timestamp>,
    /// What it waits for, while it runs and can send nothing.
    pub waiting: Option<Waiting>,
    /// When it last settled.
    pub ended_at: Option<Timestamp>,
    /// Who has taken care of it otherwise, after it failed.
    pub handled: Option<Handled>,
    /// The change that has undone it, or a part of it.
    pub undone_by: Option<ChangeId>,
    /// Its steps, by index. Empty in lists.
    pub steps: Vec<Step>,
    /// Warnings shown with the plan.
    pub warnings: Vec<Warning>,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

impl Change {
    /// Whom its steps are sent for: they must be allowed to do it when each step is sent, and the audit log names them.
    pub fn sent_for(&self) -> &Actor {
        self.ordered_by.as_ref().unwrap_or(&self.actor)
    }

    /// What it is shown as, where its steps are read.
    pub fn standing(&self) -> Standing {
        Standing::of(self, self.steps.iter().all(|step| step.state != StepState::Done))
    }
}
