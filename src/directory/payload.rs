//! What each section holds.

use super::{
    collection::{Collection, Collections},
    detail_table::DetailTable,
    list::{List, Row},
    read_state::ReadState,
};
use crate::domain::{
    AccountType, AttributeValue, Connection, DataModel, Dataset, FeaturePermission, Grant, Member, MemberId,
    OrganizationId, Report, Team, TeamId, TeamMember, UserAttribute, Workbook, Workspace, WorkspaceId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::HashMap, sync::Arc};

/// What a section holds: knows its section and where it lies.
pub trait Payload: ReadState + Serialize + DeserializeOwned + Default + Send + Sync + 'static {
    /// Which section it is.
    const COLLECTION: Collection;

    /// The slot of this section among all sections.
    fn slot(sections: &Collections) -> &CacheSlot<Self>;

    /// Its place, to put something there.
    fn slot_mut(sections: &mut Collections) -> &mut CacheSlot<Self>;
}

/// A section as it was read: what is kept as a blob.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cached<T> {
    /// When it was last read whole; `None` until that has worked once.
    pub as_of: Option<Timestamp>,
    /// What was read.
    pub content: T,
    /// When Sigma last said that it no longer offers such things; `None` while it does. What is held is from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// The place of one section, with the version of the blob that it came from or went to.
#[derive(Debug)]
pub struct CacheSlot<T> {
    pub(super) version: i64,
    pub(super) held: Option<Arc<Cached<T>>>,
    /// When a later reading, here or elsewhere, last brought the same; it is not written again for that.
    pub(super) confirmed_at: Option<Timestamp>,
    /// What the blob itself says of when it was read.
    pub(super) written_as_of: Option<Timestamp>,
}

impl<T> CacheSlot<T> {
    /// What was just read from a blob, or written into one.
    pub(super) fn kept(version: i64, held: Arc<Cached<T>>) -> Self {
        let written_as_of = held.as_of;
        Self { version, held: Some(held), confirmed_at: None, written_as_of }
    }

    pub(super) fn held(&self) -> Option<&Cached<T>> {
        self.held.as_deref()
    }

    /// When it was last read whole.
    pub(super) fn as_of(&self) -> Option<Timestamp> {
        self.held().and_then(|held| held.as_of).map(|as_of| self.confirmed_at.map_or(as_of, |at| at.max(as_of)))
    }

    /// Whether both hold the very same.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (&self.held, &other.held) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

// Derived, these would want `T` to be clonable and to have a default.
impl<T> Clone for CacheSlot<T> {
    fn clone(&self) -> Self {
        let Self { version, held, confirmed_at, written_as_of } = self;
        Self { version: *version, held: held.clone(), confirmed_at: *confirmed_at, written_as_of: *written_as_of }
    }
}

impl<T> Default for CacheSlot<T> {
    fn default() -> Self {
        Self { version: 0, held: None, confirmed_at: None, written_as_of: None }
    }
}

/// The members section.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Members {
    pub organization_id: OrganizationId,
    /// The member who owns the portal's credentials.
    pub token_owner: MemberId,
    /// Everybody, deactivated members included: people by name, then Sigma's own.
    pub list: List<Member>,
}

impl ReadState for Members {
    fn has_same_rows(&self, other: &Self) -> bool {
        let Self { organization_id, token_owner, list } = self;
        (organization_id, token_owner, list.rows()) == (&other.organization_id, &other.token_owner, other.list.rows())
    }
}

/// Teams, each with who is in it.
pub type Teams = DetailTable<Team, Vec<TeamMember>>;
/// Workspaces the credentials' owner can access, each with its grants.
pub type Workspaces = DetailTable<Workspace, Vec<Grant>>;
/// Connections, each with its grants.
pub type Connections = DetailTable<Connection, Vec<Grant>>;
/// Account types, each with what it allows.
pub type AccountTypes = DetailTable<AccountType, Vec<FeaturePermission>>;
/// Workbooks of the whole organization without explorations and archived ones, each with who may open it.
pub type Workbooks = DetailTable<Workbook, DocumentAccess>;
/// Datasets of the whole organization, each with who may open it.
pub type Datasets = DetailTable<Dataset, DocumentAccess>;
/// Data models of the whole organization, each with who may open it.
pub type DataModels = DetailTable<DataModel, DocumentAccess>;
/// Reports of the whole organization without archived ones, each with who may open it.
pub type Reports = DetailTable<Report, DocumentAccess>;
/// User attributes, each with who has which value.
pub type UserAttributes = DetailTable<UserAttribute, Assigned>;

