//! Somebody or something out of very many, meant by what is typed: a name, words of one, an address.
//!
//! The one way from typed text to a thing for every form that takes one: [`CandidateSource::meant`] says what it stands
//! for, [`which`] asks where that is not clear, [`suggestions`] is the same while one types. A choice is a button whose
//! own name and value, the thing's key, are one more field of the form, so that all of it works without script; a
//! suggestion only completes the text field.

mod organisation;

pub use organisation::{Grantees, People, Resources, Teams, levels_of};

use crate::{directory::Typed, ui::icon::Icon, web::SHOW_AGAIN};
use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// Most things offered for a typed name.
const CHOICES: usize = 8;

/// Sigma's words for levels and the words for people, the usual one first.
pub type Levels = Vec<(&'static str, &'static str)>;

/// Somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What stands for it in the form: `team:ID`, as [`Subject::key`](crate::domain::Subject::key) prints it.
    pub key: String,
    pub name: String,
    /// A word or two about it.
    pub detail: String,
    pub icon: Drawing,
    /// Levels it can have here.
    pub levels: Levels,
}

impl Candidate {
    /// Its id alone.
    pub fn id(&self) -> &str {
        self.key.split_once(':').map_or(self.key.as_str(), |(_, id)| id)
    }

    /// What means it when typed: its address, where it has one, as a name may be that of several.
    pub fn text(&self) -> &str {
        if self.detail.contains('@') { &self.detail } else { &self.name }
    }

    /// Whether it can have this level.
    pub fn has_level(&self, slug: &str) -> bool {
        self.levels.iter().any(|(known, _)| *known == slug)
    }
}

/// Where things come from.
pub trait CandidateSource {
    /// The thing of this key.
    fn get(&self, key: &str) -> Option<Candidate>;

    /// The first things whose names answer what was typed, the best first.
    fn find(&self, typed: &str, most: usize) -> Vec<Candidate>;

    /// What was typed stands for: a key, a whole name or address, or the only one that answers.
    fn meant(&self, typed: &str) -> Resolution {
        let typed = typed.trim();
        if typed.is_empty() {
            return Resolution::Nothing;
        }
        if let Some(thing) = self.get(typed) {
            return Resolution::One(thing);
        }
        let mut found = self.find(typed, CHOICES);
        let name = Typed::new(typed);
        let is_it = |thing: &Candidate| name.rank(&thing.name) == Some(0) || thing.detail.eq_ignore_ascii_case(typed);
        let mut whole = (0..found.len()).filter(|at| is_it(&found[*at]));
        match (whole.next(), whole.next(), found.len()) {
            (_, _, 0) => Resolution::Unknown,
            (Some(at), None, _) => Resolution::One(found.swap_remove(at)),
            (None, None, 1) => Resolution::One(found.swap_remove(0)),
            _ => Resolution::Several(found),
        }
    }
}

/// That a typed name may be that of several; `what` is what is wanted: “person or team”.
pub fn several(what: &str, typed: &str) -> String {
    let plural = |word: &str| match word {
        "or" => "or".to_owned(),
        "person" => "people".to_owned(),
        one => format!("{one}s"),
    };
    let many: Vec<String> = what.split(' ').map(plural).collect();
    format!("Several {} match “{}”. Pick one.", many.join(" "), typed.trim())
}

/// That a typed name is nothing's; `what` as in [`several`].
pub fn unmatched(what: &str, typed: &str) -> String {
    format!("No {what} matches “{}”.", typed.trim())
}

/// What typed text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing was typed.
    Nothing,
    One(Candidate),
    /// One of these, or of more.
    Several(Vec<Candidate>),
    /// Nothing is called so.
    Unknown,
}

/// Levels as the options of a select.
pub fn level_options(levels: &[(&'static str, &'static str)], chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == chosen>{*label}</option> }
    };
    levels.iter().map(option).collect_view()
}

