//! How a file was read, and the choice of another reading.

use super::{
    super::file::{Meaning, Sheet, assign::Heading, encoding::OFFERED, table::SEPARATORS},
    correct::separator_slug,
    kept::Draft,
};
use crate::ui::{icon::Icon, panel::Panel};
use icondata_lu as lu;
use leptos::prelude::*;

/// What the file was taken for, said in full, with a choice for each guess.
pub fn view(sheet: &Sheet, draft: &Draft) -> impl IntoView + use<> {
    let (encoding, is_guessed) = sheet.encoding;
    let words = OFFERED.iter().find(|(name, _)| *name == encoding).map_or(encoding, |(_, words)| words);
    let guess = if is_guessed { " · guessed; check that names are spelled right" } else { "" };
    let encoding_fact = (!encoding.is_empty()).then(|| view! { <div><dt>"Encoding"</dt><dd>{words}{guess}</dd></div> });
    let separator = SEPARATORS.iter().find(|(c, _)| *c == sheet.separator).map_or("", |(_, name)| name);
    let facts: Vec<_> = sheet.columns.iter().map(fact).collect();
    let is_missing = sheet.missing.is_some();
    let missing = sheet.missing.clone().map(|why| {
        view! {
            <p class="error"><Icon icon=lu::LuCircleAlert/>" "<span>{why}</span></p>
        }
    });
    let remembered = draft.is_remembered.then(|| {
        view! {
            <p class="hint">"Columns are used as in your last file with the same headings."</p>
        }
    });
    let columns: Vec<_> = sheet.columns.iter().enumerate().map(|(at, heading)| choice(at, heading)).collect();
    let encodings = (!encoding.is_empty()).then(|| encodings(encoding));
    let separators = separators(sheet.separator);
    view! {
        <Panel id="headings" title="Columns found">
            <div class="notes">{missing}{remembered}</div>
            <dl class="facts">
                {encoding_fact}
                <div><dt>"Separator"</dt><dd>{separator}</dd></div>
                {facts}
            </dl>
            <details class="panel-body paste" open=is_missing>
                <summary>"Read it differently"</summary>
                {encodings}
                {separators}
                {columns}
                <button class="btn">"Check again"</button>
            </details>
        </Panel>
    }
}

fn fact(heading: &Heading) -> impl IntoView + use<> {
    let text = shown(heading);
    let used = match (heading.meaning, &heading.note) {
        (Some(meaning), _) => meaning.label().to_owned(),
        (None, Some(note)) => format!("Ignored: {note}"),
        (None, None) => "Ignored".to_owned(),
    };
    view! { <div><dt>{text}</dt><dd>{used}</dd></div> }
}

fn shown(heading: &Heading) -> String {
    let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "Without a heading".to_owned() } else { text }
}

fn encodings(chosen: &str) -> impl IntoView + use<> {
    let option = |(name, words): &(&'static str, &'static str)| {
        view! { <option value=*name selected=*name == chosen>{*words}</option> }
    };
    let options = OFFERED.iter().map(option).collect_view();
    view! {
        <div class="field">
            <label for="encoding">"Encoding"</label>
            <select class="input" id="encoding" name="rows[encoding]">{options}</select>
        </div>
    }
}

fn separators(chosen: char) -> impl IntoView + use<> {
    let option = |(separator, words): &(char, &'static str)| {
        view! { <option value=separator_slug(*separator) selected=*separator == chosen>{*words}</option> }
    };
    let options = SEPARATORS.iter().map(option).collect_view();
    view! {
        <div class="field">
            <label for="separator">"Separator"</label>
            <select class="input" id="separator" name="rows[separator]">{options}</select>
        </div>
    }
}

/// What a column is used for.
fn choice(at: usize, heading: &Heading) -> impl IntoView + use<> {
    let (id, name) = (format!("column-{at}"), format!("rows[column][{at}]"));
    let option = |meaning: Meaning| {
        view! { <option value=meaning.slug() selected=heading.meaning == Some(meaning)>{meaning.label()}</option> }
    };
    let options: Vec<_> = Meaning::all().map(option).collect();
    view! {
        <div class="field">
            <label for=id.clone()>{format!("Column “{}”", shown(heading))}</label>
            <select class="input" id=id name=name>
                <option value="" selected=heading.meaning.is_none()>"Not used"</option>
                {options}
            </select>
        </div>
    }
}
