//! The API for programs of others, as HR systems: small, documented, and by tokens that admins make on a page.
//!
//! | file | owns |
//! |---|---|
//! | `scope` | what a token is for |
//! | `problem` | what went wrong, as RFC 9457 says it |
//! | `repeat` | that a call which is repeated is done once |
//! | `people`, `onboardings`, `requests`, `leavers` | what can be asked for |
//! | `document` | what programs are told of it: the `OpenAPI` document |
//! | `actions`, `tokens` | the page of tokens |
//!
//! What comes in here goes the way of all writes: planned, checked, written down and sent by the change engine, in the
//! place of whoever made the token and with no more than what they may do at that moment.

mod actions;
mod document;
mod leavers;
mod onboardings;
mod people;
mod problem;
mod repeat;
mod requests;
mod scope;
mod tokens;

use crate::web::{self, AppError, AppState, Pages, get, paths};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{self, post},
};

/// Largest body of a call, in bytes: one person with all that they need is a hundredth of it.
const BODY_BYTES: usize = 256 * 1024;

/// The page of tokens.
pub fn pages() -> Pages {
    Pages::new().route(paths::API_TOKENS, get(tokens::list))
}

/// What programs call.
pub fn routes(app: AppState) -> Router<AppState> {
    Router::new()
        .route("/v1/onboardings", post(onboardings::start))
        .route("/v1/onboardings/{id}", routing::get(onboardings::state))
        .route("/v1/packages", routing::get(requests::packages))
        .route("/v1/requests", post(requests::ask))
        .route("/v1/requests/{id}", routing::get(requests::state))
        .route("/v1/leavers", post(leavers::leave))
        .route("/v1/{*rest}", routing::any(nothing))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(app.clone(), web::take_turns))
        .layer(from_fn_with_state(app, web::let_programs_in))
        // Anybody may read it: it says nothing of this organisation.
        .route(paths::API_DOCUMENT, routing::get(document::openapi))
        .layer(from_fn(problem::as_problems))
}

async fn nothing() -> AppError {
    AppError::NotFound
}

async fn wrong_method() -> AppError {
    AppError::Method
}
