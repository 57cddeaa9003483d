//! The page on which many people and teams are given access to a resource at once.

use super::{
    super::{
        contest::{self, Contest},
        grant_editor::EditorParts,
        live_plan,
    },
    Resource,
    compared::compared,
    give::{EDITOR, GiveForm, MAX_GRANTEES, Settled, subject},
};
use crate::{
    directory::Snapshot,
    domain::{Actor, AppError, ChangeId, Invalid},
    ui::{field, head::Head, icon::Icon},
    web::{self, PageParts, Refilled, RequestContext, SHOW_AGAIN, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::de::DeserializeOwned;

/// The form of the function `F`, empty or as it was filled in.
///
/// # Errors
/// [`AppError::NoDatabase`].
pub async fn give_page<F>(cx: RequestContext, resource: Resource) -> Result<Response, AppError>
where
    F: ServerFn<Output = ChangeId, Error = AppError> + DeserializeOwned + Into<GiveForm>,
{
    let snapshot = cx.snapshot()?;
    let (form, mut errors) = match cx.refilled::<F>().await? {
        Some(Refilled { form, errors, .. }) => (form.into(), errors),
        None => (GiveForm::default(), Invalid::new()),
    };
    let mut form = form.settled(&resource, &cx.actor, &snapshot);
    if errors.is_empty() {
        errors = std::mem::take(&mut form.errors);
    }
    let access = form.access(&resource).unwrap_or_default();
    let contests = compared(&cx, &resource.of, &access, &form.base, &snapshot).await?.contests;
    let page = PageParts::new(format!("Give access to {}", resource.name), resource.place()).islands();
    let actor = cx.actor.clone();
    let body = move || {
        let given = form_of(&resource, F::url(), &actor, &snapshot, form, &errors, contests);
        view! {
            <Head title=format!("Give access to {}", resource.name) crumbs=vec![resource.above()]
                sub="You review the change before anything is sent to Sigma.".into_any()/>
            {live_plan::beside::<F>(given, None)}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn form_of(
    resource: &Resource,
    function: &'static str,
    actor: &Actor,
    snapshot: &Snapshot,
    form: Settled,
    errors: &Invalid,
    contests: Vec<Contest>,
) -> impl IntoView + use<> {
    let Settled { editor, addresses, base, .. } = form;
    let editor = editor.having_shown(base.shown);
    let (label, add) = ("Who gets access", "Add a person or team");
    let subject = subject(resource);
    let candidates = subject.candidates(actor, snapshot, &[]);
    let parts = EditorParts { name: EDITOR, label, add, subject: subject.clone(), function };
    let question = editor.unclear("person or team");
    let editor = editor.view(parts, question, &*candidates, snapshot);
    let nobody = errors.of(EDITOR).map(|error| field::field_error(EDITOR, error.to_owned()));
    let again = format!("{function}?{SHOW_AGAIN}");
    view! {
        <form class="form" method="post" action=function novalidate>
            // Enter in a field presses the first button of a form: this one, not one that removes a row.
            <button class="vh" formaction=again.clone() formnovalidate=true tabindex="-1" aria-hidden="true">"Add"</button>
            {resource.hidden_id()}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Who gets access"</legend>
                <p class="hint">"Prefer a team over single people. People who have access already are set to the level you choose."</p>
                {editor}
                {nobody}
                {pasting(&addresses, errors, again)}
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::resource(&resource.of)>"Cancel"</a>
            </div>
        </form>
    }
}

/// The field for a list of addresses.
fn pasting(addresses: &str, errors: &Invalid, again: String) -> impl IntoView + use<> {
    let error = errors.of("addresses").map(|error| field::field_error("addresses", error.to_owned()));
    let (invalid, open) = (error.is_some().then_some("true"), !addresses.is_empty());
    let hint = format!(
        "Addresses or names, up to {MAX_GRANTEES}, separated by anything. They get the level chosen beside the name above."
    );
    let described = if error.is_some() { "addresses-hint addresses-error" } else { "addresses-hint" };
    view! {
        <details class="paste" open=open>
            <summary>"Paste addresses"</summary>
            <div class="field">
                <label for="addresses">"E-mail addresses"</label>
                <p class="hint" id="addresses-hint">{hint}</p>
                <textarea class="input" id="addresses" name="addresses" rows="4" aria-describedby=described aria-invalid=invalid inner_html=web::escaped(addresses)></textarea>
                {error}
            </div>
            <button class="btn" formaction=again formnovalidate=true>"Add these people"</button>
        </details>
    }
}
