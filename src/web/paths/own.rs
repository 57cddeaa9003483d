//! Where a link or form may lead on: to a path of this site, and nowhere else.

use super::HOME;
use std::borrow::Cow;
use url::{Url, form_urlencoded};

/// Stands for the portal's own origin, whatever it is: a path stays within any origin or leaves every one of them.
const OWN: &str = "https://portal.invalid/";

/// `next` if it is a path of this site, else the start page: a link must not lead signed-in people elsewhere.
///
/// Browsers drop tabs and line ends from a URL before they read it, take a backslash for a slash and two slashes for a
/// host. So nothing but printable ASCII is let through, the path is resolved as a browser would and must stay at its
/// origin, and the path that an encoded one stands for must do so too.
pub fn own(next: &str) -> &str {
    if is_own(next) && is_own(&decoded(path(next))) { next } else { HOME }
}

fn is_own(next: &str) -> bool {
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic()) && !next.contains('\\');
    is_plain && next.starts_with('/') && !next.starts_with("//") && stays(next)
}

/// Whether a browser that stands on this site stays on it, and the path it ends at does so once more.
fn stays(next: &str) -> bool {
    let Ok(own) = Url::parse(OWN) else { return false };
    own.join(next).is_ok_and(|there| there.origin() == own.origin() && !there.path().starts_with("//"))
}

fn path(next: &str) -> &str {
    next.split(['?', '#']).next().unwrap_or_default()
}

/// A path with what is encoded in it spelled out. Ids may hold anything that is shown, in any script; those characters
/// stand for a letter here, as they cannot lead anywhere.
fn decoded(path: &str) -> String {
    let path = path.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let spelled = form_urlencoded::parse(path.as_bytes()).next().map_or(Cow::Borrowed(""), |(name, _)| name);
    spelled.chars().map(|c| if c == ' ' || (!c.is_ascii() && !c.is_control()) { 'x' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn leads_only_within_the_site() {
        for next in [
            "",
            "members",
            "https://evil.example",
            "javascript:alert(1)",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            " //evil.example",
            "/ /evil.example",
            "/\u{b}/evil.example",
            "/\u{0}/evil.example",
            "/\u{a0}/evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/members/../..//evil.example",
            "/%09/evil.example",
            "/%0a/evil.example",
            "/%0D%0ASet-Cookie:a=b",
            "/%2Fevil.example",
            "/%2f%2fevil.example",
            "/%5Cevil.example",
            "/%5c%5cevil.example",
            "/%2e%2e//evil.example",
            "/.%2F%2Fevil.example",
            "/members\r\nSet-Cookie: a=b",
            "/mem\u{200b}bers",
            "/m\u{e9}mbers",
        ] {
            assert_eq!(own(next), HOME, "{next:?}");
        }
        for next in [
            "/",
            "/members?q=a",
            "/members?q=%C3%A9%09&sort=-name#row",
            "/members?next=//evil.example",
            "/members/a%2Fb%20c",
            "/members/%C3%A9",
            "/onboard?email=a%2Bb%40lumen.example",
        ] {
            assert_eq!(own(next), next);
        }
    }

    /// Pieces of which URLs that lead elsewhere are made.
    fn crooked() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "/",
                "//",
                "\\",
                ".",
                "..",
                "@",
                ":",
                "?",
                "#",
                "%2f",
                "%5c",
                "%09",
                "%2e",
                "%",
                "\t",
                "\r",
                "\n",
                " ",
                "\u{0}",
                "http:",
                "https://",
                "evil.example",
                "javascript:",
                "members",
                "\u{ff0f}",
                "\u{2215}",
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

        /// `url` reads URLs as browsers do (WHATWG URL standard): it is the judge of where a path leads.
        #[test]
        fn no_text_leads_to_another_site(text in crooked(), slash in any::<bool>()) {
            let text = if slash { format!("/{text}") } else { text };
            for base in ["https://portal.example/members?next=a", "http://127.0.0.1:3000/sign-in"] {
                let base = Url::parse(base).unwrap();
                let led = base.join(own(&text)).unwrap();
                prop_assert_eq!(led.origin(), base.origin(), "{:?}", text);
                let again = base.join(led.path()).unwrap();
                prop_assert_eq!(again.origin(), base.origin(), "{:?} leads elsewhere from its own path", text);
                prop_assert!(own(&text).bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
