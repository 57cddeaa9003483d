//! What is inside a workbook or data model, as answers carry it: the same shapes for both (BEHAVIOUR.md section 13).

mod columns;
mod elements;
mod lineage;
mod queries;
mod sources;

pub use columns::{column_of_table, columns, columns_of_element};
pub use elements::{elements, elements_of_page, pages};
pub use lineage::{of_element as lineage_of_element, whole as lineage};
pub use queries::{queries, query};
pub use sources::{Naming, sources};

use crate::simulator::call::Call;
use crate::simulator::content::{self, Element};
use crate::simulator::failure::Failure;
use crate::simulator::sources::{Source, of_element, of_model_element};
use crate::simulator::state::Organisation;
use crate::simulator::state::connection::WarehousePath;
use crate::simulator::state::document::{Content, Document};

/// The elements of a document with where each gets its data.
pub struct Inside<'o> {
    organisation: &'o Organisation,
    document: &'o Document,
    elements: Vec<Element>,
    sources: Vec<Option<Source<'o>>>,
}

impl<'o> Inside<'o> {
    /// The inside of a document.
    pub fn of(organisation: &'o Organisation, document: &'o Document) -> Self {
        let elements = content::elements(document.contents());
        let is_model = matches!(document.content, Content::DataModel(_));
        let source = |place: usize| match elements.get(place) {
            Some(element) if is_model => of_model_element(organisation, element),
            Some(_) => of_element(organisation, &elements, place),
            None => None,
        };
        let sources = (0..elements.len()).map(source).collect();
        Self { organisation, document, elements, sources }
    }

    /// Elements with their sources.
    fn each(&self) -> impl Iterator<Item = (&Element, Option<&Source<'o>>)> {
        self.elements.iter().zip(self.sources.iter().map(Option::as_ref))
    }

    fn source(&self, place: usize) -> Option<&Source<'o>> {
        self.sources.get(place)?.as_ref()
    }

    /// The place of the element that the path names.
    fn in_path(&self, call: &Call) -> Option<usize> {
        let id = call.path("elementId");
        self.elements.iter().position(|element| element.id == id)
    }

    /// The same, where there must be one.
    fn wanted(&self, call: &Call) -> Result<usize, Failure> {
        self.in_path(call).ok_or_else(|| Failure::not_found("Element not found"))
    }

    /// The table that an element's rows come from in the end.
    fn table(&self, place: usize) -> Option<&'o WarehousePath> {
        match self.source(place)? {
            Source::Table(_, path) | Source::Sql(_, path) => Some(path),
            Source::Dataset(dataset) => {
                crate::simulator::sources::table_of(self.organisation, dataset.id).map(|(_, path)| path)
            }
            Source::ModelElement(_, element) => match of_model_element(self.organisation, element)? {
                Source::Table(_, path) | Source::Sql(_, path) => Some(path),
                Source::Dataset(_) | Source::ModelElement(..) | Source::Element(_) => None,
            },
            // Always an earlier one, so this ends.
            Source::Element(earlier) => self.table(*earlier),
        }
    }
}
