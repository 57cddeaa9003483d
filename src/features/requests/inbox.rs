//! The approver's inbox: what waits for one's decision, oldest first, each with its plan; several can be decided at once.

use super::{
    actions::DecideMany,
    decide_many::ManyFields,
    decision::{Approval, extension_words},
    pages,
};
use crate::{
    domain::{AccessRequest, RequestId, text},
    features::shared::waiting,
    ui::{age, avatar::Avatar, count, empty::Empty, field, head::Head, icon::Icon, panel::Panel, term::addressed},
    web::{self, AppError, NavItem, PageParts, RequestContext, SmallScript, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// Requests that are planned and shown at once; the others follow when these are decided.
const SHOWN: usize = 20;

/// Steps of a plan that are named; the request's page has all.
const STEPS: usize = 6;

/// A request with what an approval would do now.
struct Waiting {
    request: AccessRequest,
    approval: Approval,
}

async fn waiting(cx: &RequestContext, id: &RequestId) -> Result<Option<Waiting>, AppError> {
    let case = match cx.app.requests.case(id, &cx.actor).await {
        Ok(case) if case.may.decide => case,
        // Somebody has decided in this moment.
        Ok(_) | Err(crate::requests::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let approval = match Approval::of(&case, cx).await {
        // The others can be decided all the same.
        Err(AppError::NotReady) => {
            Approval::Nothing("The directory is still being read. Try again in a minute.".to_owned())
        }
        approval => approval?,
    };
    Ok(Some(Waiting { request: case.request, approval }))
}

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let open = cx.app.requests.inbox(&cx.actor).await?;
    let mut shown = Vec::new();
    for request in open.iter().take(SHOWN) {
        shown.extend(waiting(&cx, &request.id).await?);
    }
    let typed = cx.refilled::<DecideMany>().await?;
    let (fields, errors) = typed
        .map(|typed| {
            let DecideMany { decisions, verdict, reason } = typed.form;
            (ManyFields { decisions, verdict, reason }, typed.errors)
        })
        .unwrap_or_default();
    let (tabs, now, all) = (pages(&cx, paths::INBOX), cx.now, open.len());
    let page = PageParts::new("Requests to decide", NavItem::Requests).small_script(SmallScript::Inbox);
    let body = move || {
        let sub = match all {
            0 => "No request waits for your decision.".to_owned(),
            n => format!("{}, oldest first.", waiting::sentence(n)),
        };
        let list =
            if shown.is_empty() { nothing().into_any() } else { form(&shown, all, &fields, &errors, now).into_any() };
        view! { <Head title="Requests to decide" sub=sub.into_any()/>{tabs}{list} }
    };
    Ok(cx.render_page(page, body).await)
}

fn nothing() -> impl IntoView {
    view! {
        <section class="panel">
            <Empty icon=lu::LuInbox title="You’re all caught up" text="Requests that you decide about appear here, with a count in the navigation.">
                <a class="btn" href=paths::REQUESTS>"My requests"</a>
            </Empty>
        </section>
    }
}

fn form(
    shown: &[Waiting],
    all: usize,
    fields: &ManyFields,
    errors: &crate::domain::Invalid,
    now: Timestamp,
) -> impl IntoView + use<> {
    let rows: Vec<_> = shown.iter().enumerate().map(|(at, one)| row(at, one, fields, now)).collect();
    let n = all.to_string();
    let more = all.saturating_sub(shown.len());
    let more = (more > 0).then(|| {
        view! { <p class="panel-foot muted">{count(more, "more request", "more requests")}" after these."</p> }
    });
    let wrong = |name: &str| errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    let (summary, reason) = (field::summary(errors), web::escaped(&fields.reason));
    let (none, unsaid) = (wrong("decisions"), wrong("reason"));
    let is_open = unsaid.is_some() || !fields.reason.is_empty();
    let described = if unsaid.is_some() { "reason-hint reason-error" } else { "reason-hint" };
    let invalid = unsaid.is_some().then_some("true");
    view! {
        <form class="stack" method="post" action=DecideMany::url() novalidate>
            {summary}
            <Panel id="inbox" title="Waiting for you" count=n>
                <p class="panel-body hint" id="inbox-keys" hidden=true>
                    "Keys: "<kbd>"j"</kbd>" and "<kbd>"k"</kbd>" move, "<kbd>"x"</kbd>" selects, "<kbd>"Enter"</kbd>" opens, "<kbd>"a"</kbd>" and "<kbd>"d"</kbd>" lead to approving and denying."
                </p>
                <ul class="rows" id="decisions">{rows}</ul>
                {more}
            </Panel>
            <Panel id="decide" title="Decide about the selected requests">
                <div class="panel-body stack">
                    {none}
                    <p class="hint">"Approving applies exactly the plan that is shown with each request, in your name. What has changed since is left out, and you are told."</p>
                    <div class="actions">
                        <button class="btn btn-primary" name="verdict" value="approve"><Icon icon=lu::LuCheck/>" Approve selected"</button>
                    </div>
                </div>
                <details class="more" open=is_open>
                    <summary>"Deny the selected requests"</summary>
                    <div class="panel-body form">
                        <div class="field">
                            <label for="reason">"Reason"</label>
                            <p class="hint" id="reason-hint">"Each requester reads it. Say what they could ask for instead."</p>
                            <textarea class="input" id="reason" name="reason" rows="3" maxlength=text::NOTE
                                aria-describedby=described aria-invalid=invalid inner_html=reason></textarea>
                            {unsaid}
                        </div>
                        <div class="form-end"><button class="btn btn-danger" name="verdict" value="deny">"Deny selected"</button></div>
                    </div>
                </details>
            </Panel>
        </form>
    }
}

fn row(at: usize, waiting: &Waiting, fields: &ManyFields, now: Timestamp) -> impl IntoView + use<> {
    let Waiting { request, approval } = waiting;
    let person = &request.beneficiary;
    let name = |field: &str| format!("decisions[{at}][{field}]");
    let by =
        request.is_for_another().then(|| view! { " (requested by "<bdi>{request.requester.name.clone()}</bdi>")" });
    let reason =
        (!request.reason.is_empty()).then(|| view! { <small class="said"><bdi>{request.reason.clone()}</bdi></small> });
    let label = format!("Select {} for {}", request.title, person.name);
    let plan = plan(approval);
    let fingerprint = approval.fingerprint().unwrap_or_default();
    view! {
        <li>
            <input type="checkbox" name=name("selected") value="on" aria-label=label checked=fields.selects(&request.id)/>
            <input type="hidden" name=name("id") value=request.id.to_string()/>
            <input type="hidden" name=name("version") value=request.version/>
            <input type="hidden" name=name("fingerprint") value=fingerprint/>
            <Avatar name=person.name.clone() key=person.email.clone()/>
            <div class="row-text">
                <a href=paths::request(&request.id)><bdi>{person.name.clone()}</bdi>": "<bdi>{request.title.clone()}</bdi></a>{by}
                {reason}
                {plan}
            </div>
            <small class="muted nowrap">{age(request.asked_at, now)}</small>
        </li>
    }
}

/// What an approval would do: the first steps, and what to know before.
fn plan(approval: &Approval) -> AnyView {
    let plan = match approval {
        Approval::Change(reviewed) => &reviewed.0,
        Approval::Extension(extension) => {
            return view! { <small class="muted">{extension_words(*extension)}</small> }.into_any();
        }
        Approval::Nothing(why) => {
            return view! { <small class="t-warn">"This can’t be approved now. "{why.clone()}</small> }.into_any();
        }
    };
    let warnings: Vec<_> =
        plan.warnings.iter().map(|warning| view! { <small class="t-warn">{warning.message.clone()}</small> }).collect();
    let steps: Vec<_> = plan.steps.iter().take(STEPS).map(|step| view! { <p>{addressed(&step.title)}</p> }).collect();
    let more = plan.steps.len().saturating_sub(STEPS);
    let more = (more > 0).then(|| view! { <p class="muted">"And "{count(more, "step", "steps")}" more."</p> });
    let n = count(plan.steps.len(), "step", "steps");
    view! {
        {warnings}
        <details open=true><summary class="muted">"Plan: "{n}</summary>{steps}{more}</details>
    }
    .into_any()
}
