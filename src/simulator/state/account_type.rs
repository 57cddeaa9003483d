//! Account types and the feature permissions they carry (BEHAVIOUR.md section 11).

use serde::{Deserialize, Serialize};

use super::Organisation;
use crate::simulator::ids::Id;

/// A set of feature permissions that members are given by name.
#[derive(Serialize, Deserialize)]
pub struct AccountType {
    pub id: Id,
    pub name: Box<str>,
    pub description: Box<str>,
    pub is_custom: bool,
    /// Positions in [`FEATURES`].
    pub features: Vec<u8>,
    /// Deleted ones stay where they are, since members name their type by its position.
    #[serde(default)]
    pub is_deleted: bool,
}

/// Feature permissions with their descriptions, from the least to the most powerful.
pub const FEATURES: [(&str, &str); 22] = [
    ("view-worksheet", "View workbooks"),
    ("download", "Download data from workbooks"),
    ("send-now", "Send a workbook by email"),
    ("comment", "Comment on workbooks"),
    ("use-input-tables", "Edit values in input tables"),
    ("run-actions", "Run actions in workbooks"),
    ("explore-worksheet", "Explore workbooks"),
    ("save-exploration", "Save an exploration as a new workbook"),
    ("schedule-export", "Schedule exports"),
    ("use-ask", "Ask questions in natural language"),
    ("create-workbook", "Create and edit workbooks"),
    ("publish-workbook", "Publish workbooks"),
    ("create-data-model", "Create and edit data models"),
    ("create-input-tables", "Create input tables"),
    ("write-sql", "Write custom SQL"),
    ("upload-csv", "Upload CSV files"),
    ("materialize", "Schedule materializations"),
    ("view-connections", "View connections and their data"),
    ("manage-connections", "Create and edit connections"),
    ("manage-members", "Manage members, teams and account types"),
    ("manage-api-credentials", "Create API credentials"),
    ("view-audit-log", "Read the audit log"),
];

impl AccountType {
    /// Whether it carries a feature permission.
    pub fn allows(&self, feature: &str) -> bool {
        self.features.iter().any(|place| FEATURES.get(usize::from(*place)).is_some_and(|(name, _)| *name == feature))
    }
}

impl Organisation {
    /// Finds an account type by name; case does not matter (BEHAVIOUR.md section 17).
    pub fn account_type(&self, name: &str) -> Option<u16> {
        let is_it = |kind: &AccountType| !kind.is_deleted && kind.name.eq_ignore_ascii_case(name);
        u16::try_from(self.account_types.iter().position(is_it)?).ok()
    }

    /// Finds an account type by id.
    pub fn account_type_at(&self, id: Id) -> Option<u16> {
        let place = self.account_types.iter().position(|kind| !kind.is_deleted && kind.id == id)?;
        u16::try_from(place).ok()
    }
}
