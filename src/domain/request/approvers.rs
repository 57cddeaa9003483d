//! Groups of people, of whom any one decides. Thousands of requests are decided by the same few groups, so that those are
//! shared and never copied.

use crate::domain::PersonKey;
use std::sync::Arc;

/// People, each once. Cheap to clone, and soon searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonSet(Arc<[PersonKey]>);

impl PersonSet {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether somebody is one of them.
    pub fn contains(&self, person: &PersonKey) -> bool {
        self.0.binary_search(person).is_ok()
    }

    /// All of them, always in the same order.
    pub fn iter(&self) -> impl Iterator<Item = &PersonKey> {
        self.0.iter()
    }

    /// Those of them who are not among `left_out`.
    pub fn without<'p>(&self, left_out: impl IntoIterator<Item = &'p PersonKey>) -> ApproverGroup {
        let mut without: Vec<PersonKey> = left_out.into_iter().filter(|one| self.contains(one)).cloned().collect();
        without.sort();
        without.dedup();
        ApproverGroup { all: self.clone(), without }
    }
}

impl FromIterator<PersonKey> for PersonSet {
    fn from_iter<T: IntoIterator<Item = PersonKey>>(people: T) -> Self {
        let mut people: Vec<PersonKey> = people.into_iter().collect();
        people.sort();
        people.dedup();
        Self(people.into())
    }
}

/// The people who decide in a stage: a set that others share, without the few whom the request concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApproverGroup {
    all: PersonSet,
    /// Of `all`, each once.
    without: Vec<PersonKey>,
}

impl ApproverGroup {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.all.len() - self.without.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether somebody is one of them.
    pub fn contains(&self, person: &PersonKey) -> bool {
        self.all.contains(person) && !self.without.contains(person)
    }

    /// All of them, always in the same order.
    pub fn iter(&self) -> impl Iterator<Item = &PersonKey> {
        self.all.iter().filter(|person| !self.without.contains(person))
    }
}
