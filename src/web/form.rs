//! Reading forms and query strings, in one dialect, with bounded size.

use super::{Fault, forms::FIELD};
use axum::extract::Request;
use serde::de::DeserializeOwned;

/// The largest form the portal takes, in bytes; a CSV upload has a limit of its own.
const FORM_BYTES: usize = 256 * 1024;

/// The largest form with a list of people that somebody may paste or edit, in bytes: as many people as such a list may
/// have, each with name and address in an alphabet that takes nine bytes a letter. The portal's own lists never travel.
const LIST_FORM_BYTES: usize = 24 * 1024 * 1024;

/// Depth of `a[b][c]` in names.
const DEPTH: usize = 5;

/// Reads a form's body.
///
/// # Errors
/// 413 when it is too large, 400 when it does not have the form's shape.
pub async fn form<T: DeserializeOwned>(request: Request) -> Result<T, Fault> {
    read(request, FORM_BYTES).await
}

/// Reads the body of a form with a list of people, which says in people how long it may be.
///
/// # Errors
/// As [`form`].
pub async fn list_form<T: DeserializeOwned>(request: Request) -> Result<T, Fault> {
    read(request, LIST_FORM_BYTES).await
}

async fn read<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, Fault> {
    let body = axum::body::to_bytes(request.into_body(), most).await.map_err(|_| Fault::TooLarge)?;
    parse(&body)
}

/// Reads a form's body, and its fields as they came, for a page that has to post them once more.
///
/// # Errors
/// As [`form`].
pub async fn form_with_fields<T: DeserializeOwned>(request: Request) -> Result<(T, Vec<(String, String)>), Fault> {
    let body = axum::body::to_bytes(request.into_body(), FORM_BYTES).await.map_err(|_| Fault::TooLarge)?;
    let all = url::form_urlencoded::parse(&body).into_owned();
    // Whose page it was on, the page that posts them says anew.
    let fields = all.filter(|(name, _)| name != FIELD).collect();
    Ok((parse(&body)?, fields))
}

/// Reads the fields of a form as a browser sends them.
///
/// # Errors
/// [`Fault::Unreadable`] when they do not have the form's shape.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_qs::Config::new(DEPTH, false).deserialize_bytes(body).map_err(|_| Fault::Unreadable)
}

/// Reads a query string. A malformed one gives the default, so that an old or mangled link still shows the page.
pub fn decode<T: DeserializeOwned + Default>(query: Option<&str>) -> T {
    serde_qs::Config::new(DEPTH, false).deserialize_str(query.unwrap_or_default()).unwrap_or_default()
}
