//! Folders and documents, and where they are. What is inside a workbook, data model or report is not stored: it follows
//! from an id (see `content`).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Audit;
use super::attached::Attached;
use super::dataset::Dataset;
use super::grant::Kind;
use super::member::Member;
use crate::simulator::clock::Stamp;
use crate::simulator::id_map::IdMap;
use crate::simulator::ids::Id;
use crate::simulator::table::{Row, Slot, Table};

/// A mark that tells readers what to think of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Badge {
    Endorsed,
    Warning,
    Deprecated,
}

/// A name for one version of a document.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tag {
    pub id: Id,
    pub name: Box<str>,
    pub source_version: u32,
    /// The document that holds the tagged version.
    pub tagged_workbook: Id,
    pub tagged_at: Stamp,
}

/// What only workbooks have.
#[derive(Serialize, Deserialize)]
pub struct Workbook {
    pub version: u32,
    pub is_exploration: bool,
    pub tags: Vec<Tag>,
    /// The workbook whose contents it has, when it is a copy.
    #[serde(default)]
    pub copy_of: Option<Id>,
    #[serde(default)]
    pub attached: Attached,
}

/// What data models and reports have.
#[derive(Serialize, Deserialize)]
pub struct Versions {
    pub latest: u32,
    pub tags: Vec<Tag>,
}

/// What a document is.
#[derive(Serialize, Deserialize)]
pub enum Content {
    Folder,
    Workbook(Workbook),
    Dataset(Box<Dataset>),
    DataModel(Versions),
    Report(Versions),
}

/// A folder or document.
#[derive(Serialize, Deserialize)]
pub struct Document {
    pub id: Id,
    pub name: Box<str>,
    pub description: Option<Box<str>>,
    /// A workspace, a folder or a member's My Documents.
    pub parent: Id,
    pub owner: Slot<Member>,
    pub badge: Option<Badge>,
    pub is_archived: bool,
    pub content: Content,
    pub audit: Audit,
}

impl Document {
    /// What grants call this.
    pub fn kind(&self) -> Kind {
        match self.content {
            Content::Folder => Kind::Folder,
            Content::Workbook(_) => Kind::Workbook,
            Content::Dataset(_) => Kind::Dataset,
            Content::DataModel(_) => Kind::DataModel,
            Content::Report(_) => Kind::Report,
        }
    }

    /// What its contents follow from.
    pub fn contents(&self) -> Id {
        match &self.content {
            Content::Workbook(workbook) => workbook.copy_of.unwrap_or(self.id),
            Content::Folder | Content::Dataset(_) | Content::DataModel(_) | Content::Report(_) => self.id,
        }
    }
}

impl Row for Document {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}

/// All documents, found by id and by what holds them.
#[derive(Default)]
pub struct Documents {
    pub table: Table<Document>,
    children: IdMap<Id, Vec<Slot<Document>>>,
}

impl Documents {
    /// Adds a document.
    pub fn insert(&mut self, document: Document) -> Slot<Document> {
        let parent = document.parent;
        let slot = self.table.insert(document);
        self.children.entry(parent).or_default().push(slot);
        slot
    }

    /// The document with this id.
    pub fn find(&self, id: Id) -> Option<&Document> {
        self.table.get(self.table.find(id)?)
    }

    /// Documents directly in a folder, workspace or My Documents, oldest first.
    pub fn children(&self, parent: Id) -> impl Iterator<Item = (Slot<Document>, &Document)> {
        let slots = self.children.get(&parent).into_iter().flatten();
        slots.filter_map(|slot| Some((*slot, self.table.get(*slot)?)))
    }

    /// Puts a document somewhere else.
    pub fn relocate(&mut self, slot: Slot<Document>, parent: Id) {
        let Some(document) = self.table.get_mut(slot) else { return };
        let old = std::mem::replace(&mut document.parent, parent);
        if let Some(siblings) = self.children.get_mut(&old) {
            siblings.retain(|other| *other != slot);
        }
        let siblings = self.children.entry(parent).or_default();
        siblings.push(slot);
        // Lists are oldest first, so children stay in the order of their places.
        siblings.sort_unstable_by_key(|slot| slot.place());
    }

    /// Removes everything under a folder or workspace and says what it was.
    pub fn remove_under(&mut self, parent: Id) -> Vec<Id> {
        let mut gone = Vec::new();
        let mut open = vec![parent];
        while let Some(parent) = open.pop() {
            for slot in self.children.remove(&parent).unwrap_or_default() {
                if let Some(document) = self.table.remove(slot) {
                    gone.push(document.id);
                    open.push(document.id);
                }
            }
        }
        gone
    }
}

impl Serialize for Documents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Documents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Document>::deserialize(deserializer)?;
        let mut children: IdMap<Id, Vec<Slot<Document>>> = IdMap::default();
        for (slot, document) in table.iter() {
            children.entry(document.parent).or_default().push(slot);
        }
        Ok(Self { table, children })
    }
}
