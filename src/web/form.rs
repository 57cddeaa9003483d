//! Reading forms and query strings, in one dialect.

use super::AppError;
use serde::de::DeserializeOwned;

/// Depth of `a[b][c]` in names.
const DEPTH: usize = 5;

/// Reads the fields of a form as a browser sends them.
///
/// # Errors
/// [`AppError::Unreadable`] when they do not have the form's shape.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    serde_qs::Config::new(DEPTH, false).deserialize_bytes(body).map_err(|_| AppError::Unreadable)
}

/// Reads a query string. A malformed one gives the default, so that an old or mangled link still shows the page.
pub fn decode<T: DeserializeOwned + Default>(query: Option<&str>) -> T {
    serde_qs::Config::new(DEPTH, false).deserialize_str(query.unwrap_or_default()).unwrap_or_default()
}
