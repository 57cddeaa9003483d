//! The form that makes or changes a package.

use super::{
    actions::SavePackage,
    file,
    form::{PackageForm, Settled},
};
use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, Invalid, MemberId, PackageId, text},
    features::shared::grant_editor::{EditorParts, EditorSubject, GrantEditor},
    store::PageRequest,
    ui::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
    },
    web::{self, AppError, NavItem, PageParts, Refilled, RequestContext, decode, paths},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

/// What a package is, in a sentence.
const BUNDLE: &str = "A bundle of access that belongs to a job. People request it as one, and one decision grants it.";

/// Whoever holds it is not looked at here.
const ONE: PageRequest = PageRequest { number: 1, size: 1 };

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The member id of somebody whose access is the beginning.
    from: String,
    /// The id of a file that was taken.
    file: String,
}

/// What the form is about.
struct About {
    id: PackageId,
    written: i64,
    title: String,
    sub: String,
    back: String,
}

pub async fn new(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let Query { from, file } = decode(cx.parts.uri.query());
    if !file.is_empty() {
        let (form, errors) = file::filled_in(&cx, &file).await?;
        return page(cx, fresh(BUNDLE.to_owned()), form, errors).await;
    }
    let snapshot = cx.snapshot()?;
    let member = snapshot.member(&MemberId::new(from)).filter(|member| !member.is_system());
    let sub = match member {
        Some(member) => {
            format!("With what {} has: remove what belongs to the person and not to the job.", member.full_name())
        }
        None => BUNDLE.to_owned(),
    };
    let form = member.map(|member| PackageForm::as_of(member, &snapshot)).unwrap_or_default();
    page(cx, fresh(sub), form, Invalid::new()).await
}

/// The empty form, after a file that was none.
pub async fn blank(cx: RequestContext, errors: Invalid) -> Result<Response, AppError> {
    page(cx, fresh(BUNDLE.to_owned()), PackageForm::default(), errors).await
}

fn fresh(sub: String) -> About {
    let (title, back) = ("New access package".to_owned(), paths::PACKAGES.to_owned());
    About { id: PackageId::default(), written: 0, title, sub, back }
}

pub async fn edit(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let held = cx.app.requests.package(&PackageId::new(id), &cx.actor, ONE).await?;
    let form = PackageForm::of(&held.package, &held.owners, &*cx.snapshot()?);
    let about = About {
        id: held.package.id.clone(),
        written: held.package.written,
        title: format!("Edit {}", held.package.name),
        sub: "Changing what it gives makes a new version. Nobody who holds it is changed by that.".to_owned(),
        back: paths::package(&held.package.id),
    };
    page(cx, about, form, Invalid::new()).await
}

async fn page(cx: RequestContext, about: About, form: PackageForm, wrong: Invalid) -> Result<Response, AppError> {
    let (form, errors, written) = match cx.refilled::<SavePackage>().await? {
        Some(Refilled { form, errors, .. }) => {
            let SavePackage { written, fields, teams, workspaces, connections, .. } = form;
            (PackageForm { fields, teams, workspaces, connections }, errors, written)
        }
        None => (form, wrong, about.written),
    };
    let about = About { written, ..about };
    let form = form.settled(&cx)?;
    let (actor, snapshot) = (cx.actor.clone(), cx.snapshot()?);
    let page = PageParts::new(about.title.clone(), NavItem::Packages).islands();
    let unreadable = errors.of("file").is_some();
    let page = if unreadable { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page };
    Ok(cx.render_page(page, move || view(about, form, &errors, &actor, &snapshot)).await)
}

