//! What was found in a file: rows to be corrected in place, and what would happen to the others.

use super::{
    check::{Checked, Wrong},
    column::Column,
    model::{Row, Sheet},
    summary,
};
use crate::{
    components::{count, field::field_error, head::Head, icon::Icon, list::pager, number, panel::Panel, plan},
    domain::Page,
    web::{Cx, Fault, PageParts, Place, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// Rows to be corrected on one page.
const AT_ONCE: u32 = 20;

/// Shows what a check has found.
pub async fn show(cx: Cx, id: &str, sheet: Sheet, checked: Checked) -> Result<Response, Fault> {
    let title = match sheet.name.as_str() {
        "" => "Onboard pasted rows".to_owned(),
        name => format!("Onboard from {name}"),
    };
    let number = plan::page_of(cx.parts.uri.query());
    let page = PageParts::new(title.clone(), Place::Onboard).islands();
    let (path, snapshot) = (paths::onboard_sheet(id), cx.snapshot()?);
    let body = move || {
        let crumbs = vec![("Members", paths::MEMBERS), ("Onboard from a file", paths::ONBOARD_FILE)];
        let (ready, wrong) = (checked.ready.len(), checked.problems.len());
        let sub = found(ready, wrong);
        let happens = summary::view(&checked.ready, &snapshot);
        let mend = (wrong > 0).then(|| mend(&sheet, checked, number, &path));
        let go = (ready > 0).then(|| go_on(ready, wrong));
        view! {
            <Head title=title crumbs=crumbs sub=sub.into_any()/>
            <div class="cols">
                <div class="stack">{mend}<Panel id="ready" title="Ready" count=self::number(ready)>{happens}{go}</Panel></div>
                <div class="stack">{how_it_was_read(&sheet)}</div>
            </div>
        }
    };
    Ok(cx.show(page, body).await)
}

fn found(ready: usize, wrong: usize) -> impl IntoView {
    let mend = (wrong > 0).then(|| {
        let words = format!("{} attention", count(wrong, "row needs", "rows need"));
        view! { " "<span class="status is-failed">{words}</span> }
    });
    view! {
        <span class="status is-planned">"Nothing has been sent yet"</span>
        " "<span class="status is-done">{format!("{} ready", number(ready))}</span>
        {mend}
    }
}

/// The way to the plan.
fn go_on(ready: usize, wrong: usize) -> impl IntoView {
    let words = format!("See the plan for {} ", count(ready, "person", "people"));
    let class = if wrong == 0 { "btn btn-primary" } else { "btn" };
    let others = (wrong > 0).then(|| view! { <span class="muted">"Without those that need attention."</span> });
    view! {
        <form class="panel-foot actions" method="post">
            {others}
            <button class=class name="do" value="plan">{words}<Icon icon=lu::LuArrowRight/></button>
        </form>
    }
}

/// The rows that need attention, each with the cells that do.
fn mend(sheet: &Sheet, checked: Checked, number: u32, path: &str) -> impl IntoView + use<> {
    let all = checked.problems.len();
    let last = u32::try_from(all).unwrap_or(u32::MAX).div_ceil(AT_ONCE).max(1);
    let page = Page::cut(checked.problems.into_iter().collect(), number.min(last), AT_ONCE);
    let rows: Vec<_> =
        page.items.iter().filter_map(|(at, wrong)| Some(row(*at, sheet.rows.get(*at)?, wrong))).collect();
    let here = path.to_owned();
    let pager = pager(&page, move |n| format!("{here}?page={n}"));
    let file = view! {
        <a class="btn btn-sm" href=paths::csv(path)><Icon icon=lu::LuDownload/>" These rows as CSV"</a>
    };
    let leave = format!("Leave {} out", if all == 1 { "it".into() } else { format!("all {}", self::number(all)) });
    view! {
        <Panel id="mend" title="To mend" count=self::number(all) actions=file.into_any() class="table-box">
            <form method="post" novalidate>
                // Enter in a field presses the first button of a form: this one.
                <button class="vh" name="do" value="check" tabindex="-1" aria-hidden="true">"Check again"</button>
                <table class="table mend">
                    <caption class="vh">"Rows that need attention"</caption>
                    <thead><tr>
                        <th scope="col" class="num">"Line"</th><th scope="col">"Person"</th>
                        <th scope="col">"What is wrong"</th><th scope="col">"Leave out"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                {pager}
                <div class="panel-foot actions">
                    <button class="btn btn-primary" name="do" value="check">"Check again"</button>
                    <button class="btn" name="do" value="leave">{leave}</button>
                </div>
            </form>
        </Panel>
    }
}

fn row(at: usize, row: &Row, wrong: &Wrong) -> impl IntoView + use<> {
    let name = format!("{} {}", row.cell(Column::FirstName), row.cell(Column::LastName));
    let line = row.line.to_string();
    let label = format!("Leave line {line} out");
    let mut fields = Vec::new();
    for (n, (column, why)) in wrong.iter().enumerate() {
        let is_first = wrong[..n].iter().all(|(before, _)| before != column);
        let cell = column.filter(|_| is_first).map(|column| (column, row.cell(column)));
        fields.push(field(at, &line, cell, why));
    }
    view! {
        <tr>
            <td data-label="Line" class="num">{line.clone()}</td>
            <th scope="row" class="lead">{name}<br/><small class="muted">{row.cell(Column::Email).to_owned()}</small></th>
            <td class="said"><div class="mend-cells">{fields}</div></td>
            <td data-label="Leave out"><input type="checkbox" name="leave[]" value=at.to_string() aria-label=label/></td>
        </tr>
    }
}

/// What is wrong, below the cell where it can be corrected.
fn field(at: usize, line: &str, cell: Option<(Column, &str)>, why: &str) -> AnyView {
    let Some((column, text)) = cell else {
        return view! { <p class="error"><Icon icon=lu::LuCircleAlert/>" "<span>{why.to_owned()}</span></p> }
            .into_any();
    };
    let id = format!("r{at}-{}", column.field());
    let name = format!("fix[r{at}][{}]", column.field());
    let (label, error) = (format!("{} in line {line}", column.heading()), format!("{id}-error"));
    view! {
        <div class="field">
            <label for=id.clone()>{column.heading()}</label>
            <input class="input" id=id.clone() name=name aria-label=label value=text.to_owned() autocomplete="off" aria-invalid="true" aria-describedby=error/>
            {field_error(&id, why.to_owned())}
        </div>
    }
    .into_any()
}

/// What the headings were taken for.
fn how_it_was_read(sheet: &Sheet) -> impl IntoView + use<> {
    let heading = |(heading, column): &(String, Option<String>)| {
        let heading = if heading.is_empty() { "Without a heading" } else { heading }.to_owned();
        let column = column.clone().unwrap_or_else(|| "Left aside".to_owned());
        view! { <div><dt>{heading}</dt><dd>{column}</dd></div> }
    };
    let headings = sheet.headings.iter().map(heading).collect_view();
    view! { <Panel id="headings" title="How it was read"><dl class="facts">{headings}</dl></Panel> }
}

/// The rows that need attention as cells of a file.
pub fn problem_rows(sheet: &Sheet, checked: Checked) -> Vec<Vec<String>> {
    let cells = |(at, wrong): (usize, Wrong)| {
        let row = sheet.rows.get(at)?;
        let why: Vec<String> = wrong.into_iter().map(|(_, why)| why).collect();
        let cells = Column::ALL.map(|column| row.cell(column).to_owned());
        Some(cells.into_iter().chain([row.line.to_string(), why.join(" ")]).collect())
    };
    checked.problems.into_iter().filter_map(cells).collect()
}
