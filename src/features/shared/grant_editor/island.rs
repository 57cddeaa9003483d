//! The editor itself: a part of a form that is answered in place where script runs.
//!
//! Levels and typed text are read from the fields when they are needed, so what was chosen before the island woke counts.

use super::{
    questions::SettleRows,
    rows::{GrantRow, GrantRows},
    state::{Choice, EditorState, Level, ShownRow},
    subject::EditorSubject,
};
use crate::{
    features::shared::picker::{Suggest, Taking},
    ui::islands::{Latest, drawn},
};
use leptos::{
    ev::MouseEvent,
    html::{Div, Ul},
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement},
};

/// Rows with a level each, and a field that adds one by its name.
#[island]
pub fn GrantEditorIsland(
    /// Name in the form, and id.
    name: String,
    /// What the rows are: “Teams”.
    label: String,
    /// What the field adds: “Add a team”.
    add: String,
    subject: EditorSubject,
    /// The levels that a row can have.
    levels: Vec<Level>,
    /// Where the form goes to be shown again with what a button asks for.
    show_again: String,
    /// Whether a button was pressed: the next row can be typed at once.
    is_in_use: bool,
    state: EditorState,
) -> impl IntoView {
    let from = subject.pick_from();
    let editor = Editor {
        around: NodeRef::new(),
        list: NodeRef::new(),
        subject: StoredValue::new(subject),
        state: RwSignal::new(state.clone()),
        said: RwSignal::new(String::new()),
        picked: StoredValue::new(String::new()),
        pressed: StoredValue::new_local(None),
        is_plain: StoredValue::new(false),
        latest: StoredValue::new_local(Latest::default()),
    };
    let keys = Memo::new(move |_| editor.state.read().rows.iter().map(|row| row.what.key.clone()).collect::<Vec<_>>());
    let parts = StoredValue::new((name.clone(), show_again.clone(), levels.clone()));
    let rows = move || {
        // Read, not only tracked: a memo that was never read follows nothing.
        keys.with(|_| ());
        let rows = editor.state.read_untracked().rows.clone();
        parts.with_value(|(name, show, levels)| {
            rows.into_iter().enumerate().map(|(at, row)| editable(editor, name, show, levels, at, row)).collect_view()
        })
    };
    let asked = move || {
        let EditorState { question, choices, more, .. } = editor.state.get();
        parts.with_value(|(name, show, _)| choose(editor, name, show, question, choices, more))
    };
    let (id, group, new) = (name.clone(), label.clone(), format!("{name}[new]"));
    let input = view! {
        <input class="input" name=format!("{new}[id]") value=state.typed aria-label=add.clone() placeholder=add
            autocomplete="off" autofocus=is_in_use/>
    };
    view! {
        <div class="field" id=id role="group" aria-label=group node_ref=editor.around
            on:change=move |event| editor.level_chosen(&event)>
            <ul class="grants" aria-label=label node_ref=editor.list>{rows}</ul>
            <div class="grant grant-new">
                <Suggest name=name from=from taking=Taking::Presses>{input}</Suggest>
                <select class="input" name=format!("{new}[level]") aria-label="Level">{options(&levels, &state.level)}</select>
                <button class="btn" formaction=show_again formnovalidate=true on:click=move |event| editor.press(&event, String::new())>"Add"</button>
            </div>
            {asked}
            <p class="vh" aria-live="polite">{move || editor.said.get()}</p>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Editor {
    around: NodeRef<Div>,
    list: NodeRef<Ul>,
    subject: StoredValue<EditorSubject>,
    state: RwSignal<EditorState>,
    /// What has just happened, for those who do not see it.
    said: RwSignal<String>,
    /// Key of the choice that was taken and is no row yet.
    picked: StoredValue<String>,
    /// The button that was pressed and is not answered yet.
    pressed: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// Whether the server could not be asked: buttons do what they do without script.
    is_plain: StoredValue<bool>,
    latest: StoredValue<Latest, LocalStorage>,
}

impl Editor {
    /// “Add”, or a choice: `key` is its key.
    fn press(self, event: &MouseEvent, key: String) {
        if self.is_plain.get_value() {
            return;
        }
        event.prevent_default();
        self.picked.set_value(key);
        // The event is heard further up, so its current target is not the button.
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("button").ok().flatten());
        self.pressed.set_value(button.and_then(|button| button.dyn_into().ok()));
        self.settle();
    }

    /// Takes a row away.
    fn remove(self, event: &MouseEvent, key: &str) {
        event.prevent_default();
        let mut rows = self.present();
        let Some(at) = rows.iter().position(|row| row.what.key == key) else { return };
        let removed = rows.remove(at);
        self.state.update(|state| state.rows = rows);
        self.said.set(format!("{} removed", removed.what.name));
        self.focus();
        self.tell_form();
        // An answer that is under way still has the row.
        self.settle();
    }

    /// What is to be known about a row may be another at another level.
    fn level_chosen(self, event: &Event) {
        let chosen = event.target().is_some_and(|target| target.dyn_into::<HtmlSelectElement>().is_ok());
        if chosen {
            self.settle();
        }
    }

    /// The rows with the levels that are chosen now.
    fn present(self) -> Vec<ShownRow> {
        let mut rows = self.state.get_untracked().rows;
        let Some(list) = self.list.get_untracked() else { return rows };
        for (at, row) in (1..).zip(&mut rows) {
            let select = list.query_selector(&format!("li:nth-child({at}) select")).ok().flatten();
            if let Some(select) = select.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok()) {
                row.level = select.value();
            }
        }
        rows
    }

    /// What a form with this editor posts now.
    fn filled(self) -> Option<GrantRows> {
        let around = self.around.get_untracked()?;
        let level: HtmlSelectElement = around.query_selector(".grant-new select").ok()??.dyn_into().ok()?;
        let rows = self.present().into_iter().map(|row| GrantRow { id: row.what.key, level: row.level }).collect();
        let new = GrantRow { id: self.input()?.value(), level: level.value() };
        Some(GrantRows { rows, new, pick: self.picked.get_value(), remove: String::new() })
    }

    /// The field that a name is typed into. It lies within another island, where no reference to it is filled in.
    fn input(self) -> Option<HtmlInputElement> {
        self.around.get_untracked()?.query_selector(".grant-new input").ok()??.dyn_into().ok()
    }

    /// Asks what the editor comes to. Where there is no answer, the button that was pressed does it with the whole form.
    fn settle(self) {
        let ask = move || async move {
            let Some(mut grants) = self.filled() else { return };
            let pressed = self.pressed.get_value();
            if pressed.is_none() {
                // A name that is typed becomes a row when somebody says so.
                grants.new.id.clear();
            }
            let asked = SettleRows { subject: self.subject.get_value(), grants };
            match (asked.run_on_client().await, pressed) {
                (Ok(state), pressed) => self.answered(state, pressed.is_some()),
                (Err(_), Some(button)) => {
                    self.is_plain.set_value(true);
                    button.click();
                }
                (Err(_), None) => {}
            }
        };
        self.latest.with_value(|latest| latest.ask(ask));
    }

    fn answered(self, mut state: EditorState, is_pressed: bool) {
        // The next answer is to what is chosen by now.
        if self.latest.with_value(Latest::is_outdated) {
            return;
        }
        let before = self.state.get_untracked();
        let mut added = None;
        for row in &mut state.rows {
            match before.rows.iter().find(|shown| shown.what.key == row.what.key) {
                // What the form has shown first is what it is compared with.
                Some(shown) => row.held.clone_from(&shown.held),
                None => added = Some(row.what.name.clone()),
            }
        }
        if is_pressed {
            self.picked.set_value(String::new());
            self.pressed.set_value(None);
            if let Some(input) = self.input() {
                input.set_value(&state.typed);
            }
            // A question is answered by one of its buttons; the field's own suggestions would cover it.
            let is_asked = !state.question.is_empty();
            self.state.set(state);
            if !is_asked {
                self.focus();
            }
        } else {
            self.state.update(|shown| shown.rows = state.rows);
        }
        if let Some(name) = added {
            self.said.set(format!("{name} added"));
            self.tell_form();
        }
    }

    fn focus(self) {
        if let Some(input) = self.input() {
            _ = input.focus();
        }
    }

    /// Lets the form around hear that it is filled in otherwise.
    fn tell_form(self) {
        if let (Some(around), Ok(event)) = (self.around.get_untracked(), Event::new("input")) {
            event.init_event_with_bubbles("input", true);
            _ = around.dispatch_event(&event);
        }
    }
}

