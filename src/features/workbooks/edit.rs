//! Renaming a workbook, moving it, giving it to somebody else, taking it out of the archive.

use super::frame;
use crate::{
    components::{
        contest::{self, Compared, Contest},
        field::{self, TextField},
        head::Head,
        icon::Icon,
        list::Named,
        one_of::{self, OneOf},
        panel::Panel,
        review::{self, Back, Kept, Proposed},
        unanswered::unanswered,
    },
    directory::Snapshot,
    domain::{
        Baseline, Capability, DocumentRef, File, FilePatch, InodeId, Intent, Invalid, Subject, Workbook, WorkbookId,
    },
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

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    name: String,
    description: String,
    /// The owner's address.
    owner: String,
    /// A workspace to move it into, as typed; empty leaves it where it is.
    place: String,
    /// Filled when it is to be taken out of the archive.
    restore: String,
    /// What the form showed; under `place` the id of what the workbook lies in.
    base: Baseline,
    /// The button that was pressed.
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn of(file: &File, snapshot: &Snapshot) -> Self {
        let owner = file.owner_id.as_ref().and_then(|id| snapshot.member(id));
        Self {
            name: file.name.clone(),
            description: file.description.clone().unwrap_or_default(),
            owner: owner.map(|member| member.email.clone()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The form as it is shown first, with what it shows.
    fn fresh(file: &File, snapshot: &Snapshot) -> Self {
        let mut form = Self::of(file, snapshot);
        form.base = Baseline::of([
            ("name", form.name.as_str()),
            ("description", form.description.as_str()),
            ("owner", form.owner.as_str()),
            ("place", place_of(file)),
        ]);
        form
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, file: &File, snapshot: &Snapshot) -> Compared {
        let now = Self::of(file, snapshot);
        let field = |name: &str, label: &str, typed: &str, now: &str| contest::Field {
            name: name.to_owned(),
            label: label.to_owned(),
            typed: typed.to_owned(),
            now: now.to_owned(),
        };
        // Without a place it stays where it is, wherever that is by now.
        let place = workspace(&self.place, snapshot);
        let place = place.id().map(|id| field("place", "Place", id, place_of(file)));
        // An address is the same in any case.
        let is_owner = self.owner.trim().eq_ignore_ascii_case(&now.owner);
        let owner = if is_owner { now.owner.as_str() } else { self.owner.as_str() };
        let fields = [
            field("name", "Name", &self.name, &now.name),
            field("description", "Description", &self.description, &now.description),
            field("owner", "Owner’s e-mail", owner, &now.owner),
        ];
        Compared::new(&self.base, fields.into_iter().chain(place), |value| {
            let named = snapshot.workspace(&value.into()).map(|workspace| workspace.name.as_str());
            contest::quoted(named.unwrap_or(value))
        })
    }

    /// Does what a button of the workspace's field says; whether it was one.
    fn press(&mut self) -> bool {
        match one_of::taken("place", &self.pressed) {
            Some(id) => {
                id.clone_into(&mut self.place);
                true
            }
            None => self.pressed == "find",
        }
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
        match workspace(&self.place, snapshot) {
            Named::Any => {}
            Named::One { .. } if !compared.writes("place") => {}
            Named::One { id, .. } => {
                patch.parent_id = Some(InodeId::new(id));
                before.parent_id.clone_from(&file.parent_id);
            }
            unsettled => {
                if let Some(why) = one_of::unsettled(&unsettled, "workspace") {
                    errors.add("place", why);
                }
            }
        }
        patch.restore = file.is_archived && !self.restore.is_empty();
        if errors.is_empty() { Ok((patch, before)) } else { Err(errors) }
    }
}

/// The form with the workbook's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteDocuments)?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let Editing { cx, workbook, file } = match Editing::begin(cx, workbook).await {
        Ok(editing) => *editing,
        Err(response) => return Ok(response),
    };
    let snapshot = cx.snapshot()?;
    let form = cx.kept_form().await?.unwrap_or_else(|| Form::fresh(&file, &snapshot));
    show(cx, StatusCode::OK, &workbook, &file, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteDocuments)?;
    let mut form: Form = web::form(request).await?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let Editing { cx, workbook, file } = match Editing::begin(cx, workbook).await {
        Ok(editing) => *editing,
        Err(response) => return Ok(response),
    };
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, &workbook, &file, form, Invalid::new()).await;
    }
    if form.press() {
        return show(cx, StatusCode::OK, &workbook, &file, form, Invalid::new()).await;
    }
    let compared = form.compared(&file, &*cx.snapshot()?);
    if !compared.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, &workbook, &file, form, compared.unanswered()).await;
    }
    let (patch, before) = match form.patch(&compared, &file, &*cx.snapshot()?) {
        Ok(patches) => patches,
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, &workbook, &file, form, errors).await,
    };
    let document = DocumentRef::Workbook(workbook.id.clone());
    let intent = Intent::EditDocument { document, name: file.name.clone(), patch, before };
    let back = Back::to_form(paths::workbook_edit(&workbook.id), &form);
    match review::propose(cx, intent, back, Place::Workbooks).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => {
            show(*cx, StatusCode::UNPROCESSABLE_ENTITY, &workbook, &file, form, errors).await
        }
    }
}

