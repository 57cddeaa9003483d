//! Undoing a change: the inverse of what it has done, last step first.

mod words;

use super::{super::guard::Refusal, Draft};
use crate::{
    directory::Snapshot,
    domain::{
        AccessCall, Call, Change, MemberCall, MemberStatus, Ref, Step, StepState, Subject, TeamCall, WorkspaceCall,
    },
};
use std::collections::HashMap;

pub fn plan(past: Option<&Change>, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let past = past.ok_or_else(|| Refusal::Blocked("The change to undo is no longer kept.".into()))?;
    if !past.state.is_settled() {
        return Err(Refusal::Blocked(
            "The change is still running. Wait until it ends, or cancel the rest first.".into(),
        ));
    }
    let mut draft = Draft::new(format!("Undo: {}", past.title));
    draft.about(Subject::Change(past.id.clone()));
    let mut lasting = Vec::new();
    // The steps that undo each step of the past.
    let mut undoing: HashMap<u32, Vec<u32>> = HashMap::new();
    for step in past.steps.iter().rev().filter(|step| has_done(step)) {
        let inverse = step.inverse.iter().map(|call| resolved(call, &past.steps));
        let calls: Vec<Call> = inverse.filter_map(|call| call.sparing(&step.spared)).collect();
        if calls.is_empty() {
            lasting.push(step.title.clone());
            continue;
        }
        // Whatever needed this step is undone before it.
        let dependents = past.steps.iter().filter(|later| later.needs.contains(&step.index));
        let before: Vec<u32> = dependents.filter_map(|later| undoing.get(&later.index)).flatten().copied().collect();
        for call in calls.into_iter().filter(|call| is_left(call, snapshot)) {
            let title = words::of(&call, &step.title, snapshot);
            let new = draft.step(title, call).needs(before.iter().copied());
            new.undoes = Some(step.index);
            undoing.entry(step.index).or_default().push(new.index);
        }
    }
    if draft.plan.steps.is_empty() {
        return Err(Refusal::Nothing("There’s nothing left to undo, or Sigma’s API can’t undo it.".into()));
    }
    draft.plan.title = words::title(&draft.plan.steps, &past.title, snapshot);
    for title in lasting {
        draft.warn(format!("{title}: can’t be undone."));
    }
    for undo in past.steps.iter().filter(|s| s.state == StepState::Done && !s.inverse.is_empty()) {
        if matches!(
            undo.call,
            Call::Member(MemberCall::Invite { .. } | MemberCall::Deactivate { .. } | MemberCall::Delete { .. })
        ) && let Some(words) = &undo.undo
            && !draft.plan.warnings.iter().any(|w| w.message == *words)
        {
            draft.warn(words.clone());
        }
    }
    Ok(draft)
}

/// Whether Sigma has done something for the step. A batch that could not be made for everybody has failed, and what it
/// has done can be undone all the same; each undoing looks at Sigma first.
fn has_done(step: &Step) -> bool {
    match step.state {
        StepState::Done => true,
        StepState::Failed => step.request_id.is_some(),
        StepState::Planned
        | StepState::Running
        | StepState::Unknown
        | StepState::Skipped
        | StepState::Cancelled
        | StepState::Undone => false,
    }
}

/// The call with what its own change has created.
fn resolved(call: &Call, steps: &[Step]) -> Call {
    call.clone().resolved(|of| steps.get(of as usize).and_then(|step| step.created.as_ref()))
}

/// Whether there is something left to undo: what is gone already needs no call.
fn is_left(call: &Call, snapshot: &Snapshot) -> bool {
    match call {
        Call::Member(MemberCall::Deactivate { member: Ref::Known(id), .. }) => {
            snapshot.member(id).is_some_and(|m| m.status() != MemberStatus::Archived)
        }
        Call::Member(MemberCall::Deactivate { .. }) => false,
        Call::Access(AccessCall::Revoke { resource, grantee, .. }) => {
            grantee.known().is_some_and(|grantee| snapshot.grant_of(resource, &grantee).is_some())
        }
        Call::Team(TeamCall::Delete { team }) => team.known().is_some_and(|id| snapshot.team(id).is_some()),
        Call::Workspace(WorkspaceCall::Delete { workspace }) => {
            workspace.known().is_some_and(|id| snapshot.workspace(id).is_some())
        }
        Call::Member(
            MemberCall::Invite { .. }
            | MemberCall::Update { .. }
            | MemberCall::Reactivate { .. }
            | MemberCall::Delete { .. }
            | MemberCall::RevokeTokens { .. },
        )
        | Call::Team(TeamCall::Create { .. } | TeamCall::Update { .. } | TeamCall::UpdateMembers { .. })
        | Call::Workspace(WorkspaceCall::Create { .. } | WorkspaceCall::Rename { .. })
        | Call::Connection(_)
        | Call::Access(AccessCall::Grant { .. } | AccessCall::GrantOnNew { .. } | AccessCall::Lower { .. })
        | Call::Document(_)
        | Call::Attribute(_)
        | Call::Organization(_)
        | Call::Path(_) => true,
    }
}
