//! A list of Sigma's, as it was read, and what targeted refreshes have put into it since.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{HashMap, HashSet},
    fmt::Debug,
    hash::Hash,
    sync::OnceLock,
};

/// A row of a list.
pub trait Row: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What it is known by.
    type Id: Clone + Debug + Eq + Hash + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The id the list is keyed by.
    fn id(&self) -> &Self::Id;

    /// What it is sorted by.
    fn order(&self) -> String;

    /// When it last changed, where Sigma says so.
    fn moved_at(&self) -> Option<Timestamp>;

    /// Without the fields that the portal does not use.
    #[must_use]
    fn lean(self) -> Self;
}

/// Rows in the order of their names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: Row")]
pub struct List<T: Row> {
    rows: Vec<T>,
    /// What was read by itself, and when that read began.
    touched: Vec<(T::Id, Timestamp)>,
    /// Where each row is, worked out when somebody first asks.
    #[serde(skip)]
    places: OnceLock<HashMap<T::Id, u32>>,
}

impl<T: Row> Default for List<T> {
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new())
    }
}

impl<T: Row> List<T> {
    fn new(mut rows: Vec<T>, touched: Vec<(T::Id, Timestamp)>) -> Self {
        rows.shrink_to_fit();
        rows.sort_by_cached_key(Row::order);
        Self { rows, touched, places: OnceLock::new() }
    }

    /// The list with the rows at these places only, which ascend.
    #[must_use]
    pub fn picked<'p>(&self, places: impl IntoIterator<Item = &'p u32>) -> Self {
        let rows = places.into_iter().filter_map(|at| self.rows.get(*at as usize)).cloned().collect();
        Self { rows, touched: Vec::new(), places: OnceLock::new() }
    }

    /// The rows, in the order of their names.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The place of a row.
    pub fn place(&self, id: &T::Id) -> Option<u32> {
        let places = || self.rows.iter().zip(0..).map(|(row, at)| (row.id().clone(), at)).collect();
        self.places.get_or_init(places).get(id).copied()
    }

    /// The row with this id, if there is one.
    pub fn get(&self, id: &T::Id) -> Option<&T> {
        self.rows.get(self.place(id)? as usize)
    }

    /// What a walk through the whole list that began at `began` makes of it. Rows that were read by themselves since
    /// then stay as they are: the walk may have met them before they changed.
    #[must_use]
    pub fn merged(&self, read: Vec<T>, began: Timestamp) -> Self {
        let touched: Vec<_> = self.touched.iter().filter(|(_, at)| *at >= began).cloned().collect();
        let newer: HashSet<&T::Id> = touched.iter().map(|(id, _)| id).collect();
        // Sigma promises no stable order while rows change (BEHAVIOUR.md section 3): a walk may meet one twice.
        let mut seen = HashSet::with_capacity(read.len());
        let mut rows = read;
        rows.retain(|row| !newer.contains(row.id()) && seen.insert(row.id().clone()));
        drop(seen);
        rows.extend(self.rows.iter().filter(|row| newer.contains(row.id())).cloned());
        Self::new(rows, touched)
    }

    /// Puts in what reading single rows brought, `None` for one that is gone. `at` is when the reading began.
    pub fn put(&mut self, read: Vec<(T::Id, Option<T>)>, at: Timestamp) {
        let mut read: HashMap<T::Id, Option<T>> = read.into_iter().collect();
        let Self { mut rows, mut touched, .. } = std::mem::take(self);
        touched.retain(|(id, _)| !read.contains_key(id));
        touched.extend(read.keys().map(|id| (id.clone(), at)));
        rows.retain(|row| !read.contains_key(row.id()));
        rows.extend(read.drain().filter_map(|(_, row)| row));
        *self = Self::new(rows, touched);
    }
}
