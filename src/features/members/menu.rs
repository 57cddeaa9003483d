//! What can be done to a person: the buttons in the head of their page.

use super::{actions::ReactivateMember, offboard};
use crate::{
    changes::AccountDeed,
    domain::{Actor, Capability, Intent, Member, MemberStatus},
    ui::{head, icon::Icon, panel},
    web::{AppState, paths},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// What stands against each action; worked out before the page is rendered.
pub struct Actions {
    member: Member,
    editing: Option<String>,
    offboarding: Option<String>,
    deletion: Option<String>,
    reactivation: Option<String>,
}

impl Actions {
    /// The actions somebody may be shown; `None` for those who change no members.
    pub async fn of(app: &AppState, member: &Member, actor: &Actor) -> Option<Self> {
        if !actor.role.can(Capability::WriteMembers) {
            return None;
        }
        let back = Intent::Reactivate { members: vec![member.id.clone()] };
        let reactivation = match member.status() {
            MemberStatus::Archived => app.changes.obstacle(&back, actor).await,
            MemberStatus::Inactive => {
                Some("The identity provider deactivated this account and can reactivate it.".into())
            }
            MemberStatus::Active => None,
        };
        let offboarding = app.changes.obstacle(&offboard::plainly(&member.id), actor).await;
        let deletion = Intent::DeleteMember { member_id: member.id.clone() };
        let deletion = app.changes.obstacle(&deletion, actor).await;
        let editing = app.changes.rules().account(&member.user_kind, AccountDeed::Edit).obstacle().map(str::to_owned);
        Some(Self { member: member.clone(), editing, offboarding, deletion, reactivation })
    }

    /// A button for the likeliest action, one that begins the end, and a menu with the rest.
    pub fn view(&self) -> impl IntoView + use<> {
        let Self { member, editing, offboarding, deletion, reactivation } = self;
        let (id, status) = (&member.id, member.status());
        let stays = status != MemberStatus::Archived;
        let first = match (status, editing) {
            (MemberStatus::Archived, _) => reactivate_button(member, reactivation.clone()).into_any(),
            (MemberStatus::Active | MemberStatus::Inactive, Some(why)) => {
                let why = why.clone();
                view! { <button class="btn" type="button" disabled title=why><Icon icon=lu::LuPencil/>" Edit"</button> }
                    .into_any()
            }
            (MemberStatus::Active | MemberStatus::Inactive, None) => {
                view! { <a class="btn btn-primary" href=paths::member_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a> }
                    .into_any()
            }
        };
        let offboard = (stays && offboarding.is_none()).then(|| {
            let href = paths::member_offboard(id);
            view! { <a class="btn btn-danger" href=href><Icon icon=lu::LuUserMinus/>" Offboard…"</a> }
        });
        let locked = stays.then(|| {
            let edit = editing.clone().map(|why| unavailable(lu::LuPencil, "Edit", why));
            let offboard = offboarding.clone().map(|why| unavailable(lu::LuUserMinus, "Offboard…", why));
            view! { {edit}{offboard} }
        });
        let back = (status != MemberStatus::Active).then(|| reactivate(member, reactivation.clone()));
        let delete = stays.then(|| action(lu::LuTrash2, "Delete…", paths::member_delete(id), deletion.clone()));
        let package = action(lu::LuPackagePlus, "Make a package from this access", paths::package_from(id), None);
        let copy = (status == MemberStatus::Active)
            .then(|| action(lu::LuCopy, "Copy access from a colleague", paths::member_copy(id), None));
        let label = format!("More about {}", member.full_name());
        let shown = match offboard {
            Some(offboard) => head::Actions::default().main(first).last(offboard),
            None => head::Actions::default().main(first),
        };
        view! {
            {shown.view()}
            <button class="btn btn-icon" type="button" popovertarget="actions" aria-label=label><Icon icon=lu::LuEllipsis/></button>
            <div class="menu" id="actions" popover="auto">
                {copy}
                {package}
                {back}
                {locked}
                {delete}
                <hr/>
                <p class="menu-head"><small>"Member id"</small>{panel::id(id.as_str())}</p>
            </div>
        }
    }
}

/// A link of the menu; with the reason below it where it is of no use.
fn action(icon: Drawing, label: &'static str, href: String, obstacle: Option<String>) -> AnyView {
    match obstacle {
        None => view! { <a href=href><Icon icon=icon/>" "{label}</a> }.into_any(),
        Some(why) => unavailable(icon, label, why).into_any(),
    }
}

fn unavailable(icon: Drawing, label: &'static str, why: String) -> impl IntoView {
    view! { <p class="menu-off"><Icon icon=icon/><span>{label}<small>{why}</small></span></p> }
}

fn reactivate(member: &Member, obstacle: Option<String>) -> AnyView {
    match obstacle {
        None => reactivate_form(member, view! { <button><Icon icon=lu::LuUserRoundCheck/>" Reactivate"</button> })
            .into_any(),
        Some(why) => unavailable(lu::LuUserRoundCheck, "Reactivate", why).into_any(),
    }
}

fn reactivate_button(member: &Member, obstacle: Option<String>) -> impl IntoView + use<> {
    let (disabled, why) = (obstacle.is_some(), obstacle);
    let button = view! {
        <button class="btn btn-primary" disabled=disabled title=why><Icon icon=lu::LuUserRoundCheck/>" Reactivate"</button>
    };
    reactivate_form(member, button)
}

fn reactivate_form<B: IntoView>(member: &Member, button: B) -> impl IntoView + use<B> {
    view! {
        <form method="post" action=ReactivateMember::url()>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            {button}
        </form>
    }
}
