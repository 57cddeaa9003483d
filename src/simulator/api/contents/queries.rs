//! The SQL that elements run.

use axum::response::Response;
use serde::Serialize;

use super::Inside;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::content::native;
use crate::simulator::page::Window;
use crate::simulator::sources::{Source, definition};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    element_id: &'a str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sql: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

impl Inside<'_> {
    fn query(&self, place: usize) -> Wire<'_> {
        let element = &self.elements[place];
        let sql = self.table(place).map(|path| {
            let columns: Vec<_> =
                element.columns.iter().map(|column| format!("\"{}\" \"{column}\"", native(column))).collect();
            let from = match self.source(place) {
                Some(Source::Sql(..)) => format!("({}) Q1", definition(path)),
                Some(Source::Table(..) | Source::Dataset(_) | Source::ModelElement(..) | Source::Element(_)) | None => {
                    format!("{} {}", path.parts.join("."), path.name())
                }
            };
            let mark = format!("-- Sigma Σ {{\"request-id\":\"{}\"}}", self.document.id.derived(place as u64));
            format!("select {} from {from} limit 1000\n\n{mark}", columns.join(", "))
        });
        let error = sql.is_none().then_some("unable_to_produce_query");
        Wire { element_id: &element.id, name: element.name, sql, error }
    }
}

/// The queries of all elements.
pub fn queries(inside: &Inside<'_>, window: Window) -> Response {
    window.cut(0..inside.elements.len(), |place| inside.query(place)).counted()
}

/// The query of the element in the path.
pub fn query(inside: &Inside<'_>, call: &Call) -> Answer {
    Ok(json(&inside.query(inside.wanted(call)?)))
}
