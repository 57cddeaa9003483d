//! What the page of a file can do: check corrections, skip rows, take odd rows as they are, leaf through, plan.
//!
//! All of the page is one form, so that whichever button is pressed, nothing that was typed is lost: every function takes
//! the whole of it.

use super::{
    super::file::{Checked, Sheet, check},
    answers::Answers,
    kept::{Draft, Source, remember},
};
use crate::{
    domain::{AppError, Capability, ChangeId, Intent},
    features::shared::review,
    web::{Flash, NavItem, RequestContext, Severity, paths},
};
use leptos::server;

/// Takes corrections and another reading of the file over, and checks again.
#[server(endpoint = "onboarding/file/check")]
pub async fn check_file(
    #[server(default)] file: String,
    #[server(default)] page: u32,
    #[server(default)] rows: Answers,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    Corrected::of(&cx, &file, &rows).await?.show(&cx, page).await
}

/// The same, and shows another page of the rows that need fixing.
#[server(endpoint = "onboarding/file/turn")]
pub async fn turn_page(
    #[server(default)] file: String,
    #[server(default)] to: u32,
    #[server(default)] rows: Answers,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    Corrected::of(&cx, &file, &rows).await?.show(&cx, to).await
}

/// Skips every row that still needs fixing.
#[server(endpoint = "onboarding/file/skip")]
pub async fn skip_rows(#[server(default)] file: String, #[server(default)] rows: Answers) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let mut corrected = Corrected::of(&cx, &file, &rows).await?;
    let lines: Vec<u64> = corrected.problems().map(|(line, _)| line).collect();
    corrected.draft.corrections.out.extend(lines);
    corrected.show(&cx, 1).await
}

/// Takes every row of which only the form is odd as it is shown.
#[server(endpoint = "onboarding/file/settle")]
pub async fn settle_rows(#[server(default)] file: String, #[server(default)] rows: Answers) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let mut corrected = Corrected::of(&cx, &file, &rows).await?;
    let lines: Vec<u64> = corrected.problems().filter(|(_, is_odd)| *is_odd).map(|(line, _)| line).collect();
    corrected.draft.corrections.settled.extend(lines);
    corrected.show(&cx, 1).await
}

/// Plans to onboard everybody who is ready and leads to the review. Corrections that were not checked yet are shown first.
#[server(endpoint = "onboarding/file/onboard")]
pub async fn onboard_file(
    #[server(default)] file: String,
    #[server(default)] page: u32,
    #[server(default)] rows: Answers,
) -> Result<Option<ChangeId>, AppError> {
    let cx = RequestContext::current().await?;
    let corrected = Corrected::of(&cx, &file, &rows).await?;
    if corrected.draft != corrected.before {
        let text = "Your corrections were saved. Check what has changed, then review.";
        Flash::set(Severity::Info, text, &cx.session).await;
        return corrected.show(&cx, page).await.map(|()| None);
    }
    let intent = Intent::Onboard { people: corrected.checked.ready };
    cx.propose(intent, NavItem::Onboard).await.map(Some).map_err(review::in_words)
}

/// A file with the corrections that were just made.
struct Corrected {
    /// Id of what was said about it before.
    id: String,
    before: Draft,
    draft: Draft,
    sheet: Sheet,
    checked: Checked,
}

impl Corrected {
    async fn of(cx: &RequestContext, id: &str, answers: &Answers) -> Result<Self, AppError> {
        cx.require(Capability::WriteMembers)?;
        let (before, source): (Draft, Source) = Draft::find(cx, id).await?;
        let sheet = before.read(&source).map_err(AppError::Refused)?;
        let mut draft = before.clone();
        answers.correct(&mut draft, &sheet);
        let is_chosen = answers.read_otherwise(&mut draft, &sheet);
        let sheet = draft.read(&source).map_err(AppError::Refused)?;
        if is_chosen {
            remember(cx, &sheet, &draft.options.columns).await?;
        }
        let checked = check(&sheet, &draft.corrections, &draft.defaults, &*cx.snapshot()?, &cx.app.changes.rules());
        Ok(Self { id: id.to_owned(), before, draft, sheet, checked })
    }

    /// The lines that need fixing, and whether only their form is odd.
    fn problems(&self) -> impl Iterator<Item = (u64, bool)> {
        self.checked.problems.iter().filter_map(|(at, wrong)| {
            let row = self.sheet.rows.get(*at)?;
            Some((row.line, *wrong == row.odd))
        })
    }

    /// Keeps the corrections under a URL of their own and leads there.
    async fn show(&self, cx: &RequestContext, page: u32) -> Result<(), AppError> {
        if self.sheet.rows.iter().all(|row| self.draft.corrections.out.contains(&row.line)) {
            cx.lead_to(paths::ONBOARD_FILE, Severity::Info, "Every row is skipped. Nobody is to be onboarded.").await;
            return Ok(());
        }
        let is_same = self.draft == self.before;
        let path = paths::onboard_sheet(&if is_same { self.id.clone() } else { self.draft.keep(cx).await? });
        leptos_axum::redirect(&if page > 1 { format!("{path}?page={page}") } else { path });
        Ok(())
    }
}
