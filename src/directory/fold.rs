//! Text folded for comparing: lower case, without accents and without what cannot be seen.

use crate::domain::{search_words, searchable, text::is_unseen};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for searching and sorting: lower case, accents and what cannot be seen dropped, the few letters that do
/// not decompose spelled out, so that `Søren Łukasz` is found by `soren lukasz`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The same, at the end of a longer text.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        // Nearly every letter of names and addresses; decomposing it would cost many times as much.
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if !is_unseen(c) {
            std::iter::once(c)
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase)
                .for_each(|c| spell(c, out));
        }
    }
}

/// The words of a search that count, folded.
pub fn words(search: &str) -> Vec<String> {
    search_words(&fold(searchable(search))).into_iter().map(str::to_owned).collect()
}

/// Letters that do not decompose are spelled out.
fn spell(c: char, out: &mut String) {
    match c {
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ı' => out.push('i'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn drops_case_and_accents() {
        assert_eq!(fold("Søren ŁUKASZ Müller-Groß É"), "soren lukasz muller-gross e");
        assert_eq!(fold("jonas.we\u{200b}ber@\u{202e}lumen.example"), "jonas.weber@lumen.example");
    }
}
