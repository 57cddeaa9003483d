//! The latest warnings and errors of the log, for the status page.

use jiff::Timestamp;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// How many are remembered; the same again only counts.
const REMEMBERED: usize = 50;

static RECENT: Mutex<VecDeque<Trouble>> = Mutex::new(VecDeque::new());

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// When it came last.
    pub at: Timestamp,
    /// Whether it is an error, else a warning.
    pub is_error: bool,
    /// The module that says it.
    pub target: String,
    /// What happened, in words that are always the same.
    pub message: String,
    /// What the error itself says; may name people.
    pub cause: String,
    /// How often it came.
    pub times: u32,
}

/// Remembers a warning or an error. One that came before moves to the front.
pub fn note_trouble(new: Trouble) {
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    remember(&mut recent, new);
}

/// What was noted since the start, the newest first.
pub fn recent_trouble() -> Vec<Trouble> {
    RECENT.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

fn remember(recent: &mut VecDeque<Trouble>, new: Trouble) {
    let is_same = |known: &Trouble| known.message == new.message && known.target == new.target;
    let before = recent.iter().position(is_same).and_then(|at| recent.remove(at)).map_or(0, |known| known.times);
    recent.push_front(Trouble { times: before.saturating_add(1), ..new });
    recent.truncate(REMEMBERED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_again_is_counted_and_old_ones_are_forgotten() {
        let trouble = |second, message: &str| Trouble {
            at: Timestamp::from_second(second).unwrap(),
            is_error: true,
            target: "web".into(),
            message: message.into(),
            cause: String::new(),
            times: 0,
        };
        let mut recent = VecDeque::new();
        for (second, message) in [(1, "a"), (2, "b"), (3, "a")] {
            remember(&mut recent, trouble(second, message));
        }
        let seen: Vec<_> = recent.iter().map(|t| (t.message.as_str(), t.times, t.at.as_second())).collect();
        assert_eq!(seen, [("a", 2, 3), ("b", 1, 2)]);
        for n in 0..100 {
            remember(&mut recent, trouble(n, &format!("{n}")));
        }
        assert_eq!((recent.len(), recent[0].message.as_str()), (REMEMBERED, "99"));
    }
}
