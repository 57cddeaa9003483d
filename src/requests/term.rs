//! Access that ends: when, what is taken back, and what can be done about it before.
//!
//! A granted request is the access that it gave, with its term. What was held before is written down when it is approved,
//! so that its end takes back the difference and nothing else.

use super::{
    Error, Order, Requests,
    facts::{held_now, owns},
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, Capability, ChangeId, ChangeState, Ending, Held, Intent, Mandate, PersonKey,
        RequestEventKind, RequestId, RequestState, Role, Target, ending, held_before,
    },
};
use jiff::Timestamp;
use std::time::Duration;

/// How long before the end somebody is told, the longest time first.
pub const REMINDERS: [Duration; 2] = [Duration::from_hours(24 * 7), Duration::from_hours(24)];

/// What is to be done about a request whose term has ended.
#[derive(Clone, Debug)]
pub enum Due {
    /// Nothing is left to do: it has ended.
    Ended(AccessRequest),
    /// This is to be taken back.
    TakeBack(AccessRequest, Box<Order>),
}

impl Requests {
    /// What was held of the target before the portal gave any of it, as far as is known now.
    pub(super) async fn held_before(
        &self,
        request: &AccessRequest,
        snapshot: &Snapshot,
    ) -> Result<Option<Held>, Error> {
        let Some(member) = snapshot.member(&request.beneficiary.member_id) else { return Ok(None) };
        let active = self.active(request).await?;
        let known = active.last().and_then(|one| one.before.as_ref());
        let targets: Vec<&Target> = active.iter().map(|one| &one.target).collect();
        Ok(Some(held_before(known, &targets, &held_now(&request.target, member, snapshot))))
    }

    /// The granted requests of the same person for the same thing, in the order in which they were granted.
    async fn active(&self, request: &AccessRequest) -> Result<Vec<AccessRequest>, Error> {
        let thing = request.target.requestable();
        let mut active = self.0.store.granted_requests_for(&request.beneficiary.key()).await?;
        active.retain(|one| one.target.requestable() == thing && one.renews.is_none());
        active.sort_by_key(AccessRequest::granted_at);
        Ok(active)
    }

