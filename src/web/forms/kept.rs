//! Forms that were filled in and not carried out, with the reason: kept for their person, a day at most.
//!
//! One mechanism for all: a form that needs attention, one that a review leads back to, one of somebody whose session
//! ended meanwhile. `?form=ID` in the URL of its page shows it again.

use super::PageOf;
use crate::{
    domain::{AppError, Invalid},
    store::Review,
    web::{AppState, Flash, PostedForm, RequestContext, Severity, decode, draft, form, paths},
};
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How long a form is kept.
const LIFE: Duration = Duration::from_hours(24);

/// How many forms are kept of one person at a time: more than anybody works on in a day.
const MAX_KEPT_PER_PERSON: u64 = 200;

/// Begins the ids of forms, which nothing else that is kept of a person has.
const PREFIX: &str = "form-";

/// A form as it was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptForm {
    /// Path of the function that it was posted to.
    pub posted_to: String,
    /// Path and query of the page that it was on.
    pub page: String,
    /// Its fields, as a browser sends them.
    pub body: String,
    /// Why it was not carried out; none when it led to a review.
    #[serde(default)]
    pub error: Option<AppError>,
}

/// A kept form read into the arguments of its function.
#[derive(Clone, Debug)]
pub struct Refilled<F> {
    /// The arguments as they were filled in.
    pub form: F,
    /// What was wrong with them, by field.
    pub errors: Invalid,
    /// Whether the plan that was reviewed is no longer what would be done.
    pub is_stale: bool,
}

impl KeptForm {
    /// A form as it came to its function.
    ///
    /// # Errors
    /// [`AppError::Unreadable`] when it is no text.
    pub fn of(posted: &PostedForm, error: Option<AppError>) -> Result<Self, AppError> {
        let body = String::from_utf8(posted.body.to_vec()).map_err(|_| AppError::Unreadable)?;
        Ok(Self { posted_to: posted.function.clone(), page: posted.page.clone(), body, error })
    }

    /// A form of this page's as the program fills it in.
    ///
    /// # Errors
    /// [`AppError::Broken`] when it cannot be written down.
    pub fn filled<F: ServerFn + Serialize>(page: String, form: &F) -> Result<Self, AppError> {
        let body = serde_qs::to_string(form).map_err(|error| {
            tracing::error!(%error, "A form could not be written down");
            AppError::Broken
        })?;
        Ok(Self { posted_to: F::PATH.to_owned(), page, body, error: None })
    }

    /// It, read into the arguments of its function; none when it is another's or does not have their shape.
    pub fn read<F: ServerFn + DeserializeOwned>(&self) -> Option<F> {
        if self.posted_to == F::PATH { form::parse(self.body.as_bytes()).ok() } else { None }
    }

    /// Keeps it for the person whose page it was on, under a new id.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`] and [`AppError::Broken`].
    pub async fn keep(&self, app: &AppState, of: PageOf) -> Result<String, AppError> {
        let id = format!("{PREFIX}{}", uuid::Uuid::new_v4());
        let body = serde_json::to_string(self).map_err(|error| {
            tracing::error!(%error, "A form could not be written down");
            AppError::Broken
        })?;
        let now = app.store.clock().now();
        let kept = Review {
            id: id.clone(),
            owner: of.person,
            actor_email: of.email,
            created_at: now,
            expires_at: now + LIFE,
            body,
        };
        app.store.put_review(&kept).await?;
        app.store.keep_newest_reviews(&kept.owner, PREFIX, MAX_KEPT_PER_PERSON).await?;
        Ok(id)
    }

    /// The actor's own of that id, while it is kept.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`].
    pub async fn find(cx: &RequestContext, id: &str) -> Result<Option<Self>, AppError> {
        draft::find(cx, id).await
    }

    /// Where it is gone on with: its own page, which shows it again or leads on to a page that does.
    pub fn url(&self, id: &str) -> String {
        if self.page.is_empty() { paths::kept_form(id) } else { paths::refilled(&self.page, id) }
    }

    /// Whether nobody has tried to carry it out: it came from somebody who was not signed in as its person.
    fn is_unsent(&self) -> bool {
        self.error == Some(AppError::SignedOut)
    }

    /// Its fields in order, without those that the portal put there.
    pub fn fields(&self) -> Vec<(String, String)> {
        let all = url::form_urlencoded::parse(self.body.as_bytes()).into_owned();
        all.filter(|(name, _)| name != super::FIELD).collect()
    }

    /// It, read into the arguments of its function, with what was wrong with them.
    fn refilled<F: ServerFn + DeserializeOwned>(&self) -> Option<Refilled<F>> {
        let form = self.read()?;
        let is_stale = self.error == Some(AppError::Stale);
        let errors = match &self.error {
            Some(AppError::Invalid(errors)) => errors.clone(),
            _ => Invalid::new(),
        };
        Some(Refilled { form, errors, is_stale })
    }
}

/// The form that a page with several forms shows again, if `?form=ID` asks for one.
#[derive(Clone, Debug, Default)]
pub struct ShownAgain {
    kept: Option<KeptForm>,
    /// Set once the page has read the form.
    is_read: Arc<AtomicBool>,
}

impl ShownAgain {
    /// It as it was kept.
    pub fn kept(&self) -> Option<&KeptForm> {
        self.kept.as_ref()
    }

    /// What was wrong with it, by field.
    pub fn errors(&self) -> Option<&Invalid> {
        match &self.kept.as_ref()?.error {
            Some(AppError::Invalid(errors)) => Some(errors),
            _ => None,
        }
    }

    /// It, read into the arguments of this function; none when it is the form of another.
    pub fn of<F: ServerFn + DeserializeOwned>(&self) -> Option<Refilled<F>> {
        let refilled = self.kept.as_ref()?.refilled();
        self.is_read.fetch_or(refilled.is_some(), Ordering::Relaxed);
        refilled
    }
}

/// What a page with forms is asked to show.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// Id of what was kept of a form.
    form: String,
}

impl RequestContext {
    /// The form of this function as it was filled in, where `?form=ID` asks for it. Says so where it is kept no longer.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`].
    pub async fn refilled<F: ServerFn + DeserializeOwned>(&self) -> Result<Option<Refilled<F>>, AppError> {
        Ok(self.shown_again().await?.of())
    }

    /// The form of this page as it was filled in, whichever it is, where `?form=ID` asks for one. Says so where it is
    /// kept no longer.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`].
    pub async fn shown_again(&self) -> Result<ShownAgain, AppError> {
        let id = self.form_asked_for();
        if id.is_empty() {
            return Ok(ShownAgain::default());
        }
        let kept = KeptForm::find(self, &id).await?;
        if kept.is_none() {
            let text = "What you typed is no longer kept. The form shows what is there now.";
            Flash::set(Severity::Warning, text, &self.session).await;
        }
        Ok(ShownAgain { kept, is_read: Arc::clone(&self.form_read) })
    }

    /// Where a form that was never sent is shown, if `?form=ID` asked this page for it and the page has no form for it.
    pub(in crate::web) async fn unsent_elsewhere(&self) -> Option<String> {
        let id = self.form_asked_for();
        if id.is_empty() || self.form_read.load(Ordering::Relaxed) {
            return None;
        }
        let kept = KeptForm::find(self, &id).await.ok()??;
        kept.is_unsent().then(|| paths::kept_form(&id))
    }

    fn form_asked_for(&self) -> String {
        let Query { form } = decode(self.parts.uri.query());
        form
    }
}
