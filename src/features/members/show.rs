//! One person's page: profile, teams, access with its reasons, history.

use super::access::{grant_form, join_form, leave_form, revoke_form};
use crate::{
    components::{
        access::reach,
        avatar::Avatar,
        badge, count,
        empty::Empty,
        head::Head,
        icon::Icon,
        panel::{self, Panel, fact},
    },
    directory::Snapshot,
    domain::{
        Actor, Capability, Change, EffectiveAccess, EmailAddress, Member, MemberId, MemberStatus, ResourceKind, Role,
        Subject, Via,
    },
    store::{ChangeFilter, PageRequest},
    web::{Cx, Fault, PageParts, Place, date, moment, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// Changes shown in the history.
const HISTORY: u32 = 8;

/// Anybody's page, for those who read the directory; one's own for everybody.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = MemberId::new(id);
    let own = cx.actor.member_id.as_ref() == Some(&id);
    if !own {
        cx.require(Capability::ReadDirectory)?;
    }
    page(cx, &id, if own { Place::Me } else { Place::Members }).await
}

/// One's own page.
pub async fn me(cx: Cx) -> Result<Response, Fault> {
    let id = cx
        .actor
        .member_id
        .clone()
        .ok_or_else(|| cx.app.directory.snapshot().map_or(Fault::NotReady, |_| Fault::NotFound))?;
    page(cx, &id, Place::Me).await
}

async fn page(cx: Cx, id: &MemberId, place: Place) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let member = snapshot.member(id).filter(|m| !m.is_system()).cloned().ok_or(Fault::NotFound)?;
    let history = history(&cx, &member).await?;
    let actor = cx.actor.clone();
    let page = PageParts::new(member.full_name(), place);
    Ok(cx.show(page, move || view(&member, &actor, &snapshot, history)).await)
}

/// Changes about the person: by id, and by address from before they had one.
async fn history(cx: &Cx, member: &Member) -> Result<Vec<Change>, Fault> {
    let subjects =
        [Some(Subject::Member(member.id.clone())), EmailAddress::parse(&member.email).ok().map(Subject::Address)];
    let mut all = Vec::new();
    for subject in subjects.into_iter().flatten() {
        let filter = ChangeFilter { subject: Some(subject), ..ChangeFilter::default() };
        let page = cx.app.store.changes(&filter, PageRequest { number: 1, size: HISTORY }).await?;
        all.extend(page.items.into_iter().map(|s| s.change));
    }
    all.sort_by_key(|change| std::cmp::Reverse(change.created_at));
    all.truncate(HISTORY as usize);
    Ok(all)
}

fn view(member: &Member, actor: &Actor, snapshot: &Arc<Snapshot>, history: Vec<Change>) -> impl IntoView + use<> {
    let can = |capability| actor.role.can(capability);
    let writes_grants = can(Capability::WriteGrants) && member.status() == MemberStatus::Active;
    let sub = view! {
        {member.email.clone()}" "{badge::account_type(snapshot.account_type_name(member))}" "{badge::member_status(member)}
    };
    let avatar = view! { <Avatar name=member.full_name() key=member.email.clone() size="avatar-lg"/> };
    let edit = can(Capability::WriteMembers)
        .then(|| view! { <a class="btn" href=paths::member_edit(&member.id)><Icon icon=lu::LuPencil/>" Edit"</a> });
    let crumbs = if can(Capability::ReadDirectory) { vec![("Members", paths::MEMBERS)] } else { vec![] };
    let access = snapshot.access_of(member);
    let (workspaces, connections): (Vec<_>, Vec<_>) =
        access.into_iter().partition(|a| a.resource.kind() == ResourceKind::Workspace);
    view! {
        <Head title=member.full_name() crumbs=crumbs before=avatar.into_any() sub=sub.into_any()>{edit}</Head>
        <div class="cols">
            <div class="stack">
                {teams(member, actor, snapshot)}
                {reached("workspaces", "Workspaces", ResourceKind::Workspace, workspaces, member, snapshot, writes_grants)}
                {reached("connections", "Connections", ResourceKind::Connection, connections, member, snapshot, writes_grants)}
            </div>
            <div class="stack">{profile(member, snapshot)}{timeline(history)}</div>
        </div>
    }
}

