//! Making a workspace and renaming one: both are a name that must not be taken.

use super::{
    actions::{CreateWorkspace, RenameWorkspace},
    first::FirstAccess,
};
use crate::{
    directory::Snapshot,
    domain::{AppError, Baseline, Capability, Intent, Invalid, Subject, Workspace, WorkspaceId, text},
    features::shared::{
        contest::{self, Compared, Contest},
        live_plan,
    },
    ui::{field, head::Head, icon::Icon},
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The name that was typed, without blanks around it.
///
/// # Errors
/// That there is none.
pub fn typed(name: &str) -> Result<String, Invalid> {
    match name.trim() {
        "" => Err(Invalid::one("name", "Enter a name.")),
        name => Ok(name.to_owned()),
    }
}

/// What was done to a workspace's name since the form was shown.
fn compared(workspace: &Workspace, name: &str, base: &Baseline) -> Compared {
    let field = contest::Field {
        name: "name".to_owned(),
        label: "Name".to_owned(),
        typed: name.to_owned(),
        now: workspace.name.clone(),
    };
    Compared::new(base, [field], contest::quoted)
}

/// The renaming that a form wants.
///
/// # Errors
/// That there is no name; no field is named where somebody else has renamed it too, which the page asks about.
pub fn renaming(workspace: &Workspace, name: &str, base: &Baseline) -> Result<Intent, Invalid> {
    let compared = compared(workspace, name, base);
    if !compared.contests.is_empty() {
        return Err(compared.unanswered());
    }
    // Left as it was shown, or settled for somebody else's name: nothing of it is this person's.
    let name = if compared.writes("name") { typed(name)? } else { workspace.name.clone() };
    let before = [("name".to_owned(), workspace.value("name"))].into_iter().collect();
    Ok(Intent::RenameWorkspace { workspace_id: workspace.id.clone(), name, before })
}

/// The form of a new workspace.
pub async fn create_form(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteWorkspaces)?;
    let snapshot = cx.snapshot()?;
    let (name, grants, errors) = match cx.refilled::<CreateWorkspace>().await? {
        Some(Refilled { form, errors, .. }) => (form.name, form.grants, errors),
        None => Default::default(),
    };
    let actor = cx.actor.clone();
    let first = FirstAccess::settled(grants, &actor, &snapshot);
    let page = PageParts::new("Create a workspace", NavItem::Workspaces).islands();
    let body = move || {
        let name_field = field_view("Details", &name, &errors, taken(&name, None, &snapshot));
        let first = first.view(&errors, &actor, &snapshot);
        let form = view! {
            <form class="form" method="post" action=CreateWorkspace::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not an editor's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
                {field::summary(&errors)}
                {name_field}
                {first}
                {end(paths::WORKSPACES.to_owned())}
            </form>
        };
        view! {
            <Head title="Create a workspace" crumbs=vec![("Workspaces", paths::WORKSPACES)] sub=sub().into_any()/>
            {live_plan::beside::<CreateWorkspace>(form, None)}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The form with a workspace's present name, or as it was filled in.
pub async fn rename_form(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    cx.require(Capability::WriteWorkspaces)?;
    let snapshot = cx.snapshot()?;
    let workspace = snapshot.workspace(&id).cloned().ok_or(AppError::NotFound)?;
    let (name, base, errors) = match cx.refilled::<RenameWorkspace>().await? {
        Some(Refilled { form: RenameWorkspace { name, base, .. }, errors, .. }) => (name, base, errors),
        None => (workspace.name.clone(), Baseline::of([("name", workspace.name.as_str())]), Invalid::new()),
    };
    let contests = compared(&workspace, &name, &base).contests;
    let contests = contest::named(&cx.app.store, &Subject::Workspace(id), contests, contest::sets).await?;
    let page = PageParts::new(format!("Rename {}", workspace.name), NavItem::Workspaces).islands();
    Ok(cx.render_page(page, move || rename_view(&workspace, &name, &base, &errors, contests, &snapshot)).await)
}

fn rename_view(
    workspace: &Workspace,
    name: &str,
    base: &Baseline,
    errors: &Invalid,
    contests: Vec<Contest>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let name_field = field_view("New name", name, errors, taken(name, Some(&workspace.id), snapshot));
    let form = view! {
        <form class="form" method="post" action=RenameWorkspace::url() novalidate>
            <input type="hidden" name="workspace_id" value=workspace.id.to_string()/>
            {contest::shown(base)}
            {field::summary(errors)}
            {contest::question(contests)}
            {name_field}
            {end(paths::workspace(&workspace.id))}
        </form>
    };
    view! {
        <Head title=format!("Rename {}", workspace.name) crumbs=vec![("Workspaces", paths::WORKSPACES)] sub=sub().into_any()/>
        {live_plan::beside::<RenameWorkspace>(form, None)}
    }
}

/// The other workspace of that name.
fn taken<'a>(name: &str, but: Option<&WorkspaceId>, snapshot: &'a Snapshot) -> Option<&'a Workspace> {
    let is_it = |w: &&Workspace| w.name.eq_ignore_ascii_case(name.trim()) && Some(&w.id) != but;
    snapshot.workspaces().iter().find(is_it)
}

fn field_view(legend: &'static str, name: &str, errors: &Invalid, taken: Option<&Workspace>) -> impl IntoView + use<> {
    let error = errors.of("name").map(|error| field::field_error("name", error.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "name-hint name-error" } else { "name-hint" };
    let taken = taken.filter(|_| error.is_some()).map(|taken| {
        let (href, words) = (paths::workspace(&taken.id), format!("Open the workspace {}", taken.name));
        view! { <p class="hint"><a href=href>{words}</a></p> }
    });
    view! {
        <fieldset class="set">
            <legend>{legend}</legend>
            <div class="field">
                <label for="name">"Name"</label>
                <p class="hint" id="name-hint">"Must be unique. Not case-sensitive."</p>
                <input class="input" id="name" name="name" value=name.to_owned() maxlength=text::THING_NAME autocomplete="off" required aria-describedby=described aria-invalid=invalid/>
                {error}
                {taken}
            </div>
        </fieldset>
    }
}

fn sub() -> &'static str {
    "You review the change before anything is sent to Sigma."
}

fn end(cancel: String) -> impl IntoView {
    view! {
        <div class="form-end">
            <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
            <a class="btn btn-quiet" href=cancel>"Cancel"</a>
        </div>
    }
}
