//! What went wrong, as RFC 9457 says it: the one shape of all answers that are no success.

use crate::{
    domain::{AppError, Invalid},
    web,
};
use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A problem. Its `type` is a name, and leads nowhere.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    /// What happened, what was not done, and what to do.
    detail: String,
    /// What is wrong with the fields of the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    #[serde(skip)]
    retry_after: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct FieldProblem {
    /// Where in the body, as a JSON pointer.
    pointer: String,
    detail: String,
}

impl Problem {
    /// A problem of this name.
    pub fn new(status: StatusCode, name: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:problem:sigma-portal:{name}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// A body that is no JSON or has another shape; `why` says where.
    pub fn unreadable(why: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable", "The request could not be read", why)
    }

    /// No token, or none that is valid.
    pub fn unauthorized(why: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "A valid token is needed", why)
    }

    /// The token does not reach that far, or who made it does not by now.
    pub fn forbidden(why: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "The token does not allow this", why)
    }

    fn invalid(invalid: Invalid) -> Self {
        let errors = invalid
            .fields
            .into_iter()
            .map(|error| FieldProblem { pointer: format!("#/{}", camel(&error.field)), detail: error.message });
        let detail = "Nothing was done. Correct the fields that errors names, and use another idempotency key.";
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields need attention", detail);
        Self { errors: errors.collect(), ..problem }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        use StatusCode as S;
        let retry_after = error.retry_after();
        let problem = match error {
            AppError::Invalid(invalid) => Self::invalid(invalid),
            AppError::Refused(why) | AppError::Provisioned(why) => {
                Self::new(S::CONFLICT, "refused", "This cannot be done", why)
            }
            AppError::Stale => Self::new(
                S::CONFLICT,
                "changing",
                "The organization is changing",
                "Nothing was done. Send the same request again.",
            ),
            AppError::SignedOut => Self::unauthorized("Send a token: Authorization: Bearer …"),
            AppError::Denied(_) | AppError::Forbidden | AppError::Elsewhere => {
                Self::forbidden("The person who made this token may not do this now. Nothing was done.")
            }
            AppError::NotFound => Self::new(S::NOT_FOUND, "not-found", "Not found", "There is nothing here."),
            AppError::Method => Self::new(
                S::METHOD_NOT_ALLOWED,
                "method",
                "Method not allowed",
                "The OpenAPI document says which methods this path has.",
            ),
            AppError::Unreadable => Self::unreadable("The request does not have the shape of the OpenAPI document."),
            AppError::TooLarge => {
                Self::new(S::PAYLOAD_TOO_LARGE, "too-large", "The request is too large", "Nothing was done.")
            }
            AppError::TooMany { .. } => Self::new(
                S::TOO_MANY_REQUESTS,
                "too-many",
                "Too many requests",
                "Nothing was done. Wait for as long as Retry-After says, and send the same request again.",
            ),
            AppError::Busy | AppError::NotReady | AppError::NoDatabase | AppError::Unreachable => Self::new(
                S::SERVICE_UNAVAILABLE,
                "unavailable",
                "The portal cannot answer now",
                "Send the same request again later; what was begun is done once.",
            ),
            AppError::Broken => Self::new(
                S::INTERNAL_SERVER_ERROR,
                "broken",
                "Something broke",
                "The log of the portal says more under the id in X-Request-Id. The same request can be sent again.",
            ),
        };
        Self { retry_after, ..problem }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Middleware: makes a problem of every error, and keeps what is answered out of caches.
pub async fn as_problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_problem = response.headers().get(header::CONTENT_TYPE) == Some(&CONTENT_TYPE);
    let mut response = match response.extensions().get::<AppError>().cloned() {
        Some(error) if !is_problem => Problem::from(error).into_response(),
        None if is_error && !is_problem => Problem::from(web::error_of(status)).into_response(),
        Some(_) | None => response,
    };
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A field's name as JSON has it: `first_name` is `firstName`.
fn camel(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        let head = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
        name + &head + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_as_the_body_has_them() {
        let invalid = AppError::field("first_name", "Enter a first name.");
        let problem = serde_json::to_value(Problem::from(invalid)).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "#/firstName");
        assert_eq!(problem["status"], 422);
        assert_eq!(camel("email"), "email");
    }
}
