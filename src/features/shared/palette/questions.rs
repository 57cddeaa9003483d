//! What the palette asks while one types.

#[cfg(feature = "ssr")]
use super::results::{Group, Hit, IN_PALETTE, results};
use crate::{domain::AppError, features::shared::picker::Suggestion};
#[cfg(feature = "ssr")]
use crate::{
    domain::{Capability, searchable},
    ui::icon,
    web::RequestContext,
};
use leptos::{server, server_fn::codec::GetUrl};

/// Pages, actions, people, teams and content that answer what is typed.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "palette/find", input = GetUrl)]
pub async fn find_anything(#[server(default)] typed: String) -> Result<Vec<Suggestion>, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ReadDirectory)?;
    let (snapshot, rules) = (cx.snapshot()?, cx.app.changes.rules());
    let groups = results(searchable(&typed), &snapshot, &cx.actor, &rules, IN_PALETTE);
    let of_group = |group: Group| {
        let suggestion = move |hit: Hit| Suggestion {
            group: group.label.to_owned(),
            name: hit.label,
            detail: hit.detail,
            value: hit.href,
            icon: icon::inside(hit.icon).to_owned(),
        };
        group.hits.into_iter().map(suggestion)
    };
    Ok(groups.into_iter().flat_map(of_group).collect())
}
