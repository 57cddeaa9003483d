//! A dataset: prepared data that workbooks build on. Sigma is replacing the resource by data models; nothing new can
//! be made of it since 2 June 2026 (BEHAVIOUR.md section 14).

use super::{DatasetId, Extra};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A dataset as Sigma describes it (openapi.yaml, `Dataset`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dataset {
    #[serde(rename = "datasetId")]
    pub id: DatasetId,
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Where it opens in Sigma.
    pub url: String,
    /// Whose it is; whether as a member's id, Sigma does not say.
    pub owner: String,
    /// How many things build on it.
    pub reference_count: u64,
    /// Folder it lies in.
    pub path: String,
    /// The data model that replaced it.
    #[serde(default)]
    pub migration_to_data_model: Option<DatasetMigration>,
    /// Whether it was replaced, or need not be.
    pub migration_status: MigrationStatus,
    /// Who made it.
    pub created_by: String,
    /// Who, or which process of Sigma's, changed it last.
    pub updated_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// True once archived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_archived: bool,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Where a dataset went (openapi.yaml, `DatasetMigration`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DatasetMigration {
    /// The data model.
    pub data_model_id: String,
    /// Where it opens in Sigma.
    pub data_model_url: String,
    pub migrated_at: Timestamp,
    pub migrated_by: String,
}

/// Whether a dataset was replaced by a data model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MigrationStatus {
    Migrated,
    NotMigrated,
    /// It need not be.
    NotRequired,
    /// A status this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A finished run that wrote a dataset to the warehouse (openapi.yaml, `Materialization`); running ones are not
/// listed (BEHAVIOUR.md section 14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Materialization {
    /// How it ended.
    pub status: MaterializationStatus,
    pub finished_at: Timestamp,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<MaterializationError>,
    /// How long it took, in seconds.
    #[serde(default)]
    pub runtime_secs: Option<f64>,
    #[serde(default)]
    pub num_rows: Option<u64>,
    #[serde(default)]
    pub num_bytes: Option<u64>,
}

/// How a materialization ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MaterializationStatus {
    Success,
    Failed,
    /// Its table is marked for removal.
    Marked,
    /// Its table was removed.
    Swept,
    /// A status this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Why a materialization failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MaterializationError {
    pub code: String,
    #[serde(default)]
    pub message: Option<String>,
    /// The warehouse's code.
    #[serde(default)]
    pub error_code: Option<String>,
}
