//! Listing and reading reports.

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
    report_id: Id,
    report_url_id: UrlId,
    #[serde(flatten)]
    document: Versioned<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<OnDocument<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

fn wire<'a>(
    organisation: &Organisation,
    (document, versions): (&'a Document, &'a Versions),
    with_tags: bool,
) -> Wire<'a> {
    Wire {
        report_id: document.id,
        report_url_id: document.id.url(),
        document: versioned(organisation, document, "report", versions.latest),
        tags: with_tags.then(|| versions.tags.iter().map(|tag| on_document(tag, true)).collect()),
        description: document.description.as_deref(),
    }
}

/// `GET /v2/reports`: those the caller has access to; an Admin may skip that. Archived ones as with workbooks.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let with_tags = !call.query.flag("excludeTags")?;
    let sees_all = call.sees_all(organisation)?;
    let archived = call.query.flag_opt("isArchived")?;
    let rows = listed(organisation, call, sees_all, |document| {
        let Content::Report(versions) = &document.content else { return None };
        archived.is_none_or(|archived| document.is_archived == archived).then_some(versions)
    });
    Ok(window.cut(rows, |row| wire(organisation, row, with_tags)).counted())
}

/// `GET /v2/reports/{reportId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    Ok(json(&wire(organisation, in_path(organisation, call)?, true)))
}
