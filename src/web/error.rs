//! Statuses of errors, and the one place that turns an error into a page.

use super::{
    AppState, NavItem, OptionalUser, PageParts, RequestContext,
    context::request_id,
    error_page::ErrorPage,
    page,
    paths::{self, FUNCTIONS},
};
use crate::{
    auth::SignOut,
    changes,
    domain::{AccessRequest, AppError, RequestState, text::isolated},
    notify, requests, store,
};
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::{prelude::*, server_fn::error::SERVER_FN_ERROR_HEADER};

/// How often the page that waits for the directory reloads itself, in seconds.
const RELOAD: u32 = 2;

/// After how many seconds a busy portal is worth another try.
const BUSY: u32 = 5;

const UNCONFIRMED: &str = "Nothing was changed. Type the text in bold to confirm.";

const UNEXPLAINED: &str =
    "Nothing was changed. Enter a reason for this exception from what your identity provider manages.";

impl AppError {
    /// The status of an answer that carries it.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Denied(_) | Self::Forbidden | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) | Self::Stale | Self::Provisioned(_) => StatusCode::CONFLICT,
            Self::NotReady | Self::NoDatabase | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unreachable => StatusCode::BAD_GATEWAY,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many seconds the same can be tried again, where that is known.
    pub(crate) fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { seconds } => Some(*seconds),
            Self::Busy | Self::NoDatabase => Some(BUSY),
            Self::NotReady => Some(RELOAD),
            Self::Invalid(_)
            | Self::Refused(_)
            | Self::Stale
            | Self::Unreachable
            | Self::SignedOut
            | Self::Denied(_)
            | Self::Forbidden
            | Self::NotFound
            | Self::Elsewhere
            | Self::Method
            | Self::Unreadable
            | Self::TooLarge
            | Self::Provisioned(_)
            | Self::Broken => None,
        }
    }

    fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignedOut,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany { seconds: BUSY },
            StatusCode::SERVICE_UNAVAILABLE => Self::NotReady,
            StatusCode::GATEWAY_TIMEOUT => Self::Busy,
            status if status.is_client_error() => Self::Unreadable,
            _ => Self::Broken,
        }
    }
}

/// A plain answer that carries the fault; [`pages`] makes a page of it where a person is to read it.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), format!("{self}\n")).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for AppError {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "A request failed for the database");
        metrics::counter!("portal_database_errors_total").increment(1);
        match error {
            store::Error::Database(_) | store::Error::Lost(_) => Self::NoDatabase,
            store::Error::Url(_)
            | store::Error::File { .. }
            | store::Error::Newer(_)
            | store::Error::Migration(_)
            | store::Error::Exists
            | store::Error::NoSuchStep(_)
            | store::Error::LeaseLost
            | store::Error::Unreadable(..) => Self::Broken,
        }
    }
}

impl From<changes::Error> for AppError {
    fn from(error: changes::Error) -> Self {
        match error {
            changes::Error::Store(error) => error.into(),
            changes::Error::Refused(changes::Refusal::Forbidden(_)) => Self::Forbidden,
            changes::Error::Refused(changes::Refusal::NotReady) => Self::NotReady,
            changes::Error::Refused(changes::Refusal::Invalid(invalid)) => Self::Invalid(invalid),
            changes::Error::Refused(refusal @ (changes::Refusal::Nothing(_) | changes::Refusal::Blocked(_))) => {
                Self::Refused(refusal.to_string())
            }
            changes::Error::Stale => Self::Stale,
            changes::Error::Unconfirmed => Self::field("confirmation", UNCONFIRMED),
            changes::Error::Unexplained => Self::field("reason", UNEXPLAINED),
        }
    }
}

impl From<requests::Error> for AppError {
    fn from(error: requests::Error) -> Self {
        match error {
            requests::Error::NoRoute(why) => Self::Refused(why.to_string()),
            error @ requests::Error::TooMany(_) => Self::Refused(error.to_string()),
            requests::Error::NotFound => Self::NotFound,
            requests::Error::Forbidden => Self::Forbidden,
            requests::Error::Reason(why) => Self::field("reason", why),
            requests::Error::Edited(by) => Self::Refused(format!(
                "Nothing was saved. {} has changed this package since you opened it. Open it again to see how it is now.",
                isolated(&by)
            )),
            requests::Error::Invalid(invalid) => Self::Invalid(invalid),
            requests::Error::Term(why) => Self::field("days", why),
            requests::Error::Changed(present) => Self::Refused(overtaken(&present)),
            requests::Error::NotReady => Self::NotReady,
            requests::Error::Store(error) => error.into(),
        }
    }
}

