//! What a workspace contains, one level of its folders at a time.

use super::files::{Contents, SIGMA_TIMEOUT, contents as ask};
use crate::{
    directory::Snapshot,
    domain::{File, FileKind, InodeId, WorkspaceId},
    features::shared::{
        resource_access::{Resource, ResourceTab},
        sigma_error_panel::sigma_error_panel,
    },
    sigma,
    ui::{date, empty::Empty, icon::Icon, number, panel::Panel},
    web::{AppError, PageParts, RequestContext, decode, paths},
};
use axum::{extract::Path, response::Response};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    folder: String,
}

/// The page: complete whatever Sigma answers.
pub async fn contents(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let snapshot = cx.snapshot()?;
    let query: Query = decode(cx.parts.uri.query());
    let folder = Some(InodeId::new(query.folder)).filter(|folder| !folder.is_empty());
    let answer = match ask(&cx.sigma_within(SIGMA_TIMEOUT), &id, folder.as_ref()).await {
        Ok(Some(contents)) => Ok(contents),
        Ok(None) => return Err(AppError::NotFound),
        Err(error) => Err(error),
    };
    let offers = resource.offers(&cx);
    let page = PageParts::new(format!("Contents of {}", resource.name), resource.place());
    let body = move || {
        let panel = panel(&resource, &id, folder.as_ref(), answer, &snapshot);
        view! { {resource.head(ResourceTab::Contents, &snapshot, offers)}{panel} }
    };
    Ok(cx.render_page(page, body).await)
}

fn panel(
    resource: &Resource,
    id: &WorkspaceId,
    folder: Option<&InodeId>,
    answer: Result<Contents, sigma::Error>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let hint = view! {
        <footer class="panel-foot">
            "Asked of Sigma just now. It shows what the portal's own account can see, and new files only after a while."
        </footer>
    };
    let Contents { files, more, trail } = match answer {
        Ok(contents) => contents,
        Err(error) => {
            let again = sigma_error_panel(&error);
            return view! { <Panel id="contents" title="Contents">{again}</Panel> }.into_any();
        }
    };
    let n = if more { format!("more than {}", number(files.len())) } else { number(files.len()) };
    let crumbs = (!trail.is_empty()).then(|| crumbs(resource, id, &trail));
    let body = if files.is_empty() {
        let title = if folder.is_some() { "This folder is empty" } else { "This workspace is empty" };
        let text = "Or what it contains is nothing that the portal's own account can see in Sigma.";
        view! { <Empty icon=lu::LuFolderOpen title=title text=text/> }.into_any()
    } else {
        let rows = files.iter().map(|file| row(file, id, snapshot)).collect_view();
        view! {
            <table class="table">
                <caption class="vh">{format!("Contents of {}", resource.name)}</caption>
                <thead><tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Kind"</th>
                    <th scope="col">"Owner"</th>
                    <th scope="col" class="lo">"Updated"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! { <Panel id="contents" title="Contents" count=n class="table-box">{crumbs}{body}{hint}</Panel> }.into_any()
}

/// The way from the workspace to the folder.
fn crumbs(resource: &Resource, id: &WorkspaceId, trail: &[File]) -> impl IntoView + use<> {
    let last = trail.len() - 1;
    let folders: Vec<_> = trail
        .iter()
        .enumerate()
        .map(|(at, folder)| {
            let name = folder.name.clone();
            if at == last {
                return view! { <li aria-current="page">{name}</li> }.into_any();
            }
            view! { <li><a href=paths::workspace_folder(id, &folder.id)>{name}</a></li> }.into_any()
        })
        .collect();
    let (root, name) = (paths::workspace_files(id), resource.name.clone());
    view! {
        <nav class="crumbs panel-crumbs" aria-label="Folders"><ol><li><a href=root>{name}</a></li>{folders}</ol></nav>
    }
}

fn row(file: &File, workspace: &WorkspaceId, snapshot: &Snapshot) -> impl IntoView + use<> {
    let (icon, kind) = kind(&file.kind);
    let href = match &file.kind {
        FileKind::Folder => Some(paths::workspace_folder(workspace, &file.id)),
        FileKind::Workbook => Some(paths::workbook(&file.id.as_str().into())),
        FileKind::Dataset => Some(paths::dataset(&file.id.as_str().into())),
        FileKind::DataModel => Some(paths::data_model(&file.id.as_str().into())),
        FileKind::Report => Some(paths::report(&file.id.as_str().into())),
        _ => None,
    };
    let name = match href {
        Some(href) => view! { <a href=href>{file.name.clone()}</a> }.into_any(),
        None => file.name.clone().into_any(),
    };
    let badge = file.badge.clone().map(|badge| view! { " "<span class="tag">{badge}</span> });
    let archived = file.is_archived.then(|| view! { " "<span class="status is-archived">"Archived"</span> });
    let owner = match file.owner_id.as_ref().and_then(|owner| snapshot.findable(owner)) {
        Some(owner) => view! { <a href=paths::member(&owner.id)>{owner.full_name()}</a> }.into_any(),
        None => view! { <span class="muted">"unknown"</span> }.into_any(),
    };
    let (at, day) = (file.updated_at.to_string(), date(file.updated_at));
    view! {
        <tr>
            <th scope="row" class="lead"><div class="what"><Icon icon=icon/><span>{name}{badge}{archived}</span></div></th>
            <td data-label="Kind">{kind}</td>
            <td data-label="Owner">{owner}</td>
            <td data-label="Updated" class="lo muted nowrap"><time datetime=at>{day}</time></td>
        </tr>
    }
}

/// A kind's picture and word.
pub fn kind(kind: &FileKind) -> (Drawing, String) {
    let (icon, word) = match kind {
        FileKind::Workspace => (lu::LuFolders, "Workspace"),
        FileKind::Folder => (lu::LuFolder, "Folder"),
        FileKind::Workbook => (lu::LuBookOpen, "Workbook"),
        FileKind::Dataset => (lu::LuTable2, "Dataset"),
        FileKind::DataModel => (lu::LuBoxes, "Data model"),
        FileKind::Sql => (lu::LuFileCode, "SQL"),
        FileKind::Worksheet => (lu::LuSheet, "Worksheet"),
        FileKind::Dashboard => (lu::LuLayoutDashboard, "Dashboard"),
        FileKind::Template => (lu::LuLayoutTemplate, "Template"),
        FileKind::Table => (lu::LuTable, "Table"),
        FileKind::Symlink => (lu::LuLink, "Shortcut"),
        FileKind::Report => (lu::LuFileText, "Report"),
        FileKind::Other(word) => return (lu::LuFile, word.clone()),
    };
    (icon, word.to_owned())
}
