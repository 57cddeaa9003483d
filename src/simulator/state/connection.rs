//! Connections to warehouses, and the databases, schemas and tables behind them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Audit;
use super::grant::Kind;
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
    /// Whether this is a table rather than what holds tables.
    pub fn is_table(&self) -> bool {
        self.parts.len() == 3
    }

    /// What grants call this.
    pub fn inode_kind(&self) -> Kind {
        if self.is_table() { Kind::Table } else { Kind::Scope }
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

impl Row for Connection {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}
