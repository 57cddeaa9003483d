//! Sharing a document, taking a share back, and having Sigma asked again who may open it: server functions, whose
//! arguments are the forms of the panel.

use super::{
    super::{
        one_grant::{OneGrant, undisputed},
        picker::Grantees,
        review,
    },
    Document, LEVELS, SHARE,
};
use crate::{
    domain::{
        AppError, Baseline, Call, Capability, ChangeId, DocumentCall, DocumentRef, Grantee, GrantsOf, Intent,
        Permission, Subject, WorkspacePermission,
    },
    sigma,
    web::{Kind, RequestContext, Severity, paths},
};
use leptos::server;

/// Plans to share a document with the person or team that was typed or chosen, and leads to the review.
#[server(endpoint = "documents/share")]
pub async fn share_document(
    #[server(default)] document: String,
    #[server(default)] who: String,
    #[server(default)] who_pick: String,
    #[server(default)] level: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let document = Document::of_key(&cx, &document).await?;
    let snapshot = cx.snapshot()?;
    let level = WorkspacePermission::from_slug(&level).filter(|level| LEVELS.contains(level));
    let level = level.ok_or(AppError::Unreadable)?;
    let who = SHARE.meant(&who, &who_pick, &Grantees { snapshot: &snapshot, levels: Vec::new() })?;
    let grantee = Grantee::from_key(&who.key).ok_or(AppError::Broken)?;
    propose(&cx, document, grantee, Some(Permission::Workspace(level)), &base).await
}

/// Plans to take a share of a document back, and leads to the review.
#[server(endpoint = "documents/unshare")]
pub async fn unshare_document(
    #[server(default)] document: String,
    #[server(default)] grantee: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let document = Document::of_key(&cx, &document).await?;
    let grantee = Grantee::from_key(&grantee).ok_or(AppError::Unreadable)?;
    propose(&cx, document, grantee, None, &base).await
}

/// Reads from Sigma who may open a document, and leads back to its page.
#[server(endpoint = "documents/read-access")]
pub async fn read_document_access(#[server(default)] document: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::RefreshDirectory)?;
    let document = Document::of_key(&cx, &document).await?;
    cx.take(Kind::Refresh, 1)?;
    let was = cx.app.directory.access_read_at(&document.of);
    cx.app.directory.look_again(&document.of).await;
    let is_read = cx.app.directory.access_read_at(&document.of) > was;
    let (severity, text) = if is_read {
        (Severity::Success, format!("Who may open {} was read from Sigma just now.", document.name))
    } else {
        (Severity::Warning, "Sigma does not answer. What was read before is shown.".to_owned())
    };
    cx.lead_to(&paths::document(&document.of), severity, text).await;
    Ok(())
}

/// Plans a level of somebody on the document itself; `None` takes it away.
async fn propose(
    cx: &RequestContext,
    document: Document,
    grantee: Grantee,
    permission: Option<Permission>,
    base: &Baseline,
) -> Result<ChangeId, AppError> {
    // The directory may be a day old; the plan is to say what it changes.
    let before = own_grant(cx, &document.of, &grantee).await;
    let before = before.map_err(|error| AppError::Refused(error.sentence()))?;
    let (of, wish) = (&document.of, OneGrant { grantee: &grantee, wanted: permission.as_ref(), held: before.as_ref() });
    let level_by = |call: &Call| match call {
        Call::Document(DocumentCall::Share { document, grantee: who, permission, .. }) => {
            (document == of && *who == grantee).then(|| permission.slug().to_owned())
        }
        Call::Document(DocumentCall::Unshare { document, grantee: who, .. }) => {
            (document == of && *who == grantee).then(String::new)
        }
        _ => None,
    };
    undisputed(cx, &Subject::from(of), &wish, base, level_by).await?;
    let place = document.place();
    let intent = Intent::ShareDocument { document: document.of, name: document.name, grantee, before, permission };
    cx.propose(intent, place).await.map_err(review::in_words)
}

async fn own_grant(
    cx: &RequestContext,
    document: &DocumentRef,
    grantee: &Grantee,
) -> Result<Option<Permission>, sigma::Error> {
    let own = cx.sigma().grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(own.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)).map(|held| held.grant.permission))
}
