//! What happened to one thing, by time: changes made through the portal, and what changed outside it.

use crate::{
    domain::{Actor, AuditEvent, Capability, DirectoryEvent, Subject},
    store::{AuditFilter, ChangeFilter, ChangeSummary, HistoryFilter, PageRequest},
    ui::{badge, count, empty::Empty, icon::Icon, moment, panel::Panel, term::addressed},
    web::{AppError, RequestContext, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

const SHOWN: u32 = 25;

/// Of those who may not know all that was done: how much is looked through for what they may.
const CONSIDERED: u32 = 100;

pub enum Entry {
    /// A change made through the portal, for those who may read all of them.
    Change(Box<ChangeSummary>),
    /// A step of one that was made, for everybody else: what is planned they learn of when it is done.
    Done {
        /// What was done, and by whom.
        event: Box<AuditEvent>,
        /// What of it concerns whoever reads.
        text: String,
        /// Whether the change is their own, so that it has a page.
        own: bool,
    },
    /// Something that changed outside the portal.
    Outside(DirectoryEvent),
}

impl Entry {
    fn at(&self) -> Timestamp {
        match self {
            Self::Change(found) => found.change.created_at,
            Self::Done { event, .. } => event.at,
            Self::Outside(event) => event.at,
        }
    }
}

/// What happened to something lately, newest first; `None` where the database does not say. The rest of its page comes
/// from memory, and is shown without.
pub type Lately = Option<Vec<Entry>>;

/// What happened to the subject lately, as far as whoever asks may know.
pub async fn lately(cx: &RequestContext, subject: &Subject) -> Lately {
    // Why not is in the log by then.
    read(cx, subject).await.ok()
}

async fn read(cx: &RequestContext, subject: &Subject) -> Result<Vec<Entry>, AppError> {
    let (store, snapshot) = (&cx.app.store, cx.snapshot()?);
    let page = PageRequest { number: 1, size: SHOWN };
    // What was done to oneself is one's own concern, wherever it was.
    let own = matches!(subject, Subject::Member(id) if cx.is_me(id));
    let mut all = Vec::new();
    if cx.can(Capability::ReadAudit) {
        let filter = ChangeFilter { subject: Some(subject.clone()), ..ChangeFilter::default() };
        let changes = store.changes(&filter, page).await?.items;
        all.extend(changes.into_iter().map(|found| Entry::Change(Box::new(found))));
    } else {
        let action_prefix = Some("step.done".to_owned());
        let filter = AuditFilter { subject: Some(subject.clone()), action_prefix, ..AuditFilter::default() };
        let done = store.audit(&filter, PageRequest { number: 1, size: CONSIDERED }).await?.items;
        let seen = done.into_iter().filter(|event| own || snapshot.sees(&event.subjects));
        all.extend(seen.map(|event| done_entry(event, own, &cx.actor)));
    }
    let filter = HistoryFilter { subject: Some(subject.clone()), ..HistoryFilter::default() };
    let considered = if own || snapshot.is_whole() { page } else { PageRequest { number: 1, size: CONSIDERED } };
    let outside = store.history(&filter, considered).await?.items.into_iter();
    all.extend(outside.filter(|event| own || snapshot.sees_event(event)).map(Entry::Outside));
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    all.truncate(SHOWN as usize);
    Ok(all)
}

/// What was done, told to whom it was done or who answers for it. A step may have been made for many at once: on one's
/// own page the others are a number.
fn done_entry(event: AuditEvent, on_own_page: bool, actor: &Actor) -> Entry {
    let own = event.actor.member_id.is_some() && event.actor.member_id == actor.member_id;
    let others =
        event.subjects.iter().filter(|subject| matches!(subject, Subject::Member(_))).count().saturating_sub(1);
    let text = match others {
        0 => event.summary.clone(),
        _ if !on_own_page || own => event.summary.clone(),
        n => format!("You and {} were changed", count(n, "other person", "other people")),
    };
    Entry::Done { event: Box::new(event), text, own }
}

/// The panel; `what` is “this workbook”.
pub fn history(lately: Lately, what: &str) -> impl IntoView + use<> {
    let Some(entries) = lately else {
        let text = "The portal’s database isn’t available. Reload this page in a moment.".to_owned();
        return view! {
            <Panel id="history" title="History"><Empty icon=lu::LuHistory title="History unavailable" text=text/></Panel>
        }
        .into_any();
    };
    if entries.is_empty() {
        let text = format!("Changes to {what}, made in the portal or outside it, appear here.");
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
        Entry::Change(found) => view! {
            <li class="t-accent">
                <span class="station"><Icon icon=lu::LuListChecks/></span>
                <p><a href=paths::change(&found.change.id)>{addressed(&found.change.title)}</a>" "{badge::change_status(found.standing())}</p>
                <p class="when">{when}" · "{found.change.actor.name}</p>
            </li>
        }
        .into_any(),
        Entry::Done { event, text, own } => {
            let text = match event.change_id.filter(|_| own) {
                Some(id) => view! { <a href=paths::change(&id)>{text}</a> }.into_any(),
                None => text.into_any(),
            };
            view! {
                <li class="t-accent">
                    <span class="station"><Icon icon=lu::LuListChecks/></span>
                    <p>{text}</p>
                    <p class="when">{when}" · "{event.actor.name}</p>
                </li>
            }
            .into_any()
        }
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
