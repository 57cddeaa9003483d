//! What somebody can reach, and why.

use super::{badge, icon::Icon};
use crate::{
    directory::Snapshot,
    domain::{Effect, EffectiveAccess, ResourceKind, Via},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// One resource that somebody can reach: the level, every way that gives it, and what can be done about it.
pub fn reach(access: &EffectiveAccess, snapshot: &Snapshot, actions: Option<AnyView>) -> impl IntoView + use<> {
    let name = snapshot.resource_name(&access.resource).unwrap_or_else(|| access.resource.id()).to_owned();
    let (icon, kind) = match access.resource.kind() {
        ResourceKind::Workspace => (lu::LuFolder, "Workspace"),
        ResourceKind::Connection => (lu::LuPlug, "Connection"),
    };
    let ways: Vec<_> = access
        .paths
        .iter()
        .enumerate()
        .map(|(at, path)| {
            let through = match &path.via {
                Via::Direct => "directly".to_owned(),
                Via::Team(id) => format!("through team {}", snapshot.team(id).map_or(id.as_str(), |t| &t.name)),
            };
            let weaker = (path.permission != access.permission).then(|| path.permission.label().to_lowercase());
            let class = if at == 0 { "way" } else { "way way-also" };
            view! { <li class=class><span>{through}</span>{weaker.map(|level| view! { " "<span>{level}</span> })}</li> }
        })
        .collect();
    let effect = match &access.effect {
        Effect::Full => None,
        Effect::Lowered(left) => Some(format!("the account type leaves “{}”", left.label())),
        Effect::Nothing => Some("no effect with this account type".to_owned()),
    };
    let is_capped = effect.is_some();
    let capped = effect.map(|effect| view! { <li class="way way-also"><span>{effect}</span></li> });
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div><b>{name}</b><small>{kind}</small></div></div>
            {badge::level(&access.permission, is_capped)}
            <ul class="ways">{ways}{capped}</ul>
            <div class="acts">{actions}</div>
        </li>
    }
}
