//! The one door out: what others have written, on its way into a page.
//!
//! Names come from Sigma and from people, and stay as they are held. On a page none of them may hide a character or turn
//! what stands around it. Every page goes through here after it is rendered, so that no view can forget it: characters
//! that cannot be seen are shown by their code, and text that runs from right to left gets a `<bdi>` of its own. The
//! values of fields stay as they are: they come back.

use super::markers;
use crate::domain::text;
use std::borrow::Cow;

/// A rendered page or part of one, as it leaves.
pub fn finished(html: &str) -> String {
    kept_apart(markers::dropped(html))
}

/// The same with the text of others kept apart.
fn kept_apart(html: String) -> String {
    if is_ordinary(&html) { html } else { Walk::new(&html).finish() }
}

/// Whether nothing in a page needs care. Looks at the first byte of each character: it is asked of every page.
fn is_ordinary(html: &str) -> bool {
    let suspect = |byte: u8| matches!(byte, 0..=8 | 0xb | 0xe..=0x1f | 0x7f | 0xc2 | 0xcd | 0xd6..=0xe3 | 0xee..);
    let cares = |at: usize| html[at..].chars().next().is_some_and(needs_care);
    !html.bytes().enumerate().any(|(at, byte)| suspect(byte) && cares(at))
}

fn needs_care(c: char) -> bool {
    !c.is_ascii() && (text::is_unseen(c) || text::runs_from_the_right(c)) || is_control(c)
}

fn is_control(c: char) -> bool {
    c.is_ascii_control() && !c.is_ascii_whitespace()
}

/// How the text of an element may be mended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Markup,
    /// With characters only: elements have no place there, or a script expects the nodes as they are.
    Plain,
}

/// Attributes that are read out or shown; all others are values, addresses and names.
const READ_OUT: [&str; 6] = ["aria-label", "title", "placeholder", "alt", "label", "aria-description"];

struct Walk<'h> {
    rest: &'h str,
    out: String,
    within: Vec<(&'h str, Text)>,
}

impl<'h> Walk<'h> {
    fn new(html: &'h str) -> Self {
        Self { rest: html, out: String::with_capacity(html.len() + html.len() / 8), within: Vec::new() }
    }

    fn finish(mut self) -> String {
        while !self.rest.is_empty() {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let text = self.take(end);
            self.text(text);
            if self.rest.starts_with("<!--") {
                let end = self.rest.find("-->").map_or(self.rest.len(), |at| at + 3);
                self.copy(end);
            } else if !self.rest.is_empty() {
                self.tag();
            }
        }
        self.out
    }

    fn take(&mut self, end: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn copy(&mut self, end: usize) {
        let taken = self.take(end);
        self.out.push_str(taken);
    }

    fn text(&mut self, text: &str) {
        let how = self.within.last().map_or(Text::Markup, |(_, how)| *how);
        self.out.push_str(&mended(text, how));
    }

    fn tag(&mut self) {
        let tag = self.take(end_of_tag(self.rest));
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            if let Some(at) = self.within.iter().rposition(|(open, _)| *open == name) {
                self.within.truncate(at);
            }
            self.out.push_str(tag);
            return;
        }
        let name = tag[1..].split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
        if tag.chars().any(needs_care) {
            self.attributes(tag);
        } else {
            self.out.push_str(tag);
        }
        match name {
            // What is in them is no text for readers, or is the value of a field.
            "script" | "style" | "textarea" => {
                let end = self.rest.find(&format!("</{name}")).unwrap_or(self.rest.len());
                self.copy(end);
            }
            "title" | "option" | "svg" | "leptos-island" => self.within.push((name, Text::Plain)),
            // An island's own nodes are taken over as they are; what it wraps is the page's.
            "leptos-children" => self.within.push((name, Text::Markup)),
            _ => {}
        }
    }

    fn attributes(&mut self, tag: &str) {
        let mut rest = tag;
        while let Some(at) = rest.find("=\"") {
            let name = rest[..at].rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
            let (head, value) = rest.split_at(at + 2);
            let (value, tail) = value.split_at(value.find('"').unwrap_or(value.len()));
            self.out.push_str(head);
            if READ_OUT.contains(&name) {
                self.out.push_str(&mended(value, Text::Plain));
            } else {
                self.out.push_str(value);
            }
            rest = tail.strip_prefix('"').map_or(tail, |tail| {
                self.out.push('"');
                tail
            });
        }
        self.out.push_str(rest);
    }
}

