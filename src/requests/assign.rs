//! Packages that come with an invitation: whoever is onboarded with one holds it, with its term, as if it had been asked for.
//!
//! The change says which package that is, so nothing is lost where a process stops between accepting the change and writing
//! down who holds it: the changes of the last day are looked through again.

use super::{Error, Requests, audit, facts::held_before_joining, names};
use crate::{
    domain::{
        AccessPackage, AccessRequest, Beneficiary, Change, ChangeKind, Given, GivenPackage, Intent, Invitee, Newcomer,
        RequestEventKind as Kind, RequestId, RequestState as State, Requestable, Target,
    },
    store::{self, ChangeFilter, PageRequest},
};
use jiff::Timestamp;

/// Changes that are looked through at once.
const CHANGES: u32 = 200;

impl Requests {
    /// The package of this id or, without case, this name.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn package_called(&self, name: &str) -> Result<Option<AccessPackage>, Error> {
        let name = name.trim();
        let is_meant = |one: &AccessPackage| one.id.as_str() == name || one.name.to_lowercase() == name.to_lowercase();
        Ok(self.0.store.packages().await?.into_iter().find(is_meant))
    }

    /// Writes down who holds a package by this change; nothing where that is written already.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn assign(&self, change: &Change) -> Result<(), Error> {
        let Intent::Onboard { people } = &change.intent else { return Ok(()) };
        for (at, joiner) in people.iter().enumerate() {
            if let Some(package) = &joiner.package {
                self.assign_one(change, at, joiner, package).await?;
            }
        }
        Ok(())
    }

    /// The same for all changes that were accepted since then.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn assign_since(&self, since: Timestamp) -> Result<(), Error> {
        let filter = ChangeFilter { kind: Some(ChangeKind::Onboard), ..ChangeFilter::default() };
        for number in 1.. {
            let page = self.0.store.changes(&filter, PageRequest { number, size: CHANGES }).await?;
            let is_last = number >= page.last();
            for summary in page.items {
                if summary.change.created_at < since {
                    return Ok(());
                }
                self.assign(&summary.change).await?;
            }
            if is_last {
                break;
            }
        }
        Ok(())
    }

    async fn assign_one(
        &self,
        change: &Change,
        at: usize,
        joiner: &Invitee,
        given: &GivenPackage,
    ) -> Result<(), Error> {
        // The same however often it is written: the change's own id, and the place in it.
        let id = RequestId::new(format!("{}-{at}", change.id));
        if self.0.store.request(&id).await?.is_some() {
            return Ok(());
        }
        let (snapshot, offering) = (self.0.snapshot()?, self.0.offering().await?);
        let thing = Requestable::Package(given.id.clone());
        let Some(name) = names::name(&thing, &offering, &snapshot) else { return Ok(()) };
        let versions = self.0.store.package_versions(&given.id).await?;
        let contents = versions.into_iter().find(|version| version.version == given.version);
        let parts = contents.map(|version| version.contents.parts()).unwrap_or_default();
        let (policy, _) = super::policies::policy_of(&thing, &offering, &snapshot);
        let person = &joiner.person;
        let (first_name, last_name) = (person.first_name.clone(), person.last_name.clone());
        let now = self.0.store.clock().now();
        let beneficiary = Beneficiary {
            member_id: None,
            name: format!("{first_name} {last_name}"),
            email: person.email.as_str().to_owned(),
            newcomer: Some(Newcomer { first_name, last_name, subject: None }),
        };
        let (target, title) = (Target::Package(given.id.clone()), format!("Access package {name}"));
        let days = policy.usual_days.or(policy.longest_days);
        let request = AccessRequest {
            reason: change.reason.clone(),
            days,
            change_id: Some(change.id.clone()),
            given: parts.into_iter().map(|part| Given { before: held_before_joining(&part), part }).collect(),
            package_version: Some(given.version),
            ..AccessRequest::new(id, target, title, change.actor.clone(), beneficiary, policy, now)
        };
        let by = Some(&change.actor);
        let request = request.with(State::Approved, Kind::Approved, by, "Given with the invitation.", now);
        let request = request.with(State::Applying, Kind::Applying, None, "", now);
        match self.0.store.insert_request(&request, &audit::last(&request, false), None).await {
            // Another process was faster, or they had asked for it themselves: that request goes on.
            Ok(()) | Err(store::Error::Exists) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
