//! The page between a wish and its change: the plan, what to know before applying it, and why it is wanted.

use super::{
    avatar::Who,
    count,
    head::Head,
    icon::Icon,
    panel::{Panel, fact},
    plan,
};
use crate::{
    changes::{self, Changes, Refusal},
    domain::{Actor, Confirmation, Intent, Invalid, Plan},
    web::{Cx, Fault, PageParts, Place, Tone, paths},
};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Where “Back to the form” leads, with what was entered.
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

/// The earlier state of a form that a review brings back; a field named `form` of the form itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Kept {
    json: String,
}

impl Kept {
    /// The form as it was filled in.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when it is not that form.
    pub fn form<F: DeserializeOwned>(&self) -> Result<F, Fault> {
        serde_json::from_str(&self.json).map_err(|_| Fault::Unreadable)
    }
}

/// What the review shows and posts on.
pub struct Review {
    /// What is wanted.
    pub intent: Intent,
    /// How it would be done.
    pub plan: Plan,
    /// The way back.
    pub back: Back,
    /// Why it is wanted, when the review is shown again.
    pub reason: String,
    /// Why the review is shown again, with its status.
    pub note: Option<(StatusCode, &'static str)>,
}

/// What became of a wish that was planned.
pub enum Proposed {
    /// Its plan is shown.
    Shown(Response),
    /// Something stands against it; what concerns no single field is under `form`.
    Refused(Box<Cx>, Invalid),
}

/// Plans what a form wants and shows the review.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::NotReady`] and failures of the database.
pub async fn propose(cx: Cx, intent: Intent, back: Back, place: Place) -> Result<Proposed, Fault> {
    let why = match cx.app.changes.preview(&intent, &cx.actor).await {
        Ok(plan) => return Ok(Proposed::Shown(Review::first(intent, plan, back).show(cx, place).await)),
        Err(changes::Error::Refused(Refusal::Invalid(errors))) => return Ok(Proposed::Refused(Box::new(cx), errors)),
        Err(changes::Error::Refused(refusal @ (Refusal::Nothing(_) | Refusal::Blocked(_)))) => refusal.to_string(),
        Err(error) => return Err(error.into()),
    };
    Ok(Proposed::Refused(Box::new(cx), Invalid::one("form", why)))
}

/// Plans what a button wants and shows the review; what stands against it is said on the page at `back`.
///
/// # Errors
/// As [`propose`].
pub async fn propose_or_leave(cx: Cx, intent: Intent, back: &str, place: Place) -> Result<Response, Fault> {
    match propose(cx, intent, Back::to(back), place).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, invalid) => {
            let why: Vec<String> = invalid.fields.into_iter().map(|e| e.message).collect();
            Ok(cx.leave(back, Tone::Warning, why.join(" ")).await)
        }
    }
}

impl Review {
    /// A review shown for the first time.
    pub fn first(intent: Intent, plan: Plan, back: Back) -> Self {
        Self { intent, plan, back, reason: String::new(), note: None }
    }

    /// Shows it as a page.
    pub async fn show(self, cx: Cx, place: Place) -> Response {
        let status = self.note.map_or(StatusCode::OK, |(status, _)| status);
        let actor = cx.actor.clone();
        cx.show(PageParts::new("Review the plan", place).status(status), move || view(self, actor)).await
    }
}

fn view(review: Review, actor: Actor) -> impl IntoView {
    let Review { intent, plan, back, reason, note } = review;
    let calls = count(plan.cost(), "call to Sigma", "calls to Sigma");
    let remarks = match plan.warnings.len() {
        0 => String::new(),
        n => format!(" {} above.", count(n, "remark", "remarks")),
    };
    let intent = serde_json::to_string(&intent).unwrap_or_default();
    let steps = count(plan.steps.len(), "step", "steps");
    let confirm = plan.confirm.clone().map(confirmation);
    let sub = view! { <span class="status is-planned">"Nothing has been sent yet"</span> };
    view! {
        <Head title=plan.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()/>
        {note.map(|(_, note)| view! { <div class="flash t-warn" role="alert"><Icon icon=lu::LuTriangleAlert/><p>{note}</p></div> })}
        <div class="cols">
            <div class="stack">
                <Panel id="plan" title="Plan" count=steps>
                    {plan::planned(&plan.steps)}
                    <div class="notes">{plan::warnings(&plan.warnings)}</div>
                    <form class="verdict" id="apply" method="post" action=paths::CHANGES>
                        <p><b>{calls}"."</b>{remarks}</p>
                        <input type="hidden" name="id" value=Changes::fresh_id().to_string()/>
                        <input type="hidden" name="intent" value=intent/>
                        <input type="hidden" name="fingerprint" value=plan.fingerprint()/>
                        {confirm}
                        {way_back(back)}
                        <button class="btn btn-primary"><Icon icon=lu::LuPlay/>" Apply the plan"</button>
                    </form>
                </Panel>
            </div>
            <div class="stack">
                <Panel id="about" title="About this change">
                    <dl class="facts">
                        {fact("Asked for by", view! { <Who name=actor.name email=actor.email href=None short=true/> })}
                        {fact("If a step fails", "The steps that need it wait, the others go on. You can retry.")}
                    </dl>
                    <div class="panel-body">
                        <div class="field">
                            <label for="reason">"Why "<small>"optional, kept in the audit log"</small></label>
                            <textarea class="input" id="reason" name="reason" form="apply" rows="3" maxlength="1000">{reason}</textarea>
                        </div>
                    </div>
                </Panel>
            </div>
        </div>
    }
}

/// What must be typed before the plan is applied.
fn confirmation(wanted: Confirmation) -> impl IntoView {
    view! {
        <div class="field confirm">
            <label for="confirmation">{wanted.why}" Type "<b>{wanted.phrase}</b>" to confirm"</label>
            <input class="input" id="confirmation" name="confirmation" autocomplete="off" required/>
        </div>
    }
}

/// A link, or a button that posts the form's earlier state back to it.
fn way_back(back: Back) -> AnyView {
    let label = || view! { <Icon icon=lu::LuPencil/>" Back to the form" };
    match back.kept {
        None => view! { <a class="btn" href=back.path>{label()}</a> }.into_any(),
        Some(json) => view! {
            <input type="hidden" name="form[json]" value=json/>
            <button class="btn" formaction=back.path formnovalidate=true name="do" value="edit">{label()}</button>
        }
        .into_any(),
    }
}
