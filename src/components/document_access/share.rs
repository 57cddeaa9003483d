//! Sharing a document, taking a share back, and having Sigma asked again who may open it.

use super::{Document, LEVELS};
use crate::{
    components::{
        adder::{self, Adder, Asking},
        contest::{self, Compared, Contest},
        grantee, review,
        things::Grantees,
    },
    domain::{
        Baseline, Call, Capability, DocumentRef, Grantee, GrantsOf, Intent, Permission, Subject, WorkspacePermission,
    },
    sigma,
    web::{self, Cx, Fault, Kind, Tone, paths},
};
use axum::{extract::Request, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

/// What the forms of the panel post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `revoke`, `read`, or a button of the adder.
    #[serde(rename = "do")]
    what: String,
    /// A person or a team to share with, as typed.
    who: String,
    member: String,
    team: String,
    level: String,
    /// The levels that the panel showed, by the keys of grantees.
    base: Baseline,
}

/// Shows the plan for what was asked, or asks who is meant; reads the document's access again where that is all.
///
/// # Errors
/// The usual ones.
pub async fn plan(cx: Cx, document: Document, request: Request) -> Result<Response, Fault> {
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    if form.what == "read" {
        return read_again(cx, &document).await;
    }
    cx.require(Capability::WriteDocuments)?;
    let path = paths::document(&document.of);
    let snapshot = cx.snapshot()?;
    let (grantee, permission) = if form.what == "revoke" {
        (grantee::picked(&form.member, &form.team).ok_or(Fault::Unreadable)?, None)
    } else {
        let level = WorkspacePermission::from_slug(&form.level).filter(|level| LEVELS.contains(level));
        let level = level.ok_or(Fault::Unreadable)?;
        let sharing = sharing(&document);
        match sharing.meant(&form.what, &form.who, &Grantees { snapshot: &snapshot, levels: Vec::new() }) {
            Ok(who) => (Grantee::from_key(&who.key).ok_or(Fault::Broken)?, Some(Permission::Workspace(level))),
            Err(unclear) => {
                let (title, place) = (format!("Share {}", document.name), document.place());
                return Ok(unclear
                    .ask(sharing, cx, Asking { title, place, back: path }, levels(&form.level, &form.base))
                    .await);
            }
        }
    };
    // The directory may be a day old; the plan is to say what it changes.
    let before = match own_grant(&cx, &document.of, &grantee).await {
        Ok(before) => before,
        Err(error) => return Ok(cx.leave(&path, Tone::Error, error.to_string()).await),
    };
    let place = document.place();
    let slug = |level: Option<&Permission>| level.map(|level| level.slug().to_owned()).unwrap_or_default();
    let field = contest::Field {
        name: grantee.key(),
        label: grantee::name(&grantee, &snapshot),
        typed: slug(permission.as_ref()),
        now: slug(before.as_ref()),
    };
    let mut compared = Compared::new(&form.base, [field], |slug| match slug {
        "" => "no access of their own".to_owned(),
        slug => format!("“{}”", Permission::from(slug.to_owned()).label()),
    });
    if !compared.contests.is_empty() {
        let sets = |call: &Call, contest: &Contest| match call {
            Call::Share { document: of, grantee: who, permission, .. } => {
                *of == document.of && *who == grantee && permission.slug() == contest.now()
            }
            Call::Unshare { document: of, grantee: who, .. } => {
                *of == document.of && *who == grantee && contest.now().is_empty()
            }
            _ => false,
        };
        let subject = Subject::from(&document.of);
        compared.contests = contest::named(&cx.app.store, &subject, compared.contests, sets).await?;
        let asking = contest::Asking { title: format!("Share {}", document.name), place, back: path };
        return Ok(contest::ask(cx, asking, fields, compared).await);
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    if !compared.writes(&grantee.key()) && before != permission {
        return Ok(cx.leave(&path, Tone::Info, "Nothing was changed: what somebody else has set stays.").await);
    }
    let intent = Intent::ShareDocument { document: document.of, name: document.name, grantee, before, permission };
    review::propose_or_leave(cx, intent, &path, place).await
}

async fn own_grant(cx: &Cx, document: &DocumentRef, grantee: &Grantee) -> Result<Option<Permission>, sigma::Error> {
    let own = cx.sigma().grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(own.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)).map(|held| held.grant.permission))
}

async fn read_again(cx: Cx, document: &Document) -> Result<Response, Fault> {
    cx.require(Capability::RefreshDirectory)?;
    cx.take(Kind::Refresh, 1)?;
    let path = paths::document(&document.of);
    let was = cx.app.directory.access_read_at(&document.of);
    cx.app.directory.look_again(&document.of).await;
    let is_read = cx.app.directory.access_read_at(&document.of) > was;
    let (tone, text) = if is_read {
        (Tone::Success, format!("Who may open {} was read from Sigma just now.", document.name))
    } else {
        (Tone::Warning, "Sigma does not answer. What was read before is shown.".to_owned())
    };
    Ok(cx.leave(&path, tone, text).await)
}

/// The form that shares a document.
pub(super) fn sharing(document: &Document) -> Adder {
    Adder::of_grantees(paths::document_access(&document.of), "Person or team to share with")
}

/// Its levels, and what the panel shows.
pub(super) fn levels(chosen: &str, base: &Baseline) -> AnyView {
    let levels = adder::levels(&[("", LEVELS.map(|level| (level.slug(), level.label())).to_vec())], chosen);
    view! { {contest::shown(base)}{levels} }.into_any()
}
