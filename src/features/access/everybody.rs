//! Everybody's access to workspaces and connections as one CSV file: what an access review starts from.

use crate::{
    components::{access::effect_words, list::csv},
    directory::{EverybodysAccess, Reached, Snapshot},
    domain::{Capability, Page, ResourceKind},
    web::{Cx, Fault},
};
use axum::response::Response;
use jiff::Timestamp;
use std::convert::Infallible;

const HEADINGS: [&str; 12] = [
    "Name",
    "E-mail",
    "Account type",
    "Status",
    "Kind",
    "Resource",
    "Level",
    "In effect",
    "Own grants",
    "Grants through teams",
    "Member id",
    "Resource id",
];

/// The file, a batch of people at a time: of 50,000 people it has hundreds of thousands of rows.
pub async fn file(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    let people = snapshot.people_count() as u64;
    let everybody = EverybodysAccess::new(snapshot.clone());
    let rows = move |number: u32, size: u32| {
        let first = (number as usize - 1) * size as usize;
        let mut items = Vec::new();
        everybody.each_of(first..first + size as usize, |reached| items.push(values(&reached, &snapshot)));
        std::future::ready(Ok::<_, Infallible>(Page { items, total: people, number, size }))
    };
    let Ok(file) = csv("access", HEADINGS.into(), Timestamp::now(), rows, Clone::clone).await;
    Ok(file)
}

fn values(reached: &Reached<'_>, snapshot: &Snapshot) -> Vec<String> {
    let Reached { member, resource, permission, effect, own_grants, team_grants } = reached;
    let kind = match resource.kind() {
        ResourceKind::Workspace => "Workspace",
        ResourceKind::Connection => "Connection",
    };
    vec![
        member.full_name(),
        member.email.clone(),
        snapshot.account_type_name(member).to_owned(),
        member.status().label().to_owned(),
        kind.to_owned(),
        snapshot.resource_name(resource).unwrap_or_default().to_owned(),
        permission.label().to_owned(),
        effect_words(effect).unwrap_or_else(|| "all of it".to_owned()),
        own_grants.to_string(),
        team_grants.to_string(),
        member.id.to_string(),
        resource.id().to_owned(),
    ]
}
