//! What a whole document stands on.

use serde_json::{Value, json as object};

use super::Inside;
use crate::simulator::ids::Id;
use crate::simulator::sources::{Source, definition};

/// What the answers of workbooks and of data models call the same things.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    Workbook,
    DataModel,
}

/// The sources of a document, each once.
pub fn sources(inside: &Inside<'_>, naming: Naming) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    let mut models: Vec<(Id, Vec<&str>)> = Vec::new();
    let mut add = |row: Value| {
        if !rows.contains(&row) {
            rows.push(row);
        }
    };
    for source in inside.sources.iter().flatten() {
        match source {
            Source::Table(_, path) if naming == Naming::DataModel => {
                add(object!({ "type": "table", "tableId": path.id }));
            }
            Source::Table(_, path) => add(object!({ "type": "table", "inodeId": path.id })),
            Source::Dataset(dataset) => {
                let url = format!("https://app.sigmacomputing.com/{}/b/{}", inside.organisation.slug, dataset.id.url());
                add(object!({ "type": "dataset", "inodeId": dataset.id, "url": url }));
            }
            Source::ModelElement(model, element) => match models.iter_mut().find(|(id, _)| *id == model.id) {
                Some((_, elements)) if elements.contains(&&*element.id) => {}
                Some((_, elements)) => elements.push(&element.id),
                None => models.push((model.id, vec![&element.id])),
            },
            Source::Sql(connection, path) => add(object!({
                "type": "custom-sql",
                "connectionId": connection.id,
                "definition": definition(path),
                "customSqlId": path.id.derived(0),
            })),
            Source::Element(_) => {}
        }
    }
    let models = models
        .into_iter()
        .map(|(id, elements)| object!({ "type": "data-model", "dataModelId": id, "elementIds": elements }));
    let models: Vec<_> = models.collect();
    rows.into_iter().chain(models).collect()
}
