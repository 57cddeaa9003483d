//! A list of people kept for its author, from its comparison with the team to the plan.

use super::{
    super::{
        actions::CompareMembers,
        editable,
        roster::{Comparison, Meanwhile},
    },
    since,
};
use crate::{
    changes::TeamDeed,
    directory::{
        Snapshot,
        resolve::lookup::{Found, look_up},
    },
    domain::{AppError, Capability, Intent, Invalid, TeamId},
    web::{KeptForm, PageOf, RequestContext, paths},
};

/// Name of the field that says what becomes of those whom somebody else has added or removed since.
pub(super) const MEANWHILE: &str = "meanwhile";

/// What is done about a line of a list that is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Who is suggested takes its place.
    Correct,
    /// The same for every line for which somebody is suggested.
    CorrectAll,
    /// It is taken off the list.
    Drop,
}

/// The context of a function that changes who is in a team.
///
/// # Errors
/// Who may not, [`AppError::NotFound`] for a team that they do not see, and [`AppError::Provisioned`]: the provider knows
/// who belongs to the team, and a list beside it is of no use.
pub async fn changing(team_id: &TeamId) -> Result<RequestContext, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    editable(&cx, team_id, &*cx.snapshot()?)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Join))?;
    Ok(cx)
}

/// Keeps a list for its author and leads to its comparison with the team.
///
/// # Errors
/// [`AppError::Invalid`] for an empty or too long list and an open search, and failures of the database.
pub async fn compare(cx: &RequestContext, form: CompareMembers) -> Result<(), AppError> {
    let people = form.people.searched(&*cx.snapshot()?)?;
    people.check()?;
    keep(cx, &CompareMembers { people, ..form }).await
}

/// Keeps a list in which a line is mended, and leads to its comparison with the team. A line that is not there, or for
/// which nobody is suggested, stays.
///
/// # Errors
/// [`AppError::NotFound`] when the list is kept no longer, and failures of the database.
pub async fn mend(
    cx: &RequestContext,
    team_id: &TeamId,
    list: &str,
    line: usize,
    mending: Mending,
) -> Result<(), AppError> {
    let mut form = kept(cx, team_id, list).await?;
    let snapshot = cx.snapshot()?;
    let entries = look_up(&form.people.list, &snapshot);
    let found = entries.get(line).map(|entry| entry.found.clone());
    let meant: Vec<Option<String>> = entries
        .iter()
        .map(|entry| match &entry.found {
            Found::Nobody(Some(member)) => Some(member.email.clone()),
            Found::Nobody(None) | Found::One(_) | Found::Several(_) => None,
        })
        .collect();
    let mut texts: Vec<String> = entries.into_iter().map(|entry| entry.text).collect();
    match (mending, found) {
        (Mending::Correct, Some(Found::Nobody(Some(meant)))) => texts[line].clone_from(&meant.email),
        (Mending::CorrectAll, _) => {
            texts.iter_mut().zip(meant).for_each(|(text, meant)| *text = meant.unwrap_or_else(|| text.clone()));
        }
        (Mending::Drop, Some(_)) => _ = texts.remove(line),
        (Mending::Correct, Some(Found::Nobody(None) | Found::One(_) | Found::Several(_)) | None)
        | (Mending::Drop, None) => {}
    }
    form.people.replace(&texts);
    keep(cx, &form).await
}

/// What a compared list wants.
///
/// # Errors
/// [`AppError::NotFound`] when it is kept no longer, [`AppError::Refused`] when it is not understood whole and has to
/// be, [`AppError::Invalid`] when it is not said what becomes of what others have changed since, and failures of the
/// database.
pub async fn intent(
    cx: &RequestContext,
    team_id: &TeamId,
    list: &str,
    meanwhile: Option<Meanwhile>,
) -> Result<Intent, AppError> {
    let form = kept(cx, team_id, list).await?;
    let snapshot = cx.snapshot()?;
    let comparison = compared(&form, &snapshot);
    if let Some(why) = comparison.obstacle() {
        return Err(AppError::Refused(why.to_owned()));
    }
    let comparison = comparison.since(&since::since(form.opened, team_id, &cx.app.store).await?);
    match meanwhile {
        Some(meanwhile) => Ok(comparison.answered(meanwhile).intent(team_id)),
        None if comparison.is_contested() => {
            Err(Invalid::one(MEANWHILE, "Choose what happens to the people who were added or removed meanwhile.")
                .into())
        }
        None => Ok(comparison.intent(team_id)),
    }
}

async fn keep(cx: &RequestContext, form: &CompareMembers) -> Result<(), AppError> {
    let kept = KeptForm::filled(paths::team_members(&form.team_id), form)?;
    let id = kept.keep(&cx.app, PageOf::from(&cx.actor)).await?;
    leptos_axum::redirect(&paths::team_comparison(&form.team_id, &id));
    Ok(())
}

/// The list of this id, if it is the actor's and of this team.
pub(super) async fn kept(cx: &RequestContext, team_id: &TeamId, list: &str) -> Result<CompareMembers, AppError> {
    let form = KeptForm::find(cx, list).await?.and_then(|kept| kept.read::<CompareMembers>());
    form.filter(|form| form.team_id == *team_id).ok_or(AppError::NotFound)
}

pub(super) fn compared<'s>(form: &CompareMembers, snapshot: &'s Snapshot) -> Comparison<'s> {
    Comparison::new(look_up(&form.people.list, snapshot), form.mode, Some(&form.team_id), snapshot)
}
