//! Security headers, and the rule that writes come from the portal's own pages.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::Url;

/// What a page runs, with the nonce that its scripts carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts<'a> {
    Nothing,
    /// What the page names, and nothing that this loads.
    Named(&'a str),
    /// Islands, whose code loads more.
    Islands(&'a str),
}

/// Content security policy of a page that runs this.
pub fn policy(scripts: Scripts<'_>) -> String {
    let scripts = match scripts {
        Scripts::Nothing => "script-src 'none'".to_owned(),
        Scripts::Named(nonce) => format!("script-src 'nonce-{nonce}'"),
        Scripts::Islands(nonce) => format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
    };
    // `cargo leptos watch` reloads pages through a socket on a port of its own.
    let reload = if cfg!(debug_assertions) { "; connect-src 'self' ws://127.0.0.1:3001" } else { "" };
    format!(
        "default-src 'self'; {scripts}; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'{reload}"
    )
}

/// How long a browser that has seen the portal over HTTPS asks for it over nothing else: a year.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds to every response what does not depend on the page. Over HTTPS, as the public address says, also that browsers
/// are to stay with it.
pub async fn headers(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if origin.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    );
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| {
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
    });
    response
}

/// Where the portal's own pages come from; `None` takes the request's `Host`.
#[derive(Clone, Debug)]
pub struct Origin(pub Option<Url>);

impl Origin {
    /// Whether people reach the portal over HTTPS.
    pub fn is_https(&self) -> bool {
        self.0.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

/// Whether a request was made by one of the portal's own pages; put into each of them by [`same_origin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromOwnPage(pub bool);

/// Refuses writes that do not come from the portal's own pages. Reads pass; what they may make the portal do depends on
/// where they come from.
pub async fn same_origin(State(origin): State<Origin>, mut request: Request, next: Next) -> Response {
    let is_read = request.method().is_safe();
    // A browser sends Origin with every POST, and with no link that is followed.
    let said_by = if is_read { header::REFERER } else { header::ORIGIN };
    let own = is_own(&origin, request.headers(), said_by);
    if !is_read && !own {
        let why = "This write did not come from a page of the portal, so it was refused.\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    request.extensions_mut().insert(FromOwnPage(own));
    next.run(request).await
}

/// Whether a request was made by a page of the portal. `said_by` is the header that tells where browsers do not say it
/// plainly: they leave Sec-Fetch-Site out over plain HTTP to a name.
fn is_own(origin: &Origin, headers: &HeaderMap, said_by: HeaderName) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(sent) = text(said_by).and_then(|url| Url::parse(url).ok()) else { return false };
    if let Some(own) = &origin.0 {
        return sent.origin() == own.origin();
    }
    let own = text(header::HOST).and_then(|host| Url::parse(&format!("{}://{host}", sent.scheme())).ok());
    own.is_some_and(|own| own.origin() == sent.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(own: Option<&str>, sent: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, value.parse().unwrap());
        }
        is_own(&Origin(own.map(|url| Url::parse(url).unwrap())), &headers, header::ORIGIN)
    }

    #[test]
    fn believes_the_browsers_own_word_first() {
        assert!(accepts(None, &[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!accepts(None, &[("sec-fetch-site", site), ("origin", "http://a"), ("host", "a")]), "{site}");
        }
    }

    #[test]
    fn compares_origins_where_the_browser_says_nothing() {
        assert!(accepts(None, &[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!accepts(None, &[("origin", "http://evil.example"), ("host", "127.0.0.1:3000")]));
        assert!(!accepts(None, &[("host", "127.0.0.1:3000")]));
        assert!(!accepts(None, &[("origin", "null"), ("host", "127.0.0.1:3000")]));
        let behind_proxy = [("origin", "https://portal.example.com"), ("host", "10.0.0.7:3000")];
        assert!(accepts(Some("https://portal.example.com"), &behind_proxy));
        assert!(!accepts(None, &behind_proxy));
    }

    #[test]
    fn a_link_is_known_by_the_page_it_was_on() {
        let is_link = |sent: &[(&'static str, &str)]| {
            let headers = sent.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
            is_own(&Origin(None), &headers.collect(), header::REFERER)
        };
        assert!(is_link(&[("referer", "http://127.0.0.1:3000/members?q=a"), ("host", "127.0.0.1:3000")]));
        for referer in ["http://evil.example/127.0.0.1:3000", "http://127.0.0.1:3001/", "about:blank", ""] {
            assert!(!is_link(&[("referer", referer), ("host", "127.0.0.1:3000")]), "{referer}");
        }
        let forged = [("sec-fetch-site", "none"), ("referer", "http://a/"), ("host", "a")];
        assert!(!is_link(&forged), "a typed address is no link, whatever else is said");
    }

    #[test]
    fn policy_has_no_unsafe_inline() {
        assert!(!policy(Scripts::Islands("abc")).contains("unsafe-inline"));
        assert!(policy(Scripts::Named("abc")).contains("script-src 'nonce-abc';"));
        assert!(policy(Scripts::Nothing).contains("script-src 'none'"));
    }
}