fn view(about: About, form: Settled, errors: &Invalid, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
    let About { id, written, title, sub, back } = about;
    let is_new = id.is_empty();
    let Settled { fields, teams, workspaces, connections } = form;
    let error = |name: &str| errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    let editor = |rows: GrantEditor, name, label, add, subject: EditorSubject| {
        let candidates = subject.candidates(actor, snapshot, &[]);
        let question = rows.unclear(subject.noun()).filter(|_| errors.of(name).is_none());
        let parts = EditorParts { name, label, add, subject: subject.clone(), function: SavePackage::PATH };
        rows.view(parts, question, &*candidates, snapshot)
    };
    let teams = editor(teams, "teams", "Teams", "Add a team", EditorSubject::Teams);
    let workspaces = editor(workspaces, "workspaces", "Workspaces", "Add a workspace", EditorSubject::Workspaces);
    let connections = editor(connections, "connections", "Connections", "Add a connection", EditorSubject::Connections);
    let types: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|one| {
            let selected = one.name.eq_ignore_ascii_case(fields.account_type.trim());
            view! { <option value=one.name.clone() selected=selected>{one.name.clone()}</option> }
        })
        .collect();
    let wrong = ["account_type", "teams", "workspaces", "connections", "attributes"].map(error);
    let [wrong_type, wrong_teams, wrong_workspaces, wrong_connections, wrong_attributes] = wrong;
    let owners_hint = "E-mail addresses, separated by commas. They decide about requests; without owners, admins do.";
    view! {
        <Head title=title crumbs=vec![("Access packages", paths::PACKAGES)] sub=sub.into_any()/>
        <div class="form">
            {is_new.then(|| from_file(errors))}
            <form class="form" method="post" action=SavePackage::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not an editor's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Save package"</button>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="written" value=written/>
                {field::summary(errors)}
                <fieldset class="set">
                    <legend>"Package"</legend>
                    <TextField name="name" label="Name" value=fields.name.clone() errors=errors.clone() hint="The job it is for: “Sales analyst”."/>
                    <TextField name="description" label="Description" value=fields.description.clone() errors=errors.clone() optional=true
                        hint="Who should request it. Shown in the catalogue." max=text::NOTE/>
                    <TextField name="owners" label="Owners" value=fields.owners.clone() errors=errors.clone() optional=true hint=owners_hint max=text::NOTE/>
                </fieldset>
                <fieldset class="set">
                    <legend>"Account type"</legend>
                    <div class="field">
                        <label for="account_type">"Account type"</label>
                        <p class="hint" id="account_type-hint">"People without an account can request packages with one. Nobody gets an account type that allows less than they have."</p>
                        <select class="input" id="account_type" name="account_type" aria-describedby="account_type-hint">
                            <option value="">"Leave as it is"</option>{types}
                        </select>
                        {wrong_type}
                    </div>
                </fieldset>
                <fieldset class="set">
                    <legend>"Access"</legend>
                    <div class="field"><span class="label">"Teams "<small>"optional"</small></span>
                        <p class="hint">"Team admins can be named only when someone is invited. Members join as members."</p>{teams}{wrong_teams}</div>
                    <div class="field"><span class="label">"Workspaces "<small>"optional"</small></span>{workspaces}{wrong_workspaces}</div>
                    <div class="field"><span class="label">"Connections "<small>"optional"</small></span>{connections}{wrong_connections}</div>
                    <div class="field">
                        <label for="attributes">"User attributes "<small>"optional"</small></label>
                        <p class="hint" id="attributes-hint">"One per line, with its value: Region: EMEA"</p>
                        <textarea class="input" id="attributes" name="attributes" rows="3" aria-describedby="attributes-hint"
                            inner_html=web::escaped(&fields.attributes)></textarea>
                        {wrong_attributes}
                    </div>
                </fieldset>
                <div class="form-end">
                    <button class="btn btn-primary"><Icon icon=lu::LuCheck/>" Save package"</button>
                    <a class="btn btn-quiet" href=back>"Cancel"</a>
                </div>
            </form>
        </div>
    }
}

/// A file of a package instead of typing; closed unless one was refused.
fn from_file(errors: &Invalid) -> impl IntoView + use<> {
    let wrong = errors.of("file").map(|why| field::field_error("file", why.to_owned()));
    let is_open = wrong.is_some();
    let invalid = is_open.then_some("true");
    let described = if is_open { "file-hint file-error" } else { "file-hint" };
    view! {
        <details class="set" open=is_open>
            <summary>"Start from a file"</summary>
            <form class="stack" method="post" action=paths::PACKAGE_NEW enctype="multipart/form-data">
                <div class="field">
                    <label for="file">"Package file"</label>
                    <p class="hint" id="file-hint">"As the page of a package exports it. You see everything before it is saved."</p>
                    <input class="input" id="file" name="file" type="file" accept=".json,application/json" required=true
                        aria-describedby=described aria-invalid=invalid/>
                    {wrong}
                </div>
                <div><button class="btn">"Fill in the form"</button></div>
            </form>
        </details>
    }
}
