//! A list whose rows each have more to say in a call of their own: the expensive part of the reading.

use super::{
    list::{List, Row},
    read_state::ReadState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A list, and what a call of its own said about each row.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Row, D: Serialize", deserialize = "T: Row, D: DeserializeOwned"))]
pub struct DetailTable<T: Row, D> {
    pub list: List<T>,
    /// What each has to say; absent for a row that could not be asked yet.
    pub details: HashMap<T::Id, Detail<D>>,
}

/// What a row has to say.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: DeserializeOwned"))]
pub struct Detail<D> {
    /// When the call that said so began.
    pub read_at: Timestamp,
    /// What it said; `None` where Sigma refuses to say. Shared: each reading makes the catalogue anew, and most rows say
    /// what they said before.
    #[serde(with = "shared")]
    pub value: Option<Arc<D>>,
}

// Derived, this would want `D` to be clonable.
impl<D> Clone for Detail<D> {
    fn clone(&self) -> Self {
        Self { read_at: self.read_at, value: self.value.clone() }
    }
}

/// Writes what is shared as what it is.
mod shared {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::Arc;

    #[expect(clippy::ref_option, reason = "the signature that serde wants")]
    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Arc<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_deref().serialize(serializer)
    }

    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<Arc<T>>, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Option::<T>::deserialize(deserializer)?.map(Arc::new))
    }
}

impl<T: Row, D> Default for DetailTable<T, D> {
    fn default() -> Self {
        Self { list: List::default(), details: HashMap::new() }
    }
}

impl<T: Row + PartialEq, D: PartialEq> ReadState for DetailTable<T, D> {
    fn is_complete(&self) -> bool {
        // Details of rows that are gone go with them.
        self.details.len() >= self.list.rows().len()
    }

    fn has_same_rows(&self, other: &Self) -> bool {
        let is_same = |(id, detail): (&T::Id, &Detail<D>)| {
            let other = other.details.get(id);
            other.is_some_and(|o| o.value == detail.value && o.is_distrusted() == detail.is_distrusted())
        };
        self.list.rows() == other.list.rows()
            && self.details.len() == other.details.len()
            && self.details.iter().all(is_same)
    }
}

impl<D> Detail<D> {
    /// Whether it is to be read again before it is trusted, see [`DetailTable::distrust`].
    fn is_distrusted(&self) -> bool {
        self.read_at == Timestamp::UNIX_EPOCH
    }
}

/// A row that was asked for by itself, with its details; `None` for one that is gone, and for the row of one that cannot
/// be asked for.
pub type Found<T, D> = (<T as Row>::Id, Option<(Option<T>, Detail<D>)>);

/// What a reading of a catalogue brought.
pub struct Read<T: Row, D> {
    /// When it began.
    pub began: Timestamp,
    /// The whole list.
    pub rows: Vec<T>,
    /// What the rows that were asked said.
    pub details: HashMap<T::Id, Detail<D>>,
}

