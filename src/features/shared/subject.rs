//! What changes and events are about, as links to their pages.

use crate::{
    directory::{Document, Snapshot},
    domain::{DocumentRef, Member, ResourceRef, Subject},
    web::paths,
};
use leptos::prelude::*;

/// What a subject is called, and its page where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its name; its id where the directory does not know it any more.
    pub text: String,
    pub href: Option<String>,
}

/// A link with the subject's name, and a person's address: names alone do not say who it is.
pub fn subject_link(subject: &Subject, snapshot: Option<&Snapshot>) -> AnyView {
    let known = match subject {
        Subject::Member(id) => snapshot.and_then(|s| s.findable(id)),
        Subject::Address(address) => snapshot.and_then(|s| s.findable_by_email(address.as_str())),
        _ => None,
    };
    let link = named(name(subject, snapshot));
    match known {
        Some(member) => view! { {link}" "<small>{member.email.clone()}</small> }.into_any(),
        None => link,
    }
}

/// A name, as a link where there is a page.
pub fn named(name: Name) -> AnyView {
    match name.href {
        Some(href) => view! { <a href=href>{name.text}</a> }.into_any(),
        None => name.text.into_any(),
    }
}

/// The subject's name and page.
pub fn name(subject: &Subject, snapshot: Option<&Snapshot>) -> Name {
    let person = |member: Option<&Member>, otherwise: &str| match member {
        Some(member) => Name { text: member.full_name(), href: Some(paths::member(&member.id)) },
        None => Name { text: otherwise.to_owned(), href: None },
    };
    let thing = |kind: &str, name: Option<&str>, id: &str, href: Option<String>| Name {
        text: format!("{kind} {}", name.unwrap_or(id)),
        href: href.filter(|_| name.is_some()),
    };
    // What is named without being shown has no page.
    let place = |kind: &str, resource: ResourceRef| {
        let name = snapshot.and_then(|s| s.resource_name(&resource));
        let shown = snapshot.is_some_and(|s| s.shows(&resource));
        thing(kind, name, resource.id(), shown.then(|| paths::resource(&resource)))
    };
    let document = |of: DocumentRef| {
        let name = snapshot.and_then(|s| s.document(&of)).map(Document::name);
        thing(of.label(), name, of.inode_id().as_str(), Some(paths::document(&of)))
    };
    match subject {
        Subject::Member(id) => person(snapshot.and_then(|s| s.findable(id)), id.as_str()),
        // Never looked up: whoever has the address now need not be whom it was about.
        Subject::Address(address) => Name { text: address.to_string(), href: None },
        Subject::Team(id) => {
            let shown = snapshot.and_then(|s| s.team(id)).map(|team| paths::team(&team.id));
            thing("Team", snapshot.and_then(|s| s.team_name(id)), id.as_str(), shown)
        }
        Subject::Workspace(id) => place("Workspace", ResourceRef::Workspace(id.clone())),
        Subject::Connection(id) => place("Connection", ResourceRef::Connection(id.clone())),
        Subject::Workbook(id) => document(DocumentRef::Workbook(id.clone())),
        Subject::Dataset(id) => document(DocumentRef::Dataset(id.clone())),
        Subject::DataModel(id) => document(DocumentRef::DataModel(id.clone())),
        Subject::Report(id) => document(DocumentRef::Report(id.clone())),
        Subject::UserAttribute(id) => thing(
            "User attribute",
            snapshot.and_then(|s| s.user_attribute(id)).map(|a| a.name.as_str()),
            id.as_str(),
            Some(paths::attribute(id)),
        ),
        Subject::AccountType(id) => {
            let found = snapshot.and_then(|s| s.account_types().iter().find(|t| t.id == *id));
            thing("Account type", found.map(|t| t.name.as_str()), id.as_str(), Some(paths::account_type(id)))
        }
        Subject::Change(id) => Name { text: "Another change".to_owned(), href: Some(paths::change(id)) },
    }
}
