//! From intent to plan: pure functions of the intent, the actor and the directory.

mod access;
mod attributes;
mod documents;
mod leavers;
mod new_texts;
mod onboard;
mod people;
mod seen;
mod teams;
mod undo;
mod workspaces;

pub use onboard::{obstacles, remarks};

use super::{
    Rules,
    guard::{self, Refusal},
    wording,
};
use crate::{
    directory::Snapshot,
    domain::{
        Actor, Call, Change, Confirmation, Grantee, Intent, MemberCall, MemberId, Plan, ResourceRef, Step, Subject,
        TeamCall, Warning, WorkspaceCall, wanted::while_wanted,
    },
};
use std::collections::HashSet;

/// Makes the plan that gets from the directory's present to what is wanted. `past` is the change that an
/// [`Intent::Undo`] names, then what that one has undone in its turn, and so on.
///
/// # Errors
/// Why it may not or cannot be done, or that nothing would change.
pub fn plan(
    intent: &Intent,
    past: &[Change],
    actor: &Actor,
    snapshot: &Snapshot,
    rules: &Rules,
) -> Result<Plan, Refusal> {
    guard::authorise(intent, past, actor, snapshot)?;
    let intent = &new_texts::checked(intent, snapshot)?;
    seen::unchanged(intent, snapshot)?;
    let Draft(mut plan, _) = match intent {
        Intent::Onboard { people } => onboard::plan(people, snapshot, rules),
        Intent::EditMember { member_id, patch, .. } => people::edit(member_id, patch, snapshot),
        Intent::SetAccountType { members, account_type, .. } => people::account_type(members, account_type, snapshot),
        Intent::Offboard { members, how, revoke_tokens, leave_teams, revoke_grants } => {
            let wish = leavers::OffboardOptions {
                members,
                how,
                revoke_tokens: *revoke_tokens,
                leave_teams: *leave_teams,
                revoke_grants: *revoke_grants,
            };
            leavers::offboard(&wish, snapshot)
        }
        Intent::Reactivate { members } => leavers::reactivate(members, snapshot),
        Intent::DeleteMember { member_id } => leavers::delete(member_id, snapshot),
        Intent::CreateTeam { team } => teams::create(team, snapshot),
        Intent::EditTeam { team_id, patch, .. } => teams::edit(team_id, patch, actor, snapshot),
        Intent::DeleteTeam { team_id } => teams::delete(team_id, snapshot),
        Intent::EditTeamMembers { team_id, add, remove } => teams::members(team_id, add, remove, snapshot),
        Intent::CreateWorkspace { name } => workspaces::create(name, snapshot),
        Intent::RenameWorkspace { workspace_id, name, .. } => workspaces::rename(workspace_id, name, snapshot),
        Intent::DeleteWorkspace { workspace_id } => workspaces::delete(workspace_id, snapshot),
        Intent::SetAccess { resource, access, .. } => access::set(resource, access, snapshot),
        Intent::EditConnection { connection_id, patch, .. } => workspaces::connection(connection_id, patch, snapshot),
        Intent::SetAttributes { values, .. } => attributes::set(values, snapshot),
        Intent::EditDocument { document, name, patch, before } => {
            documents::edit(document, name, patch, before, snapshot)
        }
        Intent::ShareDocument { document, name, grantee, before, permission } => {
            documents::share(document, name, grantee, before.as_ref(), permission.as_ref(), snapshot)
        }
        Intent::Materialize { dataset_id, name } => Ok(documents::materialize(dataset_id, name)),
        Intent::Undo { .. } => undo::plan(past.first(), snapshot),
    }?;
    // Whom a step itself takes away may be among them: the guard looks at the others only.
    let leaving: HashSet<MemberId> = plan.steps.iter().filter_map(|s| guard::leaves(&s.call)).cloned().collect();
    for step in while_wanted(&plan.steps) {
        guard::check(&step.call, actor, snapshot, rules, &leaving)?;
    }
    leave_to_provider(&mut plan, snapshot, rules);
    plan.people = reached(&plan.steps, snapshot);
    if plan.confirm.is_none() && plan.people > rules.confirm_above {
        plan.confirm = Some(Confirmation {
            phrase: format!("{} people", plan.people),
            why: format!("This change reaches {} people.", plan.people),
        });
    }
    Ok(plan)
}

/// Says which steps are an identity provider's otherwise, and takes out of their undoing what is: an inverse that will
/// be refused is none.
fn leave_to_provider(plan: &mut Plan, snapshot: &Snapshot, rules: &Rules) {
    let mut exceptions: Vec<&'static str> = Vec::new();
    for step in &mut plan.steps {
        if let Some(when) = rules.call(&step.call, snapshot).exception()
            && !exceptions.contains(&when)
        {
            exceptions.push(when);
        }
        if step.inverse.iter().any(|call| rules.call(call, snapshot).obstacle().is_some()) {
            step.inverse.clear();
            step.undo = Some("Only in your identity provider (SCIM), not from here.".to_owned());
        }
    }
    plan.warnings.extend(exceptions.iter().map(|when| Warning { message: (*when).to_owned() }));
    plan.reason_needed = exceptions.first().map(|_| {
        "Your identity provider does this otherwise. Say why it is done here; the audit log keeps it.".to_owned()
    });
}

