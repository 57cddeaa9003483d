//! The cookie of a browser that signs in at a provider: what binds state and nonce to it.

use crate::{auth::oidc::BrowserKey, domain::AppError};
use axum::http::{HeaderMap, HeaderValue, header};
use time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};
use url::Url;

/// How long a browser keeps it: longer than a sign-in takes, in any number of tabs.
const LIFE: Duration = Duration::hours(24);

fn name(portal: &Url) -> &'static str {
    if portal.scheme() == "https" { "__Host-portal-browser" } else { "portal-browser" }
}

/// What the browser's cookie holds.
pub fn browser(headers: &HeaderMap, portal: &Url) -> Option<BrowserKey> {
    let sent = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut cookies = sent.flat_map(Cookie::split_parse).flatten();
    cookies.find(|cookie| cookie.name() == name(portal)).and_then(|cookie| BrowserKey::of_cookie(cookie.value()))
}

/// The header that gives the browser its cookie. It comes along when the provider leads back, which is another site's
/// link, and with nothing else of other sites.
///
/// # Errors
/// [`AppError::Broken`] when it cannot be made, which no key causes.
pub fn set(browser: &BrowserKey, portal: &Url) -> Result<HeaderValue, AppError> {
    let cookie = Cookie::build((name(portal), browser.as_str()))
        .path("/")
        .http_only(true)
        .secure(portal.scheme() == "https")
        .same_site(SameSite::Lax)
        .max_age(LIFE);
    HeaderValue::from_str(&cookie.to_string()).map_err(|_| AppError::Broken)
}
