//! By which rules requests are decided: set for a thing, for its kind, or built in.

use super::{
    Deciders, Error, Inner, Requests, audit, facts, names,
    present::{Present, Wanted, Whom},
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, Actor, MemberId, NoRoute, PackageId, Policy, PolicyEntry, Requestable, RequestableKind, Target,
        TeamVisibility,
    },
};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// What is offered, and when that was read.
pub(super) type Offered = Option<(Instant, Arc<Offering>)>;

/// How long it may be shown what was read: another process may have set it otherwise.
const SHOWN: Duration = Duration::from_secs(1);

/// What is offered beside the things of the directory, and by which rules: read once for all requests that are looked at.
#[derive(PartialEq)]
pub(super) struct Offering {
    /// All that is set, by the key of the thing or kind.
    policies: BTreeMap<String, PolicyEntry>,
    packages: BTreeMap<PackageId, AccessPackage>,
}

impl Offering {
    /// What is set for a thing.
    pub fn entry(&self, thing: &Requestable) -> Option<&PolicyEntry> {
        self.policies.get(&thing.key())
    }

    /// The things whose policy names somebody among the owners.
    pub fn owned_by(&self, person: &MemberId) -> impl Iterator<Item = Requestable> {
        let named = self.policies.iter().filter(|(_, entry)| entry.owners.contains(person));
        named.filter_map(|(key, _)| Requestable::from_key(key))
    }

    /// The package of this id, while there is one.
    pub fn package(&self, id: &PackageId) -> Option<&AccessPackage> {
        self.packages.get(id)
    }

    /// All packages, in the order in which they were made.
    pub fn packages(&self) -> impl Iterator<Item = &AccessPackage> {
        self.packages.values()
    }
}

impl Inner {
    /// What is offered now.
    pub(super) async fn offering(&self) -> Result<Arc<Offering>, Error> {
        let read = Instant::now();
        let packages = self.store.packages().await?.into_iter().map(|package| (package.id.clone(), package));
        let offering = Arc::new(Offering { policies: self.store.policies().await?, packages: packages.collect() });
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = Some((read, offering.clone()));
        Ok(offering)
    }

    /// What was offered a moment ago, where it is only shown: pages ask for it several times, decisions never.
    pub(super) async fn shown_offering(&self) -> Result<Arc<Offering>, Error> {
        let known = self.offered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known.filter(|(read, _)| read.elapsed() < SHOWN) {
            Some((_, offering)) => Ok(offering),
            None => self.offering().await,
        }
    }
}

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
pub(super) fn policy_of(thing: &Requestable, offering: &Offering, snapshot: &Snapshot) -> (Policy, PolicySource) {
    if let Some(policy) = offering.entry(thing).and_then(|entry| entry.policy.clone()) {
        return (policy, PolicySource::Own);
    }
    let (policy, source) = policy_of_kind(thing.kind(), offering);
    let is_hidden = match thing {
        Requestable::Team(id) => snapshot.team(id).is_none_or(|team| *team.visibility() != TeamVisibility::Public),
        Requestable::AccountType(name) => name.eq_ignore_ascii_case("admin"),
        Requestable::Package(_) | Requestable::Account | Requestable::Workspace(_) | Requestable::Connection(_) => {
            false
        }
    };
    (if is_hidden { policy.closed() } else { policy }, source)
}

/// The policy that holds for a kind where a thing has none of its own.
fn policy_of_kind(kind: RequestableKind, offering: &Offering) -> (Policy, PolicySource) {
    match offering.policies.get(&Requestable::kind_key(kind)).and_then(|entry| entry.policy.clone()) {
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
        let offering = self.0.offering().await?;
        let of = |kind| {
            let (policy, source) = policy_of_kind(kind, &offering);
            (kind, policy, source)
        };
        Ok(RequestableKind::ALL.into_iter().map(of).collect())
    }

    /// The things that have a policy or owners of their own, by name.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn own_policies(&self) -> Result<Vec<(Requestable, String, PolicyEntry)>, Error> {
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let named = |(key, entry): (&String, &PolicyEntry)| {
            let thing = Requestable::from_key(key)?;
            let name = names::name(&thing, &offering, &snapshot)?;
            (entry.policy.is_some() || !entry.owners.is_empty()).then_some((thing, name, entry.clone()))
        };
        let mut all: Vec<_> = offering.policies.iter().filter_map(named).collect();
        all.sort_by_key(|(thing, name, _)| (thing.kind(), name.to_lowercase()));
        Ok(all)
    }

    /// A thing's name, what is set for it, and the policy that holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what the directory does not have, [`Error::NotReady`] and [`Error::Store`].
    pub async fn policy(&self, thing: &Requestable) -> Result<(String, PolicyEntry, Policy, PolicySource), Error> {
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let name = names::name(thing, &offering, &snapshot).ok_or(Error::NotFound)?;
        let (policy, source) = policy_of(thing, &offering, &snapshot);
        Ok((name, offering.entry(thing).cloned().unwrap_or_default(), policy, source))
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
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let name = names::name(thing, &offering, &snapshot).ok_or(Error::NotFound)?;
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
        let before = self.0.store.policies().await?.remove(key).and_then(|entry| entry.policy);
        let event = audit::policy_set(now, what, thing, (before.as_ref(), policy.as_ref()), actor);
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
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let title = names::title(target, &offering, &snapshot).ok_or(Error::NotFound)?;
        let member = facts::member(person, &snapshot)?;
        let (requester, whom) = (self.0.party(member, &snapshot), Whom::Member(member));
        let wanted =
            Wanted { target, requester, beneficiary: &whom, is_renewal: false, has_package: false, open: None };
        let Present { policy, source, route, .. } = self.0.decided(&wanted, &offering, &snapshot);
        let outcome = route.map(|route| Deciders::of_all(&route, &snapshot));
        let (name, reason_required) = (member.full_name(), policy.reason_required);
        Ok(Trial { title, name, outcome, reason_required, source })
    }
}
