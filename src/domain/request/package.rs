//! Access packages: named bundles of access that belong to a job.

use super::{Given, Part};
use crate::domain::{Actor, ChangeId, PackageId, Permission, ResourceRef, TeamChoice, UserAttributeId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a package gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageContents {
    /// The account type that the job needs, by its name in lower case; `None` leaves it to the person.
    #[serde(default)]
    pub account_type: Option<String>,
    /// Teams to be in.
    #[serde(default)]
    pub teams: Vec<TeamChoice>,
    /// Workspaces and connections, each at a level.
    #[serde(default)]
    pub access: Vec<(ResourceRef, Permission)>,
    /// Values of user attributes.
    #[serde(default)]
    pub attributes: Vec<(UserAttributeId, String)>,
}

impl PackageContents {
    /// Everything in it, the account type first: what it allows decides what the rest is worth.
    pub fn parts(&self) -> Vec<Part> {
        let account_type = self.account_type.iter().map(|name| Part::AccountType(name.to_lowercase()));
        let team =
            |choice: &TeamChoice| Part::Team { team_id: choice.team_id.clone(), is_team_admin: choice.is_team_admin };
        let access = self.access.iter().map(|(resource, level)| Part::Access(resource.clone(), level.clone()));
        let attributes = self.attributes.iter().map(|(id, value)| Part::Attribute(id.clone(), value.clone()));
        account_type.chain(self.teams.iter().map(team)).chain(access).chain(attributes).collect()
    }

    /// Whether it gives nothing.
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty()
    }
}

/// An access package as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    pub id: PackageId,
    pub name: String,
    /// Whom it is for, in a sentence or two; may be empty.
    pub description: String,
    pub contents: PackageContents,
    /// Counts from 1, with each change of what it gives one more.
    pub version: u32,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
    /// Who changed it last.
    pub changed_by: Actor,
    /// When it was last written. With each write another, so that of two who edit at once one learns of the other.
    #[serde(skip)]
    pub written: i64,
}

/// A package as it was given to somebody, who holds it from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenPackage {
    pub id: PackageId,
    /// The version that it was at.
    pub version: u32,
}

impl From<&AccessPackage> for GivenPackage {
    fn from(package: &AccessPackage) -> Self {
        Self { id: package.id.clone(), version: package.version }
    }
}

/// What a holder is to have of their package once a change is done that brings them to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageUpdate {
    pub change_id: ChangeId,
    /// The version of the package.
    pub version: u32,
    /// What their request gives from then on.
    pub given: Vec<Given>,
}

/// What a package gave in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageVersion {
    pub version: u32,
    pub contents: PackageContents,
    pub at: Timestamp,
    pub by: Actor,
}
