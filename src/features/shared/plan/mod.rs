//! A plan before it runs, and its journal while it runs and after.

mod wire;

use super::list::pager;
use crate::{
    domain::{Call, MemberCall, Page, Step, StepState, Warning},
    ui::{badge, icon::Icon},
    web,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// Steps on one page: a change for thousands of people has thousands.
const STEPS_AT_ONCE: usize = 100;

/// Which page of the steps a URL asks for, from 1.
pub fn page_of(query: Option<&str>) -> u32 {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Query {
        page: String,
    }
    web::decode::<Query>(query).page.parse().unwrap_or(1).max(1)
}

/// The steps of a plan that has not begun: what each needs and how it is undone. `path` is the page's own.
pub fn planned(steps: &[Step], number: u32, path: &str) -> AnyView {
    line(steps.iter().collect(), number, path, |step| item(step, facts_before(step).into_any()).into_any())
}

/// The steps of a change: what became of each. Of many, those that need attention come first.
pub fn journal(steps: &[Step], number: u32, path: &str) -> AnyView {
    let mut shown: Vec<&Step> = steps.iter().collect();
    if steps.len() > STEPS_AT_ONCE {
        shown.sort_by_key(|step| match step.state {
            StepState::Failed | StepState::Unknown => 0,
            StepState::Running => 1,
            _ => 2,
        });
    }
    line(shown, number, path, |step| item(step, facts_after(step).into_any()).into_any())
}

fn line<F: Fn(&Step) -> AnyView>(steps: Vec<&Step>, number: u32, path: &str, item: F) -> AnyView {
    let total = steps.len();
    let last = u32::try_from(total.div_ceil(STEPS_AT_ONCE)).unwrap_or(u32::MAX).max(1);
    let number = number.min(last);
    let skip = (number as usize - 1) * STEPS_AT_ONCE;
    let items: Vec<_> = steps.into_iter().skip(skip).take(STEPS_AT_ONCE).map(item).collect();
    let size = u32::try_from(STEPS_AT_ONCE).unwrap_or(u32::MAX);
    let page = Page::<()> { items: Vec::new(), total: total as u64, number, size };
    let path = path.to_owned();
    let pager = pager(&page, move |n| format!("{path}?page={n}"));
    view! { <ol class="line plan" start=skip + 1>{items}</ol>{pager} }.into_any()
}

/// What to know before applying a plan.
pub fn warnings(warnings: &[Warning]) -> impl IntoView + use<> {
    let note = |w: &Warning| view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{w.message.clone()}</span></p> };
    warnings.iter().map(note).collect_view()
}

fn item(step: &Step, facts: AnyView) -> impl IntoView + use<> {
    let station = match step.state {
        StepState::Planned | StepState::Running => (step.index + 1).into_any(),
        StepState::Done => view! { <Icon icon=lu::LuCheck/> }.into_any(),
        StepState::Failed => view! { <Icon icon=lu::LuX/> }.into_any(),
        StepState::Unknown => view! { <Icon icon=lu::LuCircleHelp/> }.into_any(),
        StepState::Skipped | StepState::Cancelled => view! { <Icon icon=lu::LuMinus/> }.into_any(),
        StepState::Undone => view! { <Icon icon=lu::LuUndo2/> }.into_any(),
    };
    let (method, path) = wire::wire(&step.call);
    let invitation = matches!(&step.call, Call::Member(MemberCall::Invite { person, .. }) if person.send_invite);
    let mail = (invitation && step.state == StepState::Planned).then(|| view! {
        <p class="note t-warn"><Icon icon=lu::LuMail/>" "<span>"Sigma e-mails an invitation. That cannot be taken back."</span></p>
    });
    view! {
        <li class=badge::step_class(step.state)>
            <span class="station" aria-hidden="true">{station}</span>
            <div class="step-head"><h3>{step.title.clone()}</h3>" "{badge::step_status(step.state)}</div>
            <code class="call"><b>{method}</b>" "{path}</code>
            {facts}
            {mail}
        </li>
    }
}

fn facts_before(step: &Step) -> impl IntoView + use<> {
    let needs = match step.needs.as_slice() {
        [] => None,
        [one] => Some(format!("step {}", one + 1)),
        [first, .., last] if step.needs.len() > 5 => Some(format!("steps {} to {}", first + 1, last + 1)),
        many => Some(format!("steps {}", many.iter().map(|n| (n + 1).to_string()).collect::<Vec<_>>().join(", "))),
    };
    let undo = step.undo.clone().unwrap_or_else(|| "Can’t be undone.".to_owned());
    view! {
        <dl class="step-facts">
            {needs.map(|needs| view! { <div><dt>"Needs"</dt><dd>{needs}</dd></div> })}
            {step.precondition.clone().map(|given| view! { <div><dt>"Given"</dt><dd>{given}</dd></div> })}
            <div><dt>"Undo"</dt><dd>{undo}</dd></div>
        </dl>
    }
}

fn facts_after(step: &Step) -> impl IntoView + use<> {
    let clock =
        |at: jiff::Timestamp| view! { <time datetime=at.to_string()>{at.strftime("%H:%M:%S").to_string()}</time> };
    let took =
        step.started_at.zip(step.ended_at).map(|(from, to)| format!("{} ms", to.duration_since(from).as_millis()));
    let request = step.error.as_ref().and_then(|e| e.request_id.clone()).or_else(|| step.request_id.clone());
    let facts = view! {
        <dl class="step-facts">
            {step.started_at.map(|at| view! { <div><dt>"Sent"</dt><dd>{clock(at)}</dd></div> })}
            {took.map(|took| view! { <div><dt>"Took"</dt><dd>{took}</dd></div> })}
            {(step.attempts > 1).then(|| view! { <div><dt>"Tries"</dt><dd>{step.attempts}</dd></div> })}
            {request.map(|id| view! { <div><dt>"Request id"</dt><dd><code>{id}</code></dd></div> })}
        </dl>
    };
    let Some(error) = step.error.clone() else { return facts.into_any() };
    let code = error.status.map(|status| format!("{status} {}", error.code.clone().unwrap_or_default()));
    let advice = (step.state == StepState::Unknown).then(|| {
        view! {
            <p>"It may have happened. Sigma is read before anything is sent again."</p>
        }
    });
    view! {
        <div class=format!("trouble {}", badge::step_class(step.state))>
            <p>{code.map(|code| view! { <b>{code}</b>" " })}{error.message}</p>
            {advice}
            {facts}
        </div>
    }
    .into_any()
}
