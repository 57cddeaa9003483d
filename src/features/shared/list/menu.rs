//! Column choice and CSV.

use super::{List, ListQuery, column::ColumnVisibility};
use crate::ui::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// Id of the menu that the columns button opens.
const MENU: &str = "columns";

/// The buttons at the end of the line above a list.
pub(super) fn tools<R>(list: &List<R>, query: &ListQuery) -> impl IntoView + use<R> {
    let offered: Vec<_> = list.columns.iter().filter(|c| c.place != ColumnVisibility::WithinLead).collect();
    let choosable = offered.iter().any(|c| c.place != ColumnVisibility::Lead);
    let checks: Vec<_> = offered
        .into_iter()
        .map(|column| {
            let shown = query.shows(column.slug, column.place);
            let lead = column.place == ColumnVisibility::Lead;
            view! {
                <label class="check">
                    <input type="checkbox" name=ListQuery::COLUMNS value=column.slug checked=shown disabled=lead/>
                    " "<span>{column.heading}</span>
                </label>
            }
        })
        .collect();
    let path = query.path().to_owned();
    let carried = hidden(query.carried(&[ListQuery::COLUMNS]));
    let menu = choosable.then(|| view! {
        <button class="btn btn-quiet btn-sm" type="button" popovertarget=MENU><Icon icon=lu::LuColumns3/>" Columns"</button>
        <form class="menu menu-form" id=MENU popover="auto" method="get" action=path aria-label="Columns">
            {checks}
            {carried}
            <button class="btn btn-sm">"Show these"</button>
        </form>
    });
    view! {
        <div class="tools">
            {menu}
            <a class="btn btn-quiet btn-sm" href=query.csv_url() download=""><Icon icon=lu::LuDownload/>" CSV"</a>
        </div>
    }
}

pub(super) fn hidden(pairs: Vec<(&'static str, String)>) -> impl IntoView {
    pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}