    /// The requests whose term has ended, and those whose access is being taken back, the longest due first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn due(&self) -> Result<Vec<AccessRequest>, Error> {
        let now = self.0.store.clock().now();
        let mut due = self.0.store.requests_in(&[RequestState::Ending]).await?;
        due.extend(self.0.store.requests_ending(now).await?);
        Ok(due)
    }

    /// Begins the end of a request whose term is over, or goes on with it: says what is to be taken back.
    ///
    /// # Errors
    /// [`Error::NotReady`], [`Error::Changed`] when another process was faster, and [`Error::Store`].
    pub async fn end(&self, request: AccessRequest) -> Result<Due, Error> {
        let snapshot = self.0.snapshot()?;
        let now = self.0.store.clock().now();
        let ended = async |request: AccessRequest, note: &str| {
            let ended = request.with(RequestState::Ended, RequestEventKind::Ended, None, note, now);
            Ok(Due::Ended(self.saved(ended, false).await?))
        };
        let (Some(member), Some(before)) = (snapshot.member(&request.beneficiary.member_id), request.before.clone())
        else {
            return ended(request, "There was nothing left to take back.").await;
        };
        let mut active = self.active(&request).await?;
        if !active.iter().any(|one| one.id == request.id) {
            active.push(request.clone());
            active.sort_by_key(AccessRequest::granted_at);
        }
        let at = active.iter().position(|one| one.id == request.id).unwrap_or_default();
        let targets: Vec<&Target> = active.iter().map(|one| &one.target).collect();
        match ending(&before, &targets, at, &held_now(&request.target, member, &snapshot)) {
            Ending::Nothing => ended(request, "It stays: it was there before, or something else gives it.").await,
            Ending::LeftAlone => {
                let note = "Left as it is: somebody has changed this access since it was granted.";
                ended(request, note).await
            }
            Ending::Set(left) => {
                let request = if request.state == RequestState::Ending {
                    request
                } else {
                    let end_change_id = Some(ChangeId::new(uuid::Uuid::now_v7().to_string()));
                    let begun = AccessRequest { end_change_id, ..request };
                    let begun = begun.with(RequestState::Ending, RequestEventKind::Ending, None, "", now);
                    self.saved(begun, false).await?
                };
                let order = taking_back(&request, left, &snapshot);
                Ok(Due::TakeBack(request, Box::new(order)))
            }
        }
    }

    /// Notes that access has ended without a change, or why it could not be taken back yet; the latter once.
    ///
    /// # Errors
    /// [`Error::Changed`] when another process was faster, and [`Error::Store`].
    pub async fn note_end(&self, request: AccessRequest, outcome: Result<&str, &str>) -> Result<AccessRequest, Error> {
        let now = self.0.store.clock().now();
        let (state, kind, note) = match outcome {
            Ok(note) => (RequestState::Ended, RequestEventKind::Ended, note),
            Err(why) => (RequestState::Ending, RequestEventKind::Attention, why),
        };
        let is_known = request.last_event().is_some_and(|event| event.kind == kind && event.note == note);
        if is_known { Ok(request) } else { self.saved(request.with(state, kind, None, note, now), false).await }
    }

    /// How far the change is that takes access back, written down where it has come to an end.
    ///
    /// # Errors
    /// As [`Self::note_end`].
    pub async fn follow_end(&self, request: AccessRequest) -> Result<AccessRequest, Error> {
        let Some(id) = &request.end_change_id else { return Ok(request) };
        match self.0.store.change_state(id).await? {
            Some(ChangeState::Done) => self.note_end(request, Ok("")).await,
            Some(ChangeState::Failed | ChangeState::Paused | ChangeState::Cancelled) => {
                self.note_end(request, Err("The change that takes it back needs attention.")).await
            }
            Some(ChangeState::Queued | ChangeState::Running) | None => Ok(request),
        }
    }

    /// Extends the request that this one renews. `None` where that has ended meanwhile: then it is granted anew.
    ///
    /// # Errors
    /// [`Error::Changed`] when somebody was faster, and [`Error::Store`].
    pub async fn renew(&self, renewal: &AccessRequest) -> Result<Option<AccessRequest>, Error> {
        let Some(id) = &renewal.renews else { return Ok(None) };
        let now = self.0.store.clock().now();
        let Some(granted) = self.0.store.request(id).await?.filter(|one| one.state == RequestState::Granted) else {
            return Ok(None);
        };
        if !granted.renewals.contains(&renewal.id) {
            let from = granted.ends_at.map_or(now, |ends| ends.max(now));
            let ends_at = renewal.days.map(|days| after_days(from, days));
            let mut granted = AccessRequest { ends_at, lapses: false, reminders: 0, ..granted };
            granted.renewals.push(renewal.id.clone());
            let by = renewal.approvers().last().unwrap_or(&renewal.requester).clone();
            self.saved(granted.with(RequestState::Granted, RequestEventKind::Renewed, Some(&by), "", now), false)
                .await?;
        }
        let done = renewal.clone().with(RequestState::Granted, RequestEventKind::Granted, None, "Renewed.", now);
        self.saved(done, false).await.map(Some)
    }

    /// Has access end at another time than it would: earlier, or now.
    ///
    /// # Errors
    /// [`Error::Reason`] for a time that is not before the present end, [`Error::Forbidden`] for who neither holds nor
    /// owns it, [`Error::Changed`], [`Error::NotFound`] and [`Error::Store`].
    pub async fn shorten(&self, id: &RequestId, ends_at: Timestamp, actor: &Actor) -> Result<AccessRequest, Error> {
        let request = self.to_end(id, actor).await?;
        let now = self.0.store.clock().now();
        if request.ends_at.is_some_and(|ends| ends_at >= ends) {
            return Err(Error::Reason("Choose a day before the present end. To extend it, renew it.".to_owned()));
        }
        let ends_at = Some(ends_at.max(now));
        let shorter = AccessRequest { ends_at, ..request };
        let kind = RequestEventKind::Shortened;
        self.saved(shorter.with(RequestState::Granted, kind, Some(actor), "", now), false).await
    }

    /// Lets access end deliberately: nobody is reminded of it any more.
    ///
    /// # Errors
    /// As [`Self::shorten`].
    pub async fn let_lapse(&self, id: &RequestId, actor: &Actor) -> Result<AccessRequest, Error> {
        let request = self.to_end(id, actor).await?;
        let now = self.0.store.clock().now();
        let lapsing = AccessRequest { lapses: true, ..request };
        self.saved(lapsing.with(RequestState::Granted, RequestEventKind::Lapses, Some(actor), "", now), false).await
    }

    async fn to_end(&self, id: &RequestId, actor: &Actor) -> Result<AccessRequest, Error> {
        let case = self.case(id, actor).await?;
        if case.request.state != RequestState::Granted || case.request.renews.is_some() {
            return Err(Error::Changed(Box::new(case.request)));
        }
        if case.may_end { Ok(case.request) } else { Err(Error::Forbidden) }
    }

    /// Access that ends within this time, as far as the actor holds it, owns it, or administers all; soonest first.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn ending_soon(&self, within: Duration, actor: &Actor) -> Result<Vec<AccessRequest>, Error> {
        let snapshot = self.0.snapshot()?;
        let entries = self.0.store.policies().await?;
        let until = self.0.store.clock().now().checked_add(within).unwrap_or(Timestamp::MAX);
        let me = self.0.acting(actor, &snapshot);
        let mut soon = self.0.store.requests_ending(until).await?;
        soon.retain(|request| {
            let all = me.role.can(Capability::ReadAudit);
            all || request.concerns(&me.key) || owns(request, &me.key, &entries, &snapshot)
        });
        Ok(soon)
    }

    /// Notes for access that ends soon that people are to be told: a week and a day before, once each. Says how many.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn remind(&self, now: Timestamp) -> Result<usize, Error> {
        let mut reminded = 0;
        let until = now.checked_add(REMINDERS[0]).unwrap_or(Timestamp::MAX);
        for request in self.0.store.requests_ending(until).await? {
            let Some(ends) = request.ends_at.filter(|_| !request.lapses) else { continue };
            let left = Duration::try_from(ends.duration_since(now)).unwrap_or_default();
            let passed = REMINDERS.iter().filter(|before| left <= **before).count();
            if passed <= request.reminders || left.is_zero() {
                continue;
            }
            let note = if passed == REMINDERS.len() { "It ends tomorrow." } else { "It ends in a week." };
            let told = AccessRequest { reminders: passed, ..request };
            match self.saved(told.with(RequestState::Granted, RequestEventKind::Reminded, None, note, now), false).await
            {
                Ok(_) => reminded += 1,
                Err(Error::Changed(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(reminded)
    }
}

/// So many days of twenty-four hours later.
pub fn after_days(from: Timestamp, days: u32) -> Timestamp {
    from.checked_add(Duration::from_hours(24) * days).unwrap_or(Timestamp::MAX)
}

/// The change that leaves somebody with this much.
fn taking_back(request: &AccessRequest, left: Held, snapshot: &Snapshot) -> Order {
    let (mut account_type, mut leave, mut access) = (None, Vec::new(), Vec::new());
    match (left, &request.target) {
        (Held::Team(_), Target::Team(id)) => leave.push(id.clone()),
        (Held::Access(level), Target::Access(resource, _)) => access.push((resource.clone(), level)),
        (Held::AccountType(name), _) => {
            account_type = Some(snapshot.account_type(&name).map_or(name, |known| known.name.clone()));
        }
        // What was held is of the kind of the target.
        (Held::Team(_) | Held::Access(_), _) => {}
    }
    Order {
        change_id: request.end_change_id.clone().unwrap_or_default(),
        intent: Intent::AdjustMember {
            member_id: request.beneficiary.member_id.clone(),
            account_type,
            join: Vec::new(),
            leave,
            access,
        },
        actor: Actor::portal(),
        mandate: Mandate::Term { request_id: request.id.clone() },
        reason: format!("The term of a request ended: {}", request.title),
    }
}

/// Who may have access end before its time: admins, owners, and whoever holds it.
pub fn may_end(request: &AccessRequest, role: Role, person: &PersonKey, owns: bool) -> bool {
    request.state == RequestState::Granted
        && request.renews.is_none()
        && (role == Role::Admin || owns || request.concerns(person))
}
