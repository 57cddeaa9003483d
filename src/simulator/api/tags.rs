//! `/v2/tags`: the names that versions of documents can be given.

use serde::Serialize;
use serde_json::json as object;

use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::clock::Stamp;
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::state::document::{Content, Tag};
use crate::simulator::state::settings::VersionTag;
use crate::simulator::state::{Audit, AuditWire, Organisation};

const COLORS: [&str; 6] = ["cyan", "grass", "violet", "plum", "amber", "bronze"];

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

/// The tag that the path names.
pub fn tag_in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<&'a VersionTag, Failure> {
    let id = call.path_id("tagId");
    organisation.tags.iter().find(|tag| Some(tag.id) == id).ok_or_else(|| Failure::not_found("Tag not found"))
}

/// `POST /v2/tags`: of all tags, the answer has the name and the id alone.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let (name, color) = (fields.text("name")?, fields.choice("color", &COLORS.map(|color| (color, color)))?);
    let description = fields.text_opt("description")?.unwrap_or_default();
    if organisation.tags.iter().any(|tag| tag.name.eq_ignore_ascii_case(name)) {
        return Err(Failure::conflict("Duplicate record"));
    }
    let id = organisation.mint.id();
    organisation.tags.push(VersionTag {
        id,
        name: name.into(),
        description: description.into(),
        color: color.into(),
        owner: call.caller,
        audit: Audit::new(call.caller, call.now),
    });
    Ok(json(&object!({ "name": name, "versionTagId": id })))
}

/// `PATCH /v2/tags/{tagId}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let description = Fields::plain(&body)?.text_opt("description")?;
    let id = tag_in_path(organisation, call)?.id;
    for tag in organisation.tags.iter_mut().filter(|tag| tag.id == id) {
        if let Some(description) = description {
            tag.description = description.into();
        }
        tag.audit.touch(call.caller, call.now);
    }
    Ok(json(&wire(organisation, tag_in_path(organisation, call)?)))
}

/// `DELETE /v2/tags/{tagId}`: documents lose it.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let id = tag_in_path(organisation, call)?.id;
    organisation.tags.retain(|tag| tag.id != id);
    for document in organisation.documents.table.iter_mut() {
        match &mut document.content {
            Content::Workbook(workbook) => workbook.tags.retain(|tag| tag.id != id),
            Content::DataModel(versions) | Content::Report(versions) => versions.tags.retain(|tag| tag.id != id),
            Content::Folder | Content::Dataset(_) => {}
        }
    }
    Ok(empty())
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
