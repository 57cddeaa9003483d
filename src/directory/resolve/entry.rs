//! What a pasted list is made of.

use crate::domain::{Member, text};

/// One entry of a pasted list.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// As it was typed: an address, a name or an id.
    pub text: String,
    /// Whom it means.
    pub found: Found<'s>,
}

impl Entry<'_> {
    /// What cannot be seen in it, in a sentence that names the character: why an entry that looks right means nobody.
    pub fn unseen(&self) -> Option<String> {
        match self.found {
            Found::Nobody(_) => text::unfit(&self.text, "entry"),
            Found::One(_) | Found::Several(_) => None,
        }
    }
}

/// Whom an entry means.
#[derive(Clone, Debug)]
pub enum Found<'s> {
    /// Exactly one person.
    One(&'s Member),
    /// One of these people, who have the same name.
    Several(Vec<&'s Member>),
    /// Nobody; perhaps this person is meant.
    Nobody(Option<&'s Member>),
}
