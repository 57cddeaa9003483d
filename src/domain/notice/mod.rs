//! What people are told of: something that happened to a request, who is told, and by which ways.
//!
//! A notice carries names of people and things and nothing else that somebody typed: it leaves the portal by mail.

mod channel;
mod preference;
mod words;

pub use channel::Channel;
pub use preference::{Pace, Preference};
pub use words::{Headline, headline};

use super::{AccessRequest, PersonKey, RequestEventKind, RequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// The request and the number of its event: the same event has the same id, however often it is written.
    pub id: String,
    pub at: Timestamp,
    pub kind: RequestEventKind,
    pub request_id: RequestId,
    /// What was asked for, as the request calls it: “Can explore on Marketing”.
    pub title: String,
    /// The requester's name.
    pub requester: String,
    /// The name of the person who gets it.
    pub beneficiary: String,
    pub is_for_another: bool,
    /// The name of the person who did it; `None` for the portal itself.
    pub by: Option<String>,
    /// When the access ends, where it does.
    pub ends_at: Option<Timestamp>,
}

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// They are to do something about it: decide, or try again as an admin.
    Acts,
    /// They get the access.
    Gets,
    /// They asked for it.
    Asked,
    /// They answer for what it is about.
    Owns,
}

impl Because {
    /// All, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Acts, Self::Gets, Self::Asked, Self::Owns];
}

/// Somebody who is told of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub person: PersonKey,
    pub because: Because,
}

/// A notice with those who are told, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub notice: Notice,
    pub recipients: Vec<Recipient>,
}

/// A notice as one person has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnNotice {
    pub notice: Notice,
    pub because: Because,
    /// When they read it, or when nothing was left for them to do.
    pub read_at: Option<Timestamp>,
}

impl Notice {
    /// Of the last thing that happened to a request; `None` where nobody is told of that.
    pub fn of(request: &AccessRequest) -> Option<Self> {
        let event = request.last_event()?;
        // What it renews says so itself; a renewal that has put off the end of another has none of its own.
        let is_renewal = request.renews.is_some() && request.days.is_some() && request.ends_at.is_none();
        let is_said_already = event.kind == RequestEventKind::Granted && is_renewal;
        (is_told(event.kind) && !is_said_already).then(|| Self {
            id: format!("{}/{}", request.id, request.events.len()),
            at: event.at,
            kind: event.kind,
            request_id: request.id.clone(),
            title: request.title.clone(),
            requester: request.requester.name.clone(),
            beneficiary: request.beneficiary.name.clone(),
            is_for_another: request.is_for_another(),
            by: event.by.as_ref().map(|actor| actor.name.clone()),
            ends_at: request.ends_at,
        })
    }

    /// Its type for programs that receive it: `request.granted`.
    pub fn event_type(&self) -> &'static str {
        use RequestEventKind as Kind;
        match self.kind {
            Kind::Asked => "request.asked",
            Kind::StageApproved => "request.stage_approved",
            Kind::Approved => "request.approved",
            Kind::Denied => "request.denied",
            Kind::Cancelled => "request.cancelled",
            Kind::Closed => "request.closed",
            Kind::Applying => "request.applying",
            Kind::Granted => "request.granted",
            Kind::Attention => "request.needs_attention",
            Kind::Renewed => "request.renewed",
            Kind::Shortened => "request.shortened",
            Kind::Lapses => "request.lapses",
            Kind::Reminded => "request.ends_soon",
            Kind::Ending => "request.ending",
            Kind::Ended => "request.ended",
            Kind::Offered => "request.package_offered",
            Kind::Updated => "request.package_updated",
        }
    }

    /// Whether it is told where many read along: a chat hears of what waits, what failed and what was given.
    pub fn is_for_chat(&self) -> bool {
        use RequestEventKind as Kind;
        match self.kind {
            Kind::Asked | Kind::StageApproved | Kind::Denied | Kind::Granted | Kind::Attention => true,
            Kind::Approved
            | Kind::Cancelled
            | Kind::Closed
            | Kind::Applying
            | Kind::Renewed
            | Kind::Shortened
            | Kind::Lapses
            | Kind::Reminded
            | Kind::Ending
            | Kind::Ended
            | Kind::Offered
            | Kind::Updated => false,
        }
    }
}

/// Whether people are told when this happens. What is only a step on the way is not.
fn is_told(kind: RequestEventKind) -> bool {
    use RequestEventKind as Kind;
    match kind {
        Kind::Asked
        | Kind::StageApproved
        | Kind::Approved
        | Kind::Denied
        | Kind::Cancelled
        | Kind::Closed
        | Kind::Granted
        | Kind::Attention
        | Kind::Renewed
        | Kind::Shortened
        | Kind::Reminded
        | Kind::Ended
        | Kind::Updated => true,
        Kind::Applying | Kind::Lapses | Kind::Ending | Kind::Offered => false,
    }
}
