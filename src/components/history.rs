//! What happened to one thing, by time: changes made through the portal, and what changed outside it.

use super::{badge, empty::Empty, icon::Icon, panel::Panel};
use crate::{
    domain::{Change, DirectoryEvent, Subject},
    store::{self, ChangeFilter, HistoryFilter, PageRequest, Store},
    web::{moment, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// Entries shown.
const SHOWN: u32 = 8;

/// One entry.
pub enum Entry {
    /// A change made through the portal.
    Change(Box<Change>),
    /// Something that changed outside the portal.
    Outside(DirectoryEvent),
}

impl Entry {
    fn at(&self) -> Timestamp {
        match self {
            Self::Change(change) => change.created_at,
            Self::Outside(event) => event.at,
        }
    }
}

/// What happened to the subject lately, newest first.
///
/// # Errors
/// Failures of the database.
pub async fn lately(store: &Store, subject: &Subject) -> Result<Vec<Entry>, store::Error> {
    lately_to_any(store, std::slice::from_ref(subject)).await
}

/// The same for somebody or something known under several subjects, such as a person by their address from before they
/// had an id.
///
/// # Errors
/// Failures of the database.
pub async fn lately_to_any(store: &Store, subjects: &[Subject]) -> Result<Vec<Entry>, store::Error> {
    let page = PageRequest { number: 1, size: SHOWN };
    let mut all = Vec::new();
    for subject in subjects {
        let filter = ChangeFilter { subject: Some(subject.clone()), ..ChangeFilter::default() };
        let changes = store.changes(&filter, page).await?.items;
        all.extend(changes.into_iter().map(|found| Entry::Change(Box::new(found.change))));
        let filter = HistoryFilter { subject: Some(subject.clone()), ..HistoryFilter::default() };
        all.extend(store.history(&filter, page).await?.items.into_iter().map(Entry::Outside));
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    all.truncate(SHOWN as usize);
    Ok(all)
}

/// The panel; `what` is “this workbook”.
pub fn history(entries: Vec<Entry>, what: &str) -> impl IntoView + use<> {
    if entries.is_empty() {
        let text = format!("What is changed about {what}, through the portal or outside it, appears here.");
        return view! {
            <Panel id="history" title="History"><Empty icon=lu::LuHistory title="Nothing yet" text=text/></Panel>
        }
        .into_any();
    }
    let items = entries.into_iter().map(item).collect_view();
    view! { <Panel id="history" title="History"><ol class="line line-sm timeline">{items}</ol></Panel> }.into_any()
}

fn item(entry: Entry) -> AnyView {
    let at = entry.at();
    let when = view! { <time datetime=at.to_string()>{moment(at)}</time> };
    match entry {
        Entry::Change(change) => view! {
            <li class="t-accent">
                <span class="station"><Icon icon=lu::LuListChecks/></span>
                <p><a href=paths::change(&change.id)>{change.title}</a>" "{badge::change_status(change.state)}</p>
                <p class="when">{when}" · "{change.actor.name}</p>
            </li>
        }
        .into_any(),
        Entry::Outside(event) => view! {
            <li class="t-plum">
                <span class="station"><Icon icon=lu::LuGlobe/></span>
                <p>{event.text}</p>
                <p class="when">{when}" · outside the portal"</p>
            </li>
        }
        .into_any(),
    }
}
