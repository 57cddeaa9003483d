//! What somebody keeps of a list: the columns they chose last, and views by name. Theirs alone, on every machine they use.

use super::{List, ListQuery, menu::hidden, query::COLUMNS};
use crate::{
    domain::{AppError, text},
    ui::icon::Icon,
    web::{RequestContext, Severity, draft, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::form_urlencoded;

/// How long it is kept after it was changed last.
const KEPT: Duration = Duration::from_hours(400 * 24);

/// Most views of one list.
const MOST: usize = 30;

/// Longest name of a view, in characters.
const NAME: usize = 60;

/// Longest query of a view and name of a list, in bytes: an address that a browser and a proxy pass on.
const LONGEST: usize = 4_000;

/// What somebody keeps of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedList {
    /// The columns, as a URL has them; none for the usual ones.
    columns: String,
    /// In the order of their names.
    views: Vec<SavedView>,
}

/// A list narrowed down, sorted and with columns, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SavedView {
    name: String,
    /// The query of its URL; empty for the whole list.
    query: String,
}

impl SavedList {
    /// What whoever asks keeps of this list, nothing where that cannot be read, as the list is there without it; and what is
    /// asked of the list: with the columns that were chosen last, where its URL says nothing of columns.
    pub async fn asked<R>(cx: &RequestContext, list: &List<R>) -> (Self, ListQuery) {
        let saved = Self::find(cx, list.caption).await.unwrap_or_default();
        let query = ListQuery::of(list, &cx.parts.uri);
        let query = if saved.columns.is_empty() { query } else { query.with_usual_columns(list, &saved.columns) };
        (saved, query)
    }

    async fn find(cx: &RequestContext, list: &str) -> Result<Self, AppError> {
        Ok(draft::find(cx, &key(cx, list)).await?.unwrap_or_default())
    }

    async fn keep(&self, cx: &RequestContext, list: &str) -> Result<(), AppError> {
        draft::replace(cx, &key(cx, list), self, KEPT).await
    }

    /// The menu of views: a link to each, and the form that keeps the list as it is now.
    pub(super) fn menu<R>(&self, list: &List<R>, query: &ListQuery) -> impl IntoView + use<R> {
        let (caption, at) = (list.caption, query.with_page(1).with_picks([]).url());
        let path = query.path().to_owned();
        let rows = self.views.iter().map(|saved| {
            let href = if saved.query.is_empty() { path.clone() } else { format!("{path}?{}", saved.query) };
            let is_here = href == at;
            let label = format!("Delete the view {}", saved.name);
            view! {
                <li>
                    <a href=href aria-current=is_here.then_some("page")>{saved.name.clone()}</a>
                    <form method="post" action=DropView::url()>
                        {hidden(vec![("list", caption.to_owned()), ("name", saved.name.clone()), ("at", at.clone())])}
                        <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
                    </form>
                </li>
            }
        });
        let rows: Vec<_> = rows.collect();
        let any = !rows.is_empty();
        let views = if any {
            view! { <ul class="views" aria-label="Saved views">{rows}</ul> }.into_any()
        } else {
            view! { <p class="menu-head"><small>"Save filters, order and columns as a view to come back to it."</small></p> }
                .into_any()
        };
        view! {
            <button class="btn btn-quiet btn-sm" type="button" popovertarget="views"><Icon icon=lu::LuBookmark/>" Views"</button>
            <div class="menu menu-form" id="views" popover="auto">
                {views}
                <form class="adder" method="post" action=SaveView::url() aria-label="Save this view">
                    {hidden(vec![("list", caption.to_owned()), ("at", at.clone())])}
                    <label class="vh" for="view-name">"Name of the view"</label>
                    <input class="input" id="view-name" name="name" maxlength=NAME placeholder="Name of the view" autocomplete="off" required/>
                    <button class="btn btn-sm">"Save view"</button>
                </form>
            </div>
        }
    }
}

/// Where it is kept.
fn key(cx: &RequestContext, list: &str) -> String {
    let whose = cx.actor.member_id.as_ref().map_or(cx.actor.email.as_str(), |id| id.as_str());
    format!("list-{whose}-{list}")
}

/// Path and query of an address.
fn parted(at: &str) -> (&str, &str) {
    at.split_once('?').unwrap_or((at, ""))
}

/// The query with these columns in place of others; without a word about them where none are chosen.
fn with_columns(query: &str, chosen: &str) -> String {
    let others = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != COLUMNS);
    let mut with = form_urlencoded::Serializer::new(String::new());
    with.extend_pairs(others);
    if !chosen.is_empty() {
        with.append_pair(COLUMNS, chosen);
    }
    with.finish()
}

/// The arguments are of a length that is kept.
fn short(texts: &[&str]) -> Result<(), AppError> {
    if texts.iter().all(|text| text.len() <= LONGEST) { Ok(()) } else { Err(AppError::TooLarge) }
}

/// Shows a list with these columns, now and whenever its address says nothing of columns. `list` is the list's caption,
/// `at` its address.
#[server(endpoint = "lists/columns")]
pub async fn keep_columns(
    #[server(default)] list: String,
    #[server(default)] at: String,
    #[server(default)] columns: Vec<String>,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let chosen = columns.join(".");
    short(&[&list, &at, &chosen])?;
    let (path, query) = parted(paths::own(&at));
    let query = with_columns(query, &chosen);
    let saved = SavedList::find(&cx, &list).await?;
    SavedList { columns: chosen, ..saved }.keep(&cx, &list).await?;
    leptos_axum::redirect(&if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") });
    Ok(())
}

/// Keeps a list as it is at `at` under a name; another view of that name is replaced.
#[server(endpoint = "lists/save-view")]
pub async fn save_view(
    #[server(default)] list: String,
    #[server(default)] at: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    short(&[&list, &at])?;
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(AppError::Refused(format!("Enter a name for the view, up to {NAME} characters.")));
    }
    if let Some(why) = text::unfit(&name, "name") {
        return Err(AppError::Refused(why));
    }
    let at = paths::own(&at);
    let mut saved = SavedList::find(&cx, &list).await?;
    saved.views.retain(|view| view.name != name);
    if saved.views.len() >= MOST {
        return Err(AppError::Refused(format!("You have {MOST} views of this list. Delete one first.")));
    }
    saved.views.push(SavedView { name: name.clone(), query: parted(at).1.to_owned() });
    saved.views.sort_by(|a, b| a.name.cmp(&b.name));
    saved.keep(&cx, &list).await?;
    cx.lead_to(at, Severity::Success, format!("View “{name}” saved. Find it under Views.")).await;
    Ok(())
}

/// Forgets a view.
#[server(endpoint = "lists/drop-view")]
pub async fn drop_view(
    #[server(default)] list: String,
    #[server(default)] at: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    short(&[&list, &at])?;
    let mut saved = SavedList::find(&cx, &list).await?;
    saved.views.retain(|view| view.name != name);
    saved.keep(&cx, &list).await?;
    leptos_axum::redirect(paths::own(&at));
    Ok(())
}
