//! The form for changing who is in a team.

use super::{super::roster::Mode, Form};
use crate::{
    components::{field, head::Head, icon::Icon},
    domain::{Invalid, Team},
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// Shows the form as it was filled in, with what is wrong with it.
pub async fn show(cx: Cx, status: StatusCode, team: Team, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Members of {}", team.name), Place::Teams).status(status).islands();
    Ok(cx.show(page, move || view(&team, &form, &errors)).await)
}

fn view(team: &Team, form: &Form, errors: &Invalid) -> impl IntoView + use<> {
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
    let people = form.people.view("People", errors.of("people"));
    let present = format!("{}?from=team", paths::team_members(&team.id));
    let back = paths::team(&team.id);
    view! {
        <Head title=format!("Members of {}", team.name) crumbs=vec![("Teams", paths::TEAMS)]
            sub="You see who joins and who leaves before anything is planned.".into_any()/>
        <form class="form" method="post" novalidate>
            // Enter in a field presses the first button of a form: this one, not the search's.
            <button class="vh" name="do" value="compare" tabindex="-1" aria-hidden="true">"Compare with the team"</button>
            {field::summary(errors)}
            <input type="hidden" name="opened" value=form.opened.to_string()/>
            <fieldset class="set">
                <legend>"Who"</legend>
                {people}
                <p class="hint"><a href=present>"Begin with a list of the present members"</a></p>
            </fieldset>
            <fieldset class="set">
                <legend>"What to do"</legend>
                <div class="cards">{cards}</div>
                <p class="hint">"Everybody joins as an ordinary member. Who is a team admin can be set only while inviting somebody, or in Sigma itself: its API offers no other way."</p>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="compare">"Compare with the team "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}
