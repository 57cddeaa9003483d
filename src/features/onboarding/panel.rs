//! The plan beside the onboarding form.

use super::{
    missing::{self, CreateMissing, MISSING},
    preview::{AccountEffect, Holder, PlanPreview, Seats},
};
use crate::{
    ui::{
        count,
        icon::Icon,
        islands::{LiveAnswer, Parts, SAID, TOLD},
        style_sheet::StyleSheet,
    },
    web,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// What is said where no preview can be had.
pub const UNAVAILABLE: &str = "No preview right now. The review shows the plan.";

/// The panel on the page: what the form comes to.
pub fn view(preview: PlanPreview) -> impl IntoView + use<> {
    StyleSheet::Changes.link();
    let (said, told) = parts(preview);
    view! {
        <section class="panel aside live" aria-labelledby="live-plan">
            <header class="panel-head"><h2 id="live-plan">"Plan preview"</h2></header>
            <div class="live-status"><p role="status" id=SAID>{said}</p></div>
            <div id=TOLD>{told}</div>
        </section>
    }
}

/// The same as it travels to the browser, with what is wrong with the fields.
pub fn answer(preview: PlanPreview) -> LiveAnswer {
    let (malformed, refused) = (preview.malformed.fields.clone(), preview.refused.fields.clone());
    let missing = preview.missing_attribute.clone();
    let (said, told) = parts(preview);
    let html = web::rendered(move || {
        let missing = missing.map(|name| missing::button(CreateMissing::url(), &name));
        view! { <p id=SAID>{said}</p><div id=TOLD>{told}</div><div id=MISSING>{missing}</div> }
    });
    LiveAnswer { malformed, refused, parts: Parts::new(html) }
}

/// What to know first, and all else.
fn parts(preview: PlanPreview) -> (String, impl IntoView + use<>) {
    let said = headline(&preview);
    let PlanPreview { steps, warnings, account, mail, seats, holder, .. } = preview;
    let steps = (!steps.is_empty()).then(|| view! { <ol class="line line-sm plan">{self::steps(steps)}</ol> });
    let warnings = (!warnings.is_empty()).then(|| view! { <div class="notes">{notes(warnings)}</div> });
    let account = account.map(account_type);
    let mail = (!mail.is_empty()).then(|| view! { <div><dt>"Invitation"</dt><dd>{mail}</dd></div> });
    let seats = (!seats.is_empty()).then(|| seat_table(seats));
    (said, view! { {holder.map(link)}{steps}{warnings}<dl class="facts">{account}{mail}</dl>{seats} })
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

fn steps(steps: Vec<String>) -> impl IntoView {
    let step = |(at, step): (usize, String)| {
        view! { <li class="is-planned"><span class="station" aria-hidden="true">{at}</span><p>{step}</p></li> }
    };
    (1..).zip(steps).map(step).collect_view()
}

fn notes(warnings: Vec<String>) -> impl IntoView {
    let note =
        |warning: String| view! { <p class="note t-warn"><Icon icon=lu::LuCircleAlert/>" "<span>{warning}</span></p> };
    warnings.into_iter().map(note).collect_view()
}

fn account_type(AccountEffect { name, description, limits }: AccountEffect) -> impl IntoView {
    let about = (!description.is_empty()).then(|| view! { <li>{description}</li> });
    let limits = limits.into_iter().map(|limit| view! { <li>{limit}</li> }).collect_view();
    view! { <div><dt>"Account type"</dt><dd><b>{name}</b><ul class="bare-list">{about}{limits}</ul></dd></div> }
}

fn link(Holder { name, href }: Holder) -> impl IntoView {
    view! { <p class="live-link"><a href=href>{format!("Open {name}")}</a></p> }
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