fn teams(member: &Member, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
    let editable = |team: &crate::domain::TeamId| {
        member.status() == MemberStatus::Active
            && (actor.role == Role::Admin
                || actor.role == Role::TeamManager
                    && actor.member_id.as_ref().is_some_and(|me| snapshot.is_team_admin(me, team)))
    };
    let mine: Vec<_> = snapshot.teams_of(&member.id).collect();
    let n = mine.len().to_string();
    let rows: Vec<_> = mine
        .iter()
        .map(|(team, is_admin)| {
            let size = count(snapshot.team_members(&team.id).len(), "member", "members");
            let leave = editable(&team.id).then(|| leave_form(&member.id, team));
            view! {
                <li>
                    <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span>
                    <div class="row-text"><b>{team.name.clone()}</b><small>{size}</small></div>
                    {is_admin.then(|| view! { <span class="tag t-accent">"Team admin"</span> })}
                    {leave}
                </li>
            }
        })
        .collect();
    let offers: Vec<_> = snapshot
        .teams()
        .iter()
        .filter(|t| !t.is_archived && editable(&t.id) && !snapshot.is_in_team(&member.id, &t.id))
        .map(|t| (t.id.to_string(), t.name.clone()))
        .collect();
    let join = (!offers.is_empty()).then(|| join_form(&member.id, offers));
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuUsers title="In no team" text="Teams bring access to workspaces and connections with them."/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Panel id="teams" title="Teams" count=n>{body}{join}</Panel> }
}

fn reached(
    id: &'static str,
    title: &'static str,
    kind: ResourceKind,
    access: Vec<EffectiveAccess>,
    member: &Member,
    snapshot: &Snapshot,
    writes: bool,
) -> impl IntoView + use<> {
    let n = access.len().to_string();
    let rows: Vec<_> = access
        .iter()
        .map(|a| {
            let direct = a.paths.iter().any(|p| p.via == Via::Direct);
            let revoke = (writes && direct).then(|| {
                revoke_form(&member.id, &a.resource, snapshot.resource_name(&a.resource).unwrap_or_default()).into_any()
            });
            reach(a, snapshot, revoke)
        })
        .collect();
    let body = if rows.is_empty() {
        let (icon, empty, text) = match kind {
            ResourceKind::Workspace => (lu::LuFolder, "Reaches no workspace", "Neither directly nor through a team."),
            ResourceKind::Connection => (lu::LuPlug, "Reaches no connection", "Neither directly nor through a team."),
        };
        view! { <Empty icon=icon title=empty text=text/> }.into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let give = writes.then(|| grant_form(&member.id, kind, snapshot));
    view! { <Panel id=id title=title count=n>{body}{give}</Panel> }
}

fn profile(member: &Member, snapshot: &Snapshot) -> impl IntoView + use<> {
    let owner = (member.id == *snapshot.token_owner())
        .then(|| fact("In the portal", "Owns the API credentials the portal uses"));
    let facts = view! {
            <dl class="facts">
                {fact("Account type", badge::account_type(snapshot.account_type_name(member)))}
                {fact("Kind", member.user_kind.label().to_owned())}
                {owner}
                {fact("Added", view! { <time datetime=member.created_at.to_string()>{date(member.created_at)}</time> })}
                {fact("Last changed", view! { <time datetime=member.updated_at.to_string()>{date(member.updated_at)}</time> })}
                {fact("Member id", panel::id(member.id.as_str()))}
            </dl>
    };
    view! { <Panel id="profile" title="Profile">{facts}</Panel> }
}

fn timeline(history: Vec<Change>) -> impl IntoView {
    if history.is_empty() {
        return view! {
            <Panel id="history" title="History">
                <Empty icon=lu::LuHistory title="No changes yet" text="What is changed through the portal about this person appears here."/>
            </Panel>
        }
        .into_any();
    }
    let items = history.into_iter().map(|change| view! {
        <li class="t-accent">
            <span class="station"><Icon icon=lu::LuListChecks/></span>
            <p><a href=paths::change(&change.id)>{change.title}</a>" "{badge::change_status(change.state)}</p>
            <p class="when"><time datetime=change.created_at.to_string()>{moment(change.created_at)}</time>" · "{change.actor.name}</p>
        </li>
    });
    let items = items.collect_view();
    view! { <Panel id="history" title="History"><ol class="line line-sm timeline">{items}</ol></Panel> }.into_any()
}
