//! The editor as it is shown: whole on the page, and in parts where its buttons are answered in place.

use super::{
    super::picker::{Candidate, CandidateSource, Choices, Levels, Suggest, Taking, level_options},
    island::GrantEditorIsland,
    rows::GrantRow,
    settle::GrantEditor,
    subject::EditorSubject,
};
use crate::{
    directory::Snapshot,
    ui::{icon::Icon, islands::Parts},
    web::{self, SHOW_AGAIN},
};
use icondata_lu as lu;
use leptos::prelude::*;

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

/// An editor with all that its rows show.
pub struct ShownEditor {
    /// Name in the form, and id.
    pub name: String,
    /// The levels that a row can have.
    pub levels: Levels,
    pub rows: Vec<ShownRow>,
    /// The row that was typed and is not clear.
    pub typed: GrantRow,
    /// What is unclear about it, in a sentence.
    pub question: Option<String>,
    /// What it may stand for.
    pub choices: Option<Choices>,
    /// The name of what has become a row just now.
    pub added: Option<String>,
}

/// A row with all that it shows.
pub struct ShownRow {
    pub what: Candidate,
    /// Slug of its level.
    pub level: String,
    /// What to know about it; empty where there is nothing.
    pub note: String,
    /// Slug of the level held already, an empty text for none; not there where nobody is asked about it.
    pub held: Option<String>,
}

impl GrantEditor {
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
        let editor = self.shown(name.to_owned(), &subject, question, candidates, snapshot);
        let again = format!("{function}?{SHOW_AGAIN}");
        let typed = editor.typed.id.clone();
        let input = view! {
            <input class="input" name=format!("{name}[new][id]") value=typed aria-label=add placeholder=add autocomplete="off"
                autofocus=is_in_use/>
        };
        let levels = level_options(&editor.levels, &editor.typed.level);
        view! {
            <GrantEditorIsland name=name.to_owned() label=label.to_owned() subject=String::from(subject.clone()) again=again.clone()>
                <ul class="grants" aria-label=label id=editor.id("rows")>{editor.list(Some(&again))}</ul>
                <div class="grant grant-new">
                    <Suggest name=name.to_owned() from=subject.pick_from() taking=Taking::Presses>{input}</Suggest>
                    <select class="input" name=format!("{name}[new][level]") aria-label="Level">{levels}</select>
                    <button class="btn" formaction=again.clone() formnovalidate=true>"Add"</button>
                </div>
                <div id=editor.id("asked")>{editor.asked(Some(&again))}</div>
                <p class="vh grant-said" aria-live="polite" id=editor.id("said")></p>
            </GrantEditorIsland>
        }
    }
}

impl ShownEditor {
    /// All that buttons change, anew.
    pub fn parts(self) -> Parts {
        let said = self.added.as_ref().map(|name| format!("{name} added"));
        Parts::new(web::rendered(move || {
            view! {
                <ul id=self.id("rows")>{self.list(None)}</ul>
                <div id=self.id("asked")>{self.asked(None)}</div>
                <p id=self.id("said")>{said}</p>
            }
        }))
    }

    /// What is to be known about the rows, anew: a row that somebody is at stays as it is.
    pub fn notes(self) -> Parts {
        let notes = move || {
            let note = |row: &ShownRow| view! { <div id=self.note_id(row)>{note(&row.note)}</div> };
            self.rows.iter().map(note).collect_view()
        };
        Parts::new(web::rendered(notes))
    }

    /// The rows; `again` is where a button without script leads.
    fn list(&self, again: Option<&str>) -> impl IntoView + use<> {
        let row = |(at, row): (usize, &ShownRow)| {
            let ShownRow { what, level, held, .. } = row;
            let field = |part: &str| format!("{}[rows][{at}][{part}]", self.name);
            let (key, called) = (what.key.clone(), what.name.clone());
            let held =
                held.clone().map(|held| view! { <input type="hidden" name=format!("base[shown][{key}]") value=held/> });
            view! {
                <li class="grant">
                    <div class="grant-what"><Icon icon=what.icon/><span>{called.clone()}" "<small>{what.detail.clone()}</small></span></div>
                    <input type="hidden" name=field("id") value=key.clone()/>
                    <select class="input" name=field("level") aria-label=format!("Level for {called}")>{level_options(&self.levels, level)}</select>
                    <button class="btn btn-quiet btn-icon" name=format!("{}[remove]", self.name) value=key
                        formaction=again.map(str::to_owned) formnovalidate=true aria-label=format!("Remove {called}") data-what=called.clone()>
                        <Icon icon=lu::LuX/>
                    </button>
                    {held}
                    <div class="grant-note" id=self.note_id(row)>{note(&row.note)}</div>
                </li>
            }
        };
        self.rows.iter().enumerate().map(row).collect_view()
    }

    /// What is unclear about the typed name, with a button for each thing that it may stand for.
    fn asked(&self, again: Option<&str>) -> Option<AnyView> {
        if let Some(Choices { field, question, things, more, .. }) = self.choices.clone() {
            let question = self.question.clone().or(question);
            return Some(Choices { field, again: again.map(str::to_owned), question, things, more }.view());
        }
        let question = self.question.clone()?;
        Some(view! { <div class="grant-which" role="status"><p>{question}</p></div> }.into_any())
    }

    fn id(&self, part: &str) -> String {
        format!("{}-{part}", self.name)
    }

    fn note_id(&self, row: &ShownRow) -> String {
        format!("{}-note-{}", self.name, row.what.key)
    }
}

fn note(words: &str) -> Option<impl IntoView + use<>> {
    let words = words.to_owned();
    (!words.is_empty())
        .then(|| view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{words}</span></p> })
}