/// What editing needs: the workbook as a file, read at this moment, so that the plan says what it changes and undoing
/// it puts the right values back.
struct Editing {
    cx: Cx,
    workbook: Workbook,
    file: File,
}

impl Editing {
    /// Reads the file, or answers with the page that says why it cannot be had.
    async fn begin(cx: Cx, workbook: Workbook) -> Result<Box<Self>, Response> {
        let error = match cx.sigma().files().get(&InodeId::new(workbook.id.as_str())).await {
            Ok(file) => return Ok(Box::new(Self { cx, workbook, file })),
            Err(error) => error,
        };
        let page = PageParts::new(format!("Edit {}", workbook.name), Place::Workbooks);
        let body = move || {
            let panel = unanswered(&error);
            view! { {head(&workbook)}<Panel id="edit" title="Edit">{panel}</Panel> }
        };
        Err(cx.show(page, body).await)
    }
}

async fn show(
    cx: Cx,
    status: StatusCode,
    workbook: &Workbook,
    file: &File,
    form: Form,
    errors: Invalid,
) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let page = PageParts::new(format!("Edit {}", workbook.name), Place::Workbooks).status(status).islands();
    let contests = form.compared(file, &snapshot).contests;
    let contests =
        contest::named(&cx.app.store, &Subject::Workbook(workbook.id.clone()), contests, contest::sets).await?;
    let (workbook, file) = (workbook.clone(), file.clone());
    Ok(cx.show(page, move || view(&workbook, &file, &form, &errors, contests, &snapshot)).await)
}

fn head(workbook: &Workbook) -> impl IntoView + use<> {
    let sub = "You see the plan before anything is sent to Sigma.";
    view! {
        <Head title=format!("Edit {}", workbook.name) crumbs=vec![("Workbooks", paths::WORKBOOKS)] sub=sub.into_any()/>
    }
}

fn view(
    workbook: &Workbook,
    file: &File,
    form: &Form,
    errors: &Invalid,
    contests: Vec<Contest>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let restore = file.is_archived.then(|| {
        let checked = !form.restore.is_empty();
        view! {
            <label class="check">
                <input type="checkbox" name="restore" value="yes" checked=checked/>
                " "<span>"Take it out of the archive"<small>"It is archived: nobody finds it until then."</small></span>
            </label>
        }
    });
    let place = OneOf {
        name: "place",
        of: "workspaces",
        label: "Move to a workspace",
        hint: "It moves to the top of the workspace. Into a folder you move it in Sigma.",
        placeholder: "Name of a workspace",
        named: workspace(&form.place, snapshot),
        likely: Vec::new(),
        error: errors.of("place").map(str::to_owned),
    };
    let stays = format!("It is in {}. Without a name below it stays there.", file.path);
    view! {
        {head(workbook)}
        <form class="form" method="post" novalidate>
            // Enter in a field presses the first button of a form: this one, not the one that finds a workspace.
            <button class="vh" name="do" value="plan" tabindex="-1" aria-hidden="true">"See the plan"</button>
            {contest::shown(&form.base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"What it is"</legend>
                <TextField name="name" label="Name" value=form.name.clone() errors=errors.clone()/>
                <TextField name="description" label="Description" value=form.description.clone() errors=errors.clone() optional=true max=1000/>
            </fieldset>
            <fieldset class="set">
                <legend>"Whose, and where"</legend>
                <TextField name="owner" label="Owner’s e-mail" kind="email" value=form.owner.clone() errors=errors.clone() max=254
                    hint="Whoever gets it can do everything with it, whatever they were granted before."/>
                <p class="hint">{stays}</p>
                {place.view()}
                {restore}
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="plan">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::workbook(&workbook.id)>"Cancel"</a>
            </div>
        </form>
    }
}

/// The id of what the file lies in.
fn place_of(file: &File) -> &str {
    file.parent_id.as_ref().map_or("", InodeId::as_str)
}

fn workspace(typed: &str, snapshot: &Snapshot) -> Named {
    Named::resolve(typed, snapshot.workspaces().iter().map(|w| (w.id.as_str(), w.name.as_str())))
}
