//! A request and what becomes of it.

use super::{Given, PackageUpdate, Policy, Target};
use crate::domain::{Actor, ChangeId, MemberId, PersonKey, ProviderSubject, RequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Somebody is to decide.
    Pending,
    /// Decided; its change is about to be made.
    Approved,
    /// Its change is under way.
    Applying,
    /// Its change could not be made, or failed: an admin is to look at it.
    Attention,
    /// Its change is done; it lasts until its end, if it has one.
    Granted,
    /// Its term is over, and what it gave is being taken back.
    Ending,
    /// Its term is over.
    Ended,
    Denied,
    /// Taken back by who asked.
    Cancelled,
    /// Ended by the portal: nobody answered, or what it was about is gone.
    Closed,
}

impl RequestState {
    /// All, in the order of a filter.
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Approved,
        Self::Applying,
        Self::Attention,
        Self::Granted,
        Self::Ending,
        Self::Ended,
        Self::Denied,
        Self::Cancelled,
        Self::Closed,
    ];

    /// Whether it has given access, which may be over.
    pub fn has_given(self) -> bool {
        match self {
            Self::Granted | Self::Ending | Self::Ended => true,
            Self::Pending
            | Self::Approved
            | Self::Applying
            | Self::Attention
            | Self::Denied
            | Self::Cancelled
            | Self::Closed => false,
        }
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Waiting for approval",
            Self::Approved => "Approved",
            Self::Applying => "Being applied",
            Self::Attention => "Needs attention",
            Self::Granted => "Granted",
            Self::Ending => "Ending",
            Self::Ended => "Ended",
            Self::Denied => "Denied",
            Self::Cancelled => "Cancelled",
            Self::Closed => "Closed",
        }
    }

    /// The word for URLs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Applying => "applying",
            Self::Attention => "attention",
            Self::Granted => "granted",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Whether nothing becomes of it any more: it gives no access and never will.
    pub fn is_over(self) -> bool {
        match self {
            Self::Ended | Self::Denied | Self::Cancelled | Self::Closed => true,
            Self::Pending | Self::Approved | Self::Applying | Self::Attention | Self::Granted | Self::Ending => false,
        }
    }

    /// Whether it has not come to an end.
    pub fn is_open(self) -> bool {
        match self {
            Self::Pending | Self::Approved | Self::Applying | Self::Attention => true,
            Self::Granted | Self::Ending | Self::Ended | Self::Denied | Self::Cancelled | Self::Closed => false,
        }
    }
}

/// Whom a request is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Beneficiary {
    /// Their account in Sigma; `None` as long as they have none.
    pub member_id: Option<MemberId>,
    /// Their name when it was asked.
    pub name: String,
    /// Their address when it was asked.
    pub email: String,
    /// Whom Sigma is to invite, where they had no account when it was asked.
    #[serde(default)]
    pub newcomer: Option<Newcomer>,
}

/// Somebody without an account, as they are to be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Newcomer {
    pub first_name: String,
    pub last_name: String,
    /// The sign-in provider's own id of them, where it says one.
    #[serde(default)]
    pub subject: Option<Box<ProviderSubject>>,
}

