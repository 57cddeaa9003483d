//! What happened to a person: changes made through the portal, and what changed outside it, by time.

use crate::{
    components::{badge, empty::Empty, icon::Icon, panel::Panel},
    domain::{Change, DirectoryEvent, EmailAddress, Member, Subject},
    store::{self, ChangeFilter, HistoryFilter, PageRequest, Store},
    web::{moment, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// Entries shown.
const SHOWN: u32 = 12;

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

/// What happened to the person, newest first: by id, and by address from before they had one.
pub async fn of(store: &Store, member: &Member) -> Result<Vec<Entry>, store::Error> {
    let page = PageRequest { number: 1, size: SHOWN };
    let (id, address) = (Subject::Member(member.id.clone()), EmailAddress::parse(&member.email).ok());
    let mut all = Vec::new();
    for subject in [Some(id.clone()), address.map(Subject::Address)].into_iter().flatten() {
        let filter = ChangeFilter { subject: Some(subject), ..ChangeFilter::default() };
        all.extend(store.changes(&filter, page).await?.items.into_iter().map(|s| Entry::Change(Box::new(s.change))));
    }
    let filter = HistoryFilter { subject: Some(id), ..HistoryFilter::default() };
    all.extend(store.history(&filter, page).await?.items.into_iter().map(Entry::Outside));
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    all.truncate(SHOWN as usize);
    Ok(all)
}

/// The panel.
pub fn panel(entries: Vec<Entry>) -> impl IntoView {
    if entries.is_empty() {
        return view! {
            <Panel id="history" title="History">
                <Empty icon=lu::LuHistory title="Nothing yet" text="What is changed about this person, through the portal or outside it, appears here."/>
            </Panel>
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
