//! What looks odd about a person to be invited, though nothing stands against it.

use crate::{
    changes::labels,
    directory::Snapshot,
    domain::{
        EmailAddress, Invitee,
        text::{self, isolated},
    },
};

/// What looks odd about one person, in sentences that name them.
pub fn remarks(joiner: &Invitee, snapshot: &Snapshot) -> Vec<String> {
    let person = &joiner.person;
    let mut remarks = Vec::new();
    remarks.extend(looks_like_another(&person.email, snapshot));
    for name in [&person.first_name, &person.last_name] {
        if let Some(right) = text::misread(name) {
            let (name, right) = (isolated(name), isolated(&right));
            remarks.push(format!(
                "{}: “{name}” is “{right}” read in the wrong encoding. Save the list as UTF-8, or correct the name.",
                isolated(person.email.as_str())
            ));
        }
    }
    remarks
}

/// That an address may be taken for that of somebody else in the directory.
pub fn looks_like_another(address: &EmailAddress, snapshot: &Snapshot) -> Option<String> {
    let other = snapshot.looks_like(address.as_str())?;
    let odd = |c: &char| !c.is_ascii() && !other.email.contains(*c);
    let why = address
        .as_str()
        .chars()
        .find(odd)
        .map(|c| format!(": its “{}” is U+{:04X}", isolated(&c.to_string()), u32::from(c)));
    let shown = isolated(address.as_str());
    Some(format!(
        "{shown} looks like the address of {} and is another one{}. Check that it is meant.",
        labels::person(other),
        why.unwrap_or_default()
    ))
}
