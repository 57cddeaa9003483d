//! Giving many people and teams access to a resource at once.

use super::{Resource, change::seen, compared::compared, note::note};
use crate::{
    components::{
        contest::{self, Contest},
        field, grantee,
        grants::{Grants, Row, Words},
        head::Head,
        icon::Icon,
        number,
        review::{self, Back, Kept, Proposed},
        things::Grantees,
    },
    directory::Snapshot,
    domain::{Baseline, Grantee, Intent, Invalid, Permission, ResourceRef},
    people::{
        list,
        lookup::{Found, look_up},
    },
    web::{self, Cx, Fault, PageParts, paths},
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

/// Name of the editor in the form.
const EDITOR: &str = "grants";

/// Most people and teams in one form: what a form may weigh, divided by what a row does.
const MOST: usize = 500;

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Form {
    /// Who, and at which level.
    grants: Grants,
    /// Addresses to add, in any form that has them apart.
    addresses: String,
    /// The levels that were shown beside the rows, by their keys.
    base: Baseline,
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    /// Adds the people that the pasted list means; lines that mean nobody clearly stay, with an error.
    fn paste(&mut self, snapshot: &Snapshot, levels: &[(&'static str, &'static str)]) -> Invalid {
        let lines = list::lines(&self.addresses).count();
        if lines + self.grants.rows.len() > MOST {
            return Invalid::one("addresses", too_many(lines + self.grants.rows.len()));
        }
        let known = levels.iter().find(|(slug, _)| *slug == self.grants.new.level).or(levels.first());
        let level = known.map_or_else(String::new, |(slug, _)| (*slug).to_owned());
        let mut unknown: Vec<String> = Vec::new();
        let mut suggested = None;
        for entry in look_up(&self.addresses, snapshot) {
            match entry.found {
                Found::One(member) => {
                    let id = Grantee::Member(member.id.clone()).key();
                    if !self.grants.rows.iter().any(|row| row.id == id) {
                        self.grants.rows.push(Row { id, level: level.clone() });
                    }
                    continue;
                }
                Found::Nobody(meant) => suggested = suggested.or(meant),
                Found::Several(_) => {}
            }
            unknown.push(entry.text);
        }
        self.addresses = unknown.join("\n");
        let meant = suggested.map(|member| format!(" Did you mean {}?", member.email)).unwrap_or_default();
        match unknown.as_slice() {
            [] => Invalid::new(),
            [one] if one.contains('@') => {
                Invalid::one("addresses", format!("Nobody in the directory has the address {one}.{meant}"))
            }
            [one] => Invalid::one("addresses", format!("“{one}” means nobody in the directory clearly.{meant}")),
            many => Invalid::one("addresses", format!("Nobody in the directory has these {} addresses.", many.len())),
        }
    }

    fn access(&self, resource: &Resource) -> Result<Vec<(Grantee, Option<Permission>)>, Invalid> {
        let wanted = self
            .grants
            .rows
            .iter()
            .filter_map(|row| Some((Grantee::from_key(&row.id)?, Some(resource.of.permission(&row.level)?))));
        let wanted: Vec<_> = wanted.collect();
        match wanted.len() {
            0 => Err(Invalid::one(EDITOR, "Add a person or a team first.")),
            n if n > MOST => Err(Invalid::one(EDITOR, too_many(n))),
            _ => Ok(wanted),
        }
    }
}

fn too_many(n: usize) -> String {
    format!("At most {MOST} people and teams get access at once; these are {}. For more, give it to a team.", number(n))
}

/// The form, empty.
///
/// # Errors
/// [`Fault::Forbidden`] for those who may not give access.
pub async fn give_form<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    if !resource.may_change(&cx) {
        return Err(Fault::Forbidden);
    }
    let snapshot = cx.snapshot()?;
    let form = cx.kept_form().await?.unwrap_or_default();
    show(cx, StatusCode::OK, resource, snapshot, form, Invalid::new()).await
}

