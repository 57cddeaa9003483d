//! What to export of a workbook, and in which form (BEHAVIOUR.md section 13).

use crate::domain::{MemberId, QueryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An export to start (openapi.yaml, `ExportRequest`).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// What of the workbook.
    #[serde(flatten)]
    pub scope: ExportScope,
    /// In which form; not every form goes with every scope.
    pub format: ExportFormat,
    /// Values of controls by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// The version tag to export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// As whom the queries run, for row-level security.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_as: Option<MemberId>,
    /// Most rows; a million is Sigma's own limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_limit: Option<u32>,
    /// The first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    /// How long the result can be downloaded; an hour when left out, six hours at most.
    #[serde(rename = "resultsValidityTimeMs", skip_serializing_if = "Option::is_none")]
    pub valid_for_ms: Option<u32>,
}

impl Export {
    /// An export without options.
    pub fn new(scope: ExportScope, format: ExportFormat) -> Self {
        Self {
            scope,
            format,
            parameters: BTreeMap::new(),
            tag: None,
            export_as: None,
            row_limit: None,
            offset: None,
            valid_for_ms: None,
        }
    }
}

/// What of a workbook to export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum ExportScope {
    /// One element: csv, jsonl, json, xlsx, pdf or png.
    Element { element_id: String },
    /// One page: pdf, png or xlsx.
    Page { page_id: String },
    /// Everything: pdf or xlsx.
    Workbook {},
}

/// The form of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// An Excel workbook.
    Xlsx,
    /// A printable document.
    Pdf {
        /// Which way round.
        layout: PdfLayout,
    },
    Png {
        /// Width in pixels.
        #[serde(skip_serializing_if = "Option::is_none")]
        pixel_width: Option<u32>,
        /// Height in pixels.
        #[serde(skip_serializing_if = "Option::is_none")]
        pixel_height: Option<u32>,
    },
}

/// Which way round a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PdfLayout {
    Portrait,
    Landscape,
}

/// A started export (openapi.yaml, `ExportResponse`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportTicket {
    /// What to download it by.
    pub query_id: QueryId,
    /// Whether it is done already; false means that it runs, not that it failed.
    pub job_complete: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn has_sigmas_shape_for_each_scope() {
        let element = ExportScope::Element { element_id: "e1".into() };
        let csv = Export { row_limit: Some(10), ..Export::new(element, ExportFormat::Csv) };
        let page = ExportScope::Page { page_id: "p1".into() };
        let png = ExportFormat::Png { pixel_width: Some(800), pixel_height: None };
        let pdf = ExportFormat::Pdf { layout: PdfLayout::Landscape };
        for (export, shape) in [
            (csv, json!({"elementId": "e1", "format": {"type": "csv"}, "rowLimit": 10})),
            (Export::new(page, png), json!({"pageId": "p1", "format": {"type": "png", "pixelWidth": 800}})),
            (Export::new(ExportScope::Workbook {}, pdf), json!({"format": {"type": "pdf", "layout": "landscape"}})),
        ] {
            assert_eq!(serde_json::to_value(&export).unwrap(), shape);
        }
    }
}
