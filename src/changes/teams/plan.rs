//! Making, editing and deleting teams, and who is in them.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{AccessLoss, Snapshot},
    domain::{
        Actor, Call, Invalid, MemberId, MemberStatus, NewTeam, Ref, Role, Team, TeamCall, TeamId, TeamPatch,
        TeamVisibility, text::isolated,
    },
};
use std::collections::HashSet;

pub fn create(team: &NewTeam, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    for member in &team.members {
        guard::active(member, "members", snapshot)?;
    }
    let mut draft = Draft::new(format!("Create team {}", isolated(&team.name)));
    if let Some(same) = snapshot.teams().iter().find(|t| t.name.eq_ignore_ascii_case(&team.name)) {
        draft.warn(format!("There’s already a team named {}. Sigma would create a second one.", isolated(&same.name)));
    }
    let with = match team.members.len() {
        0 => String::new(),
        1 => " with 1 member".into(),
        n => format!(" with {n} members"),
    };
    let place = if team.with_workspace { " and a workspace of its own" } else { "" };
    let step = draft.step(
        format!("Create team {}{with}{place}", isolated(&team.name)),
        Call::Team(TeamCall::Create { team: team.clone() }),
    );
    let delete = Call::Team(TeamCall::Delete { team: Ref::CreatedBy(step.index) });
    step.undone_by("Deletes the team; a workspace created for it stays.", [delete]);
    if team.with_workspace {
        draft.note("Sigma doesn’t document what happens to the team’s workspace when the team is deleted.");
    }
    Ok(draft)
}

/// Whether somebody can see in Sigma itself that there is such a team: admins see all, everybody else the public ones and
/// their own (BEHAVIOUR.md section 8). A plan says no more, or it would tell names of private teams to whoever tries them.
fn is_seen_in_sigma(team: &Team, actor: &Actor, snapshot: &Snapshot) -> bool {
    match actor.role {
        Role::Admin | Role::Auditor => true,
        Role::TeamManager | Role::Member | Role::Visitor => {
            *team.visibility() == TeamVisibility::Public
                || actor.member_id.as_ref().is_some_and(|own| snapshot.is_in_team(own, &team.id))
        }
    }
}

pub fn edit(id: &TeamId, patch: &TeamPatch, actor: &Actor, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let team = find(id, snapshot)?;
    let patch = patch.clone().against(team);
    if patch.is_empty() {
        return Err(Refusal::Nothing("Nothing would change: every field already has this value.".into()));
    }
    let mut draft = Draft::new(format!("Edit team {}", isolated(&team.name)));
    let mut edits = Vec::new();
    if let Some(name) = &patch.name {
        let shown = isolated(name);
        edits.push(format!("name to “{shown}”"));
        let mut same = snapshot.teams().iter().filter(|t| t.id != *id && t.name.eq_ignore_ascii_case(name));
        if same.any(|team| is_seen_in_sigma(team, actor, snapshot)) {
            draft.warn("Another team has this name already.");
        }
    }
    if patch.description.is_some() {
        edits.push("description".into());
    }
    match &patch.visibility {
        Some(TeamVisibility::Public) => {
            edits.push("visibility to public".into());
            draft.warn("Every internal member of the organization will see this team and who is in it.");
        }
        Some(_) => edits.push("visibility to private".into()),
        None => {}
    }
    let before = patch.inverse(team);
    let back = Call::Team(TeamCall::Update { team_id: id.clone(), patch: before.clone(), before: patch.clone() });
    draft
        .step(
            format!("Change {} of team {}", labels::list(&edits), isolated(&team.name)),
            Call::Team(TeamCall::Update { team_id: id.clone(), patch, before }),
        )
        .put_back_by(back, &[]);
    Ok(draft)
}

