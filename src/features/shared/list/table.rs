//! The table of a list.

use super::{
    super::subject::{Name, named},
    Column, List, ListQuery,
    column::ColumnVisibility,
    query::MOST_PICKS,
};
use crate::ui::{count, number};
use leptos::prelude::*;
use std::borrow::Cow;

/// The checkbox of a row, for doing something to several rows at once.
pub struct Picks<R: 'static> {
    /// Name of the checkboxes in the form: “member”.
    pub name: &'static str,
    /// A row's value: its id.
    pub value: fn(&R) -> String,
    /// A row's name for people.
    pub label: fn(&R) -> String,
}

/// What can be done to the rows that are picked. The form posts the picked rows under [`Picks::name`], and, when all
/// that match are wanted, `all` with the list's query as [`ListQuery::selection`] prints it.
pub struct Bulk {
    /// URL of the function that its form calls.
    pub action: &'static str,
    /// URL of the function that has the picked rows go along; it gets the list's URL under `at`.
    pub keep: &'static str,
    pub buttons: AnyView,
    /// What the picked rows are called, wherever in the list they are: values and names.
    pub names: Vec<(String, String)>,
}

/// The columns shown, in their order.
pub(super) fn shown<R>(list: &List<R>, query: &ListQuery) -> Vec<&'static Column<R>> {
    list.columns.iter().filter(|column| query.shows(column.slug, column.place)).collect()
}

/// The table of one page.
pub(super) fn table<R>(list: &List<R>, query: &ListQuery, rows: &[R], picking: bool) -> impl IntoView + use<R> {
    let columns = shown(list, query);
    let picks = list.picks.as_ref().filter(|_| picking);
    let heads: Vec<_> = columns.iter().map(|column| head(column, query)).collect();
    let width = columns.len() + usize::from(picks.is_some());
    let mut body = Vec::with_capacity(rows.len());
    let mut above: Vec<Name> = Vec::new();
    for row in rows {
        let headings = list.group.map_or_else(Vec::new, |group| group(row));
        let same = above.iter().zip(&headings).take_while(|(above, here)| above == here).count();
        for (depth, heading) in headings.iter().enumerate().skip(same) {
            let class = if depth == 0 { "group" } else { "group is-inner" };
            let heading = named(heading.clone());
            body.push(view! { <tr class=class><th colspan=width scope="rowgroup">{heading}</th></tr> }.into_any());
        }
        let class = (headings.len() > 1).then_some("is-within");
        above = headings;
        let pick = picks.map(|picks| pick(picks, query, row));
        let cells: Vec<_> = columns.iter().map(|column| cell(column, row)).collect();
        body.push(view! { <tr class=class>{pick}{cells}</tr> }.into_any());
    }
    let pick_head = picks.map(|_| {
        view! {
            <th class="pick">
                <span class="vh">"Select"</span>
                <input type="checkbox" class="pick-page" aria-label="Select all on this page" autocomplete="off"/>
            </th>
        }
    });
    view! {
        <table class="table">
            <caption class="vh">{list.caption}</caption>
            <thead><tr>{pick_head}{heads}</tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
}

fn head<R>(column: &Column<R>, query: &ListQuery) -> AnyView {
    if !column.sorts {
        return view! { <th scope="col" class=column.class>{column.heading}</th> }.into_any();
    }
    let (sorted, turned) = query.sorted_by(column.slug);
    let direction = sorted.map(|descending| if descending { "descending" } else { "ascending" });
    view! { <th scope="col" class=column.class aria-sort=direction><a href=turned.url()>{column.heading}</a></th> }
        .into_any()
}

fn cell<R>(column: &Column<R>, row: &R) -> AnyView {
    let view = column.view(row);
    if column.place == ColumnVisibility::Lead {
        let class = column.class.map_or(Cow::Borrowed("lead"), |class| format!("lead {class}").into());
        view! { <th scope="row" class=class>{view}</th> }.into_any()
    } else {
        view! { <td data-label=column.label class=column.class>{view}</td> }.into_any()
    }
}

fn pick<R>(picks: &Picks<R>, query: &ListQuery, row: &R) -> impl IntoView + use<R> {
    let (label, value) = (format!("Select {}", (picks.label)(row)), (picks.value)(row));
    let checked = query.picks().contains(&value);
    view! {
        <td class="pick"><input type="checkbox" name=picks.name value=value checked=checked aria-label=label/></td>
    }
}

/// The line below the table that appears with the first picked row.
pub(super) fn bulk<R>(
    list: &List<R>,
    query: &ListQuery,
    rows: &[R],
    total: usize,
    bulk: Bulk,
) -> impl IntoView + use<R> {
    let Bulk { keep, buttons, names, .. } = bulk;
    let all = format!("All {}", count(total, list.one, list.many));
    let elsewhere = list.picks.as_ref().map(|picks| {
        let here: Vec<String> = rows.iter().map(picks.value).collect();
        let elsewhere = query.picks().iter().filter(|id| !here.contains(id));
        let named: Vec<(String, String)> = elsewhere
            .map(|id| {
                let name = names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
                (id.clone(), name.unwrap_or_else(|| id.clone()))
            })
            .collect();
        (picks.name, named)
    });
    let (name, rows) = elsewhere.unwrap_or_default();
    let others = (!rows.is_empty()).then(|| others(&rows));
    let elsewhere: Vec<_> = rows
        .into_iter()
        // The mark is counted by the style sheet; a hidden field cannot be.
        .map(
            |(id, _)| view! { <i class="elsewhere"></i><input type="hidden" class="elsewhere-id" name=name value=id/> },
        )
        .collect();
    // Shown by the script that takes the selection along.
    let limit = format!(
        "Only {MOST_PICKS} selected rows go along to another page or search, so this page stays as it is. Use the \
         selection first, or take “{all}”."
    );
    let clear = (!query.picks().is_empty()).then(|| {
        view! { <a class="btn btn-quiet btn-sm" data-picks="none" href=query.with_picks([]).url()>"Clear selection"</a> }
    });
    view! {
        <div class="bulk">
            {elsewhere}
            <p><b class="bulk-n" data-all=number(total)></b>" selected"{others}</p>
            <label class="check"><input type="checkbox" name="all" value=query.selection()/>" "<span>{all}</span></label>
            <input type="hidden" name="at" value=query.url()/>
            {clear}
            {buttons}
            <p class="hint" id="pick-limit" role="alert" hidden data-most=MOST_PICKS.to_string()>{limit}</p>
            // Without script what is ticked is lost on the way to another page, unless it is kept first.
            <span class="keep">
                <small>"Keep the selection before you search, sort or change the page. "</small>
                <button class="btn btn-sm" formaction=keep>"Keep selection"</button>
            </span>
        </div>
    }
}

/// The picked rows that this page does not show, by name.
fn others(rows: &[(String, String)]) -> impl IntoView + use<> {
    let words = format!(", {} not on this page", number(rows.len()));
    let names: Vec<_> = rows.iter().map(|(_, name)| view! { <li><bdi>{name.clone()}</bdi></li> }).collect();
    view! { <details class="picked"><summary>{words}</summary><ul>{names}</ul></details> }
}
