//! What is inside a report, as with workbooks, and what hangs on it.

use serde_json::Value;

use super::in_path;
use crate::simulator::api::contents::{self, Inside, Naming};
use crate::simulator::api::schedules::list_for_document;
use crate::simulator::api::tags::on_document;
use crate::simulator::api::versioned::published;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;

fn inside<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, in_path(organisation, call)?.0))
}

/// `GET /v2/reports/{reportId}/pages`
pub fn pages(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::pages(in_path(organisation, call)?.0, Window::by_token(&call.query)?))
}

/// `GET /v2/reports/{reportId}/pages/{pageId}/elements`
pub fn elements_of_page(organisation: &Organisation, call: &Call) -> Answer {
    contents::elements_of_page(in_path(organisation, call)?.0, call, Window::by_token(&call.query)?)
}

/// `GET /v2/reports/{reportId}/elements`
pub fn elements(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::elements(in_path(organisation, call)?.0, Window::by_token(&call.query)?))
}

/// `GET /v2/reports/{reportId}/columns`
pub fn columns(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::columns(&inside(organisation, call)?, Window::by_token(&call.query)?))
}

/// `GET /v2/reports/{reportId}/elements/{elementId}/columns`
pub fn columns_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::columns_of_element(&inside(organisation, call)?, call, Window::by_token(&call.query)?)
}

/// `GET /v2/reports/{reportId}/queries`
pub fn queries(organisation: &Organisation, call: &Call) -> Answer {
    Ok(contents::queries(&inside(organisation, call)?, Window::by_token(&call.query)?))
}

/// `GET /v2/reports/{reportId}/elements/{elementId}/query`
pub fn query(organisation: &Organisation, call: &Call) -> Answer {
    contents::query(&inside(organisation, call)?, call)
}

/// `GET /v2/reports/{reportId}/lineage`
pub fn lineage(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage(&inside(organisation, call)?, Window::by_token(&call.query)?)
}

/// `GET /v2/reports/{reportId}/lineage/elements/{elementId}`
pub fn lineage_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage_of_element(&inside(organisation, call)?, call)
}

/// `GET /v2/reports/{reportId}/sources`: a bare array.
pub fn sources(organisation: &Organisation, call: &Call) -> Answer {
    Ok(json(&contents::sources(&inside(organisation, call)?, Naming::Workbook)))
}

/// `GET /v2/reports/{reportId}/controls`: reports of the seed have none.
pub fn controls(organisation: &Organisation, call: &Call) -> Answer {
    in_path(organisation, call)?;
    Ok(Window::by_token(&call.query)?.cut(std::iter::empty::<Value>(), |row| row).counted())
}

/// `GET /v2/reports/{reportId}/tags`
pub fn tags(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::by_token(&call.query)?;
    let (_, versions) = in_path(organisation, call)?;
    Ok(window.cut(versions.tags.iter(), |tag| on_document(tag, true)).counted())
}

/// `GET /v2/reports/{reportId}/schedules`
pub fn schedules(organisation: &Organisation, call: &Call) -> Answer {
    list_for_document(organisation, call, in_path(organisation, call)?.0)
}

/// `GET /v2/reports/{reportId}/version-history`
pub fn versions(organisation: &Organisation, call: &Call) -> Answer {
    let (document, versions) = in_path(organisation, call)?;
    Ok(published(organisation, document, (versions.latest, &versions.tags), Window::by_token(&call.query)?))
}
