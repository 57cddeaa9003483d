//! Somebody or something out of very many, meant by what is typed: a name, words of one, an address.
//!
//! The one way from typed text to a thing for every form that takes one: [`Things::meant`] says what it stands for,
//! [`offered`] asks where that is not clear, [`suggestions`] is the same while one types. A choice is always a button
//! whose `take:NAME:KEY` posts the form of the field `NAME`, so that all of it works without script.

mod organisation;

pub use organisation::{Grantees, People, Resources, Teams, levels_of};

use super::icon::Icon;
use crate::directory::Typed;
use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// Most things offered for a typed name.
const CHOICES: usize = 8;

/// Sigma's words for levels and the words for people, the usual one first.
pub type Levels = Vec<(&'static str, &'static str)>;

/// Somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What stands for it in the form: `team:ID`, as [`Subject::key`](crate::domain::Subject::key) prints it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// A word or two about it.
    pub detail: String,
    /// Its picture.
    pub icon: Drawing,
    /// Levels it can have here.
    pub levels: Levels,
}

impl Thing {
    /// Its id alone.
    pub fn id(&self) -> &str {
        self.key.split_once(':').map_or(self.key.as_str(), |(_, id)| id)
    }

    /// What means it when typed: its address, where it has one, as a name may be that of several.
    fn text(&self) -> &str {
        if self.detail.contains('@') { &self.detail } else { &self.name }
    }

    /// Whether it can have this level.
    pub fn has_level(&self, slug: &str) -> bool {
        self.levels.iter().any(|(known, _)| *known == slug)
    }
}

/// Where things come from.
pub trait Things {
    /// The thing of this key.
    fn get(&self, key: &str) -> Option<Thing>;

    /// The first things whose names answer what was typed, the best first.
    fn find(&self, typed: &str, most: usize) -> Vec<Thing>;

    /// What was typed stands for: a key, a whole name or address, or the only one that answers.
    fn meant(&self, typed: &str) -> Meant {
        let typed = typed.trim();
        if typed.is_empty() {
            return Meant::Nothing;
        }
        if let Some(thing) = self.get(typed) {
            return Meant::One(thing);
        }
        let mut found = self.find(typed, CHOICES);
        let name = Typed::new(typed);
        let is_it = |thing: &Thing| name.rank(&thing.name) == Some(0) || thing.detail.eq_ignore_ascii_case(typed);
        let mut whole = (0..found.len()).filter(|at| is_it(&found[*at]));
        match (whole.next(), whole.next(), found.len()) {
            (_, _, 0) => Meant::Unknown,
            (Some(at), None, _) => Meant::One(found.swap_remove(at)),
            (None, None, 1) => Meant::One(found.swap_remove(0)),
            _ => Meant::Several(found),
        }
    }
}

/// What typed text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Nothing was typed.
    Nothing,
    /// This.
    One(Thing),
    /// One of these, or of more.
    Several(Vec<Thing>),
    /// Nothing is called so.
    Unknown,
}

/// The key that the pressed button of the field `name` takes.
pub fn taken<'a>(name: &str, pressed: &'a str) -> Option<&'a str> {
    told("take", name, pressed)
}

/// What the pressed button says after `VERB:NAME:`, if it says so.
pub fn told<'a>(verb: &str, name: &str, pressed: &'a str) -> Option<&'a str> {
    pressed.strip_prefix(verb)?.strip_prefix(':')?.strip_prefix(name)?.strip_prefix(':')
}

/// Levels as the options of a select.
pub fn level_options(levels: &[(&'static str, &'static str)], chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == chosen>{*label}</option> }
    };
    levels.iter().map(option).collect_view()
}

