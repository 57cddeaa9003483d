//! A file: any document, folder or workspace, as the file tree shows it.

use super::{Difference, Extra, InodeId, MemberId, Permission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A file as Sigma describes it (openapi.yaml, `File`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// UUID; the same as the workbook's, dataset's or workspace's own.
    pub id: InodeId,
    /// URL form of the id, which grants carry as `inodeId`.
    pub url_id: String,
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FileKind,
    /// The folder or workspace it lies in.
    #[serde(default)]
    pub parent_id: Option<InodeId>,
    /// The same in its URL form.
    #[serde(default)]
    pub parent_url_id: Option<String>,
    /// What whoever was asked about may do with it: the credentials' owner, or the member whose files were listed.
    pub permission: Permission,
    /// Path of what it lies in, without itself (BEHAVIOUR.md section 14).
    pub path: String,
    /// Endorsed, Warning or Deprecated, where somebody marked it.
    #[serde(default)]
    pub badge: Option<String>,
    /// True once archived.
    #[serde(default)]
    pub is_archived: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whose it is.
    #[serde(default)]
    pub owner_id: Option<MemberId>,
    /// Source document in the parent organisation of a tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_source_url_id: Option<String>,
    /// Who made it.
    pub created_by: String,
    /// Who, or which process of Sigma's, changed it last.
    pub updated_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    Workspace,
    Folder,
    Workbook,
    Dataset,
    DataModel,
    Sql,
    Worksheet,
    Dashboard,
    Template,
    Table,
    Symlink,
    Report,
    /// A kind this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl FileKind {
    /// The word Sigma uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Workspace => "workspace",
            Self::Folder => "folder",
            Self::Workbook => "workbook",
            Self::Dataset => "dataset",
            Self::DataModel => "data-model",
            Self::Sql => "sql",
            Self::Worksheet => "worksheet",
            Self::Dashboard => "dashboard",
            Self::Template => "template",
            Self::Table => "table",
            Self::Symlink => "symlink",
            Self::Report => "report",
            Self::Other(word) => word,
        }
    }
}

/// Fields of a file to change; what is `None` stays as it is. Renaming a workbook, moving it and giving it to somebody
/// else all go this way (BEHAVIOUR.md section 13).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FilePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<MemberId>,
    /// Folder or workspace to move it into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<InodeId>,
    /// Whether to take it out of the archive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restore: bool,
}

impl FilePatch {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields that putting back the values of `before` leaves as the patch has made them.
    pub fn lost_without(&self, before: &Self) -> Vec<&'static str> {
        let lost = [
            ("name", self.name.is_some() && before.name.is_none()),
            ("description", self.description.is_some() && before.description.is_none()),
            ("owner", self.owner_id.is_some() && before.owner_id.is_none()),
            ("place", self.parent_id.is_some() && before.parent_id.is_none()),
            // No call puts a document into the archive.
            ("archive", self.restore),
        ];
        lost.into_iter().filter(|(_, is_lost)| *is_lost).map(|(what, _)| what).collect()
    }

    /// Where `file` has neither the value of this patch nor the one that was seen `before`.
    pub fn conflicts(&self, before: &Self, file: &File) -> Vec<Difference> {
        Difference::among([
            ("name", self.name.as_deref(), before.name.as_deref(), file.name.as_str()),
            (
                "description",
                self.description.as_deref(),
                before.description.as_deref(),
                file.description.as_deref().unwrap_or_default(),
            ),
            (
                "owner",
                self.owner_id.as_ref().map(MemberId::as_str),
                before.owner_id.as_ref().map(MemberId::as_str),
                file.owner_id.as_ref().map(MemberId::as_str).unwrap_or_default(),
            ),
            (
                "place",
                self.parent_id.as_ref().map(InodeId::as_str),
                before.parent_id.as_ref().map(InodeId::as_str),
                file.parent_id.as_ref().map(InodeId::as_str).unwrap_or_default(),
            ),
        ])
    }

    /// Whether `file` already has every value of the patch.
    pub fn is_met_by(&self, file: &File) -> bool {
        self.name.as_ref().is_none_or(|v| *v == file.name)
            && self.description.as_deref().is_none_or(|v| v == file.description.as_deref().unwrap_or_default())
            && self.owner_id.as_ref().is_none_or(|v| file.owner_id.as_ref() == Some(v))
            && self.parent_id.as_ref().is_none_or(|v| file.parent_id.as_ref() == Some(v))
            && (!self.restore || !file.is_archived)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_sigmas_words_and_unknown_ones_are_kept() {
        for word in ["workspace", "data-model", "sql", "symlink", "report", "hologram"] {
            let kind: FileKind = serde_json::from_value(word.into()).unwrap();
            assert_eq!((kind.as_str(), serde_json::to_value(&kind).unwrap()), (word, word.into()));
        }
    }

    #[test]
    fn fields_of_tomorrow_survive_the_round_trip() {
        let text = r#"{"id":"i","urlId":"u","name":"n","type":"folder","permission":"apply","path":"","createdBy":"m",
            "updatedBy":"m","createdAt":"2025-03-03T21:06:55Z","updatedAt":"2025-03-03T21:06:55Z","mood":{"is":[1]}}"#;
        let file: File = serde_json::from_str(text).unwrap();
        let again = serde_json::to_value(&file).unwrap();
        assert_eq!(again["mood"]["is"][0], 1);
        assert_eq!(again["permission"], "apply");
    }
}
