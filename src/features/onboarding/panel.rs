//! The plan beside the onboarding form, for both sides.

use super::{
    fields::alert,
    preview::{AccountEffect, Holder, PlanPreview, Seats},
};
use crate::{domain::AppError, ui::count};
use leptos::prelude::*;

/// The panel: what the form comes to, or why that is not known.
pub fn view(preview: Option<PlanPreview>, failed: Option<&AppError>) -> impl IntoView + use<> {
    let status = match (failed, &preview) {
        (Some(error), _) => unavailable(error).to_owned(),
        (None, Some(preview)) => headline(preview),
        (None, None) => "Complete the form to see the steps.".to_owned(),
    };
    let PlanPreview { steps, warnings, account, mail, seats, holder, .. } = preview.unwrap_or_default();
    let steps = (!steps.is_empty()).then(|| view! { <ol class="line line-sm plan">{self::steps(steps)}</ol> });
    let warnings = (!warnings.is_empty()).then(|| view! { <div class="notes">{notes(warnings)}</div> });
    let account = account.map(account_type);
    let mail = (!mail.is_empty()).then(|| view! { <div><dt>"Invitation"</dt><dd>{mail}</dd></div> });
    let seats = (!seats.is_empty()).then(|| seat_table(seats));
    view! {
        <section class="panel aside live" aria-labelledby="live-plan">
            <header class="panel-head"><h2 id="live-plan">"Plan preview"</h2></header>
            <div class="live-status"><p role="status">{status}</p>{holder.map(link)}</div>
            {steps}
            {warnings}
            <dl class="facts">{account}{mail}</dl>
            {seats}
        </section>
    }
}

/// What to know first, in a sentence.
fn headline(preview: &PlanPreview) -> String {
    if let Some(error) = preview.refused.fields.first() {
        return error.message.clone();
    }
    if !preview.missing.is_empty() {
        return format!("Still needed: {}.", preview.missing.join(", "));
    }
    if !preview.is_complete() {
        return "Fix the form to see the steps.".to_owned();
    }
    let steps = count(preview.steps.len(), "step", "steps");
    match preview.warnings.len() {
        0 => steps,
        n => format!("{steps}, {}", count(n, "warning", "warnings")),
    }
}

/// What is said where no preview could be had. The form can be sent all the same.
fn unavailable(error: &AppError) -> &'static str {
    match error {
        AppError::SignedOut => "You are signed out. Reload the page to sign in.",
        AppError::NotReady => "The directory is still syncing. The review shows the plan.",
        AppError::Invalid(_)
        | AppError::Refused(_)
        | AppError::Stale
        | AppError::Denied(_)
        | AppError::Forbidden
        | AppError::NotFound
        | AppError::Elsewhere
        | AppError::Method
        | AppError::Unreadable
        | AppError::TooLarge
        | AppError::TooMany { .. }
        | AppError::Busy
        | AppError::Provisioned(_)
        | AppError::NoDatabase
        | AppError::Unreachable
        | AppError::Broken => "No preview right now. The review shows the plan.",
    }
}

fn steps(steps: Vec<String>) -> impl IntoView {
    let step = |(at, step): (usize, String)| {
        view! { <li class="is-planned"><span class="station" aria-hidden="true">{at}</span><p>{step}</p></li> }
    };
    (1..).zip(steps).map(step).collect_view()
}

fn notes(warnings: Vec<String>) -> impl IntoView {
    let note = |warning: String| view! { <p class="note t-warn">{alert()}" "<span>{warning}</span></p> };
    warnings.into_iter().map(note).collect_view()
}

fn account_type(AccountEffect { name, description, limits }: AccountEffect) -> impl IntoView {
    let about = (!description.is_empty()).then(|| view! { <li>{description}</li> });
    let limits = limits.into_iter().map(|limit| view! { <li>{limit}</li> }).collect_view();
    view! { <div><dt>"Account type"</dt><dd><b>{name}</b><ul class="bare-list">{about}{limits}</ul></dd></div> }
}

fn link(Holder { name, href }: Holder) -> impl IntoView {
    view! { <p><a href=href>{format!("Open {name}")}</a></p> }
}

fn seat_table(seats: Vec<Seats>) -> impl IntoView {
    let row = |Seats { account_type, before, after }: Seats| {
        let class = (before != after).then_some("is-changed");
        view! { <tr class=class><th scope="row">{account_type}</th><td>{before}</td><td>{after}</td></tr> }
    };
    let rows = seats.into_iter().map(row).collect_view();
    view! {
        <table class="live-seats">
            <caption>"Active members by account type"</caption>
            <thead><tr><th scope="col">"Account type"</th><th scope="col">"Now"</th><th scope="col">"After"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Invalid;

    #[test]
    fn the_headline_says_what_stands_in_the_way_first() {
        let complete = PlanPreview { steps: vec!["Invite Ada".into()], ..PlanPreview::default() };
        assert_eq!(headline(&complete), "1 step");
        let warned = PlanPreview { warnings: vec!["a".into(), "b".into()], ..complete.clone() };
        assert_eq!(headline(&warned), "1 step, 2 warnings");
        let missing = PlanPreview { missing: vec!["E-mail".into(), "First name".into()], ..PlanPreview::default() };
        assert_eq!(headline(&missing), "Still needed: E-mail, First name.");
        let taken = PlanPreview { refused: Invalid::one("email", "Taken."), ..missing };
        assert_eq!(headline(&taken), "Taken.");
    }
}