/// What a typed name may stand for: a button for each, which adds its key to the form as the field `name`. The form goes
/// to `again`, where that is another function than its own.
pub fn which(name: String, typed: &str, choices: Vec<Candidate>, again: Option<String>) -> AnyView {
    let words = if choices.is_empty() {
        format!("Nothing is called “{}”.", typed.trim())
    } else {
        format!("Which “{}” is it?", typed.trim())
    };
    let more = (choices.len() == CHOICES)
        .then(|| view! { <p class="hint">"There may be more: type more of the name to find those."</p> });
    let buttons = choices.into_iter().map(|thing| {
        let (name, again) = (name.clone(), again.clone());
        view! {
            <li><button class="btn btn-sm" formaction=again name=name value=thing.key formnovalidate=true>
                <Icon icon=thing.icon/>" "{thing.name}" "<small>{thing.detail}</small>
            </button></li>
        }
    });
    let buttons = buttons.collect_view();
    view! { <div class="grant-which" role="status"><p>{words}</p><ul class="which">{buttons}</ul>{more}</div> }
        .into_any()
}

/// What a typed name may stand for, as the options that [`Suggest`](super::islands::Suggest) fetches. Taking one
/// completes the field.
pub fn suggestions(name: &str, typed: &str, things: &dyn CandidateSource) -> impl IntoView + use<> {
    let found = things.find(typed, CHOICES);
    if found.is_empty() {
        let none = if typed.trim().is_empty() { "Type a name" } else { "Nothing of that name" };
        return view! { <p class="combo-none" role="status">{none}</p> }.into_any();
    }
    let options: Vec<_> = (0..)
        .zip(found)
        .map(|(at, thing): (usize, Candidate)| {
            let text = thing.text().to_owned();
            view! {
                <button type="button" role="option" id=format!("{name}-option-{at}") tabindex="-1" aria-selected="false" data-text=text>
                    <Icon icon=thing.icon/>
                    <span>{thing.name}</span>
                    <small>{thing.detail}</small>
                </button>
            }
        })
        .collect();
    view! { <div role="listbox" id=format!("{name}-listbox") aria-label="Suggestions">{options}</div> }.into_any()
}

/// The way a choice takes effect: a button with the field `NAME[pick]` that has the form of a function shown again.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// The field's name.
    pub name: &'a str,
    /// Path of the form's function.
    pub function: &'a str,
}

impl Taking<'_> {
    /// Name of the button; its value is the key of the choice.
    pub fn field(self) -> String {
        format!("{}[pick]", self.name)
    }

    /// Where the button has the form sent.
    pub fn action(self) -> String {
        format!("{}?{SHOW_AGAIN}", self.function)
    }
}

/// A few teams, for the tests of what takes things.
#[cfg(test)]
pub mod samples {
    use super::{Candidate, CandidateSource};
    use icondata_lu as lu;

    pub struct Few;

    const ALL: [(&str, &str); 3] = [("team:1", "Sales"), ("team:2", "Sales EMEA"), ("team:3", "Finance")];

    fn thing((key, name): (&str, &str)) -> Candidate {
        Candidate {
            key: key.into(),
            name: name.into(),
            detail: String::new(),
            icon: lu::LuUsers,
            levels: vec![("view", "Can view"), ("edit", "Can manage")],
        }
    }

    impl CandidateSource for Few {
        fn get(&self, key: &str) -> Option<Candidate> {
            ALL.into_iter().find(|(k, _)| *k == key).map(thing)
        }

        fn find(&self, typed: &str, most: usize) -> Vec<Candidate> {
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
            let Resolution::One(thing) = Few.meant(typed) else { panic!("{typed}: {:?}", Few.meant(typed)) };
            assert_eq!(thing.key, key, "{typed}");
        }
        assert!(matches!(Few.meant("sal"), Resolution::Several(found) if found.len() == 2));
        assert_eq!(Few.meant("marketing"), Resolution::Unknown);
        assert_eq!(Few.meant("  "), Resolution::Nothing);
    }
}
