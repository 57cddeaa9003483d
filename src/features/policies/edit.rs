//! The form that sets the policy of a kind or thing.

use super::{actions::SetPolicy, form::PolicyForm, list::thing_called};
use crate::{
    domain::{Capability, Invalid, PolicyEntry, Requestable, RequestableKind, text},
    requests::PolicySource,
    ui::{field, head::Head, icon::Icon},
    web::{AppError, NavItem, PageParts, Refilled, RequestContext, Severity, decode, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The key of the thing or kind.
    r#for: String,
    /// The thing by its name.
    find: String,
}

/// What the form is about.
struct About {
    key: String,
    name: String,
    /// The word of its kind; `None` for a kind as a whole.
    kind: Option<&'static str>,
}

pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteGrants)?;
    let Query { r#for: key, find } = decode(cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let kind = key.strip_prefix("kind:").and_then(RequestableKind::from_slug);
    let (about, entry, policy, is_own) = if let Some(kind) = kind {
        let all = cx.app.requests.kind_policies().await?;
        let (_, policy, source) = all.into_iter().find(|(of, ..)| *of == kind).ok_or(AppError::NotFound)?;
        let about = About { key, name: kind.plural().to_owned(), kind: None };
        (about, PolicyEntry::default(), policy, source == PolicySource::Kind)
    } else {
        let thing = match (Requestable::from_key(&key), find.trim()) {
            (Some(thing), _) => thing,
            (None, "") => return Err(AppError::NotFound),
            (None, name) => match thing_called(name, &cx.app.requests.all_packages().await?, &snapshot) {
                Ok(thing) => thing,
                Err(why) => return Ok(cx.leave(paths::POLICIES, Severity::Warning, why).await),
            },
        };
        let (name, entry, policy, source) = cx.app.requests.policy(&thing).await?;
        let about = About { key: thing.key(), name, kind: Some(thing.kind().label()) };
        (about, entry, policy, source == PolicySource::Own)
    };
    let (form, errors) = match cx.refilled::<SetPolicy>().await? {
        Some(Refilled { form: SetPolicy { form, .. }, errors, .. }) => (form, errors),
        None => (PolicyForm::of(&entry, &policy, is_own, &snapshot), Invalid::new()),
    };
    let page = PageParts::new(format!("Policy of {}", about.name), NavItem::Policies);
    Ok(cx.render_page(page, move || view(about, form, &errors)).await)
}

/// One choice of a group of radio buttons.
fn card(name: &'static str, value: &'static str, chosen: &str, label: &'static str, says: &'static str) -> AnyView {
    let checked = value == chosen;
    view! {
        <label class="card"><input type="radio" name=name value=value checked=checked/><span><b>{label}</b><small>{says}</small></span></label>
    }
    .into_any()
}

/// A group of radio buttons with what is wrong with it.
fn group(name: &'static str, label: &'static str, cards: Vec<AnyView>, errors: &Invalid) -> AnyView {
    let heading = format!("{name}-label");
    let wrong = errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    view! {
        <div class="field" id=name role="radiogroup" aria-labelledby=heading.clone()>
            <span class="label" id=heading.clone()>{label}</span>
            <div class="cards">{cards}</div>
            {wrong}
        </div>
    }
    .into_any()
}

/// A line of text that matters for one of the choices above it.
fn line(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    errors: &Invalid,
) -> impl IntoView + use<> {
    let wrong = errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    let described = if wrong.is_some() { format!("{name}-hint {name}-error") } else { format!("{name}-hint") };
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label}" "<small>"optional"</small></label>
            <p class="hint" id=format!("{name}-hint")>{hint}</p>
            <input class="input" id=name name=name value=value maxlength=text::NOTE autocomplete="off" aria-describedby=described aria-invalid=invalid/>
            {wrong}
        </div>
    }
}

