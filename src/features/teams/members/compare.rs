//! A list of people beside the team: who joins, who leaves, for whom nothing changes, and what means nobody.

use super::{
    super::{
        actions::{ChangeMembers, CompareMembers, CorrectLine, CorrectLines, DropLine},
        editable,
        mode::Mode,
        roster::{Comparison, Meanwhile, Since},
    },
    kept::{MEANWHILE, compared, kept},
    preview::{MembersPreview, NAMED, People, UnclearLine},
    since::since,
};
use crate::{
    changes::TeamDeed,
    directory::{
        Snapshot,
        resolve::lookup::{Entry, Found, look_up},
    },
    domain::{AppError, Capability, Member, MemberId, Team, TeamId},
    ui::{
        count,
        diff::{Diff, Entry as Line},
        field,
        head::Head,
        icon::Icon,
        more,
        panel::Panel,
    },
    web::{self, NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;
use std::collections::HashMap;

/// Which comparison is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// Id of the list.
    list: String,
}

/// Shows the comparison; from here it is planned, corrected or changed.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Join))?;
    let Asked { list } = web::decode(cx.parts.uri.query());
    let form = kept(&cx, &team.id, &list).await?;
    let since = since(form.opened, &team.id, &cx.app.store).await?;
    let answered = cx.refilled::<ChangeMembers>().await?;
    let page = PageParts::new(format!("Members of {}", team.name), NavItem::Teams);
    Ok(cx.render_page(page, move || view(&team, &form, list, &since, answered.as_ref(), &snapshot)).await)
}

fn view(
    team: &Team,
    form: &CompareMembers,
    list: String,
    since: &Since,
    answered: Option<&Refilled<ChangeMembers>>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let comparison = compared(form, snapshot).since(since);
    let title = format!("Members of {}", team.name);
    let present = snapshot.team_members(&team.id).len();
    let after = present + comparison.added.len() - comparison.removed.len();
    let sub = format!("{} now, {} afterwards", count(present, "member", "members"), after);
    let is_contested = comparison.is_contested();
    let nothing = (comparison.is_empty() && !is_contested).then_some("There is nothing to plan.");
    let obstacle = comparison.obstacle().or(nothing);
    let is_stuck = obstacle.is_some();
    let why = obstacle.map(|why| view! { <p id="nothing">{why}</p> });
    let described = is_stuck.then_some("nothing");
    let summary = answered.and_then(|answered| field::summary(&answered.errors));
    let meanwhile = is_contested.then(|| meanwhile(&comparison, since, answered));
    let waiting = (!comparison.waiting.is_empty()).then(|| waiting(&comparison.waiting));
    let refused = (!comparison.refused.is_empty()).then(|| refused(&comparison.refused));
    let unknown = comparison.unknown.len();
    let questions = comparison.unknown.iter().map(|(at, entry)| question(*at, entry).into_any());
    let questions = more::rows("which", questions.collect(), ASKED);
    let suggested =
        comparison.unknown.iter().filter(|(_, entry)| matches!(entry.found, Found::Nobody(Some(_)))).count();
    let all = (suggested > 1).then(|| {
        let words = format!("Use all {suggested} suggestions");
        view! { <p><button class="btn btn-sm" formaction=CorrectLines::url()>{words}</button></p> }
    });
    let questions = (unknown > 0).then(|| {
        view! {
            <div class="panel-body grant-which"><p>"These lines are not understood:"</p>{questions}{all}</div>
        }
    });
    let diff = diff(comparison, form.mode).view();
    let back = paths::refilled(&paths::team_members(&team.id), &list);
    view! {
        <Head title=title crumbs=vec![("Teams", paths::TEAMS)] sub=sub.into_any()/>
        <form class="stack" method="post" action=ChangeMembers::url()>
            <input type="hidden" name="team_id" value=team.id.to_string()/>
            <input type="hidden" name="list" value=list/>
            {summary}
            {meanwhile}
            <Panel id="diff" title="What would change">
                {diff}
                {questions}
                {waiting}
                {refused}
            </Panel>
            <div class="form-end">
                {why}
                <button class="btn btn-primary" disabled=is_stuck aria-describedby=described>
                    "Review change "<Icon icon=lu::LuArrowRight/>
                </button>
                <a class="btn" href=back><Icon icon=lu::LuPencil/>" Back to the list"</a>
                <a class="btn btn-quiet" href=paths::team(&team.id)>"Cancel"</a>
            </div>
        </form>
    }
}

fn diff(comparison: Comparison<'_>, mode: Mode) -> Diff {
    let people = |members: Vec<&Member>| -> Vec<Line> { members.into_iter().map(line).collect() };
    let mut unchanged = people(comparison.unchanged);
    if mode == Mode::Remove {
        for line in &mut unchanged {
            line.detail = "is not in the team".into();
        }
    }
    Diff {
        added: people(comparison.added),
        removed: people(comparison.removed),
        changed: Vec::new(),
        unchanged,
        unknown: comparison.unknown.into_iter().map(|(_, entry)| unknown(entry)).collect(),
    }
}

fn line(member: &Member) -> Line {
    Line { name: member.full_name(), detail: member.email.clone(), href: Some(paths::member(&member.id)) }
}

fn unknown(entry: Entry<'_>) -> Line {
    Line { detail: why_unclear(&entry), name: entry.text, href: None }
}

/// Why a line means nobody clearly, in a few words.
fn why_unclear(entry: &Entry<'_>) -> String {
    if let Some(unseen) = entry.unseen() {
        return unseen;
    }
    match &entry.found {
        Found::Several(people) => {
            format!("{} have this name: take the address", count(people.len(), "person", "people"))
        }
        Found::Nobody(Some(member)) => format!("did you mean {}?", member.full_name()),
        Found::One(_) | Found::Nobody(None) => "nobody in the directory".to_owned(),
    }
}

