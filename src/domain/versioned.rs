//! Documents that have versions: workbooks, data models, which datasets became, and reports. Datasets have none, and
//! other words for the rest.

use super::{DataModelId, Extra, MemberId, ReportId, VersionTag, WorkbookId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Declares a kind of document as Sigma describes it: they differ in the names of their ids, and in what one has alone.
macro_rules! versioned {
    ($(
        $(#[$doc:meta])*
        $name:ident, $id:ident, $id_name:literal, $url_id_name:literal {
            $($(#[$own_doc:meta])* $own:ident: $own_type:ty,)*
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// UUID; also its id among files.
            #[serde(rename = $id_name)]
            pub id: $id,
            /// URL form of the id, which grants carry as `inodeId`.
            #[serde(rename = $url_id_name)]
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
            /// What it is for; data models do not say it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub description: Option<String>,
            $($(#[$own_doc])* pub $own: $own_type,)*
            /// Fields this version does not use.
            #[serde(flatten)]
            pub extra: Extra,
        }
    )+};
}

versioned! {
    /// A workbook as Sigma describes it (openapi.yaml, `Workbook`).
    Workbook, WorkbookId, "workbookId", "workbookUrlId" {
        /// Versions with a name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<VersionTag>,
        /// Source workbook of a tenant's deployment, when it was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tagged_source_url_id: Option<String>,
    }
    /// A data model as Sigma describes it (openapi.yaml, `DataModel`).
    DataModel, DataModelId, "dataModelId", "dataModelUrlId" {}
    /// A report as Sigma describes it (openapi.yaml, `Report`).
    Report, ReportId, "reportId", "reportUrlId" {}
}
