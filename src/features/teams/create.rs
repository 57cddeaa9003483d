//! Making a team.

use super::{
    actions::CreateTeam,
    fields::Fields,
    mode::Mode,
    roster::Comparison,
    who::{Who, unknown_in_words},
};
use crate::{
    changes::TeamDeed,
    directory::{Snapshot, resolve::lookup::look_up},
    domain::{AppError, Capability, Intent, Invalid, Member, NewTeam},
    features::shared::live_plan,
    ui::{field, head::Head, icon::Icon},
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The team that a form wants, with its members from the start.
///
/// # Errors
/// Every field that needs attention.
pub fn intent(form: &CreateTeam, snapshot: &Snapshot) -> Result<Intent, Invalid> {
    let mut errors = Invalid::new();
    let checked = form.fields.check(&mut errors);
    let people = form.people.searched(snapshot)?;
    if !people.list.trim().is_empty() {
        people.check()?;
    }
    let members = Comparison::new(look_up(&people.list, snapshot), Mode::Add, None, snapshot);
    let mut wrong: Vec<String> = unknown_in_words(members.unknown.iter().map(|(_, entry)| entry)).into_iter().collect();
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
            with_workspace: form.workspace == "on",
            visibility: Some(checked.visibility),
        },
    })
}

/// The form, empty or as it was filled in.
pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::CreateTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Create))?;
    let (mut form, errors) = match cx.refilled::<CreateTeam>().await? {
        Some(Refilled { form, errors, .. }) => (form, errors),
        None => {
            (CreateTeam { fields: Fields::default(), people: Who::default(), workspace: String::new() }, Invalid::new())
        }
    };
    form.people.settle(&*cx.snapshot()?);
    let page = PageParts::new("Create a team", NavItem::Teams).islands();
    Ok(cx.render_page(page, move || view(&form, &errors)).await)
}

fn view(form: &CreateTeam, errors: &Invalid) -> impl IntoView + use<> {
    let workspace = form.workspace == "on";
    let fields = form.fields.view(errors);
    let people = form.people.view(CreateTeam::url(), "Members from the start", errors);
    let form = view! {
        <form class="form" method="post" action=CreateTeam::url() novalidate>
            // Enter in a field presses the first button of a form: this one, not the search's.
            <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
            {field::summary(errors)}
            {fields}
            <fieldset class="set">
                <legend>"Members"</legend>
                <p class="hint">"Optional. Team admins can only be named in an invitation, or in Sigma itself."</p>
                {people}
            </fieldset>
            <fieldset class="set">
                <legend>"Workspace"</legend>
                <label class="check">
                    <input type="checkbox" name="workspace" value="on" checked=workspace/>
                    <span>"Create a workspace with the same name"<small>"The team can contribute to it. It stays when the team is deleted."</small></span>
                </label>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::TEAMS>"Cancel"</a>
            </div>
        </form>
    };
    view! {
        <Head title="Create a team" crumbs=vec![("Teams", paths::TEAMS)]
            sub="You review the change before anything is sent to Sigma.".into_any()/>
        {live_plan::beside::<CreateTeam>(form, None)}
    }
}
