//! What only workbooks have: named versions, and a schema.

use super::{Extra, WorkbookId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

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
