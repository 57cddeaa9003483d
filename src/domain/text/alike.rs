//! Texts that are not the same and look the same, or were the same before they were read wrongly.

use super::unseen;
use encoding_rs::WINDOWS_1252;
use unicode_normalization::UnicodeNormalization;

/// What a text looks like: equal for two texts that a reader may take for one another (Unicode's UTS #39, `skeleton`).
/// Only good for comparing.
pub fn skeleton(text: &str) -> String {
    let seen = text.chars().filter(|c| unseen::kind(*c).is_none()).flat_map(char::to_lowercase).nfc();
    let alike: String = unicode_security::skeleton(&seen.collect::<String>()).collect();
    alike.to_lowercase()
}

/// What a text was before it was read in the wrong encoding: the two characters “Ã©” were
/// one “é”. `None` where it makes sense as it is.
pub fn misread(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, has_others) = WINDOWS_1252.encode(text);
    let right = String::from_utf8(bytes.into_owned()).ok().filter(|_| !has_others)?;
    let makes_sense = right.chars().all(|c| unseen::kind(c).is_none()) && right.chars().any(char::is_alphabetic);
    makes_sense.then_some(right)
}
