//! Editing a team's name, description and visibility.

use super::{editable, fields::Fields};
use crate::{
    changes::TeamDeed,
    components::{
        contest::{self, Compared, Contest},
        field,
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    domain::{Baseline, Capability, Intent, Invalid, Subject, Team, TeamId, TeamPatch},
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Form {
    #[serde(flatten)]
    fields: Fields,
    /// What the form showed.
    base: Baseline,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn of(team: &Team) -> Self {
        let base = Baseline::of(FIELDS.map(|name| (name, team.value(name).unwrap_or_default())));
        Self { fields: Fields::of(team), base, kept: None }
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, team: &Team) -> Compared {
        let fields = FIELDS.map(|name| contest::Field {
            name: name.to_owned(),
            label: label(name).to_owned(),
            typed: self.fields.value(name).to_owned(),
            now: team.value(name).unwrap_or_default(),
        });
        Compared::new(&self.base, fields, contest::quoted)
    }

    /// New values of the fields that were touched; only these are new input.
    fn patch(&self, compared: &Compared) -> Result<TeamPatch, Invalid> {
        let mut errors = Invalid::new();
        let fields = &self.fields;
        let patch = TeamPatch {
            name: compared.writes("name").then(|| fields.check_name(&mut errors)).flatten(),
            description: compared.writes("description").then(|| fields.check_description(&mut errors)).flatten(),
            visibility: compared.writes("visibility").then(|| fields.check_visibility(&mut errors)).flatten(),
        };
        if errors.is_empty() { Ok(patch) } else { Err(errors) }
    }
}

/// Fields of the form, by name.
const FIELDS: [&str; 3] = ["name", "description", "visibility"];

fn label(field: &str) -> &'static str {
    match field {
        "name" => "Name",
        "description" => "Description",
        _ => "Who sees it",
    }
}

/// The form with the team's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Edit))?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    let form = cx.kept_form().await?.unwrap_or_else(|| Form::of(&team));
    show(cx, StatusCode::OK, team, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Edit))?;
    let mut form: Form = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    let compared = form.compared(&team);
    if !compared.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, team, form, compared.unanswered()).await;
    }
    let patch = match form.patch(&compared) {
        Ok(patch) => patch.against(&team),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await,
    };
    let written = FIELDS.into_iter().filter(|name| compared.writes(name));
    let before = written.map(|name| (name.to_owned(), team.value(name))).collect();
    let intent = Intent::EditTeam { team_id: team.id.clone(), patch, before };
    let back = Back::to_form(paths::team_edit(&team.id), &form);
    match review::propose(cx, intent, back, Place::Teams).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => show(*cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await,
    }
}

async fn show(cx: Cx, status: StatusCode, team: Team, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Edit {}", team.name), Place::Teams).status(status);
    let subject = Subject::Team(team.id.clone());
    let contests = contest::named(&cx.app.store, &subject, form.compared(&team).contests, contest::sets).await?;
    Ok(cx.show(page, move || view(&team, &form, &errors, contests)).await)
}

fn view(team: &Team, form: &Form, errors: &Invalid, contests: Vec<Contest>) -> impl IntoView + use<> {
    let fields = form.fields.view(errors);
    let back = paths::team(&team.id);
    view! {
        <Head title=format!("Edit {}", team.name) crumbs=vec![("Teams", paths::TEAMS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {contest::shown(&form.base)}
            {field::summary(errors)}
            {contest::question(contests)}
            {fields}
            <div class="form-end">
                <button class="btn btn-primary">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}
