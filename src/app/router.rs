//! The router: features, health and assets, and the layers around them in their order.

use crate::{
    domain::wanted::NobodyWaits,
    features,
    store::SessionStore,
    web::{self, AppState, FormGuard, Origin},
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{any::Any, time::Duration};
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

/// Longest time a page may take. Server-sent events are not pages: their head comes at once.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Everything the portal answers: to people, and unless machines have an address of their own, to them.
pub fn router(app: AppState, sessions: SessionStore, with_machines: bool) -> Router {
    let origin = Origin(app.public_url.clone());
    let session = web::session_layer(sessions, app.mode, origin.is_https(), app.sessions);
    let people = features::routes()
        .fallback(web::not_found)
        .layer(CatchPanicLayer::custom(broken))
        .layer(from_fn_with_state(FormGuard::new(app.clone(), features::long_forms()), web::guard_forms))
        .layer(from_fn_with_state(app.clone(), web::take_turns))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::GATEWAY_TIMEOUT, REQUEST_TIMEOUT))
        .layer(from_fn_with_state(app.clone(), web::audited))
        .layer(from_fn_with_state(app.clone(), web::error_pages))
        .layer(from_fn_with_state(app.clone(), web::identify))
        .layer(session)
        .layer(from_fn_with_state(origin.clone(), web::same_origin))
        // A tenth less than the fastest level takes, in the same time.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)))
        .layer(from_fn(web::log_request));
    let others = features::machine_routes()
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::GATEWAY_TIMEOUT, REQUEST_TIMEOUT))
        .layer(from_fn(web::log_request));
    let programs = features::api_routes(app.clone())
        .layer(CatchPanicLayer::custom(broken))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::GATEWAY_TIMEOUT, REQUEST_TIMEOUT))
        .layer(from_fn(web::log_request));
    let files = web::asset_routes(&app.leptos, &app.assets, &app.store);
    let all = people.merge(others).merge(programs).merge(files);
    let all = if with_machines { all.merge(machine_routes()) } else { all };
    all.layer(from_fn_with_state(origin, web::security_headers))
        .layer(from_fn_with_state(app.clone(), web::locate))
        .with_state(app)
}

/// What machines ask, for an address of its own.
pub fn machines(app: AppState) -> Router {
    let origin = Origin(app.public_url.clone());
    machine_routes().layer(from_fn_with_state(origin, web::security_headers)).with_state(app)
}

fn machine_routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(web::healthz))
        .route("/readyz", get(web::readyz))
        .route("/metrics", get(web::metrics))
}

fn broken(panic: Box<dyn Any + Send + 'static>) -> Response {
    if panic.is::<NobodyWaits>() {
        return web::AppError::Broken.into_response();
    }
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = what.unwrap_or("no message"), "A handler panicked");
    web::AppError::Broken.into_response()
}
