//! Column choice and CSV.

use super::{List, ListQuery, SavedList, column::ColumnVisibility, saved::KeepColumns};
use crate::ui::icon::Icon;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Id of the menu that the columns button opens.
const MENU: &str = "columns";

/// The buttons at the end of the line above a list.
pub(super) fn tools<R>(list: &List<R>, query: &ListQuery, saved: Option<&SavedList>) -> impl IntoView + use<R> {
    let offered: Vec<_> = list.columns.iter().filter(|c| c.place != ColumnVisibility::WithinLead).collect();
    let choosable = offered.iter().any(|c| c.place != ColumnVisibility::Lead);
    let name = if saved.is_some() { "columns[]" } else { ListQuery::COLUMNS };
    let checks: Vec<_> = offered
        .into_iter()
        .map(|column| {
            let shown = query.shows(column.slug, column.place);
            let lead = column.place == ColumnVisibility::Lead;
            view! {
                <label class="check">
                    <input type="checkbox" name=name value=column.slug checked=shown disabled=lead/>
                    " "<span>{column.heading}</span>
                </label>
            }
        })
        .collect();
    // Where columns are remembered, choosing them is a form that writes; elsewhere it is a link like any other.
    let (method, action, carried) = if saved.is_some() {
        let own = vec![("list", list.caption.to_owned()), ("at", query.url())];
        ("post", KeepColumns::url().to_owned(), hidden(own).into_any())
    } else {
        ("get", query.path().to_owned(), hidden(query.carried(&[ListQuery::COLUMNS])).into_any())
    };
    let views = saved.map(|saved| saved.menu(list, query));
    let menu = choosable.then(|| view! {
        <button class="btn btn-quiet btn-sm" type="button" popovertarget=MENU><Icon icon=lu::LuColumns3/>" Columns"</button>
        <form class="menu menu-form" id=MENU popover="auto" method=method action=action aria-label="Columns">
            {checks}
            {carried}
            <button class="btn btn-sm">"Show these"</button>
        </form>
    });
    view! {
        <div class="tools">
            {views}
            {menu}
            <a class="btn btn-quiet btn-sm" href=query.csv_url() download=""><Icon icon=lu::LuDownload/>" CSV"</a>
        </div>
    }
}

pub(super) fn hidden(pairs: Vec<(&'static str, String)>) -> impl IntoView {
    pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}
