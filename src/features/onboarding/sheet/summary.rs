//! What onboarding everybody who is ready would come to, counted: a column that was misread shows here.

use crate::{
    directory::Snapshot,
    domain::{Invitee, ResourceRef, UserKind},
    ui::{count, more, number, panel::fact},
};
use leptos::prelude::*;
use std::collections::HashMap;

/// Names of one kind in view before one asks for the others.
const NAMED: usize = 6;

pub fn view(people: &[Invitee], snapshot: &Snapshot) -> AnyView {
    if people.is_empty() {
        return view! { <p class="panel-body muted">"No row is ready yet."</p> }.into_any();
    }
    let types = tally(people.iter().filter_map(|joiner| joiner.person.account_type.as_deref()));
    let guests = people.iter().filter(|joiner| joiner.person.user_kind == UserKind::Guest).count();
    let mailed = people.iter().filter(|joiner| joiner.person.send_invite).count();
    let teams = people.iter().flat_map(|joiner| &joiner.teams);
    let teams = tally(teams.filter_map(|choice| Some(snapshot.team(&choice.team_id)?.name.as_str())));
    let workspaces = people.iter().flat_map(|joiner| &joiner.workspaces);
    let workspaces = workspaces.map(|(id, _)| ResourceRef::Workspace(id.clone()));
    let connections = people.iter().flat_map(|joiner| &joiner.connections);
    let connections = connections.map(|(id, _)| ResourceRef::Connection(id.clone()));
    let named = |resources: Vec<ResourceRef>| tally(resources.iter().filter_map(|r| snapshot.resource_name(r)));
    let attributes = people.iter().flat_map(|joiner| &joiner.attributes);
    let attributes = tally(attributes.filter_map(|(id, _)| Some(snapshot.user_attribute(id)?.name.as_str())));
    let facts: Vec<_> = [
        ("Account types", types),
        ("Guests", if guests == 0 { Vec::new() } else { vec![count(guests, "person", "people")] }),
        ("Teams", teams),
        ("Workspaces", named(workspaces.collect())),
        ("Connections", named(connections.collect())),
        ("User attributes", attributes),
        ("Invitations", vec![mails(mailed, people.len())]),
    ]
    .into_iter()
    .map(|(term, names)| {
        fact(term, if names.is_empty() { "None".into_any() } else { more::names(names, NAMED).into_any() })
    })
    .collect();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

fn mails(mailed: usize, all: usize) -> String {
    match mailed {
        0 => "None will be sent".to_owned(),
        n if n == all => format!("{} will be sent immediately", number(n)),
        n => format!("{} will be sent immediately, {} not", number(n), number(all - n)),
    }
}

/// Names with how often each comes, the most frequent first.
fn tally<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counts.iter().map(|(name, n)| format!("{name} {}", number(*n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_most_frequent_names_first() {
        assert!(tally([].into_iter()).is_empty());
        assert_eq!(tally(["b", "a", "b", "c"].into_iter()), ["b 2", "a 1", "c 1"]);
    }
}
