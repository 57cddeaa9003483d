//! The pages that list sessions.

use super::actions::{EndOne, ReleaseAddress};
use crate::{
    domain::{Capability, Invalid, Page},
    store::{OpenSession, PageRequest, session_row},
    ui::{ago, empty::Empty, field::TextField, head::Head, moment, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// Sessions on one page: more than an admin looks through, and than a person has.
const SHOWN: u32 = 200;

/// One's own sessions.
pub async fn own(cx: RequestContext) -> Result<Response, AppError> {
    let keys = cx.actor.keys();
    let sessions = cx.app.store.open_sessions(Some(&keys), FIRST, cx.now).await?;
    let rows = Rows { sessions, here: here(&cx), now: cx.now, with_people: false, ends: true };
    let page = PageParts::new("Your sessions", NavItem::Me);
    Ok(cx
        .render_page(page, move || {
            view! {
                <Head title="Your sessions" sub="Browsers in which you are signed in to this portal. End those you don’t know or no longer use.".into_any()/>
                {rows.view()}
            }
        })
        .await)
}

/// The page of everybody's sessions, for those who look after the portal.
pub async fn all(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let manages = cx.can(Capability::ManageSessions);
    let sessions = cx.app.store.open_sessions(None, FIRST, cx.now).await?;
    let typed = cx.refilled::<ReleaseAddress>().await?;
    let rows = Rows { sessions, here: here(&cx), now: cx.now, with_people: true, ends: manages };
    let page = PageParts::new("Sessions", NavItem::Settings);
    Ok(cx
        .render_page(page, move || {
            let (email, errors) = typed.map(|typed| (typed.form.email, typed.errors)).unwrap_or_default();
            view! {
                <Head title="Sessions" crumbs=vec![("Settings", paths::SETTINGS)] sub="Everyone who is signed in, most recently used first.".into_any()/>
                <div class="stack">{rows.view()}{manages.then(|| release(email, errors))}</div>
            }
        })
        .await)
}

/// The form for a member who has a new account at the sign-in provider.
fn release(email: String, errors: Invalid) -> impl IntoView {
    let hint = "Members are identified by their account at the identity provider. If someone gets a new account there, release their address: the next account that signs in with it is linked to this member.";
    view! {
        <Panel id="release" title="Release an address">
            <form class="panel-body form" method="post" action=ReleaseAddress::url() novalidate>
                <TextField name="email" label="E-mail" value=email errors=errors kind="email" hint=hint/>
                <div class="form-end"><button class="btn">"Release address"</button></div>
            </form>
        </Panel>
    }
}

const FIRST: PageRequest = PageRequest { number: 1, size: SHOWN };

/// What the session of this request is kept under.
fn here(cx: &RequestContext) -> Option<String> {
    cx.session.id().map(|id| session_row(&id))
}

struct Rows {
    sessions: Page<OpenSession>,
    here: Option<String>,
    now: Timestamp,
    with_people: bool,
    /// Whether whoever looks may end them.
    ends: bool,
}

impl Rows {
    fn view(self) -> impl IntoView + use<> {
        let Self { sessions, here, now, with_people, ends } = self;
        if sessions.items.is_empty() {
            return view! {
                <Panel id="sessions" title="Sessions">
                    <Empty icon=lu::LuMonitor title="No sessions" text="The portal keeps sessions only where it signs people in itself. Here a reverse proxy does."/>
                </Panel>
            }
            .into_any();
        }
        let n = sessions.total.to_string();
        let rows = sessions.items.into_iter().map(|session| row(session, here.as_deref(), now, (with_people, ends)));
        let rows = rows.collect_view();
        view! {
            <Panel id="sessions" title="Sessions" count=n class="table-box">
                <table class="table">
                    <caption class="vh">"Sessions"</caption>
                    <thead><tr>
                        {with_people.then(|| view! { <th scope="col">"Person"</th> })}
                        <th scope="col">"Browser"</th><th scope="col">"Address"</th><th scope="col">"Signed in"</th>
                        <th scope="col">"Last used"</th><th scope="col"><span class="vh">"End"</span></th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Panel>
        }
        .into_any()
    }
}

fn row(
    session: OpenSession,
    here: Option<&str>,
    now: Timestamp,
    (with_people, ends): (bool, bool),
) -> impl IntoView + use<> {
    let OpenSession { id, facts, .. } = session;
    let is_here = here == Some(id.as_str());
    let browser = browser_name(&facts.browser);
    let person = with_people.then(|| {
        view! { <td class="lead" data-label="Person"><bdi>{facts.name.clone()}</bdi>" "<small class="muted"><bdi>{facts.email.clone()}</bdi></small></td> }
    });
    let label = format!("End the session of {} in {browser}, signed in {}", facts.name, moment(facts.began_at));
    let end = if is_here {
        view! { <span class="tag t-info">"This browser"</span> }.into_any()
    } else if !ends {
        ().into_any()
    } else {
        view! {
            <form method="post" action=EndOne::url()>
                <input type="hidden" name="id" value=id/>
                <button class="btn btn-sm" aria-label=label>"End"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            {person}
            <td data-label="Browser">{browser}</td>
            <td data-label="Address"><bdi>{facts.address}</bdi></td>
            <td data-label="Signed in" class="nowrap muted"><time datetime=facts.began_at.to_string()>{moment(facts.began_at)}</time></td>
            <td data-label="Last used" class="nowrap muted"><time datetime=facts.used_at.to_string()>{ago(facts.used_at, now)}</time></td>
            <td>{end}</td>
        </tr>
    }
}

/// “Firefox on Linux”: what is recognised in the name that a browser gives itself.
fn browser_name(said: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(part, _)| said.contains(part)).map(|(_, name)| *name);
    // Each of them also names those after it.
    let browser = first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Another program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        for (said, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/17.5 Safari/605.1",
                "Safari on macOS",
            ),
            ("curl/8.5.0", "Another program"),
            ("", "Another program"),
        ] {
            assert_eq!(browser_name(said), name);
        }
    }
}
