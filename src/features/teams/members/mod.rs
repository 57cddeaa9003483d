//! Changing who is in a team: a list is pasted or searched together, compared with the team, and then planned.

mod compare;
mod page;

use super::{
    editable,
    lookup::{Found, look_up},
    roster::{Comparison, Mode},
    who::Who,
};
use crate::{
    components::review::{self, Back, Kept, Proposed},
    directory::Snapshot,
    domain::{Capability, Intent, Invalid, MemberId, Team, TeamId},
    web::{self, Cx, Fault, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    mode: Mode,
    people: Who,
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
    let start: Start = web::decode(cx.parts.uri.query());
    let mut form = Form::default();
    if start.from == "team" {
        let members = snapshot.team_members(&team.id).iter().filter_map(|m| snapshot.member(&m.member_id));
        form = Form { mode: Mode::Exact, people: Who::of(members), ..form };
    }
    page::show(cx, StatusCode::OK, team, form, Invalid::new()).await
}

/// Does what the pressed button says: searches, compares, corrects, plans.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let mut form: Form = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    if let Some(kept) = form.kept.take() {
        return page::show(cx, StatusCode::OK, team, kept.form()?, Invalid::new()).await;
    }
    if form.pressed == "leave" {
        let remove = vec![MemberId::from(form.member.as_str())];
        let intent = Intent::EditTeamMembers { team_id: team.id.clone(), add: vec![], remove };
        return review::propose_or_leave(cx, intent, &paths::team(&team.id), Place::Teams).await;
    }
    if form.people.press(&form.pressed, &snapshot) || form.pressed == "back" {
        return page::show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    if let Some(at) = form.pressed.strip_prefix("correct:").and_then(|at| at.parse().ok()) {
        correct(&mut form, at, &snapshot);
    }
    if form.people.list.trim().is_empty() {
        let errors = Invalid::one("people", "Paste or find at least one person.");
        return page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await;
    }
    if form.pressed != "plan" {
        return compare::show(cx, team, form, snapshot).await;
    }
    plan(cx, team, form, &snapshot).await
}

async fn plan(cx: Cx, team: Team, form: Form, snapshot: &Snapshot) -> Result<Response, Fault> {
    let intent = compared(&form, &team.id, snapshot).intent(&team.id);
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

/// Takes what was suggested for the entry at this place.
fn correct(form: &mut Form, at: usize, snapshot: &Snapshot) {
    let entries = look_up(&form.people.list, snapshot);
    if let Some(Found::Nobody(Some(meant))) = entries.get(at).map(|entry| entry.found) {
        form.people.correct(at, &meant.email);
    }
}
