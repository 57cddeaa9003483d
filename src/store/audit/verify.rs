//! Proving that the audit log is whole: each event as it was written, in its place in the chain, and none missing.

use super::{
    chain::{BASE, BATCH, ChainPlace, HEAD, at, check, next, place},
    counter::{self, counted},
    seal::{Sealing, subjects_of},
};
use crate::store::{Error, SealKey, Sealed, Store, entities::audit_event};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// What verifying the audit log has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Events that are linked and as they were.
    pub intact: u64,
    /// Events that are not linked yet.
    pub unlinked: u64,
    /// Events that an earlier version wrote, which sealed none.
    pub unsealed: u64,
    /// Events that were sealed with another key.
    pub other_key: u64,
    /// What is wrong, in sentences; the first hundred.
    pub problems: Vec<String>,
}

impl Verified {
    fn problem(&mut self, text: String) {
        if self.problems.len() < 100 {
            self.problems.push(text);
        }
    }
}

impl Store {
    /// Looks at every event: whether it is as it was written, in its place, and whether any is gone. `known` is a head that was
    /// kept elsewhere: the chain must go through it. Other processes may go on writing meanwhile.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn verify_audit(&self, known: Option<&ChainPlace>) -> Result<Verified, Error> {
        let db = self.reader().snapshot().await?;
        let mut check =
            Check { key: self.seals(), found: Verified::default(), numbers: BTreeMap::new(), is_sealed: false };
        check.chain(&db, known).await?;
        check.unlinked(&db).await?;
        check.counters(&db).await?;
        Ok(check.found)
    }
}

struct Check<'k> {
    key: &'k SealKey,
    found: Verified,
    /// The numbers under which events were found, by counter.
    numbers: BTreeMap<String, BTreeSet<i64>>,
    /// Whether an event before had a seal.
    is_sealed: bool,
}

