//! What is looked for afterwards: that everything was done once, and everybody was told.

use crate::{
    crash::proof::unmet,
    support::smtp::{Received, SmtpServer},
};
use sigma_portal::{
    domain::{AccessRequest, RequestEventKind as Kind, RequestId, RequestState as State},
    store::{ChangeFilter, PageRequest, RequestFilter, Store},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

const ALL: PageRequest = PageRequest { number: 1, size: 10_000 };

/// How often the mails are looked through again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What is wrong with the requests and their changes: each request is there once, was approved, granted and ended once at
/// most, and has become one change, and its end another.
pub async fn acted_on_otherwise_than_once(store: &Store, made: &[RequestId]) -> Vec<String> {
    let mut problems = Vec::new();
    let all = store.requests(&RequestFilter::default(), ALL).await.unwrap();
    let (there, asked): (BTreeSet<_>, BTreeSet<_>) =
        (all.items.iter().map(|one| one.id.as_str()).collect(), made.iter().map(RequestId::as_str).collect());
    if there != asked {
        problems.push(format!("{} requests were made, and {} are there", asked.len(), there.len()));
    }
    let mut changes = BTreeSet::new();
    for request in &all.items {
        let times = |kind: Kind| request.events.iter().filter(|event| event.kind == kind).count();
        for kind in [Kind::Asked, Kind::Approved, Kind::Granted, Kind::Renewed, Kind::Ending, Kind::Ended] {
            if times(kind) > 1 {
                problems.push(format!("“{}” has {kind:?} {} times: {:?}", request.title, times(kind), request.events));
            }
        }
        let has_ended = match request.state {
            State::Granted => false,
            State::Ended => true,
            State::Pending
            | State::Approved
            | State::Applying
            | State::Attention
            | State::Ending
            | State::Denied
            | State::Cancelled
            | State::Closed => {
                problems.push(format!("“{}” is {:?}", request.title, request.state));
                continue;
            }
        };
        if has_ended && request.end_change_id.is_none() {
            problems.push(format!("“{}” ended, and nothing was taken back: {:?}", request.title, request.events));
        }
        // What was granted before the proof began has no change; a renewal needs none.
        let granting = request.change_id.iter().filter(|_| request.renews.is_none());
        changes.extend(granting.chain(&request.end_change_id).cloned());
    }
    let made = store.changes(&ChangeFilter::default(), ALL).await.unwrap();
    if made.total != changes.len() as u64 {
        problems.push(format!("{} changes are there instead of {}", made.total, changes.len()));
    }
    for change in changes {
        problems.extend(unmet(store, &change).await);
    }
    problems
}

/// Waits until everybody who got access has been told of everything; what they were not told of in time.
pub async fn untold(store: &Store, made: &[RequestId], mails: &SmtpServer, deadline: Instant) -> Vec<String> {
    loop {
        let mut missing = Vec::new();
        for id in made {
            let Ok(Some(request)) = store.request(id).await else { continue };
            let said = said_to(&request.beneficiary.email, &mails.mails());
            let is_said = |words: &&str| said.iter().any(|part| part.contains(id.as_str()) && part.contains(*words));
            let untold = words(&request).into_iter().filter(|words| !is_said(words));
            missing.extend(untold.map(|words| format!("{} was never told “{words}”", request.beneficiary.email)));
        }
        if missing.is_empty() || Instant::now() > deadline {
            return missing;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// What somebody was told, each thing by itself.
fn said_to(email: &str, mails: &[Received]) -> Vec<String> {
    let texts = mails.iter().filter(|mail| mail.to == email).map(|mail| mail.part("text/plain"));
    texts.flat_map(|text| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What the person who gets it is told of all that has happened to a request.
fn words(request: &AccessRequest) -> Vec<&'static str> {
    let told = request.events.iter().filter_map(|event| match event.kind {
        Kind::Approved => Some("approved your request"),
        // What it renews says so itself. Terms were held before the mail server was there.
        Kind::Granted if request.renews.is_none() && request.change_id.is_some() => Some("You have access"),
        Kind::Renewed => Some("renewed your access"),
        Kind::Reminded => Some("Your access ends on"),
        Kind::Ended => Some("Your access has ended"),
        // Their own doing, or none of their business.
        Kind::Asked
        | Kind::StageApproved
        | Kind::Denied
        | Kind::Cancelled
        | Kind::Closed
        | Kind::Applying
        | Kind::Granted
        | Kind::Attention
        | Kind::Shortened
        | Kind::Lapses
        | Kind::Ending
        | Kind::Offered
        | Kind::Updated => None,
    });
    told.collect()
}

/// Mails that were sent twice under different ids: a mail program would show them twice.
pub fn mailed_under_two_ids(mails: &[Received]) -> Vec<String> {
    let mut ids: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
    for mail in mails {
        ids.entry((&mail.to, mail.part("text/plain"))).or_default().insert(mail.header("Message-ID"));
    }
    let twice = ids.into_iter().filter(|(_, ids)| ids.len() > 1);
    twice.map(|((to, text), ids)| format!("{to} got one mail under {} ids: {text}", ids.len())).collect()
}
