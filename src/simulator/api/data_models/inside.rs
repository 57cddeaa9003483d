//! What is inside a data model.

use serde_json::{Value, json as object};

use super::in_path;
use crate::simulator::api::contents::{self, Inside, Naming};
use crate::simulator::api::tags::on_document;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::content::{self, Page, column_id};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::sources::{Source, definition, of_model_element};
use crate::simulator::state::Organisation;

fn inside<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, in_path(organisation, call)?.0))
}

/// `GET /v2/dataModels/{dataModelId}/elements`
pub fn elements(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::elements(in_path(organisation, call)?.0, Window::of(&call.query)?))
}

/// `GET /v2/dataModels/{dataModelId}/columns`
pub fn columns(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::columns(&inside(organisation, call)?, Window::untouched(&call.query)?))
}

/// `GET /v2/dataModels/{dataModelId}/lineage`
pub fn lineage(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage(&inside(organisation, call)?, Window::of(&call.query)?)
}

/// `GET /v2/dataModels/{dataModelId}/sources`: pages by token.
pub fn sources(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::by_token(&call.query)?;
    let rows = contents::sources(&inside(organisation, call)?, Naming::DataModel);
    Ok(window.cut(rows.into_iter(), |row| row).with_token())
}

/// `GET /v2/dataModels/{dataModelId}/tags`
pub fn tags(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, versions) = in_path(organisation, call)?;
    Ok(window.cut(versions.tags.iter(), |tag| on_document(tag, false)).counted())
}

/// `GET /v2/dataModels/{dataModelId}/materializationSchedules`: none in the seed; pages by token.
pub fn materialization_schedules(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::by_token(&call.query)?;
    in_path(organisation, call)?;
    Ok(window.cut(std::iter::empty::<Value>(), |row| row).with_token())
}

/// `GET /v2/dataModels/{dataModelId}/spec`: the model as code.
pub fn spec(organisation: &Organisation, call: &Call) -> Answer {
    let (document, versions) = in_path(organisation, call)?;
    let pages = content::pages(document.contents()).into_iter().map(|page| page_spec(organisation, page));
    Ok(json(&object!({
        "dataModelId": document.id,
        "name": document.name,
        "url": format!("https://app.sigmacomputing.com/{}/data-model/{}", organisation.slug, document.id.url()),
        "folderId": document.parent,
        "schemaVersion": 1,
        "documentVersion": versions.latest,
        "latestDocumentVersion": versions.latest,
        "ownerId": organisation.members.id(document.owner),
        "createdBy": organisation.members.id(document.audit.created_by),
        "updatedBy": organisation.members.id(document.audit.updated_by),
        "createdAt": document.audit.created_at,
        "updatedAt": document.audit.updated_at,
        "pages": pages.collect::<Vec<_>>(),
    })))
}

fn page_spec(organisation: &Organisation, page: Page) -> Value {
    let elements = page.elements.iter().map(|element| {
        let source = match of_model_element(organisation, element) {
            Some(Source::Table(connection, path)) => {
                object!({ "kind": "warehouse-table", "connectionId": connection.id, "path": path.parts })
            }
            Some(Source::Sql(connection, path)) => {
                object!({ "kind": "sql", "connectionId": connection.id, "statement": definition(path) })
            }
            Some(Source::Dataset(_) | Source::ModelElement(..) | Source::Element(_)) | None => Value::Null,
        };
        let columns: Vec<_> = element
            .columns
            .iter()
            .map(|name| {
                object!({
                    "id": column_id(element, name),
                    "name": name,
                    "formula": format!("[{}/{name}]", element.table),
                })
            })
            .collect();
        object!({ "id": element.id, "kind": "table", "name": element.name, "source": source, "columns": columns })
    });
    object!({ "id": page.id, "name": page.name, "elements": elements.collect::<Vec<_>>() })
}
