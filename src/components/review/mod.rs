//! The page between a wish and its change: the plan, what to know before applying it, and why it is wanted.

mod page;

use super::{count, draft, plan};
use crate::{
    changes::{self, Changes, Refusal},
    domain::{ChangeId, Intent, Invalid},
    web::{Cx, Fault, PageParts, Place, Tone, paths},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{borrow::Cow, time::Duration};

/// How long a review can be looked at and accepted.
const LIFE: Duration = Duration::from_hours(24);

/// Of the things that stand against a wish, how many a message says: a wish for thousands may have thousands.
const SAID: usize = 5;

/// Where “Back to the form” leads, with what was entered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Back {
    path: String,
    kept: Option<String>,
}

impl Back {
    /// To a page, by a link.
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), kept: None }
    }

    /// To a form, showing it again as it was filled in.
    pub fn to_form(path: impl Into<String>, form: &impl Serialize) -> Self {
        Self { path: path.into(), kept: serde_json::to_string(form).ok() }
    }
}

/// The earlier state of a form that a review brings back; a field named `form` of the form itself. The browser carries
/// the review's id only: what was entered may be of any size and is kept by the server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Kept {
    review: String,
}

impl Kept {
    /// The form as it was filled in.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when the review has expired, [`Fault::Unreadable`] when it did not come from that form.
    pub async fn form<F: DeserializeOwned>(&self, cx: &Cx) -> Result<F, Fault> {
        let id = ChangeId::from(self.review.as_str());
        let kept = Review::find(cx, &id).await?.and_then(|review| review.back.kept).ok_or(Fault::NotFound)?;
        serde_json::from_str(&kept).map_err(|_| Fault::Unreadable)
    }
}

/// A wish under review: kept by the server, so that its page has a URL of its own and any size.
#[derive(Debug, Serialize, Deserialize)]
pub struct Review {
    /// What is wanted.
    pub intent: Intent,
    /// The way back.
    pub back: Back,
    /// Place in the navigation.
    pub place: Place,
}

/// How a review is shown again after it was not accepted.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// The status and why; none when it is shown for the first time.
    pub note: Option<(StatusCode, Cow<'static, str>)>,
    /// The reason as it was typed.
    pub reason: String,
}

/// What became of a wish that was planned.
pub enum Proposed {
    /// It leads to its review.
    Shown(Response),
    /// Something stands against it; what concerns no single field is under `form`.
    Refused(Box<Cx>, Invalid),
}

/// Plans what a form wants and leads to the review.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::NotReady`] and failures of the database.
pub async fn propose(cx: Cx, intent: Intent, back: Back, place: Place) -> Result<Proposed, Fault> {
    within_scope(&cx, &intent)?;
    let why = match cx.app.changes.preview(&intent, &cx.actor).await {
        Ok(_) => return Ok(Proposed::Shown(keep(&cx, &Review { intent, back, place }).await?)),
        Err(changes::Error::Refused(Refusal::Invalid(errors))) => return Ok(Proposed::Refused(Box::new(cx), errors)),
        Err(changes::Error::Refused(refusal @ (Refusal::Nothing(_) | Refusal::Blocked(_)))) => refusal.to_string(),
        Err(error) => return Err(error.into()),
    };
    Ok(Proposed::Refused(Box::new(cx), Invalid::one("form", why)))
}

/// Plans what a button wants and leads to the review; what stands against it is said on the page at `back`.
///
/// # Errors
/// As [`propose`].
pub async fn propose_or_leave(cx: Cx, intent: Intent, back: &str, place: Place) -> Result<Response, Fault> {
    within_scope(&cx, &intent)?;
    let refusal = match cx.app.changes.preview(&intent, &cx.actor).await {
        Ok(_) => return keep(&cx, &Review { intent, back: Back::to(back), place }).await,
        Err(changes::Error::Refused(refusal)) => refusal,
        Err(error) => return Err(error.into()),
    };
    leave(cx, back, refusal).await
}

/// A plan says names and numbers of whom and what it is about: whoever may ask for it asks about what they may know.
fn within_scope(cx: &Cx, intent: &Intent) -> Result<(), Fault> {
    // What the role does not allow is refused for that, whatever the wish is about.
    if !cx.app.changes.may(intent, &cx.actor) {
        return Ok(());
    }
    let snapshot = cx.snapshot()?;
    let knows = snapshot.is_whole() || intent.named().iter().all(|subject| snapshot.knows(subject));
    if knows { Ok(()) } else { Err(Fault::NotFound) }
}

/// What stands against a wish, as one message.
pub fn brief(invalid: Invalid) -> String {
    let more = invalid.fields.len().saturating_sub(SAID);
    let mut why: Vec<String> = invalid.fields.into_iter().take(SAID).map(|e| e.message).collect();
    why.extend((more > 0).then(|| format!("And {}.", count(more, "thing more", "things more"))));
    why.join(" ")
}

/// Says on the page at `back` what stands against a wish.
async fn leave(cx: Cx, back: &str, refusal: Refusal) -> Result<Response, Fault> {
    let (tone, text) = match refusal {
        Refusal::Invalid(invalid) => (Tone::Warning, brief(invalid)),
        Refusal::Nothing(why) => (Tone::Info, why),
        Refusal::Blocked(why) => (Tone::Warning, why),
        other => return Err(changes::Error::from(other).into()),
    };
    Ok(cx.leave(back, tone, text).await)
}

/// Keeps the review under the id that its change will have.
async fn keep(cx: &Cx, review: &Review) -> Result<Response, Fault> {
    let id = Changes::fresh_id();
    draft::keep(cx, id.as_str(), review, LIFE).await?;
    Ok(Redirect::to(&paths::review(&id)).into_response())
}

impl Review {
    /// The actor's review of this id, while it lasts.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn find(cx: &Cx, id: &ChangeId) -> Result<Option<Self>, Fault> {
        draft::find(cx, id.as_str()).await
    }

    /// Plans it as things are now and shows it as a page; what stands against it leads back with a message.
    ///
    /// # Errors
    /// As [`propose`].
    pub async fn show(self, cx: Cx, id: ChangeId, again: Again) -> Result<Response, Fault> {
        let plan = match cx.app.changes.preview(&self.intent, &cx.actor).await {
            Ok(plan) => plan,
            Err(changes::Error::Refused(refusal)) => return leave(cx, &self.back.path, refusal).await,
            Err(error) => return Err(error.into()),
        };
        let status = again.note.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
        let actor = cx.actor.clone();
        let shown = plan::page_of(cx.parts.uri.query());
        let parts = PageParts::new("Review the plan", self.place).status(status);
        Ok(cx.show(parts, move || page::view(self.back, plan, &id, again, actor, shown)).await)
    }
}