/// Who may open a document, apart from what its workspace gives: that is held with the workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentAccess {
    /// The workspace that it inherits grants from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceId>,
    /// Grants on the document itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<Grant>,
    /// Grants on folders above it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folders: Vec<Grant>,
}

/// Who has which value of one user attribute. Each value is kept once: a few are shared by tens of thousands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    /// The values there are.
    pub values: Vec<AttributeValue>,
    /// Members with the place of their value.
    pub members: Vec<(MemberId, u32)>,
    /// Teams with the place of their value.
    pub teams: Vec<(TeamId, u32)>,
}

impl Assigned {
    /// Collects the values that members and teams have.
    pub fn new(
        members: impl IntoIterator<Item = (MemberId, AttributeValue)>,
        teams: impl IntoIterator<Item = (TeamId, AttributeValue)>,
    ) -> Self {
        let mut places: HashMap<String, u32> = HashMap::new();
        let mut values = Vec::new();
        let mut place = |value: AttributeValue| {
            *places.entry(value.value.clone()).or_insert_with(|| {
                values.push(value);
                u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let members = members.into_iter().map(|(id, value)| (id, place(value))).collect();
        let teams = teams.into_iter().map(|(id, value)| (id, place(value))).collect();
        Self { values, members, teams }
    }

    /// The value at a place.
    pub fn value(&self, place: u32) -> Option<&AttributeValue> {
        self.values.get(place as usize)
    }
}

/// Rows that are sorted by a name and change at a known time, apart from what needs special words.
macro_rules! rows {
    ($($row:ty: $id:ty, $order:expr, $moved:expr, $lean:expr;)+) => {$(
        impl Row for $row {
            type Id = $id;

            fn id(&self) -> &$id {
                &self.id
            }

            fn order(&self) -> String {
                let order: fn(&Self) -> String = $order;
                order(self)
            }

            fn moved_at(&self) -> Option<Timestamp> {
                let moved: fn(&Self) -> Option<Timestamp> = $moved;
                moved(self)
            }

            fn lean(mut self) -> Self {
                let lean: fn(&mut Self) = $lean;
                lean(&mut self);
                self
            }
        }
    )+};
}

// Without the fields that the portal does not use: for 50,000 people they would weigh more than all the rest.
rows! {
    Member: MemberId, |m| format!("{}{}", u8::from(m.is_system()), super::fold(&m.full_name())),
        |m| Some(m.updated_at), |m| m.extra.clear();
    Team: TeamId, |t| super::fold(&t.name), |t| Some(t.updated_at), |t| t.extra.clear();
    Workspace: crate::domain::WorkspaceId, |w| super::fold(&w.name), |w| Some(w.updated_at), |w| w.extra.clear();
    Connection: crate::domain::ConnectionId, |c| super::fold(&c.name), |c| Some(c.updated_at), |c| c.extra.clear();
    Workbook: crate::domain::WorkbookId, |w| super::fold(&w.name), |w| Some(w.updated_at), |w| w.extra.clear();
    Dataset: crate::domain::DatasetId, |d| super::fold(&d.name), |d| Some(d.updated_at), |d| d.extra.clear();
    DataModel: crate::domain::DataModelId, |m| super::fold(&m.name), |m| Some(m.updated_at), |m| m.extra.clear();
    Report: crate::domain::ReportId, |r| super::fold(&r.name), |r| Some(r.updated_at), |r| r.extra.clear();
    AccountType: crate::domain::AccountTypeId, |a| format!("{}{}", a.rank(), super::fold(&a.name)), |_| None, |_| ();
    UserAttribute: crate::domain::UserAttributeId, |a| super::fold(&a.name), |a| Some(a.updated_at),
        |a| a.extra.clear();
}
