//! Making, editing and deleting teams, and who is in them.

use super::super::{
    calls::{Context, InDoubt, LookError, Ready, Reconciled, finding::given, gone, may_still_happen, missing, own},
    machine::Outcome,
};
use crate::{
    domain::{
        Call, MemberId, NewTeam, Step, Subject, Team, TeamCall, TeamId, TeamMember, TeamPatch, TeamVisibility,
        text::isolated,
    },
    sigma::{self, ListTeams, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma or the journal cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &TeamCall, doubt: InDoubt) -> Result<Reconciled, LookError> {
    match call {
        TeamCall::Create { team } => look_for_made(cx, step, team, doubt).await,
        TeamCall::Update { team_id, patch, before } => look_at_fields(cx, step, team_id, patch, before).await,
        TeamCall::Delete { team } => match team.known() {
            Some(id) => Ok(Reconciled::gone_or_send(cx.client.teams().get(id).await.map(drop), step)?),
            None => Ok(Reconciled::missing()),
        },
        TeamCall::UpdateMembers { team_id, add, remove, keeps_admin } => {
            look_at_members(cx, step, team_id, add, remove, *keeps_admin).await
        }
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &TeamCall) -> Result<Outcome, sigma::Error> {
    let teams = client.teams();
    Ok(match call {
        TeamCall::Create { team } => {
            let answer = teams.create(team).await?;
            Outcome::created(Subject::Team(answer.value.team.team.id), answer.request_id)
        }
        TeamCall::Update { team_id, patch, .. } => Outcome::done(teams.update(team_id, patch).await?.request_id),
        TeamCall::Delete { team } => match team.known() {
            Some(id) => gone(teams.delete(id).await)?,
            None => missing(),
        },
        TeamCall::UpdateMembers { team_id, add, remove, .. } => {
            Outcome::done(teams.update_members(team_id, add, remove).await?.request_id)
        }
    })
}

/// Whether a team of this name has been made since the plan: by this step, or by somebody else. Names need not be unique,
/// and older teams of the same name were warned about.
async fn look_for_made(cx: &Context<'_>, step: &Step, team: &NewTeam, doubt: InDoubt) -> Result<Reconciled, LookError> {
    let named = ListTeams { name: Some(team.name.clone()), ..ListTeams::default() };
    let found = cx.client.teams().matching(&named).await?;
    let mut foreign = None;
    for found in found.into_iter().filter(|t| t.name == team.name && own::is_recent(cx, step, t.created_at)) {
        if is_made_by(cx, step, &found, team).await? {
            return Ok(Reconciled::Done { created: Some(Subject::Team(found.id)) });
        }
        foreign = Some(found);
    }
    Ok(match foreign {
        Some(_) => Reconciled::Changed(format!(
            "Someone else has made a team named “{}” meanwhile; none was made. Start again if there are to be two.",
            isolated(&team.name)
        )),
        None => may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet),
    })
}

async fn is_made_by(cx: &Context<'_>, step: &Step, found: &Team, team: &NewTeam) -> Result<bool, LookError> {
    let wanted = team.visibility.as_ref().unwrap_or(&TeamVisibility::Private);
    let is_same = found.visibility() == wanted
        && found.description.as_deref().unwrap_or_default() == team.description.as_deref().unwrap_or_default();
    let subject = Subject::Team(found.id.clone());
    if !is_same || !own::is_made(cx, step, &subject, own::maker(&found.extra), found.created_at).await? {
        return Ok(false);
    }
    if team.members.is_empty() {
        return Ok(true);
    }
    let joined = cx.client.teams().get(&found.id).await?.members;
    Ok(team.members.iter().all(|id| joined.contains(id)))
}

/// Whether a team's fields are as wanted, as the plan saw them, or neither.
async fn look_at_fields(
    cx: &Context<'_>,
    step: &Step,
    id: &TeamId,
    patch: &TeamPatch,
    before: &TeamPatch,
) -> Result<Reconciled, LookError> {
    let now = cx.client.teams().get(id).await?.team;
    let own = own::edited(cx, step, &now.extra, now.updated_at);
    Ok(given(step, patch.is_met_by(&now), own, &patch.conflicts(before, &now)))
}

/// Who still has to come and go. Whoever has come or gone by somebody else's doing is left alone.
async fn look_at_members(
    cx: &Context<'_>,
    step: &Step,
    team_id: &TeamId,
    add: &[MemberId],
    remove: &[MemberId],
    keeps_admin: bool,
) -> Result<Reconciled, LookError> {
    let mut now = cx.client.teams().members(team_id).await?;
    let has = |now: &[TeamMember], id: &MemberId| now.iter().any(|m| m.member_id == *id);
    if remove.iter().any(|id| !has(&now, id)) {
        // A list that ended early must not make somebody look gone already.
        now.extend(cx.client.teams().members(team_id).await?);
    }
    let is_in = |id: &&MemberId| now.iter().any(|m| m.member_id == **id);
    let (present, adding): (Vec<_>, Vec<_>) = add.iter().partition(is_in);
    let (removing, absent): (Vec<_>, Vec<_>) = remove.iter().partition(is_in);
    // What was so before the first try was sent is written down in the step; the rest a try that may have arrived has
    // done.
    let others = |id: &&&MemberId| !step.may_have_arrived() || step.spared.contains(&Subject::Member((**id).clone()));
    let spared: Vec<Subject> =
        present.iter().chain(&absent).filter(others).map(|id| Subject::Member((*id).clone())).collect();
    if adding.is_empty() && removing.is_empty() {
        return Ok(Reconciled::met(spared.len() < add.len() + remove.len()));
    }
    let call = Call::Team(TeamCall::UpdateMembers {
        team_id: team_id.clone(),
        add: adding.into_iter().cloned().collect(),
        remove: removing.into_iter().cloned().collect(),
        keeps_admin,
    });
    Ok(Reconciled::Send(Box::new(Ready { spared, ..Ready::new(call) })))
}
