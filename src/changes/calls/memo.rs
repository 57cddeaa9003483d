//! What a run has read of Sigma a moment ago, so that many steps on one thing cost one reading.

use super::super::access::call::all;
use crate::{
    domain::{Grant, Member, MemberId, ResourceRef},
    sigma::{self, SigmaClient},
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

/// How old a reading may be that a step is decided by.
const FRESH: Duration = Duration::from_secs(5);

type Read<T> = Arc<Mutex<Option<(Instant, Arc<T>)>>>;

/// Readings of one run. Two steps that want the same at once wait for one reading.
#[derive(Debug, Default)]
pub struct Memo {
    grants: Mutex<HashMap<ResourceRef, Read<Vec<Grant>>>>,
    members: Mutex<HashMap<MemberId, Read<Member>>>,
}

impl Memo {
    /// The grants on a resource, read a moment ago at most.
    pub async fn grants(&self, client: &SigmaClient, resource: &ResourceRef) -> Result<Arc<Vec<Grant>>, sigma::Error> {
        let read = self.grants.lock().await.entry(resource.clone()).or_default().clone();
        // On the heap: this is the largest of all that a step waits for.
        Box::pin(fresh(&read, all(client, resource))).await
    }

    /// A member, read now, and kept for those who ask in a moment.
    pub async fn read_member(&self, client: &SigmaClient, id: &MemberId) -> Result<Arc<Member>, sigma::Error> {
        let read = self.members.lock().await.entry(id.clone()).or_default().clone();
        let mut read = read.lock().await;
        let member = Arc::new(client.members().get(id).await?);
        *read = Some((Instant::now(), member.clone()));
        Ok(member)
    }

    /// A member, read a moment ago at most.
    pub async fn member(&self, client: &SigmaClient, id: &MemberId) -> Result<Arc<Member>, sigma::Error> {
        let read = self.members.lock().await.entry(id.clone()).or_default().clone();
        fresh(&read, client.members().get(id)).await
    }
}

async fn fresh<T>(
    read: &Mutex<Option<(Instant, Arc<T>)>>,
    ask: impl Future<Output = Result<T, sigma::Error>>,
) -> Result<Arc<T>, sigma::Error> {
    let mut read = read.lock().await;
    if let Some((at, value)) = &*read
        && at.elapsed() < FRESH
    {
        return Ok(value.clone());
    }
    let value = Arc::new(ask.await?);
    *read = Some((Instant::now(), value.clone()));
    Ok(value)
}
