//! One call as data: what to send, and whether sending it twice is safe.

use super::error::{Error, ErrorKind};
use reqwest::Method;
use serde::Serialize;
use url::Url;

/// Whether a call may be repeated when an earlier attempt may have been carried out (BEHAVIOUR.md section 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Repeating changes nothing more: GET, PATCH, and POSTs that set rather than add.
    Safe,
    /// A second one could act again, or fail because the first one acted: DELETE, other POSTs.
    OnlyIfNotDone,
}

/// A call, ready to be sent any number of times.
#[derive(Debug)]
pub(super) struct Request {
    /// `operationId` of openapi.yaml.
    pub operation: &'static str,
    pub method: Method,
    pub url: Url,
    pub body: Option<Vec<u8>>,
    pub repeat: Repeat,
    /// Whether the answer's body is left to be read piece by piece.
    pub streamed: bool,
}

impl Request {
    /// A call of `method` on the path made of `segments`, below the base URL.
    ///
    /// # Errors
    /// `Invalid` for a segment that would name another path: empty, `.` or `..`.
    pub fn new(operation: &'static str, method: Method, base: &Url, segments: &[&str]) -> Result<Self, Error> {
        let invalid = |reason: &str| Error::new(operation, ErrorKind::Invalid(reason.to_owned()));
        if segments.iter().any(|s| matches!(*s, "" | "." | "..")) {
            return Err(invalid("an id is missing or malformed"));
        }
        let mut url = base.clone();
        url.path_segments_mut().map_err(|()| invalid("the base URL takes no path"))?.pop_if_empty().extend(segments);
        let repeat =
            if method == Method::GET || method == Method::PATCH { Repeat::Safe } else { Repeat::OnlyIfNotDone };
        Ok(Self { operation, method, url, body: None, repeat, streamed: false })
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Adds a query parameter when there is a value.
    pub fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a query parameter that is only sent when true: every flag of Sigma's lists defaults to false.
    pub fn flag(self, name: &str, on: bool) -> Self {
        if on { self.query(name, "true") } else { self }
    }

    /// Sets the JSON body.
    ///
    /// # Errors
    /// `Invalid` for a value that JSON cannot express.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(body).map_err(|_| {
            Error::new(self.operation, ErrorKind::Invalid("a value cannot be written as JSON".to_owned()))
        })?;
        self.body = Some(bytes);
        Ok(self)
    }

    /// Sets an empty JSON object as the body.
    pub fn empty(mut self) -> Self {
        self.body = Some(b"{}".to_vec());
        self
    }

    /// Leaves the answer's body to be read piece by piece.
    pub fn streamed(mut self) -> Self {
        self.streamed = true;
        self
    }

    /// Marks a POST that sets rather than adds, so that repeating it is safe.
    pub fn repeatable(mut self) -> Self {
        self.repeat = Repeat::Safe;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(base: &str, segments: &[&str]) -> Result<String, Error> {
        Request::new("getMember", Method::GET, &base.parse().unwrap(), segments).map(|r| r.url.to_string())
    }

    #[test]
    fn joins_and_escapes_paths() {
        for (base, segments, joined) in [
            (
                "https://api.example.com",
                vec!["v2", "members", "a b/c?d"],
                "https://api.example.com/v2/members/a%20b%2Fc%3Fd",
            ),
            ("https://example.com/sigma/", vec!["v2", "whoami"], "https://example.com/sigma/v2/whoami"),
        ] {
            assert_eq!(url(base, &segments).unwrap(), joined);
        }
    }

    #[test]
    fn refuses_ids_that_would_name_another_path() {
        for id in ["", ".", ".."] {
            assert!(url("https://api.example.com", &["v2", "members", id]).is_err(), "{id:?}");
        }
    }

    #[test]
    fn sends_an_address_escaped() {
        let base = "https://api.example.com".parse().unwrap();
        let request = Request::new("listMembers", Method::GET, &base, &["v2", "members"]).unwrap();
        let request =
            request.query("email", "a+b@example.com").flag("includeArchived", true).flag("includeInactive", false);
        assert_eq!(request.url.query(), Some("email=a%2Bb%40example.com&includeArchived=true"));
    }

    #[test]
    fn only_reads_patches_and_marked_posts_are_repeatable() {
        let base: Url = "https://api.example.com".parse().unwrap();
        let made = |method| Request::new("x", method, &base, &["v2"]).unwrap();
        for (request, repeat) in [
            (made(Method::GET), Repeat::Safe),
            (made(Method::PATCH), Repeat::Safe),
            (made(Method::POST), Repeat::OnlyIfNotDone),
            (made(Method::DELETE), Repeat::OnlyIfNotDone),
            (made(Method::POST).repeatable(), Repeat::Safe),
        ] {
            assert_eq!(request.repeat, repeat, "{request:?}");
        }
    }
}
