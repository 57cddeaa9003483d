//! Listing and reading workbooks.

use serde::Serialize;

use super::in_path;
use crate::simulator::api::tags::{OnWorkbook, on_workbook, tag_in_path};
use crate::simulator::api::versioned::{Versioned, listed, versioned};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::{Id, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::{Content, Document, Workbook};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    workbook_id: Id,
    workbook_url_id: UrlId,
    #[serde(flatten)]
    document: Versioned<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<OnWorkbook<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

/// A workbook as answers carry it.
pub fn wire<'a>(
    organisation: &Organisation,
    (document, workbook): (&'a Document, &'a Workbook),
    with_tags: bool,
) -> Wire<'a> {
    Wire {
        workbook_id: document.id,
        workbook_url_id: document.id.url(),
        document: versioned(organisation, document, "workbook", workbook.version),
        tags: with_tags.then(|| workbook.tags.iter().map(on_workbook).collect()),
        description: document.description.as_deref(),
    }
}

/// `GET /v2/workbooks`: those the caller has access to; an Admin may skip that. Archived ones are among them unless
/// `isArchived` says otherwise (BEHAVIOUR.md section 13).
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let without_tags = call.query.flag("excludeTags")?;
    let sees_all = call.sees_all(organisation)?;
    let archived = call.query.flag_opt("isArchived")?;
    let owner = call.query.text("ownerId");
    // Only counts together with skipPermissionCheck.
    let without_explorations = call.query.flag("excludeExplorations")? && sees_all;
    let rows = listed(organisation, call, sees_all, |document| {
        let Content::Workbook(workbook) = &document.content else { return None };
        let is_meant = archived.is_none_or(|archived| document.is_archived == archived)
            && !(without_explorations && workbook.is_exploration)
            && owner.is_none_or(|owner| organisation.members.id(document.owner).as_str() == owner);
        is_meant.then_some(workbook)
    });
    Ok(window.cut(rows, |row| wire(organisation, row, !without_tags)).counted())
}

/// `GET /v2/tags/{tagId}/workbooks`: those that have a version of that name.
pub fn list_for_tag(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let tag = tag_in_path(organisation, call)?.id;
    let rows = listed(organisation, call, false, |document| {
        let Content::Workbook(workbook) = &document.content else { return None };
        workbook.tags.iter().any(|one| one.id == tag).then_some(workbook)
    });
    Ok(window.cut(rows, |row| wire(organisation, row, true)).counted())
}

/// `GET /v2/workbooks/{workbookId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    call.query.flag("includeTaggedSourceUrlId")?;
    Ok(json(&wire(organisation, in_path(organisation, call)?, true)))
}
