//! Approving: what it would do before the eyes, checked anew, and done at once.

use crate::{
    changes::{self, Refusal},
    domain::{AccessRequest, AppError, Consequences, Plan, RequestId, RequestState},
    requests::{Case, Extension},
    ui::date,
    web::{RequestContext, Severity, fulfil, paths},
};
use std::time::Duration;

/// How long an approver waits for a small change before the page shows it running.
const START_WAIT: Duration = Duration::from_secs(3);

/// What an approval would do.
pub enum Approval {
    /// It makes this change, which means this for people.
    Change(Box<(Plan, Consequences)>),
    /// It puts off the end of what is held; nothing changes in Sigma.
    Extension(Extension),
    /// Nothing: it cannot be approved at this moment, for this reason.
    Nothing(String),
}

impl Approval {
    /// What an approval of a request would do now.
    ///
    /// # Errors
    /// [`AppError::NotReady`] and failures of the database.
    pub async fn of(case: &Case, cx: &RequestContext) -> Result<Self, AppError> {
        let (order, extension) = match (&case.outcome, &case.order, case.extension) {
            (Err(why), ..) => return Ok(Self::Nothing(why.to_string())),
            (Ok(_), None, _) => {
                let why = "What was requested, or the person it is for, is no longer in Sigma.";
                return Ok(Self::Nothing(why.to_owned()));
            }
            (Ok(_), Some(order), extension) => (order, extension),
        };
        if let Some(extension) = extension {
            return Ok(Self::Extension(extension));
        }
        match cx.app.changes.review_decided(&order.intent, &order.actor, &order.mandate).await {
            Ok(reviewed) => Ok(Self::Change(Box::new(reviewed))),
            Err(changes::Error::Refused(Refusal::NotReady)) => Err(AppError::NotReady),
            Err(changes::Error::Refused(Refusal::Invalid(invalid))) => Ok(Self::Nothing(invalid.in_brief())),
            Err(changes::Error::Refused(
                refusal @ (Refusal::Forbidden(_) | Refusal::Blocked(_) | Refusal::Nothing(_)),
            )) => Ok(Self::Nothing(refusal.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    /// What stands for it in a form, so that nothing is approved but what was shown; `None` where nothing can be.
    pub fn fingerprint(&self) -> Option<String> {
        match self {
            Self::Change(reviewed) => Some(reviewed.0.fingerprint()),
            Self::Extension(extension) => Some(extension.from.map_or_else(String::new, |ends| ends.to_string())),
            Self::Nothing(_) => None,
        }
    }
}

/// “Access ends on 24 December 2026 instead of 17 December 2026.”
pub fn extension_words(extension: Extension) -> String {
    let to = extension
        .to
        .map_or_else(|| "Access lasts until it is revoked".to_owned(), |to| format!("Access ends on {}", date(to)));
    extension.from.map_or_else(|| format!("{to}."), |from| format!("{to} instead of {}.", date(from)))
}

/// That approving a request would do what was shown with it.
///
/// # Errors
/// [`AppError::Stale`] when it would do something else by now, [`AppError::Refused`] when it would do nothing, with the
/// reason as a sentence; as [`crate::requests::Requests::case`].
pub async fn as_shown(cx: &RequestContext, id: &RequestId, version: i64, fingerprint: &str) -> Result<(), AppError> {
    let case = cx.app.requests.case(id, &cx.actor).await?;
    // Who was too late, or does not decide about it, is told so when they approve.
    if !case.may.decide || case.request.version != version {
        return Ok(());
    }
    match Approval::of(&case, cx).await? {
        Approval::Nothing(why) => Err(AppError::Refused(why)),
        approval @ (Approval::Change(_) | Approval::Extension(_)) => {
            if approval.fingerprint().as_deref() == Some(fingerprint) { Ok(()) } else { Err(AppError::Stale) }
        }
    }
}

/// Approves what was shown; makes the change where nobody else needs to decide.
///
/// # Errors
/// As [`as_shown`]; [`AppError::Refused`] when somebody was faster, [`AppError::Forbidden`] and [`AppError::NotFound`] for
/// who does not decide about it.
pub async fn approve(cx: &RequestContext, id: &RequestId, version: i64, fingerprint: &str) -> Result<(), AppError> {
    as_shown(cx, id, version, fingerprint).await.map_err(|error| match error {
        AppError::Refused(why) => AppError::Refused(format!("Nothing was done. {why}")),
        error => error,
    })?;
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
        RequestState::Granted if request.renews.is_some() => {
            (Severity::Success, format!("Renewed. {name} keeps the access."))
        }
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
