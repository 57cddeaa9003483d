//! Access that ends: when, what is taken back, and what can be done about it before.
//!
//! A granted request is the access that it gave, with its term. What was held before is written down when it is approved,
//! so that its end takes back the difference and nothing else.

use super::{
    Error, Extension, Order, Requests,
    drift::take,
    facts::{held_before_joining, held_now, keeps_account_type},
    parts_of,
    policies::Offering,
    present::Whom,
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, Adjustment, ChangeId, ChangeState, Ending, Given, Held, Intent, Mandate, Member,
        MemberId, MemberStatus, Part, RequestEventKind, RequestId, RequestState, Role, Subject, Target, ending,
        held_before,
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
    /// Sigma does not say at the moment what is left of it.
    Later(AccessRequest),
}

/// What is to become of all that a request has given.
struct Leftover {
    /// What is to be set, part by part.
    left: Vec<(Part, Held)>,
    /// Whether somebody has changed some of it since.
    is_left_alone: bool,
    /// Whether everything is there as the requests have given it, to be set to what is left.
    is_plain: bool,
}

impl Leftover {
    /// By what is known of the person now, and their granted requests, this one among them; `None` where they are not known.
    fn of(request: &AccessRequest, person: &MemberId, active: &[AccessRequest], snapshot: &Snapshot) -> Option<Self> {
        let member = snapshot.member(person)?;
        let mut leftover = Self { left: Vec::new(), is_left_alone: false, is_plain: true };
        for Given { part, before } in &request.given {
            let Some(before) = before else { continue };
            let same = about(part, active);
            let at = same.iter().position(|(id, _)| **id == request.id).unwrap_or_default();
            let parts: Vec<&Part> = same.iter().map(|(_, given)| &given.part).collect();
            match ending(before, &parts, at, &held_now(part, member, snapshot)) {
                Ending::Set(held) => leftover.left.push((part.clone(), held)),
                Ending::Nothing => leftover.is_plain = false,
                Ending::LeftAlone => (leftover.is_plain, leftover.is_left_alone) = (false, true),
            }
        }
        Some(leftover)
    }
}

impl Requests {
    /// What a request gives if it is approved now, with what was held before the portal gave any of it, as far as is known.
    pub(super) async fn given(
        &self,
        request: &AccessRequest,
        offering: &Offering,
        snapshot: &Snapshot,
    ) -> Result<Vec<Given>, Error> {
        let parts = parts_of(&request.target, offering);
        let member = match Whom::of(&request.beneficiary, snapshot) {
            None => return Ok(Vec::new()),
            Some(Whom::Newcomer(_)) => {
                let given = |part: Part| Given { before: held_before_joining(&part), part };
                return Ok(parts.into_iter().map(given).collect());
            }
            Some(Whom::Member(member)) => member,
        };
        let active = self.active(request).await?;
        let is_bundle = request.target.part().is_none();
        let is_given = |part: &Part| match part {
            Part::AccountType(name) => !is_bundle || !keeps_account_type(name, member, snapshot),
            Part::Team { .. } | Part::Access(..) | Part::Attribute(..) => true,
        };
        let given = |part| given_now(part, &active, member, snapshot);
        Ok(parts.into_iter().filter(is_given).map(given).collect())
    }

