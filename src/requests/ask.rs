//! Making a request.

use super::{
    Deciders, Error, Inner, Requests, audit, facts, names,
    policies::{Entries, policy_of},
    present::{Present, Wanted},
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{
        AccessRequest, Actor, Beneficiary, Grantee, Member, MemberId, NoRoute, Party, PersonKey, RequestEventKind,
        RequestId, RequestState, Requestable, RequestableKind, ResourceKind, Role, Target, text,
    },
    store,
};
use std::sync::Arc;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub target: Target,
    /// For whom; `None` for oneself.
    pub beneficiary: Option<MemberId>,
    /// Why, as it was typed.
    pub reason: String,
    /// For how many days; `None` for until it is revoked.
    pub days: Option<u32>,
    /// The granted request whose end it puts off.
    pub renews: Option<RequestId>,
}

/// A thing at one level, as the form offers it.
#[derive(Clone, Debug)]
pub struct Choice {
    pub target: Target,
    /// The level's word in forms; empty where there are none.
    pub level: String,
    /// “Can explore”, or the name of the thing where it has no levels.
    pub label: String,
    /// Who decides in each stage; empty where nobody needs to. Or why it cannot be asked for.
    pub outcome: Result<Vec<Deciders>, NoRoute>,
    /// Why it would be of less use than it looks: the account type limits it.
    pub caveat: Option<String>,
    pub reason_required: bool,
    /// For how many days it is asked as a rule, and can be had at most.
    pub usual_days: Option<u32>,
    pub longest_days: Option<u32>,
}

/// Levels of a kind of thing, lowest first: Sigma's words and those for people. Empty where it has none.
pub fn levels(kind: RequestableKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        RequestableKind::Workspace => ResourceKind::Workspace.levels(),
        RequestableKind::Connection => ResourceKind::Connection.levels(),
        RequestableKind::Team | RequestableKind::AccountType => Vec::new(),
    }
}

/// What a request depends on, whatever is asked for: looked up once.
struct Asking<'a> {
    requester: Party,
    /// None for somebody without an account who asks for themselves.
    beneficiary: Option<&'a Member>,
    /// The beneficiary's open requests.
    open: Vec<AccessRequest>,
    entries: Entries,
    snapshot: &'a Arc<Snapshot>,
}

impl Asking<'_> {
    fn decided(&self, requests: &Inner, beneficiary: &Member, target: &Target, is_renewal: bool) -> Present {
        let open = self.open.iter().find(|request| request.target == *target).map(|request| request.id.clone());
        let wanted = Wanted { target, requester: self.requester.clone(), beneficiary, is_renewal, open };
        requests.decided(wanted, &self.entries, self.snapshot)
    }

    fn choice(&self, requests: &Inner, target: Target, level: &str, label: String) -> Choice {
        let (policy, route) = match self.beneficiary {
            Some(member) => {
                let present = self.decided(requests, member, &target, false);
                (present.policy, present.route)
            }
            None => (policy_of(&target.requestable(), &self.entries, self.snapshot).0, Err(NoRoute::NotForThem)),
        };
        let caveat = match (&target, self.beneficiary) {
            (Target::Access(_, permission), Some(member)) => {
                caveats::of_grantee(&Grantee::Member(member.id.clone()), permission, self.snapshot)
            }
            (Target::Access(..) | Target::Team(_) | Target::AccountType(_), _) => None,
        };
        Choice {
            target,
            level: level.to_owned(),
            label,
            outcome: route.map(|route| Deciders::of_all(&route, self.snapshot)),
            caveat,
            reason_required: policy.reason_required,
            usual_days: policy.usual_days.or(policy.longest_days),
            longest_days: policy.longest_days,
        }
    }
}

