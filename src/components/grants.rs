//! The grant editor: rows of somebody or something with a level each, rows added by typing a name.
//!
//! All of it is one form. Without script the server finds what a typed name stands for, and offers several to choose
//! from; with script the [`Suggest`] island fetches the same choices while one types. Either way a choice is a button
//! that posts the form, and [`Grants::press`] does what it says. Owns no plan: the feature makes one of the rows.

use super::{
    icon::Icon,
    islands::Suggest,
    things::{Levels, Meant, Thing, Things, level_options, offered, taken, told},
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody or something with a level, as the form posts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// What stands for it: `team:ID`, as [`Subject::key`](crate::domain::Subject::key) prints it.
    pub id: String,
    /// Its level.
    pub level: String,
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
    /// Whether one of its buttons was pressed: whoever adds one row as a rule adds another.
    #[serde(skip)]
    in_use: bool,
}

impl Grants {
    /// An editor with these rows.
    pub fn of(rows: Vec<Row>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Does what a button of the editor `name` says; whether it was one.
    pub fn press(&mut self, name: &str, pressed: &str, things: &dyn Things) -> bool {
        if let Some(key) = taken(name, pressed) {
            if let Some(thing) = things.get(key) {
                self.add(&thing);
            }
        } else if let Some(at) = told("remove", name, pressed) {
            if let Some(at) = at.parse().ok().filter(|at| *at < self.rows.len()) {
                self.rows.remove(at);
            }
        } else if pressed == format!("add:{name}") {
            match things.meant(&self.new.id) {
                Meant::Nothing => {}
                Meant::One(thing) => self.add(&thing),
                Meant::Several(found) => self.choices = Some(found),
                Meant::Unknown => self.choices = Some(Vec::new()),
            }
        } else {
            return false;
        }
        self.in_use = true;
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
            let level = if thing.has_level(&self.new.level) { &self.new.level } else { usual };
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
                            <input class="input" name=format!("{name}[new][id]") value=typed aria-label=words.add placeholder=words.add
                                autocomplete="off" autofocus=self.in_use/>
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

#[cfg(test)]
mod tests {
    use super::{super::things::samples::Few, *};
    use crate::web::rendered;

    fn typed(text: &str, level: &str) -> Grants {
        Grants { new: Row { id: text.into(), level: level.into() }, ..Grants::default() }
    }

    #[test]
    fn a_name_that_is_clear_becomes_a_row() {
        let mut grants = typed("Fin", "edit");
        assert!(grants.press("grants", "add:grants", &Few));
        assert_eq!(grants.rows, [Row { id: "team:3".into(), level: "edit".into() }]);
        assert!(!grants.is_pending(), "the field is empty again");
        let mut whole = typed("sales", "view");
        assert!(whole.press("grants", "add:grants", &Few));
        assert_eq!(whole.rows[0].id, "team:1", "the whole name needs no question");
    }

    #[test]
    fn one_of_several_is_taken_by_its_button() {
        let mut grants = typed("Sal", "nonsense");
        assert!(grants.press("grants", "add:grants", &Few));
        assert!(grants.rows.is_empty());
        assert_eq!(grants.choices.as_ref().map(Vec::len), Some(2));
        for _ in 0..2 {
            assert!(grants.press("grants", "take:grants:team:2", &Few), "taking twice is no error");
        }
        assert_eq!(
            grants.rows,
            [Row { id: "team:2".into(), level: "view".into() }],
            "an unknown level is the usual one"
        );
        assert!(grants.press("grants", "take:grants:team:gone", &Few), "a stale button is no error");
        assert!(grants.press("grants", "remove:grants:0", &Few));
        assert!(grants.rows.is_empty());
        assert!(!grants.press("grants", "plan", &Few));
    }

    #[test]
    fn shows_rows_choices_and_notes() {
        let mut grants = typed("Sal", "view");
        grants.rows.push(Row { id: "team:3".into(), level: "edit".into() });
        grants.press("grants", "add:grants", &Few);
        let words = Words { label: "Who has access", add: "Add a team" };
        let levels = vec![("view", "Can view")];
        let note = |_: &Row| Some("The account type leaves “Can view”".to_owned());
        let html = rendered(|| grants.view("grants", words, &levels, "/find?view=grantees&q=".into(), &Few, note));
        for part in
            ["name=\"grants[rows][0][id]\" value=\"team:3\"", "value=\"take:grants:team:1\"", "leaves “Can view”"]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
