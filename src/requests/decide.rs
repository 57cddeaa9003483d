//! Deciding about a request. Everything is worked out anew: who may, whether it can still be granted, by which policy.

use super::{
    Deciders, Error, Order, Requests, audit, names, parts_of,
    policies::Offering,
    present::Seen,
    term::{extension, may_end},
};
use crate::directory::Snapshot;
use crate::domain::{
    AccessRequest, Actor, ChangeId, NoRoute, Part, Party, Policy, RequestEventKind, RequestId, RequestState, Role,
    Route, Stage, Target, text,
};
use jiff::Timestamp;
use std::sync::Arc;

/// A request, and what somebody may do about it now.
#[derive(Clone, Debug)]
pub struct Case {
    pub request: AccessRequest,
    /// Who decides in each stage; empty where nobody needs to. Or why it can no longer be granted.
    pub outcome: Result<Vec<Deciders>, NoRoute>,
    /// The policy that it was asked under, where another holds now.
    pub earlier_policy: Option<Policy>,
    /// What they may do.
    pub may: May,
    /// Whether they may have the access end before its time.
    pub may_end: bool,
    /// Whether an approval is the last one that is needed.
    pub is_last_stage: bool,
    /// Whether somebody decides about their own request, as the only admin.
    pub is_own: bool,
    /// What it gives, one by one, where that is more than its title says.
    pub gives: Vec<String>,
    /// What an approval would do in Sigma; none while the target or the person is gone.
    pub order: Option<Order>,
    /// What an approval would do instead, where the access is held and is to be held longer.
    pub extension: Option<Extension>,
}

/// How the end of granted access is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// When it ends now; `None` where it does not.
    pub from: Option<Timestamp>,
    /// When it is to end; `None` for until it is revoked.
    pub to: Option<Timestamp>,
}

/// What somebody may do about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct May {
    pub decide: bool,
    pub cancel: bool,
    /// Try again what could not be applied.
    pub retry: bool,
}

impl Requests {
    /// A request as this actor may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none that concerns them, [`Error::NotReady`] and [`Error::Store`].
    pub async fn case(&self, id: &RequestId, actor: &Actor) -> Result<Case, Error> {
        let Seen { request, present, me, concerns_me, owns, offering, snapshot } =
            self.look(id, actor, self.0.shown_offering().await?).await?;
        let stage = present.route.as_ref().ok().and_then(|route| route.stages.get(request.stage));
        let may_decide =
            request.state == RequestState::Pending && may_decide(&request, (&me, concerns_me), present.stages());
        let gives = gives(&request, &offering, &snapshot);
        let order = Order::of(&request, may_decide.then_some(actor), &offering, &snapshot);
        let renewed = if may_decide { self.renewed(&request).await? } else { None };
        let now = self.0.store.clock().now();
        Ok(Case {
            extension: renewed.map(|granted| extension(&granted, request.days, now)),
            earlier_policy: (request.state == RequestState::Pending && present.policy != request.policy)
                .then(|| request.policy.clone()),
            may_end: may_end(&request, me.role, concerns_me, owns),
            is_last_stage: present.route.as_ref().is_ok_and(|route| request.stage + 1 >= route.stages.len()),
            is_own: stage.is_some_and(|stage| stage.is_own),
            may: May {
                decide: may_decide,
                cancel: request.state == RequestState::Pending && concerns_me,
                retry: request.state == RequestState::Attention && me.role == Role::Admin,
            },
            outcome: present.route.map(|route| Deciders::of_all(&route, &snapshot)),
            gives,
            order,
            request,
        })
    }

    /// The request of this id as it stands, if this actor may know of it, by what is offered.
    async fn look(&self, id: &RequestId, actor: &Actor, offering: Arc<Offering>) -> Result<Seen, Error> {
        let request = self.0.store.request(id).await?.ok_or(Error::NotFound)?;
        let request = match request.state {
            RequestState::Ending => self.follow_end(request).await?,
            RequestState::Pending
            | RequestState::Approved
            | RequestState::Applying
            | RequestState::Attention
            | RequestState::Granted
            | RequestState::Ended
            | RequestState::Denied
            | RequestState::Cancelled
            | RequestState::Closed => self.follow(request).await?,
        };
        self.0.seen(request, actor, offering)
    }

    /// Approves the stage that a request is at, as it was seen with this version.
    ///
    /// # Errors
    /// [`Error::Changed`] when somebody was faster, [`Error::Forbidden`] for who does not decide about it,
    /// [`Error::NoRoute`] when it can no longer be granted, [`Error::NotFound`], [`Error::NotReady`] and
    /// [`Error::Store`].
    pub async fn approve(&self, id: &RequestId, version: i64, actor: &Actor) -> Result<AccessRequest, Error> {
        let (request, route) = self.to_decide(id, version, actor).await?;
        let route = route?;
        let now = self.0.store.clock().now();
        if request.stage + 1 >= route.stages.len() {
            return self.approved(request, Some(actor), now).await;
        }
        let stage = request.stage + 1;
        let approved = AccessRequest { stage, ..request }.with(
            RequestState::Pending,
            RequestEventKind::StageApproved,
            Some(actor),
            "",
            now,
        );
        self.saved(approved, false).await
    }

