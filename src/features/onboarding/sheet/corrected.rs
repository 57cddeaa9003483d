//! A file with the corrections that were just made: checked again, shown again, or only looked at.

use super::{
    super::file::{Checked, Sheet, check},
    answers::Answers,
    kept::{Draft, Source, remember},
    preview::FilePreview,
};
use crate::{
    domain::{AppError, Capability},
    web::{RequestContext, Severity, paths},
};
use std::collections::BTreeMap;

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
        let sheet = before.read(&source).map_err(AppError::Refused)?;
        let mut draft = before.clone();
        answers.correct(&mut draft, &sheet);
        let is_assigned = answers.read_otherwise(&mut draft, &sheet);
        let sheet = draft.read(&source).map_err(AppError::Refused)?;
        let (snapshot, packages) = (cx.snapshot()?, cx.app.requests.all_packages().await?);
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
    pub fn preview(&self, answers: &Answers) -> FilePreview {
        let mut errors = BTreeMap::<String, String>::new();
        for (at, wrong) in &self.checked.problems {
            let row = format!("r{at}");
            if !answers.fix.contains_key(&row) {
                continue;
            }
            for (column, why) in wrong {
                let said =
                    errors.entry(column.map_or(row.clone(), |column| format!("{row}-{}", column.field()))).or_default();
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(why);
            }
        }
        FilePreview { ready: self.checked.ready.len(), wrong: self.checked.problems.len(), errors }
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
        if self.is_assigned {
            remember(cx, &self.sheet, &self.draft.options.columns).await?;
        }
        let is_same = self.draft == self.before;
        let path = paths::onboard_sheet(&if is_same { self.id.clone() } else { self.draft.keep(cx).await? });
        leptos_axum::redirect(&if page > 1 { format!("{path}?page={page}") } else { path });
        Ok(())
    }
}