fn editable(
    editor: Editor,
    name: &str,
    show: &str,
    levels: &[Level],
    at: usize,
    row: ShownRow,
) -> impl IntoView + use<> {
    let ShownRow { what: Choice { key, name: called, detail, icon }, level, held, .. } = row;
    let field = |part: &str| format!("{name}[rows][{at}][{part}]");
    let shown = held.map(|held| view! { <input type="hidden" name=format!("base[shown][{key}]") value=held/> });
    let of = key.clone();
    let note = move || {
        let state = editor.state.read();
        let note = state.rows.iter().find(|row| row.what.key == of).map(|row| row.note.clone()).unwrap_or_default();
        (!note.is_empty()).then(|| view! { <p class="note t-warn">{drawn(WARNING)}" "<span>{note}</span></p> })
    };
    let remove = key.clone();
    view! {
        <li class="grant">
            <div class="grant-what">{drawn(icon)}<span>{called.clone()}" "<small>{detail}</small></span></div>
            <input type="hidden" name=field("id") value=key.clone()/>
            <select class="input" name=field("level") aria-label=format!("Level for {called}")>{options(levels, &level)}</select>
            <button class="btn btn-quiet btn-icon" name=format!("{name}[remove]") value=key formaction=show.to_owned()
                formnovalidate=true aria-label=format!("Remove {called}") on:click=move |event| editor.remove(&event, &remove)>
                {drawn(CROSS)}
            </button>
            {shown}
            {note}
        </li>
    }
}

