//! Account types: the licence-bound ceiling on what a member can do.

use super::{AccountTypeId, WorkspacePermission};
use serde::{Deserialize, Serialize};

/// An account type (openapi.yaml, `AccountType`). Organisations add their own, so names are never hard-coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountType {
    #[serde(rename = "accountTypeId")]
    pub id: AccountTypeId,
    /// Name; requests name the type by it.
    #[serde(rename = "accountTypeName")]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Whether the organisation made it.
    #[serde(default)]
    pub is_custom: bool,
}

/// The most a grant can do for the holder of an account type. The portal's reading: Sigma publishes no table, and
/// stores a grant above the ceiling all the same (BEHAVIOUR.md section 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// Highest effective workspace permission.
    pub workspace: WorkspacePermission,
    /// Whether a connection grant has any effect.
    pub uses_connections: bool,
}

impl Ceiling {
    /// The ceiling of a built-in account type of any generation; `None` for the organisation's own types, whose
    /// permissions only Sigma knows.
    pub fn of(account_type: &str) -> Option<Self> {
        let (workspace, uses_connections) = match account_type.to_ascii_lowercase().as_str() {
            "view" | "lite" | "viewer" | "act" => (WorkspacePermission::View, false),
            "analyze" | "essential" | "explorer" => (WorkspacePermission::Explore, false),
            "build" | "pro" | "creator" | "author" | "admin" => (WorkspacePermission::Edit, true),
            _ => return None,
        };
        Some(Self { workspace, uses_connections })
    }
}

impl AccountType {
    /// Place in a list: Sigma's own types from the least to the most they allow, then the organisation's own.
    pub fn rank(&self) -> usize {
        const LADDER: [&[&str]; 5] = [
            &["view", "lite", "viewer"],
            &["act"],
            &["analyze", "essential", "explorer"],
            &["build", "pro", "creator", "author"],
            &["admin"],
        ];
        let name = self.name.to_ascii_lowercase();
        LADDER.iter().position(|names| names.contains(&name.as_str())).unwrap_or(LADDER.len())
    }

    /// Whether holders administer the organisation.
    pub fn is_admin(&self) -> bool {
        self.name.eq_ignore_ascii_case("admin")
    }
}
