//! What the page of a file asks while cells are corrected.

use super::answers::Answers;
use super::corrected::Corrected;
use crate::web::RequestContext;
use crate::{domain::AppError, ui::islands::LiveAnswer};
use leptos::server;

/// What the file comes to with the corrections that are typed now. Changes nothing, and keeps nothing.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`] for a file that is kept no longer, [`AppError::NotReady`], and
/// [`AppError::SignedOut`].
#[server(endpoint = "ask/file-rows")]
pub async fn preview_file(
    #[server(default)] file: String,
    #[server(default)] rows: Answers,
) -> Result<LiveAnswer, AppError> {
    let cx = RequestContext::current().await?;
    Ok(Corrected::of(&cx, &file, &rows).await?.answer(&rows))
}
