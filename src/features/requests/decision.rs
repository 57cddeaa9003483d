//! Approving: the plan before the eyes, checked anew, and made at once.

use crate::{
    changes::{self, Refusal},
    domain::{AccessRequest, AppError, Consequences, Plan, RequestId, RequestState},
    features::shared::review::brief,
    requests::{Case, May, Order},
    web::{RequestContext, Severity, fulfil, paths},
};
use std::time::Duration;

/// How long an approver waits for a small change before the page shows it running.
const START_WAIT: Duration = Duration::from_secs(3);

/// What an approval would do and what that means for people, or why it would do nothing.
pub async fn plan(cx: &RequestContext, order: &Order) -> Result<Result<(Plan, Consequences), String>, AppError> {
    match cx.app.changes.review_decided(&order.intent, &order.actor, &order.mandate).await {
        Ok(reviewed) => Ok(Ok(reviewed)),
        Err(changes::Error::Refused(Refusal::NotReady)) => Err(AppError::NotReady),
        Err(changes::Error::Refused(Refusal::Invalid(invalid))) => Ok(Err(brief(invalid))),
        Err(changes::Error::Refused(refusal @ (Refusal::Forbidden(_) | Refusal::Blocked(_) | Refusal::Nothing(_)))) => {
            Ok(Err(refusal.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Approves what was shown; makes the change where nobody else needs to decide.
///
/// # Errors
/// [`AppError::Stale`] when the plan is another by now, [`AppError::Refused`] when somebody was faster or it cannot be
/// granted any more, [`AppError::Forbidden`] and [`AppError::NotFound`] for who does not decide about it.
pub async fn approve(cx: &RequestContext, id: &RequestId, version: i64, fingerprint: &str) -> Result<(), AppError> {
    let case = cx.app.requests.case(id, &cx.actor).await?;
    if let Case { may: May { decide: true, .. }, order: Some(order), .. } = &case {
        let (plan, _) = plan(cx, order).await?.map_err(|why| AppError::Refused(format!("Nothing was done. {why}")))?;
        if case.request.version == version && plan.fingerprint() != fingerprint {
            return Err(AppError::Stale);
        }
    }
    let request = cx.app.requests.approve(id, version, &cx.actor).await?;
    let (severity, text) = if request.state == RequestState::Approved {
        let request = fulfil(&cx.app.requests, &cx.app.changes, request).await?;
        outcome(cx, request).await?
    } else {
        (Severity::Success, "Approved. The next approver decides now.".to_owned())
    };
    cx.lead_to(&paths::request(id), severity, text).await;
    Ok(())
}

/// What to say about a request that was just approved, once its change has settled or takes longer.
pub async fn outcome(cx: &RequestContext, request: AccessRequest) -> Result<(Severity, String), AppError> {
    if let Some(change) = request.change_id.as_ref().filter(|_| request.state == RequestState::Applying) {
        cx.app.changes.settled(change, START_WAIT).await?;
    }
    let request = cx.app.requests.follow(request).await?;
    let name = &request.beneficiary.name;
    Ok(match request.state {
        RequestState::Granted | RequestState::Ending | RequestState::Ended => {
            (Severity::Success, format!("Granted. {name} has the access now."))
        }
        RequestState::Attention => {
            (Severity::Error, "Approved, and not everything worked. The history says what went wrong.".to_owned())
        }
        RequestState::Pending | RequestState::Approved | RequestState::Applying => {
            (Severity::Info, "Approved. The change is under way; this page says when it is done.".to_owned())
        }
        RequestState::Denied | RequestState::Cancelled | RequestState::Closed => {
            (Severity::Warning, "This request has been closed meanwhile.".to_owned())
        }
    })
}
