//! One reading of a section at a time: the scheduled one and the one that somebody asks for do not run side by side.
//! The schedule takes what a reading under way brings; whoever asks for all of a section gets one that began after they
//! asked, since one that began before may have missed what they have just done in Sigma.

use super::{Collection, Depth};
use std::{array, time::Instant};
use tokio::sync::{Mutex, MutexGuard};

/// The readings of every section.
#[derive(Debug)]
pub struct Readings([Mutex<Option<Read>>; Collection::ALL.len()]);

/// The last reading of a section that worked.
#[derive(Clone, Copy, Debug)]
struct Read {
    began: Instant,
    ended: Instant,
    depth: Depth,
}

/// The turn to read a section.
pub struct ReadTurn<'r> {
    last: MutexGuard<'r, Option<Read>>,
    began: Instant,
}

impl Default for Readings {
    fn default() -> Self {
        Self(array::from_fn(|_| Mutex::default()))
    }
}

impl Readings {
    /// Waits for the turn to read a section.
    pub async fn wait(&self, section: Collection) -> ReadTurn<'_> {
        let last = self.0[section as usize].lock().await;
        ReadTurn { last, began: Instant::now() }
    }

    /// The same; `None` when a reading that serves has ended well meanwhile.
    pub async fn wait_or_join(&self, section: Collection, depth: Depth) -> Option<ReadTurn<'_>> {
        let asked = Instant::now();
        let turn = self.wait(section).await;
        let serves = |read: Read| {
            let is_new = match depth {
                Depth::Due => read.ended >= asked,
                Depth::Whole => read.began >= asked,
            };
            is_new && covers(section, read.depth, depth)
        };
        (!turn.last.is_some_and(serves)).then_some(turn)
    }
}

impl ReadTurn<'_> {
    /// Notes that the section has been read.
    pub fn done(mut self, depth: Depth) {
        *self.last = Some(Read { began: self.began, ended: Instant::now(), depth });
    }
}

/// Whether a reading brings all that another would.
fn covers(section: Collection, read: Depth, wanted: Depth) -> bool {
    match section {
        // Both depths read the same of these.
        Collection::Members
        | Collection::Workbooks
        | Collection::Datasets
        | Collection::DataModels
        | Collection::Reports => true,
        // Only a reading that is due asks anybody.
        Collection::Activity | Collection::ScheduledExports | Collection::Embeds => {
            read == Depth::Due || wanted == Depth::Whole
        }
        Collection::Teams
        | Collection::Workspaces
        | Collection::Connections
        | Collection::AccountTypes
        | Collection::UserAttributes => read == Depth::Whole || wanted == Depth::Due,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::{FutureExt, poll};
    use std::pin::pin;

    #[tokio::test]
    async fn the_schedule_takes_the_reading_under_way() {
        let readings = Readings::default();
        let turn = readings.wait_or_join(Collection::Teams, Depth::Whole).await.unwrap();
        let mut joining = pin!(readings.wait_or_join(Collection::Teams, Depth::Due));
        assert!(poll!(joining.as_mut()).is_pending());
        assert!(readings.wait_or_join(Collection::Members, Depth::Due).now_or_never().is_some(), "another section");
        turn.done(Depth::Whole);
        assert!(joining.await.is_none());
        assert!(readings.wait_or_join(Collection::Teams, Depth::Due).await.is_some(), "asked after it had ended");
    }

    #[tokio::test]
    async fn those_who_ask_for_all_of_it_share_the_next_reading() {
        let readings = Readings::default();
        let under_way = readings.wait(Collection::Members).await;
        let mut first = pin!(readings.wait_or_join(Collection::Members, Depth::Whole));
        let mut second = pin!(readings.wait_or_join(Collection::Members, Depth::Whole));
        assert!(poll!(first.as_mut()).is_pending() && poll!(second.as_mut()).is_pending());
        under_way.done(Depth::Whole);
        let next = first.await.expect("one that began before they asked is not theirs");
        next.done(Depth::Whole);
        assert!(second.await.is_none());
    }

    #[tokio::test]
    async fn a_reading_that_failed_or_was_not_deep_enough_is_made_again() {
        let readings = Readings::default();
        for read in [None, Some(Depth::Due)] {
            let turn = readings.wait(Collection::Teams).await;
            let mut asked = pin!(readings.wait_or_join(Collection::Teams, Depth::Whole));
            assert!(poll!(asked.as_mut()).is_pending());
            match read {
                Some(depth) => turn.done(depth),
                None => drop(turn),
            }
            assert!(asked.await.is_some(), "{read:?}");
        }
    }

    #[test]
    fn every_section_has_a_place() {
        let mut places = Collection::ALL.map(|section| section as usize);
        places.sort_unstable();
        assert!(places.into_iter().eq(0..Collection::ALL.len()));
    }
}
