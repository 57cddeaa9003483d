//! From intent to plan: pure functions of the intent, the actor and the directory.

mod access;
mod onboard;
mod people;

use super::guard::{self, Refusal};
use crate::{
    directory::Snapshot,
    domain::{Actor, Call, Intent, Plan, Step, StepState, Subject, Warning},
};

/// Makes the plan that gets from the directory's present to what is wanted.
///
/// # Errors
/// Why it may not or cannot be done, or that nothing would change.
pub fn plan(intent: &Intent, actor: &Actor, snapshot: &Snapshot) -> Result<Plan, Refusal> {
    guard::authorise(intent, actor, snapshot)?;
    match intent {
        Intent::OnboardPerson { person, teams, workspaces, connections } => {
            onboard::plan(&onboard::Wish { person, teams, workspaces, connections }, snapshot)
        }
        Intent::EditMember { member_id, patch } => people::edit(member_id, patch, actor, snapshot),
        Intent::EditTeamMembers { team_id, add, remove } => people::team(team_id, add, remove, snapshot),
        Intent::Grant { resource, grantee, permission } => access::grant(resource, grantee, permission, snapshot),
        Intent::Revoke { resource, grantee } => access::revoke(resource, grantee, snapshot),
    }
}

/// Gathers a plan's parts in order.
struct Draft(Plan);

impl Draft {
    fn new(title: String) -> Self {
        Self(Plan { title, steps: Vec::new(), warnings: Vec::new(), subjects: Vec::new() })
    }

    /// Adds a step and returns its index.
    fn step(&mut self, title: String, call: Call, needs: &[u32], undo: Option<String>) -> u32 {
        let index = u32::try_from(self.0.steps.len()).unwrap_or(u32::MAX);
        self.0.steps.push(Step {
            index,
            title,
            call,
            needs: needs.to_vec(),
            undo,
            state: StepState::Planned,
            error: None,
            invited: None,
            request_id: None,
            attempts: 0,
            started_at: None,
            ended_at: None,
        });
        index
    }

    fn warn(&mut self, message: impl Into<String>) {
        self.0.warnings.push(Warning { message: message.into() });
    }

    fn about(&mut self, subject: Subject) {
        if !self.0.subjects.contains(&subject) {
            self.0.subjects.push(subject);
        }
    }
}
