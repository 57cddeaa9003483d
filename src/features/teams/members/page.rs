//! The form for changing who is in a team.

use super::{
    super::{actions::CompareMembers, editable, mode::Mode, who::Who},
    compare, panel,
    preview::MembersPreview,
    questions::PreviewMembers,
};
use crate::{
    changes::TeamDeed,
    domain::{AppError, Capability, Invalid, Team, TeamId},
    ui::{
        field,
        head::Head,
        icon::Icon,
        islands::{LiveForm, Question},
    },
    web::{self, NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

/// How the form begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Start {
    /// `team` for a list of the present members, to be made into the new one.
    from: String,
}

/// The form; empty, with a list of the present members, or as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Join))?;
    let Start { from } = web::decode(cx.parts.uri.query());
    let refilled = cx.refilled::<CompareMembers>().await?;
    let (mut form, errors) = if let Some(Refilled { form, errors, .. }) = refilled {
        (form, errors)
    } else {
        let members = snapshot.team_members(&team.id).iter().filter_map(|m| snapshot.member(&m.member_id));
        let (mode, people) =
            if from == "team" { (Mode::Exact, Who::of(members)) } else { (Mode::default(), Who::default()) };
        let opened = cx.now.as_millisecond();
        (CompareMembers { team_id: team.id.clone(), mode, people, opened }, Invalid::new())
    };
    form.people.settle(&snapshot);
    let page = PageParts::new(format!("Members of {}", team.name), NavItem::Teams).islands();
    let preview = compare::preview(&team.id, form.mode, &form.people.list, &snapshot);
    Ok(cx.render_page(page, move || view(&team, &form, &errors, preview)).await)
}

fn view(team: &Team, form: &CompareMembers, errors: &Invalid, preview: MembersPreview) -> impl IntoView + use<> {
    let cards: Vec<_> = Mode::ALL
        .into_iter()
        .map(|mode| {
            let (words, meaning) = mode.words();
            let checked = mode == form.mode;
            view! {
                <label class="card">
                    <input type="radio" name="mode" value=mode.slug() checked=checked/>
                    <span><b>{words}</b><small>{meaning}</small></span>
                </label>
            }
        })
        .collect();
    let people = form.people.view(CompareMembers::url(), "People", errors);
    let present = format!("{}?from=team", paths::team_members(&team.id));
    let (back, team_id, opened) = (paths::team(&team.id), team.id.to_string(), form.opened.to_string());
    let summary = field::summary(errors);
    let question = Question::of::<PreviewMembers>();
    view! {
        <Head title=format!("Members of {}", team.name) crumbs=vec![("Teams", paths::TEAMS)]
            sub="You see who joins and who leaves before you review the change.".into_any()/>
        <LiveForm question=question class=Some("cols".to_owned()) unavailable=panel::UNAVAILABLE.to_owned()>
            <form class="form" method="post" action=CompareMembers::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not the search's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Compare with the team"</button>
                {summary}
                <input type="hidden" name="team_id" value=team_id/>
                <input type="hidden" name="opened" value=opened/>
                <fieldset class="set">
                    <legend>"Who"</legend>
                    {people}
                    <p class="hint"><a href=present>"Start from the current members"</a></p>
                </fieldset>
                <fieldset class="set">
                    <legend>"What to do"</legend>
                    <div class="cards">{cards}</div>
                    <p class="hint">"Everyone joins as an ordinary member. Who is a team admin can be set only while inviting someone, or in Sigma itself: its API offers no other way."</p>
                </fieldset>
                <div class="form-end">
                    <button class="btn btn-primary">"Compare with the team "<Icon icon=lu::LuArrowRight/></button>
                    <a class="btn btn-quiet" href=back>"Cancel"</a>
                </div>
            </form>
            {panel::view(preview)}
        </LiveForm>
    }
}
