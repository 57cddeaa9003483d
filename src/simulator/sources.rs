//! Where the data of an element or dataset comes from. It follows from ids like the contents, and names only what is
//! there, so that lineage, columns, queries and sources always agree with each other.

use super::content::{self, Element};
use super::ids::Id;
use super::state::Organisation;
use super::state::connection::{Connection, WarehousePath};
use super::state::document::{Content, Document};

/// What an element or dataset shows.
pub enum Source<'o> {
    Table(&'o Connection, &'o WarehousePath),
    Dataset(&'o Document),
    /// An element of a data model.
    ModelElement(&'o Document, Element),
    /// An element of the same document, by its place.
    Element(usize),
    /// SQL that somebody wrote, on a connection.
    Sql(&'o Connection, &'o WarehousePath),
}

impl Source<'_> {
    /// What lineages call it, for the document with these elements.
    pub fn node(&self, elements: &[Element]) -> String {
        match self {
            Self::Table(_, path) => format!("inode-{}", path.id.url()),
            Self::Dataset(document) => format!("inode-{}", document.id.url()),
            Self::ModelElement(model, element) => format!("{}/{}", model.id.url(), element.id),
            Self::Element(place) => elements.get(*place).map(Element::sheet).unwrap_or_default(),
            Self::Sql(_, path) => format!("{} SQL", path.name()),
        }
    }

    /// The name that formulas call it.
    pub fn name<'a>(&'a self, elements: &'a [Element]) -> &'a str {
        match self {
            Self::Table(_, path) | Self::Sql(_, path) => path.name(),
            Self::Dataset(document) => &document.name,
            Self::ModelElement(_, element) => element.name,
            Self::Element(place) => elements.get(*place).map_or("", |element| element.name),
        }
    }
}

/// The custom SQL on a table.
pub fn definition(path: &WarehousePath) -> String {
    format!("select * from {} where ID is not null", path.parts.join("."))
}

/// How much something is meant for something else: whoever has the most gets it, also when others come or go.
fn affinity(one: u64, other: u64) -> u64 {
    let mixed = (one ^ other.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn live_tables(organisation: &Organisation) -> impl Iterator<Item = (&Connection, &WarehousePath)> {
    let live = organisation.connections.iter().map(|(_, connection)| connection).filter(|one| !one.is_archived);
    live.flat_map(|connection| connection.tables().map(move |path| (connection, path)))
}

/// The table behind a dataset.
pub fn table_of(organisation: &Organisation, dataset: Id) -> Option<(&Connection, &WarehousePath)> {
    live_tables(organisation).max_by_key(|(_, path)| affinity(dataset.number(), path.id.number()))
}

fn table_named<'o>(organisation: &'o Organisation, name: &str) -> Option<(&'o Connection, &'o WarehousePath)> {
    live_tables(organisation).find(|(_, path)| path.name().eq_ignore_ascii_case(name))
}

fn document_for(organisation: &Organisation, number: u64, is_meant: impl Fn(&Content) -> bool) -> Option<&Document> {
    let all = organisation.documents.table.iter().map(|(_, document)| document);
    // What others build on is in a workspace: what is in somebody's own folder, others do not find.
    let is_shared = |document: &Document| {
        organisation.holders(document).last().is_some_and(|top| organisation.workspaces.find(top).is_some())
    };
    let live = all.filter(|document| !document.is_archived && is_meant(&document.content) && is_shared(document));
    live.max_by_key(|document| affinity(number, document.id.number()))
}

/// Where an element of a workbook or report gets its data.
pub fn of_element<'o>(organisation: &'o Organisation, elements: &[Element], place: usize) -> Option<Source<'o>> {
    let element = elements.get(place)?;
    let number = element.number();
    let table = || table_named(organisation, element.table);
    let other = match number % 20 {
        0..4 => {
            document_for(organisation, number, |content| matches!(content, Content::Dataset(_))).map(Source::Dataset)
        }
        4..9 => model_element(organisation, number),
        9..11 => table().map(|(connection, path)| Source::Sql(connection, path)),
        11..14 => place.checked_sub(1).map(Source::Element),
        _ => None,
    };
    other.or_else(|| table().map(|(connection, path)| Source::Table(connection, path)))
}

fn model_element(organisation: &Organisation, number: u64) -> Option<Source<'_>> {
    let model = document_for(organisation, number, |content| matches!(content, Content::DataModel(_)))?;
    let element = content::elements(model.contents()).into_iter().max_by_key(|one| affinity(number, one.number()))?;
    Some(Source::ModelElement(model, element))
}

/// Where an element of a data model gets its data: a table, or SQL on one.
pub fn of_model_element<'o>(organisation: &'o Organisation, element: &Element) -> Option<Source<'o>> {
    let (connection, path) = table_named(organisation, element.table)?;
    Some(if element.number().is_multiple_of(5) {
        Source::Sql(connection, path)
    } else {
        Source::Table(connection, path)
    })
}
