//! `/v2/tags`: the names that versions of documents can be given.

use serde::Serialize;

use crate::simulator::call::{Answer, Call};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::state::document::Tag;
use crate::simulator::state::settings::VersionTag;
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    version_tag_id: Id,
    name: &'a str,
    owner_id: MemberId,
    #[serde(flatten)]
    audit: AuditWire,
    is_archived: bool,
    description: &'a str,
    color: &'a str,
}

fn wire<'a>(organisation: &Organisation, tag: &'a VersionTag) -> Wire<'a> {
    Wire {
        version_tag_id: tag.id,
        name: &tag.name,
        owner_id: organisation.members.id(tag.owner),
        audit: organisation.audit(&tag.audit),
        is_archived: false,
        description: &tag.description,
        color: &tag.color,
    }
}

/// `GET /v2/tags`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let wanted = call.query.text("search").map(str::to_lowercase);
    let is_meant = |tag: &&VersionTag| wanted.as_ref().is_none_or(|wanted| tag.name.to_lowercase().contains(wanted));
    Ok(window.cut(organisation.tags.iter().filter(is_meant), |tag| wire(organisation, tag)).counted())
}

/// A tag as workbooks carry it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnWorkbook<'a> {
    version_tag_id: Id,
    name: &'a str,
    source_workbook_version: u32,
    tagged_workbook_id: Id,
    workbook_tagged_at: Stamp,
}

/// Puts a tag into that form.
pub fn on_workbook(tag: &Tag) -> OnWorkbook<'_> {
    OnWorkbook {
        version_tag_id: tag.id,
        name: &tag.name,
        source_workbook_version: tag.source_version,
        tagged_workbook_id: tag.tagged_workbook,
        workbook_tagged_at: tag.tagged_at,
    }
}

/// A tag as data models and, with the tagged report, reports carry it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnDocument<'a> {
    version_tag_id: Id,
    tag_name: &'a str,
    source_version: u32,
    tagged_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagged_report_id: Option<Id>,
}

/// Puts a tag into that form.
pub fn on_document(tag: &Tag, is_report: bool) -> OnDocument<'_> {
    OnDocument {
        version_tag_id: tag.id,
        tag_name: &tag.name,
        source_version: tag.source_version,
        tagged_at: tag.tagged_at,
        tagged_report_id: is_report.then_some(tag.tagged_workbook),
    }
}
