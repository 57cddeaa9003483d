//! Rows in order of creation, found by id without a search. A removed row leaves a hole, so that the place of every
//! other row stays valid.

use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::id_map::IdMap;

/// What a [`Table`] holds.
pub trait Row {
    /// The identifier that callers know.
    type Id: Copy + Eq + Hash;

    /// This row's identifier.
    fn id(&self) -> Self::Id;
}

/// The place of a row: four bytes where an id would take 16 or 29.
pub struct Slot<T>(u32, PhantomData<fn() -> T>);

impl<T> Slot<T> {
    /// The slot at a place that the seed names.
    pub fn at(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX), PhantomData)
    }

    /// The place, counted from 0.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slot<T> {}

impl<T> PartialEq for Slot<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Slot<T> {}

impl<T> Hash for Slot<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl<T> Serialize for Slot<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de, T> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(|place| Self(place, PhantomData))
    }
}

/// Rows in order of creation.
pub struct Table<T: Row> {
    rows: Vec<Option<T>>,
    by_id: IdMap<T::Id, Slot<T>>,
}

impl<T: Row> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: IdMap::default() }
    }
}

impl<T: Row> Table<T> {
    /// Adds a row at the end.
    pub fn insert(&mut self, row: T) -> Slot<T> {
        let slot = Slot::at(self.rows.len());
        self.by_id.insert(row.id(), slot);
        self.rows.push(Some(row));
        slot
    }

    /// Takes a row out for good.
    pub fn remove(&mut self, slot: Slot<T>) -> Option<T> {
        let row = self.rows.get_mut(slot.place())?.take()?;
        self.by_id.remove(&row.id());
        Some(row)
    }

    /// Where the row with this id is.
    pub fn find(&self, id: T::Id) -> Option<Slot<T>> {
        self.by_id.get(&id).copied()
    }

    /// The row at a place, unless it was removed.
    pub fn get(&self, slot: Slot<T>) -> Option<&T> {
        self.rows.get(slot.place())?.as_ref()
    }

    /// The row at a place, to change it.
    pub fn get_mut(&mut self, slot: Slot<T>) -> Option<&mut T> {
        self.rows.get_mut(slot.place())?.as_mut()
    }

    /// Rows from a place on, oldest first.
    pub fn starting_at(&self, place: usize) -> impl Iterator<Item = (Slot<T>, &T)> {
        let rows = self.rows.get(place..).unwrap_or_default();
        rows.iter().enumerate().filter_map(move |(step, row)| Some((Slot::at(place + step), row.as_ref()?)))
    }

    /// All rows, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (Slot<T>, &T)> {
        self.starting_at(0)
    }

    /// All rows, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().flatten()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }
}

impl<T: Row + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, T: Row + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Option<T>>::deserialize(deserializer)?;
        let mut by_id = IdMap::with_capacity_and_hasher(rows.len(), BuildHasherDefault::default());
        for (place, row) in rows.iter().enumerate() {
            if let Some(row) = row
                && by_id.insert(row.id(), Slot::at(place)).is_some()
            {
                return Err(de::Error::custom("two rows with one id"));
            }
        }
        Ok(Self { rows, by_id })
    }
}