/// What a list that is still typed would do to the team.
pub fn preview(team: &TeamId, mode: Mode, list: &str, snapshot: &Snapshot) -> MembersPreview {
    let comparison = Comparison::new(look_up(list, snapshot), mode, Some(team), snapshot);
    let people = |members: &[&Member]| People {
        count: members.len(),
        first: members.iter().take(NAMED).map(|member| (member.full_name(), member.email.clone())).collect(),
    };
    let now = snapshot.team_members(team).len();
    let unclear = |(_, entry): &(usize, Entry<'_>)| UnclearLine { why: why_unclear(entry), text: entry.text.clone() };
    MembersPreview {
        size: (now, now + comparison.added.len() - comparison.removed.len()),
        added: people(&comparison.added),
        removed: people(&comparison.removed),
        unchanged: comparison.unchanged.len(),
        unclear: comparison.unknown.iter().take(NAMED).map(unclear).collect(),
        more_unclear: comparison.unknown.len().saturating_sub(NAMED),
        obstacle: comparison.obstacle().unwrap_or_default().to_owned(),
    }
}

/// Lines that are in view before one asks for the others.
const ASKED: usize = 50;

/// What can be done about a line that is not understood: take what is suggested, or take the line off the list.
fn question(at: usize, entry: &Entry<'_>) -> impl IntoView + use<> {
    let correction = if let Found::Nobody(Some(member)) = entry.found {
        let words = format!("{} → {}", entry.text, member.email);
        Some(
            view! { <button class="btn btn-sm" formaction=CorrectLine::url() name="line" value=at>{words}</button>" " },
        )
    } else {
        None
    };
    let drop = format!("Take “{}” off the list", entry.text);
    view! { <li>{correction}<button class="btn btn-sm" formaction=DropLine::url() name="line" value=at>{drop}</button></li> }
}

/// Asks what becomes of those whom somebody else has added or removed since the list was begun; both are named.
fn meanwhile(
    comparison: &Comparison<'_>,
    since: &Since,
    answered: Option<&Refilled<ChangeMembers>>,
) -> impl IntoView + use<> {
    let joined = people_since("Added", &comparison.joined_since, &since.joined);
    let left = people_since("Removed", &comparison.left_since, &since.left);
    let answer = answered.and_then(|answered| answered.form.meanwhile);
    let error = answered.and_then(|answered| answered.errors.of(MEANWHILE));
    let card = |meanwhile, value, words, meaning| {
        view! {
            <label class="card">
                <input type="radio" name=MEANWHILE value=value checked=answer == Some(meanwhile)/>
                <span><b>{words}</b><small>{meaning}</small></span>
            </label>
        }
    };
    let keep = card(Meanwhile::Keep, "keep", "Keep these changes", "The people above stay as they are now.");
    let list = card(
        Meanwhile::List,
        "list",
        "Do as the list says",
        "Who was added leaves again; who was removed is added again.",
    );
    view! {
        <fieldset class="set" id=MEANWHILE>
            <legend>"Changed since you opened this list"</legend>
            {joined}
            {left}
            <div class="cards">{keep}{list}</div>
            {error.map(|error| field::field_error(MEANWHILE, error.to_owned()))}
        </fieldset>
    }
}

/// People who have joined or left meanwhile, each with whose doing it was.
fn people_since(
    title: &'static str,
    members: &[&Member],
    whose: &HashMap<MemberId, String>,
) -> Option<impl IntoView + use<>> {
    let people: Vec<_> = members
        .iter()
        .map(|member| {
            let by = whose.get(&member.id).map(|by| format!("{} {by}", title.to_lowercase()));
            let about = std::iter::once(member.email.clone()).chain(by).collect::<Vec<_>>().join(" · ");
            view! { <li><a href=paths::member(&member.id)>{member.full_name()}</a>" "<small>{about}</small></li> }
        })
        .collect();
    (!members.is_empty()).then(|| {
        view! {
            <section class="diff-part t-warn">
                <h2><Icon icon=lu::LuTriangleAlert/>{format!(" {title} ")}<span class="n">{people.len()}</span></h2>
                <ul>{people}</ul>
            </section>
        }
    })
}

/// Those who stay until it is said whether a line means them.
fn waiting(members: &[&Member]) -> impl IntoView + use<> {
    let people: Vec<_> = members
        .iter()
        .map(|member| view! { <li><a href=paths::member(&member.id)>{member.full_name()}</a>" "<small>{member.email.clone()}</small></li> })
        .collect();
    view! {
        <section class="diff-part t-warn">
            <h3><Icon icon=lu::LuCircleHelp/>" Kept for now "<span class="n">{members.len()}</span></h3>
            <p>"Not on the list, but a line above may mean them. They stay until you have answered."</p>
            <ul>{people}</ul>
        </section>
    }
}

/// Those whom Sigma neither takes into a team nor out of one.
fn refused(members: &[&Member]) -> impl IntoView + use<> {
    let people: Vec<_> = members
        .iter()
        .map(|member| {
            let state = member.status().label().to_lowercase();
            view! { <li><a href=paths::member(&member.id)>{member.full_name()}</a>" "<small>{state}</small></li> }
        })
        .collect();
    let words = count(members.len(), "person is left out", "people are left out");
    view! {
        <section class="diff-part t-warn">
            <h3><Icon icon=lu::LuUserX/>" Left out "<span class="n">{members.len()}</span></h3>
            <p>{words}": Sigma changes teams only for active people."</p>
            <ul>{people}</ul>
        </section>
    }
}
