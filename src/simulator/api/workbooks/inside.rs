//! What is inside a workbook, and its controls, tags and versions (BEHAVIOUR.md section 13).

use serde_json::json as object;

use super::{even_archived, in_path};
use crate::simulator::api::contents::{self, Inside, Naming};
use crate::simulator::api::tags;
use crate::simulator::api::versioned::published;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;

/// One workbook in so many has a control.
const ONE_CONTROLLED_IN: u64 = 3;

fn inside<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, even_archived(organisation, call)?.0))
}

fn inside_live<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, in_path(organisation, call)?.0))
}

/// `GET /v2/workbooks/{workbookId}/pages`
pub fn pages(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::pages(even_archived(organisation, call)?.0, Window::of(&call.query)?))
}

/// `GET /v2/workbooks/{workbookId}/pages/{pageId}/elements`
pub fn elements_of_page(organisation: &Organisation, call: &Call) -> Answer {
    contents::elements_of_page(even_archived(organisation, call)?.0, call, Window::of(&call.query)?)
}

/// `GET /v2/workbooks/{workbookId}/elements`
pub fn elements(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::elements(even_archived(organisation, call)?.0, Window::of(&call.query)?))
}

/// `GET /v2/workbooks/{workbookId}/columns`
pub fn columns(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::columns(&inside(organisation, call)?, Window::untouched(&call.query)?))
}

/// `GET /v2/workbooks/{workbookId}/elements/{elementId}/columns`
pub fn columns_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::columns_of_element(&inside(organisation, call)?, call, Window::of(&call.query)?)
}

/// `GET /v2/workbooks/{workbookId}/queries`
pub fn queries(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::queries(&inside(organisation, call)?, Window::untouched(&call.query)?))
}

/// `GET /v2/workbooks/{workbookId}/elements/{elementId}/query`
pub fn query(organisation: &Organisation, call: &Call) -> Answer {
    contents::query(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/lineage`
pub fn lineage(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage(&inside_live(organisation, call)?, Window::of(&call.query)?)
}

/// `GET /v2/workbooks/{workbookId}/lineage/elements/{elementId}`
pub fn lineage_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage_of_element(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/sources`: a bare array.
pub fn sources(organisation: &Organisation, call: &Call) -> Answer {
    Ok(json(&contents::sources(&inside_live(organisation, call)?, Naming::Workbook)))
}

/// `GET /v2/workbooks/{workbookId}/tags`
pub fn tags(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, workbook) = in_path(organisation, call)?;
    Ok(window.cut(workbook.tags.iter(), tags::on_workbook).counted())
}

/// `GET /v2/workbooks/{workbookId}/controls`
pub fn controls(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let number = in_path(organisation, call)?.0.contents().number();
    let rows =
        number.is_multiple_of(ONE_CONTROLLED_IN).then(|| object!({ "name": "Region", "valueType": "text-list" }));
    Ok(window.cut(rows.into_iter(), |row| row).counted())
}

/// `GET /v2/workbooks/{workbookId}/version-history`
pub fn versions(organisation: &Organisation, call: &Call) -> Answer {
    let (document, workbook) = in_path(organisation, call)?;
    Ok(published(organisation, document, (workbook.version, &workbook.tags), Window::of(&call.query)?))
}
