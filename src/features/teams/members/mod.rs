//! Changing who is in a team: a list is pasted or searched together, compared with the team, and then planned.

mod compare;
mod newcomers;
mod page;

use super::{
    editable,
    roster::{Comparison, Mode},
    who::{Who, too_long},
};
use crate::{
    changes::TeamDeed,
    components::{
        draft,
        review::{self, Back, Kept, Proposed},
    },
    directory::Snapshot,
    domain::{Capability, Intent, Invalid, MemberId, Team, TeamId},
    people::lookup::{Found, look_up},
    web::{self, Cx, Fault, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// How long a list that has been compared is kept.
const LIFE: Duration = Duration::from_hours(24);

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    mode: Mode,
    people: Who,
    /// When the form was opened, in milliseconds: whoever joined since is not on a list that was made before.
    opened: i64,
    /// The list that was compared, kept by the server: the pages after it carry its id only.
    #[serde(skip_serializing)]
    draft: String,
    /// Whom the button beside one member means.
    #[serde(skip_serializing)]
    member: String,
    /// The button that was pressed.
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

/// How the form begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Start {
    /// `team` for a list of the present members, to be made into the new one.
    from: String,
}

/// The form; empty, or with a list of the present members.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Join))?;
    if let Some(form) = cx.kept_form().await? {
        return page::show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    let start: Start = web::decode(cx.parts.uri.query());
    let mut form = Form { opened: Timestamp::now().as_millisecond(), ..Form::default() };
    if start.from == "team" {
        let members = snapshot.team_members(&team.id).iter().filter_map(|m| snapshot.member(&m.member_id));
        form = Form { mode: Mode::Exact, people: Who::of(members), ..form };
    }
    page::show(cx, StatusCode::OK, team, form, Invalid::new()).await
}

/// Does what the pressed button says: searches, compares, corrects, plans.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let read: Result<Form, Fault> = web::list_form(request).await;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    let mut form = match read {
        Err(Fault::TooLarge) => {
            let errors = too_long("This list is too long.");
            return page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, Form::default(), errors).await;
        }
        form => form?,
    };
    if !form.draft.is_empty() {
        let kept: Form = draft::find(&cx, &form.draft).await?.ok_or(Fault::NotFound)?;
        form = Form { pressed: form.pressed, ..kept };
    }
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return page::show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    if form.pressed == "leave" {
        let remove = vec![MemberId::from(form.member.as_str())];
        let intent = Intent::EditTeamMembers { team_id: team.id.clone(), add: vec![], remove };
        return review::propose_or_leave(cx, intent, &paths::team(&team.id), Place::Teams).await;
    }
    // The provider knows who belongs to the team: a list beside it is of no use.
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Join))?;
    if form.people.press(&form.pressed, &snapshot) || form.pressed == "back" {
        return page::show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    if let Some((what, at)) = form.pressed.clone().split_once(':') {
        mend(&mut form, what, at.parse().unwrap_or(usize::MAX), &snapshot);
    }
    if let Err(errors) = form.people.check() {
        return page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await;
    }
    if form.pressed != "plan" {
        return compare::show(cx, StatusCode::OK, team, form, snapshot).await;
    }
    plan(cx, team, form, snapshot).await
}

async fn plan(cx: Cx, team: Team, form: Form, snapshot: Arc<Snapshot>) -> Result<Response, Fault> {
    let comparison = compared(&form, &team.id, &snapshot);
    if comparison.obstacle().is_some() {
        return compare::show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, snapshot).await;
    }
    let intent = comparison.intent(&team.id);
    let back = Back::to_form(paths::team_members(&team.id), &form);
    match review::propose(cx, intent, back, Place::Teams).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, refused) => {
            let mut errors = Invalid::new();
            // Who is added and who is removed come out of one field.
            refused.fields.into_iter().for_each(|error| errors.add("people", error.message));
            page::show(*cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await
        }
    }
}

fn compared<'s>(form: &Form, team: &TeamId, snapshot: &'s Snapshot) -> Comparison<'s> {
    Comparison::new(look_up(&form.people.list, snapshot), form.mode, Some(team), snapshot)
}

/// Takes what was suggested for the entry at this place, or takes the entry off the list.
fn mend(form: &mut Form, what: &str, at: usize, snapshot: &Snapshot) {
    let entries = look_up(&form.people.list, snapshot);
    let Some(found) = entries.get(at).map(|entry| entry.found.clone()) else { return };
    let mut texts: Vec<String> = entries.into_iter().map(|entry| entry.text).collect();
    match (what, found) {
        ("correct", Found::Nobody(Some(meant))) => texts[at].clone_from(&meant.email),
        ("drop", _) => _ = texts.remove(at),
        _ => return,
    }
    form.people.replace(&texts);
}
