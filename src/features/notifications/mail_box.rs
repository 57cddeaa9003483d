//! The mail box of the demo: what would have been sent, to be looked at. There is none in service.

use crate::{
    domain::text::isolated,
    notify::KeptMail,
    ui::{ago, avatar::Avatar, count, empty::Empty, head::Head, moment, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

const TITLE: &str = "Demo mail box";

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    let mails = cx.app.notify.mail_box().ok_or(AppError::NotFound)?.all();
    let now = cx.now;
    let page = PageParts::new(TITLE, NavItem::None);
    let body = move || {
        let sub = "All mail sent in this demo. None of it leaves this machine.";
        let list = if mails.is_empty() {
            let text =
                "Request something under Get access: the mail to those who decide arrives here within half a minute.";
            view! {
                <section class="panel"><Empty icon=lu::LuMail title="No mails yet" text=text>
                    <a class="btn" href=paths::GET_ACCESS>"Get access"</a>
                </Empty></section>
            }
            .into_any()
        } else {
            let n = count(mails.len(), "mail", "mails");
            let rows = mails.iter().map(|mail| row(mail, now)).collect_view();
            view! { <Panel id="mails" title=n><ul class="rows">{rows}</ul></Panel> }.into_any()
        };
        view! { <Head title=TITLE sub=sub.into_any()/>{list} }
    };
    Ok(cx.render_page(page, body).await)
}

fn row(kept: &KeptMail, now: Timestamp) -> impl IntoView + use<> {
    let KeptMail { number, at, mail } = kept;
    let to = format!("To {} <{}>", mail.name, mail.address);
    view! {
        <li>
            <Avatar name=mail.name.clone() key=mail.address.clone()/>
            <div class="row-text">
                <a href=paths::mail(&number.to_string())><bdi>{mail.subject.clone()}</bdi></a>
                <small><bdi>{to}</bdi></small>
            </div>
            <small class="muted nowrap"><time datetime=at.to_string()>{ago(*at, now)}</time></small>
        </li>
    }
}

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let mails = cx.app.notify.mail_box().ok_or(AppError::NotFound)?;
    let KeptMail { at, mail, .. } = id.parse().ok().and_then(|id| mails.mail(id)).ok_or(AppError::NotFound)?;
    let page = PageParts::new(mail.subject.clone(), NavItem::None);
    let body = move || {
        let to = format!("To {} <{}>, {}", isolated(&mail.name), mail.address, moment(at));
        let lines = mail.text.lines().map(line).collect_view();
        view! {
            <Head title=mail.subject.clone() crumbs=vec![(TITLE, paths::MAIL_BOX)] sub=to.into_any()/>
            <section class="panel" aria-label="Text of the mail"><div class="panel-body mail-text">{lines}</div></section>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// A line of a mail; what it leads to is a link.
fn line(line: &str) -> AnyView {
    match line.split_once("http") {
        Some((before, rest)) if rest.starts_with("://") || rest.starts_with("s://") => {
            let url = format!("http{rest}");
            view! { <p>{before.to_owned()}<a class="link" href=url.clone()>{url.clone()}</a></p> }.into_any()
        }
        Some(_) | None if line.is_empty() => view! { <br/> }.into_any(),
        Some(_) | None => view! { <p>{line.to_owned()}</p> }.into_any(),
    }
}