/// Deletes a team. Cannot be undone; says who loses what.
pub fn delete(id: &TeamId, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let team = find(id, snapshot)?;
    let mut draft = Draft::new(format!("Delete team {}", isolated(&team.name)));
    let members: Vec<MemberId> = snapshot.team_members(id).iter().map(|m| m.member_id.clone()).collect();
    let losers = losers(id, &members, snapshot);
    let values = snapshot.attributes_of_team(id);
    if !values.is_empty() {
        let names: Vec<String> = values.iter().map(|(attribute, _)| isolated(&attribute.name).into_owned()).collect();
        draft.warn(format!("The team’s values of {} no longer apply to its members.", labels::list(&names)));
    }
    draft.warn("A deleted team can’t be restored. Grants on single documents aren’t counted here.");
    draft.note("Sigma doesn’t document what happens to a workspace that was created with the team.");
    draft.step(
        format!("Delete team {}", isolated(&team.name)),
        Call::Team(TeamCall::Delete { team: id.clone().into() }),
    );
    let why = match losers {
        0 => "Nobody loses access to a workspace or connection.".to_owned(),
        1 => "1 person loses access that only this team gives.".to_owned(),
        n => format!("{n} people lose access that only this team gives."),
    };
    draft.confirm(team.name.clone(), why);
    Ok(draft)
}

/// How many people lose access that only the team gives.
fn losers(team: &TeamId, leaving: &[MemberId], snapshot: &Snapshot) -> usize {
    let losses = snapshot.lost_without(team, leaving);
    losses.iter().flat_map(AccessLoss::losers).collect::<HashSet<_>>().len()
}

/// Adds people and removes people, in one call.
pub fn members(id: &TeamId, add: &[MemberId], remove: &[MemberId], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let team = find(id, snapshot)?;
    let chosen = |wanted: &[MemberId], field: &str, is_in: bool| -> Result<Vec<MemberId>, Refusal> {
        let mut chosen = Vec::new();
        for member in wanted {
            guard::active(member, field, snapshot)?;
            if snapshot.is_in_team(member, id) == is_in && !chosen.contains(member) {
                chosen.push(member.clone());
            }
        }
        Ok(chosen)
    };
    let (adding, removing) = (chosen(add, "add", false)?, chosen(remove, "remove", true)?);
    let (joining, leaving) = (labels::people(&adding, snapshot), labels::people(&removing, snapshot));
    let shown = isolated(&team.name);
    let title = match (adding.as_slice(), removing.as_slice()) {
        ([], []) => return Err(Refusal::Nothing(format!("Nothing would change in team {}.", isolated(&team.name)))),
        (_, []) => format!("Add {joining} to team {shown}"),
        ([], _) => format!("Remove {leaving} from team {shown}"),
        ([_, ..], [_, ..]) => format!("Add {joining} to team {shown}, remove {leaving}"),
    };
    if let Some(both) = adding.iter().find(|m| removing.contains(m)) {
        let message = format!("{} is both added and removed.", labels::member(both, snapshot));
        return Err(Invalid::one("add", message).into());
    }
    let mut draft = Draft::new(title.clone());
    for admin in removing.iter().filter(|m| snapshot.is_team_admin(m, id)) {
        draft.warn(format!(
            "{} is a team admin of {shown}. Adding them back later doesn’t make them one again.",
            labels::member(admin, snapshot)
        ));
    }
    let keeps_admin = keeps_admin(id, &removing, snapshot);
    let undone = match (adding.as_slice(), removing.as_slice()) {
        (_, []) => "Removes them again.",
        ([], _) => "Adds them again.",
        ([_, ..], [_, ..]) => "Removes who was added, adds who was removed.",
    };
    let back = Call::Team(TeamCall::UpdateMembers {
        team_id: id.clone(),
        add: removing.clone(),
        remove: adding.clone(),
        keeps_admin: false,
    });
    draft
        .step(
            title,
            Call::Team(TeamCall::UpdateMembers { team_id: id.clone(), add: adding, remove: removing, keeps_admin }),
        )
        .undone_by(undone, [back]);
    Ok(draft)
}

/// Whether team admins are among those who leave, and an active one stays.
pub fn keeps_admin(id: &TeamId, leaving: &[MemberId], snapshot: &Snapshot) -> bool {
    let is_active = |member: &MemberId| snapshot.member(member).is_some_and(|m| m.status() == MemberStatus::Active);
    let admins = || snapshot.team_members(id).iter().filter(|m| m.is_team_admin).map(|m| &m.member_id);
    admins().any(|admin| leaving.contains(admin)) && admins().any(|admin| !leaving.contains(admin) && is_active(admin))
}

fn find<'a>(id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, Refusal> {
    snapshot.team(id).ok_or_else(|| Refusal::Blocked("This team is no longer in the directory.".into()))
}
