//! Sharing a document, taking a share back, and having Sigma asked again who may open it.

use super::{Document, LEVELS};
use crate::{
    components::{grantee, review},
    domain::{Capability, DocumentRef, Grantee, GrantsOf, Intent, Permission, WorkspacePermission},
    sigma,
    web::{self, Cx, Fault, Tone, paths},
};
use axum::{extract::Request, response::Response};
use serde::Deserialize;

/// What the forms of the panel post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `share`, `revoke` or `read`.
    #[serde(rename = "do")]
    what: String,
    /// A person or a team, as typed.
    who: String,
    member: String,
    team: String,
    level: String,
}

/// Shows the plan for what was asked; reads the document's access again where that is all.
///
/// # Errors
/// The usual ones.
pub async fn plan(cx: Cx, document: Document, request: Request) -> Result<Response, Fault> {
    let form: Form = web::form(request).await?;
    if form.what == "read" {
        return read_again(cx, &document).await;
    }
    cx.require(Capability::WriteDocuments)?;
    let path = paths::document(&document.of);
    let snapshot = cx.snapshot()?;
    let meant = grantee::picked(&form.member, &form.team).map_or_else(|| grantee::typed(&form.who, &snapshot), Ok);
    let grantee = match meant {
        Ok(grantee) => grantee,
        Err(why) => return Ok(cx.leave(&path, Tone::Warning, why).await),
    };
    let level = || WorkspacePermission::from_slug(&form.level).filter(|level| LEVELS.contains(level));
    let permission = match form.what.as_str() {
        "revoke" => None,
        "share" => Some(Permission::Workspace(level().ok_or(Fault::Unreadable)?)),
        _ => return Err(Fault::Unreadable),
    };
    // The directory may be a day old; the plan is to say what it changes.
    let before = match own_grant(&cx, &document.of, &grantee).await {
        Ok(before) => before,
        Err(error) => return Ok(cx.leave(&path, Tone::Error, error.to_string()).await),
    };
    let place = document.place();
    let intent = Intent::ShareDocument { document: document.of, name: document.name, grantee, before, permission };
    review::propose_or_leave(cx, intent, &path, place).await
}

async fn own_grant(cx: &Cx, document: &DocumentRef, grantee: &Grantee) -> Result<Option<Permission>, sigma::Error> {
    let own = cx.sigma().grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(own.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)).map(|held| held.grant.permission))
}

async fn read_again(cx: Cx, document: &Document) -> Result<Response, Fault> {
    cx.require(Capability::RefreshDirectory)?;
    let path = paths::document(&document.of);
    let was = cx.snapshot()?.access_read_at(&document.of);
    cx.app.directory.look_again(&document.of).await;
    let is_read = cx.snapshot()?.access_read_at(&document.of) > was;
    let (tone, text) = if is_read {
        (Tone::Success, format!("Who may open {} was read from Sigma just now.", document.name))
    } else {
        (Tone::Warning, "Sigma does not answer. What was read before is shown.".to_owned())
    };
    Ok(cx.leave(&path, tone, text).await)
}
