//! What somebody has before they leave: teams, direct grants, user attributes.

use crate::{
    directory::Snapshot,
    domain::{Grantee, Member, MemberStatus, Permission, ResourceRef, Team},
    ui::{badge, count, empty::Empty, icon::Icon, more, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// Rows shown before the others have to be opened.
const SHOWN: usize = 8;

/// Their teams, with a word where nobody else administers one.
pub fn teams(member: &Member, snapshot: &Snapshot) -> AnyView {
    let teams: Vec<(&Team, bool)> = snapshot.teams_of(&member.id).collect();
    let n = number(teams.len());
    if teams.is_empty() {
        return view! {
            <Panel id="teams" title="Teams" count=n><Empty icon=lu::LuUsers title="No teams" text="There is nothing to leave."/></Panel>
        }
        .into_any();
    }
    let alone = teams.iter().filter(|(team, admin)| *admin && is_only_admin(member, team, snapshot)).count();
    let rows = teams.iter().map(|(team, is_admin)| team_row(member, team, *is_admin, snapshot)).collect();
    let note = (alone > 0).then(|| {
        let what = count(alone, "team loses its only admin", "teams lose their only admin");
        note(format!("{what}. Sigma's API makes nobody a team admin later: name another in Sigma first."))
    });
    let list = more::rows("rows", rows, SHOWN);
    view! { <Panel id="teams" title="Teams" count=n>{note}{list}</Panel> }.into_any()
}

fn team_row(member: &Member, team: &Team, is_admin: bool, snapshot: &Snapshot) -> AnyView {
    let size = count(snapshot.team_members(&team.id).len(), "member", "members");
    let tag = is_admin.then(|| {
        let (class, words) = if is_only_admin(member, team, snapshot) {
            ("tag t-warn", "Only admin")
        } else {
            ("tag t-accent", "Team admin")
        };
        view! { <span class=class>{words}</span> }
    });
    let (href, name) = (paths::team(&team.id), team.name.clone());
    view! {
        <li>
            <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span>
            <div class="row-text"><a href=href>{name}</a><small>{size}</small></div>
            {tag}
        </li>
    }
    .into_any()
}

/// Whether nobody else who can sign in administers the team.
fn is_only_admin(member: &Member, team: &Team, snapshot: &Snapshot) -> bool {
    let is_active = |id| snapshot.member(id).is_some_and(|m| m.status() == MemberStatus::Active);
    let mut others = snapshot.team_members(&team.id).iter().filter(|m| m.is_team_admin && m.member_id != member.id);
    !others.any(|m| is_active(&m.member_id))
}

/// What was granted to them directly.
pub fn grants(member: &Member, snapshot: &Snapshot) -> AnyView {
    let grants = snapshot.granted_to(&Grantee::Member(member.id.clone()));
    let n = number(grants.len());
    if grants.is_empty() {
        return view! {
            <Panel id="grants" title="Direct grants" count=n>
                <Empty icon=lu::LuKeyRound title="No direct grants" text="All access comes through teams."/>
            </Panel>
        }
        .into_any();
    }
    let grants = grants.iter().map(|(resource, level)| grant_row(resource, level, snapshot));
    let list = more::rows("rows", grants.collect(), SHOWN);
    view! { <Panel id="grants" title="Direct grants" count=n>{list}</Panel> }.into_any()
}

fn grant_row(resource: &ResourceRef, level: &Permission, snapshot: &Snapshot) -> AnyView {
    let name = snapshot.resource_name(resource).unwrap_or_else(|| resource.id()).to_owned();
    let (icon, kind, href) = match resource {
        ResourceRef::Workspace(id) => (lu::LuFolder, "Workspace", paths::workspace(id)),
        ResourceRef::Connection(id) => (lu::LuPlug, "Connection", paths::connection(id)),
    };
    let level = badge::level(level, false);
    view! { <li><Icon icon=icon/><div class="row-text"><a href=href>{name}</a><small>{kind}</small></div>{level}</li> }
        .into_any()
}

/// The values of user attributes that are their own.
pub fn attributes(member: &Member, snapshot: &Snapshot) -> AnyView {
    let own = snapshot.attributes_of_member(&member.id);
    let n = number(own.len());
    if own.is_empty() {
        return view! {
            <Panel id="attributes" title="User attributes" count=n>
                <Empty icon=lu::LuTags title="No values of their own" text="They have the defaults and what teams give."/>
            </Panel>
        }
        .into_any();
    }
    let rows = own.into_iter().map(|(attribute, value)| {
        let (name, value) = (attribute.name.clone(), value.value.clone());
        view! { <li><div class="row-text"><b>{name}</b><small>{value}</small></div></li> }.into_any()
    });
    let list = more::rows("rows", rows.collect(), SHOWN);
    view! {
        <Panel id="attributes" title="User attributes" count=n>{list}<p class="panel-foot">"They stay with the account."</p></Panel>
    }
    .into_any()
}

fn note(text: String) -> impl IntoView {
    view! { <div class="notes"><p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{text}</span></p></div> }
}
