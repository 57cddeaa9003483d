//! Lists that are suddenly short: whether to believe that what they leave out is gone.
//!
//! Sigma has answered lists with status 200 that were empty or ended early. Believed, an empty list of members would
//! lock everybody out and write a departure for each of them into the history. So a list that leaves out anything that
//! was known is read a second time, and what either reading has counts: it may have ended a page early, or a row have
//! moved between two pages. A list that still leaves out more than half keeps what was held, and says so, until an admin
//! accepts it.

use super::{
    Collection,
    list::{List, Row},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// Rows that may be gone without anybody's acceptance, however few there were.
const FEW: usize = 3;

/// Readings in a row, each on its own turn, that must say the same before a short detail is believed.
const TURNS: u8 = 3;

/// A list that leaves out more than half of what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Sigma listed {read} where {held} were known, and again when asked a second time. The directory keeps what it had \
     until an admin accepts the shorter list"
)]
pub struct Shortfall {
    pub held: usize,
    /// Rows of them that the list still has, and new ones.
    pub read: usize,
}

/// Rows of `held` that the list leaves out.
pub fn missing<'l, T: Row>(held: &'l List<T>, read: &[T]) -> Vec<&'l T> {
    let there: HashSet<&T::Id> = read.iter().map(Row::id).collect();
    held.rows().iter().filter(|row| !there.contains(row.id())).collect()
}

/// Whether so many missing rows are more than a second look can vouch for.
pub fn is_short(missing: usize, held: usize) -> bool {
    missing > FEW && missing * 2 > held
}

/// Details that were suddenly short, and how many readings in a row have said so.
#[derive(Debug, Default)]
pub struct Doubts(Mutex<HashMap<(Collection, String), u8>>);

impl Doubts {
    /// Notes what asking a row again has shown; whether it is to be believed.
    pub fn believes(&self, section: Collection, id: &str, is_short: bool) -> bool {
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

/// Collections whose next reading may be as short as it likes, because an admin has said so.
#[derive(Debug, Default)]
pub struct Accepted(Mutex<HashSet<Collection>>);

impl Accepted {
    /// Lets the next reading be short.
    pub fn note(&self, section: Collection) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(section);
    }

    /// Whether the reading that begins may be short; asked once a reading.
    pub fn take(&self, section: Collection) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_readings_say_is_believed_up_to_half() {
        for (missing, held) in [(0, 0), (0, 400), (1, 1), (3, 3), (3, 4), (200, 400), (25_000, 50_000)] {
            assert!(!is_short(missing, held), "{missing} of {held}");
        }
        for (missing, held) in [(4, 4), (4, 7), (201, 400), (400, 400)] {
            assert!(is_short(missing, held), "{missing} of {held}");
        }
    }

    #[test]
    fn a_short_detail_is_believed_when_it_stays_short() {
        let doubts = Doubts::default();
        let says = |is_short| doubts.believes(Collection::Teams, "t", is_short);
        assert_eq!([says(true), says(true), says(true)], [false, false, true]);
        assert_eq!([says(true), says(false), says(true), says(true), says(true)], [false, true, false, false, true]);
    }
}
