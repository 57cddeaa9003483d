//! A name in one cell as first and last name.

use super::mail::plain;

/// Words that belong to the last name that follows them.
const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "ten", "ter", "zu",
    "zur", "af", "av", "bin", "al",
];

/// Words that follow a last name.
const SUFFIXES: [&str; 7] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// First and last name of `Mia Lund`, `Lund, Mia`, `Vrba, Oto (Contractor)` or `Ludwig van Beethoven`. What stands in
/// brackets at the end says what somebody is, not who. Of a single word it is the last name.
pub fn parts(text: &str) -> (String, String) {
    let text = plain(text);
    let text = without_remarks(&text);
    if let Some((last, first)) = text.split_once(',') {
        let (last, first) = (last.trim(), first.trim().trim_end_matches(','));
        if SUFFIXES.contains(&first.to_lowercase().as_str()) {
            let (given, family) = parts(last);
            return (given, format!("{family} {first}"));
        }
        return (first.to_owned(), last.to_owned());
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let Some(end) = words.len().checked_sub(1) else { return (String::new(), String::new()) };
    let is_suffix = SUFFIXES.contains(&words[end].to_lowercase().as_str());
    let mut start = if is_suffix && end > 1 { end - 1 } else { end };
    // In lower case only: Di and Al are first names, too.
    while start > 1 && PARTICLES.contains(&words[start - 1]) {
        start -= 1;
    }
    (words[..start].join(" "), words[start..].join(" "))
}

/// Without what stands in brackets at the end, as often as something does.
fn without_remarks(text: &str) -> &str {
    let mut text = text.trim();
    for (open, close) in [('(', ')'), ('[', ']'), ('(', ')')] {
        if let Some((name, _)) = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open))
            && !name.trim().is_empty()
        {
            text = name.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_as_directories_write_them() {
        for (text, first, last) in [
            ("Mia Lund", "Mia", "Lund"),
            ("Lund, Mia", "Mia", "Lund"),
            ("Vrba, Oto (Contractor)", "Oto", "Vrba"),
            ("Oto Vrba [External]", "Oto", "Vrba"),
            ("Ada King Lovelace", "Ada King", "Lovelace"),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
            ("Oscar de la Renta", "Oscar", "de la Renta"),
            ("Sammy Davis Jr.", "Sammy", "Davis Jr."),
            ("Sammy Davis, Jr.", "Sammy", "Davis Jr."),
            ("Kurt", "", "Kurt"),
            ("\u{a0}Mia \u{a0} Lund", "Mia", "Lund"),
            ("(Contractor)", "", "(Contractor)"),
            ("", "", ""),
        ] {
            assert_eq!(parts(text), (first.to_owned(), last.to_owned()), "{text:?}");
        }
    }
}
