//! Posting JSON to a service that was named in the settings.

use super::SendError;
use crate::domain::tls::use_ring;
use reqwest::{Client, RequestBuilder, StatusCode, redirect::Policy};
use std::time::Duration;
use url::Url;

/// How long one post may take, with its answer.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// A client without redirects: what is posted is for this place alone.
///
/// # Errors
/// That the system's certificates cannot be read.
pub fn client() -> reqwest::Result<Client> {
    use_ring();
    let agent = concat!("sigma-portal/", env!("CARGO_PKG_VERSION"));
    Client::builder().timeout(TIME_LIMIT).redirect(Policy::none()).user_agent(agent).build()
}

/// Sends a request; the answer's body is not looked at.
///
/// # Errors
/// [`SendError::Down`] without an answer, and for one that asks to come again later; [`SendError::Refused`] for any other
/// than success.
pub async fn post(request: RequestBuilder) -> Result<(), SendError> {
    // The error's own words may hold the URL, whose path is a secret with some services.
    let answer = request.send().await.map_err(|error| {
        let why = if error.is_timeout() { "did not answer in time" } else { "could not be reached" };
        SendError::Down(format!("The service {why}."))
    })?;
    let status = answer.status();
    let said = format!("The service answered with status {}.", status.as_u16());
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(SendError::Down(said)),
        status if status.is_server_error() => Err(SendError::Down(said)),
        status => Err(SendError::Refused { why: said, is_final: status == StatusCode::GONE }),
    }
}

/// The host of a URL: all of it that is shown.
pub fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
