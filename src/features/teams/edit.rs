//! Editing a team's name, description and visibility.

use super::{actions::EditTeam, editable, fields::Fields};
use crate::{
    changes::TeamDeed,
    domain::{AppError, Baseline, Capability, Intent, Invalid, Subject, Team, TeamId, TeamPatch},
    features::shared::{
        contest::{self, Compared, Contest},
        live_plan,
    },
    ui::{field, head::Head, icon::Icon},
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Fields of the form, by name.
const FIELDS: [&str; 3] = ["name", "description", "visibility"];

fn label(field: &str) -> &'static str {
    match field {
        "name" => "Name",
        "description" => "Description",
        _ => "Visibility",
    }
}

fn shown(team: &Team) -> Baseline {
    Baseline::of(FIELDS.map(|name| (name, team.value(name).unwrap_or_default())))
}

/// What was done to each field since the form was shown.
fn compared(fields: &Fields, base: &Baseline, team: &Team) -> Compared {
    let fields = FIELDS.map(|name| contest::Field {
        name: name.to_owned(),
        label: label(name).to_owned(),
        typed: fields.value(name).to_owned(),
        now: team.value(name).unwrap_or_default(),
    });
    Compared::new(base, fields, contest::quoted)
}

/// The edit that a form wants; only what was touched is new input.
///
/// # Errors
/// Every field that needs attention; none named where somebody else has changed a field too, which the page asks about.
pub fn intent(team: &Team, fields: &Fields, base: &Baseline) -> Result<Intent, Invalid> {
    let compared = compared(fields, base, team);
    if !compared.contests.is_empty() {
        return Err(compared.unanswered());
    }
    let mut errors = Invalid::new();
    let patch = TeamPatch {
        name: compared.writes("name").then(|| fields.check_name(&mut errors)).flatten(),
        description: compared.writes("description").then(|| fields.check_description(&mut errors)).flatten(),
        visibility: compared.writes("visibility").then(|| fields.check_visibility(&mut errors)).flatten(),
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let written = FIELDS.into_iter().filter(|name| compared.writes(name));
    let before = written.map(|name| (name.to_owned(), team.value(name))).collect();
    Ok(Intent::EditTeam { team_id: team.id.clone(), patch: patch.against(team), before })
}

/// The form with the team's present values, or as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Edit))?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    let (fields, base, errors) = match cx.refilled::<EditTeam>().await? {
        Some(Refilled { form: EditTeam { fields, base, .. }, errors, .. }) => (fields, base, errors),
        None => (Fields::of(&team), shown(&team), Invalid::new()),
    };
    let page = PageParts::new(format!("Edit {}", team.name), NavItem::Teams).islands();
    let subject = Subject::Team(team.id.clone());
    let contests = compared(&fields, &base, &team).contests;
    let contests = contest::named(&cx.app.store, &subject, contests, contest::sets).await?;
    Ok(cx.render_page(page, move || view(&team, &fields, &base, &errors, contests)).await)
}

fn view(
    team: &Team,
    fields: &Fields,
    base: &Baseline,
    errors: &Invalid,
    contests: Vec<Contest>,
) -> impl IntoView + use<> {
    let fields = fields.view(errors);
    let form = view! {
        <form class="form" method="post" action=EditTeam::url() novalidate>
            <input type="hidden" name="team_id" value=team.id.to_string()/>
            {contest::shown(base)}
            {field::summary(errors)}
            {contest::question(contests)}
            {fields}
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::team(&team.id)>"Cancel"</a>
            </div>
        </form>
    };
    view! {
        <Head title=format!("Edit {}", team.name) crumbs=vec![("Teams", paths::TEAMS)]
            sub="You review the change before anything is sent to Sigma.".into_any()/>
        {live_plan::beside::<EditTeam>(form, None)}
    }
}
