//! What a workbook is made of: pages, elements, columns and the SQL behind them; and where it is embedded. For admins and auditors: SQL shows how
//! the organisation's data is built, which not everybody who finds a workbook in the list may open it for.

use super::{
    embeds, heading,
    outline::{Element, Outline, Page},
};
use crate::{
    domain::{Capability, WorkbookId},
    features::shared::sigma_error_panel::sigma_error_panel,
    ui::{
        count,
        empty::Empty,
        icon::Icon,
        panel::{self, Panel},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let workbook = heading::find(&cx, &WorkbookId::new(id)).await?;
    let (actor, snapshot) = (cx.actor.clone(), cx.snapshot()?);
    let client = cx.sigma();
    let page = PageParts::new(format!("Contents of {}", workbook.name), NavItem::Workbooks);
    if let Some(owner) = heading::own_folder(&workbook, &snapshot).cloned() {
        // Others cannot look inside, but they can see it where it is embedded.
        let embeds = client.workbooks().embeds(&workbook.id).await;
        let body = move || {
            view! {
                {heading::heading(&workbook, &actor, &snapshot, &paths::workbook_contents(&workbook.id))}
                <div class="stack">{heading::own_folder_note(&owner)}{embeds::panel(embeds)}</div>
            }
        };
        return Ok(cx.render_page(page, body).await);
    }
    let (schema, embeds) =
        futures::join!(client.workbooks().schema(&workbook.id, true), client.workbooks().embeds(&workbook.id));
    let body = move || {
        let found = match schema {
            Ok(schema) => view(&Outline::of(&schema)).into_any(),
            Err(error) => {
                view! { <Panel id="contents" title="Contents">{sigma_error_panel(&error)}</Panel> }.into_any()
            }
        };
        view! {
            {heading::heading(&workbook, &actor, &snapshot, &paths::workbook_contents(&workbook.id))}
            <div class="stack">
                {embeds::panel(embeds)}
                <div class="flash t-warn">
                    <Icon icon=lu::LuTriangleAlert/>
                    <p>
                        <b>"Deprecated by Sigma."</b>" Since December 2023 this description of a workbook may be incomplete, and it may go away. "
                        "What is in it Sigma does not publish: the portal shows what it understands."
                    </p>
                </div>
                {found}
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn view(outline: &Outline) -> impl IntoView + use<> {
    if outline.pages.is_empty() && outline.loose.is_empty() {
        return view! {
            <Panel id="contents" title="Contents">
                <Empty icon=lu::LuFileQuestion title="Sigma says nothing of it" text="The workbook is empty, or Sigma no longer describes it."/>
            </Panel>
        }
        .into_any();
    }
    let pages = outline.pages.iter().map(page).collect_view();
    let loose = (!outline.loose.is_empty())
        .then(|| page(&Page { id: String::new(), name: "On no page".to_owned(), elements: outline.loose.clone() }));
    view! { <div class="stack">{pages}{loose}</div> }.into_any()
}

fn page(page: &Page) -> impl IntoView + use<> {
    let n = count(page.elements.len(), "element", "elements");
    let elements = page.elements.iter().map(element).collect_view();
    let id = (!page.id.is_empty()).then(|| panel::id(&page.id));
    let empty = page.elements.is_empty().then(|| view! { <p class="panel-body muted">"Nothing on this page."</p> });
    view! {
        <section class="panel">
            <header class="panel-head"><h2>{page.name.clone()}</h2>" "<span class="n">{n}</span><div class="actions">{id}</div></header>
            {empty}
            <ul class="elements">{elements}</ul>
        </section>
    }
}

fn element(element: &Element) -> impl IntoView + use<> {
    let kind = element.kind.clone().map(|kind| view! { <span class="tag">{kind}</span> });
    let columns = (!element.columns.is_empty()).then(|| {
        let n = count(element.columns.len(), "column", "columns");
        view! { <p class="muted">{n}": "{element.columns.join(", ")}</p> }
    });
    let sql = match (&element.sql, &element.trouble) {
        (Some(sql), _) => {
            let label = format!("SQL of {}", element.name);
            view! {
                <details>
                    <summary>"SQL"<span class="vh">{format!(" of {}", element.name)}</span></summary>
                    <pre class="code code-whole" tabindex="0" aria-label=label><code>{sql.clone()}</code></pre>
                    <p class="hint">"One click selects all of it."</p>
                </details>
            }
            .into_any()
        }
        (None, Some(trouble)) => view! { <p class="muted">"No SQL: "{trouble.clone()}</p> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <li>
            <div class="element-head"><h3>{element.name.clone()}</h3>{kind}{panel::id(&element.id)}</div>
            {columns}
            {sql}
        </li>
    }
}
