//! The one error that leaves the server: for pages, for plain forms and for code in the browser.

use super::{Denied, Invalid};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Reason why a request gets no ordinary answer. Carries codes, field messages and sentences of the portal's own; never
/// text of Sigma's, which stays in the log under the request's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Fields of the form need attention; what concerns no single field is under `form`.
    #[error("invalid: {0}")]
    Invalid(Invalid),
    /// The form is right and what it asks for cannot be done; the sentence says why and what to do.
    #[error("refused: {0}")]
    Refused(String),
    /// What was reviewed is no longer what would be done.
    #[error("stale")]
    Stale,
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
        /// Seconds after which it can be tried again.
        seconds: u32,
    },
    /// Everybody together asks for too much at the moment.
    #[error("busy")]
    Busy,
    /// An identity provider manages this; the sentence says where it is done.
    #[error("managed by the identity provider")]
    Provisioned(String),
    /// The directory has not been read yet, and Sigma answers.
    #[error("not ready")]
    NotReady,
    /// The database does not answer or cannot be written to; the log says why.
    #[error("no database")]
    NoDatabase,
    /// The portal could not be reached from the browser, or its answer was lost on the way.
    #[error("unreachable")]
    Unreachable,
    /// Something broke; the log has the rest under the request's id.
    #[error("broken")]
    Broken,
}

impl AppError {
    /// One wrong field of a form.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(Invalid::one(field, message))
    }
}

impl From<Invalid> for AppError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Unreadable,
            // In the browser: no answer, or one that is not the portal's, as of a proxy before it.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Unreachable
            }
            ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Method,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::Serialization(_) => Self::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrives_in_the_browser_as_it_left_the_server() {
        for error in [
            AppError::field("email", "Enter an e-mail address."),
            AppError::Refused("Nothing would change.".into()),
            AppError::TooMany { seconds: 3 },
            AppError::Denied(Denied::Guest),
            AppError::Forbidden,
        ] {
            let text = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<AppError>(&text).unwrap(), error, "{text}");
        }
    }
}
