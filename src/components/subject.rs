//! What changes and events are about, as links to their pages.

use crate::{
    directory::Snapshot,
    domain::{Member, Subject},
    web::paths,
};
use leptos::prelude::*;

/// A link with the subject's name; its id where the directory does not know it any more.
pub fn subject_link(subject: &Subject, snapshot: Option<&Snapshot>) -> AnyView {
    let person = |member: Option<&Member>, otherwise: &str| match member {
        Some(member) => link(paths::member(&member.id), member.full_name()),
        None => otherwise.to_owned().into_any(),
    };
    let named = |kind: &str, name: Option<&String>, id: &str, href: String| match name {
        Some(name) => link(href, format!("{kind} {name}")),
        None => format!("{kind} {id}").into_any(),
    };
    match subject {
        Subject::Member(id) => person(snapshot.and_then(|s| s.member(id)), id.as_str()),
        Subject::Address(address) => {
            person(snapshot.and_then(|s| s.member_by_email(address.as_str())), address.as_str())
        }
        Subject::Team(id) => {
            named("Team", snapshot.and_then(|s| s.team(id)).map(|t| &t.name), id.as_str(), paths::team(id))
        }
        Subject::Workspace(id) => {
            let name = snapshot.and_then(|s| s.workspace(id)).map(|w| &w.name);
            named("Workspace", name, id.as_str(), paths::workspace(id))
        }
        Subject::Connection(id) => {
            let name = snapshot.and_then(|s| s.connection(id)).map(|c| &c.name);
            named("Connection", name, id.as_str(), paths::connection(id))
        }
        Subject::Workbook(id) => {
            let name = snapshot.and_then(|s| s.workbook(id)).map(|w| &w.name);
            named("Workbook", name, id.as_str(), paths::workbook(id))
        }
        Subject::Dataset(id) => {
            let name = snapshot.and_then(|s| s.dataset(id)).map(|d| &d.name);
            named("Dataset", name, id.as_str(), paths::dataset(id))
        }
        Subject::UserAttribute(id) => {
            let name = snapshot.and_then(|s| s.user_attribute(id)).map(|a| a.name.as_str());
            format!("User attribute {}", name.unwrap_or(id.as_str())).into_any()
        }
        Subject::AccountType(id) => {
            let name = snapshot.and_then(|s| s.account_types().iter().find(|t| t.id == *id)).map(|t| t.name.as_str());
            format!("Account type {}", name.unwrap_or(id.as_str())).into_any()
        }
        Subject::Change(id) => link(paths::change(id), "Another change".to_owned()),
    }
}

fn link(href: String, text: String) -> AnyView {
    view! { <a href=href>{text}</a> }.into_any()
}
