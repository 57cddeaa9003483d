//! Who has joined or left a team since a list of its members was begun: a list made before knows nothing of it.

use super::super::roster::Since;
use crate::{
    domain::{Call, DirectoryEventKind, MemberCall, MemberId, Step, Subject, TeamCall, TeamId},
    store::{ChangeFilter, HistoryFilter, PageRequest, Store},
    web::AppError,
};
use jiff::Timestamp;

/// Most changes, and most events seen in Sigma, that are looked through, newest first.
const LOOKED_AT: PageRequest = PageRequest { number: 1, size: 500 };

/// Who has joined and who has left since, each with whose doing it was; nobody when it is not known since when.
///
/// # Errors
/// Failures of the database.
pub async fn since(opened: i64, team: &TeamId, store: &Store) -> Result<Since, AppError> {
    let mut since = Since::default();
    let Some(opened) = Timestamp::from_millisecond(opened).ok().filter(|at| *at > Timestamp::UNIX_EPOCH) else {
        return Ok(since);
    };
    let subject = Some(Subject::Team(team.clone()));
    for (kind, people) in
        [(DirectoryEventKind::TeamJoined, &mut since.joined), (DirectoryEventKind::TeamLeft, &mut since.left)]
    {
        let filter = HistoryFilter { subject: subject.clone(), kind: Some(kind), ..HistoryFilter::default() };
        for event in store.history(&filter, LOOKED_AT).await?.items.into_iter().filter(|event| event.at >= opened) {
            people.extend(event.subjects.iter().filter_map(member).map(|id| (id, "in Sigma".to_owned())));
        }
    }
    let filter = ChangeFilter { subject, ..ChangeFilter::default() };
    for summary in store.changes(&filter, LOOKED_AT).await?.items {
        if summary.change.ended_at.is_some_and(|ended| ended < opened) {
            continue;
        }
        let Some(change) = store.change(&summary.change.id).await? else { continue };
        let by = format!("by {}", change.actor.name);
        for step in change.steps.iter().filter(|step| step.state.is_met()) {
            let (joined, left) = moved(step, team);
            since.joined.extend(joined.into_iter().map(|id| (id, by.clone())));
            since.left.extend(left.into_iter().map(|id| (id, by.clone())));
        }
    }
    Ok(since)
}

/// Whom a step that was made has brought into the team, and whom it has taken out.
fn moved(step: &Step, team: &TeamId) -> (Vec<MemberId>, Vec<MemberId>) {
    match &step.call {
        Call::Team(TeamCall::UpdateMembers { team_id, add, remove, .. }) if team_id == team => {
            (add.clone(), remove.clone())
        }
        Call::Member(MemberCall::Invite { teams, .. }) if teams.iter().any(|choice| choice.team_id == *team) => {
            (step.created.iter().filter_map(member).collect(), Vec::new())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

fn member(subject: &Subject) -> Option<MemberId> {
    if let Subject::Member(id) = subject { Some(id.clone()) } else { None }
}
