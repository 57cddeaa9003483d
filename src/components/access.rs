//! What somebody can reach, and why.

use super::{badge, icon::Icon};
use crate::{
    directory::Snapshot,
    domain::{AccessPath, Effect, EffectiveAccess, ResourceKind, TeamId, Via},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// One grant that lets somebody in, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The team it goes through and its name; none for a grant of their own.
    pub team: Option<(TeamId, String)>,
    /// Its level, where that is not the highest.
    pub weaker: Option<String>,
}

impl Way {
    /// “through team Analysts (can explore)”.
    pub fn words(&self) -> String {
        let through = self.team.as_ref().map_or("directly".to_owned(), |(_, name)| format!("through team {name}"));
        match &self.weaker {
            Some(level) => format!("{through} ({level})"),
            None => through,
        }
    }
}

/// Every way that gives the access, the one that counts first.
pub fn ways_of(access: &EffectiveAccess, snapshot: &Snapshot) -> Vec<Way> {
    let way = |path: &AccessPath| Way {
        team: match &path.via {
            Via::Direct => None,
            Via::Team(id) => Some((id.clone(), snapshot.team(id).map_or_else(|| id.to_string(), |t| t.name.clone()))),
        },
        weaker: (path.permission != access.permission).then(|| path.permission.label().to_lowercase()),
    };
    access.paths.iter().map(way).collect()
}

/// What the account type leaves, where that is not all.
pub fn effect_words(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Full => None,
        Effect::Lowered(left) => Some(format!("the account type leaves “{}”", left.label())),
        Effect::Nothing => Some("no effect with this account type".to_owned()),
    }
}

/// The ways as lines, and below them what the account type leaves. Teams are `linked` for those who may read them.
pub fn ways(ways: &[Way], effect: &Effect, linked: bool) -> impl IntoView + use<> {
    let ways: Vec<_> = ways
        .iter()
        .enumerate()
        .map(|(at, way)| {
            let through = match &way.team {
                None => "directly".into_any(),
                Some((id, name)) if linked => view! { "through team "<a href=paths::team(id)>{name.clone()}</a> }.into_any(),
                Some((_, name)) => format!("through team {name}").into_any(),
            };
            let class = if at == 0 { "way" } else { "way way-also" };
            view! { <li class=class><span>{through}</span>{way.weaker.clone().map(|level| view! { " "<span>{level}</span> })}</li> }
        })
        .collect();
    let capped = effect_words(effect).map(|effect| view! { <li class="way way-also"><span>{effect}</span></li> });
    view! { <ul class="ways">{ways}{capped}</ul> }
}

/// One resource that somebody can reach: the level, every way that gives it, and what can be done about it.
pub fn reach(access: &EffectiveAccess, snapshot: &Snapshot, actions: Option<AnyView>) -> impl IntoView + use<> {
    let name = snapshot.resource_name(&access.resource).unwrap_or_else(|| access.resource.id()).to_owned();
    let (icon, kind) = match access.resource.kind() {
        ResourceKind::Workspace => (lu::LuFolder, "Workspace"),
        ResourceKind::Connection => (lu::LuPlug, "Connection"),
    };
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div><b>{name}</b><small>{kind}</small></div></div>
            {badge::level(&access.permission, access.effect != Effect::Full)}
            {ways(&ways_of(access, snapshot), &access.effect, false)}
            <div class="acts">{actions}</div>
        </li>
    }
}
