//! What somebody sees of themselves who has no account in Sigma: who they are here, what Sigma is, and whom to ask.

use crate::{
    domain::{Actor, Contact},
    ui::{
        avatar::Avatar,
        badge,
        contact::Ask,
        head::Head,
        panel::{self, Panel},
    },
    web::{NavItem, PageParts, RequestContext},
};
use axum::response::Response;
use leptos::prelude::*;

/// The page of a visitor.
pub async fn page(cx: RequestContext) -> Response {
    let (actor, organization, contact) = (cx.actor.clone(), cx.app.organization_name.clone(), cx.app.contact.clone());
    let page = PageParts::new(actor.name.clone(), NavItem::Me);
    cx.render_page(page, move || view(&actor, &organization, contact)).await
}

fn view(actor: &Actor, organization: &str, contact: Option<Contact>) -> impl IntoView + use<> {
    let avatar = view! { <Avatar name=actor.name.clone() key=actor.email.clone() size="avatar-lg"/> };
    let sub = view! { <bdi>{actor.email.clone()}</bdi>" "{badge::role(actor.role)} };
    let organization = organization.to_owned();
    let facts = vec![
        ("Name", Some(view! { <bdi>{actor.name.clone()}</bdi> }.into_any())),
        ("E-mail", Some(view! { <bdi>{actor.email.clone()}</bdi> }.into_any())),
        ("Account in Sigma", Some("None yet".into_any())),
    ];
    view! {
        <Head title=actor.name.clone() before=avatar.into_any() sub=sub.into_any()/>
        <div class="cols">
            <div class="stack">
                <Panel id="no-account" title="You don’t have a Sigma account yet">
                    <div class="panel-body stack">
                        <p>
                            "Sigma is where "<bdi>{organization}</bdi>" works with its data: workbooks, dashboards and spreadsheets on top of the company’s data warehouse. This portal manages who has an account there, and who can open what."
                        </p>
                        <p>
                            "You are signed in, but the organization in Sigma has no member with your address. Once an admin has invited you, this page shows your teams and your access."
                        </p>
                        <p><Ask contact=contact what="To get an account"/></p>
                    </div>
                </Panel>
            </div>
            <div class="stack">{panel::facts("you", "You", facts)}</div>
        </div>
    }
}
