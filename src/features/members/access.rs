//! Joining and leaving teams, and giving and taking access, from a person's page.

use crate::{
    components::{icon::Icon, review},
    directory::Snapshot,
    domain::{
        ConnectionPermission, Grantee, Intent, MemberId, ResourceKind, ResourceRef, Team, TeamId, WorkspacePermission,
    },
    web::{self, Cx, Fault, Place, Tone, paths},
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
    /// `join`, `leave`, `grant` or `revoke`.
    #[serde(rename = "do")]
    what: String,
    team: String,
    workspace: String,
    connection: String,
    level: String,
}

impl Form {
    /// What is wanted; `None` when the form is not one of ours or nothing was chosen.
    fn intent(&self, member: &MemberId) -> Option<Intent> {
        let grantee = Grantee::Member(member.clone());
        let one = || vec![member.clone()];
        let team = || Some(TeamId::from(self.team.as_str())).filter(|id| !id.is_empty());
        match self.what.as_str() {
            "join" => Some(Intent::EditTeamMembers { team_id: team()?, add: one(), remove: vec![] }),
            "leave" => Some(Intent::EditTeamMembers { team_id: team()?, add: vec![], remove: one() }),
            "grant" => {
                let resource = self.resource()?;
                let permission = resource.permission(&self.level)?;
                Some(Intent::grant(resource, grantee, permission))
            }
            "revoke" => Some(Intent::revoke(self.resource()?, grantee)),
            _ => None,
        }
    }

    fn resource(&self) -> Option<ResourceRef> {
        match (self.workspace.as_str(), self.connection.as_str()) {
            ("", "") => None,
            ("", id) => Some(ResourceRef::Connection(id.into())),
            (id, _) => Some(ResourceRef::Workspace(id.into())),
        }
    }
}

/// Shows the plan for what was asked.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let member = MemberId::new(id);
    let form: Form = web::form(request).await?;
    let path = paths::member(&member);
    let Some(intent) = form.intent(&member) else {
        return Ok(cx.leave(&path, Tone::Warning, "Choose what to add first.").await);
    };
    review::propose_or_leave(cx, intent, &path, Place::Members).await
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
pub fn join_form(member: &MemberId, offers: Vec<(String, String)>) -> impl IntoView + use<> {
    let options = offers.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view();
    view! {
        <form class="panel-foot adder" method="post" action=paths::member_access(member)>
            <select class="input" name="team" aria-label="Team to join" required><option value="">"Add to a team"</option>{options}</select>
            <button class="btn" name="do" value="join">"Plan"</button>
        </form>
    }
}

/// Giving access to a resource, or setting it to another level.
pub fn grant_form(member: &MemberId, kind: ResourceKind, snapshot: &Snapshot) -> impl IntoView + use<> {
    type Options = Vec<(String, String)>;
    let (name, label, offers, levels): (_, _, Options, Vec<(&str, &str)>) = match kind {
        ResourceKind::Workspace => (
            "workspace",
            "Workspace to give access to",
            snapshot.workspaces().iter().map(|w| (w.id.to_string(), w.name.clone())).collect(),
            WorkspacePermission::ALL.iter().map(|l| (l.slug(), l.label())).collect(),
        ),
        ResourceKind::Connection => (
            "connection",
            "Connection to give access to",
            snapshot
                .connections()
                .iter()
                .filter(|c| !c.is_archived)
                .map(|c| (c.id.to_string(), c.name.clone()))
                .collect(),
            ConnectionPermission::ALL.iter().map(|l| (l.slug(), l.label())).collect(),
        ),
    };
    let options = offers.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view();
    let levels = levels.into_iter().map(|(slug, label)| view! { <option value=slug>{label}</option> }).collect_view();
    view! {
        <form class="panel-foot adder" method="post" action=paths::member_access(member)>
            <select class="input" name=name aria-label=label required><option value="">"Give access to"</option>{options}</select>
            <select class="input" name="level" aria-label="Level">{levels}</select>
            <button class="btn" name="do" value="grant">"Plan"</button>
        </form>
    }
}

/// Taking a direct grant away.
pub fn revoke_form(member: &MemberId, resource: &ResourceRef, name: &str) -> impl IntoView + use<> {
    let field = match resource.kind() {
        ResourceKind::Workspace => "workspace",
        ResourceKind::Connection => "connection",
    };
    let label = format!("Revoke direct access to {name}");
    view! {
        <form method="post" action=paths::member_access(member)>
            <input type="hidden" name=field value=resource.id().to_owned()/>
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
