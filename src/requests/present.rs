//! How a request would be decided at this moment, whether it was made or is only thought of.

use super::{
    Error, Inner,
    policies::{Offering, PolicySource, policy_of},
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, Beneficiary, Capability, Facts, Member, NoRoute, Party, PersonKey, Policy, RequestId,
        Route, Stage, Target, merged, route, stages,
    },
};
use std::sync::Arc;

/// Whoever gets what is asked for.
pub(super) enum Whom<'s> {
    Member(&'s Member),
    /// Somebody who has no account in Sigma yet.
    Newcomer(PersonKey),
}

impl<'s> Whom<'s> {
    /// Whom a request is for, as they are now: a newcomer whom somebody has invited meanwhile is a member. None where the
    /// account is gone.
    pub fn of(beneficiary: &Beneficiary, snapshot: &'s Snapshot) -> Option<Self> {
        match &beneficiary.member_id {
            Some(id) => snapshot.member(id).map(Self::Member),
            None => match snapshot.member_by_email(&beneficiary.email) {
                Some(member) => Some(Self::Member(member)),
                None => Some(Self::Newcomer(beneficiary.key())),
            },
        }
    }

    /// Their account, where they have one.
    pub fn member(&self) -> Option<&'s Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Newcomer(_) => None,
        }
    }
}

/// As much of a request as the decision about it needs.
pub(super) struct Wanted<'a> {
    pub target: &'a Target,
    pub requester: Party,
    pub beneficiary: &'a Whom<'a>,
    /// Whether it puts off the end of what is held: then that is no reason against it.
    pub is_renewal: bool,
    /// Whether a request for the same package was granted and has not ended.
    pub has_package: bool,
    /// An open request for the same.
    pub open: Option<RequestId>,
}

/// By which policy a request is decided, and how.
pub(super) struct Present {
    pub policy: Policy,
    pub source: PolicySource,
    pub route: Result<Route, NoRoute>,
    /// Who would decide by the policy where there is no route: nobody else could say that there is none.
    asked: Vec<Stage>,
}

impl Present {
    /// Who decides in each stage; where it cannot be granted, who would.
    pub fn stages(&self) -> &[Stage] {
        self.route.as_ref().map_or(&self.asked, |route| &route.stages)
    }
}

/// A request as somebody may see it, and what was looked at to tell.
pub(super) struct Seen {
    pub request: AccessRequest,
    pub present: Present,
    /// Who looks, in the role that they have now.
    pub me: Party,
    /// Whether it is about whoever looks: they asked, or get it.
    pub concerns_me: bool,
    /// Whether they answer for what it is about.
    pub owns: bool,
    pub offering: Arc<Offering>,
    pub snapshot: Arc<Snapshot>,
}

impl Inner {
    /// How what is wanted would be decided by what is set now.
    pub(super) fn decided(&self, wanted: &Wanted<'_>, offering: &Offering, snapshot: &Snapshot) -> Present {
        let (policy, source) = policy_of(&wanted.target.requestable(), offering, snapshot);
        let route = match wanted.target {
            Target::Account(account) => {
                let items = account.items();
                // The account itself does not end: a renewal is about what came with it.
                let all = (!wanted.is_renewal).then_some(wanted.target).into_iter().chain(&items);
                let routes = all.map(|target| self.route(target, true, wanted, offering, snapshot)).collect();
                let routes: Result<Vec<Route>, NoRoute> = routes;
                routes.map(|routes| merged(routes, &self.admins(snapshot)))
            }
            Target::Package(_) | Target::Return | Target::Team(_) | Target::Access(..) | Target::AccountType(_) => {
                self.route(wanted.target, false, wanted, offering, snapshot)
            }
        };
        let asked = if route.is_err() { self.asked(&policy, wanted, offering, snapshot) } else { Vec::new() };
        Present { policy, source, route, asked }
    }

    /// Who would decide by a policy about what is wanted, were it possible.
    fn asked(&self, policy: &Policy, wanted: &Wanted<'_>, offering: &Offering, snapshot: &Snapshot) -> Vec<Stage> {
        let known = self.facts(wanted.target, wanted.beneficiary, offering, snapshot);
        let beneficiary = self.party_of(wanted.beneficiary, snapshot);
        stages(policy, &wanted.requester, &beneficiary, &known).unwrap_or_default()
    }

    /// The way of one thing of what is wanted; `with_account` where it comes with a new account.
    fn route(
        &self,
        target: &Target,
        with_account: bool,
        wanted: &Wanted<'_>,
        offering: &Offering,
        snapshot: &Snapshot,
    ) -> Result<Route, NoRoute> {
        let (policy, _) = policy_of(&target.requestable(), offering, snapshot);
        let known = self.facts(target, wanted.beneficiary, offering, snapshot);
        let has_package = || Some("You have this access package already.".to_owned());
        let held = if wanted.has_package { has_package() } else { known.held };
        let known = Facts {
            held: held.filter(|_| !wanted.is_renewal),
            open: wanted.open.clone(),
            brings_account: with_account || known.brings_account,
            ..known
        };
        route(&policy, &wanted.requester, &self.party_of(wanted.beneficiary, snapshot), target, &known)
    }

    /// How a request that was made would be decided now.
    pub(super) fn present(&self, request: &AccessRequest, offering: &Offering, snapshot: &Snapshot) -> Present {
        let Some(whom) = Whom::of(&request.beneficiary, snapshot) else {
            let (policy, source) = policy_of(&request.target.requestable(), offering, snapshot);
            return Present { policy, source, route: Err(NoRoute::Inactive), asked: Vec::new() };
        };
        // Whoever asks for themselves is whom it is for, also once they have an account.
        let requester = if request.is_for_another() {
            self.acting(&request.requester, snapshot)
        } else {
            self.party_of(&whom, snapshot)
        };
        let wanted = Wanted {
            target: &request.target,
            requester,
            beneficiary: &whom,
            is_renewal: request.renews.is_some(),
            has_package: false,
            open: None,
        };
        self.decided(&wanted, offering, snapshot)
    }

    /// A request, if this actor may know of it, by what is offered.
    ///
    /// # Errors
    /// [`Error::NotFound`] where they may not, and [`Error::NotReady`].
    pub(super) fn seen(&self, request: AccessRequest, actor: &Actor, offering: Arc<Offering>) -> Result<Seen, Error> {
        let snapshot = self.snapshot()?;
        let present = self.present(&request, &offering, &snapshot);
        let me = self.acting(actor, &snapshot);
        let owns = self.owns(&request, &me.key, &offering, &snapshot);
        let concerns_me = request.concerns(&actor.keys());
        let is_asked = present.stages().iter().any(|stage| stage.approvers.contains(&me.key));
        // Who owns a thing knows of the access to it that was given, and not of what is only asked for.
        let may_see = (owns && request.state.has_given())
            || concerns_me
            || request.approvers().any(|approver| approver.key() == me.key)
            || me.role.can(Capability::ReadAudit)
            || is_asked;
        if may_see {
            Ok(Seen { request, present, me, concerns_me, owns, offering, snapshot })
        } else {
            Err(Error::NotFound)
        }
    }
}
