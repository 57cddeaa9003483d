//! Renaming a workbook, moving it, giving it to somebody else, taking it out of the archive.

use super::{actions::EditWorkbook, heading};
use crate::{
    directory::Snapshot,
    domain::{
        AppError, Baseline, Capability, DocumentRef, File, FilePatch, InodeId, Intent, Invalid, ResourceKind, Subject,
        Workbook, WorkbookId,
    },
    features::shared::{
        contest::{self, Compared, Contest},
        picker::{CandidateSource, PickFrom, PickerField, Resolved, Resources},
        sigma_error_panel::sigma_error_panel,
    },
    sigma,
    ui::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
        panel::Panel,
    },
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// The fields as they were filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    name: String,
    description: String,
    /// The owner's address.
    owner: String,
    /// A workspace to move it into, as typed; empty leaves it where it is.
    place: String,
    /// Id of the workspace whose button was pressed, where several answer to what was typed.
    place_pick: String,
    /// Filled when it is to be taken out of the archive.
    restore: String,
}

impl Fields {
    fn of(file: &File, snapshot: &Snapshot) -> Self {
        let owner = file.owner_id.as_ref().and_then(|id| snapshot.member(id));
        Self {
            name: file.name.clone(),
            description: file.description.clone().unwrap_or_default(),
            owner: owner.map(|member| member.email.clone()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What the form shows; under `place` the id of what the workbook lies in.
    fn baseline(&self, file: &File) -> Baseline {
        Baseline::of([
            ("name", self.name.as_str()),
            ("description", self.description.as_str()),
            ("owner", self.owner.as_str()),
            ("place", place_of(file)),
        ])
    }

    /// The workspace to move it into.
    fn workspace(&self, snapshot: &Snapshot) -> Resolved {
        let typed = if self.place_pick.is_empty() { &self.place } else { &self.place_pick };
        Resources { snapshot, kind: Some(ResourceKind::Workspace) }.resolve(typed)
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, base: &Baseline, file: &File, snapshot: &Snapshot) -> Compared {
        let now = Self::of(file, snapshot);
        let field = |name: &str, label: &str, typed: &str, now: &str| contest::Field {
            name: name.to_owned(),
            label: label.to_owned(),
            typed: typed.to_owned(),
            now: now.to_owned(),
        };
        // Without a place it stays where it is, wherever that is by now.
        let place = self.workspace(snapshot);
        let place = place.id().map(|id| field("place", "Place", id, place_of(file)));
        // An address is the same in any case.
        let is_owner = self.owner.trim().eq_ignore_ascii_case(&now.owner);
        let owner = if is_owner { now.owner.as_str() } else { self.owner.as_str() };
        let fields = [
            field("name", "Name", &self.name, &now.name),
            field("description", "Description", &self.description, &now.description),
            field("owner", "Owner’s e-mail", owner, &now.owner),
        ];
        Compared::new(base, fields.into_iter().chain(place), |value| {
            let named = snapshot.workspace(&value.into()).map(|workspace| workspace.name.as_str());
            contest::quoted(named.unwrap_or(value))
        })
    }

    /// What would change, and what is there now of it.
    fn patch(&self, compared: &Compared, file: &File, snapshot: &Snapshot) -> Result<(FilePatch, FilePatch), Invalid> {
        let mut errors = Invalid::new();
        let (mut patch, mut before) = (FilePatch::default(), FilePatch::default());
        let was = Self::of(file, snapshot);
        let name = self.name.trim();
        if compared.writes("name") && name.is_empty() {
            errors.add("name", "Enter a name.");
        } else if compared.writes("name") {
            patch.name = Some(name.to_owned());
            before.name = Some(was.name);
        }
        if compared.writes("description") {
            patch.description = Some(self.description.trim().to_owned());
            before.description = Some(was.description);
        }
        let owner = self.owner.trim();
        if compared.writes("owner") {
            match snapshot.member_by_email(owner) {
                Some(member) => patch.owner_id = Some(member.id.clone()),
                None if owner.is_empty() => errors.add("owner", "Every workbook has an owner: enter their e-mail."),
                None => errors.add("owner", format!("Nobody in the directory has the address {owner}.")),
            }
            before.owner_id.clone_from(&file.owner_id);
        }
        let place = self.workspace(snapshot);
        if !place.is_settled() {
            errors.add("place", place.problem("workspace").unwrap_or_default());
        } else if let Some(id) = place.id().filter(|_| compared.writes("place")) {
            patch.parent_id = Some(InodeId::new(id));
            before.parent_id.clone_from(&file.parent_id);
        }
        patch.restore = file.is_archived && !self.restore.is_empty();
        if errors.is_empty() { Ok((patch, before)) } else { Err(errors) }
    }
}

/// The edit that a form wants of a workbook, whose file was read at this moment, so that the plan says what it changes and
/// undoing it puts the right values back.
///
/// # Errors
/// Every field that needs attention; none named where somebody else has changed a field too, which the page asks about.
pub fn intent(
    workbook: &Workbook,
    file: &File,
    fields: &Fields,
    base: &Baseline,
    snapshot: &Snapshot,
) -> Result<Intent, Invalid> {
    let compared = fields.compared(base, file, snapshot);
    if !compared.contests.is_empty() {
        return Err(compared.unanswered());
    }
    let (patch, before) = fields.patch(&compared, file, snapshot)?;
    let document = DocumentRef::Workbook(workbook.id.clone());
    Ok(Intent::EditDocument { document, name: file.name.clone(), patch, before })
}

/// The workbook as a file, read from Sigma.
///
/// # Errors
/// That Sigma does not answer, or does not have it.
pub async fn file(cx: &RequestContext, workbook: &Workbook) -> Result<File, sigma::Error> {
    cx.sigma().files().get(&InodeId::new(workbook.id.as_str())).await
}

/// The form with the workbook's present values, or as it was filled in; without Sigma's answer, why there is none.
pub async fn form(cx: RequestContext, Path(id): Path<WorkbookId>) -> Result<Response, AppError> {
    cx.require(Capability::WriteDocuments)?;
    let workbook = heading::find(&cx, &id).await?;
    let page = PageParts::new(format!("Edit {}", workbook.name), NavItem::Workbooks);
    let snapshot = cx.snapshot()?;
    if let Some(owner) = heading::own_folder(&workbook, &snapshot).cloned() {
        return Ok(heading::own_folder_page(cx, workbook, owner, paths::workbook_edit).await);
    }
    let file = match file(&cx, &workbook).await {
        Ok(file) => file,
        Err(error) => {
            let body = move || {
                let panel = sigma_error_panel(&error);
                view! { {head(&workbook)}<Panel id="edit" title="Edit">{panel}</Panel> }
            };
            return Ok(cx.render_page(page, body).await);
        }
    };
    let refilled = cx.refilled::<EditWorkbook>().await?;
    let (fields, base, errors) = if let Some(Refilled { form, errors, .. }) = refilled {
        (form.fields, form.base, errors)
    } else {
        let fields = Fields::of(&file, &snapshot);
        let base = fields.baseline(&file);
        (fields, base, Invalid::new())
    };
    let contests = fields.compared(&base, &file, &snapshot).contests;
    let contests = contest::named(&cx.app.store, &Subject::Workbook(id), contests, contest::sets).await?;
    let body = move || view(&workbook, &file, &fields, &base, &errors, contests, &snapshot);
    Ok(cx.render_page(page.islands(), body).await)
}

fn head(workbook: &Workbook) -> impl IntoView + use<> {
    let sub = "You review the change before anything is sent to Sigma.";
    view! {
        <Head title=format!("Edit {}", workbook.name) crumbs=vec![("Workbooks", paths::WORKBOOKS)] sub=sub.into_any()/>
    }
}

fn view(
    workbook: &Workbook,
    file: &File,
    fields: &Fields,
    base: &Baseline,
    errors: &Invalid,
    contests: Vec<Contest>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let restore = file.is_archived.then(|| {
        let checked = !fields.restore.is_empty();
        view! {
            <label class="check">
                <input type="checkbox" name="restore" value="yes" checked=checked/>
                " "<span>"Take it out of the archive"<small>"It is archived: nobody finds it until then."</small></span>
            </label>
        }
    });
    let place = PickerField {
        function: EditWorkbook::url().to_owned(),
        name: "place",
        from: PickFrom::Workspaces,
        label: "Move to a workspace",
        hint: "It moves to the top of the workspace. Into a folder you move it in Sigma.",
        placeholder: "Name of a workspace",
        resolved: fields.workspace(snapshot),
        likely: Vec::new(),
        error: errors.of("place").map(str::to_owned),
    };
    let stays = format!("It is in {}. Without a name below it stays there.", file.path);
    view! {
        {head(workbook)}
        <form class="form" method="post" action=EditWorkbook::url() novalidate>
            // Enter in a field presses the first button of a form: this one, not the one that finds a workspace.
            <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
            <input type="hidden" name="workbook_id" value=workbook.id.to_string()/>
            {contest::shown(base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Details"</legend>
                <TextField name="name" label="Name" value=fields.name.clone() errors=errors.clone()/>
                <TextField name="description" label="Description" value=fields.description.clone() errors=errors.clone() optional=true max=1000/>
            </fieldset>
            <fieldset class="set">
                <legend>"Owner and folder"</legend>
                <TextField name="owner" label="Owner’s e-mail" kind="email" value=fields.owner.clone() errors=errors.clone() max=254
                    hint="The new owner can do everything with it, whatever they were granted before."/>
                <p class="hint">{stays}</p>
                {place.view()}
                {restore}
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::workbook(&workbook.id)>"Cancel"</a>
            </div>
        </form>
    }
}

/// The id of what the file lies in.
fn place_of(file: &File) -> &str {
    file.parent_id.as_ref().map_or("", InodeId::as_str)
}
