//! Access that ends soon: renew it, let it lapse, or have it end earlier.

use super::{
    actions::{EndAccess, LetLapse, RenewAccess},
    ask_fields::split_name,
    ends_many, pages,
};
use crate::{
    domain::{AccessRequest, AppError, RequestId},
    features::shared::{
        list::{PAGE_SIZE, page_of, pager},
        review,
    },
    requests::{Renewal, after_days},
    store::PageRequest,
    ui::{avatar::Avatar, count, date, empty::Empty, head::Head, moment, number, panel::Panel},
    web::{NavItem, PageParts, RequestContext, Severity, end, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// What is soon.
const SOON: Duration = Duration::from_hours(24 * 30);

/// “in 3 days”, “tomorrow”, “today”.
pub fn until(ends: Timestamp, now: Timestamp) -> String {
    let hours = ends.duration_since(now).as_hours();
    match hours {
        ..24 => "within a day".to_owned(),
        24..48 => "in 1 day".to_owned(),
        hours => format!("in {} days", hours / 24),
    }
}

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let page = PageRequest { number: page_of(cx.parts.uri.query()), size: PAGE_SIZE };
    let soon = cx.app.requests.ending_soon(SOON, &cx.actor, page).await?;
    let (tabs, now, me) = (pages(&cx, paths::ENDS_SOON), cx.now, cx.actor.keys());
    let page = PageParts::new("Ends soon", NavItem::Requests);
    let body = move || {
        let all = usize::try_from(soon.total).unwrap_or(usize::MAX);
        let sub = match all {
            0 => "No access ends within 30 days.".to_owned(),
            n => format!("{} within 30 days.", count(n, "term ends", "terms end")),
        };
        let list = if soon.items.is_empty() {
            let text =
                "Access with an end date appears here a month before it ends: yours, and access to what you own.";
            view! { <section class="panel"><Empty icon=lu::LuCalendarClock title="Nothing ends soon" text=text/></section> }.into_any()
        } else {
            let rows = soon.items.iter().map(|request| row(request, request.concerns(&me), now)).collect_view();
            let pages = pager(&soon, |n| format!("{}?page={n}", paths::ENDS_SOON));
            view! {
                <Panel id="ends" title="Ends soon" count=number(all)><ul class="rows">{rows}</ul>{ends_many::bar()}{pages}</Panel>
            }
            .into_any()
        };
        view! { <Head title="Ends soon" sub=sub.into_any()/>{tabs}{list} }
    };
    Ok(cx.render_page(page, body).await)
}

fn row(request: &AccessRequest, is_mine: bool, now: Timestamp) -> impl IntoView + use<> {
    let person = &request.beneficiary;
    let ends = request.ends_at.unwrap_or(now);
    let lapses = request.lapses.then(|| view! { " "<span class="tag">"Will lapse"</span> });
    view! {
        <li>
            {ends_many::tick(request)}
            <Avatar name=person.name.clone() key=person.email.clone()/>
            <div class="row-text">
                <a href=paths::request(&request.id)><bdi>{person.name.clone()}</bdi>": "<bdi>{request.title.clone()}</bdi></a>{lapses}
                <small>"Ends "<time datetime=ends.to_string() title=moment(ends)>{date(ends)}</time>", "{until(ends, now)}</small>
            </div>
            {buttons(request, is_mine)}
        </li>
    }
}

/// Renew, and let lapse.
fn buttons(request: &AccessRequest, is_mine: bool) -> impl IntoView + use<> {
    let id = request.id.to_string();
    let what = format!("{} for {}", request.title, request.beneficiary.name);
    let renew = is_mine.then(|| {
        view! {
            <form method="post" action=RenewAccess::url()>
                <input type="hidden" name="id" value=id.clone()/>
                <button class="btn btn-sm btn-primary" aria-label=format!("Renew {what}")>"Renew"</button>
            </form>
        }
    });
    let lapse = (!request.lapses).then(|| {
        view! {
            <form method="post" action=LetLapse::url()>
                <input type="hidden" name="id" value=id.clone()/>
                <button class="btn btn-sm" aria-label=format!("Let lapse {what}")>"Let lapse"</button>
            </form>
        }
    });
    view! { {renew}{lapse} }
}

/// The panel on the page of a granted request: when it ends, and what can be done about it.
pub fn panel(request: &AccessRequest, may_end: bool, is_mine: bool, now: Timestamp) -> impl IntoView + use<> {
    let ends = request.ends_at.map(|ends| {
        view! { <p><b>"Ends "<time datetime=ends.to_string()>{moment(ends)}</time></b>", "{until(ends, now)}"."</p> }.into_any()
    });
    let ends = ends.unwrap_or_else(|| view! { <p>"It has no end. It lasts until it is revoked."</p> }.into_any());
    let note = if request.lapses {
        "Nobody is reminded: it is meant to lapse."
    } else {
        "Reminders come a week and a day before."
    };
    let note = request.ends_at.map(|_| view! { <p class="hint">{note}</p> });
    let buttons = (request.ends_at.is_some() && may_end)
        .then(|| view! { <div class="actions">{buttons(request, is_mine)}</div> });
    let earlier = may_end.then(|| {
        let (today, last) = (day(now), request.ends_at.map(day));
        view! {
            <details class="more">
                <summary>"End it earlier"</summary>
                <form class="panel-body form" method="post" action=EndAccess::url() novalidate>
                    <input type="hidden" name="id" value=request.id.to_string()/>
                    <div class="field">
                        <label for="day">"Last day"</label>
                        <p class="hint" id="day-hint">"Access ends when this day is over, in UTC. Today takes it back right away."</p>
                        <input class="input" id="day" name="day" type="date" min=today.clone() max=last value=today aria-describedby="day-hint"/>
                    </div>
                    <div class="form-end"><button class="btn btn-danger">"End access"</button></div>
                </form>
            </details>
        }
    });
    view! {
        <Panel id="term" title="Term"><div class="panel-body">{ends}{note}{buttons}</div>{earlier}</Panel>
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// Asks for more time, with one press: a request by the policy.
///
/// # Errors
/// As [`super::ask::ask`].
pub async fn renew(cx: &RequestContext, id: &RequestId) -> Result<(), AppError> {
    let Renewal { wish, .. } = cx.app.requests.renewal(id, &cx.actor).await?;
    super::ask::made(cx, wish, split_name(&cx.actor.name), None).await.map(drop).map_err(review::in_words)
}

/// Has access end when this day is over; today, at once.
///
/// # Errors
/// [`AppError::Refused`] for a day that is none or not before the present end.
pub async fn end_on(cx: &RequestContext, id: &RequestId, day: &str) -> Result<(), AppError> {
    let wrong = || AppError::Refused("Nothing was changed. Enter a day, such as 2026-12-31.".to_owned());
    let start: Timestamp = format!("{}T00:00:00Z", day.trim()).parse().map_err(|_| wrong())?;
    let over = after_days(start, 1);
    let is_today = start <= cx.now;
    let ends = if is_today { cx.now } else { over };
    let shortened = cx.app.requests.shorten(id, ends, &cx.actor).await.map_err(AppError::from);
    let request = shortened.map_err(review::in_words)?;
    let text = if is_today {
        end(&cx.app.requests, &cx.app.changes, request).await?;
        "The access ends now: what it gave is being taken back.".to_owned()
    } else {
        format!("The access ends when {} is over.", date(start))
    };
    cx.lead_to(&paths::request(id), Severity::Success, text).await;
    Ok(())
}
