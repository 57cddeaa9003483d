//! How much of something a person may have at once.

use super::{AppError, Share, seconds};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// How many more of a person's requests may wait for each that is being answered.
const WAITING: usize = 8;

/// How long a request waits for its turn.
const SLOT_WAIT: Duration = Duration::from_secs(10);

/// Slots of one kind.
pub(super) struct Slots {
    share: Share,
    all: Arc<Semaphore>,
    /// People who have something at the moment.
    people: Mutex<HashMap<String, Weak<Person>>>,
}

/// What one person has.
struct Person {
    held: Arc<Semaphore>,
    /// Those that hold a slot or wait for one.
    present: Arc<Semaphore>,
}

/// A slot, held until it is dropped.
pub struct Slot {
    _all: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
    _present: OwnedSemaphorePermit,
    _person: Arc<Person>,
}

impl Slots {
    pub(super) fn new(share: Share) -> Self {
        Self { share, all: Arc::new(Semaphore::new(share.of_all)), people: Mutex::default() }
    }

    /// Waits for a slot.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many of the person's wait already, or their own take too long; [`AppError::Busy`] when
    /// everybody together has too many.
    pub(super) async fn wait(&self, who: &str) -> Result<Slot, AppError> {
        let person = self.person(who);
        let too_many = || AppError::TooMany { seconds: seconds(SLOT_WAIT) };
        let present = person.present.clone().try_acquire_owned().map_err(|_| too_many())?;
        let own = timeout(SLOT_WAIT, person.held.clone().acquire_owned()).await;
        let own = own.ok().and_then(Result::ok).ok_or_else(too_many)?;
        let all = timeout(SLOT_WAIT, self.all.clone().acquire_owned()).await;
        let all = all.ok().and_then(Result::ok).ok_or(AppError::Busy)?;
        Ok(Slot { _all: all, _own: own, _present: present, _person: person })
    }

    /// Takes a slot where one is free.
    ///
    /// # Errors
    /// As [`Self::wait`].
    pub(super) fn take(&self, who: &str) -> Result<Slot, AppError> {
        let person = self.person(who);
        let too_many = |_| AppError::TooMany { seconds: seconds(SLOT_WAIT) };
        let present = person.present.clone().try_acquire_owned().map_err(too_many)?;
        let own = person.held.clone().try_acquire_owned().map_err(too_many)?;
        let all = self.all.clone().try_acquire_owned().map_err(|_| AppError::Busy)?;
        Ok(Slot { _all: all, _own: own, _present: present, _person: person })
    }

    fn person(&self, who: &str) -> Arc<Person> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = people.get(who).and_then(Weak::upgrade) {
            return known;
        }
        // Whoever holds nothing any more is forgotten: there are never more than hold something.
        people.retain(|_, person| person.strong_count() > 0);
        let person = Arc::new(Person {
            held: Arc::new(Semaphore::new(self.share.of_one)),
            present: Arc::new(Semaphore::new(self.share.of_one * (1 + WAITING))),
        });
        people.insert(who.to_owned(), Arc::downgrade(&person));
        person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_person_has_no_more_than_their_share_and_leaves_the_rest() {
        let slots = Slots::new(Share { of_one: 2, of_all: 3 });
        let held = [slots.wait("ada").await.unwrap(), slots.wait("ada").await.unwrap()];
        assert!(matches!(slots.take("ada"), Err(AppError::TooMany { .. })));
        assert!(matches!(slots.wait("ada").await, Err(AppError::TooMany { .. })), "waits for ever");
        let other = slots.wait("ben").await.unwrap();
        assert!(matches!(slots.wait("cy").await, Err(AppError::Busy)));
        drop((held, other));
        slots.wait("cy").await.unwrap();
        assert_eq!(slots.people.lock().unwrap().len(), 1, "people are kept who hold nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_gets_the_next_slot() {
        let slots = Arc::new(Slots::new(Share { of_one: 1, of_all: 1 }));
        let held = slots.wait("ada").await.unwrap();
        let waiting = tokio::spawn({
            let slots = slots.clone();
            async move { slots.wait("ada").await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(held);
        assert!(waiting.await.unwrap());
    }
}
