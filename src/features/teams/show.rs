//! One team's page: who is in it, what it reaches, history.

use super::{
    access::{self, grant_form},
    attributes, find, lock, may_edit, people,
    ticks::Ticks,
};
use crate::{
    directory::Snapshot,
    domain::{Capability, Subject, Team, TeamId},
    features::shared::{
        contest,
        history::{self, Lately},
    },
    ui::{
        badge, count, date,
        empty::Empty,
        head::Head,
        icon::Icon,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, ShownAgain, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// What whoever looks at the page may do with the team.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each of which shows one panel's controls")]
struct Rights {
    /// Edit it, its members and its existence.
    edits: bool,
    /// Take people out of it.
    removes: bool,
    /// Why not, for somebody who edits teams.
    lock: Option<&'static str>,
    /// Give it access and take it away.
    grants: bool,
    /// Set values of user attributes.
    sets: bool,
    /// Change several members at once.
    ticks: Ticks,
}

/// A team's page.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let id = TeamId::new(id);
    let snapshot = cx.snapshot()?;
    let team = find(&id, &snapshot)?.clone();
    let lately = history::lately(&cx, &Subject::Team(id.clone())).await;
    let lock = lock(&cx, &id);
    let rights = Rights {
        edits: lock.is_none() && may_edit(&cx, &id),
        removes: may_edit(&cx, &id),
        lock,
        grants: cx.can(Capability::WriteGrants),
        sets: cx.can(Capability::WriteMembers),
        ticks: Ticks::of(&cx, may_edit(&cx, &id)),
    };
    let again = cx.shown_again().await?;
    let page = PageParts::new(team.name.clone(), NavItem::Teams);
    Ok(cx.render_page(page, move || view(&team, rights, &snapshot, lately, &again)).await)
}

fn view(
    team: &Team,
    rights: Rights,
    snapshot: &Arc<Snapshot>,
    lately: Lately,
    again: &ShownAgain,
) -> impl IntoView + use<> {
    let size = count(snapshot.team_members(&team.id).len(), "member", "members");
    let sub = view! {
        {team.description.clone().map(|text| format!("{text} · "))}{size}" "{badge::visibility(team.visibility())}
        {team.is_archived.then(|| view! { " "<span class="tag">"Archived"</span> })}
    };
    let actions = actions(&team.id, rights);
    let before = view! { <span class="avatar avatar-team avatar-lg avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span> };
    let recent = history::history(lately, "this team");
    view! {
        <Head title=team.name.clone() crumbs=vec![("Teams", paths::TEAMS)] before=before.into_any() sub=sub.into_any()>
            {actions}
        </Head>
        {contest::asked(again)}
        <div class="cols">
            <div class="stack">
                {people::panel(team, rights.removes, rights.ticks, snapshot)}
                {reach(team, rights.grants, again, snapshot)}
                {attributes::panel(&team.id, rights.sets, again, snapshot)}
            </div>
            <div class="stack">{about(team)}{recent}</div>
        </div>
    }
}

/// Links to what can be done; where that is locked, what would be looked for, and why it is of no use.
fn actions(id: &TeamId, rights: Rights) -> AnyView {
    if rights.edits {
        return view! {
            <a class="btn btn-primary" href=paths::team_members(id)><Icon icon=lu::LuUserPlus/>" Change members"</a>
            <a class="btn" href=paths::team_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a>
            <a class="btn" href=paths::team_delete(id)><Icon icon=lu::LuTrash2/>" Delete…"</a>
        }
        .into_any();
    }
    let locked = rights.lock.map(|why| {
        view! {
            <p class="hint" id="locked">{why}</p>
            <button class="btn" type="button" disabled aria-describedby="locked"><Icon icon=lu::LuUserPlus/>" Change members"</button>
        }
    });
    locked.into_any()
}

fn reach(team: &Team, grants: bool, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let held = access::held(&team.id, snapshot);
    let n = held.len().to_string();
    let rows: Vec<_> = held.into_iter().map(|held| access::row(held, &team.id, grants, snapshot)).collect();
    let body = if rows.is_empty() {
        view! {
            <Empty icon=lu::LuFolder title="No access yet" text="Everyone in the team can use what you grant to it."/>
        }
        .into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let give = grants.then(|| grant_form(&team.id, again, snapshot));
    view! { <Panel id="reach" title="Access" count=n>{body}{give}</Panel> }
}

fn about(team: &Team) -> impl IntoView + use<> {
    let day = |at: jiff::Timestamp| view! { <time datetime=at.to_string()>{date(at)}</time> };
    let facts = view! {
        <dl class="facts">
            {fact("Visibility", view! { {team.visibility().label().to_owned()}<p class="hint">{team.visibility().meaning()}</p> })}
            {fact("Created", day(team.created_at))}
            {fact("Last changed", day(team.updated_at))}
            {fact("Team id", panel::id(team.id.as_str()))}
        </dl>
    };
    view! { <Panel id="about" title="About">{facts}</Panel> }
}
