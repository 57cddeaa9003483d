//! Where invisible characters belong: they make another letter or sign of what stands beside them.
//!
//! Joiners in scripts that need them follow RFC 5892, appendix A.1 and A.2, with what Bengali and Malayalam also write;
//! emoji follow Unicode's UTS #51.

#[cfg(feature = "ssr")]
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{Emoji, EmojiModifier, ExtendedPictographic, Ideographic, JoiningType},
};

#[cfg(feature = "ssr")]
const VARIATION_16: char = '\u{fe0f}';
/// The only base of flags that are spelled with tags: England, Scotland, Wales.
#[cfg(feature = "ssr")]
const BLACK_FLAG: char = '\u{1f3f4}';
#[cfg(feature = "ssr")]
const CANCEL_TAG: char = '\u{e007f}';

/// Most marks above, below and through one letter (UTS #39, section 5.4); more of them hide what stands around.
const MARKS: usize = 4;

/// Whether the invisible character at this place changes what is seen.
#[cfg(feature = "ssr")]
pub fn belongs(all: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| all[at]);
    let after = all.get(at + 1).copied();
    match all[at] {
        '\u{200c}' => {
            is_virama(before) && after.is_some_and(char::is_alphabetic) || joins(all[..at].iter().rev(), &all[at + 1..])
        }
        '\u{200d}' => is_virama(before) || is_indic_letter(before) && is_virama(after) || joins_emoji(all, at),
        '\u{fe0e}' | VARIATION_16 => {
            before.is_some_and(|c| is::<Emoji>(c) && (!c.is_ascii() || after == Some('\u{20e3}')))
        }
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => before.is_some_and(is::<Ideographic>),
        '\u{180b}'..='\u{180f}' => before.is_some_and(|c| ('\u{1820}'..='\u{18aa}').contains(&c)),
        '\u{e0020}'..=CANCEL_TAG => spells_flag(all, at),
        _ => false,
    }
}

/// The tables stay out of the browser: there everything that may belong does, and the server decides.
#[cfg(not(feature = "ssr"))]
pub fn belongs(all: &[char], at: usize) -> bool {
    let joins = matches!(all[at], '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}' | '\u{e0020}'..='\u{e01ef}');
    joins && at.checked_sub(1).is_some_and(|at| !all[at].is_ascii() || all[at].is_ascii_digit())
}

/// Whether it is an accent or vowel sign, which has no place without a letter.
#[cfg(feature = "ssr")]
pub fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The tables stay out of the browser: the accents that Latin, Greek and Cyrillic use.
#[cfg(not(feature = "ssr"))]
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// What is wrong with the accents of a text, as the end of a sentence.
pub fn marks(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut row = 0;
    let mut is_start = true;
    for c in text.chars() {
        row = if is_mark(c) { row + 1 } else { 0 };
        if row > 0 && is_start {
            let code = super::unseen::code(c);
            return Some(format!("begins with the accent {code}, which needs a letter before it; remove it."));
        }
        if row > MARKS {
            return Some(format!("has more than {MARKS} accents on one letter; remove some."));
        }
        is_start = c.is_whitespace();
    }
    None
}

#[cfg(feature = "ssr")]
fn is<P: icu_properties::props::BinaryProperty>(c: char) -> bool {
    CodePointSetData::new::<P>().contains(c)
}

/// The sign of Indic scripts that takes a consonant's vowel away; a joiner after it decides how the two letters are drawn.
#[cfg(feature = "ssr")]
fn is_virama(c: Option<char>) -> bool {
    c.is_some_and(|c| unicode_normalization::char::canonical_combining_class(c) == 9)
}

/// A letter of the Indic scripts.
#[cfg(feature = "ssr")]
fn is_indic_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| ('\u{900}'..='\u{dff}').contains(&c) && c.is_alphabetic())
}

/// Whether the letters on both sides would be drawn as joined (Arabic and its relatives): only there a non-joiner shows.
#[cfg(feature = "ssr")]
fn joins<'c>(before: impl Iterator<Item = &'c char>, after: &[char]) -> bool {
    let joining = CodePointMapData::<JoiningType>::new();
    let mut before = before.map(|c| joining.get(*c)).skip_while(|kind| *kind == JoiningType::Transparent);
    let mut after = after.iter().map(|c| joining.get(*c)).skip_while(|kind| *kind == JoiningType::Transparent);
    matches!(before.next(), Some(JoiningType::DualJoining | JoiningType::LeftJoining))
        && matches!(after.next(), Some(JoiningType::DualJoining | JoiningType::RightJoining))
}

/// Whether the joiner stands between two pictures, the first perhaps with a skin tone or a selector.
#[cfg(feature = "ssr")]
fn joins_emoji(all: &[char], at: usize) -> bool {
    let mut before = all[..at].iter().rev().skip_while(|c| **c == VARIATION_16 || is::<EmojiModifier>(**c));
    before.next().is_some_and(|c| is::<ExtendedPictographic>(*c))
        && all.get(at + 1).is_some_and(|c| is::<ExtendedPictographic>(*c))
}

/// Whether the tag is part of a flag: the black flag, a few tags, the tag that ends them.
#[cfg(feature = "ssr")]
fn spells_flag(all: &[char], at: usize) -> bool {
    let is_tag = |c: &&char| ('\u{e0020}'..CANCEL_TAG).contains(*c);
    let begin = at - all[..at].iter().rev().take_while(is_tag).count();
    let length = all[begin..].iter().take_while(is_tag).count();
    begin.checked_sub(1).is_some_and(|at| all[at] == BLACK_FLAG)
        && (2..=6).contains(&length)
        && all.get(begin + length) == Some(&CANCEL_TAG)
}
