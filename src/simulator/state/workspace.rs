//! Workspaces: top-level shared folders.

use serde::{Deserialize, Serialize};

use super::Audit;
use crate::simulator::ids::Id;
use crate::simulator::table::Row;

/// A top-level shared folder.
#[derive(Serialize, Deserialize)]
pub struct Workspace {
    pub id: Id,
    pub name: Box<str>,
    pub audit: Audit,
}

impl Row for Workspace {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}
