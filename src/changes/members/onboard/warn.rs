//! What to know before people are onboarded; none of it stops anybody.

use super::remark;
use crate::{
    changes::{labels, plan::Draft},
    directory::{Snapshot, caveats},
    domain::{Grantee, Invitee, Permission, ResourceRef, UserKind, text::isolated},
};

/// What to know about one person.
pub fn one(draft: &mut Draft, joiner: &Invitee, snapshot: &Snapshot) {
    let person = &joiner.person;
    let account_type = person.account_type.as_deref();
    if account_type.is_some_and(|name| name.eq_ignore_ascii_case("admin")) {
        draft.warn("Admins can do everything in the organization, whatever they are granted.");
    }
    if account_type.is_none() {
        draft.note("No account type is chosen: Sigma uses the organization’s default for invitations.");
    }
    if person.user_kind == UserKind::Guest && (!joiner.workspaces.is_empty() || !joiner.connections.is_empty()) {
        draft.warn(caveats::GUEST);
    }
    for (name, caveat) in direct_caveats(joiner, snapshot) {
        draft.warn(format!("{name}: {caveat}"));
    }
    for team in &joiner.teams {
        let granted = snapshot.granted_to(&Grantee::Team(team.team_id.clone()));
        for (id, level) in &joiner.workspaces {
            let covers = |(resource, permission): &&(ResourceRef, Permission)| {
                *resource == ResourceRef::Workspace(id.clone()) && *permission >= Permission::Workspace(*level)
            };
            if let Some((_, permission)) = granted.iter().find(covers) {
                draft.note(format!(
                    "Team {} already gives {} on {}: the direct grant adds nothing.",
                    labels::team(&team.team_id, snapshot),
                    permission.label(),
                    isolated(snapshot.workspace(id).map_or("", |w| &w.name))
                ));
            }
        }
    }
    if joiner.teams.is_empty() && joiner.workspaces.is_empty() {
        draft.warn("Without a team or workspace the person sees an empty Sigma after signing in.");
    }
    for remark in remark::remarks(joiner, snapshot) {
        draft.warn(remark);
    }
    if !person.send_invite {
        draft.note("No invitation is sent: tell the person where to sign in.");
    }
}

/// What the account type leaves of the direct grants: names of what is granted, each with a sentence.
fn direct_caveats(joiner: &Invitee, snapshot: &Snapshot) -> Vec<(String, String)> {
    let Some(account_type) = joiner.person.account_type.as_deref() else { return Vec::new() };
    let workspaces = joiner.workspaces.iter().map(|(id, level)| {
        (snapshot.workspace(id).map_or("", |workspace| &workspace.name), Permission::Workspace(*level))
    });
    let connections = joiner.connections.iter().map(|(id, level)| {
        (snapshot.connection(id).map_or("", |connection| &connection.name), Permission::Connection(*level))
    });
    let grants = workspaces.chain(connections);
    let caveat = |(name, level)| Some((isolated(name).into_owned(), caveats::of_account_type(account_type, &level)?));
    grants.filter_map(caveat).collect()
}

/// What to know about many people: counted, not listed one by one.
pub fn many(draft: &mut Draft, people: &[Invitee], snapshot: &Snapshot) {
    for remark in people.iter().flat_map(|joiner| remark::remarks(joiner, snapshot)) {
        draft.warn(remark);
    }
    let mut count = |matches: &dyn Fn(&Invitee) -> bool, sentence: &str| {
        let n = people.iter().filter(|joiner| matches(joiner)).count();
        if n > 0 {
            draft.warn(format!("{n} of {}: {sentence}", people.len()));
        }
    };
    let kind = |joiner: &Invitee| joiner.person.account_type.clone().unwrap_or_default();
    count(&|j| kind(j).eq_ignore_ascii_case("admin"), "admins can do everything, whatever they are granted.");
    count(&|j| j.person.account_type.is_none(), "no account type is chosen; Sigma uses the organization’s default.");
    count(
        &|j| j.person.user_kind == UserKind::Guest && !(j.workspaces.is_empty() && j.connections.is_empty()),
        "guests have only what their teams are given; their direct grants may have no effect.",
    );
    count(&|j| !direct_caveats(j, snapshot).is_empty(), "limited by account type in what they are granted.");
    count(&|j| j.teams.is_empty() && j.workspaces.is_empty(), "without a team or workspace they see an empty Sigma.");
    count(&|j| !j.person.send_invite, "no invitation is mailed; tell them yourself where to sign in.");
    let covered = |j: &Invitee| {
        j.teams.iter().any(|team| {
            let granted = snapshot.granted_to(&Grantee::Team(team.team_id.clone()));
            j.workspaces.iter().any(|(id, level)| {
                granted.iter().any(|(resource, permission)| {
                    *resource == ResourceRef::Workspace(id.clone()) && *permission >= Permission::Workspace(*level)
                })
            })
        })
    };
    count(&covered, "a team already gives what is granted directly.");
}
