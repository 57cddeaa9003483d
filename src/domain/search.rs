//! The words of a search.

/// Most words that count. Each costs a walk through what is searched, and nobody types more.
pub const MOST_WORDS: usize = 12;

/// Most letters of a word that count.
pub const LONGEST_WORD: usize = 64;

/// Most letters of a search: more than all its words can have.
const LONGEST_SEARCH: usize = (MOST_WORDS + 1) * (LONGEST_WORD + 1);

/// The words of a search that count, in order: each once, the first [`MOST_WORDS`], the first [`LONGEST_WORD`] letters
/// of each. `text` is folded as what it is compared with.
pub fn search_words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let word = first(word, LONGEST_WORD);
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == MOST_WORDS {
            break;
        }
    }
    words
}

/// As much of a search as counts: what a page repeats of it, in a field and in every link.
pub fn searchable(text: &str) -> &str {
    first(text, LONGEST_SEARCH)
}

/// Whether a search has more words, or longer ones, than count.
pub fn is_cut(text: &str) -> bool {
    let counted = search_words(text);
    text.split_whitespace().take(LONGEST_SEARCH).any(|word| !counted.contains(&word))
}

/// The first `most` letters.
fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_has_few_words_each_once() {
        assert_eq!(search_words(" ann  okafor ann "), ["ann", "okafor"]);
        let many: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
        let many = many.join(" ");
        assert_eq!(search_words(&many).len(), MOST_WORDS);
        assert_eq!(search_words(&"é".repeat(1_000)), ["é".repeat(LONGEST_WORD)]);
        assert!(search_words("  ").is_empty());
    }

    #[test]
    fn says_what_does_not_count() {
        let twelve: Vec<String> = (0..MOST_WORDS).map(|n| format!("w{n}")).collect();
        let twelve = twelve.join(" ") + " ";
        assert!(!is_cut(&twelve) && !is_cut(&twelve.repeat(2)), "the same words again are no more");
        assert!(is_cut(&format!("{twelve} more")));
        assert!(is_cut(&"x".repeat(LONGEST_WORD + 1)));
    }

    #[test]
    fn what_is_cut_off_would_not_have_counted() {
        let full: Vec<String> = (0..MOST_WORDS).map(|n| format!("{n:a>64}")).collect();
        let full = full.join(" ") + " ";
        let longer = format!("{full}{}", "more ".repeat(1_000));
        assert!(searchable(&longer).len() < 1_000);
        assert_eq!(search_words(searchable(&longer)), search_words(&longer));
        assert!(is_cut(searchable(&longer)));
    }
}