/// Does what a button of the form says, or shows the plan.
///
/// # Errors
/// [`Fault::Forbidden`] for those who may not give access, and the usual ones.
pub async fn give<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>, request: Request) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    if !resource.may_change(&cx) {
        return Err(Fault::Forbidden);
    }
    let snapshot = cx.snapshot()?;
    let mut form: Form = match web::list_form(request).await {
        Err(Fault::TooLarge) => {
            let errors = Invalid::one("addresses", format!("At most {MOST} people and teams get access at once."));
            return show(cx, StatusCode::UNPROCESSABLE_ENTITY, resource, snapshot, Form::default(), errors).await;
        }
        form => form?,
    };
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, resource, snapshot, form, Invalid::new()).await;
    }
    let people = Grantees { snapshot: &snapshot, levels: resource.levels() };
    let pressed = form.pressed.clone();
    if form.grants.press(EDITOR, &pressed, &people) {
        return show(cx, StatusCode::OK, resource, snapshot, form, Invalid::new()).await;
    }
    // A name or address that was typed and not added yet is meant to be part of it.
    if form.grants.is_pending() {
        form.grants.press(EDITOR, &format!("add:{EDITOR}"), &people);
    }
    let errors = form.paste(&snapshot, &people.levels);
    if pressed == "paste" || !errors.is_empty() || form.grants.is_pending() {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return show(cx, status, resource, snapshot, form, errors).await;
    }
    let access = match form.access(&resource) {
        Ok(access) => access,
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, resource, snapshot, form, errors).await,
    };
    // A row that was never shown with what is held already is shown with it first.
    let unseen: Vec<String> = access
        .iter()
        .filter(|(who, level)| {
            let held = snapshot.grant_of(&resource.of, who).map(|grant| &grant.permission);
            held.is_some() && held != level.as_ref() && !form.base.shown.contains_key(&who.key())
        })
        .map(|(who, _)| grantee::name(who, &snapshot))
        .collect();
    if !unseen.is_empty() {
        let names = unseen.join(", ");
        let errors =
            Invalid::one(EDITOR, format!("Already has access: {names}. Check the level beside the name, then go on."));
        return show(cx, StatusCode::CONFLICT, resource, snapshot, form, errors).await;
    }
    let found = compared(&cx, &resource.of, &access, &form.base, &snapshot).await?;
    if !found.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, resource, snapshot, form, found.unanswered()).await;
    }
    // Whoever is to have what was shown, or keeps what somebody else has given since, is left alone.
    let access: Vec<_> = access.into_iter().filter(|(who, _)| found.writes(&who.key())).collect();
    if access.is_empty() {
        let errors = Invalid::one(EDITOR, "Nothing would change: everybody keeps the level that they have.");
        return show(cx, StatusCode::UNPROCESSABLE_ENTITY, resource, snapshot, form, errors).await;
    }
    let before = seen(&resource.of, &access, &snapshot);
    let intent = Intent::SetAccess { resource: resource.of.clone(), access, before };
    let back = Back::to_form(paths::resource_give(&resource.of), &form);
    let place = resource.place();
    match review::propose(cx, intent, back, place).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, mut errors) => {
            for error in errors.fields.iter_mut().filter(|e| e.field == "grantee" || e.field == "permission") {
                EDITOR.clone_into(&mut error.field);
            }
            show(*cx, StatusCode::UNPROCESSABLE_ENTITY, resource, snapshot, form, errors).await
        }
    }
}

async fn show(
    cx: Cx,
    status: StatusCode,
    resource: Resource,
    snapshot: Arc<Snapshot>,
    form: Form,
    errors: Invalid,
) -> Result<Response, Fault> {
    let title = format!("Give access to {}", resource.name);
    let page = PageParts::new(title, resource.place()).status(status).islands();
    let access = form.access(&resource).unwrap_or_default();
    let contests = compared(&cx, &resource.of, &access, &form.base, &snapshot).await?.contests;
    let mut form = form;
    for (who, _) in access {
        let held = snapshot.grant_of(&resource.of, &who).map(|grant| grant.permission.slug().to_owned());
        form.base.shown.entry(who.key()).or_insert(held.unwrap_or_default());
    }
    Ok(cx.show(page, move || view(&resource, &snapshot, form, &errors, contests)).await)
}

fn view(
    resource: &Resource,
    snapshot: &Snapshot,
    form: Form,
    errors: &Invalid,
    contests: Vec<Contest>,
) -> impl IntoView + use<> {
    let Form { grants, addresses, base, .. } = form;
    let levels = resource.levels();
    let people = Grantees { snapshot, levels: levels.clone() };
    let words = Words { label: "Who gets access", add: "Add a person or team" };
    let remark = |row: &Row| remark(row, resource, snapshot);
    let editor = grants.view(EDITOR, words, &levels, paths::suggestions("grantees", EDITOR), &people, remark);
    let nobody = errors.of(EDITOR).map(|error| field::field_error(EDITOR, error.to_owned()));
    let error = errors.of("addresses").map(|error| field::field_error("addresses", error.to_owned()));
    let (invalid, open) = (error.is_some().then_some("true"), !addresses.is_empty());
    let hint = format!(
        "Addresses or names, up to {MOST}, separated by anything. They get the level chosen beside the name above."
    );
    let described = if error.is_some() { "addresses-hint addresses-error" } else { "addresses-hint" };
    view! {
        <Head title=format!("Give access to {}", resource.name) crumbs=vec![resource.above()]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {contest::shown(&base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Who gets access"</legend>
                <p class="hint">"A team is easier to keep right than single people. Whoever has access already is set to the level you choose."</p>
                {editor}
                {nobody}
                <details class="paste" open=open>
                    <summary>"Paste addresses"</summary>
                    <div class="field">
                        <label for="addresses">"E-mail addresses"</label>
                        <p class="hint" id="addresses-hint">{hint}</p>
                        <textarea class="input" id="addresses" name="addresses" rows="4" aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&addresses)></textarea>
                        {error}
                    </div>
                    <button class="btn" name="do" value="paste">"Add these people"</button>
                </details>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary" name="do" value="plan">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::resource(&resource.of)>"Cancel"</a>
            </div>
        </form>
    }
}

/// What to know about a row: what is held already, and why the grant would do less than it says.
fn remark(row: &Row, resource: &Resource, snapshot: &Snapshot) -> Option<String> {
    let grantee = Grantee::from_key(&row.id)?;
    let level = resource.of.permission(&row.level)?;
    let held =
        snapshot.grant_of(&resource.of, &grantee).map(|grant| format!("Has “{}” now.", grant.permission.label()));
    let remarks: Vec<String> = held.into_iter().chain(note(&grantee, &level, snapshot)).collect();
    (!remarks.is_empty()).then(|| remarks.join(" "))
}
