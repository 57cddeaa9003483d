//! What is made on a workbook through the API: embeds and materializations.

use serde::{Deserialize, Serialize};

use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;

/// What an embed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmbedSource {
    Workbook,
    Page,
    Element,
}

/// An embed that anybody may see who has its address.
#[derive(Serialize, Deserialize)]
pub struct PublicEmbed {
    pub id: Id,
    pub source: EmbedSource,
    /// The page or element, with its name.
    pub part: Option<(Box<str>, Box<str>)>,
}

/// A run that writes an element into the warehouse.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Materialization {
    pub id: Id,
    pub started_at: Stamp,
    pub ready_at: Stamp,
}

/// What was made on one workbook, and which embeds of the seed it has no longer.
#[derive(Default, Serialize, Deserialize)]
pub struct Attached {
    pub embeds: Vec<PublicEmbed>,
    pub deleted_embeds: Vec<Id>,
    pub materializations: Vec<Materialization>,
}
