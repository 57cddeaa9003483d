//! Who may do what: the table in the code, as a page.

use super::assigned::Assigned;
use crate::{
    domain::{Capability, Role},
    ui::{badge, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// The page about roles.
pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let assigned = Assigned::of(&cx).await?;
    let page = PageParts::new("Roles", NavItem::Settings).islands();
    Ok(cx
        .render_page(page, move || {
            let sub =
                "What each role may do. The role is looked up for every page and again before every step of a change.";
            view! {
                <Head title="Roles" crumbs=vec![("Settings", paths::SETTINGS)] sub=sub.into_any()/>
                <div class="cols">
                    <div class="stack">{assigned.list()}{table()}{roles()}</div>
                    <div class="stack aside">{assigned.form()}</div>
                </div>
            }
        })
        .await)
}

fn table() -> impl IntoView {
    let head = Role::ALL.into_iter().map(|role| view! { <th scope="col">{role.label()}</th> }).collect_view();
    let rows = Capability::ALL.into_iter().map(|capability| {
        let cells = Role::ALL.into_iter().map(|role| {
            let cell = if role.can(capability) {
                view! { <Icon icon=lu::LuCheck/><span class="vh">"Yes"</span> }.into_any()
            } else {
                view! { <span class="muted" aria-hidden="true">"–"</span><span class="vh">"No"</span> }.into_any()
            };
            view! { <td data-label=role.label()>{cell}</td> }
        });
        let cells = cells.collect_view();
        view! { <tr><th scope="row" class="lead">{capitalised(capability.deed())}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <Panel id="roles" title="Permissions by role" class="table-box">
            <table class="table">
                <caption class="vh">"Who may do what"</caption>
                <thead><tr><th scope="col">"May"</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
}

/// What each role is, and where it comes from.
fn roles() -> impl IntoView {
    let origin = |role| match role {
        Role::Admin => "Holders of Sigma’s Admin account type; PORTAL_ADMINS; PORTAL_ADMIN_GROUPS; assigned here.",
        Role::TeamManager => "Team admins in Sigma; assigned here.",
        Role::Auditor => "PORTAL_AUDITORS; PORTAL_AUDITOR_GROUPS; assigned here.",
        Role::Member => "All other members of the organization.",
        Role::Visitor => "People without an account in Sigma: PORTAL_VISITOR_DOMAINS; PORTAL_VISITOR_GROUPS.",
    };
    let rows = Role::ALL.into_iter().map(|role| {
        view! {
            <tr>
                <th scope="row" class="lead nowrap">{badge::role(role)}</th>
                <td data-label="Is">{role.summary()}</td>
                <td data-label="Comes from">{origin(role)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Panel id="origins" title="Where roles come from" class="table-box">
            <table class="table">
                <caption class="vh">"Where roles come from"</caption>
                <thead><tr><th scope="col">"Role"</th><th scope="col">"Is"</th><th scope="col">"Comes from"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
