//! Finding people by words: one walk through one text that holds everybody.

use super::fold::fold_into;
use memchr::memmem;

/// How well a text fits a search, best first. A text fits as well as the word of the search that fits worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Every word of the search is a word of the text.
    Word,
    /// Every word of the search at least begins a word of the text.
    Start,
    /// At least one lies inside a word.
    Inside,
}

/// Lines of folded text, one after the other.
#[derive(Default)]
pub struct Text {
    lines: String,
    /// Where each line starts, and where the text ends.
    starts: Vec<u32>,
}

impl Text {
    /// Folds the lines, each made of some parts, and puts them together.
    pub fn new<'l, L: IntoIterator<Item = &'l str>>(lines: impl Iterator<Item = L>) -> Self {
        let mut text = Self::default();
        for line in lines {
            text.starts.push(end(&text.lines));
            for part in line {
                fold_into(part, &mut text.lines);
                // Also what keeps a word from reaching into the next line: no word of a search has a space in it.
                text.lines.push(' ');
            }
        }
        text.starts.push(end(&text.lines));
        text.lines.shrink_to_fit();
        text
    }

    /// The lines in which every word occurs, in order, each with how well it fits. No word fits nothing.
    pub fn find(&self, words: &[String], mut found: impl FnMut(u32, Fit)) {
        // The longest word is the rarest as a rule; only where it occurs are the others looked for.
        let Some(rarest) = (0..words.len()).max_by_key(|at| words[*at].len()) else { return };
        let mut words: Vec<Word> = words.iter().map(|word| Word::new(word)).collect();
        let rarest = words.swap_remove(rarest);
        let text = self.lines.as_str();
        let (mut line, mut from) = (0, 0);
        while let Some(hit) = rarest.next(text, from) {
            line += self.starts[line..].partition_point(|start| *start as usize <= hit) - 1;
            let (start, end) = (self.starts[line] as usize, self.starts[line + 1] as usize);
            let worst = words.iter().try_fold(rarest.best(text, hit, end), |worst, word| {
                let hit = word.next(&text[..end], start)?;
                Some(worst.max(word.best(text, hit, end)))
            });
            if let (Some(fit), Ok(at)) = (worst, u32::try_from(line)) {
                found(at, fit);
            }
            from = end;
        }
    }
}

/// A word of a search.
struct Word<'w> {
    finder: memmem::Finder<'w>,
    len: usize,
}

impl<'w> Word<'w> {
    fn new(word: &'w str) -> Self {
        Self { finder: memmem::Finder::new(word), len: word.len() }
    }

    /// Where it occurs next.
    fn next(&self, text: &str, from: usize) -> Option<usize> {
        self.finder.find(&text.as_bytes()[from..]).map(|at| from + at)
    }

    /// How well its best occurrence fits, of the one at `hit` and those after it in the line.
    fn best(&self, text: &str, hit: usize, end: usize) -> Fit {
        let mut best = self.fit(text, hit);
        let mut hit = hit;
        while best != Fit::Word {
            match self.next(&text[..end], hit + self.len) {
                Some(next) => hit = next,
                None => break,
            }
            best = best.min(self.fit(text, hit));
        }
        best
    }

    fn fit(&self, text: &str, at: usize) -> Fit {
        let begins = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let ends = !text[at + self.len..].chars().next().is_some_and(char::is_alphanumeric);
        match (begins, ends) {
            (true, true) => Fit::Word,
            (true, false) => Fit::Start,
            (false, _) => Fit::Inside,
        }
    }
}

/// The length, which for any organisation is far below the limit: beyond it, people would not be found.
fn end(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory;

    fn find(q: &str) -> Vec<(u32, Fit)> {
        let lines =
            ["Joanna Ann Smith joanna@a.example", "Ann Okafor ann.okafor@a.example", "Søren Hann s.hann@b.example"];
        let text = Text::new(lines.iter().map(|line| [*line]));
        let words = directory::words(q);
        let mut all = Vec::new();
        text.find(&words, |at, fit| all.push((at, fit)));
        all
    }

    #[test]
    fn a_line_fits_as_well_as_its_worst_word() {
        assert_eq!(find("ann"), [(0, Fit::Word), (1, Fit::Word), (2, Fit::Inside)]);
        assert_eq!(find("oka ANN"), [(1, Fit::Start)]);
        assert_eq!(find("joann"), [(0, Fit::Start)]);
        assert_eq!(find("søren"), [(2, Fit::Word)]);
        assert_eq!(find("smith joanna@a.example"), [(0, Fit::Word)]);
        assert!(find("example ann zzz").is_empty());
    }

    #[test]
    fn words_do_not_reach_into_the_next_line() {
        assert!(find("example ann okafor soren").is_empty());
        assert!(find("").is_empty());
    }
}
