//! Who has joined a team since a list of its members was begun: they are missing on it without anybody's wish.

use crate::{
    domain::{Change, DirectoryEventKind, Intent, MemberId, Subject, TeamId},
    store::{ChangeFilter, HistoryFilter, PageRequest, Store},
    web::Fault,
};
use jiff::Timestamp;
use std::collections::HashMap;

/// Most changes, and most events seen in Sigma, that are looked through, newest first.
const LOOKED_AT: PageRequest = PageRequest { number: 1, size: 500 };

/// Who has joined the team since, each with who added them; nothing when it is not known since when.
///
/// # Errors
/// Failures of the database.
pub async fn since(opened: i64, team: &TeamId, store: &Store) -> Result<HashMap<MemberId, String>, Fault> {
    let Some(opened) = Timestamp::from_millisecond(opened).ok().filter(|at| *at > Timestamp::UNIX_EPOCH) else {
        return Ok(HashMap::new());
    };
    let subject = Some(Subject::Team(team.clone()));
    let mut joined = HashMap::new();
    let filter = HistoryFilter {
        subject: subject.clone(),
        kind: Some(DirectoryEventKind::TeamJoined),
        ..HistoryFilter::default()
    };
    for event in store.history(&filter, LOOKED_AT).await?.items.into_iter().filter(|event| event.at >= opened) {
        joined.extend(event.subjects.iter().filter_map(member).map(|id| (id, "in Sigma".to_owned())));
    }
    let filter = ChangeFilter { subject, ..ChangeFilter::default() };
    for summary in store.changes(&filter, LOOKED_AT).await?.items {
        if summary.change.ended_at.is_none_or(|ended| ended >= opened) {
            let by = format!("by {}", summary.change.actor.name);
            joined.extend(added(&summary.change, team).into_iter().map(|id| (id, by.clone())));
        }
    }
    Ok(joined)
}

/// Whom a change adds to the team.
fn added(change: &Change, team: &TeamId) -> Vec<MemberId> {
    match &change.intent {
        Intent::EditTeamMembers { team_id, add, .. } if team_id == team => add.clone(),
        // Whom it has invited it is about, once they have an id.
        Intent::Onboard { .. } | Intent::CreateTeam { .. } | Intent::Undo { .. } => {
            change.subjects.iter().filter_map(member).collect()
        }
        _ => Vec::new(),
    }
}

fn member(subject: &Subject) -> Option<MemberId> {
    if let Subject::Member(id) = subject { Some(id.clone()) } else { None }
}
