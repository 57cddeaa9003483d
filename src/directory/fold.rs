//! Text folded for comparing: lower case, without accents.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for searching and sorting: lower case, accents dropped, the few letters that do not decompose spelled
/// out, so that `Søren Łukasz` is found by `soren lukasz`.
pub fn fold(text: &str) -> String {
    // Nearly all names and addresses; decomposing them would cost fifty times as much.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
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
    out
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn drops_case_and_accents() {
        assert_eq!(fold("Søren ŁUKASZ Müller-Groß É"), "soren lukasz muller-gross e");
    }
}
