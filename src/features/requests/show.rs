//! A request's page: what it is, its line, and for those who decide the plan and the two buttons.

use super::{
    actions::{ApproveRequest, CancelRequest, DenyRequest, RetryRequest},
    decision::{Approval, extension_words},
    ends, status, timeline,
};
use crate::{
    directory::Snapshot,
    domain::{AccessRequest, Actor, Invalid, MemberId, RequestId, RequestState, Subject, text},
    features::shared::plan::{self, Leaf},
    requests::{Case, Extension},
    ui::{
        ago,
        avatar::Who,
        count, field,
        head::Head,
        icon::Icon,
        moment,
        panel::{Panel, fact},
        style_sheet::StyleSheet,
    },
    web::{self, AppError, NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// How often the page looks again while a change is under way, in seconds.
const RELOAD: u32 = 3;

/// Title of what an approval means.
const CHANGES: &str = "What changes";

const STALE: &str = "The organization has changed since you looked. This is the plan for how things are now.";

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let case = cx.app.requests.case(&RequestId::new(id), &cx.actor).await?;
    // Whoever has opened it, by a mail's link or otherwise, has read what they were told about it.
    if cx.app.notify.unread(&cx.actor).await.is_some_and(|unread| unread > 0) {
        cx.app.store.read_notices_of(&cx.actor.key(), &case.request.id, cx.now).await?;
    }
    let approval = if case.may.decide { Some(Approval::of(&case, &cx).await?) } else { None };
    let denial = cx.refilled::<DenyRequest>().await?;
    let is_stale = cx.refilled::<ApproveRequest>().await?.is_some_and(|approval| approval.is_stale);
    let leaf = Leaf::of(&paths::request(&case.request.id), cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let is_moving = matches!(case.request.state, RequestState::Approved | RequestState::Applying);
    let page = PageParts::new(case.request.title.clone(), NavItem::Requests);
    let page = page.reload_after(is_moving.then_some(RELOAD));
    let (me, now) = (cx.actor.clone(), cx.now);
    Ok(cx.render_page(page, move || view(&case, approval, denial, is_stale, &leaf, (&me, &snapshot, now))).await)
}

fn view(
    case: &Case,
    approval: Option<Approval>,
    denial: Option<Refilled<DenyRequest>>,
    is_stale: bool,
    leaf: &Leaf,
    (me, snapshot, now): (&Actor, &Snapshot, Timestamp),
) -> impl IntoView + use<> {
    let request = &case.request;
    let for_whom =
        if request.beneficiary.key() == me.key() { "you".to_owned() } else { request.beneficiary.name.clone() };
    let sub = view! { {status(request.state)}" for "<bdi>{for_whom}</bdi> };
    let cancel = case.may.cancel.then(|| {
        view! {
            <form method="post" action=CancelRequest::url()>
                <input type="hidden" name="id" value=request.id.to_string()/>
                <button class="btn"><Icon icon=lu::LuX/>" Cancel request"</button>
            </form>
        }
    });
    let is_mine = request.concerns(&me.keys());
    let again = (!request.state.is_open() && request.state != RequestState::Granted && is_mine)
        .then(|| view! { <a class="btn" href=paths::ask(&request.target.requestable())><Icon icon=lu::LuRotateCcw/>" Ask again"</a> });
    let decide = approval.map(|approval| decide(case, approval, denial, is_stale, (snapshot, leaf)));
    let attention = (request.state == RequestState::Attention).then(|| attention(case, snapshot));
    let lasts = request.state == RequestState::Granted && request.renews.is_none();
    let term = lasts.then(|| ends::panel(request, case.may_end, is_mine, now));
    let about = about(case, snapshot, now);
    view! {
        <Head title=request.title.clone() crumbs=vec![("Requests", paths::REQUESTS)] sub=sub.into_any()>{again}{cancel}</Head>
        <div class="cols">
            <div class="stack">{attention}{decide}{timeline::panel(case)}</div>
            <div class="stack">{term}{about}</div>
        </div>
    }
}

/// What is asked, by whom and why.
fn about(case: &Case, snapshot: &Snapshot, now: Timestamp) -> impl IntoView + use<> {
    let request = &case.request;
    let who = |id: Option<&MemberId>, name: &str, email: &str| {
        let href = id.filter(|id| snapshot.member(id).is_some()).map(paths::member);
        view! { <Who name=name.to_owned() email=email.to_owned() href=href/> }.into_any()
    };
    let requester = &request.requester;
    let by = request.is_for_another().then(|| who(requester.member_id.as_ref(), &requester.name, &requester.email));
    let by = by.map(|by| fact("Requested by", by));
    let person = &request.beneficiary;
    let whom = who(person.member_id.as_ref(), &person.name, &person.email);
    let reason = match request.reason.as_str() {
        "" => view! { <span class="muted">"None given"</span> }.into_any(),
        reason => view! { <p class="said"><bdi>{reason.to_owned()}</bdi></p> }.into_any(),
    };
    let duration = match (request.days, &request.renews) {
        (Some(days), Some(_)) => format!("{days} more days"),
        (Some(days), None) => count(days as usize, "day", "days"),
        (None, _) => "Until revoked".to_owned(),
    };
    let gives = case.gives.iter().map(|part| view! { <li><bdi>{part.clone()}</bdi></li> }).collect_view();
    let gives = (!case.gives.is_empty()).then(|| fact("Gives", view! { <ul class="bare-list">{gives}</ul> }));
    let (title, at) = (request.title.clone(), request.asked_at);
    let asked = view! { <time datetime=at.to_string() title=moment(at)>{ago(at, now)}</time> };
    view! {
        <Panel id="about" title="About this request">
            <dl class="facts">
                {fact("For", whom)}
                {by}
                {fact("Access", view! { <b><bdi>{title}</bdi></b> })}
                {gives}
                {fact("For how long", duration)}
                {fact("Reason", reason)}
                {fact("Requested", asked)}
            </dl>
        </Panel>
    }
}

/// What went wrong, and what an admin can do about it.
fn attention(case: &Case, snapshot: &Snapshot) -> impl IntoView + use<> {
    let request = &case.request;
    let why = request.last_event().map(|event| event.note.clone()).unwrap_or_default();
    let next = if case.may.retry { "" } else { " An admin has to look at it; nothing is lost." };
    let change = request.change_id.as_ref().filter(|_| case.may.retry && snapshot.is_whole());
    let change = change.map(|id| view! { <a class="btn btn-sm" href=paths::change(id)>"See the change"</a> });
    let retry = case.may.retry.then(|| {
        view! {
            <form method="post" action=RetryRequest::url()>
                <input type="hidden" name="id" value=request.id.to_string()/>
                <button class="btn btn-sm btn-primary"><Icon icon=lu::LuRotateCcw/>" Try again"</button>
            </form>
        }
    });
    view! {
        <div class="flash t-bad" role="note">
            <Icon icon=lu::LuTriangleAlert/>
            <div><p><b>"This request was approved and could not be applied."</b>" "{why}{next}</p><div class="actions">{change}{retry}</div></div>
        </div>
    }
}

/// What approving means for people, the two buttons, and the calls it takes.
fn decide(
    case: &Case,
    approval: Approval,
    denial: Option<Refilled<DenyRequest>>,
    is_stale: bool,
    (snapshot, leaf): (&Snapshot, &Leaf),
) -> impl IntoView + use<> {
    let request = &case.request;
    let stale = is_stale
        .then(|| view! { <div class="flash t-warn" role="alert"><Icon icon=lu::LuTriangleAlert/><p>{STALE}</p></div> });
    let policy = case.earlier_policy.is_some().then(|| {
        view! { <p class="note t-info"><Icon icon=lu::LuInfo/>" "<span>"The policy has changed since this was requested. The present one applies."</span></p> }
    });
    let own = case.is_own.then(|| {
        view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>"This is your own request. You may decide as the only admin; the audit log says so."</span></p> }
    });
    let fingerprint = approval.fingerprint();
    let (obstacle, consequences, calls) = match approval {
        Approval::Nothing(why) => (Some(obstacle(&why)), None, None),
        Approval::Extension(extension) => (None, Some(extended(extension)), None),
        Approval::Change(reviewed) => {
            let (plan, told) = *reviewed;
            // Whom it is for is known to those who decide, whether or not they see them elsewhere.
            let beneficiary = request.beneficiary.member_id.clone().map(Subject::Member);
            let is_theirs = |subject: &Subject| beneficiary.as_ref() == Some(subject);
            let told = told.within(|subject| snapshot.is_whole() || snapshot.knows(subject) || is_theirs(subject));
            let consequences = plan::consequences(CHANGES, &told, &plan.warnings, Some(snapshot), leaf).into_any();
            (None, Some(consequences), Some(plan::planned(&plan.steps, plan.cost(), leaf)))
        }
    };
    let (words, button) = match (case.extension, case.is_last_stage) {
        (_, false) => ("Approving passes the request on to the next approver, in your name.", " Approve this stage"),
        (Some(_), true) => ("Approving puts off the end, in your name.", " Approve renewal"),
        (None, true) => ("Approving applies exactly this plan, in your name.", " Approve and apply"),
    };
    StyleSheet::Changes.link();
    let approve = fingerprint.map(|fingerprint| {
        view! {
            <form class="verdict" method="post" action=ApproveRequest::url()>
                <p>{words}</p>
                <input type="hidden" name="id" value=request.id.to_string()/>
                <input type="hidden" name="version" value=request.version/>
                <input type="hidden" name="fingerprint" value=fingerprint/>
                <button class="btn btn-primary" accesskey="a"><Icon icon=lu::LuCheck/>{button}</button>
            </form>
        }
    });
    let deny = deny(request, denial);
    view! {
        {stale}
        {consequences}
        <Panel id="decide" title="Decide">
            {obstacle}
            <div class="notes">{policy}{own}</div>
            {approve}
            {deny}
        </Panel>
        {calls}
    }
}

/// What a renewal means.
fn extended(extension: Extension) -> AnyView {
    view! {
        <Panel id="changes" title=CHANGES>
            <div class="panel-body">
                <p><b>{extension_words(extension)}</b></p>
                <p class="muted">"The access is held already, so nothing changes in Sigma."</p>
            </div>
        </Panel>
    }
    .into_any()
}

fn obstacle(why: &str) -> AnyView {
    view! {
        <div class="panel-body">
            <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>"This can’t be approved now. "{why.to_owned()}</span></p>
        </div>
    }
    .into_any()
}

/// Denying needs a reason, which the requester reads.
fn deny(request: &AccessRequest, denial: Option<Refilled<DenyRequest>>) -> impl IntoView + use<> {
    let is_open = denial.is_some();
    let (reason, errors) = match denial {
        Some(Refilled { form, errors, .. }) => (form.reason, errors),
        None => (String::new(), Invalid::new()),
    };
    let wrong = errors.of("reason").map(|why| field::field_error("reason", why.to_owned()));
    let described = if wrong.is_some() { "reason-hint reason-error" } else { "reason-hint" };
    let invalid = wrong.is_some().then_some("true");
    view! {
        <details class="more" open=is_open>
            <summary>"Deny this request"</summary>
            <form class="panel-body form" method="post" action=DenyRequest::url() novalidate>
                <input type="hidden" name="id" value=request.id.to_string()/>
                <input type="hidden" name="version" value=request.version/>
                <div class="field">
                    <label for="reason">"Reason"</label>
                    <p class="hint" id="reason-hint">"The requester reads it. Say what they could ask for instead."</p>
                    <textarea class="input" id="reason" name="reason" rows="3" maxlength=text::NOTE required=true autofocus=is_open
                        aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&reason)></textarea>
                    {wrong}
                </div>
                <div class="form-end"><button class="btn btn-danger">"Deny request"</button></div>
            </form>
        </details>
    }
}
