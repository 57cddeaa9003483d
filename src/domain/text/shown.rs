//! Text of others on its way to a page, an audit line or a file's cell.

use super::{context, unseen};
use std::borrow::Cow;

/// Begins a stretch that has a direction of its own (FIRST STRONG ISOLATE).
pub const ISOLATE: char = '\u{2068}';
/// Ends it (POP DIRECTIONAL ISOLATE).
pub const END: char = '\u{2069}';

/// A text with what cannot be seen made visible: `Mia[U+202E]dnuL`. What scripts and emoji need stays.
pub fn shown(text: &str) -> Cow<'_, str> {
    if unseen::first(text, context::belongs).is_none() {
        return Cow::Borrowed(text);
    }
    let all: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in all.iter().enumerate() {
        match unseen::kind(*c) {
            Some(_) if c.is_whitespace() => out.push(' '),
            Some(_) if !context::belongs(&all, at) => out.extend(["[", &unseen::code(*c), "]"]),
            Some(_) | None => out.push(*c),
        }
    }
    Cow::Owned(out)
}

/// A text to be put into a sentence: as [`shown`], and where it has letters that run from right to left, between marks
/// that keep their direction from what stands around. A page makes `<bdi>` of the marks.
pub fn isolated(text: &str) -> Cow<'_, str> {
    let mut text = shown(text);
    if text.contains('\n') {
        text = Cow::Owned(text.replace('\n', " "));
    }
    if text.chars().any(runs_from_the_right) { Cow::Owned(format!("{ISOLATE}{text}{END}")) } else { text }
}

/// Whether a letter belongs to a script that runs from right to left (the ranges that Unicode reserves for them).
pub fn runs_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
