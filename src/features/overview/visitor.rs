//! The start page of somebody without an active account in Sigma: what Sigma is, what they can ask for and who decides, and
//! what became of what they asked.

use super::member;
use crate::{
    changes::{AccountDeed, Provisioning},
    domain::{Contact, Requestable, RequestableKind, UserKind},
    requests::{Offer, Standing},
    store::{PageRequest, RequestFilter},
    ui::{contact::Ask, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// Requests and packages shown at most.
const SHOWN: usize = 6;

pub async fn page(cx: RequestContext) -> Result<Response, AppError> {
    let filter = RequestFilter { concerns: cx.actor.keys(), ..RequestFilter::default() };
    let size = u32::try_from(SHOWN).unwrap_or(u32::MAX);
    let mine = cx.app.store.requests(&filter, PageRequest { number: 1, size }).await?.items;
    let offers = cx.app.requests.catalogue(&cx.actor).await?;
    let (organization, contact, now) = (cx.app.organization_name.clone(), cx.app.contact.clone(), cx.now);
    let first = cx.actor.name.split_whitespace().next().unwrap_or_default().to_owned();
    let is_back = cx.actor.member_id.is_some();
    let invites = cx.app.changes.rules().account(&UserKind::Internal, AccountDeed::Invite);
    let page = PageParts::new("Start", NavItem::Overview);
    let body = move || {
        let sub = if is_back {
            "Your account in Sigma is deactivated. You can request it back here."
        } else {
            "You don’t have a Sigma account yet. You can request one here."
        };
        let requests = (!mine.is_empty()).then(|| member::requests(&mine, now));
        let account = account(&offers, is_back, &invites, contact);
        view! {
            <Head title=format!("Hello, {first}") sub=sub.into_any()/>
            <div class="cols">
                <div class="stack">{requests}{account}{packages(&offers)}</div>
                <div class="stack">{about(organization)}{steps(is_back)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The way to an account, or why there is none here.
fn account(offers: &[Offer], is_back: bool, invites: &Provisioning, contact: Option<Contact>) -> impl IntoView + use<> {
    let (title, text) = if is_back {
        (
            "Your account is deactivated",
            "Your teams and documents are kept as far as they were not handed over. Say why you need the account again; the people who answer for accounts decide.",
        )
    } else {
        (
            "You don’t have a Sigma account yet",
            "Choose an account type and the teams and workspaces that you need. One request is enough for all of it: once it is approved, Sigma mails you an invitation and everything is in place.",
        )
    };
    let offer = offers.iter().find(|offer| offer.thing == Requestable::Account);
    let action = match (offer, invites.obstacle()) {
        (_, Some(why)) if !is_back => view! { <p class="note t-info">{why}</p> }.into_any(),
        (None, _) => {
            view! { <p>"Accounts can’t be requested here. "<Ask contact=contact.clone() what="To get an account"/></p> }
                .into_any()
        }
        (Some(Offer { standing: Standing::Asked(id), .. }), _) => view! {
            <p class="actions"><a class="btn btn-primary" href=paths::request(id)>"See your request"</a></p>
        }
        .into_any(),
        (Some(offer), _) => {
            let (label, href) = if is_back {
                ("Request your account back", paths::ask(&Requestable::Account))
            } else {
                ("Request an account", paths::ask_account(&Requestable::Account))
            };
            view! {
                <p class="muted">{offer.decided_by.sentence()}</p>
                <p class="actions"><a class="btn btn-primary" href=href><Icon icon=lu::LuUserPlus/>" "{label}</a></p>
            }
            .into_any()
        }
    };
    let question = view! { <p class="muted"><Ask contact=contact what="If you have questions"/></p> };
    view! {
        <Panel id="no-account" title=title>
            <div class="panel-body stack"><p>{text}</p>{action}{question}</div>
        </Panel>
    }
}

/// The packages that they may ask for, each with what it gives and who decides.
fn packages(offers: &[Offer]) -> Option<impl IntoView + use<>> {
    let all: Vec<&Offer> = offers.iter().filter(|offer| offer.thing.kind() == RequestableKind::Package).collect();
    let rows = all.iter().take(SHOWN).map(|offer| {
        let label = format!("Request {}", offer.name);
        let action = match &offer.standing {
            Standing::Asked(id) => {
                view! { <a class="status is-open" href=paths::request(id)>"Requested"</a> }.into_any()
            }
            Standing::Nothing | Standing::Whole(_) | Standing::Part(_) => {
                view! { <a class="btn btn-sm" href=paths::ask(&offer.thing) aria-label=label>"Request"</a> }.into_any()
            }
        };
        view! {
            <li>
                <Icon icon=lu::LuPackage/>
                <div class="row-text">
                    <a href=paths::ask(&offer.thing)><bdi>{offer.name.clone()}</bdi></a>
                    <small>{offer.description.clone()}" "{offer.decided_by.sentence()}</small>
                </div>
                {action}
            </li>
        }
    });
    let (n, rows) = (all.len().to_string(), rows.collect_view());
    let more = (all.len() > SHOWN).then(|| view! { <a class="btn btn-sm" href=paths::GET_ACCESS>"See all"</a> });
    (!all.is_empty()).then(|| {
        view! { <Panel id="packages" title="Access packages" count=n actions=more.into_any()><ul class="rows">{rows}</ul></Panel> }
    })
}

/// What Sigma is.
fn about(organization: String) -> impl IntoView {
    view! {
        <Panel id="sigma" title="What is Sigma?">
            <div class="panel-body stack">
                <p>
                    "Sigma is where "<bdi>{organization}</bdi>" works with its data: workbooks, dashboards and spreadsheets on top of the company’s data warehouse."
                </p>
                <p>"This portal manages who has an account there, and who can open what."</p>
                <p><a href=paths::GET_ACCESS>"See everything you can request"</a></p>
            </div>
        </Panel>
    }
}

/// What happens between asking and signing in.
fn steps(is_back: bool) -> impl IntoView {
    let last = if is_back {
        "You sign in to Sigma as before."
    } else {
        "Sigma mails you an invitation, moments after the approval."
    };
    view! {
        <Panel id="next" title="How it works">
            <ol class="line line-sm timeline panel-body">
                <li class="is-planned"><span class="station"><Icon icon=lu::LuSend/></span><p>"You send a request and say what you need it for."</p></li>
                <li class="is-planned"><span class="station"><Icon icon=lu::LuUserCheck/></span><p>"Its owners decide. This page follows your request."</p></li>
                <li class="is-planned"><span class="station"><Icon icon=lu::LuKeyRound/></span><p>{last}</p></li>
            </ol>
        </Panel>
    }
}
