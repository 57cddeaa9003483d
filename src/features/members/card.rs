//! Somebody who is in none of a team manager's teams and workspaces: found to be added, and shown no further.

use super::access::joining;
use crate::{
    components::{
        avatar::Avatar,
        badge,
        head::Head,
        panel::{Panel, fact},
    },
    directory::Card,
    domain::Capability,
    web::{Cx, PageParts, Place, paths},
};
use axum::response::Response;
use leptos::prelude::*;

/// The page: name, address and account type, and the form that adds them to a team.
pub async fn show(cx: Cx, card: Card) -> Response {
    let adds = cx.can(Capability::WriteTeams);
    let page = PageParts::new(card.name.clone(), Place::Members).islands();
    cx.show(page, move || view(&card, adds)).await
}

fn view(card: &Card, adds: bool) -> impl IntoView + use<> {
    let avatar = view! { <Avatar name=card.name.clone() key=card.email.clone() size="avatar-lg"/> };
    let sub = view! { {card.email.clone()}" "{badge::account_type(&card.account_type)} };
    let add = adds.then(|| {
        let form = joining(&card.id).view(());
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