/// What is unclear about the typed name, with a button for each thing that it may stand for.
fn choose(
    editor: Editor,
    name: &str,
    show: &str,
    question: String,
    choices: Vec<Choice>,
    more: String,
) -> Option<impl IntoView + use<>> {
    let choice = |Choice { key, name: called, detail, icon }: Choice| {
        let picked = key.clone();
        view! {
            <li><button class="btn btn-sm" formaction=show.to_owned() name=format!("{name}[pick]") value=key formnovalidate=true
                on:click=move |event| editor.press(&event, picked.clone())>
                {drawn(icon)}" "{called}" "<small>{detail}</small>
            </button></li>
        }
    };
    let choices = choices.into_iter().map(choice).collect::<Vec<_>>();
    (!question.is_empty()).then(|| {
        let list = (!choices.is_empty()).then(|| view! { <ul class="which">{choices}</ul> });
        let more = (!more.is_empty()).then(|| view! { <p class="hint">{more}</p> });
        view! { <div class="grant-which" role="status"><p>{question}</p>{list}{more}</div> }
    })
}

fn options(levels: &[Level], chosen: &str) -> impl IntoView + use<> {
    let option = |Level { slug, label }: &Level| {
        view! { <option value=slug.clone() selected=slug == chosen>{label.clone()}</option> }
    };
    levels.iter().map(option).collect_view()
}

/// What goes into the `svg` of a warning.
const WARNING: &str =
    "<path d=\"M12 9v4m0 4h.01M10.3 3.9 1.8 18a2 2 0 0 0 1.7 3h17a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0\"/>";
/// What goes into the `svg` of “remove”.
const CROSS: &str = "<path d=\"M18 6 6 18M6 6l12 12\"/>";