impl<T: Row, D> DetailTable<T, D> {
    /// The catalogue with the rows at these places only, which ascend, and what `detail` leaves of their details.
    #[must_use]
    pub fn picked<'p>(
        &self,
        places: impl IntoIterator<Item = &'p u32>,
        detail: impl Fn(&Detail<D>) -> Detail<D>,
    ) -> Self {
        let list = self.list.picked(places);
        let held = |row: &T| Some((row.id().clone(), detail(self.details.get(row.id())?)));
        let details = list.rows().iter().filter_map(held).collect();
        Self { list, details }
    }

    /// What a row said, if it could be asked and answered.
    pub fn detail(&self, id: &T::Id) -> Option<&D> {
        self.details.get(id).and_then(|detail| detail.value.as_deref())
    }

    /// Which rows to ask again, now that the list says `rows`: the new ones, those that changed, and of the rest the
    /// ones asked longest ago, so many that all have had their turn after `rounds` readings.
    pub fn due(&self, rows: &[T], rounds: usize) -> Vec<T::Id> {
        let known: HashMap<&T::Id, Option<Timestamp>> =
            self.list.rows().iter().map(|row| (row.id(), row.moved_at())).collect();
        let mut due = Vec::new();
        let mut rest = Vec::new();
        for row in rows {
            match (known.get(row.id()), self.details.get(row.id())) {
                (Some(moved_at), Some(detail)) if *moved_at == row.moved_at() => rest.push((detail.read_at, row.id())),
                _ => due.push(row.id().clone()),
            }
        }
        rest.sort_by_key(|(read_at, _)| *read_at);
        due.extend(rest.into_iter().take(rows.len().div_ceil(rounds.max(1))).map(|(_, id)| id.clone()));
        due
    }

    /// What a reading makes of the catalogue. Of two sayings of the same row the one that was asked for later stays.
    #[must_use]
    pub fn merged(&self, read: Read<T, D>) -> Self {
        let list = self.list.merged(read.rows, read.began);
        let mut details = self.details.clone();
        for (id, detail) in read.details {
            if details.get(&id).is_none_or(|held| held.read_at <= detail.read_at) {
                details.insert(id, detail);
            }
        }
        let listed: HashSet<&T::Id> = list.rows().iter().map(Row::id).collect();
        details.retain(|id, _| listed.contains(id));
        Self { list, details }
    }

    /// Puts in what asking single rows brought; a row that is gone takes its details with it.
    pub fn put(&mut self, read: Vec<Found<T, D>>, at: Timestamp) {
        let mut rows = Vec::with_capacity(read.len());
        for (id, found) in read {
            match found {
                Some((Some(row), detail)) => {
                    self.details.insert(id.clone(), detail);
                    rows.push((id, Some(row)));
                }
                Some((None, detail)) if self.list.get(&id).is_some() => {
                    self.details.insert(id, detail);
                }
                Some((None, _)) => {}
                None => {
                    self.details.remove(&id);
                    rows.push((id, None));
                }
            }
        }
        self.list.put(rows, at);
    }

    /// Rows of `newer` that were here before and say something else now, with what they said and what they say.
    pub fn differing<'c>(&'c self, newer: &'c Self) -> impl Iterator<Item = (&'c T, &'c D, &'c D)>
    where
        D: PartialEq,
    {
        newer.list.rows().iter().filter_map(|row| {
            let (was, now) = (self.details.get(row.id())?, newer.details.get(row.id())?);
            // Most were not even asked again.
            let asked = was.read_at != now.read_at && self.list.get(row.id()).is_some();
            let (was, now) = (was.value.as_deref()?, now.value.as_deref()?);
            (asked && was != now).then_some((row, was, now))
        })
    }

    /// Makes a row the first to be asked at the next reading: what is held of it is known to be out of date.
    pub fn distrust(&mut self, id: &T::Id) {
        if let Some(detail) = self.details.get_mut(id) {
            detail.read_at = Timestamp::UNIX_EPOCH;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Team, TeamId};

    fn team(id: &str, moved: i64) -> Team {
        let at = Timestamp::from_second(moved).unwrap();
        Team {
            id: TeamId::new(id),
            name: id.to_owned(),
            description: None,
            visibility: None,
            created_at: at,
            updated_at: at,
            is_archived: false,
            extra: serde_json::Map::new(),
        }
    }

    fn said(at: i64, value: u8) -> Detail<u8> {
        Detail { read_at: Timestamp::from_second(at).unwrap(), value: Some(Arc::new(value)) }
    }

    fn held(rows: &[(&str, i64)]) -> DetailTable<Team, u8> {
        let rows: Vec<Team> = rows.iter().map(|(id, moved)| team(id, *moved)).collect();
        let details = rows.iter().map(|row| (row.id.clone(), said(100, 0))).collect();
        DetailTable { list: List::default().merged(rows, Timestamp::UNIX_EPOCH), details }
    }

    #[test]
    fn new_and_changed_rows_are_asked_at_once_and_the_rest_by_turns() {
        let mut held = held(&[("a", 1), ("b", 1), ("c", 1), ("d", 1)]);
        let rows: Vec<Team> = [("a", 1), ("b", 2), ("c", 1), ("d", 1), ("new", 1)].map(|(id, at)| team(id, at)).into();
        held.details.insert(TeamId::new("d"), said(50, 0));
        let due: Vec<String> = held.due(&rows, 5).iter().map(ToString::to_string).collect();
        assert_eq!(due, ["b", "new", "d"]);
    }

    #[test]
    fn every_row_has_had_its_turn_after_all_rounds() {
        let rows: Vec<(String, i64)> = (0..50).map(|n| (format!("t{n}"), 1)).collect();
        let rows: Vec<(&str, i64)> = rows.iter().map(|(id, at)| (id.as_str(), *at)).collect();
        let mut held = held(&rows);
        let listed: Vec<Team> = rows.iter().map(|(id, at)| team(id, *at)).collect();
        for round in 0..12 {
            let due = held.due(&listed, 12);
            assert!(due.len() <= 5, "a burst of {}", due.len());
            for id in due {
                held.details.insert(id, said(200 + round, 1));
            }
        }
        assert!(held.details.values().all(|detail| detail.value.as_deref() == Some(&1)));
    }

    #[test]
    fn a_walk_does_not_undo_what_was_read_after_it_began() {
        let mut held = held(&[("a", 1), ("b", 1), ("gone", 1)]);
        let at = Timestamp::from_second(300).unwrap();
        let renamed = Team { name: "renamed".into(), ..team("a", 3) };
        held.put(vec![(TeamId::new("a"), Some((Some(renamed), said(300, 7)))), (TeamId::new("gone"), None)], at);
        let stale = |began| Read {
            began: Timestamp::from_second(began).unwrap(),
            rows: [("a", 1), ("b", 1), ("gone", 1)].map(|(id, at)| team(id, at)).into(),
            details: [("a", 1), ("gone", 1)].map(|(id, value)| (TeamId::new(id), said(began, value))).into(),
        };
        let names = |catalog: &DetailTable<Team, u8>| -> Vec<String> {
            catalog.list.rows().iter().map(|row| row.name.clone()).collect()
        };
        let merged = held.merged(stale(200));
        assert_eq!(names(&merged), ["b", "renamed"]);
        assert_eq!((merged.detail(&TeamId::new("a")), merged.detail(&TeamId::new("gone"))), (Some(&7), None));
        let later = merged.merged(stale(400));
        assert_eq!(names(&later), ["a", "b", "gone"]);
        assert_eq!(later.detail(&TeamId::new("a")), Some(&1));
    }
}
