//! What the palette asks while one types.

#[cfg(feature = "ssr")]
use super::{
    options,
    results::{IN_PALETTE, results},
};
use crate::{domain::AppError, ui::islands::Parts};
#[cfg(feature = "ssr")]
use crate::{
    domain::{Capability, searchable},
    web::RequestContext,
};
use leptos::{server, server_fn::codec::GetUrl};

/// Pages, actions, people, teams and content that answer what is typed, as options of the palette's list.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "palette/find", input = GetUrl)]
pub async fn find_anything(#[server(default)] typed: String) -> Result<Parts, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ReadDirectory)?;
    let (snapshot, rules) = (cx.snapshot()?, cx.app.changes.rules());
    let groups = results(searchable(&typed), &snapshot, &cx.actor, &rules, IN_PALETTE);
    Ok(options::parts(typed.trim(), groups))
}
