//! What the palette asks while one types.

#[cfg(feature = "ssr")]
use super::results::{IN_PALETTE, results};
use crate::domain::AppError;
#[cfg(feature = "ssr")]
use crate::{
    domain::{Capability, searchable},
    web::RequestContext,
};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// Things of one kind that were found, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundGroup {
    /// What they are: “Members”.
    pub label: String,
    pub found: Vec<FoundItem>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundItem {
    pub label: String,
    /// A word or two about it.
    pub detail: String,
    /// Where it is.
    pub href: String,
    /// Its icon: what goes into the `svg`.
    pub icon: String,
}

/// Pages, actions, people, teams and content that answer what is typed.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "palette/find", input = GetUrl)]
pub async fn find_anything(#[server(default)] typed: String) -> Result<Vec<FoundGroup>, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ReadDirectory)?;
    let (snapshot, rules) = (cx.snapshot()?, cx.app.changes.rules());
    let groups = results(searchable(&typed), &snapshot, &cx.actor, &rules, IN_PALETTE);
    let groups = groups.into_iter().map(|group| FoundGroup {
        label: group.label.to_owned(),
        found: group
            .hits
            .into_iter()
            .map(|hit| FoundItem {
                label: hit.label,
                detail: hit.detail,
                href: hit.href,
                icon: hit.icon.data.to_owned(),
            })
            .collect(),
    });
    Ok(groups.collect())
}
