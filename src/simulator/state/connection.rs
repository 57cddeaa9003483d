//! Connections to warehouses, and the databases, schemas and tables behind them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::grant::Kind;
use super::{Audit, Organisation};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::table::Row;

/// What the connection test answers for reading or writing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Outcome {
    Success,
    Failed,
    Disabled,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// The organisation's own data.
    Own,
    /// Sigma's sample data.
    Sample,
    /// Sigma's record of what people do.
    AuditLog,
}

/// A database, schema or table in a warehouse.
#[derive(Serialize, Deserialize)]
pub struct WarehousePath {
    pub id: Id,
    pub parts: Vec<Box<str>>,
}

impl WarehousePath {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.parts.last().map_or("", |name| name)
    }
}

/// A warehouse connection.
#[derive(Serialize, Deserialize)]
pub struct Connection {
    pub id: Id,
    pub name: Box<str>,
    /// The warehouse type.
    pub warehouse: Box<str>,
    pub purpose: Purpose,
    pub is_archived: bool,
    pub use_oauth: bool,
    pub last_active_at: Stamp,
    /// Fields that only some warehouses have, as answers carry them.
    pub details: Map<String, Value>,
    pub read: Outcome,
    pub write: Outcome,
    pub paths: Vec<WarehousePath>,
    pub audit: Audit,
}

impl Connection {
    /// Whether a path is a table rather than what holds tables. Redshift has no databases above its schemas
    /// (BEHAVIOUR.md section 12).
    pub fn is_table(&self, path: &WarehousePath) -> bool {
        path.parts.len() == if &*self.warehouse == "redshift" { 2 } else { 3 }
    }

    /// What grants call a path.
    pub fn kind_of(&self, path: &WarehousePath) -> Kind {
        if self.is_table(path) { Kind::Table } else { Kind::Scope }
    }

    /// What holds a path: the scope above it, or the connection itself.
    pub fn above(&self, path: &WarehousePath) -> Id {
        let (_, parts) = path.parts.split_last().unzip();
        let parts = parts.unwrap_or_default();
        self.paths.iter().find(|other| *other.parts == *parts).map_or(self.id, |above| above.id)
    }

    /// The tables behind it.
    pub fn tables(&self) -> impl Iterator<Item = &WarehousePath> {
        self.paths.iter().filter(|path| self.is_table(path))
    }
}

impl Organisation {
    /// The database, schema or table with this id, and its connection.
    pub fn warehouse_path(&self, id: Id) -> Option<(&Connection, &WarehousePath)> {
        self.connections.iter().find_map(|(_, connection)| {
            let path = connection.paths.iter().find(|path| path.id == id)?;
            Some((connection, path))
        })
    }
}

impl Row for Connection {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}