impl Beneficiary {
    /// Who they are, whatever address they have.
    pub fn key(&self) -> PersonKey {
        let subject = self.newcomer.as_ref().and_then(|newcomer| newcomer.subject.as_deref());
        match (&self.member_id, subject) {
            (Some(id), _) => PersonKey::Member(id.clone()),
            (None, Some(subject)) => PersonKey::Provider(subject.clone()),
            (None, None) => PersonKey::configured(&self.email),
        }
    }
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestEvent {
    pub at: Timestamp,
    /// Who did it; `None` for the portal itself.
    pub by: Option<Actor>,
    pub kind: RequestEventKind,
    /// What was said about it: a reason, or what went wrong. May be empty.
    #[serde(default)]
    pub note: String,
}

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestEventKind {
    Asked,
    /// One stage was approved, and there is another.
    StageApproved,
    /// The last stage was approved, or no decision was needed.
    Approved,
    Denied,
    Cancelled,
    /// The portal ended it; the note says why.
    Closed,
    /// Its change has begun.
    Applying,
    Granted,
    /// Its change could not be made, or failed; the note says why.
    Attention,
    /// Its end was put off by another request.
    Renewed,
    /// Its end was brought forward.
    Shortened,
    /// Somebody lets it end deliberately.
    Lapses,
    /// People were told that it ends soon.
    Reminded,
    /// What it gave is being taken back.
    Ending,
    Ended,
    /// A change was planned that brings its holder to what the package gives now.
    Offered,
    /// Its holder has what the package gives now.
    Updated,
}

/// Somebody's wish, for themselves or for somebody else, with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    pub id: RequestId,
    pub target: Target,
    /// What it is for, in words of the time when it was asked: “Can explore on Marketing”.
    pub title: String,
    pub requester: Actor,
    pub beneficiary: Beneficiary,
    /// Why, in the requester's words; may be empty.
    pub reason: String,
    pub state: RequestState,
    /// Stages that were approved.
    pub stage: usize,
    /// The policy that it was asked under. Decisions go by the present one; a difference is shown.
    pub policy: Policy,
    /// What happened to it, oldest first.
    pub events: Vec<RequestEvent>,
    /// The change that it became, once it was approved.
    pub change_id: Option<ChangeId>,
    pub asked_at: Timestamp,
    /// For how many days it is wanted; `None` for until it is revoked.
    #[serde(default)]
    pub days: Option<u32>,
    /// The granted request whose end it puts off.
    #[serde(default)]
    pub renews: Option<RequestId>,
    /// What it gives, as it was approved, with what was held before; empty until then.
    #[serde(default)]
    pub given: Vec<Given>,
    /// The version of the package that it gives, where it is for one and was approved.
    #[serde(default)]
    pub package_version: Option<u32>,
    /// What it is to give once a change is done that brings its holder to the package.
    #[serde(default)]
    pub update: Option<PackageUpdate>,
    /// When what it gave ends; `None` while it does not.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// Whether somebody lets it end deliberately, so that nobody is reminded.
    #[serde(default)]
    pub lapses: bool,
    /// How many reminders of its end there were.
    #[serde(default)]
    pub reminders: usize,
    /// The requests that have put off its end.
    #[serde(default)]
    pub renewals: Vec<RequestId>,
    /// The change that takes back what it gave.
    #[serde(default)]
    pub end_change_id: Option<ChangeId>,
    /// When it was last written. With each write another, so that of two who decide at once one learns of the other.
    #[serde(skip)]
    pub version: i64,
}

impl AccessRequest {
    /// A wish to which nothing has happened yet, without a reason and until it is revoked.
    pub fn new(
        id: RequestId,
        target: Target,
        title: String,
        requester: Actor,
        beneficiary: Beneficiary,
        policy: Policy,
        asked_at: Timestamp,
    ) -> Self {
        Self {
            id,
            target,
            title,
            requester,
            beneficiary,
            reason: String::new(),
            state: RequestState::Pending,
            stage: 0,
            policy,
            events: Vec::new(),
            change_id: None,
            asked_at,
            days: None,
            renews: None,
            given: Vec::new(),
            package_version: None,
            update: None,
            ends_at: None,
            lapses: false,
            reminders: 0,
            renewals: Vec::new(),
            end_change_id: None,
            version: 0,
        }
    }

    /// Notes what happened, and the state that it leads to.
    #[must_use]
    pub fn with(
        mut self,
        state: RequestState,
        kind: RequestEventKind,
        by: Option<&Actor>,
        note: &str,
        at: Timestamp,
    ) -> Self {
        self.state = state;
        self.events.push(RequestEvent { at, by: by.cloned(), kind, note: note.to_owned() });
        self
    }

    /// Whether it is about the person of these keys: they asked, or get it.
    pub fn concerns(&self, person: &[PersonKey]) -> bool {
        person.contains(&self.requester.key()) || person.contains(&self.beneficiary.key())
    }

    /// The same, once the newcomer whom it is for has an account: from then on it is about the member.
    #[must_use]
    pub fn joined(mut self, member: MemberId) -> Self {
        if !self.is_for_another() {
            self.requester.member_id = Some(member.clone());
        }
        self.beneficiary.member_id = Some(member);
        self
    }

    /// Whether the requester asks for somebody else.
    pub fn is_for_another(&self) -> bool {
        self.requester.key() != self.beneficiary.key()
    }

    /// Those who approved it so far, in order.
    pub fn approvers(&self) -> impl Iterator<Item = &Actor> {
        let is_approval =
            |event: &&RequestEvent| matches!(event.kind, RequestEventKind::StageApproved | RequestEventKind::Approved);
        self.events.iter().filter(is_approval).filter_map(|event| event.by.as_ref())
    }

    /// When it was granted.
    pub fn granted_at(&self) -> Option<Timestamp> {
        self.events.iter().find(|event| event.kind == RequestEventKind::Granted).map(|event| event.at)
    }

    /// The last thing that happened to it.
    pub fn last_event(&self) -> Option<&RequestEvent> {
        self.events.last()
    }
}
