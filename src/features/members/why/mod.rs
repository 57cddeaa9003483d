//! Why somebody can reach one thing: each reason, with what can be done about it and what that costs.
//!
//! | file | owns |
//! |---|---|
//! | `reason` | the reasons, and which of them whoever looks may take away |
//! | `price` | what taking one away costs, in words |
//! | `view` | the page |

mod price;
mod reason;
mod view;

pub use reason::every_removal;

use super::subject;
use crate::{
    directory::{AccessTarget, Snapshot},
    domain::{Capability, DocumentRef, EffectiveAccess, Member, MemberId, ResourceRef},
    web::{AppError, NavItem, PageParts, RequestContext, decode},
};
use axum::{extract::Path, response::Response};
use reason::{Looking, Reason};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// Key of a workspace, connection or document.
    of: String,
}

/// One thing that the page is about.
struct About {
    target: AccessTarget,
    name: String,
}

/// The workspace, connection or document of this key.
pub fn target_of_key(key: &str) -> Option<AccessTarget> {
    let resource = ResourceRef::from_key(key).map(AccessTarget::Resource);
    resource.or_else(|| DocumentRef::from_key(key).map(AccessTarget::Document))
}

/// What a thing is called; `None` where the directory does not know it.
fn name(target: &AccessTarget, snapshot: &Snapshot) -> Option<String> {
    match target {
        AccessTarget::Resource(resource) => snapshot.resource_name(resource).map(str::to_owned),
        AccessTarget::Document(of) => snapshot.document(of).map(|document| document.name().to_owned()),
    }
}

/// Whether whoever looks has a page of the thing.
fn is_shown(target: &AccessTarget, linked: &Snapshot) -> bool {
    match target {
        AccessTarget::Resource(resource) => linked.shows(resource),
        AccessTarget::Document(of) => linked.document(of).is_some(),
    }
}

/// What a member can do with a thing, whatever kind it is.
fn access(target: &AccessTarget, member: &Member, snapshot: &Snapshot) -> Option<EffectiveAccess<AccessTarget>> {
    let resource = target.clone();
    match target {
        AccessTarget::Resource(of) => snapshot.access_to(of, member).map(|access| about(access, resource)),
        AccessTarget::Document(of) => snapshot.access_to(of, member).map(|access| about(access, resource)),
    }
}

fn about<R>(access: EffectiveAccess<R>, resource: AccessTarget) -> EffectiveAccess<AccessTarget> {
    let EffectiveAccess { permission, paths, effect, .. } = access;
    EffectiveAccess { resource, permission, paths, effect }
}

/// The page, for those who read the directory; about oneself for everybody who has an account.
pub async fn page(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = MemberId::new(id);
    let own = cx.is_me(&id);
    if !own {
        cx.require(Capability::ReadDirectory)?;
    }
    let (member, snapshot) = subject(&cx, &id)?;
    let linked = cx.snapshot()?;
    let place = if own { NavItem::Me } else { NavItem::Members };
    let query: Query = decode(cx.parts.uri.query());
    if query.of.is_empty() {
        let title = format!("Access of {}", member.full_name());
        return Ok(cx.render_page(PageParts::new(title, place), move || view::choose(&member)).await);
    }
    let target = target_of_key(&query.of).ok_or(AppError::NotFound)?;
    let access = access(&target, &member, &snapshot);
    // A thing that neither lets them in nor has a page for whoever looks is not named.
    let name = name(&target, &snapshot).filter(|_| access.is_some() || is_shown(&target, &linked));
    let about = About { name: name.ok_or(AppError::NotFound)?, target };
    let looking = Looking { actor: cx.actor.clone(), changes: cx.app.changes.clone(), linked };
    let reasons = Reason::all(access.as_ref(), &member, &looking, &snapshot);
    let title = view::title(&member, &about, access.is_some());
    let reads = cx.can(Capability::ReadDirectory);
    let page = PageParts::new(title, place);
    let body = move || view::page(&member, &about, access.as_ref(), reasons, (&looking, reads), &snapshot);
    Ok(cx.render_page(page, body).await)
}
