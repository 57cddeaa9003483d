//! Sharing a document, taking a share back, and having Sigma asked again who may open it: server functions, whose
//! arguments are the forms of the panel.

use super::{
    super::{
        contest::{self, Compared, Contest},
        grantee,
        picker::Grantees,
        review,
    },
    Document, LEVELS, SHARE,
};
use crate::{
    domain::{
        AppError, Baseline, Call, Capability, ChangeId, DocumentCall, DocumentRef, Grantee, GrantsOf, Intent, Invalid,
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
    let before = before.map_err(|error| AppError::Refused(error.to_string()))?;
    let compared = compared(cx, &document.of, &grantee, (permission.as_ref(), before.as_ref()), base).await?;
    if !compared.contests.is_empty() {
        return Err(Invalid::from(compared).into());
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    if !compared.writes(&grantee.key()) && before != permission {
        return Err(AppError::Refused(contest::STAYS.to_owned()));
    }
    let place = document.place();
    let intent = Intent::ShareDocument { document: document.of, name: document.name, grantee, before, permission };
    cx.propose(intent, place).await.map_err(review::in_words)
}

/// Compares the wanted level with the one that the page showed and the one `held` by now, and says who has set that.
async fn compared(
    cx: &RequestContext,
    document: &DocumentRef,
    grantee: &Grantee,
    (wanted, held): (Option<&Permission>, Option<&Permission>),
    base: &Baseline,
) -> Result<Compared, AppError> {
    let slug = |level: Option<&Permission>| level.map(|level| level.slug().to_owned()).unwrap_or_default();
    let field = contest::Field {
        name: grantee.key(),
        label: grantee::name(grantee, &*cx.snapshot()?),
        typed: slug(wanted),
        now: slug(held),
    };
    let mut compared = Compared::new(base, [field], |slug| match slug {
        "" => "no access of their own".to_owned(),
        slug => format!("“{}”", Permission::from(slug.to_owned()).label()),
    });
    let sets = |call: &Call, contest: &Contest| match call {
        Call::Document(DocumentCall::Share { document: of, grantee: who, permission, .. }) => {
            of == document && who == grantee && permission.slug() == contest.now()
        }
        Call::Document(DocumentCall::Unshare { document: of, grantee: who, .. }) => {
            of == document && who == grantee && contest.now().is_empty()
        }
        _ => false,
    };
    let subject = Subject::from(document);
    compared.contests = contest::named(&cx.app.store, &subject, compared.contests, sets).await?;
    Ok(compared)
}

async fn own_grant(
    cx: &RequestContext,
    document: &DocumentRef,
    grantee: &Grantee,
) -> Result<Option<Permission>, sigma::Error> {
    let own = cx.sigma().grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(own.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)).map(|held| held.grant.permission))
}
