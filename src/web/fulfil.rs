//! From an approved request to its change: the one place where the two meet.

use super::AppError;
use crate::{
    changes::{self, AcceptChange, Changes, Refusal},
    domain::{AccessRequest, RequestState},
    requests::{self, Due, Order, Requests},
};

/// Has the change of an approved request made, or says in the request why it cannot be. A change that is there already,
/// made before a crash or by another process, stays the only one.
///
/// # Errors
/// Failures of the database; the request is taken up again later.
pub async fn fulfil(requests: &Requests, changes: &Changes, request: AccessRequest) -> Result<AccessRequest, AppError> {
    if let Some(renewed) = requests.renew(&request).await? {
        return Ok(renewed);
    }
    if requests.has_begun(request.change_id.as_ref()).await? {
        return if request.state == RequestState::Approved {
            noted(requests.applying(request).await)
        } else {
            Ok(requests.follow(request).await?)
        };
    }
    let order = match requests.order(&request).await {
        Ok(order) => order,
        Err(requests::Error::NotFound) => {
            let why = "What was requested, or the person it is for, is no longer in Sigma.";
            return noted(requests.not_applied(request, why).await);
        }
        Err(error) => return Err(error.into()),
    };
    match make(changes, order).await? {
        Made::Begun => noted(requests.applying(request).await),
        Made::Nothing(why) => noted(requests.had_already(request, &why).await),
        // Planned anew when the directory has been read, or has come to rest.
        Made::Later => Ok(request),
        Made::Not(why) => noted(requests.not_applied(request, &why).await),
    }
}

/// What came of an order.
enum Made {
    /// Its change has begun.
    Begun,
    /// Sigma is so already.
    Nothing(String),
    /// It cannot be planned at this moment.
    Later,
    /// It cannot be made, for this reason.
    Not(String),
}

/// Has the change of an order made.
///
/// # Errors
/// Failures of the database.
async fn make(changes: &Changes, order: Order) -> Result<Made, AppError> {
    let Order { change_id, intent, actor, mandate, reason } = order;
    let made = match Box::pin(changes.preview_decided(&intent, &actor, &mandate)).await {
        Ok(plan) => {
            let fingerprint = plan.fingerprint();
            let wish = AcceptChange { id: change_id, intent, actor, reason, fingerprint, confirmation: String::new() };
            changes.accept_decided(wish, mandate).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(()) => Ok(Made::Begun),
        Err(changes::Error::Refused(Refusal::Nothing(why))) => Ok(Made::Nothing(why)),
        Err(changes::Error::Refused(Refusal::NotReady) | changes::Error::Stale) => Ok(Made::Later),
        Err(changes::Error::Store(error)) => Err(error.into()),
        Err(
            error @ (changes::Error::Refused(Refusal::Forbidden(_) | Refusal::Invalid(_) | Refusal::Blocked(_))
            | changes::Error::Unconfirmed
            | changes::Error::Unexplained),
        ) => Ok(Made::Not(words(error))),
    }
}

/// Takes up every approved request that is not granted yet: begins its change, or sees how far that is.
///
/// # Errors
/// Failures of the database.
pub async fn fulfil_all(requests: &Requests, changes: &Changes) -> Result<(), AppError> {
    for request in requests.unfinished().await? {
        match request.state {
            RequestState::Approved => _ = fulfil(requests, changes, request).await?,
            RequestState::Pending
            | RequestState::Applying
            | RequestState::Attention
            | RequestState::Granted
            | RequestState::Ending
            | RequestState::Ended
            | RequestState::Denied
            | RequestState::Cancelled
            | RequestState::Closed => _ = requests.follow(request).await?,
        }
    }
    Ok(())
}

/// Has everything taken back whose term has ended. What cannot be taken back now is tried again later.
///
/// # Errors
/// Failures of the database.
pub async fn end_due(requests: &Requests, changes: &Changes) -> Result<(), AppError> {
    for request in requests.due().await? {
        match end(requests, changes, request).await {
            // Another process was faster, or the directory is being read.
            Ok(_) | Err(AppError::Refused(_) | AppError::NotReady) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Takes back what a request gave, or goes on with it.
///
/// # Errors
/// As [`end_due`]; [`AppError::Refused`] when another process was faster.
pub async fn end(requests: &Requests, changes: &Changes, request: AccessRequest) -> Result<AccessRequest, AppError> {
    if requests.has_begun(request.end_change_id.as_ref()).await? {
        return Ok(requests.follow_end(request).await?);
    }
    let (request, order) = match requests.end(request).await? {
        Due::Ended(request) | Due::Later(request) => return Ok(request),
        Due::TakeBack(request, order) => (request, *order),
    };
    match make(changes, order).await? {
        Made::Begun | Made::Later => Ok(request),
        Made::Nothing(why) => Ok(requests.note_end(request, Ok(&why)).await?),
        Made::Not(why) => Ok(requests.note_end(request, Err(&why)).await?),
    }
}

/// The request as it is now; where another process was faster, as that one has left it.
fn noted(result: Result<AccessRequest, requests::Error>) -> Result<AccessRequest, AppError> {
    match result {
        Err(requests::Error::Changed(present)) => Ok(*present),
        other => Ok(other?),
    }
}

/// Why a change was not made, in words.
fn words(error: changes::Error) -> String {
    match error {
        changes::Error::Refused(Refusal::Invalid(invalid)) => {
            invalid.fields.into_iter().map(|field| field.message).collect::<Vec<_>>().join(" ")
        }
        error @ (changes::Error::Refused(_)
        | changes::Error::Stale
        | changes::Error::Unexplained
        | changes::Error::Unconfirmed
        | changes::Error::Store(_)) => error.to_string(),
    }
}
