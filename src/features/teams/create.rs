//! Making a team.

use super::{
    fields::Fields,
    roster::{Comparison, Mode},
    who::{Who, too_long, unknown_in_words},
};
use crate::{
    changes::TeamDeed,
    components::{
        field,
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    directory::Snapshot,
    domain::{Capability, Intent, Invalid, Member, NewTeam},
    people::lookup::look_up,
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{extract::Request, http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Form {
    #[serde(flatten)]
    fields: Fields,
    people: Who,
    /// `on` when the team gets a workspace of its own.
    workspace: String,
    /// The button that was pressed.
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn intent(&self, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let mut errors = Invalid::new();
        let checked = self.fields.check(&mut errors);
        if !self.people.list.trim().is_empty() {
            self.people.check()?;
        }
        let members = Comparison::new(look_up(&self.people.list, snapshot), Mode::Add, None, snapshot);
        let mut wrong: Vec<String> =
            unknown_in_words(members.unknown.iter().map(|(_, entry)| entry)).into_iter().collect();
        if !members.refused.is_empty() {
            let names: Vec<String> = members.refused.iter().map(|m| m.full_name()).collect();
            wrong.push(format!("Sigma takes active people only into a team, and these are not: {}.", names.join(", ")));
        }
        if !wrong.is_empty() {
            errors.add("people", wrong.join(" "));
        }
        let Some(checked) = checked.filter(|_| errors.is_empty()) else { return Err(errors) };
        Ok(Intent::CreateTeam {
            team: NewTeam {
                name: checked.name,
                description: Some(checked.description).filter(|text| !text.is_empty()),
                members: members.added.iter().map(|Member { id, .. }| id.clone()).collect(),
                with_workspace: self.workspace == "on",
                visibility: Some(checked.visibility),
            },
        })
    }
}

/// The empty form.
pub async fn form(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::CreateTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Create))?;
    let form = cx.kept_form().await?.unwrap_or_default();
    show(cx, StatusCode::OK, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::CreateTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Create))?;
    let mut form: Form = match web::list_form(request).await {
        Err(Fault::TooLarge) => {
            let errors = too_long("This list is too long.");
            return show(cx, StatusCode::UNPROCESSABLE_ENTITY, Form::default(), errors).await;
        }
        form => form?,
    };
    let snapshot = cx.snapshot()?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    if form.people.press(&form.pressed, &snapshot) {
        return show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    let intent = match form.intent(&snapshot) {
        Ok(intent) => intent,
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = Back::to_form(paths::TEAM_NEW, &form);
    match review::propose(cx, intent, back, Place::Teams).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => show(*cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    }
}

async fn show(cx: Cx, status: StatusCode, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let page = PageParts::new("Create a team", Place::Teams).status(status).islands();
    Ok(cx.show(page, move || view(&form, &errors)).await)
}

fn view(form: &Form, errors: &Invalid) -> impl IntoView + use<> {
    let workspace = form.workspace == "on";
    let fields = form.fields.view(errors);
    let people = form.people.view("Members from the start", errors.of("people"));
    view! {
        <Head title="Create a team" crumbs=vec![("Teams", paths::TEAMS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            // Enter in a field presses the first button of a form: this one, not the search's.
            <button class="vh" name="do" value="plan" tabindex="-1" aria-hidden="true">"See the plan"</button>
            {field::summary(errors)}
            {fields}
            <fieldset class="set">
                <legend>"Who is in it"</legend>
                <p class="hint">"Nobody has to be. Team admins can be named only while inviting somebody, or in Sigma itself."</p>
                {people}
            </fieldset>
            <fieldset class="set">
                <legend>"Where it works"</legend>
                <label class="check">
                    <input type="checkbox" name="workspace" value="on" checked=workspace/>
                    <span>"Make a workspace of the same name"<small>"The team can contribute to it. It stays when the team is deleted."</small></span>
                </label>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="plan">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::TEAMS>"Cancel"</a>
            </div>
        </form>
    }
}
