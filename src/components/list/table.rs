//! The table of a list.

use super::{Column, List, ListQuery, column::Place};
use crate::components::{count, number};
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
    /// Where the form posts to.
    pub action: String,
    /// Its buttons.
    pub buttons: AnyView,
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
    let mut group = None;
    for row in rows {
        let its_group = list.group.map(|group| group(row));
        if its_group != group {
            group.clone_from(&its_group);
            body.push(view! { <tr class="group"><th colspan=width scope="rowgroup">{its_group}</th></tr> }.into_any());
        }
        let pick = picks.map(|picks| pick(picks, row));
        let cells: Vec<_> = columns.iter().map(|column| cell(column, row)).collect();
        body.push(view! { <tr>{pick}{cells}</tr> }.into_any());
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
    if column.place == Place::Lead {
        let class = column.class.map_or(Cow::Borrowed("lead"), |class| format!("lead {class}").into());
        view! { <th scope="row" class=class>{view}</th> }.into_any()
    } else {
        view! { <td data-label=column.label class=column.class>{view}</td> }.into_any()
    }
}

fn pick<R>(picks: &Picks<R>, row: &R) -> impl IntoView + use<R> {
    let label = format!("Select {}", (picks.label)(row));
    view! { <td class="pick"><input type="checkbox" name=picks.name value=(picks.value)(row) aria-label=label/></td> }
}

/// The line below the table that appears with the first picked row.
pub(super) fn bulk<R>(list: &List<R>, query: &ListQuery, total: usize, buttons: AnyView) -> impl IntoView + use<R> {
    let all = format!("All {}", count(total, list.one, list.many));
    view! {
        <div class="bulk">
            <p><b class="bulk-n" data-all=number(total)></b>" selected"</p>
            <label class="check"><input type="checkbox" name="all" value=query.selection()/>" "<span>{all}</span></label>
            {buttons}
        </div>
    }
}