fn stage(name: &'static str, label: &'static str, chosen: &str, is_second: bool, errors: &Invalid) -> AnyView {
    let mut cards = Vec::new();
    if is_second {
        cards.push(card(name, "", chosen, "Nobody", "One decision is enough."));
    }
    cards.push(card(
        name,
        "owners",
        chosen,
        "Owners",
        "Team admins, people who can manage the workspace, and owners set here.",
    ));
    cards.push(card(name, "admins", chosen, "Admins", "The portal’s admins."));
    cards.push(card(name, "people", chosen, "Named people", "The people listed below."));
    group(name, label, cards, errors)
}

fn view(about: About, form: PolicyForm, errors: &Invalid) -> impl IntoView + use<> {
    let About { key, name, kind } = about;
    let (above, above_says) = match kind {
        Some(_) => ("The default of its kind", "Follows whatever is set for the kind."),
        None => ("The built-in policy", "Everyone can request, with a reason."),
    };
    let holds = group(
        "holds",
        "Which policy holds",
        vec![
            card("holds", "above", &form.holds, above, above_says),
            card("holds", "own", &form.holds, "A policy of its own", "Use the settings below."),
        ],
        errors,
    );
    let asking = group(
        "asking",
        "Who can request",
        vec![
            card("asking", "everyone", &form.asking, "Everyone", "Every active person of the organization."),
            card("asking", "team", &form.asking, "Members of a team", "The team below."),
            card("asking", "nobody", &form.asking, "Nobody", "Not shown in the catalogue."),
        ],
        errors,
    );
    let automatic = group(
        "automatic",
        "Automatic approval",
        vec![
            card("automatic", "never", &form.automatic, "Never", "An approver decides about every request."),
            card("automatic", "team", &form.automatic, "For members of a team", "The team below."),
            card(
                "automatic",
                "always",
                &form.automatic,
                "For everyone who can request",
                "Granted the moment it is requested.",
            ),
        ],
        errors,
    );
    let owners = kind.map(|_| {
        view! {
            <fieldset class="set">
                <legend>"Owners"</legend>
                {line("owners", "Owners", "E-mail addresses, separated by commas. They decide besides those who own it in Sigma.", form.owners.clone(), errors)}
            </fieldset>
        }
    });
    let (checked, colleagues) = (!form.reason.is_empty(), !form.colleagues.is_empty());
    let sub = kind.map_or("Applies to everything of this kind without its own policy.", |kind| kind);
    view! {
        <Head title=format!("Policy of {name}") crumbs=vec![("Request policies", paths::POLICIES)] sub=sub.into_any()/>
        <form class="form" method="post" action=SetPolicy::url() novalidate>
            <input type="hidden" name="subject" value=key/>
            {field::summary(errors)}
            {owners}
            <fieldset class="set">
                <legend>"Policy"</legend>
                {holds}
                {asking}
                {line("asking_team", "Team that can request", "Its name, where members of a team can request.", form.asking_team, errors)}
                {stage("first", "Who decides", &form.first, false, errors)}
                {line("first_people", "Named approvers", "E-mail addresses, separated by commas. Any one of them decides.", form.first_people, errors)}
                {stage("second", "Who decides after that", &form.second, true, errors)}
                {line("second_people", "Named approvers of the second decision", "E-mail addresses, separated by commas.", form.second_people, errors)}
                {automatic}
                {line("automatic_team", "Team that needs no approval", "Its name, where members of a team need none.", form.automatic_team, errors)}
                {line("usual_days", "Usual term in days", "What the form suggests. Leave empty for access without an end.", form.usual_days, errors)}
                {line("longest_days", "Longest term in days", "Leave empty to allow any. Access can be renewed at its end.", form.longest_days, errors)}
                <label class="check">
                    <input type="checkbox" name="reason" value="on" checked=checked/>
                    <span>"Require a reason"<small>"Approvers read it, and the audit log keeps it."</small></span>
                </label>
                <label class="check">
                    <input type="checkbox" name="colleagues" value="on" checked=colleagues/>
                    <span>"Allow requests for colleagues"<small>"Everyone can ask for a person who has no account in Sigma yet. An approver decides about each of these requests."</small></span>
                </label>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary"><Icon icon=lu::LuCheck/>" Save policy"</button>
                <a class="btn btn-quiet" href=paths::POLICIES>"Cancel"</a>
            </div>
        </form>
    }
}
