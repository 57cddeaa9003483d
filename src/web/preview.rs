//! A form that is only asked about: the function that it posts to says what it comes to, and nothing is kept or done.

use super::{AppError, page::rendered};
use crate::ui::islands::{LiveAnswer, Parts, SAID, TOLD};
use axum::{
    Json,
    http::Uri,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use std::sync::{Arc, OnceLock};

pub use crate::ui::islands::PREVIEW;

/// What a page says as long as a form names nothing that could be planned.
pub const UNFILLED: &str = "You review who gains and loses what before anything is applied.";

const CHANGED: &str = "Other people match by now. The review shows who.";

/// Takes what the form comes to; in the context of a function that is only asked. Whoever plans puts it here instead of
/// leading to the review.
#[derive(Clone, Debug, Default)]
pub struct Preview(Arc<OnceLock<LiveAnswer>>);

impl Preview {
    /// A new one where `uri` asks for it.
    pub(super) fn asked(uri: &Uri) -> Option<Self> {
        (uri.query() == Some(PREVIEW)).then(Self::default)
    }

    /// Keeps what the form comes to: a sentence, and all else.
    pub fn tell(&self, said: String, told: impl IntoView) {
        _ = self.0.set(live(said, told));
    }

    /// The answer to whoever asks, or what stands against the form.
    ///
    /// # Errors
    /// What is no answer about a form: that whoever asks may not, or that nothing can be known now.
    pub(super) fn answer(&self, failed: Option<AppError>) -> Result<Response, AppError> {
        let answer = match failed {
            None => self.0.get().cloned().ok_or(AppError::Broken)?,
            Some(AppError::Invalid(invalid)) => live(Some(invalid.in_brief()).filter(|said| !said.is_empty()), ()),
            Some(AppError::Refused(why)) => live(Some(why), ()),
            Some(AppError::Stale) => live(Some(CHANGED.to_owned()), ()),
            Some(other) => return Err(other),
        };
        Ok(Json(answer).into_response())
    }
}

fn live(said: impl Into<Option<String>>, told: impl IntoView) -> LiveAnswer {
    let said = said.into().unwrap_or_else(|| UNFILLED.to_owned());
    let html = rendered(move || view! { <p id=SAID>{said}</p><div id=TOLD>{told}</div> });
    LiveAnswer { parts: Parts::new(html), ..LiveAnswer::default() }
}