impl Check<'_> {
    async fn chain(&mut self, db: &DatabaseTransaction, known: Option<&ChainPlace>) -> Result<(), Error> {
        let mut last = self.place(db, BASE).await?;
        let head = self.place(db, HEAD).await?;
        if known.is_some_and(|known| known.number < last.number) {
            self.found.problem("The head that was kept elsewhere is older than what retention has left.".to_owned());
        }
        loop {
            let batch = audit_event::Entity::find()
                .filter(audit_event::Column::ChainNumber.gt(last.number))
                .order_by_asc(audit_event::Column::ChainNumber)
                .limit(BATCH)
                .all(db)
                .await?;
            if batch.is_empty() {
                break;
            }
            let subjects = subjects_of(db, &batch).await?;
            for (event, subjects) in batch.iter().zip(&subjects) {
                self.linked(&Sealing { event, subjects }, &mut last);
                if known.is_some_and(|known| known.number == last.number && known.hash != last.hash) {
                    self.found.problem(format!("Event {} is not the one whose head was kept elsewhere.", last.number));
                }
            }
        }
        if last != head {
            self.found
                .problem(format!("The log ends with event {}, and should end with {}.", last.number, head.number));
        }
        if known.is_some_and(|known| known.number > last.number) {
            self.found.problem("The log ends before the head that was kept elsewhere.".to_owned());
        }
        Ok(())
    }

    fn linked(&mut self, sealing: &Sealing<'_>, last: &mut ChainPlace) {
        let event = sealing.event;
        let number = event.chain_number.unwrap_or_default();
        let what = format!("Event {number} ({}, {})", event.action, event.id);
        if number > last.number + 1 {
            self.found.problem(format!("Events {} to {} are missing.", last.number + 1, number - 1));
        }
        if self.event(sealing, &what) {
            self.found.intact += 1;
        }
        if event.chain_hash.as_deref() != Some(&next(last, sealing).hash) {
            self.found.problem(format!("{what} is not what was linked there: it, or what was before it, is another."));
        }
        // Goes on from what is written, so that one alteration is not found again in each event after it.
        *last = ChainPlace { number, hash: event.chain_hash.clone().unwrap_or_default() };
    }

    /// Looks at one event by itself: whether it is as it was sealed.
    fn event(&mut self, sealing: &Sealing<'_>, what: &str) -> bool {
        if let Some(counted) = counted(sealing.event)
            && !self.numbers.entry(counted.counter).or_default().insert(counted.number)
        {
            self.found.problem(format!("{what} is there twice."));
        }
        let sealed = sealing.check(self.key);
        match sealed {
            Sealed::Intact => {}
            Sealed::Unsealed if self.is_sealed => {
                self.found
                    .problem(format!("{what} has no seal, and events before it have: the portal did not write it."));
            }
            Sealed::Unsealed => self.found.unsealed += 1,
            Sealed::OtherKey => self.found.other_key += 1,
            Sealed::Altered => self.found.problem(format!("{what} was altered.")),
        }
        self.is_sealed |= sealed != Sealed::Unsealed;
        sealed == Sealed::Intact
    }

    async fn unlinked(&mut self, db: &DatabaseTransaction) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let batch = audit_event::Entity::find()
                .filter(audit_event::Column::ChainNumber.is_null())
                .filter(audit_event::Column::Id.gt(&*after))
                .order_by_asc(audit_event::Column::Id)
                .limit(BATCH)
                .all(db)
                .await?;
            let Some(end) = batch.last() else { return Ok(()) };
            after.clone_from(&end.id);
            let subjects = subjects_of(db, &batch).await?;
            for (event, subjects) in batch.iter().zip(&subjects) {
                self.found.unlinked += 1;
                let what = format!("An event that is not linked yet ({}, {})", event.action, event.id);
                self.event(&Sealing { event, subjects }, &what);
            }
        }
    }

    /// Whether as many events are there as were counted.
    async fn counters(&mut self, db: &DatabaseTransaction) -> Result<(), Error> {
        let mut numbers = std::mem::take(&mut self.numbers);
        for row in counter::all(db).await? {
            for sealed in counter::check(self.key, &row) {
                match sealed {
                    Sealed::Intact => {}
                    Sealed::OtherKey => self.found.other_key += 1,
                    Sealed::Unsealed | Sealed::Altered => {
                        self.found.problem(format!("The counter {} was altered.", row.name));
                    }
                }
            }
            let seen = numbers.remove(&row.name).unwrap_or_default();
            let there = i64::try_from(seen.len()).unwrap_or(i64::MAX).saturating_add(row.deleted.unwrap_or_default());
            let (name, number) = (&row.name, row.number);
            if seen.last().is_some_and(|last| *last > number) || there > number {
                self.found.problem(format!("The counter {name} says {number}, and there are events after that."));
            } else if there < number {
                let (missing, first) = (number - there, seen.first().copied().unwrap_or(number + 1));
                let gaps = (first..=number).filter(|n| !seen.contains(n)).take(10).map(|n| n.to_string());
                let which = gaps.collect::<Vec<_>>().join(", ");
                let which = if which.is_empty() { "the first".to_owned() } else { which };
                self.found.problem(format!(
                    "{missing} of the {number} events that the counter {name} has counted are missing: {which}."
                ));
            }
        }
        for name in numbers.keys() {
            self.found.problem(format!("The counter {name} is gone, and there are events that it has counted."));
        }
        Ok(())
    }

    async fn place(&mut self, db: &impl ConnectionTrait, name: &str) -> Result<ChainPlace, Error> {
        let Some(row) = place(db, name).await? else { return Ok(ChainPlace::start()) };
        match check(self.key, &row) {
            Sealed::Intact => {}
            Sealed::OtherKey => self.found.other_key += 1,
            Sealed::Unsealed | Sealed::Altered => {
                self.found.problem(format!("The {name} of the chain was altered."));
            }
        }
        Ok(at(&row))
    }
}
