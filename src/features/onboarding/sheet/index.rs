//! Things by their names, and what a name that means nothing may have meant.

use crate::directory::fold;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

/// Most letters that may differ between a name and the one that is suggested.
const SLIPS: usize = 2;

/// Names that are compared letter by letter with all others, at most: of thousands that mean nothing, the first ones
/// show what is wrong.
const SUGGESTED: usize = 100;

/// Things of one kind by their folded names.
pub struct Index<'s> {
    /// The word for one.
    kind: &'static str,
    /// Ids; several where things share a name.
    ids: HashMap<String, Vec<&'s str>>,
    /// Names as they are written, by the folded ones.
    names: HashMap<String, &'s str>,
    /// What may be meant by names that mean nothing.
    suggested: RefCell<BTreeMap<String, Option<&'s str>>>,
}

impl<'s> Index<'s> {
    /// The things: ids and names. `kind` is the word for one.
    pub fn new(kind: &'static str, things: impl Iterator<Item = (&'s str, &'s str)>) -> Self {
        let (mut ids, mut names) = (HashMap::<String, Vec<&str>>::new(), HashMap::new());
        for (id, name) in things {
            let folded = fold(name);
            ids.entry(folded.clone()).or_default().push(id);
            names.insert(folded, name);
        }
        Self { kind, ids, names, suggested: RefCell::default() }
    }

    /// The id of the thing that is meant, by its name or its id.
    ///
    /// # Errors
    /// That nothing or several things are called so, in a sentence.
    pub fn find(&self, name: &str) -> Result<&'s str, String> {
        let Self { kind, ids, .. } = self;
        match ids.get(&fold(name)).map(Vec::as_slice) {
            Some([id]) => Ok(id),
            Some(several) => Err(format!("{} {kind}s are called “{name}”: write its id instead.", several.len())),
            // An id is as good as a name.
            None => match ids.values().flatten().find(|id| **id == name) {
                Some(id) => Ok(id),
                None => Err(format!("There is no {kind} “{name}”.{}", self.closest(name))),
            },
        }
    }

    /// What may be meant, as a sentence.
    fn closest(&self, name: &str) -> String {
        let folded = fold(name);
        let mut suggested = self.suggested.borrow_mut();
        if !suggested.contains_key(&folded) && suggested.len() < SUGGESTED {
            let slips = |other: &str| {
                let may_be = other.len().abs_diff(folded.len()) <= SLIPS;
                may_be.then(|| strsim::osa_distance(&folded, other)).filter(|slips| *slips <= SLIPS)
            };
            let near = self.names.iter().filter_map(|(other, name)| Some((slips(other)?, *name)));
            suggested.insert(folded.clone(), near.min().map(|(_, name)| name));
        }
        let meant = suggested.get(&folded).copied().flatten();
        meant.map_or_else(String::new, |meant| format!(" Did you mean “{meant}”?"))
    }
}
