//! What waits for one person, and what they answer for.

use super::{Error, Inbox, Requests};
use crate::domain::{AccessPackage, Actor, MemberId, Requestable};
use std::{
    collections::HashSet,
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How long it is taken for true who answers for packages: another process may have set it.
const OWNERS: Duration = Duration::from_secs(10);

/// The people who answer for packages, and when that was read.
pub type PackageOwners = Option<(Instant, Arc<HashSet<MemberId>>)>;

impl Requests {
    /// How many requests wait for this person's decision. None where the database does not say.
    pub async fn waiting_for(&self, actor: &Actor) -> Option<usize> {
        self.queued(&actor.key()).await.ok().map(|theirs| theirs.len())
    }

    /// The requests that wait for this person's decision, oldest first.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn inbox(&self, actor: &Actor) -> Result<Inbox, Error> {
        self.queued(&actor.key()).await
    }

    /// Whether this person answers for an access package. No where the database does not say.
    pub async fn owns_package(&self, actor: &Actor) -> bool {
        let Some(id) = &actor.member_id else { return false };
        let known = self.0.package_owners.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, owners)) = known.filter(|(asked, _)| asked.elapsed() < OWNERS) {
            return owners.contains(id);
        }
        let (asked, Ok(offering)) = (Instant::now(), self.0.offering().await) else { return false };
        let of_one = |package: &AccessPackage| offering.entry(&Requestable::Package(package.id.clone()));
        let owners = offering.packages().filter_map(of_one).flat_map(|entry| entry.owners.iter().cloned()).collect();
        let owners: Arc<HashSet<MemberId>> = Arc::new(owners);
        let owns = owners.contains(id);
        *self.0.package_owners.lock().unwrap_or_else(PoisonError::into_inner) = Some((asked, owners));
        owns
    }
}
