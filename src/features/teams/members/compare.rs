//! A list of people beside the team: who joins, who leaves, for whom nothing changes, and what means nobody.

use super::{
    super::{
        lookup::{Entry, Found},
        roster::{Comparison, Mode},
    },
    Form, compared,
};
use crate::{
    components::{
        count,
        diff::{Diff, Entry as Line},
        head::Head,
        icon::Icon,
        panel::Panel,
    },
    directory::Snapshot,
    domain::{Member, Team},
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows the comparison; from here the list is planned, corrected or changed.
pub async fn show(cx: Cx, team: Team, form: Form, snapshot: Arc<Snapshot>) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Members of {}", team.name), Place::Teams);
    Ok(cx.show(page, move || view(&team, form, &snapshot)).await)
}

fn view(team: &Team, form: Form, snapshot: &Snapshot) -> impl IntoView + use<> {
    let comparison = compared(&form, &team.id, snapshot);
    let title = format!("Members of {}", team.name);
    let present = snapshot.team_members(&team.id).len();
    let after = present + comparison.added.len() - comparison.removed.len();
    let sub = format!("{} now, {} afterwards", count(present, "member", "members"), after);
    let changes_nothing = comparison.is_empty();
    let why = changes_nothing.then(|| view! { <p id="nothing">"There is nothing to plan."</p> });
    let described = changes_nothing.then_some("nothing");
    let refused = (!comparison.refused.is_empty()).then(|| refused(&comparison.refused));
    let corrections: Vec<_> = comparison.unknown.iter().filter_map(|(at, entry)| correction(*at, entry)).collect();
    let corrections = (!corrections.is_empty()).then(|| view! {
        <div class="panel-body grant-which"><p>"Perhaps these are meant:"</p><ul class="which">{corrections}</ul></div>
    });
    let diff = diff(comparison, form.mode).view();
    view! {
        <Head title=title crumbs=vec![("Teams", paths::TEAMS)] sub=sub.into_any()/>
        <form class="stack" method="post">
            <input type="hidden" name="mode" value=form.mode.slug()/>
            <input type="hidden" name="people[list]" value=form.people.list/>
            <Panel id="diff" title="What would change">
                {diff}
                {corrections}
                {refused}
            </Panel>
            <div class="form-end">
                {why}
                <button class="btn btn-primary" name="do" value="plan" disabled=changes_nothing aria-describedby=described>
                    "See the plan "<Icon icon=lu::LuArrowRight/>
                </button>
                <button class="btn" name="do" value="back"><Icon icon=lu::LuPencil/>" Back to the list"</button>
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
    let detail = match entry.found {
        Found::Several(n) => format!("{} have this name: take the address", count(n, "person", "people")),
        Found::Nobody(Some(member)) => format!("did you mean {}?", member.full_name()),
        Found::One(_) | Found::Nobody(None) => "nobody in the directory".to_owned(),
    };
    Line { name: entry.text, detail, href: None }
}

/// A button that takes what is suggested.
fn correction(at: usize, entry: &Entry<'_>) -> Option<impl IntoView + use<>> {
    let Found::Nobody(Some(member)) = entry.found else { return None };
    let words = format!("{} → {}", entry.text, member.email);
    let value = format!("correct:{at}");
    Some(view! { <li><button class="btn btn-sm" name="do" value=value>{words}</button></li> })
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
