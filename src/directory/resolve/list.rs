//! A pasted list in its parts, as address books, mail programs and spreadsheets write it.

use super::mail::Mail;

/// Most entries of one list.
pub const MAX_ENTRIES: usize = 50_000;

/// What separates entries; a comma is also part of `Last, First`.
pub const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// The lines of a text that say something.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']).map(str::trim).filter(|line| !line.is_empty())
}

/// A line cut at `separators`, but not within quotes; a quote that is never closed holds nothing together.
pub fn cut<'t>(line: &'t str, separators: &[char]) -> Vec<&'t str> {
    let closed = line.matches('"').count().is_multiple_of(2);
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        quoted ^= c == '"' && closed;
        if !quoted && separators.contains(&c) {
            parts.push(line[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    parts.push(line[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What a part means: one entry as a rule, several where addresses stand side by side with spaces between them; words
/// beside an address without brackets are an entry of their own.
pub fn entries(part: &str) -> Vec<Mail> {
    let mut entries = Vec::new();
    let mut rest = part;
    // `Ada <ada@x.example> Leo <leo@x.example>`
    while let Some(end) = rest.find('>').filter(|end| rest[..*end].contains('<') && rest[..*end].contains('@')) {
        entries.push(Mail::read(&rest[..=end]));
        rest = &rest[end + 1..];
    }
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split_whitespace() {
        if word.contains('@') {
            entries.push(Mail::read(&words.join(" ")));
            entries.push(Mail::read(word));
            words.clear();
        } else {
            words.push(word);
        }
    }
    entries.push(Mail::read(&words.join(" ")));
    entries.retain(|entry| !entry.address.is_empty());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        lines(text).flat_map(|line| cut(line, &SEPARATORS)).flat_map(entries).map(|mail| mail.address).collect()
    }

    #[test]
    fn splits_lists_as_address_books_and_spreadsheets_write_them() {
        for (text, expected) in [
            ("ada@x.example\nleo@x.example\r\n\r\n", vec!["ada@x.example", "leo@x.example"]),
            (
                "Ada Okafor <ada@x.example>; leo@x.example, mailto:kim@x.example",
                vec!["ada@x.example", "leo@x.example", "kim@x.example"],
            ),
            ("\"Okafor, Ada\" <ada@x.example>,Leo  Martins", vec!["ada@x.example", "Leo Martins"]),
            ("\"never closed, Ada\nleo@x.example", vec!["never closed", "Ada", "leo@x.example"]),
            ("ada@x.example leo@x.example\tkim@x.example", vec!["ada@x.example", "leo@x.example", "kim@x.example"]),
            ("Ada <ada@x.example> Leo <leo@x.example>", vec!["ada@x.example", "leo@x.example"]),
            (
                "Ada ada@x.example Leo Martins leo@x.example",
                vec!["Ada", "ada@x.example", "Leo Martins", "leo@x.example"],
            ),
            (" ,;\t\n", vec![]),
        ] {
            assert_eq!(all(text), expected, "{text:?}");
        }
    }
}
