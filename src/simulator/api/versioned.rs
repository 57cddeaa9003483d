//! What answers say of every kind of document that has versions, which documents a list shows, and the versions.

use axum::response::Response;
use serde::Serialize;

use crate::simulator::call::Call;
use crate::simulator::clock::Stamp;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::state::document::{Document, Tag};
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Versioned<'a> {
    name: &'a str,
    url: String,
    path: String,
    latest_version: u32,
    owner_id: MemberId,
    #[serde(flatten)]
    audit: AuditWire,
    is_archived: bool,
}

/// A document as answers carry it, apart from what its kind adds; `word` names the kind in its address.
pub fn versioned<'a>(
    organisation: &Organisation,
    document: &'a Document,
    word: &str,
    latest_version: u32,
) -> Versioned<'a> {
    Versioned {
        name: &document.name,
        url: format!("https://app.sigmacomputing.com/{}/{word}/{}", organisation.slug, document.id.url()),
        path: organisation.path(document),
        latest_version,
        owner_id: organisation.members.id(document.owner),
        audit: organisation.audit(&document.audit),
        is_archived: document.is_archived,
    }
}

/// The documents that a list shows: those that `wanted` has something of and the caller has access to, or all of them
/// where they may see all.
pub fn listed<'a, T>(
    organisation: &'a Organisation,
    call: &Call,
    sees_all: bool,
    wanted: impl Fn(&'a Document) -> Option<T>,
) -> impl Iterator<Item = (&'a Document, T)> {
    organisation.documents.table.iter().filter_map(move |(_, document)| {
        let found = wanted(document)?;
        let is_seen = sees_all || organisation.permission_on_document(call.caller, document).is_some();
        is_seen.then_some((document, found))
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VersionWire {
    version: u32,
    published_at: Stamp,
    published_by: MemberId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<TagOnVersion>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TagOnVersion {
    version_tag_id: Id,
    tagged_at: Stamp,
    tagged_by: MemberId,
}

/// The versions of a document, newest first. Only when it was made and last changed is known: the versions between are
/// spread over that time.
pub fn published(
    organisation: &Organisation,
    document: &Document,
    (latest, tags): (u32, &[Tag]),
    window: Window,
) -> Response {
    let audit = document.audit;
    let between = audit.updated_at.0.saturating_sub(audit.created_at.0);
    let row = |version: u32| VersionWire {
        version,
        published_at: audit.created_at.plus_ms(between * i64::from(version) / i64::from(latest.max(1))),
        published_by: organisation.members.id(document.owner),
        tags: tags
            .iter()
            .filter(|tag| tag.source_version == version)
            .map(|tag| TagOnVersion {
                version_tag_id: tag.id,
                tagged_at: tag.tagged_at,
                tagged_by: organisation.members.id(audit.updated_by),
            })
            .collect(),
    };
    window.cut((1..=latest).rev(), row).counted()
}
