//! How well a name answers what was typed.

use super::super::{fold, words};
use crate::domain::searchable;

/// What somebody typed, ready to be compared with many names.
pub struct Typed {
    folded: String,
    words: Vec<String>,
}

impl Typed {
    /// Folds what was typed.
    pub fn new(text: &str) -> Self {
        let folded = fold(searchable(text)).split_whitespace().collect::<Vec<_>>().join(" ");
        Self { folded, words: words(text) }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How well `name` answers: 0 is the name itself, 1 begins with it, in 2 every typed word begins a word of the
    /// name, in 3 every one is somewhere in it; `None` does not answer. Without case and accents.
    pub fn rank(&self, name: &str) -> Option<u8> {
        let name = fold(name);
        match () {
            () if name == self.folded => Some(0),
            () if name.starts_with(&self.folded) => Some(1),
            () if self.words.iter().all(|word| begins_a_word(&name, word)) => Some(2),
            () if self.words.iter().all(|word| name.contains(word)) => Some(3),
            () => None,
        }
    }

    /// The best `most` of many things by their names, the best first, those of one rank in their own order; and how
    /// many answer in all.
    pub fn best<'a, T>(
        &self,
        all: impl IntoIterator<Item = &'a T>,
        name: impl Fn(&T) -> &str,
        most: usize,
    ) -> (Vec<&'a T>, usize) {
        let mut found: Vec<(u8, &T)> =
            all.into_iter().filter_map(|item| Some((self.rank(name(item))?, item))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        let total = found.len();
        (found.into_iter().take(most).map(|(_, item)| item).collect(), total)
    }
}

fn begins_a_word(name: &str, typed: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_the_whole_name_before_its_parts() {
        let rank = |typed: &str, name: &str| Typed::new(typed).rank(name);
        assert_eq!(rank("süd ops", "Sud Ops"), Some(0));
        assert_eq!(rank("fin", "Finance"), Some(1));
        assert_eq!(rank("emea fin", "Finance EMEA"), Some(2));
        assert_eq!(rank("board", "Company Dashboards"), Some(3));
        assert_eq!(rank("finance hr", "Finance"), None);
    }

    #[test]
    fn keeps_the_best_and_counts_all() {
        let names = ["Dashboards", "Board", "Executive Board", "Finance"].map(str::to_owned);
        let (best, total) = Typed::new("board").best(&names, |name| name, 2);
        assert_eq!((best, total), (vec![&names[1], &names[2]], 3));
    }
}
