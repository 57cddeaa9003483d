//! Names that are alike: which of them is spelled as it was typed, and how many slips lie between two.

use super::mail::{plain, unquoted};

/// Most letters that may differ between a text and the name that is suggested for it.
pub const SLIPS: usize = 2;

/// Of things whose names fold alike those that are spelled as `typed`, letter by letter, or else but for case; all where
/// none is. `name` is what a thing is called.
pub fn spelled<T: Clone>(alike: &[T], typed: &str, name: impl Fn(&T) -> String) -> Vec<T> {
    let typed = plain(unquoted(typed));
    let lower = typed.to_lowercase();
    let those = |is_so: &dyn Fn(&str) -> bool| -> Vec<T> {
        alike.iter().filter(|thing| is_so(&plain(&name(thing)))).cloned().collect()
    };
    let exact = those(&|own| own == typed);
    if !exact.is_empty() {
        return exact;
    }
    let cased = those(&|own| own.to_lowercase() == lower);
    if cased.is_empty() { alike.to_vec() } else { cased }
}

/// How many letters differ between two folded texts, where they are few enough for one to be a slip of the other.
pub fn slips(one: &str, other: &str) -> Option<usize> {
    let may_be = one.len().abs_diff(other.len()) <= SLIPS;
    may_be.then(|| strsim::osa_distance(one, other)).filter(|slips| *slips <= SLIPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_spelling_counts_before_case_and_that_before_accents() {
        let of = |all: &[&'static str], typed: &str| spelled(all, typed, |name| (*name).to_owned());
        let all = ["Été", "Ete", "ete"];
        assert_eq!(of(&all, "Ete"), ["Ete"]);
        assert_eq!(of(&all, "“Été”"), ["Été"]);
        assert_eq!(of(&all[..2], "ETE"), ["Ete"]);
        assert_eq!(of(&all[..2], "êtê"), ["Été", "Ete"]);
    }

    #[test]
    fn two_slips_are_likely_and_three_are_another_name() {
        assert_eq!(slips("finnace", "finance"), Some(1));
        assert_eq!(slips("fnnace", "finance"), Some(2));
        assert_eq!(slips("sales", "finance"), None);
    }
}
