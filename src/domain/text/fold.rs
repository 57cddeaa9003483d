//! Folding what makes no difference that can be seen.

/// One line: composed, byte order marks and spaces at the ends gone, every run of spaces and line breaks one space.
pub fn line(text: &str) -> String {
    let text = ends(text).split_whitespace().collect::<Vec<_>>().join(" ");
    composed(text)
}

/// One line of data: as [`line`], but spaces inside keep their number.
pub fn value(text: &str) -> String {
    composed(ends(text).replace("\r\n", "\n").chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect())
}

/// Several lines: every kind of line break is one kind, every other space a space, and no space ends a line.
pub fn lines(text: &str) -> String {
    let text = ends(text).replace("\r\n", "\n");
    let lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    let line = |line: &str| {
        let spaced: String = line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        spaced.trim_end().to_owned()
    };
    composed(lines.map(line).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned())
}

/// Without the spaces and byte order marks at both ends.
fn ends(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Letters and their accents as one character where there is one (Unicode's form C).
#[cfg(feature = "ssr")]
fn composed(text: String) -> String {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}

/// The tables for composing stay out of the browser; the server, which decides, has them.
#[cfg(not(feature = "ssr"))]
fn composed(text: String) -> String {
    text
}