    /// Denies a request, as it was seen with this version.
    ///
    /// # Errors
    /// [`Error::Reason`] without a reason, [`Error::Changed`] when somebody was faster, [`Error::Forbidden`] for who does
    /// not decide about it, [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn deny(
        &self,
        id: &RequestId,
        version: i64,
        reason: &str,
        actor: &Actor,
    ) -> Result<AccessRequest, Error> {
        let (request, _) = self.to_decide(id, version, actor).await?;
        let reason = text::note(reason, "reason").map_err(Error::Reason)?;
        if reason.is_empty() {
            let name = text::isolated(&request.requester.name).into_owned();
            return Err(Error::Reason(format!("Say why, so that {name} knows what to do next.")));
        }
        let now = self.0.store.clock().now();
        let denied = request.with(RequestState::Denied, RequestEventKind::Denied, Some(actor), &reason, now);
        self.saved(denied, false).await
    }

    /// Takes a request back.
    ///
    /// # Errors
    /// [`Error::Changed`] when it has been decided, [`Error::Forbidden`] for who neither asked nor gets it,
    /// [`Error::NotFound`] and [`Error::Store`].
    pub async fn cancel(&self, id: &RequestId, actor: &Actor) -> Result<AccessRequest, Error> {
        let Case { request, may, .. } = self.case(id, actor).await?;
        if request.state != RequestState::Pending {
            return Err(Error::Changed(Box::new(request)));
        }
        if !may.cancel {
            return Err(Error::Forbidden);
        }
        let now = self.0.store.clock().now();
        let cancelled = request.with(RequestState::Cancelled, RequestEventKind::Cancelled, Some(actor), "", now);
        self.saved(cancelled, false).await
    }

    /// A request that the actor decides about, and how it is decided now.
    async fn to_decide(
        &self,
        id: &RequestId,
        version: i64,
        actor: &Actor,
    ) -> Result<(AccessRequest, Result<Route, NoRoute>), Error> {
        let Seen { request, present, me, concerns_me, .. } = self.look(id, actor, self.0.offering().await?).await?;
        if request.state != RequestState::Pending || request.version != version {
            return Err(Error::Changed(Box::new(request)));
        }
        if may_decide(&request, (&me, concerns_me), present.stages()) {
            Ok((request, present.route))
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Writes down that nobody needs to decide any more, and under which id its change will be made.
    pub(super) async fn approved(
        &self,
        request: AccessRequest,
        by: Option<&Actor>,
        now: Timestamp,
    ) -> Result<AccessRequest, Error> {
        let is_own = by.is_some_and(|by| request.concerns(&by.keys()));
        let change_id = Some(ChangeId::new(uuid::Uuid::now_v7().to_string()));
        let stage = request.stage + usize::from(by.is_some());
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let given = self.given(&request, &offering, &snapshot).await?;
        let package_version = match &request.target {
            Target::Package(id) => offering.package(id).map(|package| package.version),
            Target::Account(_) | Target::Return | Target::Team(_) | Target::Access(..) | Target::AccountType(_) => None,
        };
        let note = if by.is_none() { "No approval needed by policy." } else { "" };
        let approved = AccessRequest { stage, change_id, given, package_version, ..request }.with(
            RequestState::Approved,
            RequestEventKind::Approved,
            by,
            note,
            now,
        );
        self.saved(approved, is_own).await
    }

    /// Writes a request with its audit event, unless somebody has written it since it was read.
    pub(super) async fn saved(&self, request: AccessRequest, is_own: bool) -> Result<AccessRequest, Error> {
        let (event, told) = (audit::last(&request, is_own), Box::pin(self.0.told(&request)).await?);
        let written = Box::pin(self.0.store.save_request(&request, &event, told.as_ref())).await?;
        self.note_write();
        if written {
            return Ok(AccessRequest { version: request.version + 1, ..request });
        }
        let present = self.0.store.request(&request.id).await?.ok_or(Error::NotFound)?;
        Err(Error::Changed(Box::new(present)))
    }
}

/// What a request for several things gives: as it was approved, else as it would be now.
fn gives(request: &AccessRequest, offering: &Offering, snapshot: &Snapshot) -> Vec<String> {
    if request.target.part().is_some() {
        return Vec::new();
    }
    let parts: Vec<Part> = match request.given.as_slice() {
        [] => parts_of(&request.target, offering),
        given => given.iter().map(|given| given.part.clone()).collect(),
    };
    parts.iter().map(|part| names::part(part, snapshot)).collect()
}

/// Whether somebody decides about the stage that a request is at: its approvers, and admins in their place. Nobody twice,
/// and nobody about their own but the only admin where the route says so.
pub(super) fn may_decide(request: &AccessRequest, (me, concerns_me): (&Party, bool), stages: &[Stage]) -> bool {
    let has_decided = request.approvers().any(|approver| approver.key() == me.key);
    match stages.get(request.stage).filter(|stage| stage.approvers.contains(&me.key)) {
        Some(stage) => !has_decided || stage.is_own,
        // Also where it can no longer be granted: somebody is to say so.
        None => me.role == Role::Admin && !has_decided && !concerns_me,
    }
}
