//! By which rules requests are decided: set for a thing, for its kind, or built in.

use super::{
    Deciders, Error, Requests, audit, facts, names,
    present::{Present, Wanted},
};
use crate::{
    directory::Snapshot,
    domain::{Actor, MemberId, NoRoute, Policy, PolicyEntry, Requestable, RequestableKind, Target, TeamVisibility},
};
use std::collections::BTreeMap;

/// All that is set, by the key of the thing or kind.
pub type Entries = BTreeMap<String, PolicyEntry>;

/// Where a thing's policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicySource {
    /// Set for the thing itself.
    Own,
    /// Set for all of its kind.
    Kind,
    /// Nothing is set.
    BuiltIn,
}

/// What would become of a request: for “what if Leo asks for Finance?”.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The name of the thing, with its level.
    pub title: String,
    /// Who it would be for.
    pub name: String,
    /// Who would decide in each stage; empty where nobody would need to. Or why it could not be asked for.
    pub outcome: Result<Vec<Deciders>, NoRoute>,
    /// Whether a reason would be needed.
    pub reason_required: bool,
    /// The policy's source.
    pub source: PolicySource,
}

/// The policy of a thing as it holds now. What is hidden in Sigma and what makes admins is offered only where that is
/// said of the thing itself.
pub fn policy_of(thing: &Requestable, entries: &Entries, snapshot: &Snapshot) -> (Policy, PolicySource) {
    if let Some(policy) = entries.get(&thing.key()).and_then(|entry| entry.policy.clone()) {
        return (policy, PolicySource::Own);
    }
    let (policy, source) = policy_of_kind(thing.kind(), entries);
    let is_hidden = match thing {
        Requestable::Team(id) => snapshot.team(id).is_none_or(|team| *team.visibility() != TeamVisibility::Public),
        Requestable::AccountType(name) => name.eq_ignore_ascii_case("admin"),
        Requestable::Workspace(_) | Requestable::Connection(_) => false,
    };
    (if is_hidden { policy.closed() } else { policy }, source)
}

/// The policy that holds for a kind where a thing has none of its own.
fn policy_of_kind(kind: RequestableKind, entries: &Entries) -> (Policy, PolicySource) {
    match entries.get(&Requestable::kind_key(kind)).and_then(|entry| entry.policy.clone()) {
        Some(policy) => (policy, PolicySource::Kind),
        None => (Policy::built_in(kind), PolicySource::BuiltIn),
    }
}

impl Requests {
    /// The policy of each kind.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn kind_policies(&self) -> Result<Vec<(RequestableKind, Policy, PolicySource)>, Error> {
        let entries = self.0.store.policies().await?;
        let of = |kind| {
            let (policy, source) = policy_of_kind(kind, &entries);
            (kind, policy, source)
        };
        Ok(RequestableKind::ALL.into_iter().map(of).collect())
    }

    /// The things that have a policy or owners of their own, by name.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn own_policies(&self) -> Result<Vec<(Requestable, String, PolicyEntry)>, Error> {
        let (snapshot, entries) = (self.0.snapshot()?, self.0.store.policies().await?);
        let named = |(key, entry): (String, PolicyEntry)| {
            let thing = Requestable::from_key(&key)?;
            let name = names::name(&thing, &snapshot)?;
            (entry.policy.is_some() || !entry.owners.is_empty()).then_some((thing, name, entry))
        };
        let mut all: Vec<_> = entries.into_iter().filter_map(named).collect();
        all.sort_by_key(|(thing, name, _)| (thing.kind(), name.to_lowercase()));
        Ok(all)
    }

    /// A thing's name, what is set for it, and the policy that holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what the directory does not have, [`Error::NotReady`] and [`Error::Store`].
    pub async fn policy(&self, thing: &Requestable) -> Result<(String, PolicyEntry, Policy, PolicySource), Error> {
        let (snapshot, entries) = (self.0.snapshot()?, self.0.store.policies().await?);
        let name = names::name(thing, &snapshot).ok_or(Error::NotFound)?;
        let (policy, source) = policy_of(thing, &entries, &snapshot);
        Ok((name, entries.get(&thing.key()).cloned().unwrap_or_default(), policy, source))
    }

    /// Sets the policy of a kind; `None` goes back to the built-in one.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn set_kind_policy(
        &self,
        kind: RequestableKind,
        policy: Option<Policy>,
        actor: &Actor,
    ) -> Result<(), Error> {
        let what = format!("all {}", kind.plural().to_lowercase());
        self.set(&Requestable::kind_key(kind), &what, None, policy, Vec::new(), actor).await
    }

    /// Sets the policy and owners of a thing; without a policy, that of its kind holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what the directory does not have, [`Error::NotReady`] and [`Error::Store`].
    pub async fn set_policy(
        &self,
        thing: &Requestable,
        policy: Option<Policy>,
        owners: Vec<MemberId>,
        actor: &Actor,
    ) -> Result<(), Error> {
        let snapshot = self.0.snapshot()?;
        let name = names::name(thing, &snapshot).ok_or(Error::NotFound)?;
        let what = format!("the {} {name}", thing.kind().label().to_lowercase());
        self.set(&thing.key(), &what, Some(thing), policy, owners, actor).await
    }

    async fn set(
        &self,
        key: &str,
        what: &str,
        thing: Option<&Requestable>,
        policy: Option<Policy>,
        owners: Vec<MemberId>,
        actor: &Actor,
    ) -> Result<(), Error> {
        let now = self.0.store.clock().now();
        let event = audit::policy_set(now, what, thing, policy.as_ref(), actor);
        let entry = PolicyEntry { policy, owners, set_at: Some(now) };
        self.0.store.set_policy(key, &entry, &event).await?;
        self.forget_queue();
        Ok(())
    }

    /// What would become of a request for this, made by and for this person.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn trial(&self, target: &Target, person: &MemberId) -> Result<Trial, Error> {
        let (snapshot, entries) = (self.0.snapshot()?, self.0.store.policies().await?);
        let title = names::title(target, &snapshot).ok_or(Error::NotFound)?;
        let member = facts::member(person, &snapshot)?;
        let requester = self.0.party(member, &snapshot);
        let wanted = Wanted { target, requester, beneficiary: member, is_renewal: false, open: None };
        let Present { policy, source, route } = self.0.decided(wanted, &entries, &snapshot);
        let outcome = route.map(|route| Deciders::of_all(&route, &snapshot));
        let (name, reason_required) = (member.full_name(), policy.reason_required);
        Ok(Trial { title, name, outcome, reason_required, source })
    }
}
