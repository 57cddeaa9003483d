//! The onboarding form as a page.

use super::form::Form;
use crate::{
    components::{
        count,
        field::{self, TextField},
        head::Head,
        icon::Icon,
        picker::{Offer, Picking, picker},
    },
    directory::Snapshot,
    domain::{ConnectionPermission, Invalid, WorkspacePermission},
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// Shows the form as it was filled in, with what is wrong with it.
pub async fn show(cx: Cx, status: StatusCode, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let page = PageParts::new("Onboard a person", Place::Onboard).status(status).islands();
    Ok(cx.show(page, move || view(form, &errors, &snapshot)).await)
}

fn view(form: Form, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let sub = "You see every step before anything is sent to Sigma.";
    view! {
        <Head title="Onboard a person" crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()/>
        <form class="form" method="post" novalidate>
            // Enter in a field presses the first button of a form: this one, not a picker's.
            <button class="vh" name="do" value="plan" tabindex="-1" aria-hidden="true">"See the plan"</button>
            {field::summary(errors)}
            {who(&form, errors)}
            {account_types(&form, errors, snapshot)}
            {reach(form, errors, snapshot)}
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="plan">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
            </div>
        </form>
    }
}

fn who(form: &Form, errors: &Invalid) -> impl IntoView + use<> {
    let invite = form.invite == "on";
    let guest = form.kind == "guest";
    view! {
        <fieldset class="set">
            <legend>"Who"</legend>
            <TextField name="email" label="E-mail" kind="email" value=form.email.clone() errors=errors.clone() max=254
                hint="The invitation goes here. It is also the name to sign in with."/>
            <div class="fields">
                <TextField name="first_name" label="First name" value=form.first_name.clone() errors=errors.clone()/>
                <TextField name="last_name" label="Last name" value=form.last_name.clone() errors=errors.clone()/>
            </div>
            <label class="check">
                <input type="checkbox" name="kind" value="guest" checked=guest/>
                <span>"Guest"<small>"Somebody from outside: has only what their teams are given"</small></span>
            </label>
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

fn reach(form: Form, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let error = |field| errors.of(field).map(str::to_owned);
    let teams = snapshot.teams().iter().filter(|t| !t.is_archived).map(|t| Offer {
        id: t.id.to_string(),
        label: t.name.clone(),
        detail: count(snapshot.team_members(&t.id).len(), "member", "members"),
    });
    let workspaces = snapshot.workspaces().iter().map(|w| Offer {
        id: w.id.to_string(),
        label: w.name.clone(),
        detail: String::new(),
    });
    let connections = snapshot.connections().iter().filter(|c| !c.is_archived).map(|c| Offer {
        id: c.id.to_string(),
        label: c.name.clone(),
        detail: c.warehouse_label().to_owned(),
    });
    let teams = picker(Picking {
        name: "teams",
        label: "Teams",
        placeholder: "Add a team",
        icon: lu::LuUsers,
        offers: teams.collect(),
        levels: vec![("member", "Member"), ("admin", "Team admin")],
        picked: form.teams,
        error: error("teams"),
    });
    let workspaces = picker(Picking {
        name: "workspaces",
        label: "Workspaces",
        placeholder: "Add a workspace",
        icon: lu::LuFolder,
        offers: workspaces.collect(),
        levels: WorkspacePermission::ALL.iter().map(|l| (l.slug(), l.label())).collect(),
        picked: form.workspaces,
        error: error("workspaces"),
    });
    let connections = picker(Picking {
        name: "connections",
        label: "Connections",
        placeholder: "Add a connection",
        icon: lu::LuPlug,
        offers: connections.collect(),
        levels: ConnectionPermission::ALL.iter().map(|l| (l.slug(), l.label())).collect(),
        picked: form.connections,
        error: error("connections"),
    });
    view! {
        <fieldset class="set">
            <legend>"Where they belong"</legend>
            <p class="hint">"Teams bring their own access with them. Whoever joins as team admin can manage the team in Sigma; later that can no longer be set."</p>
            {teams}
        </fieldset>
        <fieldset class="set">
            <legend>"What they may reach"</legend>
            <p class="hint">"Directly, beyond what their teams bring."</p>
            {workspaces}
            {connections}
        </fieldset>
    }
}
