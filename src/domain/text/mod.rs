//! The one door for text: what people type, paste and upload, before it becomes a value.
//!
//! One function per kind of text. Each folds what changes nothing that can be seen (composed letters, kinds of spaces,
//! line breaks, a byte order mark at an end), and refuses the rest by name: what cannot be seen, turns the direction of
//! what follows, or stands for nothing. So what arrives is what was shown to the person who entered it. What Sigma holds
//! already is not entered: it stays as it is and goes through [`shown`] on its way to a page.

#[cfg(feature = "ssr")]
mod alike;
mod context;
mod escaped;
mod fold;
mod shown;
mod unseen;

#[cfg(feature = "ssr")]
pub use alike::{misread, skeleton};
pub use escaped::escaped;
pub use shown::{END, ISOLATE, isolated, runs_from_the_right, shown};
pub use unseen::is_unseen;

/// Longest part of a person's name, in characters; Sigma publishes no limit.
pub const PERSON_NAME: usize = 100;
/// Longest name of a team, workspace or connection, in characters; Sigma publishes no limit.
pub const THING_NAME: usize = 100;
/// Longest title of a document, in characters; Sigma publishes no limit.
pub const TITLE: usize = 200;
/// Longest description or reason, in characters; Sigma publishes no limit.
pub const NOTE: usize = 1000;
/// Longest value of a user attribute, in characters; Sigma publishes no limit.
pub const VALUE: usize = 500;
/// Longest address, in characters (RFC 5321, section 4.5.3.1.3).
pub const ADDRESS: usize = 254;
/// Longest text of a search, in characters.
pub const SEARCH: usize = 200;

/// A part of a person's name: one line with something to see in it. `what` names the field: “first name”.
///
/// # Errors
/// What is wrong with it, in a sentence for the person who typed it; an empty text is wrong too.
pub fn person_name(text: &str, what: &str) -> Result<String, String> {
    named(text, what, PERSON_NAME)
}

/// The name of a team, workspace or connection. `what` names the field: “name”.
///
/// # Errors
/// As [`person_name`].
pub fn thing_name(text: &str, what: &str) -> Result<String, String> {
    named(text, what, THING_NAME)
}

/// The title of a document. `what` names the field: “name”.
///
/// # Errors
/// As [`person_name`].
pub fn title(text: &str, what: &str) -> Result<String, String> {
    named(text, what, TITLE)
}

/// A reason or description: several lines, or nothing at all. `what` names the field: “description”.
///
/// # Errors
/// What is wrong with it, in a sentence for the person who typed it.
pub fn note(text: &str, what: &str) -> Result<String, String> {
    let text = fold::lines(text);
    fits(&text, what, NOTE)?;
    Ok(text)
}

/// A value of a user attribute. Spaces inside are data and keep their number.
///
/// # Errors
/// As [`person_name`].
pub fn value(text: &str, what: &str) -> Result<String, String> {
    let text = fold::value(text);
    required(&text, what, VALUE)?;
    Ok(text)
}

/// The text of an address, before its form is looked at ([`super::EmailAddress::parse`]). Nothing in it may be unseen,
/// not even what scripts and emoji need elsewhere.
///
/// # Errors
/// What is wrong with it, in a sentence for the person who typed it.
pub fn address(text: &str) -> Result<String, String> {
    let text = fold::line(text);
    if let Some(found) = unseen::first(&text, |_, _| false) {
        return Err(found.sentence("address"));
    }
    if text.chars().count() > ADDRESS {
        return Err(too_long("address", ADDRESS));
    }
    context::marks(&text).map_or(Ok(text), |why| Err(format!("This address {why}")))
}

/// What to search for. A search changes nothing, so what cannot be seen is left out instead of refused, and a text
/// without end is cut.
pub fn search(text: &str) -> String {
    let mut text = fold::line(text);
    loop {
        let seen: Vec<char> = text.chars().collect();
        let kept = (0..seen.len()).filter(|at| unseen::kind(seen[*at]).is_none() || context::belongs(&seen, *at));
        let cut: String = kept.take(SEARCH).map(|at| seen[at]).collect();
        // What stood on both sides of what is left out has met: spaces, and joiners that belonged to it.
        let folded = fold::line(&cut);
        if folded == text {
            return text;
        }
        text = folded;
    }
}

/// What is unfit about a text as it is, in a sentence that names the character: “This entry contains U+200B ZERO WIDTH
/// SPACE, which cannot be seen; remove it.” Of a name, not of an address: an emoji's joiner is fit.
pub fn unfit(text: &str, what: &str) -> Option<String> {
    unseen::first(text, context::belongs).map(|found| found.sentence(what))
}

/// A text of one line with the spaces, line breaks and composed letters folded, unchecked: to look something up by what
/// was typed.
pub fn folded(text: &str) -> String {
    fold::line(text)
}

fn named(text: &str, what: &str, most: usize) -> Result<String, String> {
    let text = fold::line(text);
    required(&text, what, most)?;
    Ok(text)
}

fn required(text: &str, what: &str, most: usize) -> Result<(), String> {
    if text.is_empty() {
        return Err(missing(what));
    }
    fits(text, what, most)?;
    if text.chars().all(|c| context::is_mark(c) || c.is_whitespace() || unseen::kind(c).is_some()) {
        return Err(format!("This {what} has no character that can be seen."));
    }
    Ok(())
}

fn fits(text: &str, what: &str, most: usize) -> Result<(), String> {
    if let Some(found) = unseen::first(text, context::belongs) {
        return Err(found.sentence(what));
    }
    if text.chars().count() > most {
        return Err(too_long(what, most));
    }
    context::marks(text).map_or(Ok(()), |why| Err(format!("This {what} {why}")))
}

/// What is said of an empty field.
pub(super) fn missing(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("Enter {article} {what}.")
}

/// What is said of a text of more than `most` characters.
pub(super) fn too_long(what: &str, most: usize) -> String {
    format!("This {what} is longer than {most} characters; shorten it.")
}

#[cfg(test)]
mod tests;
