//! Checks of text while it is typed, light enough for the browser: no Unicode tables.
//!
//! They say of ASCII exactly what [`EmailAddress::parse`](super::EmailAddress::parse) and [`super::text`] say. Text
//! with other characters passes here and is checked by the server, which decides in any case.

use super::{email, text};

/// An address.
///
/// # Errors
/// What is wrong with it, in a sentence for the person who typed it.
pub fn email(typed: &str) -> Result<(), String> {
    let Some(line) = ascii_line(typed) else { return Ok(()) };
    if line.is_empty() {
        return Err(email::MISSING.into());
    }
    if line.len() > text::ADDRESS {
        return Err(text::too_long("address", text::ADDRESS));
    }
    let is_address = line.rsplit_once('@').is_some_and(|(local, domain)| {
        email::is_local(local, |c| c.is_ascii_whitespace()) && email::is_domain(domain, |c| c.is_ascii_alphanumeric())
    });
    if is_address { Ok(()) } else { Err(email::malformed(&line)) }
}

/// A part of a person's name. `what` names the field: “first name”.
///
/// # Errors
/// As [`email`].
pub fn person_name(typed: &str, what: &str) -> Result<(), String> {
    let Some(line) = ascii_line(typed) else { return Ok(()) };
    if line.is_empty() {
        return Err(text::missing(what));
    }
    if line.len() > text::PERSON_NAME {
        return Err(text::too_long(what, text::PERSON_NAME));
    }
    Ok(())
}

/// The text with every run of spaces as one space; none if it has characters that need a table.
fn ascii_line(typed: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii() && (!c.is_ascii_control() || c.is_ascii_whitespace());
    typed.chars().all(is_plain).then(|| typed.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EmailAddress;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ascii_is_judged_as_on_the_server(typed in "[ -~\\t\\n]{0,16}", local in "[a-z@. -]{0,6}", domain in "[a-zA-Z0-9.@ -]{0,12}") {
            for typed in [typed, format!("{local}@{domain}"), format!("{local}@example.com")] {
                prop_assert_eq!(email(&typed), EmailAddress::parse(&typed).map(drop));
                prop_assert_eq!(person_name(&typed, "first name"), text::person_name(&typed, "first name").map(drop));
            }
        }

        #[test]
        fn what_the_server_takes_is_never_refused(typed in "\\PC{0,12}") {
            if EmailAddress::parse(&typed).is_ok() {
                prop_assert_eq!(email(&typed), Ok(()));
            }
            if text::person_name(&typed, "last name").is_ok() {
                prop_assert_eq!(person_name(&typed, "last name"), Ok(()));
            }
        }
    }

    #[test]
    fn length_counts_as_on_the_server() {
        for n in [240, 242, 243, 250] {
            let typed = format!("{}@example.com", "a".repeat(n));
            assert_eq!(email(&typed), EmailAddress::parse(&typed).map(drop), "{n}");
        }
        assert!(person_name(&"a".repeat(text::PERSON_NAME + 1), "first name").is_err());
    }
}
