//! The panels of a person's page: facts, teams, what they reach.

use super::access::{grant_form, join_form, leave_form, revoke_form};
use super::list::{exports, words};
use crate::{
    changes::{Rules, TeamDeed},
    directory::{Known, Snapshot},
    domain::{Actor, Capability, Ceiling, EffectiveAccess, GrantSource, Member, MemberStatus, ResourceKind, TeamId},
    features::shared::access::reach,
    ui::{
        badge, count, date,
        empty::Empty,
        icon::Icon,
        number,
        panel::{self, Panel, fact},
        term::term,
    },
    web::{ShownAgain, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The teams somebody is in, with what can be done about it; those that `linked` shows lead to their pages.
pub fn teams(
    member: &Member,
    actor: &Actor,
    rules: &Rules,
    again: &ShownAgain,
    (snapshot, linked): (&Snapshot, &Snapshot),
) -> impl IntoView + use<> {
    let is_active = member.status() == MemberStatus::Active;
    let editable = |team: &TeamId| is_active && snapshot.may_edit_team(actor, team);
    let mine: Vec<_> = snapshot.teams_of(&member.id).collect();
    let n = mine.len().to_string();
    let rows: Vec<_> = mine
        .iter()
        .map(|(team, is_admin)| {
            let size = count(snapshot.team_members(&team.id).len(), "member", "members");
            let leave = editable(&team.id).then(|| leave_form(&member.id, team));
            let name = team.name.clone();
            let name = match linked.team(&team.id) {
                Some(team) => view! { <a href=paths::team(&team.id)>{name}</a> }.into_any(),
                None => name.into_any(),
            };
            view! {
                <li>
                    <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span>
                    <div class="row-text">{name}<small>{size}</small></div>
                    {is_admin.then(|| view! { <span class="tag t-accent">"Team admin"</span> })}
                    {leave}
                </li>
            }
        })
        .collect();
    let joins = is_active && linked.editable_teams(actor).next().is_some();
    let join = joins.then(|| match rules.team(TeamDeed::Join).obstacle() {
        None => join_form(&member.id, again, actor, linked).into_any(),
        Some(why) => view! { <p class="panel-foot hint">{why}</p> }.into_any(),
    });
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuUsers title="No teams" text="Teams bring access to workspaces and connections with them."/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Panel id="teams" title="Teams" count=n>{body}{join}</Panel> }
}

/// Rows of what somebody reaches before all of them are asked for: an admin of a large organisation reaches thousands.
const ROWS: usize = 50;

/// What somebody reaches of one kind of resource, with every reason; the first rows, unless `all` are asked for.
pub fn reached(
    kind: ResourceKind,
    access: &[EffectiveAccess],
    (all, again): (&str, &ShownAgain),
    member: &Member,
    snapshot: &Snapshot,
    writes: bool,
) -> impl IntoView + use<> {
    let (id, title) = match kind {
        ResourceKind::Workspace => ("workspaces", "Workspaces"),
        ResourceKind::Connection => ("connections", "Connections"),
    };
    let n = number(access.len());
    let shown = if all == id { access.len() } else { ROWS };
    let more = (access.len() > shown).then(|| {
        let words = format!("Show all {n}");
        view! { <p class="panel-foot">{format!("The first {shown} by name. ")}<a href=format!("?all={id}#{id}")>{words}</a></p> }
    });
    let rows: Vec<_> = access
        .iter()
        .take(shown)
        .map(|a| {
            let direct = a.paths.iter().any(|p| p.via == GrantSource::Direct);
            let revoke = (writes && direct).then(|| {
                revoke_form(&member.id, &a.resource, snapshot.resource_name(&a.resource).unwrap_or_default(), snapshot)
                    .into_any()
            });
            reach(a, member, snapshot, revoke)
        })
        .collect();
    let body = if rows.is_empty() {
        let (icon, empty, text) = match kind {
            ResourceKind::Workspace => (lu::LuFolder, "No workspace access", "No direct or team grants."),
            ResourceKind::Connection => (lu::LuPlug, "No connection access", "No direct or team grants."),
        };
        view! { <Empty icon=icon title=empty text=text/> }.into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let give = writes.then(|| grant_form(&member.id, kind, again, snapshot));
    view! { <Panel id=id title=title count=n>{body}{more}{give}</Panel> }
}

/// What somebody's account type allows: in Sigma's words, and as the ceiling of their grants.
fn meaning(member: &Member, snapshot: &Snapshot) -> String {
    let name = snapshot.account_type_name(member);
    let about = snapshot.account_type(name).map(|kind| kind.description.clone()).filter(|about| !about.is_empty());
    let limit =
        Ceiling::of(name).map(|ceiling| format!("Workspace access is limited to {}", ceiling.workspace.label()));
    let sentences: Vec<String> = about.into_iter().chain(limit).map(|sentence| format!("{sentence}.")).collect();
    sentences.join(" ")
}

/// The facts about somebody.
pub fn facts(member: &Member, actor: &Actor, rules: &Rules, snapshot: &Snapshot) -> impl IntoView + use<> {
    let scheduled =
        actor.role.can(Capability::ReadAudit).then(|| fact("Scheduled exports", self::scheduled(member, snapshot)));
    let owner = (member.id == *snapshot.token_owner())
        .then(|| fact("In the portal", "Owns the API credentials the portal uses"));
    let scim = rules.has_set_scim_up(member).then(|| fact("Provisioning", "Depends on this account (SCIM)"));
    let facts = view! {
            <dl class="facts">
                {fact("Account type", term(badge::account_type(snapshot.account_type_name(member)), meaning(member, snapshot)))}
                {fact("Kind", member.user_kind.label().to_owned())}
                {owner}
                {scim}
                {fact("Last active", words(snapshot.last_active(&member.id)))}
                {scheduled}
                {fact("Added", view! { <time datetime=member.created_at.to_string()>{date(member.created_at)}</time> })}
                {fact("Last changed", view! { <time datetime=member.updated_at.to_string()>{date(member.updated_at)}</time> })}
                {fact("Member id", panel::id(member.id.as_str()))}
            </dl>
    };
    view! { <Panel id="profile" title="Profile">{facts}</Panel> }
}

/// How many exports somebody has sent regularly, which leads to them.
fn scheduled(member: &Member, snapshot: &Snapshot) -> AnyView {
    let words = exports(&member.id, snapshot);
    match snapshot.scheduled_exports_of(&member.id) {
        Known::Something(..) => view! { <a href=paths::scheduled_exports_of(&member.id)>{words}</a> }.into_any(),
        Known::Nothing(_) | Known::Unknown => words.into_any(),
    }
}
