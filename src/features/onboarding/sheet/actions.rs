//! What the page of a file can do: check corrections, skip rows, take odd rows as they are, leaf through, plan.
//!
//! All of the page is one form, so that whichever button is pressed, nothing that was typed is lost: every function takes
//! the whole of it.

use super::{answers::Answers, corrected::Corrected};
use crate::{
    domain::{AppError, ChangeId, Intent},
    features::shared::review,
    web::{Flash, NavItem, RequestContext, Severity},
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

/// Takes what may be meant in place of names that mean nothing: in one cell, by the place of its row and its column, or in
/// `all` of them. Checks again.
#[server(endpoint = "onboarding/file/suggest")]
pub async fn use_suggestions(
    #[server(default)] file: String,
    #[server(default)] page: u32,
    #[server(default)] which: String,
    #[server(default)] rows: Answers,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let mut corrected = Corrected::of(&cx, &file, &rows).await?;
    corrected.suggest(&which);
    corrected.show(&cx, page).await
}

/// Plans to give people who are members already the teams and access of their rows, of one by its place or of `all`, and
/// leads to the review.
#[server(endpoint = "onboarding/file/add-instead")]
pub async fn add_instead(
    #[server(default)] file: String,
    #[server(default)] which: String,
    #[server(default)] rows: Answers,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    let people = Corrected::of(&cx, &file, &rows).await?.existing(&which);
    if people.is_empty() {
        return Err(AppError::Refused("These people have all of it already.".to_owned()));
    }
    cx.propose(Intent::AdjustMembers { people }, NavItem::Onboard).await.map_err(review::in_words)
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
