//! Access packages: making and changing them, and who holds them.

use super::{Error, Requests, audit, drift::Drift, names};
use crate::store::PageRequest;
use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, AccessRequest, Actor, Capability, MemberId, PackageContents, PackageId, PackageVersion, Page,
        PersonKey, PersonSet, PolicyEntry, RequestState, Requestable,
    },
};
use std::{collections::HashMap, sync::Arc};

/// What somebody wants a package to be.
#[derive(Clone, Debug)]
pub struct PackageDraft {
    pub name: String,
    /// Whom it is for; may be empty.
    pub description: String,
    pub contents: PackageContents,
    /// Who answers for it.
    pub owners: Vec<MemberId>,
}

/// All holders on one page.
pub const ALL_HOLDERS: PageRequest = PageRequest { number: 1, size: u32::MAX };

/// A package with a page of who holds it.
#[derive(Clone, Debug)]
pub struct HeldPackage {
    pub package: AccessPackage,
    pub owners: Vec<MemberId>,
    pub holders: Page<Holder>,
}

/// Somebody to whom a package was granted.
#[derive(Clone, Debug)]
pub struct Holder {
    pub request: AccessRequest,
    /// What they have less or more than the package gives now.
    pub drift: Drift,
}

impl Requests {
    /// All packages with how many people hold them, by name, as far as the actor may see them: those who read the audit
    /// log see all, owners their own.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn packages(&self, actor: &Actor) -> Result<Vec<(AccessPackage, usize)>, Error> {
        let (snapshot, offering) = (self.0.snapshot()?, self.0.shown_offering().await?);
        let me = self.0.acting(actor, &snapshot);
        let mut all = Vec::new();
        for package in offering.packages() {
            let thing = Requestable::Package(package.id.clone());
            if me.role.can(Capability::ReadAudit) || self.0.owners(&thing, &offering, &snapshot).contains(&me.key) {
                let holders = self.0.store.count_granted_of(&thing).await?;
                all.push((package.clone(), usize::try_from(holders).unwrap_or(usize::MAX)));
            }
        }
        all.sort_by_key(|(package, _)| package.name.to_lowercase());
        Ok(all)
    }

    /// One package with a page of its holders, those who have held it longest first, as far as the actor may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn package(&self, id: &PackageId, actor: &Actor, page: PageRequest) -> Result<HeldPackage, Error> {
        let (snapshot, offering) = (self.0.snapshot()?, self.0.shown_offering().await?);
        let me = self.0.acting(actor, &snapshot);
        let owners = self.0.owners(&Requestable::Package(id.clone()), &offering, &snapshot);
        let may_see = me.role.can(Capability::ReadAudit) || owners.contains(&me.key);
        let package = offering.package(id).filter(|_| may_see).ok_or(Error::NotFound)?;
        self.held(package.clone(), &owners, page, &snapshot).await
    }

    /// What a package gave in each of its versions, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn package_versions(&self, id: &PackageId) -> Result<Vec<PackageVersion>, Error> {
        Ok(self.0.store.package_versions(id).await?)
    }

    /// What can be had as packages by people who are about to be onboarded: all of them, by name.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn all_packages(&self) -> Result<Vec<AccessPackage>, Error> {
        let mut all = self.0.store.packages().await?;
        all.sort_by_key(|package| package.name.to_lowercase());
        Ok(all)
    }

    async fn held(
        &self,
        package: AccessPackage,
        owners: &PersonSet,
        page: PageRequest,
        snapshot: &Arc<Snapshot>,
    ) -> Result<HeldPackage, Error> {
        let thing = Requestable::Package(package.id.clone());
        let Page { items, total, number, size } = self.0.store.granted_requests_of(&thing, page).await?;
        let people: Vec<PersonKey> = items.iter().map(|request| request.beneficiary.key()).collect();
        let mut active: HashMap<PersonKey, Vec<AccessRequest>> = HashMap::new();
        for request in self.0.store.requests_for_all(&people, &[RequestState::Granted]).await? {
            active.entry(request.beneficiary.key()).or_default().push(request);
        }
        let mut holders = Vec::with_capacity(items.len());
        for request in items {
            let request = self.up_to_date(request).await?;
            let active = active.get(&request.beneficiary.key()).map(Vec::as_slice).unwrap_or_default();
            let drift = Drift::of(&package, &request, active, snapshot);
            holders.push(Holder { request, drift });
        }
        let owner = |key: &PersonKey| match key {
            PersonKey::Member(id) => Some(id.clone()),
            PersonKey::Provider(_) | PersonKey::Configured(_) => None,
        };
        Ok(HeldPackage {
            package,
            owners: owners.iter().filter_map(owner).collect(),
            holders: Page { items: holders, total, number, size },
        })
    }

    /// Makes a package.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn make_package(&self, draft: PackageDraft, actor: &Actor) -> Result<AccessPackage, Error> {
        let now = self.0.store.clock().now();
        let PackageDraft { name, description, contents, owners } = draft;
        let package = AccessPackage {
            id: PackageId::new(uuid::Uuid::now_v7().to_string()),
            name,
            description,
            contents,
            version: 1,
            made_at: now,
            changed_at: now,
            changed_by: actor.clone(),
            written: 0,
        };
        let gives = self.gives(&package.contents)?;
        let event =
            audit::package(now, "package.made", &format!("Made the access package {}. {gives}", package.name), actor);
        self.0.store.insert_package(&package, &event).await?;
        self.own(&package, owners, actor).await?;
        Ok(package)
    }

    /// Changes a package, as it was seen at this write. What it gives is another version then; whoever holds it keeps what
    /// they have until somebody brings them to it.
    ///
    /// # Errors
    /// [`Error::Edited`] when somebody was faster, [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn edit_package(
        &self,
        id: &PackageId,
        written: i64,
        draft: PackageDraft,
        actor: &Actor,
    ) -> Result<AccessPackage, Error> {
        let before = self.0.store.package(id).await?.ok_or(Error::NotFound)?;
        if before.written != written {
            return Err(Error::Edited(before.changed_by.name));
        }
        let now = self.0.store.clock().now();
        let PackageDraft { name, description, contents, owners } = draft;
        let version = before.version + u32::from(contents != before.contents);
        let (changed_at, changed_by) = (now, actor.clone());
        let package = AccessPackage { name, description, contents, version, changed_at, changed_by, ..before };
        let gives = self.gives(&package.contents)?;
        let says = format!("Changed the access package {} (version {version}). {gives}", package.name);
        let event = audit::package(now, "package.changed", &says, actor);
        if !self.0.store.save_package(&package, &event).await? {
            return Err(Error::Edited("Someone".to_owned()));
        }
        self.own(&package, owners, actor).await?;
        self.forget_queue();
        Ok(package)
    }

    /// Deletes a package. Whoever holds it keeps what they have, with its term.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Store`].
    pub async fn delete_package(&self, id: &PackageId, actor: &Actor) -> Result<AccessPackage, Error> {
        let package = self.0.store.package(id).await?.ok_or(Error::NotFound)?;
        let now = self.0.store.clock().now();
        let says = format!("Deleted the access package {}", package.name);
        let is_gone = self.0.store.delete_package(id, &audit::package(now, "package.deleted", &says, actor)).await?;
        self.forget_queue();
        if is_gone { Ok(package) } else { Err(Error::NotFound) }
    }

    /// What a package gives, one by one, in words.
    ///
    /// # Errors
    /// [`Error::NotReady`].
    pub fn names_of(&self, contents: &PackageContents) -> Result<Vec<String>, Error> {
        let snapshot = self.0.snapshot()?;
        Ok(contents.parts().iter().map(|part| names::part(part, &snapshot)).collect())
    }

    /// The same in one sentence: “Gives account type Build, team Finance.” Names are those of the whole organisation, as
    /// whoever answers for a package answers for all that it gives.
    ///
    /// # Errors
    /// [`Error::NotReady`].
    pub fn gives(&self, contents: &PackageContents) -> Result<String, Error> {
        Ok(super::catalogue::summary(contents, &*self.0.snapshot()?))
    }

    /// Sets who answers for a package, where that is somebody else than before.
    async fn own(&self, package: &AccessPackage, owners: Vec<MemberId>, actor: &Actor) -> Result<(), Error> {
        let thing = Requestable::Package(package.id.clone());
        let entry = self.0.offering().await?.entry(&thing).cloned().unwrap_or_default();
        let PolicyEntry { policy, owners: before, .. } = entry;
        if before == owners { Ok(()) } else { self.set_policy(&thing, policy, owners, actor).await }
    }
}