    /// The granted requests of the same person, in the order in which they were granted.
    pub(super) async fn active(&self, request: &AccessRequest) -> Result<Vec<AccessRequest>, Error> {
        let mut active = self.0.store.granted_requests_for(&request.beneficiary.key()).await?;
        active.retain(|one| one.renews.is_none());
        active.sort_by_key(AccessRequest::granted_at);
        let mut present = Vec::with_capacity(active.len());
        for request in active {
            present.push(self.up_to_date(request).await?);
        }
        Ok(present)
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
        let request = self.up_to_date(request).await?;
        let now = self.0.store.clock().now();
        let ended = async |request: AccessRequest, note: &str| {
            let ended = request.with(RequestState::Ended, RequestEventKind::Ended, None, note, now);
            Ok(Due::Ended(self.saved(ended, false).await?))
        };
        let Some(member_id) = request.beneficiary.member_id.clone().filter(|_| !request.given.is_empty()) else {
            return ended(request, "There was nothing left to take back.").await;
        };
        let mut active = self.active(&request).await?;
        if !active.iter().any(|one| one.id == request.id) {
            active.push(request.clone());
            active.sort_by_key(AccessRequest::granted_at);
        }
        let mut snapshot = self.0.snapshot()?;
        let mut leftover = Leftover::of(&request, &member_id, &active, &snapshot);
        if !leftover.as_ref().is_some_and(|leftover| leftover.is_plain) {
            // That nothing is to be taken back is said by Sigma alone: another process may have given it a moment ago.
            let subjects: Vec<Subject> = request
                .given
                .iter()
                .map(|given| given.part.subject_for(&member_id))
                .chain([Subject::Member(member_id.clone())])
                .collect();
            if !self.0.directory.look_at(&subjects).await {
                return Ok(Due::Later(request));
            }
            snapshot = self.0.snapshot()?;
            leftover = Leftover::of(&request, &member_id, &active, &snapshot);
        }
        let Some(Leftover { left, is_left_alone, .. }) = leftover else {
            return ended(request, "There was nothing left to take back.").await;
        };
        let account = snapshot.member(&member_id).map(Member::status);
        let is_deactivated = account.is_some_and(|status| status != MemberStatus::Active);
        if left.is_empty() {
            let note = if is_deactivated {
                "The account is deactivated, and nothing is left of it."
            } else if is_left_alone {
                "Left as it is: someone has changed this access since it was granted."
            } else {
                "It stays: it was there before, or something else gives it."
            };
            return ended(request, note).await;
        }
        let request = if request.state == RequestState::Ending {
            request
        } else {
            let note = if is_deactivated {
                "Sigma changes active accounts only. It is taken back if this one returns."
            } else if is_left_alone {
                "What someone has changed since is left as it is."
            } else {
                ""
            };
            let end_change_id = Some(ChangeId::new(uuid::Uuid::now_v7().to_string()));
            let begun = AccessRequest { end_change_id, ..request };
            self.saved(begun.with(RequestState::Ending, RequestEventKind::Ending, None, note, now), false).await?
        };
        // Nobody signs in with it meanwhile.
        if is_deactivated {
            return Ok(Due::Later(request));
        }
        let order = taking_back(&request, left, &snapshot);
        Ok(Due::TakeBack(request, Box::new(order)))
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
        let now = self.0.store.clock().now();
        let Some(granted) = self.renewed(renewal).await? else { return Ok(None) };
        if !granted.renewals.contains(&renewal.id) {
            let ends_at = extension(&granted, renewal.days, now).to;
            let mut granted = AccessRequest { ends_at, lapses: false, reminders: 0, ..granted };
            granted.renewals.push(renewal.id.clone());
            let by = renewal.approvers().last().unwrap_or(&renewal.requester).clone();
            self.saved(granted.with(RequestState::Granted, RequestEventKind::Renewed, Some(&by), "", now), false)
                .await?;
        }
        let done = renewal.clone().with(RequestState::Granted, RequestEventKind::Granted, None, "Renewed.", now);
        self.saved(done, false).await.map(Some)
    }

    /// The request whose end this one puts off, as long as that is granted.
    pub(super) async fn renewed(&self, renewal: &AccessRequest) -> Result<Option<AccessRequest>, Error> {
        let Some(id) = &renewal.renews else { return Ok(None) };
        Ok(self.0.store.request(id).await?.filter(|one| one.state == RequestState::Granted))
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

/// How a renewal for so many days puts off the end of what was granted.
pub(super) fn extension(granted: &AccessRequest, days: Option<u32>, now: Timestamp) -> Extension {
    let from = granted.ends_at.map_or(now, |ends| ends.max(now));
    Extension { from: granted.ends_at, to: days.map(|days| after_days(from, days)) }
}

/// So many days of twenty-four hours later.
pub fn after_days(from: Timestamp, days: u32) -> Timestamp {
    from.checked_add(Duration::from_hours(24) * days).unwrap_or(Timestamp::MAX)
}

/// What requests give that is about the same as this part, each with the request that gives it.
fn about<'a>(part: &Part, active: &'a [AccessRequest]) -> Vec<(&'a RequestId, &'a Given)> {
    let of = |request: &'a AccessRequest| request.given.iter().map(move |given| (&request.id, given));
    active.iter().flat_map(of).filter(|(_, given)| given.part.about() == part.about()).collect()
}

/// A part that is about to be given to somebody, with what they held before the portal gave any of it.
pub(super) fn given_now(part: Part, active: &[AccessRequest], member: &Member, snapshot: &Snapshot) -> Given {
    let same = about(&part, active);
    let known = same.last().and_then(|(_, given)| given.before.as_ref());
    let others: Vec<&Part> = same.iter().map(|(_, given)| &given.part).collect();
    Given { before: Some(held_before(known, &others, &held_now(&part, member, snapshot))), part }
}

/// The change that leaves somebody with this much of each.
fn taking_back(request: &AccessRequest, left: Vec<(Part, Held)>, snapshot: &Snapshot) -> Order {
    let mut adjustment = Adjustment::of(request.beneficiary.member_id.clone().unwrap_or_default());
    for (part, left) in left {
        take(&mut adjustment, &part, left, snapshot);
    }
    Order {
        change_id: request.end_change_id.clone().unwrap_or_default(),
        intent: Intent::AdjustMembers { people: vec![adjustment] },
        actor: Actor::portal(),
        mandate: Mandate::Term { request_id: request.id.clone() },
        reason: format!("The term of a request ended: {}", request.title),
    }
}

/// Who may have access end before its time: admins, owners, and whoever holds it.
pub fn may_end(request: &AccessRequest, role: Role, concerns_me: bool, owns: bool) -> bool {
    request.state == RequestState::Granted
        && request.renews.is_none()
        && !matches!(request.target, Target::Return)
        && (role == Role::Admin || owns || concerns_me)
}
