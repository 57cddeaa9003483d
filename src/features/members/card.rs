//! Somebody who is in none of a team manager's teams and workspaces: found to be added, and shown no further.

use super::access::join_form;
use crate::{
    directory::Card,
    domain::{AppError, Capability},
    ui::{
        avatar::Avatar,
        badge,
        head::Head,
        panel::{Panel, fact},
    },
    web::{NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use leptos::prelude::*;

/// The page: name, address and account type, and the form that adds them to a team.
pub async fn show(cx: RequestContext, card: Card) -> Result<Response, AppError> {
    let (snapshot, again, actor) = (cx.snapshot()?, cx.shown_again().await?, cx.actor.clone());
    let adds = cx.can(Capability::WriteTeams);
    let page = PageParts::new(card.name.clone(), NavItem::Members).islands();
    let view = move || {
        let add = adds.then(|| join_form(&card.id, &again, &actor, &snapshot).into_any());
        view(&card, add)
    };
    Ok(cx.render_page(page, view).await)
}

fn view(card: &Card, add: Option<AnyView>) -> impl IntoView + use<> {
    let avatar = view! { <Avatar name=card.name.clone() key=card.email.clone() size="avatar-lg"/> };
    let sub = view! { {card.email.clone()}" "{badge::account_type(&card.account_type)} };
    let add = add.map(|form| {
        view! {
            <Panel id="teams" title="Add to a team">
                <p class="panel-body">"You see more of this person once they are in one of your teams or have access to a workspace you manage."</p>
                {form}
            </Panel>
        }
    });
    let facts = view! {
        <dl class="facts">
            {fact("E-mail", card.email.clone())}
            {fact("Account type", badge::account_type(&card.account_type))}
        </dl>
    };
    view! {
        <Head title=card.name.clone() crumbs=vec![("Members", paths::MEMBERS)] before=avatar.into_any() sub=sub.into_any()/>
        <div class="cols">
            <div class="stack">{add}</div>
            <div class="stack"><Panel id="profile" title="Profile">{facts}</Panel></div>
        </div>
    }
}
