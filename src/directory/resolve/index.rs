//! Things by their names, and what a name that means nothing may have meant.

use super::{
    super::fold,
    mail::{plain, unquoted},
    spelling::{slips, spelled},
};
use crate::domain::text::isolated;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

/// Names that are compared letter by letter with all others, at most: of thousands that mean nothing, the first ones
/// show what is wrong.
const SUGGESTED: usize = 100;

/// Things of one kind by their folded names.
pub struct Index<'s> {
    /// The word for one.
    kind: &'static str,
    /// Things by their folded names: ids, and names as they are written; several where names fold alike.
    by_name: HashMap<String, Vec<(&'s str, &'s str)>>,
    /// What may be meant by names that mean nothing.
    suggested: RefCell<BTreeMap<String, Option<&'s str>>>,
}

impl<'s> Index<'s> {
    /// The things: ids and names. `kind` is the word for one.
    pub fn new(kind: &'static str, things: impl Iterator<Item = (&'s str, &'s str)>) -> Self {
        let mut by_name = HashMap::<String, Vec<(&str, &str)>>::new();
        for (id, name) in things {
            by_name.entry(folded(name)).or_default().push((id, name));
        }
        Self { kind, by_name, suggested: RefCell::default() }
    }

    /// The id of the thing that is meant, by its name or its id. Spaces and quotes around a name do not count; of names
    /// that differ in accents or case alone the one that is spelled so is meant.
    ///
    /// # Errors
    /// That nothing or several things are called so, in a sentence.
    pub fn find(&self, name: &str) -> Result<&'s str, String> {
        let Self { kind, by_name, .. } = self;
        match by_name.get(&folded(name)).map(|alike| spelled(alike, name, |(_, own)| (*own).to_owned())).as_deref() {
            Some([(id, _)]) => Ok(id),
            Some(several) => {
                Err(format!("{} {kind}s are called “{}”: write its id instead.", several.len(), isolated(name)))
            }
            // An id is as good as a name.
            None => match by_name.values().flatten().find(|(id, _)| *id == name) {
                Some((id, _)) => Ok(id),
                None => Err(format!("There is no {kind} “{}”.{}", isolated(name), self.closest(name))),
            },
        }
    }

    /// Whether something is called so, or several things are.
    pub fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(&folded(name)) || self.by_name.values().flatten().any(|(id, _)| *id == name)
    }

    /// What may be meant, as a sentence.
    fn closest(&self, name: &str) -> String {
        self.suggested(name).map_or_else(String::new, |meant| format!(" Did you mean “{}”?", isolated(meant)))
    }

    /// The name that may be meant by one that means nothing.
    pub fn suggested(&self, name: &str) -> Option<&'s str> {
        let folded = folded(name);
        let mut suggested = self.suggested.borrow_mut();
        if !suggested.contains_key(&folded) && suggested.len() < SUGGESTED {
            let near =
                self.by_name.iter().filter_map(|(other, alike)| Some((slips(&folded, other)?, alike.first()?.1)));
            suggested.insert(folded.clone(), near.min().map(|(_, name)| name));
        }
        suggested.get(&folded).copied().flatten()
    }
}

/// A name as it is compared: without case, accents, quotes around it, and spaces that cannot be told apart.
fn folded(name: &str) -> String {
    fold(&plain(unquoted(name)))
}
