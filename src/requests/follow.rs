//! An approved request until it is granted, and what the portal ends by itself.

use super::{
    Error, Requests, facts::keeps_account_type, names, parts_of, policies::Offering, present::Whom, term::after_days,
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Account, Actor, Adjustment, Call, ChangeId, ChangeState, EmailAddress, Given, Intent, Invitee,
        Mandate, Member, MemberCall, MemberId, NewPerson, NoRoute, Part, RequestEventKind, RequestState, ResourceRef,
        Step, StepState, Subject, Target, TeamChoice, UserKind, text::isolated,
    },
};
use jiff::Timestamp;

/// What an approved request is to become in Sigma: a change to be made by whoever knows the `changes`.
#[derive(Clone, Debug)]
pub struct Order {
    /// The id of the change, the same however often it is ordered.
    pub change_id: ChangeId,
    pub intent: Intent,
    /// Who decided last; the portal itself where nobody had to, as nobody may give themselves all that a policy grants.
    pub actor: Actor,
    /// What the change stands on.
    pub mandate: Mandate,
    /// Why, for the audit log.
    pub reason: String,
}

impl Order {
    /// What the request is to become; with `by`, as if they approved it too. None while the target or person is gone.
    pub(super) fn of(
        request: &AccessRequest,
        by: Option<&Actor>,
        offering: &Offering,
        snapshot: &Snapshot,
    ) -> Option<Self> {
        names::title(&request.target, offering, snapshot)?;
        let parts: Vec<Part> = match request.given.as_slice() {
            [] => parts_of(&request.target, offering),
            // As it was approved, whatever the package gives by now.
            given => given.iter().map(|given| given.part.clone()).collect(),
        };
        let whom = Whom::of(&request.beneficiary, snapshot)?;
        let is_bundle = request.target.part().is_none();
        let intent = match (&request.target, whom.member()) {
            (Target::Return, Some(member)) => Intent::Reactivate { members: vec![member.id.clone()] },
            (Target::Return, None) => return None,
            (_, Some(member)) => {
                Intent::AdjustMembers { people: vec![adjustment(member, parts, is_bundle, snapshot)?] }
            }
            (_, None) => Intent::Onboard { people: vec![invitee(request, parts, snapshot)?] },
        };
        let approvers: Vec<Actor> = request.approvers().chain(by).cloned().collect();
        let reason = match request.reason.as_str() {
            "" => format!("Requested by {}", isolated(&request.requester.name)),
            reason => reason.to_owned(),
        };
        Some(Self {
            change_id: request.change_id.clone().unwrap_or_default(),
            intent,
            actor: approvers.last().cloned().unwrap_or_else(Actor::portal),
            mandate: Mandate::Request {
                request_id: request.id.clone(),
                requester: request.requester.clone(),
                approvers,
            },
            reason,
        })
    }
}

/// What somebody with an account is given. Of a bundle, an account type that allows less than theirs is left out.
fn adjustment(member: &Member, parts: Vec<Part>, is_bundle: bool, snapshot: &Snapshot) -> Option<Adjustment> {
    let mut adjustment = Adjustment::of(member.id.clone());
    for part in parts {
        match part {
            Part::Team { team_id, .. } => adjustment.join.push(team_id),
            Part::Access(resource, level) => adjustment.access.push((resource, Some(level))),
            Part::AccountType(name) if is_bundle && keeps_account_type(&name, member, snapshot) => {}
            Part::AccountType(name) => adjustment.account_type = Some(snapshot.account_type(&name)?.name.clone()),
            Part::Attribute(id, value) => adjustment.attributes.push((id, Some(value))),
        }
    }
    Some(adjustment)
}

/// Somebody without an account, invited with all that they are given.
fn invitee(request: &AccessRequest, parts: Vec<Part>, snapshot: &Snapshot) -> Option<Invitee> {
    let newcomer = request.beneficiary.newcomer.clone()?;
    let person = NewPerson {
        email: EmailAddress::parse(&request.beneficiary.email).ok()?,
        first_name: newcomer.first_name,
        last_name: newcomer.last_name,
        account_type: None,
        user_kind: UserKind::Internal,
        send_invite: true,
    };
    let mut invitee = Invitee::of(person);
    for part in parts {
        match part {
            Part::Team { team_id, is_team_admin } => invitee.teams.push(TeamChoice { team_id, is_team_admin }),
            Part::Access(ResourceRef::Workspace(id), level) => invitee.workspaces.push((id, level.workspace()?)),
            Part::Access(ResourceRef::Connection(id), level) => invitee.connections.push((id, level.connection()?)),
            Part::AccountType(name) => invitee.person.account_type = Some(snapshot.account_type(&name)?.name.clone()),
            Part::Attribute(id, value) => invitee.attributes.push((id, value)),
        }
    }
    Some(invitee)
}

