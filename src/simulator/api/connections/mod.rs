//! `/v2/connections` (BEHAVIOUR.md section 12). Everybody sees them all; changing one is for Admins.

use serde::Serialize;
use serde_json::{Map, Value};

pub mod paths;

use super::grant_batch as batch;
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::clock::Stamp;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::connection::{Connection, Outcome, Purpose, WarehousePath};
use crate::simulator::state::grant::{Inode, Kind};
use crate::simulator::state::{AuditWire, Organisation};
use crate::simulator::table::Slot;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the contract has them")]
struct Wire<'a> {
    organization_id: Id,
    connection_id: Id,
    is_sample: bool,
    is_audit_log: bool,
    last_active_at: Stamp,
    name: &'a str,
    #[serde(rename = "type")]
    warehouse: &'a str,
    use_oauth: bool,
    #[serde(flatten)]
    audit: AuditWire,
    is_archived: bool,
    #[serde(flatten)]
    details: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct TestWire {
    read: Outcome,
    write: Outcome,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    kind: &'static str,
    inode_id: Id,
    url: String,
}

fn wire<'a>(organisation: &Organisation, connection: &'a Connection) -> Wire<'a> {
    Wire {
        organization_id: organisation.id,
        connection_id: connection.id,
        is_sample: connection.purpose == Purpose::Sample,
        is_audit_log: connection.purpose == Purpose::AuditLog,
        last_active_at: connection.last_active_at,
        name: &connection.name,
        warehouse: &connection.warehouse,
        use_oauth: connection.use_oauth,
        audit: organisation.audit(&connection.audit),
        is_archived: connection.is_archived,
        details: &connection.details,
    }
}

fn missing() -> Failure {
    Failure::not_found("Connection not found")
}

fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(Slot<Connection>, &'a Connection), Failure> {
    let slot = call.path_id("connectionId").and_then(|id| organisation.connections.find(id)).ok_or_else(missing)?;
    organisation.connections.get(slot).map(|connection| (slot, connection)).ok_or_else(missing)
}

/// `GET /v2/connections`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let with_archived = call.query.flag("includeArchived")?;
    let search = call.query.text("search").map(str::to_lowercase);
    let admits = |connection: &Connection| {
        (with_archived || !connection.is_archived)
            && search.as_ref().is_none_or(|wanted| connection.name.to_lowercase().contains(wanted))
    };
    let rows = organisation.connections.iter().map(|(_, connection)| connection).filter(|one| admits(one));
    Ok(window.cut(rows, |connection| wire(organisation, connection)).counted())
}

/// `GET /v2/connections/{connectionId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (_, connection) = in_path(organisation, call)?;
    Ok(json(&wire(organisation, connection)))
}

/// `PATCH /v2/connections/{connectionId}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let (name, use_oauth) = (fields.text_opt("name")?, fields.flag_opt("useOauth")?);
    let (slot, _) = in_path(organisation, call)?;
    let connection = organisation.connections.get_mut(slot).ok_or_else(missing)?;
    if let Some(name) = name {
        connection.name = name.into();
    }
    connection.use_oauth = use_oauth.unwrap_or(connection.use_oauth);
    connection.audit.touch(call.caller, call.now);
    let connection = organisation.connections.get(slot).ok_or_else(missing)?;
    Ok(json(&wire(organisation, connection)))
}

/// `GET /v2/connections/{connectionId}/test`
pub fn test(organisation: &Organisation, call: &Call) -> Answer {
    let (_, connection) = in_path(organisation, call)?;
    Ok(json(&TestWire { read: connection.read, write: connection.write }))
}

/// The path with these parts; case does not matter, as in most warehouses.
fn path_named<'c>(connection: &'c Connection, wanted: &[&str]) -> Option<&'c WarehousePath> {
    let is_same = |parts: &[Box<str>]| {
        parts.len() == wanted.len() && parts.iter().zip(wanted).all(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    connection.paths.iter().find(|path| is_same(&path.parts))
}

/// `POST /v2/connection/{connectionId}/lookup`: a path of 0 to 3 parts.
pub fn lookup(organisation: &Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let wanted = Fields::plain(&body)?.texts("path")?;
    if wanted.len() > 3 {
        return Err(expecting("at most 3 parts", "path", body.get("path")));
    }
    let (_, connection) = in_path(organisation, call)?;
    let (kind, inode_id) = if wanted.is_empty() {
        ("scope", connection.id)
    } else {
        let path = path_named(connection, &wanted).ok_or_else(|| Failure::not_found("Path not found"))?;
        (if connection.is_table(path) { "table" } else { "scope" }, path.id)
    };
    let url = format!("https://app.sigmacomputing.com/{}/t/{}", organisation.slug, inode_id.url());
    Ok(json(&Found { kind, inode_id, url }))
}

/// `GET /v2/connections/{connectionId}/grants`
pub fn grants(organisation: &Organisation, call: &Call) -> Answer {
    let (_, connection) = in_path(organisation, call)?;
    batch::list(organisation, call, connection.id)
}

/// `POST /v2/connections/{connectionId}/grants`
pub fn give(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let wanted = batch::read(&body, Kind::Connection)?;
    let (_, connection) = in_path(organisation, call)?;
    let inode = Inode { id: connection.id, kind: Kind::Connection };
    batch::give(organisation, call, inode, wanted)
}

/// `DELETE /v2/connections/{connectionId}/grants/{grantId}`
pub fn take(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let (_, connection) = in_path(organisation, call)?;
    let id = connection.id;
    batch::take(organisation, call, id)
}
