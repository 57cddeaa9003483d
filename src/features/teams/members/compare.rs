//! A list of people beside the team: who joins, who leaves, for whom nothing changes, and what means nobody.

use super::{
    super::roster::{Comparison, Mode},
    Form, LIFE, compared, newcomers,
};
use crate::{
    components::{
        count,
        diff::{Diff, Entry as Line},
        draft,
        head::Head,
        icon::Icon,
        panel::Panel,
    },
    directory::Snapshot,
    domain::{Member, MemberId, Team},
    people::lookup::{Entry, Found},
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::HashMap, sync::Arc};

/// Those who have joined since the list was begun, each with who added them.
type Newcomers = HashMap<MemberId, String>;

/// Keeps the list and shows the comparison; from here it is planned, corrected or changed.
pub async fn show(
    cx: Cx,
    status: StatusCode,
    team: Team,
    form: Form,
    snapshot: Arc<Snapshot>,
) -> Result<Response, Fault> {
    let id = uuid::Uuid::now_v7().to_string();
    draft::keep(&cx, &id, &form, LIFE).await?;
    let newcomers = newcomers::since(form.opened, &team.id, &cx.app.store).await?;
    let page = PageParts::new(format!("Members of {}", team.name), Place::Teams).status(status);
    Ok(cx.show(page, move || view(&team, &form, id, &newcomers, &snapshot)).await)
}

fn view(team: &Team, form: &Form, draft: String, newcomers: &Newcomers, snapshot: &Snapshot) -> impl IntoView + use<> {
    let comparison = compared(form, &team.id, snapshot);
    let title = format!("Members of {}", team.name);
    let present = snapshot.team_members(&team.id).len();
    let after = present + comparison.added.len() - comparison.removed.len();
    let sub = format!("{} now, {} afterwards", count(present, "member", "members"), after);
    let nothing = comparison.is_empty().then_some("There is nothing to plan.");
    let obstacle = comparison.obstacle().or(nothing);
    let is_stuck = obstacle.is_some();
    let why = obstacle.map(|why| view! { <p id="nothing">{why}</p> });
    let described = is_stuck.then_some("nothing");
    let recent = comparison.removed.iter().filter(|member| newcomers.contains_key(&member.id)).count();
    let recent = (recent > 0).then(|| recently_added(recent));
    let waiting = (!comparison.waiting.is_empty()).then(|| waiting(&comparison.waiting));
    let refused = (!comparison.refused.is_empty()).then(|| refused(&comparison.refused));
    let unknown = comparison.unknown.len();
    let questions: Vec<_> = comparison.unknown.iter().take(ASKED).map(|(at, entry)| question(*at, entry)).collect();
    let more = (unknown > ASKED).then(|| {
        let words = format!("And {}: correct them in the list.", count(unknown - ASKED, "more", "more"));
        view! { <p class="hint">{words}</p> }
    });
    let questions = (unknown > 0).then(|| view! {
        <div class="panel-body grant-which"><p>"These lines are not understood:"</p><ul class="which">{questions}</ul>{more}</div>
    });
    let diff = diff(comparison, form.mode, newcomers).view();
    view! {
        <Head title=title crumbs=vec![("Teams", paths::TEAMS)] sub=sub.into_any()/>
        <form class="stack" method="post">
            <input type="hidden" name="draft" value=draft/>
            <Panel id="diff" title="What would change">
                {recent}
                {diff}
                {questions}
                {waiting}
                {refused}
            </Panel>
            <div class="form-end">
                {why}
                <button class="btn btn-primary" name="do" value="plan" disabled=is_stuck aria-describedby=described>
                    "See the plan "<Icon icon=lu::LuArrowRight/>
                </button>
                <button class="btn" name="do" value="back"><Icon icon=lu::LuPencil/>" Back to the list"</button>
                <a class="btn btn-quiet" href=paths::team(&team.id)>"Cancel"</a>
            </div>
        </form>
    }
}

fn diff(comparison: Comparison<'_>, mode: Mode, newcomers: &Newcomers) -> Diff {
    let people = |members: Vec<&Member>| -> Vec<Line> { members.into_iter().map(line).collect() };
    let mut unchanged = people(comparison.unchanged);
    if mode == Mode::Remove {
        for line in &mut unchanged {
            line.detail = "is not in the team".into();
        }
    }
    let leaving = |member: &Member| {
        let added = newcomers.get(&member.id).map(|by| format!(" · added {by} since you opened this list"));
        let mut line = line(member);
        line.detail.extend(added);
        line
    };
    Diff {
        added: people(comparison.added),
        removed: comparison.removed.into_iter().map(leaving).collect(),
        changed: Vec::new(),
        unchanged,
        unknown: comparison.unknown.into_iter().map(|(_, entry)| unknown(entry)).collect(),
    }
}

fn line(member: &Member) -> Line {
    Line { name: member.full_name(), detail: member.email.clone(), href: Some(paths::member(&member.id)) }
}

fn unknown(entry: Entry<'_>) -> Line {
    let detail = match entry.found {
        Found::Several(people) => {
            format!("{} have this name: take the address", count(people.len(), "person", "people"))
        }
        Found::Nobody(Some(member)) => format!("did you mean {}?", member.full_name()),
        Found::One(_) | Found::Nobody(None) => "nobody in the directory".to_owned(),
    };
    Line { name: entry.text, detail, href: None }
}

/// Lines that are asked about one by one.
const ASKED: usize = 50;

/// What can be done about a line that is not understood: take what is suggested, or take the line off the list.
fn question(at: usize, entry: &Entry<'_>) -> impl IntoView + use<> {
    let correction = if let Found::Nobody(Some(member)) = entry.found {
        let words = format!("{} → {}", entry.text, member.email);
        Some(view! { <button class="btn btn-sm" name="do" value=format!("correct:{at}")>{words}</button>" " })
    } else {
        None
    };
    let drop = format!("Take “{}” off the list", entry.text);
    view! { <li>{correction}<button class="btn btn-sm" name="do" value=format!("drop:{at}")>{drop}</button></li> }
}

/// That some of those who would leave came after the list was begun.
fn recently_added(n: usize) -> impl IntoView {
    let words = format!(
        "{} added to the team after you opened this list, and would be removed again.",
        count(n, "person was", "people were")
    );
    view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{words}</span></p> }
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