/// Where a tag ends: at the first `>` outside the quotes of its attributes.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// A text with what cannot be seen shown, and what runs from right to left apart. The marks that sentences carry around
/// names ([`text::isolated`]) become elements; those without a partner are characters of a name and are shown.
fn mended(text: &str, how: Text) -> Cow<'_, str> {
    if !text.chars().any(needs_care) {
        return Cow::Borrowed(text);
    }
    let (begin, end) = if how == Text::Markup { ("<bdi>", "</bdi>") } else { ("\u{2068}", "\u{2069}") };
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    let mut is_apart = true;
    while let Some((before, apart, after)) = isolate(rest) {
        is_apart &= !before.chars().any(text::runs_from_the_right);
        out.extend([&*text::shown(before), begin, &text::shown(apart), end]);
        rest = after;
    }
    is_apart &= !rest.chars().any(text::runs_from_the_right);
    out.push_str(&text::shown(rest));
    if is_apart { Cow::Owned(out) } else { Cow::Owned(format!("{begin}{out}{end}")) }
}

/// The first stretch between two marks that belong together: what stands before, between and after them.
fn isolate(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(text::ISOLATE)?;
    let (between, after) = rest.split_once(text::END)?;
    let is_whole = !before.contains(text::END) && !between.contains(text::ISOLATE);
    is_whole.then_some((before, between, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(html: &str) -> String {
        kept_apart(html.to_owned())
    }

    #[test]
    fn leaves_ordinary_pages_alone() {
        for html in [
            "<p class=\"a\">Zo\u{eb} \u{1f98a} \u{2013} \u{201c}Sales\u{201d}\u{a0}\u{b7} \u{4e2d}\u{6587}</p>\n",
            "<title>A</title><script nonce=\"x\">let a = \"<b>\";</script>",
            "",
        ] {
            assert_eq!(kept(html), html);
        }
    }

    #[test]
    fn shows_what_cannot_be_seen() {
        assert_eq!(
            kept("<b>\u{202e}weiV sa</b> <i>a\u{200b}\u{7}</i>"),
            "<b>[U+202E]weiV sa</b> <i>a[U+200B][U+0007]</i>"
        );
        assert_eq!(kept("<b>\u{1f469}\u{200d}\u{1f4bb}</b>"), "<b>\u{1f469}\u{200d}\u{1f4bb}</b>");
        assert_eq!(kept("<title>\u{202e}x</title>"), "<title>[U+202E]x</title>");
    }

    #[test]
    fn keeps_right_to_left_text_apart() {
        assert_eq!(kept("<td>\u{5d0} (3)</td>"), "<td><bdi>\u{5d0} (3)</bdi></td>");
        let sentence = format!("<h1>Edit {} (a@x.example)</h1>", text::isolated("\u{5d0}\u{5d1}"));
        assert_eq!(kept(&sentence), "<h1>Edit <bdi>\u{5d0}\u{5d1}</bdi> (a@x.example)</h1>");
        // Where elements have no place, the characters that mean the same.
        assert_eq!(
            kept("<option value=\"t\">\u{5d0}</option>"),
            "<option value=\"t\">\u{2068}\u{5d0}\u{2069}</option>"
        );
        assert_eq!(kept("<title>\u{5d0}</title>"), "<title>\u{2068}\u{5d0}\u{2069}</title>");
        assert_eq!(
            kept("<svg><text>\u{5d0}</text></svg><p>\u{5d0}</p>"),
            "<svg><text>\u{2068}\u{5d0}\u{2069}</text></svg><p><bdi>\u{5d0}</bdi></p>"
        );
        assert_eq!(
            kept("<leptos-island><i>\u{5d0}</i><leptos-children><b>\u{5d0}</b></leptos-children></leptos-island>"),
            "<leptos-island><i>\u{2068}\u{5d0}\u{2069}</i><leptos-children><b><bdi>\u{5d0}</bdi></b></leptos-children></leptos-island>"
        );
    }

    #[test]
    fn marks_of_a_name_are_not_taken_for_those_of_a_sentence() {
        for name in ["\u{2069}Mia", "\u{2068}Mia", "\u{2067}\u{5d0}\u{2069}\u{2069}"] {
            let html = kept(&format!("<b>{name}</b>"));
            assert!(html.contains("[U+20"), "{html}");
            let html = kept(&format!("<b>Edit {} now</b>", text::isolated(&format!("\u{5d0}{name}"))));
            assert!(html.starts_with("<b>Edit <bdi>") && html.ends_with("</bdi> now</b>"), "{html}");
        }
    }

    #[test]
    fn values_of_fields_come_back_as_they_are() {
        for html in [
            "<input name=\"first_name\" value=\"\u{202e}Mia > \u{5d0}\"/>",
            "<textarea name=\"description\">\u{202e}\u{5d0} a &lt;b&gt;</textarea>",
            "<script>\"\u{202e}\"</script>",
        ] {
            assert_eq!(kept(html), html);
        }
        assert_eq!(
            kept("<a href=\"/x\" aria-label=\"Remove \u{202e}Mia\">\u{200b}</a>"),
            "<a href=\"/x\" aria-label=\"Remove [U+202E]Mia\">[U+200B]</a>"
        );
    }
}
