//! The grant editor: rows of somebody or something with a level each, rows added by typing a name.
//!
//! All of it is one form. Without script the server finds what a typed name stands for, and offers several to choose
//! from; with script the [`Suggest`] island fetches the same choices while one types. Either way a choice is a button
//! that posts the form, and [`Grants::press`] does what it says. Owns no plan: the feature makes one of the rows.

mod things;

pub use things::{Grantees, People, Resources, Teams, connection_levels, workspace_levels};

use super::{
    icon::Icon,
    islands::Suggest,
    picker::{Row, Rows, level_options},
};
use crate::directory::Typed;
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Most choices offered for a typed name.
const CHOICES: usize = 8;

/// Sigma's words for levels and the words for people, the usual one first.
pub type Levels = Vec<(&'static str, &'static str)>;

/// Somebody or something that a row can be about.
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

/// Where things come from.
pub trait Things {
    /// The thing of this key.
    fn get(&self, key: &str) -> Option<Thing>;

    /// The first things whose names answer what was typed, the best first.
    fn find(&self, typed: &str, most: usize) -> Vec<Thing>;
}

/// The rows as the form posts them, under the name that [`Grants::view`] is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grants {
    /// Rows: keys and levels.
    pub rows: Vec<Row>,
    /// The row to be added: what was typed, and the level.
    #[serde(skip_serializing)]
    pub new: Row,
    /// What the typed name may stand for, when that is not clear.
    #[serde(skip)]
    choices: Option<Vec<Thing>>,
}

impl Grants {
    /// Does what a button of the editor `name` says; whether it was one.
    pub fn press(&mut self, name: &str, pressed: &str, things: &impl Things) -> bool {
        if let Some(key) = pressed.strip_prefix("take:").and_then(|rest| rest.strip_prefix(name)) {
            let key = key.trim_start_matches(':');
            if let Some(thing) = things.get(key) {
                self.add(&thing);
            }
            return true;
        }
        if pressed != format!("add:{name}") {
            return self.rows.press(name, pressed, &Row::default());
        }
        let typed = self.new.id.trim();
        if !typed.is_empty() {
            let found = things.find(typed, CHOICES);
            let name = Typed::new(typed);
            let is_it = |thing: &&Thing| name.rank(&thing.name) == Some(0) || thing.detail.eq_ignore_ascii_case(typed);
            let exact: Vec<&Thing> = found.iter().filter(is_it).collect();
            let clear = match (exact.as_slice(), found.as_slice()) {
                ([one], _) => Some((*one).clone()),
                (_, [one]) => Some(one.clone()),
                _ => None,
            };
            match clear {
                Some(thing) => self.add(&thing),
                None => self.choices = Some(found),
            }
        }
        true
    }

    /// Whether a name was typed that is no row yet: before planning, add it, or ask.
    pub fn is_pending(&self) -> bool {
        !self.new.id.trim().is_empty()
    }

    fn add(&mut self, thing: &Thing) {
        if !self.rows.iter().any(|row| row.id == thing.key) {
            // A level that this thing does not have was meant for another.
            let usual = thing.levels.first().map_or("", |(slug, _)| slug);
            let level = if has(&thing.levels, &self.new.level) { &self.new.level } else { usual };
            self.rows.push(Row { id: thing.key.clone(), level: level.to_owned() });
        }
        self.new = Row::default();
    }

    /// The editor `name`, what it is called, what can be typed, the levels of a row to be added, where suggestions come
    /// from (a path that takes what was typed at its end), and what is to be noted beside a row.
    pub fn view(
        self,
        name: &'static str,
        words: Words,
        levels: &Levels,
        from: String,
        things: &impl Things,
        note: impl Fn(&Row) -> Option<String>,
    ) -> AnyView {
        let rows: Vec<_> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some(editable(name, at, row, &things.get(&row.id)?, note(row))))
            .collect();
        let choices = self.choices.map(|choices| offered(name, &self.new.id, choices));
        let (typed, level) = (self.new.id, self.new.level);
        let options_id = format!("{name}-options");
        view! {
            <div class="field" id=name role="group" aria-label=words.label>
                <ul class="grants" aria-label=words.label>{rows}</ul>
                <div class="grant grant-new">
                    <Suggest>
                        <div class="combo">
                            <input class="input" name=format!("{name}[new][id]") value=typed aria-label=words.add placeholder=words.add autocomplete="off"/>
                            <div class="combo-list" id=options_id data-from=from hidden=true></div>
                        </div>
                    </Suggest>
                    <select class="input" name=format!("{name}[new][level]") aria-label="Level">{level_options(levels, &level)}</select>
                    <button class="btn" name="do" value=format!("add:{name}") formnovalidate=true>"Add"</button>
                </div>
                {choices}
            </div>
        }
        .into_any()
    }
}

/// What an editor is called.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The rows: “Who has access”.
    pub label: &'static str,
    /// The field that adds one: “Add a person or team”.
    pub add: &'static str,
}

