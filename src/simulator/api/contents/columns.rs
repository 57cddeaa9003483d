//! Columns. Where a warehouse table stands behind an element, a column's id names the table and the column there;
//! otherwise it is opaque. The same id can repeat (BEHAVIOUR.md section 4).

use axum::response::Response;
use serde::Serialize;

use super::Inside;
use crate::simulator::call::{Answer, Call};
use crate::simulator::content::{Element, column_id, column_type, native};
use crate::simulator::page::Window;
use crate::simulator::sources::Source;

#[derive(Serialize)]
struct Type {
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A column among those of a whole document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    column_id: String,
    name: &'static str,
    formula: String,
    #[serde(rename = "type")]
    kind: Type,
    element_id: String,
}

/// A column of one element, which calls its name a label.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfElement {
    column_id: String,
    label: &'static str,
    formula: String,
    #[serde(rename = "type")]
    kind: Type,
}

/// A column of a warehouse table.
#[derive(Serialize)]
pub struct OfTable {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
    visibility: &'static str,
}

/// Puts a column of a warehouse table into that form.
pub fn column_of_table(column: &str) -> OfTable {
    OfTable { name: native(column), kind: Type { kind: column_type(column) }, visibility: "included" }
}

impl Inside<'_> {
    fn columns_of<'s>(
        &'s self,
        element: &'s Element,
        source: Option<&'s Source<'_>>,
    ) -> impl Iterator<Item = Wire> + 's {
        element.columns.iter().map(move |&name| Wire {
            column_id: match source {
                Some(source @ Source::Table(..)) => format!("{}/{}", source.node(&self.elements), native(name)),
                Some(Source::Dataset(_) | Source::ModelElement(..) | Source::Element(_) | Source::Sql(..)) | None => {
                    column_id(element, name)
                }
            },
            name,
            formula: match source {
                Some(source) => format!("[{}/{name}]", source.name(&self.elements)),
                None => format!("[{name}]"),
            },
            kind: Type { kind: column_type(name) },
            element_id: element.id.clone(),
        })
    }
}

/// The columns of all elements.
pub fn columns(inside: &Inside<'_>, window: Window) -> Response {
    let rows = inside.each().flat_map(|(element, source)| inside.columns_of(element, source));
    window.cut(rows, |row| row).counted()
}

/// The columns of the element in the path.
pub fn columns_of_element(inside: &Inside<'_>, call: &Call, window: Window) -> Answer {
    let place = inside.wanted(call)?;
    let rows = inside.columns_of(&inside.elements[place], inside.source(place));
    let page = window.cut(rows, |row| OfElement {
        column_id: row.column_id,
        label: row.name,
        formula: row.formula,
        kind: row.kind,
    });
    Ok(page.counted())
}
