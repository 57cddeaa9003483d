//! What can go wrong with a request, and the one place that turns it into a page.

use super::{App, Cx, PageParts, Place, Visitor, cx::request_id, page, paths};
use crate::{
    auth::{Denied, SignOut},
    changes,
    components::error_page::ErrorPage,
    store,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

/// How often the page that waits for the directory reloads itself, in seconds.
const RELOAD: u32 = 2;

/// After how many seconds a busy portal is worth another try.
const BUSY: u32 = 5;

/// Why a request gets no ordinary answer. Holds no free text: what it shows is written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// Somebody is signed in whom the portal does not let in.
    #[error("not admitted: this account {0}")]
    Denied(Denied),
    /// The role does not allow it.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing, or none that whoever asks is shown: both look the same, or one could try what there is.
    #[error("not found")]
    NotFound,
    /// Sigma would have to be asked, and the request did not come from one of the portal's own pages.
    #[error("from elsewhere")]
    Elsewhere,
    /// The path exists, the method does not.
    #[error("method not allowed")]
    Method,
    /// The form does not have its own shape.
    #[error("unreadable")]
    Unreadable,
    /// The form is too large.
    #[error("too large")]
    TooLarge,
    /// The person has asked for too much lately, or at once.
    #[error("too many requests")]
    TooMany {
        /// After how many seconds it can be tried again.
        seconds: u32,
    },
    /// Everybody together asks for too much at the moment.
    #[error("busy")]
    Busy,
    /// An identity provider manages this; the sentence says where it is done.
    #[error("managed by the identity provider")]
    Provisioned(&'static str),
    /// The directory has not been read yet, and Sigma answers.
    #[error("not ready")]
    NotReady,
    /// The database does not answer or cannot be written to; the log says why.
    #[error("no database")]
    NoDatabase,
    /// Something broke; the log has the rest under the request's id.
    #[error("broken")]
    Broken,
}

impl Fault {
    fn status(self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Denied(_) | Self::Forbidden | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Provisioned(_) => StatusCode::CONFLICT,
            Self::NotReady | Self::NoDatabase | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many seconds the same can be tried again, where that is known.
    fn retry_after(self) -> Option<u32> {
        match self {
            Self::TooMany { seconds } => Some(seconds),
            Self::Busy | Self::NoDatabase => Some(BUSY),
            Self::NotReady => Some(RELOAD),
            Self::SignedOut
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
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), format!("{self}\n")).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "A request failed for the database");
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

impl From<changes::Error> for Fault {
    fn from(error: changes::Error) -> Self {
        match error {
            changes::Error::Store(error) => error.into(),
            changes::Error::Refused(changes::Refusal::Forbidden(_)) => Self::Forbidden,
            changes::Error::Refused(changes::Refusal::NotReady) => Self::NotReady,
            changes::Error::Refused(_)
            | changes::Error::Stale
            | changes::Error::Unconfirmed
            | changes::Error::Unexplained => Self::Unreadable,
        }
    }
}

/// The answer to paths that do not exist.
pub async fn not_found() -> Fault {
    Fault::NotFound
}

/// Middleware: answers of people's browsers that carry an error without a page get one.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_person = wants_page(request.headers());
    let (parts, body) = request.into_parts();
    let mut kept = for_person.then(|| parts.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let bare = response.status().is_client_error() || response.status().is_server_error();
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    let Some(parts) = kept.as_mut().filter(|_| bare && !is_page) else { return response };
    let fault = response.extensions().get::<Fault>().copied().unwrap_or_else(|| Fault::of(response.status()));
    match Visitor::from_request_parts(parts, &app).await {
        Ok(visitor) => {
            let mut page = fault_page(visitor, fault).await;
            if let Some(seconds) = fault.retry_after() {
                page.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            page
        }
        Err(_) => response,
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

async fn fault_page(visitor: Visitor, fault: Fault) -> Response {
    let reference = request_id(&visitor.parts);
    let progress = visitor.app.directory.status();
    let title = crate::components::error_page::title(fault, &progress);
    // Whoever waits for the first reading of the organisation sees it as soon as it is there.
    let reload = (fault == Fault::NotReady).then_some(RELOAD);
    let parts = PageParts::new(title, Place::None).status(fault.status()).reload_after(reload);
    let signed_in_as = visitor.identity.as_ref().map(|identity| identity.email.clone());
    let elsewhere = matches!(fault, Fault::Denied(_)).then(|| match visitor.app.auth.sign_out() {
        SignOut::Session => Some((paths::SIGN_IN.to_owned(), "Choose another demo user")),
        SignOut::Proxy(url) => Some((url, "Sign out")),
        SignOut::NotOffered => None,
    });
    let elsewhere = elsewhere.flatten();
    let body = move || view! { <ErrorPage fault reference progress signed_in_as elsewhere/> };
    if let Some(actor) = visitor.actor {
        return Cx::new(visitor.app, visitor.parts, visitor.session, actor).await.show(parts, body).await;
    }
    let alone = move || view! { <main id="main">{body()}</main> };
    page::bare(&visitor.app, parts, "gate-plain", alone)
}