fn has(levels: &Levels, slug: &str) -> bool {
    levels.iter().any(|(known, _)| *known == slug)
}

fn editable(name: &str, at: usize, row: &Row, thing: &Thing, note: Option<String>) -> impl IntoView + use<> {
    let field = |part: &str| format!("{name}[rows][{at}][{part}]");
    let note =
        note.map(|note| view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{note}</span></p> });
    view! {
        <li class="grant">
            <div class="grant-what"><Icon icon=thing.icon/><span>{thing.name.clone()}" "<small>{thing.detail.clone()}</small></span></div>
            <input type="hidden" name=field("id") value=row.id.clone()/>
            <select class="input" name=field("level") aria-label=format!("Level for {}", thing.name)>
                {level_options(&thing.levels, &row.level)}
            </select>
            <button class="btn btn-quiet btn-icon" name="do" value=format!("remove:{name}:{at}") formnovalidate=true aria-label=format!("Remove {}", thing.name)>
                <Icon icon=lu::LuX/>
            </button>
            {note}
        </li>
    }
}

/// What a name typed into the field `name` may stand for, shown by the server: a button for each, whose `take:NAME:KEY`
/// posts the form.
pub fn offered(name: &'static str, typed: &str, choices: Vec<Thing>) -> impl IntoView + use<> {
    let words = if choices.is_empty() {
        format!("Nothing is called “{}”.", typed.trim())
    } else {
        format!("Which “{}” is it?", typed.trim())
    };
    let buttons = choices.into_iter().map(|thing| {
        let take = format!("take:{name}:{}", thing.key);
        view! {
            <li><button class="btn btn-sm" name="do" value=take formnovalidate=true>
                <Icon icon=thing.icon/>" "{thing.name}" "<small>{thing.detail}</small>
            </button></li>
        }
    });
    let buttons = buttons.collect_view();
    view! { <div class="grant-which" role="status"><p>{words}</p><ul class="which">{buttons}</ul></div> }
}

/// What a typed name may stand for, as the options that [`Suggest`] fetches.
pub fn suggestions(name: &str, typed: &str, things: &dyn Things) -> impl IntoView + use<> {
    let found = things.find(typed, CHOICES);
    if found.is_empty() {
        let none = if typed.trim().is_empty() { "Type a name" } else { "Nothing of that name" };
        return view! { <p class="combo-none" role="status">{none}</p> }.into_any();
    }
    let options: Vec<_> = (0..)
        .zip(found)
        .map(|(at, thing): (usize, Thing)| {
            view! {
                <button role="option" id=format!("{name}-option-{at}") tabindex="-1" aria-selected="false"
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    struct Teams;

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

    impl Things for Teams {
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

    fn typed(text: &str, level: &str) -> Grants {
        Grants { new: Row { id: text.into(), level: level.into() }, ..Grants::default() }
    }

    #[test]
    fn a_name_that_is_clear_becomes_a_row() {
        let mut grants = typed("Fin", "edit");
        assert!(grants.press("grants", "add:grants", &Teams));
        assert_eq!(grants.rows, [Row { id: "team:3".into(), level: "edit".into() }]);
        assert!(!grants.is_pending(), "the field is empty again");
        let mut whole = typed("sales", "view");
        assert!(whole.press("grants", "add:grants", &Teams));
        assert_eq!(whole.rows[0].id, "team:1", "the whole name needs no question");
    }

    #[test]
    fn one_of_several_is_taken_by_its_button() {
        let mut grants = typed("Sal", "nonsense");
        assert!(grants.press("grants", "add:grants", &Teams));
        assert!(grants.rows.is_empty());
        assert_eq!(grants.choices.as_ref().map(Vec::len), Some(2));
        for _ in 0..2 {
            assert!(grants.press("grants", "take:grants:team:2", &Teams), "taking twice is no error");
        }
        assert_eq!(
            grants.rows,
            [Row { id: "team:2".into(), level: "view".into() }],
            "an unknown level is the usual one"
        );
        assert!(grants.press("grants", "take:grants:team:gone", &Teams), "a stale button is no error");
        assert!(grants.press("grants", "remove:grants:0", &Teams));
        assert!(grants.rows.is_empty());
        assert!(!grants.press("grants", "plan", &Teams));
    }

    #[test]
    fn shows_rows_choices_and_notes() {
        let mut grants = typed("Sal", "view");
        grants.rows.push(Row { id: "team:3".into(), level: "edit".into() });
        grants.press("grants", "add:grants", &Teams);
        let words = Words { label: "Who has access", add: "Add a team" };
        let levels = vec![("view", "Can view")];
        let note = |_: &Row| Some("The account type leaves “Can view”".to_owned());
        let html = rendered(|| grants.view("grants", words, &levels, "/find?view=grantees&q=".into(), &Teams, note));
        for part in
            ["name=\"grants[rows][0][id]\" value=\"team:3\"", "value=\"take:grants:team:1\"", "leaves “Can view”"]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
