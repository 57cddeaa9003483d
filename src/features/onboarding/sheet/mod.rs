//! Onboarding many people from a file: take it, check every row, correct what is wrong in place, plan.
//!
//! | file | owns |
//! |---|---|
//! | `upload`, `fields` | the form that takes the file |
//! | `table`, `column`, `model` | text to rows, headings to columns, the sheet that is kept |
//! | `cell`, `index`, `check` | what a cell says, and what stands against a row |
//! | `page`, `summary` | what was found, to be corrected, and what would happen |
//!
//! The sheet is kept by the server between pages; each correction makes a new one, so that the browser's way back
//! shows what was there before.

mod cell;
mod check;
mod column;
mod fields;
mod index;
mod model;
mod page;
mod summary;
mod table;
mod upload;

use crate::{
    components::{draft, list::csv, review},
    domain::{Capability, Intent, Invalid, Page},
    web::{self, App, Cx, Fault, Place, Tone, paths},
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, Request, multipart::MultipartRejection},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use check::check;
use column::Column;
use jiff::Timestamp;
use model::Sheet;
use serde::Deserialize;
use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    time::Duration,
};

/// How long a sheet is kept.
const LIFE: Duration = Duration::from_hours(24);

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::ONBOARD_FILE);
    let limit = DefaultBodyLimit::max(upload::UPLOAD);
    Router::new()
        .route(paths::ONBOARD_FILE, get(blank).post(take).layer(limit))
        .route(paths::ONBOARD_TEMPLATE, get(template))
        .route(&one, get(show).post(act))
        .route(&paths::csv(&one), get(problems))
}

async fn blank(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    upload::Form::fresh().show(cx, Invalid::new()).await
}

async fn take(cx: Cx, body: Result<Multipart, MultipartRejection>) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form = upload::Form::default();
    let read = form.read(body.map_err(|_| Fault::Unreadable)?).await;
    let snapshot = cx.snapshot()?;
    match read.and_then(|()| form.sheet(&snapshot)) {
        Ok(sheet) => keep(&cx, &sheet).await,
        Err(errors) => form.show(cx, errors).await,
    }
}

async fn template(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let nobody = |number, size| std::future::ready(Ok::<_, Infallible>(Page { items: vec![], total: 0, number, size }));
    let headings = Column::ALL.map(|column| column.heading().into()).into();
    let Ok(file) = csv("people", headings, Timestamp::now(), nobody, |row: &Vec<String>| row.clone()).await;
    Ok(file)
}

async fn show(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let sheet = find(&cx, &id).await?;
    let snapshot = cx.snapshot()?;
    let checked = check(&sheet, &snapshot);
    page::show(cx, &id, sheet, checked).await
}

/// What the forms of the check post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Act {
    /// `check`, `leave` or `plan`.
    #[serde(rename = "do")]
    what: String,
    /// Corrected cells, by row (`r` and its place) and column.
    fix: HashMap<String, HashMap<Column, String>>,
    /// Rows to leave out, by place.
    leave: Vec<String>,
}

async fn act(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let mut sheet = find(&cx, &id).await?;
    let act: Act = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let out: BTreeSet<usize> = match act.what.as_str() {
        "plan" => {
            let intent = Intent::Onboard { people: check(&sheet, &snapshot).ready };
            return review::propose_or_leave(cx, intent, &paths::onboard_sheet(&id), Place::Onboard).await;
        }
        "leave" => check(&sheet, &snapshot).problems.into_keys().collect(),
        _ => act.leave.iter().filter_map(|at| at.parse().ok()).collect(),
    };
    for (row, cells) in act.fix {
        let row = row.strip_prefix('r').and_then(|at| sheet.rows.get_mut(at.parse::<usize>().ok()?));
        if let Some(row) = row {
            for (column, text) in cells {
                row.set(column, text.trim());
            }
        }
    }
    let mut at = 0;
    sheet.rows.retain(|_| {
        at += 1;
        !out.contains(&(at - 1))
    });
    if sheet.rows.is_empty() {
        return Ok(cx
            .leave(paths::ONBOARD_FILE, Tone::Info, "Every row was left out: nobody is to be onboarded.")
            .await);
    }
    keep(&cx, &sheet).await
}

/// The rows that need attention, with what is wrong: to be corrected by whoever wrote them.
async fn problems(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let sheet = find(&cx, &id).await?;
    let rows = page::problem_rows(&sheet, check(&sheet, &*cx.snapshot()?));
    let headings = Column::ALL.map(Column::heading).into_iter().chain(["Line", "To mend"]).map(Into::into).collect();
    let rows = move |number, size| std::future::ready(Ok::<_, Infallible>(Page::cut(rows.clone(), number, size)));
    let Ok(file) = csv("rows-to-mend", headings, Timestamp::now(), rows, Clone::clone).await;
    Ok(file)
}

async fn find(cx: &Cx, id: &str) -> Result<Sheet, Fault> {
    cx.require(Capability::WriteMembers)?;
    draft::find(cx, id).await?.ok_or(Fault::NotFound)
}

/// Keeps the sheet and leads to it.
async fn keep(cx: &Cx, sheet: &Sheet) -> Result<Response, Fault> {
    let id = uuid::Uuid::now_v7().to_string();
    draft::keep(cx, &id, sheet, LIFE).await?;
    Ok(Redirect::to(&paths::onboard_sheet(&id)).into_response())
}
