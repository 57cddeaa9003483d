//! A workbook: a document of pages, charts and tables.

use super::{Extra, MemberId, WorkbookId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A workbook as Sigma describes it (openapi.yaml, `Workbook`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workbook {
    /// UUID; also its id among files.
    #[serde(rename = "workbookId")]
    pub id: WorkbookId,
    /// URL form of the id, which grants carry as `inodeId`.
    #[serde(rename = "workbookUrlId")]
    pub url_id: String,
    pub name: String,
    /// Where it opens in Sigma.
    pub url: String,
    /// Folder it lies in, for example `Finance/Reports`.
    pub path: String,
    /// Number of the latest version.
    pub latest_version: u64,
    /// Whose it is.
    pub owner_id: MemberId,
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
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Versions with a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<VersionTag>,
    /// Source workbook of a tenant's deployment, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagged_source_url_id: Option<String>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A named version of a workbook (openapi.yaml, `WorkbookTag`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionTag {
    /// Id of the tag.
    pub version_tag_id: String,
    pub name: String,
    /// The version it was put on.
    pub source_workbook_version: u64,
    /// The workbook as it was then.
    pub tagged_workbook_id: WorkbookId,
    /// When it was put there.
    pub workbook_tagged_at: Timestamp,
}

/// What a workbook is made of (openapi.yaml, `WorkbookSchema`). Sigma publishes no inner structure and has deprecated
/// it since 15 December 2023 (BEHAVIOUR.md section 13).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkbookSchema {
    pub workbook_id: WorkbookId,
    /// Pages by id.
    pub pages: Map<String, Value>,
    /// Sheets by id.
    pub sheets: Map<String, Value>,
    /// Controls by id.
    pub variables: Map<String, Value>,
    /// Elements by id.
    pub elements: Map<String, Value>,
    /// SQL by element, when it was asked for.
    pub sql_queries: BTreeMap<String, String>,
    /// Why an element has no SQL.
    pub sql_query_errors: Map<String, Value>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An embed of a workbook, or of a page or element of it (openapi.yaml, `Embed`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Embed {
    pub embed_id: String,
    pub embed_url: String,
    /// Whether anybody can see it who has the link.
    #[serde(rename = "public")]
    pub is_public: bool,
    /// `workbook`, `page` or `element`.
    pub source_type: String,
    /// What the page or element is called.
    #[serde(default)]
    pub source_name: Option<String>,
}

impl Embed {
    /// What of the workbook is embedded, in words.
    pub fn part(&self) -> String {
        match (&self.source_name, self.source_type.as_str()) {
            (Some(name), kind) => format!("{name} ({kind})"),
            (None, "workbook") => "The whole workbook".to_owned(),
            (None, kind) => format!("A part of it ({kind})"),
        }
    }
}
