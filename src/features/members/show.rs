//! One person's page: their profile, teams, and what they reach of workspaces and connections.

use super::{
    card, profile,
    tabs::{MemberTab, Person},
};
use crate::{
    changes::Rules,
    directory::Snapshot,
    domain::{Actor, Capability, MemberId, ResourceKind, Role},
    features::shared::contest,
    web::{AppError, RequestContext, ShownAgain, decode, paths},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
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
    let member = MemberId::new(id.clone());
    if !cx.is_me(&member) && cx.can(Capability::ReadDirectory) {
        let snapshot = cx.snapshot()?;
        if let Some(card) = snapshot.card(&member).filter(|_| snapshot.member(&member).is_none()) {
            return card::show(cx, card).await;
        }
    }
    let person = Person::of_request(&cx, id).await?;
    page(cx, person).await
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
    let person = Person::find(&cx, &id).await?;
    page(cx, person).await
}

async fn page(cx: RequestContext, person: Person) -> Result<Response, AppError> {
    // Whoever looks at their own page may have no page of a team or workspace that is named there.
    let linked = cx.snapshot()?;
    let (actor, rules) = (cx.actor.clone(), cx.app.changes.rules());
    let asked: Query = decode(cx.parts.uri.query());
    let again = cx.shown_again().await?;
    let page = person.page(None);
    let view = move || view(&person, &linked, &actor, rules, (&asked.all, &again));
    Ok(cx.render_page(page, view).await)
}

fn view(
    person: &Person,
    linked: &Snapshot,
    actor: &Actor,
    rules: Rules,
    (all, again): (&str, &ShownAgain),
) -> impl IntoView + use<> {
    let (member, snapshot) = (&person.member, &*person.snapshot);
    let writes_grants = actor.role.can(Capability::WriteGrants) && person.is_active();
    let access = snapshot.access_of(member);
    let (workspaces, connections): (Vec<_>, Vec<_>) =
        access.into_iter().partition(|a| a.resource.kind() == ResourceKind::Workspace);
    let reached = |kind, access: &[_]| profile::reached(kind, access, (all, again), member, snapshot, writes_grants);
    view! {
        {person.head(MemberTab::Access)}
        {contest::asked(again)}
        <div class="cols">
            <div class="stack">
                {profile::teams(member, actor, &rules, again, (snapshot, linked))}
                {reached(ResourceKind::Workspace, &workspaces)}
                {reached(ResourceKind::Connection, &connections)}
            </div>
            <div class="stack">{profile::facts(member, actor, &rules, snapshot)}</div>
        </div>
    }
}
