//! A connection: a warehouse that Sigma queries.

use super::{ConnectionId, Extra};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A connection as Sigma describes it (openapi.yaml, `Connection`), in the fields the portal uses. Sigma never
/// returns secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, as Sigma sends them")]
pub struct Connection {
    /// UUID.
    #[serde(rename = "connectionId")]
    pub id: ConnectionId,
    /// Name.
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
    /// Last query.
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
