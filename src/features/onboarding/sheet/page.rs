//! What was found in a file: rows to be corrected, who is ready, who is left aside, and how it was read. One form.

use super::{
    super::file::{Checked, Column, Sheet},
    actions::{CheckFile, OnboardFile},
    kept::Draft,
    mend,
    questions::PreviewFile,
    reading, summary,
};
use crate::{
    domain::Invitee,
    features::shared::list,
    ui::{
        count,
        head::Head,
        icon::Icon,
        islands::{LiveForm, Question},
        more, number,
        panel::Panel,
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Most people, and most warnings, listed one by one.
const TOLD: usize = 100;

/// Shows what a check has found.
pub async fn show(
    cx: RequestContext,
    id: &str,
    name: &str,
    draft: Draft,
    sheet: Sheet,
    checked: Checked,
) -> Result<Response, AppError> {
    let title = match name {
        "" => "Onboard pasted rows".to_owned(),
        name => format!("Onboard from {name}"),
    };
    let wanted = list::page_of(cx.parts.uri.query());
    let page = PageParts::new(title.clone(), NavItem::Onboard).islands();
    let (id, path, snapshot) = (id.to_owned(), paths::onboard_sheet(id), cx.snapshot()?);
    let body = move || {
        let crumbs = vec![("Members", paths::MEMBERS), ("Onboard from a file", paths::ONBOARD_FILE)];
        let (ready, wrong) = (checked.ready.len(), checked.problems.len());
        let sub = found(&sheet, ready, wrong);
        let happens = summary::view(&checked.ready, &snapshot);
        let mend = (wrong > 0).then(|| mend::view(&sheet, &checked, wanted, &path, &snapshot));
        let go = (ready > 0).then(|| go_on(ready, wrong));
        let aside = (!checked.aside.is_empty()).then(|| aside(&sheet, &checked.aside));
        let remarks = (!checked.remarks.is_empty()).then(|| remarks(&checked.remarks));
        let people = (ready > 0).then(|| people(&checked.ready));
        let question = Question::of::<PreviewFile>();
        view! {
            <Head title=title crumbs=crumbs sub=sub.into_any()/>
            // Where there is no answer, “Check again” gives it with the page.
            <LiveForm question=question class=None unavailable=String::new()>
                <form class="cols" method="post" action=CheckFile::url() novalidate>
                    <input type="hidden" name="file" value=id/>
                    // Enter in a field presses the first button of a form: this one.
                    <button class="vh" tabindex="-1" aria-hidden="true">"Check again"</button>
                    <div class="stack">
                        {mend}
                        <Panel id="ready" title="Ready" count=number(ready)>{happens}{remarks}{people}{go}</Panel>
                        {aside}
                    </div>
                    <div class="stack">{reading::view(&sheet, &draft)}</div>
                </form>
            </LiveForm>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn found(sheet: &Sheet, ready: usize, wrong: usize) -> impl IntoView + use<> {
    let mend = (wrong > 0).then(|| {
        let words = format!("{} fixing", count(wrong, "row needs", "rows need"));
        view! { " "<span class="status is-failed">{words}</span> }
    });
    let lines = count(sheet.lines, "line", "lines");
    let read = format!("{lines} read, {}", count(sheet.rows.len(), "person", "people"));
    view! {
        <span class="status is-planned">"Not applied yet"</span>
        " "<span class="status is-done">{format!("{} ready", number(ready))}</span>
        {mend}
        " "<span>{read}</span>
    }
}

/// The way to the plan.
fn go_on(ready: usize, wrong: usize) -> impl IntoView {
    let words = format!("Review change for {} ", count(ready, "person", "people"));
    let class = if wrong == 0 { "btn btn-primary" } else { "btn" };
    let others = (wrong > 0).then(|| view! { <span class="muted">"Rows that need fixing are not included."</span> });
    view! {
        <div class="panel-foot actions">
            {others}
            <button class=class formaction=OnboardFile::url()>{words}<Icon icon=lu::LuArrowRight/></button>
        </div>
    }
}

/// Who is ready, by the names and addresses that they will have.
fn people(ready: &[Invitee]) -> impl IntoView + use<> {
    let person = |joiner: &Invitee| {
        let (name, email) = (joiner.person.full_name(), joiner.person.email.to_string());
        view! { <li><bdi>{name}</bdi>" "<small><bdi>{email}</bdi></small></li> }.into_any()
    };
    let people = more::rows("", ready.iter().map(person).collect(), TOLD);
    view! {
        <details class="panel-body">
            <summary>"Names and addresses"</summary>
            {people}
        </details>
    }
}

/// What to know about rows that are ready.
fn remarks(remarks: &[(u64, String)]) -> impl IntoView + use<> {
    let note = |(line, remark): &(u64, String)| {
        let words = format!("Line {line}: {remark}");
        view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{words}</span></p> }
    };
    let notes = remarks.iter().map(|remark| view! { <li>{note(remark)}</li> }.into_any());
    view! { <div class="notes">{more::rows("bare-list", notes.collect(), TOLD)}</div> }
}

/// Rows that are not to be invited, by what the file itself says of them.
fn aside(sheet: &Sheet, places: &[usize]) -> impl IntoView + use<> {
    let person = |at: &usize| {
        let row = sheet.rows.get(*at)?;
        let name = format!("{} {}", row.cell(Column::FirstName), row.cell(Column::LastName));
        let words = format!("Line {}: ", row.line);
        let why = row.aside.clone().unwrap_or_default();
        Some(
            view! { <li>{words}<bdi>{name}</bdi>" "<small>{row.cell(Column::Email).to_owned()}" · "{why}</small></li> }
                .into_any(),
        )
    };
    let people = more::rows("", places.iter().filter_map(person).collect(), TOLD);
    view! {
        <Panel id="aside" title="Ignored" count=number(places.len())>
            <div class="panel-body">
                <p class="hint">"The file says these people have left, so they are not invited. If that is wrong, choose “Not used” for that column."</p>
                {people}
            </div>
        </Panel>
    }
}
