//! Reading an answer that is no success: Sigma's JSON, or whatever an edge in front of it sends.
//!
//! 403 and 429 can come from the edge as HTML or plain text (BEHAVIOUR.md section 5), so nothing here assumes JSON,
//! and a page of HTML is named, never quoted.

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use serde::Deserialize;
use std::time::Duration;

/// Most characters of a body that is not Sigma's JSON that end up in a message.
const EXCERPT: usize = 200;

/// What Sigma, or an edge before it, said while refusing a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Status of the answer.
    pub status: u16,
    /// Sigma's code: an open set, absent when an edge answered.
    pub code: Option<String>,
    /// Sigma's message, or a short description of a body that is not Sigma's.
    pub message: String,
    /// Sigma's id of the request, to quote to its support.
    pub request_id: Option<String>,
    /// How long Sigma asks to wait.
    pub retry_after: Option<Duration>,
}

/// Sigma's error body; no field is promised (openapi.yaml, `ApiError`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    request_id: Option<String>,
    message: Option<String>,
    code: Option<String>,
}

impl Refusal {
    /// Reads a refusal; `secrets` are taken out of whatever is kept of the body.
    pub(super) fn read(status: u16, headers: &HeaderMap, body: &[u8], secrets: &[&str]) -> Self {
        let sigma = serde_json::from_slice::<Body>(body).ok();
        let (code, said, id) = sigma.map_or((None, None, None), |b| (b.code, b.message, b.request_id));
        let message = match said {
            Some(message) => excerpt(&message, 1000),
            None => describe(headers, body),
        };
        Self {
            status,
            code: code.map(|c| redact(excerpt(&c, 100), secrets)),
            message: redact(message, secrets),
            request_id: id.map(|i| redact(excerpt(&i, 100), secrets)).or_else(|| request_id(headers)),
            retry_after: retry_after(headers),
        }
    }

    /// The member that already has the address, from the message of a 409 to an invitation: it holds
    /// `member-id=<id>` (BEHAVIOUR.md section 7).
    pub(super) fn existing_member_id(&self) -> Option<&str> {
        let (_, rest) = self.message.split_once("member-id=")?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        (self.status == 409 && end > 0).then(|| &rest[..end])
    }
}

/// The `x-request-id` header. That Sigma sends it is inferred (BEHAVIOUR.md section 5).
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    (!id.is_empty()).then(|| excerpt(id, 100))
}

/// `Retry-After` in either of its forms. A date counts from the answer's own `Date`, so that a wrong clock on this
/// side does not matter.
/// How long Sigma asks to wait. A date is read against the answer's own `Date`: clocks of machines differ by minutes.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = |text: &str| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let sent = headers.get(DATE).and_then(|d| d.to_str().ok()).and_then(date)?;
    Some(Duration::try_from(date(text)?.duration_since(sent)).unwrap_or_default())
}

fn describe(headers: &HeaderMap, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if text.is_empty() {
        "no explanation was given".to_owned()
    } else if kind.contains("html") || text.starts_with('<') || text.to_ascii_lowercase().contains("<html") {
        match title(text) {
            Some(title) => format!("a web page came back, titled “{title}”"),
            None => "a web page came back".to_owned(),
        }
    } else {
        excerpt(text, EXCERPT)
    }
}

fn title(html: &str) -> Option<String> {
    // ASCII case folding keeps every byte offset, so the slice below is taken from the original.
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title = excerpt(&html[start..end].replace(['<', '>'], " "), 100);
    (!title.is_empty()).then_some(title)
}

/// At most `most` characters, on one line, without those that turn the direction of writing around: in a log or on a
/// page they would make the text beside them read as something else.
pub(super) fn excerpt(text: &str, most: usize) -> String {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut short: String =
        text.chars().map(|c| if is_plain(c) { c } else { ' ' }).take(most).collect::<String>().trim().to_owned();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

fn redact(text: String, secrets: &[&str]) -> String {
    secrets.iter().filter(|s| !s.is_empty()).fold(text, |text, secret| text.replace(secret, "[secret]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect()
    }

    fn read(status: u16, pairs: &[(&'static str, &'static str)], body: &str) -> Refusal {
        Refusal::read(status, &headers(pairs), body.as_bytes(), &["s3cret"])
    }

    #[test]
    fn reads_sigmas_own_error() {
        let refusal =
            read(404, &[("x-request-id", "edge")], r#"{"requestId":"r1","message":"Nope","code":"not_found"}"#);
        assert_eq!(
            (refusal.code.as_deref(), refusal.message.as_str(), refusal.request_id.as_deref()),
            (Some("not_found"), "Nope", Some("r1"))
        );
        assert_eq!(read(500, &[("x-request-id", "edge")], "{}").request_id.as_deref(), Some("edge"));
    }

    #[test]
    fn names_web_pages_without_quoting_them() {
        let page = "<!DOCTYPE html><html><head><TITLE lang=en>Just a moment</TITLE></head><body><p>x</p></body></html>";
        assert_eq!(read(403, &[], page).message, "a web page came back, titled “Just a moment”");
        assert_eq!(read(403, &[("content-type", "text/html")], "ſ<b>no</b>").message, "a web page came back");
    }

    #[test]
    fn keeps_plain_text_short_and_on_one_line() {
        assert_eq!(read(429, &[], "error code: 1015\n").message, "error code: 1015");
        assert_eq!(read(502, &[], &"é\n".repeat(5000)).message.chars().count(), EXCERPT + 1 - 1);
        assert_eq!(read(503, &[], "").message, "no explanation was given");
    }

    #[test]
    fn takes_secrets_out_of_every_part() {
        let refusal = read(400, &[], r#"{"requestId":"s3cret","message":"bad s3cret!","code":"s3cret"}"#);
        assert!(!format!("{refusal:?}").contains("s3cret"), "{refusal:?}");
        assert_eq!(read(400, &[], "s3cret").message, "[secret]");
    }

    #[test]
    fn finds_the_member_an_address_belongs_to() {
        for (status, message, id) in [
            (409, "Email is in use: member-id=a7Kq2ZtM0x", Some("a7Kq2ZtM0x")),
            (409, "in use (member-id=a7-K_q).", Some("a7-K_q")),
            (409, "member-id=", None),
            (409, "Duplicate record", None),
            (400, "member-id=a7", None),
        ] {
            let refusal = Refusal { status, code: None, message: message.into(), request_id: None, retry_after: None };
            assert_eq!(refusal.existing_member_id(), id, "{message}");
        }
    }

    #[test]
    fn reads_retry_after_in_both_forms() {
        let wait = |pairs: &[(&'static str, &'static str)]| retry_after(&headers(pairs)).map(|d| d.as_secs());
        assert_eq!(wait(&[("retry-after", "7")]), Some(7));
        assert_eq!(wait(&[("retry-after", "-7")]), None);
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        let dated = |until| wait(&[("date", "Thu, 01 Jan 2026 00:00:00 GMT"), ("retry-after", until)]);
        assert_eq!(dated("Thu, 01 Jan 2026 00:00:09 GMT"), Some(9));
        assert_eq!(dated("Wed, 31 Dec 2025 00:00:00 GMT"), Some(0));
        assert_eq!(wait(&[("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT")]), None, "by whose clock, nobody says");
        let by_the_servers_clock =
            [("date", "Fri, 02 Jan 2026 00:00:00 GMT"), ("retry-after", "Fri, 02 Jan 2026 00:00:03 GMT")];
        assert_eq!(wait(&by_the_servers_clock), Some(3));
    }
}