impl Requests {
    /// The name of a thing and what can be chosen of it, for oneself or for somebody else.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is not there or not offered, [`Error::NotReady`] and [`Error::Store`].
    pub async fn choices(
        &self,
        thing: &Requestable,
        beneficiary: Option<&MemberId>,
        actor: &Actor,
    ) -> Result<(String, Vec<Choice>), Error> {
        let snapshot = self.0.snapshot()?;
        let name = names::name(thing, &snapshot).ok_or(Error::NotFound)?;
        let whom = beneficiary.or(actor.member_id.as_ref()).map(|id| facts::member(id, &snapshot)).transpose()?;
        let asking = self.asking(whom, actor, &snapshot).await?;
        let levels = levels(thing.kind());
        let levels = if levels.is_empty() { vec![("", "")] } else { levels };
        let choice = |(level, label): (&str, &str)| {
            let label = if label.is_empty() { name.clone() } else { label.to_owned() };
            Some(asking.choice(&self.0, thing.at(level)?, level, label))
        };
        let choices: Vec<Choice> = levels.into_iter().filter_map(choice).collect();
        // Whether something that is not offered exists is nobody's business.
        let is_hidden = choices.iter().all(|choice| choice.outcome == Err(NoRoute::NotOffered));
        if is_hidden && actor.role != Role::Admin { Err(Error::NotFound) } else { Ok((name, choices)) }
    }

    /// Looks up what a request by this actor depends on, whatever is asked for.
    async fn asking<'a>(
        &self,
        beneficiary: Option<&'a Member>,
        actor: &Actor,
        snapshot: &'a Arc<Snapshot>,
    ) -> Result<Asking<'a>, Error> {
        let open = match beneficiary {
            Some(member) => self.0.store.open_requests_for(&PersonKey::Member(member.id.clone())).await?,
            None => Vec::new(),
        };
        let entries = self.0.store.policies().await?;
        Ok(Asking { requester: self.0.acting(actor, snapshot), beneficiary, open, entries, snapshot })
    }

    /// Makes a request. Where nobody needs to decide, it is approved at once.
    ///
    /// # Errors
    /// [`Error::NoRoute`], [`Error::Reason`] for a missing or unfit reason, [`Error::NotFound`], [`Error::NotReady`] and
    /// [`Error::Store`].
    pub async fn ask(&self, ask: Ask, actor: &Actor) -> Result<AccessRequest, Error> {
        let Ask { target, beneficiary, reason, days, renews } = ask;
        let snapshot = self.0.snapshot()?;
        let title = names::title(&target, &snapshot).ok_or(Error::NotFound)?;
        let id = beneficiary.or_else(|| actor.member_id.clone()).ok_or(NoRoute::NotForThem)?;
        let member = facts::member(&id, &snapshot)?;
        let asking = self.asking(Some(member), actor, &snapshot).await?;
        let Present { policy, route, .. } = asking.decided(&self.0, member, &target, renews.is_some());
        let route = route.map_err(|why| {
            // As if it were not there.
            let is_hidden = why == NoRoute::NotOffered && actor.role != Role::Admin;
            if is_hidden { Error::NotFound } else { Error::NoRoute(why) }
        })?;
        let reason = text::note(&reason, "reason").map_err(Error::Reason)?;
        if route.reason_required && reason.is_empty() {
            return Err(Error::Reason("Enter a reason. The people who decide will read it.".to_owned()));
        }
        if let Some(longest) = route.longest_days
            && days.is_none_or(|days| days > longest)
        {
            return Err(Error::Term(format!(
                "This can be had for {longest} days at most. It can be renewed after that."
            )));
        }
        let now = self.0.store.clock().now();
        let request = AccessRequest {
            id: RequestId::new(uuid::Uuid::now_v7().to_string()),
            target,
            title,
            requester: actor.clone(),
            beneficiary: Beneficiary {
                member_id: member.id.clone(),
                name: member.full_name(),
                email: member.email.clone(),
            },
            reason,
            state: RequestState::Pending,
            stage: 0,
            policy,
            events: Vec::new(),
            change_id: None,
            asked_at: now,
            days,
            renews,
            before: None,
            ends_at: None,
            lapses: false,
            reminders: 0,
            renewals: Vec::new(),
            end_change_id: None,
            version: 0,
        };
        let asked = request.with(RequestState::Pending, RequestEventKind::Asked, Some(actor), "", now);
        let told = self.0.told(&asked).await?;
        match self.0.store.insert_request(&asked, &audit::last(&asked, false), told.as_ref()).await {
            Ok(()) => self.forget_queue(),
            // The other half of a double click was faster.
            Err(store::Error::Exists) => {
                let open = self.0.store.open_requests_for(&asked.beneficiary.key()).await?;
                let same = open.into_iter().find(|request| request.target == asked.target);
                return Err(same.map_or(Error::NotFound, |request| NoRoute::Asked(request.id).into()));
            }
            Err(error) => return Err(error.into()),
        }
        if route.is_automatic() { self.approved(asked, None, now).await } else { Ok(asked) }
    }
}
