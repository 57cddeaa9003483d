//! From a wish to its review: it is planned, what stands against it is said, and it is kept until it is accepted.

use super::plan;
use crate::{
    changes::Changes,
    domain::{ChangeId, Consequences, Intent, Plan},
    web::{AppError, NavItem, Preview, RequestContext, draft, paths},
};
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a review can be looked at and accepted.
const LIFE: Duration = Duration::from_hours(24);

/// A wish under review: kept by the server, so that its page has a URL of its own and any size.
#[derive(Debug, Serialize, Deserialize)]
pub struct Review {
    /// What is wanted.
    pub intent: Intent,
    /// Path and query of the page with the form as it was filled in.
    pub back: String,
    /// Place in the navigation.
    pub place: NavItem,
    /// Path and query of the page that waits for what the change makes, where there is one.
    #[serde(default)]
    pub next: Option<String>,
}

impl Review {
    /// The actor's review of this id, while it lasts.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn find(cx: &RequestContext, id: &ChangeId) -> Result<Option<Self>, AppError> {
        draft::find(cx, id.as_str()).await
    }
}

impl RequestContext {
    /// The plan of what is wanted; nothing is kept or done.
    ///
    /// # Errors
    /// As [`Self::propose`].
    pub async fn plan(&self, intent: &Intent) -> Result<Plan, AppError> {
        within_scope(self, intent)?;
        Ok(self.app.changes.preview(intent, &self.actor).await?)
    }

    /// The same, with what it means for people.
    ///
    /// # Errors
    /// As [`Self::propose`].
    pub async fn foresee(&self, intent: &Intent) -> Result<(Plan, Consequences), AppError> {
        within_scope(self, intent)?;
        Ok(self.app.changes.review(intent, &self.actor).await?)
    }

    /// Plans what a function wants and leads to the review; says what it comes to where the function is only asked.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`] for what whoever asks does not see, [`AppError::Invalid`] and
    /// [`AppError::Refused`] for what stands against it, [`AppError::NotReady`] and failures of the database.
    pub async fn propose(&self, intent: Intent, place: NavItem) -> Result<ChangeId, AppError> {
        self.propose_for(intent, place, None).await
    }

    /// The same for a page that waits for what the change makes: its path and query.
    ///
    /// # Errors
    /// As [`Self::propose`].
    pub async fn propose_for(
        &self,
        intent: Intent,
        place: NavItem,
        next: Option<String>,
    ) -> Result<ChangeId, AppError> {
        if let Some(preview) = use_context::<Preview>() {
            let (planned, told) = self.foresee(&intent).await?;
            preview.tell(planned.title.clone(), plan::brief(&told, &planned.warnings));
            return Ok(Changes::fresh_id());
        }
        self.plan(&intent).await?;
        let back = self.keep_posted().await?;
        let id = Changes::fresh_id();
        draft::keep(self, id.as_str(), &Review { intent, back, place, next }, LIFE).await?;
        leptos_axum::redirect(&paths::review(&id));
        Ok(id)
    }
}

/// What stands against a wish, in words, where no form shows it field by field.
pub fn in_words(error: AppError) -> AppError {
    match error {
        AppError::Invalid(invalid) => AppError::Refused(invalid.in_brief()),
        other => other,
    }
}

/// A plan says names and numbers of whom and what it is about: whoever may ask for it asks about what they may know.
fn within_scope(cx: &RequestContext, intent: &Intent) -> Result<(), AppError> {
    // What the role does not allow is refused for that, whatever the wish is about.
    if !cx.app.changes.may(intent, &cx.actor) {
        return Ok(());
    }
    let snapshot = cx.snapshot()?;
    let knows = snapshot.is_whole() || intent.named().iter().all(|subject| snapshot.knows(subject));
    if knows { Ok(()) } else { Err(AppError::NotFound) }
}
