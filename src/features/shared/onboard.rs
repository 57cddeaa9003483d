//! The way to the onboarding form, under the name of what can be done there.

use crate::{
    changes::{AccountDeed, Rules},
    domain::UserKind,
    ui::icon::Icon,
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// What the form does: where an identity provider adds the employees, only guests are left.
pub fn label(rules: &Rules) -> &'static str {
    match rules.account(&UserKind::Internal, AccountDeed::Invite).obstacle() {
        None => "Onboard a person",
        Some(_) => "Invite a guest",
    }
}

/// The link to it.
pub fn link(rules: &Rules) -> impl IntoView + use<> {
    anchor(label(rules), paths::ONBOARD.to_owned())
}

/// The link to it with this address filled in.
pub fn link_for(rules: &Rules, email: &str) -> impl IntoView + use<> {
    let label = match rules.account(&UserKind::Internal, AccountDeed::Invite).obstacle() {
        None => "Onboard this person",
        Some(_) => "Invite this guest",
    };
    anchor(label, paths::onboard(email))
}

fn anchor(label: &'static str, href: String) -> impl IntoView + use<> {
    view! { <a class="btn btn-primary" href=href><Icon icon=lu::LuUserPlus/>" "{label}</a> }
}
