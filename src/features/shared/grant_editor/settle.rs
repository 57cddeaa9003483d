//! What the buttons of an editor ask for, done.

use super::{
    super::picker::{Candidate, CandidateSource, Resolution, more_words},
    island::GrantEditorIsland,
    rows::{GrantRow, GrantRows},
    state::{Choice, EditorState, Level, ShownRow},
    subject::EditorSubject,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{Grantee, ResourceRef},
    ui::icon,
    web::SHOW_AGAIN,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Rows after their buttons were followed.
#[derive(Clone, Debug, Default)]
pub struct GrantEditor {
    pub rows: Vec<GrantRow>,
    /// The row that was typed and is not clear.
    typed: GrantRow,
    /// What the typed name stands for, where it is no row.
    resolution: Resolution,
    /// Whether a button of the editor was pressed: the next row can be typed at once.
    is_in_use: bool,
    /// The levels that were shown beside rows as held, by key; of others it is what is held now.
    shown: BTreeMap<String, String>,
}

/// How an editor is shown.
pub struct EditorParts {
    /// Name in the form, and id.
    pub name: &'static str,
    /// What the rows are: “Teams”.
    pub label: &'static str,
    /// What the field adds: “Add a team”.
    pub add: &'static str,
    /// What the rows are, as data.
    pub subject: EditorSubject,
    /// Path of the function that the form posts to.
    pub function: &'static str,
}

impl GrantEditor {
    /// Does what the buttons say, and adds the typed name if it is clear.
    pub fn settled(posted: GrantRows, source: &dyn CandidateSource) -> Self {
        let GrantRows { mut rows, new, pick, remove } = posted;
        let is_in_use = !(pick.is_empty() && remove.is_empty() && new.id.trim().is_empty());
        rows.retain(|row| row.id != remove);
        let mut editor = Self { rows, typed: new, resolution: Resolution::Nothing, is_in_use, shown: BTreeMap::new() };
        match source.get(&pick) {
            Some(picked) => editor.add(&picked),
            None => match source.meant(&editor.typed.id) {
                Resolution::One(found) => editor.add(&found),
                unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => {
                    editor.resolution = unclear;
                }
            },
        }
        editor
    }

    /// The same for a form that has shown these levels as held, by key.
    #[must_use]
    pub fn having_shown(self, shown: BTreeMap<String, String>) -> Self {
        Self { shown, ..self }
    }

    fn add(&mut self, found: &Candidate) {
        if !self.rows.iter().any(|row| row.id == found.key) {
            // A level that the found one does not have was meant for another.
            let usual = found.levels.first().map_or("", |(slug, _)| slug);
            let level = if found.has_level(&self.typed.level) { &self.typed.level } else { usual };
            self.rows.push(GrantRow { id: found.key.clone(), level: level.to_owned() });
        }
        self.typed = GrantRow::default();
    }

    /// What is unclear about the typed name, in a sentence; `what` it names: “team”.
    pub fn unclear(&self, what: &str) -> Option<String> {
        self.is_pending().then(|| self.resolution.problem(what, &self.typed.id))?
    }

    /// Whether a name was typed that is no row yet.
    pub fn is_pending(&self) -> bool {
        !self.typed.id.trim().is_empty()
    }

    /// The editor as it is shown; `question` is what is unclear about the typed name.
    pub fn state(
        self,
        subject: &EditorSubject,
        question: Option<String>,
        candidates: &dyn CandidateSource,
        snapshot: &Snapshot,
    ) -> EditorState {
        let shown = |row: GrantRow| {
            let what = choice(candidates.get(&row.id)?);
            let (note, held) = match subject {
                EditorSubject::Teams
                | EditorSubject::Workspaces
                | EditorSubject::Connections
                | EditorSubject::OfferedTeams
                | EditorSubject::OfferedWorkspaces => Default::default(),
                EditorSubject::AccessTo(resource) => {
                    let (note, now) = remark(&row, resource, snapshot);
                    (note, self.shown.get(&row.id).cloned().or(now))
                }
            };
            Some(ShownRow { what, level: row.level, note, held })
        };
        let mut state = EditorState {
            rows: self.rows.into_iter().filter_map(shown).collect(),
            question: question.unwrap_or_default(),
            ..EditorState::default()
        };
        if let Resolution::Several { first, more } = self.resolution {
            if state.question.is_empty() {
                state.question = format!("Which “{}” is it?", self.typed.id.trim());
            }
            state.choices = first.into_iter().map(choice).collect();
            state.more = if more > 0 { more_words(more) } else { String::new() };
        }
        (state.typed, state.level) = (self.typed.id, self.typed.level);
        state
    }

    /// The editor in a form; `question` is what is unclear, where it is not said as an error.
    pub fn view(
        self,
        parts: EditorParts,
        question: Option<String>,
        candidates: &dyn CandidateSource,
        snapshot: &Snapshot,
    ) -> impl IntoView + use<> {
        let EditorParts { name, label, add, subject, function } = parts;
        let is_in_use = self.is_in_use;
        let state = self.state(&subject, question, candidates, snapshot);
        let level = |(slug, label): (&str, &str)| Level { slug: slug.to_owned(), label: label.to_owned() };
        let levels: Vec<Level> = subject.levels().into_iter().map(level).collect();
        view! {
            <GrantEditorIsland
                name=name.to_owned()
                label=label.to_owned()
                add=add.to_owned()
                subject=subject
                levels=levels
                show_again=format!("{function}?{SHOW_AGAIN}")
                is_in_use=is_in_use
                state=state
            />
        }
    }
}

fn choice(found: Candidate) -> Choice {
    Choice { key: found.key, icon: icon::inside(found.icon).to_owned(), name: found.name, detail: found.detail }
}

/// What to know about a row of those who get access to a resource: what they hold already, and why the grant would do
/// less than it says. Beside it the level that they hold.
fn remark(row: &GrantRow, resource: &ResourceRef, snapshot: &Snapshot) -> (String, Option<String>) {
    let Some(grantee) = Grantee::from_key(&row.id) else { return Default::default() };
    let held = snapshot.grant_of(resource, &grantee).map(|grant| &grant.permission);
    let has = held.map(|level| format!("Has “{}” now.", level.label()));
    let caveats = resource.permission(&row.level).map(|level| caveats::of_grantee(&grantee, &level, snapshot));
    let note: Vec<String> = has.into_iter().chain(caveats.into_iter().flatten()).collect();
    (note.join(" "), Some(held.map(|level| level.slug().to_owned()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{super::super::picker::samples::few, *};

    fn typed(text: &str, level: &str) -> GrantRows {
        GrantRows { new: GrantRow { id: text.into(), level: level.into() }, ..GrantRows::default() }
    }

    #[test]
    fn a_name_that_is_clear_becomes_a_row() {
        let editor = GrantEditor::settled(typed("Fin", "edit"), &few());
        assert_eq!(editor.rows, [GrantRow { id: "team:3".into(), level: "edit".into() }]);
        assert_eq!((editor.unclear("team"), editor.is_pending()), (None, false));
        let whole = GrantEditor::settled(typed("sales", "view"), &few());
        assert_eq!(whole.rows[0].id, "team:1", "the whole name needs no question");
    }

    #[test]
    fn asks_about_a_name_that_is_not_clear_and_takes_the_choice() {
        let asked = GrantEditor::settled(typed("Sal", "view"), &few());
        assert_eq!(asked.unclear("team").unwrap(), "Several teams match “Sal”. Pick one.");
        assert!(asked.is_pending());
        let unknown = GrantEditor::settled(typed("zzz", "view"), &few());
        assert_eq!(unknown.unclear("team").unwrap(), "No team matches “zzz”.");
        let row = GrantRow { id: "team:2".into(), level: "view".into() };
        for before in [Vec::new(), vec![row.clone()]] {
            let picked = GrantRows { rows: before, pick: "team:2".into(), ..typed("Sal", "nonsense") };
            let picked = GrantEditor::settled(picked, &few());
            assert_eq!(picked.rows, std::slice::from_ref(&row), "twice is one row, an unknown level the usual one");
            assert_eq!(picked.unclear("team"), None, "the field is empty again");
        }
        let gone = GrantRows { rows: vec![row], remove: "team:2".into(), ..GrantRows::default() };
        assert!(GrantEditor::settled(gone, &few()).rows.is_empty());
    }
}
