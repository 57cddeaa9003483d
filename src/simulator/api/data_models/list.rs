//! Listing and reading data models.

use serde::Serialize;

use super::in_path;
use crate::simulator::api::tags::{OnDocument, on_document};
use crate::simulator::api::versioned::{Versioned, listed, versioned};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::{Id, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::{Content, Document, Versions};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    data_model_id: Id,
    data_model_url_id: UrlId,
    #[serde(flatten)]
    document: Versioned<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<OnDocument<'a>>>,
}

fn wire<'a>(
    organisation: &Organisation,
    (document, versions): (&'a Document, &'a Versions),
    with_tags: bool,
) -> Wire<'a> {
    Wire {
        data_model_id: document.id,
        data_model_url_id: document.id.url(),
        document: versioned(organisation, document, "data-model", versions.latest),
        tags: with_tags.then(|| versions.tags.iter().map(|tag| on_document(tag, false)).collect()),
    }
}

/// `GET /v2/dataModels`: those the caller has access to; an Admin may skip that.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let with_tags = !call.query.flag("excludeTags")?;
    let sees_all = call.sees_all(organisation)?;
    let rows = listed(organisation, call, sees_all, |document| {
        if let Content::DataModel(versions) = &document.content { Some(versions) } else { None }
    });
    Ok(window.cut(rows, |row| wire(organisation, row, with_tags)).counted())
}

/// `GET /v2/dataModels/{dataModelId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let with_tags = !call.query.flag("excludeTags")?;
    Ok(json(&wire(organisation, in_path(organisation, call)?, with_tags)))
}
