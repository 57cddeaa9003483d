//! What an editor asks while it is filled in.

#[cfg(feature = "ssr")]
use super::settle::GrantEditor;
use super::{rows::GrantRows, subject::EditorSubject};
use crate::{domain::AppError, ui::islands::Parts};
#[cfg(feature = "ssr")]
use crate::{domain::Capability, web::RequestContext};
use leptos::server;
use std::collections::BTreeMap;

/// The parts of the editor `name` after what its buttons ask for: the typed name or the choice added as a row, each row with
/// what is to be known about it. Where no button was pressed, what is to be known alone: a row that somebody is at stays as it
/// is. `shown` are the levels that the form has shown as held, by key. Changes nothing.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`] for a resource that whoever asks does not see,
/// [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "ask/rows")]
pub async fn settle_rows(
    #[server(default)] name: String,
    #[server(default)] subject: EditorSubject,
    #[server(default)] grants: GrantRows,
    #[server(default)] shown: BTreeMap<String, String>,
    #[server(default)] is_pressed: bool,
) -> Result<Parts, AppError> {
    let cx = RequestContext::current().await?;
    let offers = if subject.is_offered() {
        cx.app.requests.catalogue(&cx.actor).await?
    } else {
        cx.require(Capability::ReadDirectory)?;
        Vec::new()
    };
    let snapshot = cx.snapshot()?;
    if !subject.is_known(&snapshot) {
        return Err(AppError::NotFound);
    }
    let candidates = subject.candidates(&cx.actor, &snapshot, &offers);
    let editor = GrantEditor::settled(grants, &*candidates).having_shown(shown);
    let question = editor.unclear(subject.noun());
    let shown = editor.shown(name, &subject, question, &*candidates, &snapshot);
    Ok(if is_pressed { shown.parts() } else { shown.notes() })
}
