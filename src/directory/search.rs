//! Finding people by words: one walk through one text that holds everybody.

use super::fold;
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
    /// Folds the lines and puts them together.
    pub fn new(lines: impl Iterator<Item = String>) -> Self {
        let mut text = Self::default();
        for line in lines {
            text.starts.push(end(&text.lines));
            text.lines.push_str(&fold(&line).replace('\n', " "));
            text.lines.push('\n');
        }
        text.starts.push(end(&text.lines));
        text.lines.shrink_to_fit();
        text
    }

    /// The lines in which every word occurs, in order, each with how well it fits. No word fits nothing.
    pub fn find(&self, words: &[String], mut found: impl FnMut(u32, Fit)) {
        // The longest word is the rarest as a rule; only where it occurs are the others looked for.
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else { return };
        let finders: Vec<_> = words.iter().map(|word| (memmem::Finder::new(word), word.len())).collect();
        let rarest = memmem::Finder::new(rarest);
        let (mut line, mut from) = (0, 0);
        while let Some(hit) = rarest.find(&self.lines.as_bytes()[from..]) {
            line += self.starts[line..].partition_point(|start| *start as usize <= from + hit) - 1;
            let (start, next) = (self.starts[line] as usize, self.starts[line + 1] as usize);
            let text = &self.lines[start..next - 1];
            let worst = finders
                .iter()
                .map(|(finder, len)| fit(text, finder, *len))
                .try_fold(Fit::Word, |worst, fit| Some(worst.max(fit?)));
            if let (Some(fit), Ok(at)) = (worst, u32::try_from(line)) {
                found(at, fit);
            }
            from = next;
        }
    }
}

/// How well one word fits; `None` where it does not occur.
fn fit(text: &str, word: &memmem::Finder<'_>, len: usize) -> Option<Fit> {
    let mut best = None;
    for at in word.find_iter(text.as_bytes()) {
        let begins = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let ends = !text[at + len..].chars().next().is_some_and(char::is_alphanumeric);
        let fit = match (begins, ends) {
            (true, true) => return Some(Fit::Word),
            (true, false) => Fit::Start,
            (false, _) => Fit::Inside,
        };
        best = Some(best.map_or(fit, |best: Fit| best.min(fit)));
    }
    best
}

/// The length, which for any organisation is far below the limit: beyond it, people would not be found.
fn end(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(q: &str) -> Vec<(u32, Fit)> {
        let lines =
            ["Joanna Ann Smith joanna@a.example", "Ann Okafor ann.okafor@a.example", "Søren Hann s.hann@b.example"];
        let text = Text::new(lines.iter().map(ToString::to_string));
        let words: Vec<String> = fold(q).split_whitespace().map(str::to_owned).collect();
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
