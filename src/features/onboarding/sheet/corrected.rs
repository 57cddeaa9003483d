//! A file with the corrections that were just made: checked again, shown again, or only looked at.

use super::{
    super::file::{Checked, Column, Sheet, check},
    answers::Answers,
    kept::{Draft, Source, remember},
};
use crate::{
    domain::{Adjustment, AppError, Capability, FieldError},
    ui::{
        count,
        islands::{LiveAnswer, Parts, SAID},
    },
    web::{self, RequestContext, Severity, paths},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The word of a button for all rows.
pub const ALL: &str = "all";

/// What stands for a cell in a button.
pub fn cell_key(at: usize, column: Column) -> String {
    format!("{at} {}", column.field())
}

/// A file with the corrections that were just made.
pub struct Corrected {
    /// Id of what was said about it before.
    id: String,
    pub before: Draft,
    pub draft: Draft,
    sheet: Sheet,
    pub checked: Checked,
    /// Whether its columns are used for something else than before.
    is_assigned: bool,
}

impl Corrected {
    /// The file of this id with what the form says of it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`] for a file that is kept no longer, [`AppError::Refused`] where it
    /// cannot be read so, and failures of the database.
    pub async fn of(cx: &RequestContext, id: &str, answers: &Answers) -> Result<Self, AppError> {
        cx.require(Capability::WriteMembers)?;
        let (before, source): (Draft, Source) = Draft::find(cx, id).await?;
        let (snapshot, packages) = (cx.snapshot()?, cx.app.requests.all_packages().await?);
        let sheet = before.read(&source, &snapshot).map_err(AppError::Refused)?;
        let mut draft = before.clone();
        answers.correct(&mut draft, &sheet);
        let is_assigned = answers.read_otherwise(&mut draft, &sheet);
        let sheet = draft.read(&source, &snapshot).map_err(AppError::Refused)?;
        let known = (&*snapshot, packages.as_slice());
        let checked = check(&sheet, &draft.corrections, &draft.defaults, known, &cx.app.changes.rules());
        Ok(Self { id: id.to_owned(), before, draft, sheet, checked, is_assigned })
    }

    /// The lines that need fixing, and whether only their form is odd.
    pub fn problems(&self) -> impl Iterator<Item = (u64, bool)> {
        self.checked.problems.iter().filter_map(|(at, wrong)| {
            let row = self.sheet.rows.get(*at)?;
            Some((row.line, *wrong == row.odd))
        })
    }

    /// What it comes to, with what is wrong now with the cells that the form shows.
    pub fn answer(&self, answers: &Answers) -> LiveAnswer {
        let mut errors = BTreeMap::<String, String>::new();
        for (at, wrong) in &self.checked.problems {
            let row = format!("r{at}");
            // Rows that the page shows post their cells. What concerns no cell stands under the id of its row.
            if !answers.fix.contains_key(&row) {
                continue;
            }
            for (column, why) in wrong {
                let field = column.map_or(row.clone(), |column| format!("{row}-{}", column.field()));
                let said = errors.entry(field).or_default();
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(why);
            }
        }
        let refused = errors.into_iter().map(|(field, message)| FieldError { field, message }).collect();
        let said = status(self.checked.ready.len(), self.checked.problems.len());
        let parts = Parts::new(web::rendered(move || view! { <p id=SAID>{said}</p> }));
        LiveAnswer { refused, parts, ..LiveAnswer::default() }
    }

    /// Takes what may be meant: in one cell, `PLACE column`, or in `all` of them.
    pub fn suggest(&mut self, which: &str) {
        for (at, cells) in &self.checked.suggested {
            let Some(row) = self.sheet.rows.get(*at) else { continue };
            for (column, text) in cells {
                if which == ALL || which == cell_key(*at, *column) {
                    self.draft.corrections.cells.entry(row.line).or_default().insert(*column, text.clone());
                }
            }
        }
    }

    /// What rows give people who are members already: one row, by its place, or `all`.
    pub fn existing(&self, which: &str) -> Vec<Adjustment> {
        let rows = self.checked.existing.iter().filter(|(at, _)| which == ALL || which == at.to_string());
        rows.map(|(_, adjustment)| adjustment.clone()).collect()
    }

    /// Keeps the corrections under a URL of their own and leads there. What columns are used for is remembered.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn show(&self, cx: &RequestContext, page: u32) -> Result<(), AppError> {
        if self.sheet.rows.iter().all(|row| self.draft.corrections.out.contains(&row.line)) {
            cx.lead_to(paths::ONBOARD_FILE, Severity::Info, "Every row is skipped. Nobody is to be onboarded.").await;
            return Ok(());
        }
        leptos_axum::redirect(&self.keep(cx, page).await?);
        Ok(())
    }

    /// Keeps the corrections and says where they are shown.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn keep(&self, cx: &RequestContext, page: u32) -> Result<String, AppError> {
        if self.is_assigned {
            remember(cx, &self.sheet, &self.draft.options.columns).await?;
        }
        let is_same = self.draft == self.before;
        let path = paths::onboard_sheet(&if is_same { self.id.clone() } else { self.draft.keep(cx).await? });
        Ok(if page > 1 { format!("{path}?page={page}") } else { path })
    }
}

/// How many people are ready, and how many rows are not, with what is typed now.
fn status(ready: usize, wrong: usize) -> String {
    let ready = format!("With these corrections: {} ready", count(ready, "person", "people"));
    match wrong {
        0 => format!("{ready}. Check again to go on."),
        n => format!("{ready}, {}.", count(n, "row needs fixing", "rows need fixing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_counts_people_and_rows() {
        assert_eq!(status(1, 2), "With these corrections: 1 person ready, 2 rows need fixing.");
        assert_eq!(status(3, 0), "With these corrections: 3 people ready. Check again to go on.");
    }
}
