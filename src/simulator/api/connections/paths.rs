//! Databases, schemas and tables of connections, and who may use each (BEHAVIOUR.md sections 12 and 18).

use serde::Serialize;

use super::in_path as connection_in_path;
use crate::simulator::api::contents::column_of_table;
use crate::simulator::api::grant_batch as batch;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::content::table_columns;
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::connection::{Connection, WarehousePath};
use crate::simulator::state::grant::Inode;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    connection_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    url_id: Option<UrlId>,
    path: &'a [Box<str>],
}

fn missing() -> Failure {
    Failure::not_found("Connection path not found")
}

/// The path that `{name}` in the URL names, in either form of its id.
fn in_path<'o>(
    organisation: &'o Organisation,
    call: &Call,
    name: &str,
) -> Result<(&'o Connection, &'o WarehousePath), Failure> {
    Id::parse_either(call.path(name)).and_then(|id| organisation.warehouse_path(id)).ok_or_else(missing)
}

/// `GET /v2/connections/paths`: of all connections in use, or of one. `total` counts the page (BEHAVIOUR.md section 3).
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let only = match call.query.text("connectionId") {
        None => None,
        Some(text) => {
            let id = Id::parse(text).filter(|id| organisation.connections.find(*id).is_some());
            Some(id.ok_or_else(super::missing)?)
        }
    };
    let connections = organisation.connections.iter().map(|(_, connection)| connection);
    let wanted = connections.filter(|one| only.map_or(!one.is_archived, |only| one.id == only));
    let rows = wanted.flat_map(|connection| connection.paths.iter().map(move |path| (connection, path)));
    let page = window.cut(rows, |(connection, path)| Wire {
        connection_id: connection.id,
        url_id: Some(path.id.url()),
        path: &path.parts,
    });
    Ok(page.counting_itself())
}

/// `GET /v2/connections/paths/{inodeId}`: of a table only.
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (connection, path) = in_path(organisation, call, "inodeId")?;
    if !connection.is_table(path) {
        return Err(Failure::invalid("The inode is not a table"));
    }
    Ok(json(&Wire { connection_id: connection.id, url_id: None, path: &path.parts }))
}

/// `GET /v2/connections/tables/{tableId}/columns`: pages by token.
pub fn columns(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::by_token(&call.query)?;
    let (connection, path) = in_path(organisation, call, "tableId")?;
    if !connection.is_table(path) {
        return Err(Failure::invalid("The inode is not a table"));
    }
    Ok(window.cut(table_columns(path.name()).into_iter(), column_of_table).with_token())
}

/// `POST /v2/connections/{connectionId}/sync`: looks at the warehouse again; there is nothing new in this one.
pub fn sync(organisation: &Organisation, call: &Call) -> Answer {
    call.query.flag("useServiceAccount")?;
    let body = call.body()?;
    let wanted = Fields::plain(&body)?.texts("path")?;
    let (_, connection) = connection_in_path(organisation, call)?;
    let is_there = wanted.is_empty() || super::path_named(connection, &wanted).is_some();
    if is_there { Ok(empty()) } else { Err(Failure::not_found("Path not found")) }
}

/// `GET /v2/connections/paths/{connectionPathId}/grants`
pub fn grants(organisation: &Organisation, call: &Call) -> Answer {
    let (_, path) = in_path(organisation, call, "connectionPathId")?;
    batch::list(organisation, call, path.id)
}

/// `POST /v2/connections/paths/{connectionPathId}/grants`
pub fn give(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let (connection, path) = in_path(organisation, call, "connectionPathId")?;
    let inode = Inode { id: path.id, kind: connection.kind_of(path) };
    let wanted = batch::read(&body, inode.kind)?;
    batch::give(organisation, call, inode, wanted)
}

/// `DELETE /v2/connections/paths/{connectionPathId}/grants/{grantId}`
pub fn take(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let (_, path) = in_path(organisation, call, "connectionPathId")?;
    let id = path.id;
    batch::take(organisation, call, id)
}
