//! A plan before it runs, and its journal while it runs and after: first what it means for people, then its calls.

mod consequences;
mod people;
mod sentences;
mod wire;

pub use consequences::{brief, view as consequences};

use super::list::pager;
use crate::{
    domain::{Call, MemberCall, Page, Step, StepState},
    ui::{badge, count, icon::Icon, style_sheet::StyleSheet},
    web,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// Steps on one page: a change for thousands of people has thousands.
const STEPS_AT_ONCE: u32 = 100;

/// Which pages of its long lists a page about a plan shows.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The path of the page itself.
    path: String,
    /// The page of the steps, from 1; `None` where none was asked for.
    steps: Option<u32>,
    /// The page of the people, from 1.
    people: u32,
}

impl Leaf {
    /// What a URL asks for.
    pub fn of(path: &str, query: Option<&str>) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Query {
            page: String,
            people: String,
        }
        let Query { page, people } = web::decode::<Query>(query);
        let number = |text: String| text.parse::<u32>().ok().map(|n| n.max(1));
        Self { path: path.to_owned(), steps: number(page), people: number(people).unwrap_or(1) }
    }

    fn of_steps(&self, number: u32) -> String {
        self.link(number, self.people, "calls")
    }

    fn of_people(&self, number: u32) -> String {
        self.link(self.steps.unwrap_or(1), number, "people")
    }

    fn link(&self, steps: u32, people: u32, at: &str) -> String {
        let part = |name, number| (number > 1 || name == "page" && at == "calls").then(|| format!("{name}={number}"));
        let parts: Vec<String> = [part("page", steps), part("people", people)].into_iter().flatten().collect();
        let joint = if parts.is_empty() { "" } else { "?" };
        format!("{}{joint}{}#{at}", self.path, parts.join("&"))
    }
}

/// The steps of a plan that has not begun, behind a press: what each needs and how it is undone. `calls` is how many
/// requests they take.
pub fn planned(steps: &[Step], calls: usize, leaf: &Leaf) -> impl IntoView + use<> {
    folded("API calls", count(calls, "call", "calls"), leaf.steps.is_some(), self::steps(steps, leaf))
}

fn steps(steps: &[Step], leaf: &Leaf) -> AnyView {
    line(steps.iter().collect(), leaf, |step| item(step, facts_before(step).into_any()).into_any())
}

/// The steps of a change: what became of each, those that need attention first. Behind a press once all is well.
pub fn journal(steps: &[Step], is_open: bool, counted: String, leaf: &Leaf) -> impl IntoView + use<> {
    let mut shown: Vec<&Step> = steps.iter().collect();
    shown.sort_by_key(|step| match step.state {
        StepState::Failed | StepState::Unknown => 0,
        StepState::Running => 1,
        StepState::Planned | StepState::Done | StepState::Skipped | StepState::Cancelled | StepState::Undone => 2,
    });
    let list = line(shown, leaf, |step| item(step, facts_after(step).into_any()).into_any());
    folded("Journal", counted, is_open || leaf.steps.is_some(), list)
}

/// A panel whose content is behind a press.
fn folded(title: &'static str, n: String, is_open: bool, list: AnyView) -> impl IntoView {
    view! {
        <section class="panel" id="calls" aria-labelledby="calls-h">
            <details class="fold" open=is_open>
                <summary class="panel-head"><h2 id="calls-h">{title}</h2>" "<span class="n">{n}</span><Icon icon=lu::LuChevronDown/></summary>
                {list}
            </details>
        </section>
    }
}

fn line<F: Fn(&Step) -> AnyView>(steps: Vec<&Step>, leaf: &Leaf, item: F) -> AnyView {
    let last = Page::cut(steps.clone(), 1, STEPS_AT_ONCE).last();
    let page = Page::cut(steps, leaf.steps.unwrap_or(1).min(last), STEPS_AT_ONCE);
    let start = page.first_row().max(1);
    let items: Vec<_> = page.items.iter().map(|step| item(step)).collect();
    let leaf = leaf.clone();
    let pager = pager(&page.map(drop), move |n| leaf.of_steps(n));
    StyleSheet::Changes.link();
    view! { <ol class="line plan" start=start>{items}</ol>{pager} }.into_any()
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
        <p class="note t-warn"><Icon icon=lu::LuMail/>" "<span>"Sends an invitation e-mail. It can’t be recalled."</span></p>
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
            <p>"It may have happened. The portal checks Sigma before it sends anything again."</p>
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
