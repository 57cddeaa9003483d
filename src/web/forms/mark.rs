//! Puts the hidden field into every form of a page that posts.
//!
//! Done to the finished page and not by each form, so that no form can be without it. Islands are not rendered again in
//! the browser around forms that the server rendered, so the field is in nobody's way.

use super::{FIELD, Token};

/// The page with the field as the first of each form that posts: the browser sends it first.
pub fn marked(html: &str, token: &Token) -> String {
    let field = format!(r#"<input type="hidden" name="{FIELD}" value="{}"/>"#, token.as_str());
    let mut marked = String::with_capacity(html.len() + 16 * field.len());
    let mut rest = html;
    while let Some(at) = rest.find("<form") {
        let Some(end) = tag_end(&rest[at..]).map(|end| at + end) else { break };
        let (tag, after) = rest.split_at(end);
        marked.push_str(tag);
        if posts(&tag[at..]) {
            marked.push_str(&field);
        }
        rest = after;
    }
    marked.push_str(rest);
    marked
}

/// Where a tag ends: behind the first `>` outside of quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn posts(tag: &str) -> bool {
    tag.contains(r#" method="post""#)
}

#[cfg(test)]
mod tests {
    use super::super::{FormKey, PageOf};
    use super::*;

    fn token() -> Token {
        let of = PageOf {
            person: crate::domain::PersonKey::Member("m".into()),
            name: "Leo".into(),
            email: "leo@lumen.example".into(),
        };
        FormKey::derived(&"secret".into()).token(&of, jiff::Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn every_form_that_posts_has_the_field_first() {
        let token = token();
        let html = r#"<form method="get"><b></b></form><form class="a > b" method="post"><i></i></form><form method="post" novalidate>x"#;
        let marked = marked(html, &token);
        assert_eq!(marked.matches(FIELD).count(), 2);
        assert!(marked.contains(r#"method="post"><input type="hidden" name="form-person""#), "{marked}");
        assert!(marked.starts_with(r#"<form method="get"><b></b></form>"#));
        assert!(marked.ends_with("/>x"));
    }

    #[test]
    fn a_page_that_breaks_off_stays_as_it_is() {
        let token = token();
        assert_eq!(marked("<p>a</p><form method=\"post\"", &token), "<p>a</p><form method=\"post\"");
    }
}
