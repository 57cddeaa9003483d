//! What answers say of every kind of document that has versions, and which documents a list shows.

use serde::Serialize;

use crate::simulator::call::Call;
use crate::simulator::ids::MemberId;
use crate::simulator::state::document::Document;
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
