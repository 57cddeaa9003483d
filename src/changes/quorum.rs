//! Rules over the whole organization: somebody must stay an admin, and a team that was to keep a team admin keeps one.
//!
//! The directory may be minutes old and another change may be at work on the others who could stay. So these rules are
//! checked by what Sigma says right before the call, and under a lock that no other such call is sent beside.

use super::{
    Rules,
    calls::{Context, Memo},
    guard, labels, members, teams,
};
use crate::{
    directory::Snapshot,
    domain::{Actor, Call, Member, MemberId, MemberStatus, TeamId},
    sigma::{self, ListMembers, SigmaClient},
};
use std::collections::HashSet;

/// What a call takes that such a rule is about.
pub enum Takes<'c> {
    Nothing,
    /// A name, of which two must not make something at once.
    Name,
    /// A member's account or account type; these teams are to keep a team admin.
    Member(&'c [TeamId]),
    /// Members from a team that is to keep a team admin.
    TeamAdmins(&'c TeamId, &'c [MemberId]),
}

impl<'c> Takes<'c> {
    fn of(call: &'c Call) -> Self {
        match call {
            Call::Member(call) => members::takes(call),
            Call::Team(call) => teams::takes(call),
            Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => Self::Nothing,
        }
    }
}

/// Whether a call could break such a rule, as far as the directory knows; or makes something of a name that two must not
/// make at once.
pub fn is_at_stake(call: &Call, snapshot: &Snapshot) -> bool {
    let may_be_admin = |id: &MemberId| snapshot.member(id).is_none_or(|member| member.has_account_type("admin"));
    match Takes::of(call) {
        Takes::Name | Takes::TeamAdmins(..) => true,
        Takes::Member(keeps_admins) => !keeps_admins.is_empty() || guard::leaves(call).is_some_and(may_be_admin),
        Takes::Nothing => false,
    }
}

/// Whether the rule about a call counts who is left: one that may still happen has to be counted as if it had. What is
/// made of a name is found by its name instead.
pub fn counts_admins(call: &Call) -> bool {
    match Takes::of(call) {
        Takes::Member(_) | Takes::TeamAdmins(..) => true,
        Takes::Name | Takes::Nothing => false,
    }
}

/// The same by what was read of Sigma a moment ago: somebody may have become an admin since the directory was read.
///
/// # Errors
/// When Sigma does not tell.
pub async fn takes_an_admin(cx: &Context<'_>, call: &Call) -> Result<bool, sigma::Error> {
    match guard::leaves(call) {
        Some(id) => Ok(is_admin(&*cx.memo.member(cx.client, id).await?)),
        None => Ok(false),
    }
}

/// Why the call would leave the organisation without an admin or without its provisioning, or a team without the team
/// admin that the plan left it.
/// `leaving` are the members that other calls of the same change take.
///
/// # Errors
/// When Sigma does not tell.
pub async fn problem(
    cx: &Context<'_>,
    call: &Call,
    snapshot: &Snapshot,
    rules: &Rules,
    leaving: &HashSet<MemberId>,
) -> Result<Option<String>, sigma::Error> {
    if let Some(id) = guard::leaves(call) {
        let leaver = cx.memo.member(cx.client, id).await?;
        if rules.has_set_scim_up(&leaver) {
            return Ok(Some(guard::set_scim_up(&labels::person(&leaver))));
        }
        if is_admin(&leaver) {
            if let Some(gone) = actor_is_gone(cx.memo, cx.client, cx.change.sent_for()).await? {
                return Ok(Some(gone));
            }
            if !keeps_an_admin(cx.client, id, snapshot, leaving).await? {
                let name = labels::person(&leaver);
                return Ok(Some(format!(
                    "{name} is the organization’s last admin by now. Make someone else an admin first."
                )));
            }
        }
    }
    let (teams, gone): (&[TeamId], HashSet<&MemberId>) = match Takes::of(call) {
        Takes::Member(teams) => (teams, leaving.iter().chain(guard::leaves(call)).collect()),
        Takes::TeamAdmins(team, members) => (std::slice::from_ref(team), members.iter().collect()),
        Takes::Name | Takes::Nothing => return Ok(None),
    };
    for team in teams {
        if !keeps_a_team_admin(cx.client, team, &gone).await? {
            let name = labels::team(team, snapshot);
            return Ok(Some(format!(
                "Nobody would administer team {name} any more: the other team admin that the plan saw is gone. Name \
                 another in Sigma first, or start again."
            )));
        }
    }
    Ok(None)
}

fn is_admin(member: &Member) -> bool {
    member.has_account_type("admin") && member.status() == MemberStatus::Active
}

/// Whoever asked may have lost their own account a moment ago, by the wish of the very admin whom they take it from.
async fn actor_is_gone(memo: &Memo, client: &SigmaClient, actor: &Actor) -> Result<Option<String>, sigma::Error> {
    let Some(id) = &actor.member_id else { return Ok(None) };
    let member = memo.read_member(client, id).await?;
    let is_gone = member.status() != MemberStatus::Active;
    Ok(is_gone.then(|| format!("{}, who asked for this, is no longer an active member.", labels::person(&member))))
}

/// Whether somebody beside these stays an admin. The owner of the portal's credentials does not count: nobody signs in
/// as them. Those whom the directory knows are asked about first, which is one call nearly always.
async fn keeps_an_admin(
    client: &SigmaClient,
    leaver: &MemberId,
    snapshot: &Snapshot,
    leaving: &HashSet<MemberId>,
) -> Result<bool, sigma::Error> {
    let stays = |id: &MemberId| id != leaver && id != snapshot.token_owner() && !leaving.contains(id);
    for known in snapshot.people().filter(|member| is_admin(member) && stays(&member.id)) {
        if is_admin(&client.members().get(&known.id).await?) {
            return Ok(true);
        }
    }
    let everybody = client.members().all(&ListMembers::default()).await?;
    Ok(everybody.iter().any(|member| is_admin(member) && stays(&member.id) && !member.is_system()))
}

/// Whether an active team admin beside these stays in the team.
async fn keeps_a_team_admin(
    client: &SigmaClient,
    team: &TeamId,
    gone: &HashSet<&MemberId>,
) -> Result<bool, sigma::Error> {
    for place in client.teams().members(team).await? {
        if place.is_team_admin && !gone.contains(&place.member_id) {
            let member = client.members().get(&place.member_id).await?;
            if member.status() == MemberStatus::Active {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
