//! The one view of what a plan means for people: before it is applied, and for good on the page of its change.

use super::{
    Leaf, people,
    sentences::{self, Sentence},
};
use crate::{
    directory::Snapshot,
    domain::{Consequences, Warning, WarningLevel},
    ui::{count, icon::Icon, number, panel::Panel},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// More warnings than this are behind a press, all of them.
const WARNINGS: usize = 8;

/// What changes, then what to know about it, then everybody by name. `title` is “What changes” before and “What changed”
/// after.
pub fn view(
    title: &'static str,
    told: &Consequences,
    warnings: &[Warning],
    snapshot: Option<&Snapshot>,
    leaf: &Leaf,
) -> impl IntoView + use<> {
    let sentences = sentences::of(told);
    let are_all_named = sentences.iter().all(|sentence| sentence.is_complete);
    let table = (!told.people.is_empty() && !are_all_named).then(|| people::table(told, snapshot, leaf));
    let (dangers, rest): (Vec<&Warning>, Vec<&Warning>) =
        warnings.iter().partition(|warning| warning.level == WarningLevel::Danger);
    let dangers: Vec<_> = dangers.into_iter().map(danger).collect();
    let body = body(sentences, told, &rest);
    view! { {dangers}<Panel id="consequences" title=title>{body}</Panel>{table} }
}

/// The same without names of many people, for beside a form.
pub fn brief(told: &Consequences, warnings: &[Warning]) -> impl IntoView + use<> {
    body(sentences::of(told), told, &warnings.iter().collect::<Vec<_>>())
}

fn body(sentences: Vec<Sentence>, told: &Consequences, warnings: &[&Warning]) -> impl IntoView + use<> {
    let is_silent = sentences.is_empty() && told.fields.is_empty();
    let none = is_silent.then(|| view! { <p class="panel-body muted">"Nobody gains or loses access."</p> });
    let list = (!sentences.is_empty()).then(|| sentences::list(sentences));
    view! { {none}{list}{fields(told)}{seats(told)}{notes(warnings)} }
}

fn danger(warning: &Warning) -> impl IntoView + use<> {
    view! {
        <div class="flash t-bad" role="note"><Icon icon=lu::LuTriangleAlert/><p><b>{warning.message.clone()}</b></p></div>
    }
}

fn note(warning: &Warning) -> impl IntoView + use<> {
    let (tone, icon) = match warning.level {
        WarningLevel::Danger => ("note t-bad", lu::LuTriangleAlert),
        WarningLevel::Caution => ("note t-warn", lu::LuTriangleAlert),
        WarningLevel::Note => ("note t-info", lu::LuInfo),
    };
    view! { <p class=tone><Icon icon=icon/>" "<span>{warning.message.clone()}</span></p> }
}

fn notes(warnings: &[&Warning]) -> Option<AnyView> {
    if warnings.is_empty() {
        return None;
    }
    let (first, more) = warnings.split_at(WARNINGS.min(warnings.len()));
    let first: Vec<_> = first.iter().map(|warning| note(warning)).collect();
    let more = (!more.is_empty()).then(|| {
        let words = count(more.len(), "more warning", "more warnings");
        let more: Vec<_> = more.iter().map(|warning| note(warning)).collect();
        view! { <details class="more"><summary>{words}</summary><div class="notes">{more}</div></details> }
    });
    Some(view! { <div class="notes told-notes">{first}</div>{more} }.into_any())
}

/// Values that are replaced.
fn fields(told: &Consequences) -> Option<impl IntoView + use<>> {
    if told.fields.is_empty() {
        return None;
    }
    let value = |value: &Option<String>, none: &'static str| match value {
        Some(value) => view! { <bdi>{value.clone()}</bdi> }.into_any(),
        None => view! { <span class="muted">{none}</span> }.into_any(),
    };
    let rows: Vec<_> = told
        .fields
        .iter()
        .map(|field| {
            view! {
                <tr>
                    <th scope="row" class="lead"><bdi>{field.of.clone()}</bdi></th>
                    <td data-label="Field"><bdi>{field.field.clone()}</bdi></td>
                    <td data-label="Before">{value(&field.before, "empty")}</td>
                    <td data-label="After">{value(&field.after, "empty")}</td>
                </tr>
            }
        })
        .collect();
    Some(view! {
        <div class="table-box"><table class="table table-told">
            <caption class="vh">"Values that change"</caption>
            <thead><tr>
                <th scope="col">"What"</th><th scope="col">"Field"</th><th scope="col">"Before"</th><th scope="col">"After"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    })
}

/// Active members by account type, before and after.
fn seats(told: &Consequences) -> Option<impl IntoView + use<>> {
    if told.seats.is_empty() {
        return None;
    }
    let rows: Vec<_> = told
        .seats
        .iter()
        .map(|seat| {
            let name = if seat.account_type.is_empty() { "Default account type" } else { &seat.account_type };
            let difference = match seat.after.checked_sub(seat.before) {
                Some(more) => format!("+{}", number(more)),
                None => format!("−{}", number(seat.before - seat.after)),
            };
            view! {
                <tr>
                    <th scope="row" class="lead"><bdi>{name.to_owned()}</bdi></th>
                    <td class="num" data-label="Before">{number(seat.before)}</td>
                    <td class="num" data-label="After">{number(seat.after)}</td>
                    <td class="num" data-label="Change">{difference}</td>
                </tr>
            }
        })
        .collect();
    Some(view! {
        <div class="table-box"><table class="table table-told">
            <caption class="vh">"Active members by account type"</caption>
            <thead><tr>
                <th scope="col">"Seats by account type"</th>
                <th scope="col" class="num">"Before"</th><th scope="col" class="num">"After"</th><th scope="col" class="num">"Change"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    })
}
