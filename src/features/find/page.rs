//! The results as a page.

use crate::features::shared::palette::results::{Group, Hit};
use crate::{
    ui::{count, empty::Empty, head::Head, icon::Icon, number, panel::Panel, search_note::search_note},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

pub fn page(q: &str, groups: Vec<Group>) -> impl IntoView + use<> {
    let total: usize = groups.iter().map(|group| group.hits.len()).sum();
    let sub = if q.trim().is_empty() { "Pages and actions".to_owned() } else { count(total, "result", "results") };
    let note = search_note(q);
    let q = q.to_owned();
    let body = if groups.is_empty() {
        view! {
            <div class="panel">
                <Empty icon=lu::LuSearchX title=format!("No results for “{}”", q.trim()) text="Try fewer letters, or another part of the name."/>
            </div>
        }
        .into_any()
    } else {
        groups.into_iter().map(panel).collect_view().into_any()
    };
    view! {
        <Head title="Find" sub=sub.into_any()/>
        <form class="filters" role="search" aria-label="Find" method="get" action=paths::FIND>
            <label class="search">
                <Icon icon=lu::LuSearch/>
                <span class="vh">"Find pages, actions, people, teams and content"</span>
                <input type="search" name="q" value=q placeholder="Page, action, person, team, workspace, workbook" autocomplete="off"/>
            </label>
            <button class="btn">"Find"</button>
        </form>
        {note}
        <div class="stack">{body}</div>
    }
}

fn panel(group: Group) -> impl IntoView {
    let id = match group.label {
        "Pages" => "pages",
        "Actions" => "actions",
        "Members" => "members",
        "What you can do" => "deeds",
        "Teams" => "teams",
        "Workspaces" => "workspaces",
        "Connections" => "connections",
        "Workbooks" => "workbooks",
        _ => "datasets",
    };
    let all = group.all.map(|(total, href)| {
        view! { <a class="btn btn-quiet btn-sm" href=href>{format!("All {}", number(total))}</a> }.into_any()
    });
    let rows = group.hits.into_iter().map(row).collect_view();
    view! {
        <Panel id=id title=group.label actions=all.into_any()><ul class="rows">{rows}</ul></Panel>
    }
}

fn row(hit: Hit) -> impl IntoView {
    let detail = (!hit.detail.is_empty()).then(|| view! { <small>{hit.detail}</small> });
    view! {
        <li><Icon icon=hit.icon/><div class="row-text"><a href=hit.href>{hit.label}</a>{detail}</div></li>
    }
}
