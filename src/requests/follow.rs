//! An approved request until it is granted, and what the portal ends by itself.

use super::{Error, Requests, names, term::after_days};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, ChangeId, ChangeState, Intent, Mandate, MemberStatus, NoRoute, RequestEventKind,
        RequestState, Target, text::isolated,
    },
};
use jiff::Timestamp;

/// What an approved request is to become in Sigma: a change to be made by whoever knows the `changes`.
#[derive(Clone, Debug)]
pub struct Order {
    /// The id of the change, the same however often it is ordered.
    pub change_id: ChangeId,
    pub intent: Intent,
    /// Who decided last; the requester where nobody had to.
    pub actor: Actor,
    /// What the change stands on.
    pub mandate: Mandate,
    /// Why, for the audit log.
    pub reason: String,
}

impl Order {
    /// What the request is to become; with `by`, as if they approved it too. None while the target or person is gone.
    pub(super) fn of(request: &AccessRequest, by: Option<&Actor>, snapshot: &Snapshot) -> Option<Self> {
        names::name(&request.target.requestable(), snapshot)?;
        let member_id = snapshot.member(&request.beneficiary.member_id)?.id.clone();
        let approvers: Vec<Actor> = request.approvers().chain(by).cloned().collect();
        let (mut account_type, mut join, mut access) = (None, Vec::new(), Vec::new());
        match &request.target {
            Target::Team(id) => join.push(id.clone()),
            Target::Access(resource, level) => access.push((resource.clone(), Some(level.clone()))),
            Target::AccountType(name) => account_type = Some(snapshot.account_type(name)?.name.clone()),
        }
        let reason = match request.reason.as_str() {
            "" => format!("Requested by {}", isolated(&request.requester.name)),
            reason => reason.to_owned(),
        };
        Some(Self {
            change_id: request.change_id.clone().unwrap_or_default(),
            intent: Intent::AdjustMember { member_id, account_type, join, leave: Vec::new(), access },
            actor: approvers.last().unwrap_or(&request.requester).clone(),
            mandate: Mandate::Request {
                request_id: request.id.clone(),
                requester: request.requester.clone(),
                approvers,
            },
            reason,
        })
    }
}

impl Requests {
    /// What an approved request is to become.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the target or the person is gone, and [`Error::NotReady`].
    pub fn order(&self, request: &AccessRequest) -> Result<Order, Error> {
        let snapshot = self.0.snapshot()?;
        Order::of(request, None, &snapshot).ok_or(Error::NotFound)
    }

    /// Requests that were approved and are not granted yet, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn unfinished(&self) -> Result<Vec<AccessRequest>, Error> {
        let states = [RequestState::Approved, RequestState::Applying, RequestState::Attention];
        Ok(self.0.store.requests_in(&states).await?)
    }

    /// Whether the change of this id, which a request or its end is to become, is there already: a process may have stopped
    /// between making it and noting so.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn has_begun(&self, change: Option<&ChangeId>) -> Result<bool, Error> {
        match change {
            Some(id) => Ok(self.0.store.change_state(id).await?.is_some()),
            None => Ok(false),
        }
    }

    /// Notes that there was nothing left to do: somebody has given it meanwhile.
    ///
    /// # Errors
    /// As [`Self::applying`].
    pub async fn had_already(&self, request: AccessRequest, why: &str) -> Result<AccessRequest, Error> {
        let now = self.0.store.clock().now();
        let ends_at = request.days.map(|days| after_days(now, days));
        let request = AccessRequest { ends_at, ..request };
        self.saved(request.with(RequestState::Granted, RequestEventKind::Granted, None, why, now), false).await
    }

    /// Notes that the change of a request has begun.
    ///
    /// # Errors
    /// [`Error::Changed`] when another process has noted it, and [`Error::Store`].
    pub async fn applying(&self, request: AccessRequest) -> Result<AccessRequest, Error> {
        let now = self.0.store.clock().now();
        self.saved(request.with(RequestState::Applying, RequestEventKind::Applying, None, "", now), false).await
    }

    /// Notes why the change of a request could not be made.
    ///
    /// # Errors
    /// As [`Self::applying`].
    pub async fn not_applied(&self, request: AccessRequest, why: &str) -> Result<AccessRequest, Error> {
        let now = self.0.store.clock().now();
        let known = request.last_event().is_some_and(|event| event.note == why);
        if request.state == RequestState::Attention && known {
            return Ok(request);
        }
        self.saved(request.with(RequestState::Attention, RequestEventKind::Attention, None, why, now), false).await
    }

    /// The request in the state that follows from its change, written down where that is another.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn follow(&self, request: AccessRequest) -> Result<AccessRequest, Error> {
        let is_followed = matches!(request.state, RequestState::Applying | RequestState::Attention);
        let Some(change_id) = request.change_id.as_ref().filter(|_| is_followed) else { return Ok(request) };
        let Some(change) = self.0.store.change_state(change_id).await? else { return Ok(request) };
        let (state, kind, note) = match change {
            ChangeState::Done => (RequestState::Granted, RequestEventKind::Granted, ""),
            ChangeState::Queued | ChangeState::Running => (RequestState::Applying, RequestEventKind::Applying, ""),
            ChangeState::Failed => {
                (RequestState::Attention, RequestEventKind::Attention, "Not every step of the change worked.")
            }
            ChangeState::Paused => (RequestState::Attention, RequestEventKind::Attention, "The change was paused."),
            ChangeState::Cancelled => (RequestState::Closed, RequestEventKind::Closed, "The change was cancelled."),
        };
        if state == request.state {
            return Ok(request);
        }
        let now = self.0.store.clock().now();
        let ends_at =
            if state == RequestState::Granted { request.days.map(|days| after_days(now, days)) } else { None };
        let request = AccessRequest { ends_at, ..request };
        match self.saved(request.with(state, kind, None, note, now), false).await {
            Ok(followed) => Ok(followed),
            // Another process was faster, with the same.
            Err(Error::Changed(present)) => Ok(*present),
            Err(error) => Err(error),
        }
    }

    /// Closes requests that nobody can or will answer: the target or the person is gone, it is not offered any more, or
    /// nobody has decided in time. Says how many.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn close_lapsed(&self, now: Timestamp) -> Result<usize, Error> {
        let snapshot = self.0.snapshot()?;
        let entries = self.0.store.policies().await?;
        let mut closed = 0;
        for request in self.0.store.requests_in(&[RequestState::Pending]).await? {
            let member = snapshot.member(&request.beneficiary.member_id);
            let waited = now.duration_since(request.last_event().map_or(request.asked_at, |event| event.at));
            let days = self.0.settings.unanswered_after.as_secs() / 86_400;
            let why = match () {
                () if names::name(&request.target.requestable(), &snapshot).is_none() => {
                    "What was requested no longer exists.".to_owned()
                }
                () if member.is_none_or(|member| member.status() != MemberStatus::Active) => {
                    "The account it was for is no longer active.".to_owned()
                }
                () if self.0.present(&request, &entries, &snapshot).route == Err(NoRoute::NotOffered) => {
                    "It is no longer offered for requests.".to_owned()
                }
                () if waited.unsigned_abs() >= self.0.settings.unanswered_after => {
                    format!("Nobody answered within {days} days.")
                }
                () => continue,
            };
            match self.saved(request.with(RequestState::Closed, RequestEventKind::Closed, None, &why, now), false).await
            {
                Ok(_) => closed += 1,
                // It was decided meanwhile.
                Err(Error::Changed(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(closed)
    }
}
