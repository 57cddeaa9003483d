//! Joining and leaving teams, and giving and taking access, from a person's page.

use super::super::{
    access::{JOIN, giving},
    copy, subject,
    why::every_removal,
};
use crate::{
    directory::{AccessTarget, Removal, Snapshot},
    domain::{
        Adjustment, AppError, Baseline, Capability, ChangeId, Grantee, Intent, Member, MemberId, ResourceKind,
        ResourceRef, TeamId,
    },
    features::shared::{
        picker::{Resources, Teams},
        resource_access::{OneAccess, propose_one},
        review,
    },
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Somebody who is a person and whom whoever asks is shown.
fn person<'s>(id: &MemberId, snapshot: &'s Snapshot) -> Result<&'s Member, AppError> {
    snapshot.findable(id).filter(|member| !member.is_system()).ok_or(AppError::NotFound)
}

/// Plans to add somebody to the team that was typed or chosen, and leads to the review.
#[server(endpoint = "members/join-team")]
pub async fn join_team(
    #[server(default)] member_id: MemberId,
    #[server(default)] team: String,
    #[server(default)] team_pick: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let add = vec![person(&member_id, &snapshot)?.id.clone()];
    let teams = Teams { snapshot: &snapshot, actor: &cx.actor, levels: Vec::new() };
    let team_id = TeamId::from(JOIN.meant(&team, &team_pick, &teams)?.id());
    let intent = Intent::EditTeamMembers { team_id, add, remove: Vec::new() };
    cx.propose(intent, NavItem::Members).await.map_err(review::in_words)
}

/// Plans to take somebody out of a team, and leads to the review.
#[server(endpoint = "members/leave-team")]
pub async fn leave_team(
    #[server(default)] member_id: MemberId,
    #[server(default)] team_id: TeamId,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let intent = Intent::EditTeamMembers { team_id, add: Vec::new(), remove: vec![member_id] };
    cx.propose(intent, NavItem::Members).await.map_err(review::in_words)
}

/// Plans access of somebody to the workspace that was typed or chosen, or another level of it, and leads to the review.
#[server(endpoint = "members/give-workspace")]
pub async fn give_workspace(
    #[server(default)] member_id: MemberId,
    #[server(default)] workspace: String,
    #[server(default)] workspace_pick: String,
    #[server(default)] level: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteGrants)?;
    give(&cx, &member_id, ResourceKind::Workspace, (&workspace, &workspace_pick), &level, &base).await
}

/// Plans access of somebody to the connection that was typed or chosen, or another level of it, and leads to the review.
#[server(endpoint = "members/give-connection")]
pub async fn give_connection(
    #[server(default)] member_id: MemberId,
    #[server(default)] connection: String,
    #[server(default)] connection_pick: String,
    #[server(default)] level: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteGrants)?;
    give(&cx, &member_id, ResourceKind::Connection, (&connection, &connection_pick), &level, &base).await
}

async fn give(
    cx: &RequestContext,
    member_id: &MemberId,
    kind: ResourceKind,
    (typed, pick): (&str, &str),
    level: &str,
    base: &Baseline,
) -> Result<ChangeId, AppError> {
    let snapshot = cx.snapshot()?;
    let grantee = Grantee::Member(person(member_id, &snapshot)?.id.clone());
    let thing = giving(kind).meant(typed, pick, &Resources { snapshot: &snapshot, kind: Some(kind) })?;
    let resource = ResourceRef::from_key(&thing.key).ok_or(AppError::Broken)?;
    let wanted = Some(resource.permission(level).ok_or(AppError::Unreadable)?);
    propose_one(cx, OneAccess { resource, grantee, wanted }, base, NavItem::Members).await
}

/// Plans to end every way of somebody to a workspace or connection: they leave the teams that give it and lose their
/// direct access. Leads to the review.
#[server(endpoint = "members/take-access-away")]
pub async fn take_access_away(
    #[server(default)] member_id: MemberId,
    #[server(default)] resource: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let snapshot = cx.snapshot()?;
    let member = person(&member_id, &snapshot)?;
    let resource = ResourceRef::from_key(&resource).ok_or(AppError::Unreadable)?;
    let access = snapshot.access_to(&resource, member);
    let access = access.ok_or_else(|| AppError::Refused("They have no access to it any more.".to_owned()))?;
    let mut adjustment = Adjustment::of(member_id);
    for removal in every_removal(&access, &AccessTarget::Resource(resource.clone()), &member.id) {
        match removal {
            Removal::Leave(team) => adjustment.leave.push(team),
            Removal::Revoke { .. } => adjustment.access.push((resource.clone(), None)),
        }
    }
    let intent = Intent::AdjustMembers { people: vec![adjustment] };
    cx.propose(intent, NavItem::Members).await.map_err(review::in_words)
}

/// Plans to give somebody what a colleague has, `from` by their id, of it the things whose keys are in `take`; and leads
/// to the review.
#[server(endpoint = "members/copy-access")]
pub async fn copy_access(
    #[server(default)] member_id: MemberId,
    #[server(default)] from: MemberId,
    #[server(default)] take: Vec<String>,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &member_id)?;
    let colleague = person(&from, &snapshot)?;
    let people = vec![copy::adjustment(colleague, &member, &take, &cx.app.changes.rules(), &snapshot)?];
    cx.propose(Intent::AdjustMembers { people }, NavItem::Members).await.map_err(review::in_words)
}
