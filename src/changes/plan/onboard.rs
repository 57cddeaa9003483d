//! Onboarding one person: the invitation with its teams, then one grant for each workspace and connection.

use super::{
    super::{guard::Refusal, wording},
    Draft,
};
use crate::{
    directory::Snapshot,
    domain::{
        Call, Ceiling, ConnectionId, ConnectionPermission, GranteeRef, Invalid, MemberRef, MemberStatus, NewPerson,
        Permission, Plan, ResourceRef, Subject, TeamChoice, UserKind, WorkspaceId, WorkspacePermission,
    },
};

/// The parts of `Intent::OnboardPerson`.
pub struct Wish<'a> {
    pub person: &'a NewPerson,
    pub teams: &'a [TeamChoice],
    pub workspaces: &'a [(WorkspaceId, WorkspacePermission)],
    pub connections: &'a [(ConnectionId, ConnectionPermission)],
}

pub fn plan(wish: &Wish, snapshot: &Snapshot) -> Result<Plan, Refusal> {
    check(wish, snapshot)?;
    let person = wish.person;
    let name = format!("{} {}", person.first_name, person.last_name);
    let mut draft = Draft::new(format!("Onboard {name}"));
    draft.about(Subject::Address(person.email.clone()));

    let kind = person.account_type.as_ref().map(|kind| format!(" as {kind}")).unwrap_or_default();
    let names: Vec<String> = wish.teams.iter().map(|t| wording::team(&t.team_id, snapshot)).collect();
    let invite = draft.step(
        match names.as_slice() {
            [] => format!("Invite {name} <{}>{kind}", person.email),
            names => format!("Invite {name} <{}>{kind} into {}", person.email, wording::list(names)),
        },
        Call::InviteMember { person: person.clone(), teams: wish.teams.to_vec() },
        &[],
        Some("Deactivate the member; the invitation mail cannot be recalled.".into()),
    );
    wish.teams.iter().for_each(|t| draft.about(Subject::Team(t.team_id.clone())));

    let workspaces =
        wish.workspaces.iter().map(|(id, level)| (ResourceRef::Workspace(id.clone()), Permission::Workspace(*level)));
    let connections = wish
        .connections
        .iter()
        .map(|(id, level)| (ResourceRef::Connection(id.clone()), Permission::Connection(*level)));
    for (resource, permission) in workspaces.chain(connections) {
        draft.about(Subject::from(&resource));
        draft.step(
            format!("Give {name} “{}” on {}", permission.label(), wording::resource(&resource, snapshot)),
            Call::Grant { resource, grantee: GranteeRef::Member(MemberRef::InvitedBy(invite)), permission },
            &[invite],
            Some("Revoke the grant.".into()),
        );
    }
    warn(&mut draft, wish, snapshot);
    Ok(draft.0)
}

/// Finds what Sigma would refuse, before it is asked.
fn check(wish: &Wish, snapshot: &Snapshot) -> Result<(), Invalid> {
    let mut invalid = Invalid::new();
    if let Some(existing) = snapshot.member_by_email(wish.person.email.as_str()) {
        let state = match existing.status() {
            MemberStatus::Active => "already a member",
            MemberStatus::Inactive => "already a member, deactivated by the identity provider",
            MemberStatus::Archived => "an archived member; reactivate them instead of inviting them again",
        };
        invalid.add("email", format!("{} ({}) is {state}.", existing.full_name(), existing.email));
    }
    if let Some(name) = &wish.person.account_type {
        match snapshot.account_type(name) {
            None => invalid.add("account_type", format!("The organisation has no account type “{name}”.")),
            Some(kind) if kind.is_admin() && wish.person.user_kind == UserKind::Guest => {
                invalid.add("account_type", "Guests cannot be admins.");
            }
            Some(_) => {}
        }
    }
    if wish.teams.iter().any(|t| snapshot.team(&t.team_id).is_none()) {
        invalid.add("teams", "One of the teams is no longer in the directory.");
    }
    if wish.workspaces.iter().any(|(id, _)| snapshot.workspace(id).is_none()) {
        invalid.add("workspaces", "One of the workspaces is no longer in the directory.");
    }
    if wish.connections.iter().any(|(id, _)| snapshot.connection(id).is_none_or(|c| c.is_archived)) {
        invalid.add("connections", "One of the connections is archived or no longer in the directory.");
    }
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

fn warn(draft: &mut Draft, wish: &Wish, snapshot: &Snapshot) {
    let person = wish.person;
    let account_type = person.account_type.as_deref();
    if account_type.is_some_and(|name| name.eq_ignore_ascii_case("admin")) {
        draft.warn("Admins can do everything in the organisation, whatever they are granted.");
    }
    if account_type.is_none() {
        draft.warn("No account type is chosen: Sigma uses the organisation's default for invitations.");
    }
    if person.user_kind == UserKind::Guest && (!wish.workspaces.is_empty() || !wish.connections.is_empty()) {
        draft.warn("Guests have only what their teams are given: the direct grants of this plan may have no effect.");
    }
    if let Some(ceiling) = account_type.and_then(Ceiling::of) {
        let kind = account_type.unwrap_or_default();
        for (id, level) in wish.workspaces.iter().filter(|(_, level)| *level > ceiling.workspace) {
            let name = snapshot.workspace(id).map_or("", |w| &w.name);
            draft.warn(format!(
                "The account type {kind} caps access to {name}: “{}” works as “{}”.",
                level.label(),
                ceiling.workspace.label()
            ));
        }
        if !ceiling.uses_connections && !wish.connections.is_empty() {
            draft.warn(format!("The account type {kind} cannot work with raw data: connection grants have no effect."));
        }
    }
    for team in wish.teams {
        let granted = snapshot.granted_to(&crate::domain::Grantee::Team(team.team_id.clone()));
        for (id, level) in wish.workspaces {
            let covers = |(resource, permission): &&(ResourceRef, Permission)| {
                *resource == ResourceRef::Workspace(id.clone()) && *permission >= Permission::Workspace(*level)
            };
            if let Some((_, permission)) = granted.iter().find(covers) {
                draft.warn(format!(
                    "Team {} already gives “{}” on {}: the direct grant adds nothing.",
                    wording::team(&team.team_id, snapshot),
                    permission.label(),
                    snapshot.workspace(id).map_or("", |w| &w.name)
                ));
            }
        }
    }
    if wish.teams.is_empty() && wish.workspaces.is_empty() {
        draft.warn("Without a team or workspace the person sees an empty Sigma after signing in.");
    }
    if !person.send_invite {
        draft.warn("No invitation is mailed: tell the person yourself where to sign in.");
    }
}
