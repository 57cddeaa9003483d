//! What somebody was told, the last first.

use super::actions::{OpenNotice, ReadNotices};
use crate::{
    domain::{Because, OwnNotice, Page, RequestEventKind, headline},
    store::PageRequest,
    ui::{ago, count, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, decode, paths},
};
use axum::response::Response;
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

/// Notices on one page.
const SHOWN: u32 = 50;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The page's number, from 1.
    page: u32,
}

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let Query { page: number } = decode(cx.parts.uri.query());
    let (key, store) = (cx.actor.key(), &cx.app.store);
    let notices = store.notices(&key, PageRequest { number, size: SHOWN }).await?;
    let unread = store.unread_notices(&key).await?;
    let (now, has_mail_box) = (cx.now, cx.app.notify.mail_box().is_some());
    let page = PageParts::new("Notifications", NavItem::None);
    let body = move || {
        let sub = match unread {
            0 => "You’re all caught up.".to_owned(),
            n => {
                format!("{} unread.", count(usize::try_from(n).unwrap_or(usize::MAX), "notification", "notifications"))
            }
        };
        let all_read = (unread > 0).then(|| {
            view! {
                <form method="post" action=ReadNotices::url()>
                    <button class="btn"><Icon icon=lu::LuCheckCheck/>" Mark all as read"</button>
                </form>
            }
        });
        let mail_box = has_mail_box
            .then(|| view! { <a class="btn" href=paths::MAIL_BOX><Icon icon=lu::LuMail/>" Demo mail box"</a> });
        view! {
            <Head title="Notifications" sub=sub.into_any()>
                {all_read}
                {mail_box}
                <a class="btn btn-quiet" href=paths::NOTIFICATION_PREFERENCES><Icon icon=lu::LuSettings2/>" Preferences"</a>
            </Head>
            {rows(&notices, now)}
            {pager(&notices)}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn rows(notices: &Page<OwnNotice>, now: Timestamp) -> AnyView {
    if notices.items.is_empty() {
        let text = "Requests that you decide about, and what becomes of yours, appear here.";
        return view! {
            <section class="panel">
                <Empty icon=lu::LuBell title="No notifications" text=text>
                    <a class="btn" href=paths::REQUESTS>"My requests"</a>
                </Empty>
            </section>
        }
        .into_any();
    }
    let n = notices.total.to_string();
    let rows = notices.items.iter().map(|notice| row(notice, now)).collect_view();
    view! { <Panel id="notices" title="Notifications" count=n><ul class="rows notices">{rows}</ul></Panel> }.into_any()
}

fn row(own: &OwnNotice, now: Timestamp) -> impl IntoView + use<> {
    let OwnNotice { notice, because, read_at } = own;
    let text = headline(notice, *because).text;
    let at = notice.at;
    let when = view! { <small><time datetime=at.to_string()>{ago(at, now)}</time></small> };
    let (icon, tone) = drawing(notice.kind, *because);
    if read_at.is_some() {
        return view! {
            <li class=tone>
                <Icon icon=icon/>
                <div class="row-text"><a href=paths::request(&notice.request_id)><bdi>{text}</bdi></a>{when}</div>
            </li>
        }
        .into_any();
    }
    let label = format!("Mark as read: {text}");
    view! {
        <li class=format!("is-unread {tone}")>
            <Icon icon=icon/>
            <form class="row-text" method="post" action=OpenNotice::url()>
                <input type="hidden" name="id" value=notice.id.clone()/>
                <input type="hidden" name="request" value=notice.request_id.to_string()/>
                <button><span class="vh">"Unread: "</span><bdi>{text}</bdi></button>
                {when}
            </form>
            <form method="post" action=ReadNotices::url()>
                <input type="hidden" name="id" value=notice.id.clone()/>
                <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuCheck/></button>
            </form>
        </li>
    }
    .into_any()
}

/// What a notice is drawn as, and in which tone.
fn drawing(kind: RequestEventKind, because: Because) -> (Drawing, &'static str) {
    use RequestEventKind as Kind;
    match kind {
        Kind::Asked | Kind::StageApproved if because == Because::Acts => (lu::LuInbox, "t-info"),
        Kind::Asked | Kind::StageApproved | Kind::Applying | Kind::Offered => (lu::LuInbox, ""),
        Kind::Approved | Kind::Granted | Kind::Renewed | Kind::Updated => (lu::LuCircleCheck, "t-ok"),
        Kind::Attention => (lu::LuTriangleAlert, "t-warn"),
        Kind::Denied => (lu::LuCircleX, "t-bad"),
        Kind::Cancelled | Kind::Closed => (lu::LuCircleSlash, ""),
        Kind::Shortened | Kind::Lapses | Kind::Reminded => (lu::LuCalendarClock, "t-warn"),
        Kind::Ending | Kind::Ended => (lu::LuCalendarX, ""),
    }
}

/// Links to newer and older ones, where there are any.
fn pager(notices: &Page<OwnNotice>) -> Option<impl IntoView + use<>> {
    let (number, last) = (notices.number, notices.last());
    let link = |number: u32| format!("{}?page={number}", paths::NOTIFICATIONS);
    let newer = (number > 1).then(|| view! { <a class="btn" href=link(number.min(last + 1) - 1)>"Newer"</a> });
    let older = (number < last).then(|| view! { <a class="btn" href=link(number + 1)>"Older"</a> });
    (last > 1).then(|| view! { <nav class="actions" aria-label="Pages">{newer}{older}</nav> })
}
