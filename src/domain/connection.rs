//! A connection: a warehouse that Sigma queries.

use super::{ConnectionId, Difference, Extra};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A connection as Sigma describes it (openapi.yaml, `Connection`), in the fields the portal uses. Sigma never
/// returns secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, as Sigma sends them")]
pub struct Connection {
    #[serde(rename = "connectionId")]
    pub id: ConnectionId,
    pub name: String,
    /// Warehouse type, for example `snowflake`.
    #[serde(rename = "type")]
    pub warehouse_type: String,
    /// Whether people sign in to the warehouse themselves.
    #[serde(default)]
    pub use_oauth: bool,
    /// Sigma's sample data.
    #[serde(default)]
    pub is_sample: bool,
    /// The audit log connection.
    #[serde(default)]
    pub is_audit_log: bool,
    /// When it was last queried, where Sigma says so.
    #[serde(default)]
    pub last_active_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// True once archived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_archived: bool,
    /// Fields this version does not use, as Sigma sent them.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Connection {
    /// What a field of the edit form holds, by the form's name for it; `None` for a field that is none of a
    /// connection's. A ticked box holds `on`.
    pub fn value(&self, field: &str) -> Option<String> {
        match field {
            "name" => Some(self.name.clone()),
            "oauth" => Some(if self.use_oauth { "on" } else { "" }.to_owned()),
            _ => None,
        }
    }

    /// The warehouse's name as its maker writes it.
    pub fn warehouse_label(&self) -> &str {
        match self.warehouse_type.as_str() {
            "snowflake" => "Snowflake",
            "bigQuery" => "BigQuery",
            "databricks" => "Databricks",
            "redshift" => "Redshift",
            "postgres" => "PostgreSQL",
            other => other,
        }
    }
}

/// Fields of a connection to change; what is `None` stays as it is. All that the portal's call can change
/// (BEHAVIOUR.md section 12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether people sign in to the warehouse themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_oauth: Option<bool>,
}

impl ConnectionPatch {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Only what differs from `connection`.
    #[must_use]
    pub fn against(mut self, connection: &Connection) -> Self {
        self.name.take_if(|v| *v == connection.name);
        self.use_oauth.take_if(|v| *v == connection.use_oauth);
        self
    }

    /// The patch that puts `connection`'s present values back.
    #[must_use]
    pub fn inverse(&self, connection: &Connection) -> Self {
        Self {
            name: self.name.as_ref().map(|_| connection.name.clone()),
            use_oauth: self.use_oauth.map(|_| connection.use_oauth),
        }
    }

    /// Where `connection` has neither the value of this patch nor the one that was seen `before`.
    pub fn conflicts(&self, before: &Self, connection: &Connection) -> Vec<Difference> {
        // Of a field with two values the present one is always either wanted or seen.
        Difference::among([("name", self.name.as_deref(), before.name.as_deref(), connection.name.as_str())])
    }

    /// Whether `connection` already has every value of the patch.
    pub fn is_met_by(&self, connection: &Connection) -> bool {
        self.clone().against(connection).is_empty()
    }
}
