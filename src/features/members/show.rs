//! One person's page: profile, teams, access with its reasons, user attributes, history.

use super::{attributes, card, documents, menu::Actions, profile, subject};
use crate::{
    changes::Rules,
    directory::Snapshot,
    domain::{Actor, Capability, Member, MemberId, MemberStatus, ResourceKind, Role, Subject},
    features::shared::{
        contest,
        history::{self, Lately},
    },
    ui::{avatar::Avatar, badge, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, ShownAgain, decode, paths},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// `workspaces` or `connections`: all of what is reached of these.
    all: String,
}

/// Anybody's page, for those who read the directory; one's own for everybody.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = MemberId::new(id);
    if cx.is_me(&id) && cx.actor.role != Role::Visitor {
        return page(cx, &id, NavItem::Me).await;
    }
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    match snapshot.card(&id).filter(|_| snapshot.member(&id).is_none()) {
        Some(card) => card::show(cx, card).await,
        None => page(cx, &id, NavItem::Members).await,
    }
}

/// One's own page.
pub async fn me(cx: RequestContext) -> Result<Response, AppError> {
    // Whoever has no active account has no access to see: their start page says how to get some.
    if cx.actor.role == Role::Visitor {
        return Ok(Redirect::to(paths::HOME).into_response());
    }
    let id = match &cx.actor.member_id {
        Some(id) => id.clone(),
        None => return Err(cx.snapshot().map_or(AppError::NotReady, |_| AppError::NotFound)),
    };
    page(cx, &id, NavItem::Me).await
}

async fn page(cx: RequestContext, id: &MemberId, place: NavItem) -> Result<Response, AppError> {
    let (member, snapshot) = subject(&cx, id)?;
    // By id alone: a change that invited them is about them too, and one about their address need not be.
    let history = history::lately(&cx, &Subject::Member(member.id.clone())).await;
    // Whoever looks at their own page may have no page of a team or workspace that is named there.
    let linked = cx.snapshot()?;
    let actions = Actions::of(&cx.app, &member, &cx.actor).await;
    let (actor, rules) = (cx.actor.clone(), cx.app.changes.rules());
    let asked: Query = decode(cx.parts.uri.query());
    let again = cx.shown_again().await?;
    let page = PageParts::new(member.full_name(), place);
    let view = move || view(&member, &actor, rules, (&snapshot, &linked), actions, history, (&asked.all, &again));
    Ok(cx.render_page(page, view).await)
}

fn view(
    member: &Member,
    actor: &Actor,
    rules: Rules,
    (snapshot, linked): (&Snapshot, &Snapshot),
    actions: Option<Actions>,
    history: Lately,
    (all, again): (&str, &ShownAgain),
) -> impl IntoView + use<> {
    let can = |capability| actor.role.can(capability);
    let is_active = member.status() == MemberStatus::Active;
    let writes_grants = can(Capability::WriteGrants) && is_active;
    let sub = view! {
        {member.email.clone()}" "{badge::account_type(snapshot.account_type_name(member))}" "{badge::member_status(member)}
    };
    let avatar = view! { <Avatar name=member.full_name() key=member.email.clone() size="avatar-lg"/> };
    let actions = actions.map(Actions::view);
    let crumbs = if can(Capability::ReadDirectory) { vec![("Members", paths::MEMBERS)] } else { vec![] };
    let access = snapshot.access_of(member);
    let (workspaces, connections): (Vec<_>, Vec<_>) =
        access.into_iter().partition(|a| a.resource.kind() == ResourceKind::Workspace);
    let audit = can(Capability::ReadAudit).then(|| audit(member));
    let reached = |kind, access: &[_]| profile::reached(kind, access, (all, again), member, snapshot, writes_grants);
    view! {
        <Head title=member.full_name() crumbs=crumbs before=avatar.into_any() sub=sub.into_any()>{actions}</Head>
        {standing(member)}
        {contest::asked(again)}
        <div class="cols">
            <div class="stack">
                {profile::teams(member, actor, &rules, again, (snapshot, linked))}
                {reached(ResourceKind::Workspace, &workspaces)}
                {reached(ResourceKind::Connection, &connections)}
                {documents::panel(member, snapshot)}
                {attributes::panel(member, can(Capability::WriteMembers) && is_active, again, snapshot)}
            </div>
            <div class="stack">{profile::facts(member, &rules, snapshot)}{history::history(history, "this person")}{audit}</div>
        </div>
    }
}

/// The ways into the audit log that begin with this person.
fn audit(member: &Member) -> impl IntoView + use<> {
    let about = paths::audit_about(&Subject::Member(member.id.clone()).key());
    let by = paths::audit_by(&member.id);
    view! {
        <Panel id="audit" title="Audit log">
            <ul class="rows">
                <li><Icon icon=lu::LuUserPen/><div class="row-text"><a href=by>"Done by this person"</a><small>"Last 7 days"</small></div></li>
                <li><Icon icon=lu::LuUserSearch/><div class="row-text"><a href=about>"Done to this person"</a><small>"All entries"</small></div></li>
            </ul>
        </Panel>
    }
}

/// What it means that somebody cannot sign in.
fn standing(member: &Member) -> Option<impl IntoView + use<>> {
    let text = match member.status() {
        MemberStatus::Active => return None,
        MemberStatus::Inactive => "The identity provider deactivated this account. Sigma keeps its teams and grants.",
        MemberStatus::Archived => {
            "Deactivated. This person can’t sign in. Reactivating restores the teams and grants below, but no documents."
        }
    };
    Some(view! { <div class="flash t-info" role="note"><Icon icon=lu::LuInfo/><p>{text}</p></div> })
}
