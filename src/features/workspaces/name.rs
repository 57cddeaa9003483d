//! Making a workspace and renaming one: both are a name that must not be taken.

use crate::{
    components::{
        contest::{self, Compared, Contest},
        field,
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    directory::Snapshot,
    domain::{Baseline, Capability, Intent, Invalid, Subject, Workspace, WorkspaceId},
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Form {
    name: String,
    /// What the form showed.
    base: Baseline,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

/// What the form is for: a new workspace, or another name for one.
struct Task {
    renamed: Option<Workspace>,
    snapshot: Arc<Snapshot>,
}

impl Task {
    fn new(cx: &Cx) -> Result<Self, Fault> {
        cx.require(Capability::WriteWorkspaces)?;
        Ok(Self { renamed: None, snapshot: cx.snapshot()? })
    }

    fn of(cx: &Cx, id: String) -> Result<Self, Fault> {
        let task = Self::new(cx)?;
        let workspace = task.snapshot.workspace(&WorkspaceId::new(id)).cloned().ok_or(Fault::NotFound)?;
        Ok(Self { renamed: Some(workspace), ..task })
    }

    fn title(&self) -> String {
        self.renamed.as_ref().map_or("Create a workspace".to_owned(), |w| format!("Rename {}", w.name))
    }

    /// The form's own path.
    fn path(&self) -> String {
        self.renamed.as_ref().map_or(paths::WORKSPACE_NEW.to_owned(), |w| paths::workspace_edit(&w.id))
    }

    /// Where “Cancel” leads.
    fn out(&self) -> String {
        self.renamed.as_ref().map_or(paths::WORKSPACES.to_owned(), |w| paths::workspace(&w.id))
    }

    /// What was done to the name since the form was shown; a new workspace's is nobody else's.
    fn compared(&self, form: &Form) -> Compared {
        let field = self.renamed.as_ref().map(|workspace| contest::Field {
            name: "name".to_owned(),
            label: "Name".to_owned(),
            typed: form.name.clone(),
            now: workspace.name.clone(),
        });
        Compared::new(&form.base, field, contest::quoted)
    }

    fn intent(&self, name: String) -> Intent {
        match &self.renamed {
            None => Intent::CreateWorkspace { name },
            Some(workspace) => {
                let before = [("name".to_owned(), workspace.value("name"))].into_iter().collect();
                Intent::RenameWorkspace { workspace_id: workspace.id.clone(), name, before }
            }
        }
    }
}

/// The form of a new workspace.
pub async fn create_form(cx: Cx) -> Result<Response, Fault> {
    let task = Task::new(&cx)?;
    let form = cx.kept_form().await?.unwrap_or_default();
    show(cx, StatusCode::OK, task, form, Invalid::new()).await
}

/// Checks the name of a new workspace and shows the plan.
pub async fn create(cx: Cx, request: Request) -> Result<Response, Fault> {
    let task = Task::new(&cx)?;
    submit(cx, task, request).await
}

/// The form with a workspace's present name.
pub async fn rename_form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let task = Task::of(&cx, id)?;
    let name = task.renamed.as_ref().map(|w| w.name.clone()).unwrap_or_default();
    let fresh = || Form { base: Baseline::of([("name", name.as_str())]), name: name.clone(), kept: None };
    let form = cx.kept_form().await?.unwrap_or_else(fresh);
    show(cx, StatusCode::OK, task, form, Invalid::new()).await
}

/// Checks a workspace's new name and shows the plan.
pub async fn rename(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let task = Task::of(&cx, id)?;
    submit(cx, task, request).await
}

async fn submit(cx: Cx, task: Task, request: Request) -> Result<Response, Fault> {
    let mut form: Form = web::form(request).await?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, task, form, Invalid::new()).await;
    }
    let compared = task.compared(&form);
    if !compared.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, task, form, compared.unanswered()).await;
    }
    // Left as it was shown, or settled for somebody else's name: nothing of it is this person's.
    let name = match &task.renamed {
        Some(workspace) if !compared.writes("name") => workspace.name.clone(),
        _ => form.name.trim().to_owned(),
    };
    if name.is_empty() {
        let errors = Invalid::one("name", "Enter a name.");
        return show(cx, StatusCode::UNPROCESSABLE_ENTITY, task, form, errors).await;
    }
    let back = Back::to_form(task.path(), &form);
    match review::propose(cx, task.intent(name), back, Place::Workspaces).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => show(*cx, StatusCode::UNPROCESSABLE_ENTITY, task, form, errors).await,
    }
}

async fn show(cx: Cx, status: StatusCode, task: Task, form: Form, errors: Invalid) -> Result<Response, Fault> {
    let page = PageParts::new(task.title(), Place::Workspaces).status(status);
    let mut contests = task.compared(&form).contests;
    if let Some(workspace) = &task.renamed {
        contests =
            contest::named(&cx.app.store, &Subject::Workspace(workspace.id.clone()), contests, contest::sets).await?;
    }
    Ok(cx.show(page, move || view(&task, &form, &errors, contests)).await)
}

fn view(task: &Task, form: &Form, errors: &Invalid, contests: Vec<Contest>) -> impl IntoView + use<> {
    let error = errors.of("name").map(|error| field::field_error("name", error.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "name-hint name-error" } else { "name-hint" };
    let typed = form.name.trim();
    let is_taken =
        |w: &&Workspace| w.name.eq_ignore_ascii_case(typed) && Some(&w.id) != task.renamed.as_ref().map(|r| &r.id);
    let taken = error.is_some().then(|| task.snapshot.workspaces().iter().find(is_taken)).flatten().map(|taken| {
        let (href, words) = (paths::workspace(&taken.id), format!("Open the workspace {}", taken.name));
        view! { <p class="hint"><a href=href>{words}</a></p> }
    });
    let legend = if task.renamed.is_some() { "New name" } else { "The workspace" };
    view! {
        <Head title=task.title() crumbs=vec![("Workspaces", paths::WORKSPACES)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {contest::shown(&form.base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>{legend}</legend>
                <div class="field">
                    <label for="name">"Name"</label>
                    <p class="hint" id="name-hint">"One that no other workspace has, whatever its capitals. Who gets access is chosen afterwards."</p>
                    <input class="input" id="name" name="name" value=form.name.clone() maxlength="200" autocomplete="off" required aria-describedby=described aria-invalid=invalid/>
                    {error}
                    {taken}
                </div>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=task.out()>"Cancel"</a>
            </div>
        </form>
    }
}
