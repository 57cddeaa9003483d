//! Lineage: of one element as a graph, of a whole document as a list (BEHAVIOUR.md section 13).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json as object};

use super::Inside;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::sources::{Source, definition};

#[derive(Serialize)]
struct Graph {
    dependencies: BTreeMap<String, Value>,
    edges: Vec<Value>,
}

impl Inside<'_> {
    /// Adds an element's sheet and what it stands on.
    fn trace(&self, place: usize, graph: &mut Graph) {
        let element = &self.elements[place];
        let sheet = element.sheet();
        let node = object!({ "nodeId": sheet, "type": "sheet", "name": element.name, "elementId": element.id });
        graph.dependencies.insert(sheet.clone(), node);
        let Some(source) = self.source(place) else { return };
        let from = source.node(&self.elements);
        graph.edges.push(object!({ "source": from, "target": sheet, "type": "source" }));
        let kind = match source {
            Source::Table(..) => "table",
            Source::Dataset(_) => "dataset",
            Source::Sql(..) => "customSQL",
            // Stands in the edges alone.
            Source::ModelElement(..) => return,
            Source::Element(earlier) => return self.trace(*earlier, graph),
        };
        let node = object!({ "nodeId": from, "type": kind, "name": source.name(&self.elements) });
        graph.dependencies.insert(from, node);
    }

    /// What the list calls the source of an element.
    fn source_id(&self, source: &Source<'_>) -> String {
        match source {
            Source::Element(earlier) => self.elements.get(*earlier).map(|one| one.id.clone()).unwrap_or_default(),
            Source::Table(..) | Source::Dataset(_) | Source::ModelElement(..) | Source::Sql(..) => {
                source.node(&self.elements)
            }
        }
    }

    fn rows(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (element, source) in self.each() {
            let ids: Vec<_> = source.iter().map(|source| self.source_id(source)).collect();
            let data: Vec<_> = source
                .iter()
                .filter(|source| !matches!(source, Source::Element(_)))
                .map(|source| self.source_id(source))
                .collect();
            rows.push(object!({
                "type": "element", "elementId": element.id, "sourceIds": ids, "dataSourceIds": data,
            }));
        }
        let mut seen = Vec::new();
        for source in self.sources.iter().flatten() {
            let name = source.name(&self.elements);
            let row = match source {
                Source::Table(connection, path) => object!({
                    "type": "table", "connectionId": connection.id, "name": name, "inodeId": path.id,
                }),
                Source::Dataset(dataset) => object!({
                    "type": "dataset", "connectionId": null, "name": name, "inodeId": dataset.id,
                }),
                Source::ModelElement(model, _) => object!({
                    "type": "data-model", "connectionId": null, "name": name, "dataModelId": model.id,
                }),
                Source::Sql(connection, path) => object!({
                    "type": "customSQL",
                    "connectionId": connection.id,
                    "name": source.node(&self.elements),
                    "definition": definition(path),
                }),
                Source::Element(_) => continue,
            };
            if !seen.contains(&row) {
                seen.push(row.clone());
                rows.push(row);
            }
        }
        rows
    }
}

/// The lineage of the element in the path. Where there is none, Sigma answers 500.
pub fn of_element(inside: &Inside<'_>, call: &Call) -> Answer {
    let place = inside.in_path(call).filter(|place| inside.source(*place).is_some());
    let place = place.ok_or_else(|| Failure::service_error("The element has no lineage"))?;
    let mut graph = Graph { dependencies: BTreeMap::new(), edges: Vec::new() };
    inside.trace(place, &mut graph);
    Ok(json(&graph))
}

/// The lineage of a whole document. Where there is none, Sigma answers 400.
pub fn whole(inside: &Inside<'_>, window: Window) -> Answer {
    if inside.sources.iter().all(Option::is_none) {
        return Err(Failure::invalid("The document has no lineage"));
    }
    Ok(window.cut(inside.rows().into_iter(), |row| row).counted())
}
