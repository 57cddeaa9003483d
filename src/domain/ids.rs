//! Identifiers as types of their own, so that a team's id cannot be passed for a member's.
//!
//! Every id is opaque text: Sigma's member ids are base62 strings, most others UUIDs (BEHAVIOUR.md section 4). Clones
//! share the text: the directory names each member in many places.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, sync::Arc};

/// Reads the text of an id, from whatever form the encoding has it in.
struct Text;

impl de::Visitor<'_> for Text {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E: de::Error>(self, id: &str) -> Result<Arc<str>, E> {
        Ok(id.into())
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the id as Sigma or the caller wrote it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into().into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether no id was given, as an empty form field gives.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text).map(Self)
            }
        }
    )+};
}

id! {
    /// The organisation, a UUID.
    OrganizationId,
    /// A member; the same value appears as `userId` in team members, grants and whoami.
    MemberId,
    /// A team, a UUID.
    TeamId,
    /// A workspace, a UUID. Grants name it in its URL form instead: see [`super::Workspace::url_id`].
    WorkspaceId,
    /// A connection, a UUID.
    ConnectionId,
    /// A grant, a UUID.
    GrantId,
    /// An account type, a UUID.
    AccountTypeId,
    /// Any object of the file tree, a UUID: the same as the workbook's, dataset's or workspace's own.
    InodeId,
    /// A workbook, a UUID.
    WorkbookId,
    /// A dataset, a UUID.
    DatasetId,
    /// A data model, a UUID.
    DataModelId,
    /// A report, a UUID.
    ReportId,
    /// A user attribute, a UUID.
    UserAttributeId,
    /// A query whose result can be downloaded for a while.
    QueryId,
    /// A change of the portal: a UUID of version 7, so ids sort by time.
    ChangeId,
    /// A request for access: a UUID of version 7, so ids sort by time.
    RequestId,
    /// An access package: a UUID of version 7.
    PackageId,
    /// An API token, which says nothing of its secret: a UUID of version 7.
    ApiTokenId,
    /// Something seen to have changed outside the portal: a UUID of version 7, so ids sort by time.
    DirectoryEventId,
}