impl Requests {
    /// What an approved request is to become.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the target or the person is gone, [`Error::NotReady`] and [`Error::Store`].
    pub async fn order(&self, request: &AccessRequest) -> Result<Order, Error> {
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        Order::of(request, None, &offering, &snapshot).ok_or(Error::NotFound)
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
        let joined = if state == RequestState::Granted { self.joined(&request).await? } else { None };
        let given =
            if state == RequestState::Granted { self.truly_given(&request).await? } else { request.given.clone() };
        let request = AccessRequest { given, ends_at, ..request };
        let request = match joined {
            Some(member) => request.joined(member),
            None => request,
        };
        match self.saved(request.with(state, kind, None, note, now), false).await {
            Ok(followed) => Ok(followed),
            // Another process was faster, with the same.
            Err(Error::Changed(present)) => Ok(*present),
            Err(error) => Err(error),
        }
    }

    /// What a request gives, once its change is done. What was there already, by somebody else's doing, was held before.
    async fn truly_given(&self, request: &AccessRequest) -> Result<Vec<Given>, Error> {
        let mut given = request.given.clone();
        let change_id = request.change_id.as_ref().filter(|_| request.beneficiary.newcomer.is_none());
        let Some(change_id) = change_id else { return Ok(given) };
        let steps = self.0.store.change(change_id).await?.map(|change| change.steps).unwrap_or_default();
        for Given { part, before } in &mut given {
            let is_spared = |step: &Step| step.state == StepState::Skipped && part.is_given_by(&step.call);
            if steps.iter().any(is_spared) {
                *before = before.take().map(|held| held.with(part));
            }
        }
        Ok(given)
    }

    /// The account that the change of a request has made for a newcomer.
    async fn joined(&self, request: &AccessRequest) -> Result<Option<MemberId>, Error> {
        let Some(change_id) = request.change_id.as_ref().filter(|_| request.beneficiary.member_id.is_none()) else {
            return Ok(None);
        };
        let change = self.0.store.change(change_id).await?;
        let steps = change.map(|change| change.steps).unwrap_or_default();
        // Of a change that invites many, the step that invites this one.
        let is_theirs = |call: &Call| match call {
            Call::Member(MemberCall::Invite { person, .. }) => {
                person.email.folded() == request.beneficiary.email.to_lowercase()
            }
            Call::Member(_)
            | Call::Team(_)
            | Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => false,
        };
        let invited = steps.into_iter().filter(|step| is_theirs(&step.call)).find_map(|step| match step.created {
            Some(Subject::Member(id)) => Some(id),
            Some(_) | None => None,
        });
        let known = || Some(self.0.snapshot().ok()?.member_by_email(&request.beneficiary.email)?.id.clone());
        Ok(invited.or_else(known))
    }

    /// Closes requests that nobody can or will answer: the target or the person is gone, it is not offered any more, or
    /// nobody has decided in time. Says how many.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn close_lapsed(&self, now: Timestamp) -> Result<usize, Error> {
        let snapshot = self.0.snapshot()?;
        let offering = self.0.offering().await?;
        let mut closed = 0;
        for request in self.0.store.requests_in(&[RequestState::Pending]).await? {
            let waited = now.duration_since(request.last_event().map_or(request.asked_at, |event| event.at));
            let days = self.0.settings.unanswered_after.as_secs() / 86_400;
            let why = match () {
                () if names::title(&request.target, &offering, &snapshot).is_none() => {
                    "What was requested no longer exists.".to_owned()
                }
                () if self.is_settled_otherwise(&request, &snapshot) => "There is an active account by now.".to_owned(),
                () if self.is_out_of_reach(&request, &snapshot) => {
                    "The account it was for is no longer active.".to_owned()
                }
                () if self.0.present(&request, &offering, &snapshot).route == Err(NoRoute::NotOffered) => {
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

    /// Whether an account was asked for that is there and active by now.
    fn is_settled_otherwise(&self, request: &AccessRequest, snapshot: &Snapshot) -> bool {
        matches!(request.target, Target::Account(_) | Target::Return)
            && request.renews.is_none()
            && Whom::of(&request.beneficiary, snapshot)
                .is_some_and(|whom| self.0.party_of(&whom, snapshot).account == Account::Active)
    }

    /// Whether the account is gone or deactivated that a request is for.
    fn is_out_of_reach(&self, request: &AccessRequest, snapshot: &Snapshot) -> bool {
        let account = Whom::of(&request.beneficiary, snapshot).map(|whom| self.0.party_of(&whom, snapshot).account);
        match account {
            None => true,
            Some(Account::Deactivated) => !matches!(request.target, Target::Return),
            Some(Account::Active | Account::None) => false,
        }
    }
}
