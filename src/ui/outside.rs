//! Links that lead out of the portal.

use super::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// A link to a page of Sigma's. What Sigma sends as an address is data: one that is no web address gives no link.
pub fn outside(url: &str, label: impl Into<String>, class: &'static str) -> Option<AnyView> {
    let url = url.starts_with("https://").then(|| url.to_owned())?;
    let label = label.into();
    Some(
        view! { <a class=class href=url rel="external noreferrer">{label}" "<Icon icon=lu::LuExternalLink/></a> }
            .into_any(),
    )
}
