//! Lists that are suddenly short: whether to believe that what they leave out is gone.
//!
//! Sigma has answered lists with status 200 that were empty or ended early. Believed, an empty list of members would
//! lock everybody out and write a departure for each of them into the history. So a list that leaves out more than a
//! day's comings and goings is read a second time, and what either reading has counts. A list that still leaves out
//! more than half keeps what was held, and says so, until an admin accepts it.

use super::{
    Section,
    list::{List, Row},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// Rows that may be gone without a second look, and without anybody's acceptance.
const FEW: usize = 3;

/// One row in so many may be gone without a second look.
const SHARE: usize = 20;

/// Readings in a row, each on its own turn, that must say the same before a short detail is believed.
const TURNS: u8 = 3;

/// A list that leaves out more than half of what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Sigma listed {read} where {held} were known, and again when asked a second time. The directory keeps what it had \
     until an admin accepts the shorter list"
)]
pub struct Shortfall {
    /// Rows held.
    pub held: usize,
    /// Rows of them that the list still has, and new ones.
    pub read: usize,
}

/// Rows of `held` that the list leaves out.
pub fn missing<'l, T: Row>(held: &'l List<T>, read: &[T]) -> Vec<&'l T> {
    let there: HashSet<&T::Id> = read.iter().map(Row::id).collect();
    held.rows().iter().filter(|row| !there.contains(row.id())).collect()
}

/// Whether so many missing rows deserve a second look.
pub fn is_doubtful(missing: usize, held: usize) -> bool {
    missing > FEW.max(held / SHARE) || (missing > 0 && missing == held)
}

/// Whether so many missing rows are more than a second look can vouch for.
pub fn is_short(missing: usize, held: usize) -> bool {
    missing > FEW && missing * 2 > held
}

/// Details that were suddenly short, and how many readings in a row have said so.
#[derive(Debug, Default)]
pub struct Doubts(Mutex<HashMap<(Section, String), u8>>);

impl Doubts {
    /// Notes what asking a row again has shown; whether it is to be believed.
    pub fn believes(&self, section: Section, id: &str, is_short: bool) -> bool {
        let mut doubts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (section, id.to_owned());
        if !is_short {
            doubts.remove(&key);
            return true;
        }
        let turns = doubts.entry(key.clone()).or_default();
        *turns += 1;
        let is_believed = *turns >= TURNS;
        if is_believed {
            doubts.remove(&key);
        }
        is_believed
    }
}

/// Sections whose next reading may be as short as it likes, because an admin has said so.
#[derive(Debug, Default)]
pub struct Accepted(Mutex<HashSet<Section>>);

impl Accepted {
    /// Lets the next reading be short.
    pub fn note(&self, section: Section) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(section);
    }

    /// Whether the reading that begins may be short; asked once a reading.
    pub fn take(&self, section: Section) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_days_comings_and_goings_are_believed() {
        for (missing, held) in [(0, 0), (0, 400), (1, 10), (3, 10), (20, 400), (2_500, 50_000)] {
            assert!(!is_doubtful(missing, held) && !is_short(missing, held), "{missing} of {held}");
        }
    }

    #[test]
    fn more_is_looked_at_twice_and_half_is_kept() {
        for (missing, held, is) in [(21, 400, false), (200, 400, false), (1, 1, false), (3, 3, false), (201, 400, true)]
        {
            assert!(is_doubtful(missing, held), "{missing} of {held}");
            assert_eq!(is_short(missing, held), is, "{missing} of {held}");
        }
        assert!(is_short(400, 400) && is_short(4, 4));
    }

    #[test]
    fn a_short_detail_is_believed_when_it_stays_short() {
        let doubts = Doubts::default();
        let says = |is_short| doubts.believes(Section::Teams, "t", is_short);
        assert_eq!([says(true), says(true), says(true)], [false, false, true]);
        assert_eq!([says(true), says(false), says(true), says(true), says(true)], [false, true, false, false, true]);
    }
}
