//! How a request would be decided at this moment, whether it was made or is only thought of.

use super::{
    Error, Inner, facts,
    policies::{Entries, PolicySource, policy_of},
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, Capability, Facts, Member, NoRoute, Party, Policy, RequestId, Route, Target, route,
    },
};
use std::sync::Arc;

/// As much of a request as the decision about it needs.
pub(super) struct Wanted<'a> {
    pub target: &'a Target,
    pub requester: Party,
    pub beneficiary: &'a Member,
    /// Whether it puts off the end of what is held: then that is no reason against it.
    pub is_renewal: bool,
    /// An open request for the same.
    pub open: Option<RequestId>,
}

/// By which policy a request is decided, and how.
pub(super) struct Present {
    pub policy: Policy,
    pub source: PolicySource,
    pub route: Result<Route, NoRoute>,
}

/// A request as somebody may see it, and what was looked at to tell.
pub(super) struct Seen {
    pub request: AccessRequest,
    pub present: Present,
    /// Who looks, in the role that they have now.
    pub me: Party,
    /// Whether they answer for what it is about.
    pub owns: bool,
    pub snapshot: Arc<Snapshot>,
}

impl Inner {
    /// How what is wanted would be decided by these policies.
    pub(super) fn decided(&self, wanted: Wanted<'_>, entries: &Entries, snapshot: &Arc<Snapshot>) -> Present {
        let Wanted { target, requester, beneficiary, is_renewal, open } = wanted;
        let thing = target.requestable();
        let (policy, source) = policy_of(&thing, entries, snapshot);
        let known = self.facts(target, beneficiary, entries.get(&thing.key()), open, snapshot);
        let known = if is_renewal { Facts { held: None, ..known } } else { known };
        let route = route(&policy, &requester, &self.party(beneficiary, snapshot), target, &known);
        Present { policy, source, route }
    }

    /// How a request that was made would be decided now.
    pub(super) fn present(&self, request: &AccessRequest, entries: &Entries, snapshot: &Arc<Snapshot>) -> Present {
        let Some(beneficiary) = snapshot.member(&request.beneficiary.member_id) else {
            let (policy, source) = policy_of(&request.target.requestable(), entries, snapshot);
            return Present { policy, source, route: Err(NoRoute::Inactive) };
        };
        let wanted = Wanted {
            target: &request.target,
            requester: self.acting(&request.requester, snapshot),
            beneficiary,
            is_renewal: request.renews.is_some(),
            open: None,
        };
        self.decided(wanted, entries, snapshot)
    }

    /// A request, if this actor may know of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where they may not, [`Error::NotReady`] and [`Error::Store`].
    pub(super) async fn seen(&self, request: AccessRequest, actor: &Actor) -> Result<Seen, Error> {
        let (snapshot, entries) = (self.snapshot()?, self.store.policies().await?);
        let present = self.present(&request, &entries, &snapshot);
        let me = self.acting(actor, &snapshot);
        let owns = facts::owns(&request, &me.key, &entries, &snapshot);
        let asked = |route: &Route| (0..route.stages.len()).any(|stage| route.asks(stage, &me.key));
        // Who owns a thing knows of the access to it that was given, and not of what is only asked for.
        let may_see = (owns && request.state.has_given())
            || request.concerns(&me.key)
            || request.approvers().any(|approver| approver.key() == me.key)
            || me.role.can(Capability::ReadAudit)
            || present.route.as_ref().is_ok_and(asked);
        if may_see { Ok(Seen { request, present, me, owns, snapshot }) } else { Err(Error::NotFound) }
    }
}
