//! References of a plan to things that may not exist yet.

use serde::{Deserialize, Serialize};

/// Something a step acts on: known by its id, or what an earlier step of the same plan makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ref<Id> {
    /// Has this id.
    Known(Id),
    /// What the step of this index creates.
    CreatedBy(u32),
}

impl<Id> Ref<Id> {
    /// The id, once there is one.
    pub fn known(&self) -> Option<&Id> {
        match self {
            Self::Known(id) => Some(id),
            Self::CreatedBy(_) => None,
        }
    }
}

impl<Id> From<Id> for Ref<Id> {
    fn from(id: Id) -> Self {
        Self::Known(id)
    }
}
