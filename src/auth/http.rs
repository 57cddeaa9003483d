//! Asking sign-in providers.

use crate::domain::tls::use_ring;
use reqwest::{RequestBuilder, redirect::Policy};
use std::time::Duration;

/// How long a provider's answer is waited for. Somebody who signs in is waiting too.
const PROVIDER_TIMEOUT: Duration = Duration::from_secs(8);

/// Longest answer that is read, in bytes.
const MAX_BODY: usize = 512 * 1024;

/// Why a provider's answer is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No answer within the time.
    #[error("it does not answer")]
    Silent,
    /// An answer that says no: its status, and the provider's word for why, where it has one.
    #[error("it answers with status {0}")]
    Status(u16, Option<String>),
    /// An answer that is not what it has to be.
    #[error("its answer cannot be read")]
    Unreadable,
}

/// A client for them: no redirects, as none of what is asked has another place.
///
/// # Errors
/// That the system's certificates cannot be read.
pub fn client() -> reqwest::Result<reqwest::Client> {
    use_ring();
    let agent = concat!("sigma-portal/", env!("CARGO_PKG_VERSION"));
    reqwest::Client::builder().timeout(PROVIDER_TIMEOUT).redirect(Policy::none()).user_agent(agent).build()
}

/// Sends a request and reads the answer as text.
///
/// # Errors
/// [`FetchError`].
pub async fn text(request: RequestBuilder) -> Result<String, FetchError> {
    let mut response = request.send().await.map_err(|_| FetchError::Silent)?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|_| FetchError::Silent)? {
        if body.len() + part.len() > MAX_BODY {
            return Err(FetchError::Unreadable);
        }
        body.extend_from_slice(&part);
    }
    let text = String::from_utf8(body).map_err(|_| FetchError::Unreadable)?;
    if status.is_success() {
        return Ok(text);
    }
    let word = serde_json::from_str::<serde_json::Value>(&text).ok();
    let word = word.and_then(|answer| answer.get("error")?.as_str().map(str::to_owned));
    // A word of the standards and nothing else: it goes into the log and onto a page.
    let is_word = |word: &String| word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    Err(FetchError::Status(status.as_u16(), word.filter(is_word)))
}
