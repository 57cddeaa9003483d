//! Works out what the onboarding form would come to: the plan that a review would show, and what is known before.

use super::{
    form::{OnboardingForm, PersonFields},
    preview::{AccountEffect, Holder, PlanPreview, Seats},
    wish::Settled,
};
use crate::{
    changes::{obstacles, remarks},
    directory::Snapshot,
    domain::{AccountType, AppError, Ceiling, Invalid},
    web::{RequestContext, paths},
};

/// The preview of a form.
///
/// # Errors
/// [`AppError::NotReady`], [`AppError::NotFound`] for what whoever asks does not see, and failures of the database.
pub async fn preview(cx: &RequestContext, form: OnboardingForm) -> Result<PlanPreview, AppError> {
    let snapshot = cx.snapshot()?;
    of(cx, &Settled::of(form, &cx.actor, &snapshot), &snapshot).await
}

/// The preview of a form whose names are resolved.
///
/// # Errors
/// As [`preview`].
pub async fn of(cx: &RequestContext, form: &Settled, snapshot: &Snapshot) -> Result<PlanPreview, AppError> {
    let person = &form.person;
    let draft = form.draft();
    let holder = draft.as_ref().and_then(|draft| snapshot.member_by_email(draft.person.email.as_str()));
    let mut preview = PlanPreview {
        refused: draft.as_ref().map(|draft| obstacles(draft, snapshot, &cx.app.changes.rules())).unwrap_or_default(),
        holder: holder.map(|member| Holder { name: member.full_name(), href: paths::member(&member.id) }),
        warnings: draft.as_ref().map(|draft| remarks(draft, snapshot)).unwrap_or_default(),
        account: snapshot.account_type(person.account_type.trim()).map(|chosen| effect(chosen, person.is_guest())),
        mail: mail(person),
        seats: seats(person, snapshot),
        missing_attribute: form.attributes.missing().map(str::to_owned),
        ..PlanPreview::default()
    };
    match form.intent() {
        Err(errors) => note_incomplete(&mut preview, person, errors),
        Ok(_) if !preview.refused.is_empty() => {}
        Ok(intent) => match cx.plan(&intent).await {
            Ok(plan) => {
                preview.steps = plan.steps.into_iter().map(|step| step.title).collect();
                preview.warnings = plan.warnings.into_iter().map(|warning| warning.message).collect();
            }
            Err(AppError::Invalid(errors)) => preview.refused = errors,
            Err(AppError::Refused(why)) => preview.refused = Invalid::one("form", why),
            Err(error) => return Err(error),
        },
    }
    Ok(preview)
}

/// Tells what is not filled in yet from what is filled in wrongly.
fn note_incomplete(preview: &mut PlanPreview, person: &PersonFields, errors: Invalid) {
    for error in errors.fields {
        let (label, typed) = match error.field.as_str() {
            "email" => ("E-mail", person.email.as_str()),
            "first_name" => ("First name", person.first_name.as_str()),
            "last_name" => ("Last name", person.last_name.as_str()),
            "account_type" => ("Account type", person.account_type.as_str()),
            _ => {
                preview.malformed.fields.push(error);
                continue;
            }
        };
        if typed.trim().is_empty() {
            preview.missing.push(label.to_owned());
        } else {
            preview.malformed.fields.push(error);
        }
    }
}

/// What an account type lets its holder do, and what it limits.
fn effect(chosen: &AccountType, is_guest: bool) -> AccountEffect {
    let mut limits = Vec::new();
    if chosen.is_admin() {
        limits.push("Can do everything in the organization, whatever is granted.".to_owned());
    } else {
        match Ceiling::of(&chosen.name) {
            Some(ceiling) => {
                limits.push(format!("Workspaces: up to “{}”.", ceiling.workspace.label()));
                let connections = if ceiling.uses_connections { "as granted." } else { "grants have no effect." };
                limits.push(format!("Connections: {connections}"));
            }
            None => limits.push("Custom type: its permissions are set in Sigma.".to_owned()),
        }
    }
    if is_guest {
        limits.push("External user; gets access only through teams.".to_owned());
    }
    AccountEffect { name: chosen.name.clone(), description: chosen.description.clone(), limits }
}

fn mail(person: &PersonFields) -> String {
    match (person.is_invited(), person.email.trim()) {
        (false, _) => "No invitation is sent. Tell the person where to sign in.".to_owned(),
        (true, "") => "An invitation is sent when the change is applied.".to_owned(),
        (true, email) => {
            let email = crate::domain::text::isolated(email).into_owned();
            format!("An invitation is sent to {email} when the change is applied.")
        }
    }
}

/// Active members by account type, before and after.
fn seats(person: &PersonFields, snapshot: &Snapshot) -> Vec<Seats> {
    let chosen = person.account_type.trim();
    let seats = |(name, before): &(String, usize)| {
        let one_more = usize::from(name.eq_ignore_ascii_case(chosen));
        Seats { account_type: name.clone(), before: *before, after: before + one_more }
    };
    snapshot.seats().iter().map(seats).collect()
}