impl From<notify::Error> for AppError {
    fn from(error: notify::Error) -> Self {
        match error {
            notify::Error::NotSetUp => Self::NotFound,
            notify::Error::Channel(why) => Self::Refused(why),
            notify::Error::Store(error) => error.into(),
        }
    }
}

/// What somebody reads who was not the first to decide.
fn overtaken(present: &AccessRequest) -> String {
    let by = present.last_event().and_then(|event| event.by.as_ref());
    let by = by.map_or_else(|| "the portal".to_owned(), |actor| isolated(&actor.name).into_owned());
    let what = match present.state {
        RequestState::Pending => format!("{by} has approved a stage of this request meanwhile. Look at it again."),
        RequestState::Approved
        | RequestState::Applying
        | RequestState::Attention
        | RequestState::Granted
        | RequestState::Ending
        | RequestState::Ended => match present.approvers().last() {
            Some(actor) => format!("{} has already approved this request.", isolated(&actor.name)),
            None => "This request has already been approved.".to_owned(),
        },
        RequestState::Denied => format!("{by} has already denied this request."),
        RequestState::Cancelled => format!("{by} has already cancelled this request."),
        RequestState::Closed => "This request has already been closed.".to_owned(),
    };
    format!("Nothing was done. {what}")
}

/// What is meant by a status that something on the way has answered by itself.
pub fn error_of(status: StatusCode) -> AppError {
    AppError::of(status)
}

/// The answer to paths that do not exist.
pub async fn not_found() -> AppError {
    AppError::NotFound
}

/// Middleware: errors become a page for people, and JSON for code in the browser that has called a function.
pub async fn pages(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let for_person = wants_page(request.headers());
    let for_code = !for_person && request.uri().path().starts_with(FUNCTIONS);
    let (parts, body) = request.into_parts();
    let mut kept = for_person.then(|| parts.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let bare = response.status().is_client_error() || response.status().is_server_error();
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if !bare || is_page || !(for_person || for_code) {
        return response;
    }
    let error = response.extensions().get::<AppError>().cloned().unwrap_or_else(|| AppError::of(response.status()));
    let retry_after = error.retry_after();
    let mut answer = match kept.as_mut() {
        None => (error.status(), [(SERVER_FN_ERROR_HEADER, FUNCTIONS)], Json(error)).into_response(),
        Some(parts) => match OptionalUser::from_request_parts(parts, &app).await {
            Ok(visitor) => error_page(visitor, error).await,
            Err(_) => return response,
        },
    };
    if let Some(seconds) = retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// Whether a page is to be answered, and not code in the browser.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

async fn error_page(visitor: OptionalUser, error: AppError) -> Response {
    let reference = request_id(&visitor.parts);
    let progress = visitor.app.directory.status();
    let title = crate::web::error_page::title(&error, &progress);
    // Whoever waits for the first reading of the organisation sees it as soon as it is there.
    let reload = (error == AppError::NotReady).then_some(RELOAD);
    let parts = PageParts::new(title, NavItem::None).status(error.status()).reload_after(reload);
    let signed_in_as = visitor.identity.as_ref().map(|identity| identity.email.clone());
    let elsewhere = matches!(error, AppError::Denied(_)).then(|| match visitor.app.auth.sign_out() {
        SignOut::Session if visitor.app.auth.oidc().is_some() => {
            Some((paths::sign_in_start(paths::HOME, "choose"), "Sign in as someone else"))
        }
        SignOut::Session => Some((paths::SIGN_IN.to_owned(), "Choose another demo user")),
        SignOut::Proxy(url) => Some((url, "Sign out")),
        SignOut::NotOffered => None,
    });
    let elsewhere = elsewhere.flatten();
    let contact = visitor.app.contact.clone();
    let body = move || view! { <ErrorPage error reference progress signed_in_as contact elsewhere/> };
    if let Some(actor) = visitor.actor {
        return RequestContext::new(visitor.app, visitor.parts, visitor.session, actor)
            .await
            .render_page(parts, body)
            .await;
    }
    let alone = move || view! { <main id="main">{body()}</main> };
    page::render_minimal_page(&visitor.app, parts.themed(&visitor.parts.headers), "gate-plain", alone)
}
