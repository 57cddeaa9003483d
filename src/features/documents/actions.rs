//! Giving documents to another owner: server functions, whose arguments are the forms.

use super::{list, selection::Selection};
use crate::{
    domain::{AppError, Capability, ChangeId, DocumentRef, Intent},
    features::shared::new_owner,
    web::{NavItem, RequestContext, paths},
};
use leptos::server;
use std::collections::BTreeSet;

/// Leads on to the question whose the documents are to be: those that are ticked or, with the list's query in `all`, all
/// that match it. `at` is the page they were picked on.
#[server(endpoint = "documents/owner/start")]
pub async fn start_owner_change(
    #[server(default)] document: Vec<String>,
    #[server(default)] all: Option<String>,
    #[server(default)] at: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let picked = || document.iter().map(|key| DocumentRef::from_key(key)).collect::<Option<Vec<_>>>();
    let documents = match &all {
        Some(query) => list::matching(query, &cx.snapshot()?),
        None => picked().ok_or(AppError::Unreadable)?,
    };
    if documents.is_empty() {
        return Err(AppError::Refused("Select at least one document first.".into()));
    }
    let mut met = BTreeSet::new();
    let documents = documents.into_iter().filter(|document| met.insert(document.clone())).collect();
    let from = if at.is_empty() { paths::DOCUMENTS } else { paths::own(&at) }.to_owned();
    let selection = Selection { documents, from };
    leptos_axum::redirect(&paths::documents_owner(&selection.keep(&cx).await?));
    Ok(())
}

/// Goes back to the list at `at` with what is ticked in its URL, so that it goes along to other pages of it.
#[server(endpoint = "documents/keep")]
pub async fn keep_documents(
    #[server(default)] document: Vec<String>,
    #[server(default)] at: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    list::keep_picks(&cx, &at, &document).await;
    Ok(())
}

/// Plans to give the documents of a selection to another owner and leads to the review.
#[server(endpoint = "documents/owner/change")]
pub async fn change_owner(
    #[server(default)] selection: String,
    #[server(default)] new_owner: String,
    #[server(default)] new_owner_pick: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let selection = Selection::find(&selection, &cx).await?;
    let snapshot = cx.snapshot()?;
    let typed = if new_owner_pick.is_empty() { new_owner } else { new_owner_pick };
    let owner = new_owner::meant(&typed, &snapshot)?;
    let documents = selection.sorted(&snapshot).changeable;
    cx.propose(Intent::ChangeOwner { documents, owner }, NavItem::Documents).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::server_fn::ServerFn;

    #[test]
    fn a_documents_page_finds_it() {
        assert_eq!(StartOwnerChange::PATH, paths::START_OWNER_CHANGE);
    }
}
