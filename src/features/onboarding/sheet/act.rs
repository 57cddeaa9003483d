//! What the page of a file posts: corrections, another reading of the file, rows to leave out, the plan.
//!
//! All of the page is one form, so that whichever button is pressed, nothing that was typed is lost.

use super::{
    find,
    kept::{Draft, remember},
};
use crate::{
    components::review,
    domain::Intent,
    people::sheet::{Checked, Column, Meaning, Sheet, check, encoding, table},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::collections::HashMap;

/// What the form posts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Act {
    /// `check`, `leave`, `settle`, `plan`, or `page:` and a number.
    #[serde(rename = "do")]
    what: String,
    /// Which page of the rows that need attention it was.
    page: u32,
    /// Corrected cells, by row (`r` and its place) and column.
    fix: HashMap<String, HashMap<Column, String>>,
    /// Rows to leave out, by place.
    leave: Vec<String>,
    /// Rows that are right as they are shown, by place.
    right: Vec<String>,
    /// The encoding to read the file in.
    encoding: Option<String>,
    /// What stands between its cells.
    separator: Option<String>,
    /// What its columns are used for.
    column: Vec<String>,
}

pub async fn act(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let (draft, source) = find(&cx, &id).await?;
    let act: Act = web::form(request).await?;
    let path = paths::onboard_sheet(&id);
    let sheet = match draft.read(&source) {
        Ok(sheet) => sheet,
        Err(why) => return Ok(cx.leave(paths::ONBOARD_FILE, Tone::Warning, why).await),
    };
    let mut next = draft.clone();
    act.correct(&mut next, &sheet);
    let chosen = act.read_otherwise(&mut next, &sheet);
    let sheet = match next.read(&source) {
        Ok(sheet) => sheet,
        Err(why) => return Ok(cx.leave(&path, Tone::Warning, why).await),
    };
    if chosen {
        remember(&cx, &sheet, &next.options.columns).await?;
    }
    let checked = check(&sheet, &next.corrections, &next.defaults, &*cx.snapshot()?, &cx.app.changes.rules());
    if act.what == "plan" && next == draft {
        let intent = Intent::Onboard { people: checked.ready };
        return review::propose_or_leave(cx, intent, &path, Place::Onboard).await;
    }
    act.sweep(&mut next, &sheet, &checked);
    if sheet.rows.iter().all(|row| next.corrections.out.contains(&row.line)) {
        return Ok(cx
            .leave(paths::ONBOARD_FILE, Tone::Info, "Every row was left out: nobody is to be onboarded.")
            .await);
    }
    let path = if next == draft { path } else { paths::onboard_sheet(&next.keep(&cx).await?) };
    let page = act.what.strip_prefix("page:").and_then(|n| n.parse().ok()).unwrap_or(act.page.max(1));
    let to = if page > 1 { format!("{path}?page={page}") } else { path };
    if act.what == "plan" {
        let text = "Your corrections are taken over. Look at what has changed, then go on to the plan.";
        return Ok(cx.leave(&to, Tone::Info, text).await);
    }
    Ok(Redirect::to(&to).into_response())
}

impl Act {
    /// Takes corrected cells over, and what is said of single rows.
    fn correct(&self, draft: &mut Draft, sheet: &Sheet) {
        let row = |at: &str| sheet.rows.get(at.parse::<usize>().ok()?);
        let corrections = &mut draft.corrections;
        for (at, cells) in &self.fix {
            let Some(row) = at.strip_prefix('r').and_then(row) else { continue };
            for (column, text) in cells.iter().filter(|(column, text)| text.trim() != row.cell(**column)) {
                corrections.cells.entry(row.line).or_default().insert(*column, text.trim().to_owned());
            }
        }
        corrections.out.extend(self.leave.iter().filter_map(|at| Some(row(at)?.line)));
        corrections.settled.extend(self.right.iter().filter_map(|at| Some(row(at)?.line)));
    }

    /// Reads the file otherwise, where another reading was chosen; whether columns are used for something else.
    fn read_otherwise(&self, draft: &mut Draft, sheet: &Sheet) -> bool {
        let options = &mut draft.options;
        if let Some(chosen) = self.encoding.as_deref().filter(|chosen| *chosen != sheet.encoding.0)
            && encoding::OFFERED.iter().any(|(name, _)| *name == chosen)
        {
            chosen.clone_into(&mut options.encoding);
        }
        let known = table::SEPARATORS.map(|(separator, _)| separator);
        let chosen = self.separator.as_deref().and_then(|name| known.into_iter().find(|c| separator_slug(*c) == name));
        let is_cut_otherwise = chosen.is_some_and(|chosen| chosen != sheet.separator);
        if is_cut_otherwise {
            options.separator = chosen;
            // Other columns have other headings.
            options.columns.clear();
            draft.is_remembered = false;
        }
        let is_known = |slug: &String| slug.is_empty() || Meaning::from_slug(slug).is_some();
        let is_chosen = self.column.len() == sheet.columns.len()
            && self.column != sheet.assigned()
            && self.column.iter().all(is_known)
            && !is_cut_otherwise;
        if is_chosen {
            options.columns.clone_from(&self.column);
            draft.is_remembered = false;
        }
        is_chosen
    }

    /// Leaves out, or takes as they are shown, all rows that need attention.
    fn sweep(&self, draft: &mut Draft, sheet: &Sheet, checked: &Checked) {
        let lines = checked.problems.iter().filter_map(|(at, wrong)| Some((sheet.rows.get(*at)?, wrong)));
        match self.what.as_str() {
            "leave" => draft.corrections.out.extend(lines.map(|(row, _)| row.line)),
            "settle" => {
                let odd = lines.filter(|(row, wrong)| **wrong == row.odd).map(|(row, _)| row.line);
                draft.corrections.settled.extend(odd);
            }
            _ => {}
        }
    }
}

/// The word for a separator in forms: a tab would not travel.
pub fn separator_slug(separator: char) -> &'static str {
    match separator {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        _ => "comma",
    }
}
