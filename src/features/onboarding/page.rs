//! The onboarding form as a page.

use super::form::{self, Form};
use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    components::{
        field::{self, TextField},
        grants::{Grants, Words},
        head::Head,
        icon::Icon,
        onboard,
        things::{Resources, levels_of},
    },
    directory::Snapshot,
    domain::{Actor, Invalid, ResourceKind, UserKind},
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// Shows the form as it was filled in, with what is wrong with it.
pub async fn show(cx: Cx, status: StatusCode, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let page = PageParts::new("Onboard a person", Place::Onboard).status(status).islands();
    let actor = cx.actor.clone();
    let rules = cx.app.changes.rules();
    Ok(cx.show(page, move || view(form, &errors, &actor, &rules, &snapshot)).await)
}

fn view(form: Form, errors: &Invalid, actor: &Actor, rules: &Rules, snapshot: &Snapshot) -> impl IntoView + use<> {
    let sub = "You see every step before anything is sent to Sigma.";
    view! {
        <Head title=onboard::label(rules) crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()>
            <a class="btn" href=paths::ONBOARD_FILE><Icon icon=lu::LuFileSpreadsheet/>" From a file"</a>
        </Head>
        <form class="form" method="post" novalidate>
            // Enter in a field presses the first button of a form: this one, not an editor's.
            <button class="vh" name="do" value="plan" tabindex="-1" aria-hidden="true">"See the plan"</button>
            {field::summary(errors)}
            {who(&form, errors, rules)}
            {account_types(&form, errors, snapshot)}
            {reach(form, errors, actor, rules, snapshot)}
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="plan">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
            </div>
        </form>
    }
}

fn who(form: &Form, errors: &Invalid, rules: &Rules) -> impl IntoView + use<> {
    let invite = form.invite == "on";
    let guest = form.kind == "guest";
    let kind = match rules.account(&UserKind::Internal, AccountDeed::Invite).obstacle() {
        None => view! {
            <label class="check">
                <input type="checkbox" name="kind" value="guest" checked=guest/>
                <span>"Guest"<small>"Somebody from outside: has only what their teams are given"</small></span>
            </label>
        }
        .into_any(),
        Some(why) => {
            view! { <input type="hidden" name="kind" value="guest"/><p class="hint"><b>"Guest. "</b>{why}</p> }
                .into_any()
        }
    };
    let wrong_kind = errors.of("kind").map(|error| field::field_error("kind", error.to_owned()));
    view! {
        <fieldset class="set">
            <legend>"Who"</legend>
            <TextField name="email" label="E-mail" kind="email" value=form.email.clone() errors=errors.clone() max=254
                hint="The invitation goes here. It is also the name to sign in with."/>
            <div class="fields">
                <TextField name="first_name" label="First name" value=form.first_name.clone() errors=errors.clone()/>
                <TextField name="last_name" label="Last name" value=form.last_name.clone() errors=errors.clone()/>
            </div>
            {kind}
            {wrong_kind}
            <label class="check">
                <input type="checkbox" name="invite" value="on" checked=invite/>
                <span>"Send the invitation now"<small>"Sigma e-mails a link to sign in"</small></span>
            </label>
        </fieldset>
    }
}

fn account_types(form: &Form, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let chosen = form.account_type.clone();
    let cards: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|t| {
            let checked = t.name.eq_ignore_ascii_case(&chosen);
            let (value, name) = (t.name.clone(), t.name.clone());
            view! {
                <label class="card">
                    <input type="radio" name="account_type" value=value checked=checked/>
                    <span><b>{name}</b><small>{t.description.clone()}</small></span>
                </label>
            }
        })
        .collect();
    let error = errors.of("account_type").map(|e| field::field_error("account_type", e.to_owned()));
    view! {
        <fieldset class="set" id="account_type">
            <legend>"What they may do"</legend>
            <p class="hint">"The account type is the ceiling: no grant below reaches above it."</p>
            <div class="cards">{cards}</div>
            {error}
        </fieldset>
    }
}

fn reach(form: Form, errors: &Invalid, actor: &Actor, rules: &Rules, snapshot: &Snapshot) -> impl IntoView + use<> {
    let error = |name| errors.of(name).map(|error| field::field_error(name, error.to_owned()));
    let teams = if let Some(why) = rules.team(TeamDeed::Join).obstacle() {
        view! { <p class="hint">{why}</p> }.into_any()
    } else {
        let words = Words { label: "Teams", add: "Add a team" };
        let (levels, from) = (form::team_levels(), paths::suggestions("teams", "teams"));
        form.teams.view("teams", words, &levels, from, &form::teams(actor, snapshot), |_| None)
    };
    let resources = |name, words, kind, rows: Grants| {
        let from = paths::suggestions(name, name);
        rows.view(name, words, &levels_of(kind), from, &Resources { snapshot, kind: Some(kind) }, |_| None)
    };
    let words = Words { label: "Workspaces", add: "Add a workspace" };
    let workspaces = resources("workspaces", words, ResourceKind::Workspace, form.workspaces);
    let words = Words { label: "Connections", add: "Add a connection" };
    let connections = resources("connections", words, ResourceKind::Connection, form.connections);
    view! {
        <fieldset class="set">
            <legend>"Where they belong"</legend>
            <p class="hint">"Teams bring their own access with them. Whoever joins as team admin can manage the team in Sigma; later that can no longer be set."</p>
            <div class="field"><span class="label">"Teams "<small>"optional"</small></span>{teams}{error("teams")}</div>
        </fieldset>
        <fieldset class="set">
            <legend>"What they may reach"</legend>
            <p class="hint">"Directly, beyond what their teams bring."</p>
            <div class="field"><span class="label">"Workspaces "<small>"optional"</small></span>{workspaces}{error("workspaces")}</div>
            <div class="field"><span class="label">"Connections "<small>"optional"</small></span>{connections}{error("connections")}</div>
        </fieldset>
    }
}