/// What a name typed into the field `name` may stand for, shown by the server: a button for each.
pub fn offered(name: &'static str, typed: &str, choices: Vec<Thing>) -> impl IntoView + use<> {
    let words = if choices.is_empty() {
        format!("Nothing is called “{}”.", typed.trim())
    } else {
        format!("Which “{}” is it?", typed.trim())
    };
    let more = (choices.len() == CHOICES)
        .then(|| view! { <p class="hint">"There may be more: type more of the name to find those."</p> });
    let buttons = choices.into_iter().map(|thing| {
        let take = format!("take:{name}:{}", thing.key);
        view! {
            <li><button class="btn btn-sm" name="do" value=take formnovalidate=true>
                <Icon icon=thing.icon/>" "{thing.name}" "<small>{thing.detail}</small>
            </button></li>
        }
    });
    let buttons = buttons.collect_view();
    view! { <div class="grant-which" role="status"><p>{words}</p><ul class="which">{buttons}</ul>{more}</div> }
}

/// What a typed name may stand for, as the options that [`Suggest`](super::islands::Suggest) fetches.
pub fn suggestions(name: &str, typed: &str, things: &dyn Things) -> impl IntoView + use<> {
    let found = things.find(typed, CHOICES);
    if found.is_empty() {
        let none = if typed.trim().is_empty() { "Type a name" } else { "Nothing of that name" };
        return view! { <p class="combo-none" role="status">{none}</p> }.into_any();
    }
    let options: Vec<_> = (0..)
        .zip(found)
        .map(|(at, thing): (usize, Thing)| {
            let text = thing.text().to_owned();
            view! {
                <button role="option" id=format!("{name}-option-{at}") tabindex="-1" aria-selected="false" data-text=text
                    name="do" value=format!("take:{name}:{}", thing.key) formnovalidate=true>
                    <Icon icon=thing.icon/>
                    <span>{thing.name}</span>
                    <small>{thing.detail}</small>
                </button>
            }
        })
        .collect();
    view! { <div role="listbox" id=format!("{name}-listbox") aria-label="Suggestions">{options}</div> }.into_any()
}

/// A few teams, for the tests of what takes things.
#[cfg(test)]
pub mod samples {
    use super::{Thing, Things};
    use icondata_lu as lu;

    pub struct Few;

    const ALL: [(&str, &str); 3] = [("team:1", "Sales"), ("team:2", "Sales EMEA"), ("team:3", "Finance")];

    fn thing((key, name): (&str, &str)) -> Thing {
        Thing {
            key: key.into(),
            name: name.into(),
            detail: String::new(),
            icon: lu::LuUsers,
            levels: vec![("view", "Can view"), ("edit", "Can manage")],
        }
    }

    impl Things for Few {
        fn get(&self, key: &str) -> Option<Thing> {
            ALL.into_iter().find(|(k, _)| *k == key).map(thing)
        }

        fn find(&self, typed: &str, most: usize) -> Vec<Thing> {
            ALL.into_iter()
                .filter(|(_, name)| name.to_lowercase().contains(&typed.to_lowercase()))
                .take(most)
                .map(thing)
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{samples::Few, *};

    #[test]
    fn a_key_a_whole_name_and_the_only_one_that_answers_are_clear() {
        for (typed, key) in [("team:2", "team:2"), (" sales ", "team:1"), ("EMEA", "team:2"), ("fin", "team:3")] {
            let Meant::One(thing) = Few.meant(typed) else { panic!("{typed}: {:?}", Few.meant(typed)) };
            assert_eq!(thing.key, key, "{typed}");
        }
        assert!(matches!(Few.meant("sal"), Meant::Several(found) if found.len() == 2));
        assert_eq!(Few.meant("marketing"), Meant::Unknown);
        assert_eq!(Few.meant("  "), Meant::Nothing);
    }

    #[test]
    fn tells_which_button_took_what() {
        assert_eq!(taken("team", "take:team:team:1"), Some("team:1"));
        assert_eq!(taken("team", "take:teams:team:1"), None);
        assert_eq!(taken("team", "add:team"), None);
    }
}
