//! Editing a team's name, description and visibility.

use super::{editable, fields::Fields};
use crate::{
    components::{
        field,
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    domain::{Capability, Intent, Invalid, Seen, Team, TeamId, TeamPatch},
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
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn patch(&self) -> Result<TeamPatch, Invalid> {
        let mut errors = Invalid::new();
        let checked = self.fields.check(&mut errors).ok_or(errors)?;
        Ok(TeamPatch {
            name: Some(checked.name),
            description: Some(checked.description),
            visibility: Some(checked.visibility),
        })
    }
}

/// The form with the team's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    let form = Form { fields: Fields::of(&team), kept: None };
    show(cx, StatusCode::OK, team, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let mut form: Form = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, team, form, Invalid::new()).await;
    }
    let patch = match form.patch() {
        Ok(patch) => patch.against(&team),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await,
    };
    let intent = Intent::EditTeam { team_id: team.id.clone(), patch, before: Seen::default() };
    let back = Back::to_form(paths::team_edit(&team.id), &form);
    match review::propose(cx, intent, back, Place::Teams).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => show(*cx, StatusCode::UNPROCESSABLE_ENTITY, team, form, errors).await,
    }
}

async fn show(cx: Cx, status: StatusCode, team: Team, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Edit {}", team.name), Place::Teams).status(status);
    Ok(cx.show(page, move || view(&team, &form, &errors)).await)
}

fn view(team: &Team, form: &Form, errors: &Invalid) -> impl IntoView + use<> {
    let fields = form.fields.view(errors);
    let back = paths::team(&team.id);
    view! {
        <Head title=format!("Edit {}", team.name) crumbs=vec![("Teams", paths::TEAMS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {field::summary(errors)}
            {fields}
            <div class="form-end">
                <button class="btn btn-primary">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}
