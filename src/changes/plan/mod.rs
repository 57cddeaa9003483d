//! From intent to plan: pure functions of the intent, the actor and the directory.

mod danger;
mod draft;
mod new_texts;
mod seen;
mod undo;

pub use draft::Draft;

use super::{
    Rules, access, attributes, connections, documents,
    guard::{self, Refusal},
    members, organization, paths, teams, workspaces,
};
use crate::{
    directory::Snapshot,
    domain::{
        Actor, Call, Change, Grantee, Intent, MemberCall, MemberId, Plan, ResourceRef, Step, Subject, TeamCall,
        Warning, WarningLevel, WorkspaceCall, wanted::while_wanted,
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
    let Draft { mut plan, .. } = match intent {
        Intent::Onboard { people } => members::onboard::plan(people, snapshot, rules),
        Intent::EditMember { member_id, patch, .. } => members::plan::edit(member_id, patch, snapshot),
        Intent::SetAccountType { members, account_type, .. } => {
            members::plan::account_type(members, account_type, snapshot)
        }
        Intent::Offboard { members, how, revoke_tokens, leave_teams, revoke_grants } => {
            let wish = members::offboarding::OffboardOptions {
                members,
                how,
                revoke_tokens: *revoke_tokens,
                leave_teams: *leave_teams,
                revoke_grants: *revoke_grants,
            };
            members::offboarding::offboard(&wish, snapshot)
        }
        Intent::Reactivate { members } => members::offboarding::reactivate(members, snapshot),
        Intent::DeleteMember { member_id } => members::offboarding::delete(member_id, snapshot),
        Intent::CreateTeam { team } => teams::plan::create(team, snapshot),
        Intent::EditTeam { team_id, patch, .. } => teams::plan::edit(team_id, patch, actor, snapshot),
        Intent::DeleteTeam { team_id } => teams::plan::delete(team_id, snapshot),
        Intent::EditTeamMembers { team_id, add, remove } => teams::plan::members(team_id, add, remove, snapshot),
        Intent::CreateWorkspace { name, access } => workspaces::plan::create(name, access, snapshot),
        Intent::RenameWorkspace { workspace_id, name, .. } => workspaces::plan::rename(workspace_id, name, snapshot),
        Intent::DeleteWorkspace { workspace_id } => workspaces::plan::delete(workspace_id, snapshot),
        Intent::SetAccess { resource, access, .. } => access::plan::set(resource, access, snapshot),
        Intent::AdjustMembers { people } => members::adjust::plan(people, snapshot),
        Intent::EditConnection { connection_id, patch, .. } => connections::plan::edit(connection_id, patch, snapshot),
        Intent::CreateAttribute { attribute } => attributes::plan::create(attribute, snapshot),
        Intent::SetPathAccess { path, grantee, before, permission } => {
            paths::plan::set(path, grantee, *before, *permission, snapshot)
        }
        Intent::SetAttributes { values, .. } => attributes::plan::set(values, snapshot),
        Intent::EditDocument { document, name, patch, before } => {
            documents::plan::edit(document, name, patch, before, snapshot)
        }
        Intent::ChangeOwner { documents, owner } => documents::plan::change_owner(documents, owner, snapshot),
        Intent::ShareDocument { document, name, grantee, before, permission } => {
            documents::plan::share(document, name, grantee, before.as_ref(), permission.as_ref(), snapshot)
        }
        Intent::Materialize { dataset_id, name } => Ok(documents::plan::materialize(dataset_id, name)),
        Intent::SetSwitch { switch, enabled } => Ok(organization::plan::set(*switch, *enabled)),
        Intent::RenewCredentials { name } => Ok(organization::plan::renew_credentials(name, snapshot)),
        Intent::DeleteLeftCredentials { client_id } => Ok(organization::plan::delete_left_credentials(client_id)),
        Intent::Undo { .. } => undo::plan(past.first(), snapshot),
    }?;
    // Whom a step itself takes away may be among them: the guard looks at the others only.
    let leaving: HashSet<MemberId> = plan.steps.iter().filter_map(|s| guard::leaves(&s.call)).cloned().collect();
    for step in while_wanted(&plan.steps) {
        guard::check(&step.call, actor, snapshot, rules, &leaving)?;
    }
    leave_to_provider(&mut plan, snapshot, rules);
    plan.people = reached(&plan.steps, snapshot);
    danger::weigh(&mut plan, intent, snapshot, rules);
    plan.warnings.sort_by_key(|warning| warning.level);
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
    plan.warnings
        .extend(exceptions.iter().map(|when| Warning { message: (*when).to_owned(), level: WarningLevel::Caution }));
    plan.reason_needed =
        exceptions.first().map(|_| "Enter a reason for this exception; it’s kept in the audit log.".to_owned());
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
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => {
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
                        | Subject::DataModel(_)
                        | Subject::Report(_)
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
