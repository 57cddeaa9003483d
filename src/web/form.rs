//! Reading forms and query strings, in one dialect, with bounded size.

use super::Fault;
use axum::extract::Request;
use serde::de::DeserializeOwned;

/// The largest form the portal takes, in bytes; a CSV upload has a limit of its own.
const FORM_BYTES: usize = 256 * 1024;

/// Depth of `a[b][c]` in names.
const DEPTH: usize = 5;

/// Reads a form's body.
///
/// # Errors
/// 413 when it is too large, 400 when it does not have the form's shape.
pub async fn form<T: DeserializeOwned>(request: Request) -> Result<T, Fault> {
    let body = axum::body::to_bytes(request.into_body(), FORM_BYTES).await.map_err(|_| Fault::TooLarge)?;
    serde_qs::Config::new(DEPTH, false).deserialize_bytes(&body).map_err(|_| Fault::Unreadable)
}

/// Reads a query string. A malformed one gives the default, so that an old or mangled link still shows the page.
pub fn decode<T: DeserializeOwned + Default>(query: Option<&str>) -> T {
    serde_qs::Config::new(DEPTH, false).deserialize_str(query.unwrap_or_default()).unwrap_or_default()
}
