//! The grant editor: rows of teams, people or resources with a level each, and a field that adds one by its name.
//!
//! Its buttons have the form shown again with one more field: `NAME[pick]` and `NAME[remove]` are keys. A typed name that
//! is clear becomes a row whenever the form is read; of one that is not, the possible ones are offered as buttons.

use super::{
    grant_rows::{GrantRow, GrantRows},
    picker::{Candidate, CandidateSource, Choices, Levels, PickFrom, Resolution, Suggest, Taking, level_options},
};
use crate::{ui::icon::Icon, web::SHOW_AGAIN};
use icondata_lu as lu;
use leptos::prelude::*;

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
}

/// How an editor is shown.
pub struct EditorParts<'a> {
    /// Name in the form, and id.
    pub name: &'static str,
    /// What the rows are: “Teams”.
    pub label: &'static str,
    /// What the field adds: “Add a team”.
    pub add: &'static str,
    /// Levels of a row to be added.
    pub levels: &'a Levels,
    /// What is suggested.
    pub from: PickFrom,
    /// Path of the function that the form posts to.
    pub function: &'static str,
}

impl GrantEditor {
    /// Does what the buttons say, and adds the typed name if it is clear.
    pub fn settled(posted: GrantRows, source: &dyn CandidateSource) -> Self {
        let GrantRows { mut rows, new, pick, remove } = posted;
        let is_in_use = !(pick.is_empty() && remove.is_empty() && new.id.trim().is_empty());
        rows.retain(|row| row.id != remove);
        let mut editor = Self { rows, typed: new, resolution: Resolution::Nothing, is_in_use };
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

    /// The editor; `question` is what is unclear, where it is not said as an error.
    pub fn view(
        self,
        parts: EditorParts<'_>,
        source: &dyn CandidateSource,
        question: Option<String>,
    ) -> impl IntoView + use<> {
        self.view_with_notes(parts, source, question, &|_| None)
    }

    /// The editor with what is to be known about a row beside it.
    pub fn view_with_notes(
        self,
        parts: EditorParts<'_>,
        source: &dyn CandidateSource,
        question: Option<String>,
        note: &dyn Fn(&GrantRow) -> Option<String>,
    ) -> impl IntoView + use<> {
        let EditorParts { name, label, add, levels, from, function } = parts;
        let show = format!("{function}?{SHOW_AGAIN}");
        let rows: Vec<_> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some(editable(name, &show, at, row, &source.get(&row.id)?, note(row))))
            .collect();
        let levels = level_options(levels, &self.typed.level);
        let choices = Choices::of(format!("{name}[pick]"), Some(show.clone()), &self.typed.id, self.resolution);
        let choices = match choices {
            Some(choices) => Some(Choices { question, ..choices }.view()),
            None => question
                .map(|question| view! { <div class="grant-which" role="status"><p>{question}</p></div> }.into_any()),
        };
        let input = view! {
            <input class="input" name=format!("{name}[new][id]") value=self.typed.id aria-label=add placeholder=add
                autocomplete="off" autofocus=self.is_in_use/>
        };
        view! {
            <div class="field" id=name role="group" aria-label=label>
                <ul class="grants" aria-label=label>{rows}</ul>
                <div class="grant grant-new">
                    <Suggest name=name.to_owned() from=from taking=Taking::Presses>{input}</Suggest>
                    <select class="input" name=format!("{name}[new][level]") aria-label="Level">{levels}</select>
                    <button class="btn" formaction=show formnovalidate=true>"Add"</button>
                </div>
                {choices}
            </div>
        }
    }
}

fn editable(
    name: &str,
    show: &str,
    at: usize,
    row: &GrantRow,
    found: &Candidate,
    note: Option<String>,
) -> impl IntoView + use<> {
    let note =
        note.map(|note| view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{note}</span></p> });
    let field = |part: &str| format!("{name}[rows][{at}][{part}]");
    view! {
        <li class="grant">
            <div class="grant-what"><Icon icon=found.icon/><span>{found.name.clone()}" "<small>{found.detail.clone()}</small></span></div>
            <input type="hidden" name=field("id") value=row.id.clone()/>
            <select class="input" name=field("level") aria-label=format!("Level for {}", found.name)>
                {level_options(&found.levels, &row.level)}
            </select>
            <button class="btn btn-quiet btn-icon" name=format!("{name}[remove]") value=row.id.clone() formaction=show.to_owned()
                formnovalidate=true aria-label=format!("Remove {}", found.name)>
                <Icon icon=lu::LuX/>
            </button>
            {note}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::{super::picker::samples::few, *};

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
