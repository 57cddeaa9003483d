//! Files that the browser saves instead of showing.

use crate::domain::text::is_unseen;
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

/// A body that the browser saves under `name`. The name may be anybody's words: what would leave the header or the
/// folder is taken out of it.
pub fn attachment(name: &str, content_type: HeaderValue, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition(name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The name in ASCII for every client, and whole for those that read RFC 6266.
fn disposition(name: &str) -> String {
    let safe = safe(name);
    let ascii: String = safe.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    if ascii == safe {
        return format!("attachment; filename=\"{ascii}\"");
    }
    let whole = form_urlencoded::byte_serialize(safe.as_bytes()).collect::<String>().replace('+', "%20");
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

/// Without what a header or a file system takes for more than a name, and without what would show another ending.
fn safe(name: &str) -> String {
    let kept = |c: char| !c.is_control() && !is_unseen(c) && !r#" /\:*?"<>|;%"#.contains(c);
    let words: Vec<&str> = name.split(|c| !kept(c)).filter(|word| !word.is_empty()).collect();
    words.join("-").trim_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_header_or_the_folder() {
        for (name, plain) in [
            ("Sales by Region.pdf", "Sales-by-Region.pdf"),
            ("a\"; filename=\"evil.exe", "a-filename=-evil.exe"),
            ("../../etc/passwd", "etc-passwd"),
            ("x\r\nset-cookie: a=b", "x-set-cookie-a=b"),
            ("a\\b:c|d.png", "a-b-c-d.png"),
            ("Sales\u{202e}fdp.exe", "Sales-fdp.exe"),
        ] {
            assert_eq!(disposition(name), format!("attachment; filename=\"{plain}\""));
        }
    }

    #[test]
    fn other_alphabets_survive() {
        assert_eq!(
            disposition("Hôtel 売上.csv"),
            "attachment; filename=\"H_tel-__.csv\"; filename*=UTF-8''H%C3%B4tel-%E5%A3%B2%E4%B8%8A.csv"
        );
    }
}
