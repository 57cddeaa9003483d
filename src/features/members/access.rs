//! Joining and leaving teams, and giving and taking access, from a person's page.

use crate::{
    components::{
        adder::{self, Adder, Asking},
        contest,
        icon::Icon,
        resource_access::{OneAccess, propose_one, shown_of},
        review,
        things::{Resources, Teams, levels_of},
    },
    directory::Snapshot,
    domain::{Baseline, Capability, Grantee, Intent, MemberId, ResourceKind, ResourceRef, Team, TeamId},
    web::{self, Cx, Fault, Place, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `leave` or `revoke`, or the button of an adder.
    #[serde(rename = "do")]
    what: String,
    /// An id where something is taken away; as typed where it is added. So are the next two.
    team: String,
    workspace: String,
    connection: String,
    level: String,
    /// The levels that the page showed, by the keys of resources.
    base: Baseline,
}

impl Form {
    /// The team that a row's button takes the person out of; `None` when it is no such button.
    fn left(&self) -> Option<TeamId> {
        (self.what == "leave" && !self.team.is_empty()).then(|| self.team.as_str().into())
    }

    fn resource(&self) -> Option<ResourceRef> {
        match (self.workspace.as_str(), self.connection.as_str()) {
            ("", "") => None,
            ("", id) => Some(ResourceRef::Connection(id.into())),
            (id, _) => Some(ResourceRef::Workspace(id.into())),
        }
    }
}

/// Shows the plan for what was asked, or asks what is meant.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let id = MemberId::new(id);
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    let path = paths::member(&id);
    if let Some(team_id) = form.left() {
        let intent = Intent::EditTeamMembers { team_id, add: Vec::new(), remove: vec![id] };
        return review::propose_or_leave(cx, intent, &path, Place::Members).await;
    }
    // Before anything is said of anybody.
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let member = snapshot.findable(&id).filter(|m| !m.is_system()).ok_or(Fault::NotFound)?.clone();
    let contested = |title| contest::Asking { title, place: Place::Members, back: path.clone() };
    if form.what == "revoke" {
        let resource = form.resource().ok_or(Fault::Unreadable)?;
        let asking = contested(format!("Revoke access of {}", member.full_name()));
        let wish = OneAccess { resource, grantee: Grantee::Member(id), wanted: None };
        return propose_one(cx, wish, &form.base, fields, asking).await;
    }
    let asking = |title| Asking { title, place: Place::Members, back: path.clone() };
    let joining = joining(&id);
    if joining.is_pressed(&form.what) {
        let teams = Teams { snapshot: &snapshot, actor: &cx.actor, levels: Vec::new() };
        let team_id = match joining.meant(&form.what, &form.team, &teams) {
            Ok(team) => TeamId::from(team.id()),
            Err(unclear) => {
                let asking = asking(format!("Add {} to a team", member.full_name()));
                return Ok(unclear.ask(joining, cx, asking, ().into_any()).await);
            }
        };
        let intent = Intent::EditTeamMembers { team_id, add: vec![id], remove: Vec::new() };
        return review::propose_or_leave(cx, intent, &path, Place::Members).await;
    }
    let kinds = [(ResourceKind::Workspace, &form.workspace), (ResourceKind::Connection, &form.connection)];
    let pressed = kinds.into_iter().find(|(kind, _)| giving(&id, *kind).is_pressed(&form.what));
    let (kind, typed) = pressed.ok_or(Fault::Unreadable)?;
    cx.require(Capability::WriteGrants)?;
    let giving = giving(&id, kind);
    let thing = match giving.meant(&form.what, typed, &Resources { snapshot: &snapshot, kind: Some(kind) }) {
        Ok(thing) => thing,
        Err(unclear) => {
            let asking = asking(format!("Give {} access to a {}", member.full_name(), giving.what));
            let also = view! { {contest::shown(&form.base)}{level(kind, &form.level)} }.into_any();
            return Ok(unclear.ask(giving, cx, asking, also).await);
        }
    };
    let resource = ResourceRef::from_key(&thing.key).ok_or(Fault::Broken)?;
    let permission = resource.permission(&form.level).ok_or(Fault::Unreadable)?;
    let asking = contested(format!("Give {} access", member.full_name()));
    let wish = OneAccess { resource, grantee: Grantee::Member(id), wanted: Some(permission) };
    propose_one(cx, wish, &form.base, fields, asking).await
}

/// Leaving one team.
pub fn leave_form(member: &MemberId, team: &Team) -> impl IntoView + use<> {
    let label = format!("Remove from team {}", team.name);
    view! {
        <form method="post" action=paths::member_access(member)>
            <input type="hidden" name="team" value=team.id.to_string()/>
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="leave" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

/// Joining a team.
pub fn joining(member: &MemberId) -> Adder {
    Adder {
        action: paths::member_access(member),
        name: "team",
        of: "teams",
        what: "team",
        label: "Team to join",
        placeholder: "Add to a team",
    }
}

/// Giving access to a resource, or setting it to another level.
fn giving(member: &MemberId, kind: ResourceKind) -> Adder {
    let (name, of, label) = match kind {
        ResourceKind::Workspace => ("workspace", "workspaces", "Workspace to give access to"),
        ResourceKind::Connection => ("connection", "connections", "Connection to give access to"),
    };
    Adder { action: paths::member_access(member), name, of, what: name, label, placeholder: "Give access to" }
}

fn level(kind: ResourceKind, chosen: &str) -> AnyView {
    adder::levels(&[("", levels_of(kind))], chosen)
}

/// The form that gives access to a resource of this kind.
pub fn grant_form(member: &MemberId, kind: ResourceKind, snapshot: &Snapshot) -> impl IntoView + use<> {
    let base = shown_of(&Grantee::Member(member.clone()), snapshot);
    giving(member, kind).view(view! { {contest::shown(&base)}{level(kind, "")} })
}

/// Taking a direct grant away.
pub fn revoke_form(
    member: &MemberId,
    resource: &ResourceRef,
    name: &str,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let field = match resource.kind() {
        ResourceKind::Workspace => "workspace",
        ResourceKind::Connection => "connection",
    };
    let label = format!("Revoke direct access to {name}");
    let held = snapshot.grant_of(resource, &Grantee::Member(member.clone())).map(|grant| grant.permission.slug());
    let base = Baseline::of([(resource.key(), held.unwrap_or_default())]);
    view! {
        <form method="post" action=paths::member_access(member)>
            <input type="hidden" name=field value=resource.id().to_owned()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
