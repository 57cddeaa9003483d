//! Text in cells of spreadsheets: the guard that keeps a name from being run as a formula, put in and taken out again.
//!
//! A cell that begins with one of `= + - @`, a tab or a carriage return is a formula to a spreadsheet, and people can
//! call themselves `=HYPERLINK(…)`. An apostrophe before it makes it text. Where the system's separator is a semicolon,
//! a file with commas is split at semicolons, tabs and line ends whatever its quotes say, so that what follows those is
//! guarded as well. [`unguarded`] is the exact inverse of [`guarded`].

use std::borrow::Cow;

/// What makes the rest of a cell a formula; the wide forms are read like the narrow ones by East Asian versions.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// What a spreadsheet may split a cell at.
const SPLITS: [char; 4] = [';', '\t', '\n', '\r'];

const GUARD: char = '\'';

/// The text as a spreadsheet can be given it.
pub fn guarded(text: &str) -> Cow<'_, str> {
    with_guards(text, |guards| guards + 1)
}

/// The text of a cell that [`guarded`] may have written.
pub fn unguarded(text: &str) -> Cow<'_, str> {
    with_guards(text, |guards| guards.saturating_sub(1))
}

/// The text with another number of guards before everything that would be a formula.
fn with_guards(text: &str, wanted: impl Fn(usize) -> usize) -> Cow<'_, str> {
    if !text.contains(FORMULA) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text;
    loop {
        // The beginning of what may become a cell.
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let guards = rest[spaces..].chars().take_while(|c| *c == GUARD).count();
        let start = spaces + guards;
        let is_formula = rest[start..].starts_with(FORMULA);
        out.push_str(&rest[..spaces]);
        let guards = if is_formula { wanted(guards) } else { guards };
        out.extend(std::iter::repeat_n(GUARD, guards));
        let Some(at) = rest[start..].find(SPLITS) else {
            out.push_str(&rest[start..]);
            break;
        };
        out.push_str(&rest[start..=start + at]);
        rest = &rest[start + at + 1..];
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text_wherever_a_spreadsheet_may_split() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "  '@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("Mia;=HYPERLINK(1)", "Mia;'=HYPERLINK(1)"),
            ("two\n+lines", "two\n'+lines"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("a=b", "a=b"),
            ("O'Neill-Smith", "O'Neill-Smith"),
            ("'quoted'", "'quoted'"),
        ] {
            assert_eq!(guarded(text), cell, "{text:?}");
            assert_eq!(unguarded(cell), text, "{cell:?}");
        }
        assert_eq!(unguarded("-Mia"), "-Mia", "what was never guarded stays");
    }

    proptest! {
        #[test]
        fn what_is_put_in_is_taken_out(text in "[=+@'\t\r\n; a-]{0,12}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            let is_formula = |part: &str| part.trim_start_matches(' ').starts_with(['=', '+', '-', '@']);
            prop_assert!(!cell.split([';', '\t', '\n', '\r']).any(is_formula), "{:?}", cell);
        }
    }
}
