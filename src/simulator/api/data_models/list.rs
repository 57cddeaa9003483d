//! Listing and reading data models.

use serde::Serialize;

use super::in_path;
use crate::simulator::api::tags::{OnDocument, on_document};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::{Id, MemberId, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::document::{Content, Document, Versions};
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    data_model_id: Id,
    data_model_url_id: UrlId,
    name: &'a str,
    url: String,
    path: String,
    latest_version: u32,
    owner_id: MemberId,
    #[serde(flatten)]
    audit: AuditWire,
    is_archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<OnDocument<'a>>>,
}

fn wire<'a>(
    organisation: &Organisation,
    (document, versions): (&'a Document, &'a Versions),
    with_tags: bool,
) -> Wire<'a> {
    let url_id = document.id.url();
    Wire {
        data_model_id: document.id,
        data_model_url_id: url_id,
        name: &document.name,
        url: format!("https://app.sigmacomputing.com/{}/data-model/{url_id}", organisation.slug),
        path: organisation.path(document),
        latest_version: versions.latest,
        owner_id: organisation.members.id(document.owner),
        audit: organisation.audit(&document.audit),
        is_archived: document.is_archived,
        tags: with_tags.then(|| versions.tags.iter().map(|tag| on_document(tag, false)).collect()),
    }
}

/// `GET /v2/dataModels`: those the caller has access to; an Admin may skip that.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let with_tags = !call.query.flag("excludeTags")?;
    let sees_all = call.sees_all(organisation)?;
    let rows = organisation.documents.table.iter().filter_map(|(_, document)| {
        let Content::DataModel(versions) = &document.content else { return None };
        let is_seen = sees_all || organisation.permission_on_document(call.caller, document).is_some();
        is_seen.then_some((document, versions))
    });
    Ok(window.cut(rows, |row| wire(organisation, row, with_tags)).counted())
}

/// `GET /v2/dataModels/{dataModelId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let with_tags = !call.query.flag("excludeTags")?;
    Ok(json(&wire(organisation, in_path(organisation, call)?, with_tags)))
}
