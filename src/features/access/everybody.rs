//! Everybody's access as one CSV file: what an access review starts from.
//!
//! Documents that come with a workspace are a number in its row; they would make millions of rows otherwise.

use crate::{
    directory::{EverybodysAccess, Reached, Snapshot, Target, caveats},
    domain::{Capability, Page, ResourceKind},
    features::shared::list::csv,
    web::{AppError, RequestContext},
};
use axum::response::Response;
use std::convert::Infallible;

const HEADINGS: [&str; 15] = [
    "Name",
    "E-mail",
    "Account type",
    "Status",
    "Kind",
    "Resource",
    "Folder",
    "Level",
    "In effect",
    "Own grants",
    "Grants through teams",
    "Owner",
    "Documents inside",
    "Member id",
    "Resource id",
];

/// The file, a batch of people at a time: of 50,000 people it has hundreds of thousands of rows.
pub async fn file(cx: RequestContext) -> Result<Response, AppError> {
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
    let Ok(file) = csv("access", HEADINGS.map(Into::into).into(), cx.now, rows, Clone::clone).await;
    Ok(file)
}

fn values(reached: &Reached<'_>, snapshot: &Snapshot) -> Vec<String> {
    let Reached { member, target, permission, effect, own_grants, team_grants } = reached;
    let (kind, name, folder, owner, inside, id) = match *target {
        Target::Resource { resource, documents } => {
            let (kind, inside) = match resource.kind() {
                ResourceKind::Workspace => ("Workspace", documents.to_string()),
                ResourceKind::Connection => ("Connection", String::new()),
            };
            (kind, snapshot.resource_name(resource).unwrap_or_default(), "", "", inside, resource.id().to_owned())
        }
        Target::Document { document, owned } => {
            let (of, owner) = (document.to_ref(), if owned { "yes" } else { "no" });
            (of.label(), document.name(), document.path(), owner, String::new(), of.inode_id().to_string())
        }
    };
    vec![
        member.full_name(),
        member.email.clone(),
        snapshot.account_type_name(member).to_owned(),
        member.status().label().to_owned(),
        kind.to_owned(),
        name.to_owned(),
        folder.to_owned(),
        permission.label().to_owned(),
        caveats::limit(effect).unwrap_or_else(|| "all of it".to_owned()),
        own_grants.to_string(),
        team_grants.to_string(),
        owner.to_owned(),
        inside,
        member.id.to_string(),
        id,
    ]
}
