//! The forms of a person's page for teams and access.

use super::actions::{GiveConnection, GiveWorkspace, JoinTeam, LeaveTeam};
use crate::{
    directory::Snapshot,
    domain::{Actor, Grantee, MemberId, ResourceKind, ResourceRef, Team},
    features::shared::{
        adder::{self, Filled, InlineAddForm},
        contest,
        picker::{PickFrom, Resources, Teams},
        resource_access::{self, shown_of},
    },
    ui::icon::Icon,
    web::{NavItem, ShownAgain},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The name of the hidden field that says whose page it is.
const MEMBER: &str = "member_id";

/// What the form takes that adds somebody to a team.
pub const JOIN: InlineAddForm = InlineAddForm {
    name: "team",
    from: PickFrom::Teams,
    what: "team",
    label: "Team to join",
    placeholder: "Add to a team",
    button: "Add",
};

/// What the form takes that gives access to a resource of this kind, or sets it to another level.
pub const fn giving(kind: ResourceKind) -> InlineAddForm {
    let (name, from, label) = match kind {
        ResourceKind::Workspace => ("workspace", PickFrom::Workspaces, "Workspace to give access to"),
        ResourceKind::Connection => ("connection", PickFrom::Connections, "Connection to give access to"),
    };
    InlineAddForm { name, from, what: name, label, placeholder: "Give access to", button: "Give access" }
}

/// Leaving one team.
pub fn leave_form(member: &MemberId, team: &Team) -> impl IntoView + use<> {
    let label = format!("Remove from team {}", team.name);
    view! {
        <form method="post" action=LeaveTeam::url()>
            <input type="hidden" name=MEMBER value=member.to_string()/>
            <input type="hidden" name="team_id" value=team.id.to_string()/>
            <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

/// Joining a team.
pub fn join_form(member: &MemberId, again: &ShownAgain, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
    let teams = Teams { snapshot, actor, levels: Vec::new() };
    let filled = again.of::<JoinTeam>();
    let filled = filled.map(|again| JOIN.filled(&again.form.team, &again.form.team_pick, &again.errors, &teams));
    JOIN.view(JoinTeam::url(), (MEMBER, member.to_string()), filled.unwrap_or_default(), ())
}

/// The form that gives access to a resource of this kind.
pub fn grant_form(
    member: &MemberId,
    kind: ResourceKind,
    again: &ShownAgain,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let (action, entered) = match kind {
        ResourceKind::Workspace => {
            let entered = again.of::<GiveWorkspace>().map(|again| {
                let GiveWorkspace { workspace, workspace_pick, level, base, .. } = again.form;
                (workspace, workspace_pick, level, base, again.errors)
            });
            (GiveWorkspace::url(), entered)
        }
        ResourceKind::Connection => {
            let entered = again.of::<GiveConnection>().map(|again| {
                let GiveConnection { connection, connection_pick, level, base, .. } = again.form;
                (connection, connection_pick, level, base, again.errors)
            });
            (GiveConnection::url(), entered)
        }
    };
    let giving = giving(kind);
    let (filled, level, base) = match entered {
        Some((typed, pick, level, base, errors)) => {
            (giving.filled(&typed, &pick, &errors, &Resources { snapshot, kind: Some(kind) }), level, base)
        }
        None => (Filled::default(), String::new(), shown_of(&Grantee::Member(member.clone()), snapshot)),
    };
    let also = view! { {contest::shown(&base)}{adder::levels(&[("", kind.levels())], &level)} };
    giving.view(action, (MEMBER, member.to_string()), filled, also)
}

/// Taking a direct grant away.
pub fn revoke_form(member: &MemberId, resource: &ResourceRef, name: &str, snapshot: &Snapshot) -> AnyView {
    let label = format!("Revoke direct access to {name}");
    let button = view! { <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button> };
    resource_access::revoke_form(&Grantee::Member(member.clone()), resource, NavItem::Members, snapshot, button)
}
