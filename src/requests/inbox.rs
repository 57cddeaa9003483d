//! What waits for whom. Worked out from the pending requests and the present state of the directory, not stored; kept in
//! memory until one of both changes, as every page shows how much waits.

use super::{Error, Requests};
use crate::{
    directory::Snapshot,
    domain::{AccessPackage, AccessRequest, Actor, MemberId, PersonKey, Requestable},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, Weak},
    time::Duration,
};
use tokio::time::Instant;

/// How long what was worked out is taken for true before the database is asked whether it still is: another process may
/// have written.
const FRESH: Duration = Duration::from_secs(1);

/// What waits for whom, as it was last worked out.
#[derive(Default)]
pub struct Queue {
    known: Option<Known>,
    package_owners: Option<(Instant, Arc<HashSet<MemberId>>)>,
}

/// How long it is taken for true who answers for packages: another process may have set it.
const OWNERS: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Known {
    mark: (i64, i64),
    of: Weak<Snapshot>,
    asked: Instant,
    requests: Arc<Vec<AccessRequest>>,
    /// Places among the requests, oldest first, by who decides about them.
    by_person: Arc<HashMap<PersonKey, Arc<[usize]>>>,
}

/// What waits for one person's decision, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    requests: Arc<Vec<AccessRequest>>,
    places: Arc<[usize]>,
}

impl Inbox {
    /// How many requests wait.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The requests, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &AccessRequest> {
        self.places.iter().filter_map(|at| self.requests.get(*at))
    }
}

impl Requests {
    /// How many requests wait for this person's decision. None where the database does not say.
    pub async fn waiting_for(&self, actor: &Actor) -> Option<usize> {
        let known = self.known().await.ok()?;
        Some(known.by_person.get(&actor.key()).map_or(0, |places| places.len()))
    }

    /// The requests that wait for this person's decision, oldest first.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn inbox(&self, actor: &Actor) -> Result<Inbox, Error> {
        let Known { requests, by_person, .. } = self.known().await?;
        let places = by_person.get(&actor.key()).cloned().unwrap_or_default();
        Ok(Inbox { requests, places })
    }

    /// Whether this person answers for an access package. No where the database does not say.
    pub async fn owns_package(&self, actor: &Actor) -> bool {
        let Some(id) = &actor.member_id else { return false };
        let known = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).package_owners.clone();
        if let Some((_, owners)) = known.filter(|(asked, _)| asked.elapsed() < OWNERS) {
            return owners.contains(id);
        }
        let (asked, Ok(offering)) = (Instant::now(), self.0.offering().await) else { return false };
        let of_one = |package: &AccessPackage| offering.entry(&Requestable::Package(package.id.clone()));
        let owners = offering.packages().filter_map(of_one).flat_map(|entry| entry.owners.iter().cloned()).collect();
        let owners: Arc<HashSet<MemberId>> = Arc::new(owners);
        let owns = owners.contains(id);
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).package_owners = Some((asked, owners));
        owns
    }

    /// Has what waits for whom, and who answers for packages, worked out anew.
    pub(super) fn forget_queue(&self) {
        *self.0.queue.lock().unwrap_or_else(PoisonError::into_inner) = Queue::default();
    }

    async fn known(&self) -> Result<Known, Error> {
        let snapshot = self.0.snapshot()?;
        let before = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).known.clone();
        let before = before.filter(|known| std::ptr::eq(known.of.as_ptr(), Arc::as_ptr(&snapshot)));
        if let Some(known) = before.clone().filter(|known| known.asked.elapsed() < FRESH) {
            return Ok(known);
        }
        let asked = Instant::now();
        let known = match self.0.store.pending_requests(before.as_ref().map(|known| known.mark)).await? {
            None => Known { asked, ..before.ok_or(Error::NotReady)? },
            Some(open) => {
                let offering = self.0.offering().await?;
                let mut by_person: HashMap<PersonKey, Vec<usize>> = HashMap::new();
                for (at, request) in open.requests.iter().enumerate() {
                    let route = self.0.present(request, &offering, &snapshot).route;
                    let stage = route.ok().and_then(|route| route.stages.into_iter().nth(request.stage));
                    for approver in stage.into_iter().flat_map(|stage| stage.approvers) {
                        by_person.entry(approver).or_default().push(at);
                    }
                }
                Known {
                    mark: open.mark,
                    of: Arc::downgrade(&snapshot),
                    asked,
                    requests: Arc::new(open.requests),
                    by_person: Arc::new(by_person.into_iter().map(|(who, places)| (who, places.into())).collect()),
                }
            }
        };
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).known = Some(known.clone());
        Ok(known)
    }
}