/// How many people the steps reach; of a team that is granted or loses something, all its members.
fn reached(steps: &[Step], snapshot: &Snapshot) -> usize {
    let mut people: HashSet<&MemberId> = HashSet::new();
    let mut newcomers = 0;
    for step in steps {
        match &step.call {
            Call::Member(MemberCall::Invite { .. }) => newcomers += 1,
            // Of this team only those who come and go.
            Call::Team(TeamCall::UpdateMembers { add, remove, .. }) => people.extend(add.iter().chain(remove)),
            Call::Team(TeamCall::Update { .. }) => {}
            Call::Member(
                MemberCall::Update { .. }
                | MemberCall::Deactivate { .. }
                | MemberCall::Reactivate { .. }
                | MemberCall::Delete { .. }
                | MemberCall::RevokeTokens { .. },
            )
            | Call::Team(TeamCall::Create { .. } | TeamCall::Delete { .. })
            | Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_) => {
                for subject in step.call.subjects() {
                    match subject {
                        Subject::Member(id) => people.extend(snapshot.member(&id).map(|m| &m.id)),
                        Subject::Team(id) => people.extend(snapshot.team_members(&id).iter().map(|m| &m.member_id)),
                        Subject::Workspace(id) => {
                            if matches!(step.call, Call::Workspace(WorkspaceCall::Delete { .. })) {
                                people.extend(holders(&ResourceRef::Workspace(id), snapshot));
                            }
                        }
                        Subject::Address(_)
                        | Subject::Connection(_)
                        | Subject::Workbook(_)
                        | Subject::Dataset(_)
                        | Subject::UserAttribute(_)
                        | Subject::AccountType(_)
                        | Subject::Change(_) => {}
                    }
                }
            }
        }
    }
    people.len() + newcomers
}

/// Everybody with a grant on the resource, members of teams included.
fn holders<'a>(resource: &ResourceRef, snapshot: &'a Snapshot) -> Vec<&'a MemberId> {
    let mut all = Vec::new();
    for grant in snapshot.grants(resource) {
        match grant.grantee() {
            Some(Grantee::Member(_)) => all.extend(grant.member_id.as_ref()),
            Some(Grantee::Team(team)) => all.extend(snapshot.team_members(&team).iter().map(|m| &m.member_id)),
            None => {}
        }
    }
    all
}

/// Gathers a plan's parts in order, and what it is about once each.
struct Draft(Plan, HashSet<Subject>);

impl Draft {
    fn new(title: impl Into<String>) -> Self {
        let plan = Plan {
            title: title.into(),
            steps: Vec::new(),
            warnings: Vec::new(),
            subjects: Vec::new(),
            people: 0,
            confirm: None,
            reason_needed: None,
        };
        Self(plan, HashSet::new())
    }

    /// Adds a step, to be completed by the caller.
    fn step(&mut self, title: impl Into<String>, call: Call) -> &mut Step {
        let index = u32::try_from(self.0.steps.len()).unwrap_or(u32::MAX);
        for subject in call.subjects() {
            self.about(subject);
        }
        self.0.steps.push(Step::new(index, title, call));
        let last = self.0.steps.len() - 1;
        &mut self.0.steps[last]
    }

    fn warn(&mut self, message: impl Into<String>) {
        self.0.warnings.push(Warning { message: message.into() });
    }

    fn about(&mut self, subject: Subject) {
        if self.1.insert(subject.clone()) {
            self.0.subjects.push(subject);
        }
    }

    /// The name of what is lost for good must be typed.
    fn confirm(&mut self, phrase: impl Into<String>, why: impl Into<String>) {
        self.0.confirm = Some(Confirmation { phrase: phrase.into(), why: why.into() });
    }
}

impl Step {
    fn needs(&mut self, steps: impl IntoIterator<Item = u32>) -> &mut Self {
        self.needs.extend(steps);
        self
    }

    fn given(&mut self, precondition: impl Into<String>) -> &mut Self {
        self.precondition = Some(precondition.into());
        self
    }

    fn undone_by(&mut self, words: impl Into<String>, calls: impl IntoIterator<Item = Call>) -> &mut Self {
        self.undo = Some(words.into());
        self.inverse = calls.into_iter().collect();
        self
    }

    /// Undone by a call that puts earlier values back, all but those of the fields that are `lost`. A call that would
    /// send nothing is none, and the plan says so.
    fn put_back_by(&mut self, call: Call, lost: &[&'static str]) -> &mut Self {
        let names: Vec<String> = lost.iter().map(|what| (*what).to_owned()).collect();
        let names = wording::list(&names);
        match call.sparing(&[]) {
            None => {
                self.undone_by(format!("Can’t be undone: Sigma takes no call that puts the earlier {names} back."), [])
            }
            Some(call) if lost.is_empty() => self.undone_by("Put the earlier values back.", [call]),
            Some(call) => self.undone_by(
                format!("Put the earlier values back, all but the {names}: Sigma takes no call for that."),
                [call],
            ),
        }
    }
}
