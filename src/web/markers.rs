//! What Leptos writes for its browser half, taken out of a page where no island reads it: marks between nodes, and empty
//! classes. They are a tenth of a page.

use memchr::memchr2_iter;

/// A mark between two nodes.
const MARK: &str = "<!>";

/// What stands at the end of a tag whose class turned out to be none. Text and the values of attributes have no bare `>`.
const NO_CLASS: &str = " class=\"\"";

/// The page without them; islands keep theirs, what they wrap does not.
pub fn dropped(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut from = 0;
    // Of each element around: whether the browser takes over its nodes.
    let mut taken_over = Vec::new();
    for at in memchr2_iter(b'<', b'>', html.as_bytes()) {
        let (before, here) = html.split_at(at);
        let is_island = taken_over.last() == Some(&true);
        if here.starts_with("<leptos-island") {
            taken_over.push(true);
        } else if here.starts_with("<leptos-children") {
            taken_over.push(false);
        } else if here.starts_with("</leptos-") {
            taken_over.pop();
        } else if here.starts_with(MARK) && !is_island {
            kept.push_str(&html[from..at]);
            from = at + MARK.len();
        } else if here.starts_with('>') && before.ends_with(NO_CLASS) && !is_island {
            kept.push_str(&html[from..at - NO_CLASS.len()]);
            from = at;
        }
    }
    kept.push_str(&html[from..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn islands_keep_what_they_read() {
        for (html, short) in [
            ("<h1>Members<!></h1><!>", "<h1>Members</h1>"),
            ("<tr class=\"\"><td a=\"b\" class=\"\">x<!></td>", "<tr><td a=\"b\">x</td>"),
            ("<b class=\"c\">class=\"\"&gt;</b>", "<b class=\"c\">class=\"\"&gt;</b>"),
            (
                "<leptos-island>a<!><i class=\"\"></i><leptos-children>b<!></leptos-children><!></leptos-island><!>",
                "<leptos-island>a<!><i class=\"\"></i><leptos-children>b</leptos-children><!></leptos-island>",
            ),
            ("", ""),
        ] {
            assert_eq!(dropped(html), short);
        }
    }
}
