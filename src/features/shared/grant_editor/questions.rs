//! What an editor asks while it is filled in.

#[cfg(feature = "ssr")]
use super::settle::GrantEditor;
use super::{rows::GrantRows, state::EditorState, subject::EditorSubject};
use crate::domain::AppError;
#[cfg(feature = "ssr")]
use crate::{domain::Capability, web::RequestContext};
use leptos::server;

/// The editor after what its buttons ask for: the typed name or the choice added as a row, each row with what is to be
/// known about it. Changes nothing.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`] for a resource that whoever asks does not see,
/// [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "ask/rows")]
pub async fn settle_rows(
    #[server(default)] subject: EditorSubject,
    #[server(default)] grants: GrantRows,
) -> Result<EditorState, AppError> {
    let cx = RequestContext::current().await?;
    let offers = if subject.is_offered() {
        cx.app.requests.catalogue(&cx.actor).await?
    } else {
        cx.require(Capability::ReadDirectory)?;
        Vec::new()
    };
    let snapshot = cx.snapshot()?;
    if let EditorSubject::AccessTo(resource) = &subject
        && !snapshot.shows(resource)
    {
        return Err(AppError::NotFound);
    }
    let candidates = subject.candidates(&cx.actor, &snapshot, &offers);
    let editor = GrantEditor::settled(grants, &*candidates);
    let question = editor.unclear(subject.noun());
    Ok(editor.state(&subject, question, &*candidates, &snapshot))
}
