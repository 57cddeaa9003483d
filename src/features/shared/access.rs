//! What somebody can reach, and why.

use crate::{
    directory::Snapshot,
    domain::{
        AccessPath, Effect, EffectiveAccess, GrantSource, InheritedFrom, Member, Permission, ResourceKind, ResourceRef,
        TeamId, WorkspaceId,
    },
    ui::{badge, icon::Icon},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// One grant that lets somebody in, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPathText {
    /// How it reaches them.
    pub through: PathSource,
    /// What it is inherited from; none for a grant on the thing itself.
    pub above: Option<Inherited>,
    /// Its level, where that is not the highest.
    pub weaker: Option<String>,
}

/// How a grant reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSource {
    /// It is theirs.
    Owning,
    /// By a grant of their own.
    Own,
    /// By one to a team: its name, and its id where it has a page.
    Team(Option<TeamId>, String),
}

/// What a grant is inherited from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inherited {
    /// A workspace: its name, and its id where it has a page.
    Workspace(Option<WorkspaceId>, String),
    /// A folder without a name.
    Folder,
}

impl Inherited {
    fn new(above: &InheritedFrom, snapshot: &Snapshot, linked: &Snapshot) -> Self {
        match above {
            InheritedFrom::Folder => Self::Folder,
            InheritedFrom::Workspace(id) => {
                let name = snapshot.workspace(id).map_or_else(|| id.to_string(), |workspace| workspace.name.clone());
                Self::Workspace(linked.workspace(id).map(|workspace| workspace.id.clone()), name)
            }
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Workspace(_, name) => format!("from workspace {name}"),
            Self::Folder => "from a folder above".to_owned(),
        }
    }
}

impl AccessPathText {
    /// “through team Analysts, from workspace Finance (can explore)”.
    pub fn words(&self) -> String {
        let mut words = match &self.through {
            PathSource::Owning => "as its owner".to_owned(),
            PathSource::Own => "directly".to_owned(),
            PathSource::Team(_, name) => format!("through team {name}"),
        };
        if let Some(above) = &self.above {
            words = format!("{words}, {}", above.words());
        }
        match &self.weaker {
            Some(level) => format!("{words} ({level})"),
            None => words,
        }
    }
}

/// Every way that gives the access, the one that counts first; names lead to pages where `linked` has them.
pub fn ways_of<R>(access: &EffectiveAccess<R>, snapshot: &Snapshot, linked: &Snapshot) -> Vec<AccessPathText> {
    let way = |path: &AccessPath| AccessPathText {
        through: match &path.via {
            GrantSource::Owner => PathSource::Owning,
            GrantSource::Direct => PathSource::Own,
            GrantSource::Team(id) => {
                let name = snapshot.team_name(id).unwrap_or_else(|| id.as_str()).to_owned();
                PathSource::Team(linked.team(id).map(|team| team.id.clone()), name)
            }
        },
        above: path.above.as_ref().map(|above| Inherited::new(above, snapshot, linked)),
        weaker: (path.permission != access.permission).then(|| path.permission.label().to_lowercase()),
    };
    access.paths.iter().map(way).collect()
}

/// The ways as lines.
pub fn ways(ways: &[AccessPathText]) -> impl IntoView + use<> {
    let ways: Vec<_> = ways
        .iter()
        .enumerate()
        .map(|(at, way)| {
            let through = match &way.through {
                PathSource::Team(Some(id), name) => view! { "through team "<a href=paths::team(id)>{name.clone()}</a> }.into_any(),
                PathSource::Team(None, name) => format!("through team {name}").into_any(),
                PathSource::Own => "directly".into_any(),
                PathSource::Owning => "as its owner".into_any(),
            };
            let above = way.above.as_ref().map(|above| match above {
                Inherited::Workspace(Some(id), name) => {
                    view! { ", from workspace "<a href=paths::workspace(id)>{name.clone()}</a> }.into_any()
                }
                above => format!(", {}", above.words()).into_any(),
            });
            let class = if at == 0 { "way" } else { "way way-also" };
            view! { <li class=class><span>{through}{above}</span>{way.weaker.clone().map(|level| view! { " "<span>{level}</span> })}</li> }
        })
        .collect();
    view! { <ul class="ways">{ways}</ul> }
}

/// The ways in words alone, where the page is about one person and nothing else.
fn unlinked<R>(access: &EffectiveAccess<R>, snapshot: &Snapshot) -> Vec<AccessPathText> {
    let mut ways = ways_of(access, snapshot, snapshot);
    for way in &mut ways {
        if let PathSource::Team(id, _) = &mut way.through {
            *id = None;
        }
        if let Some(Inherited::Workspace(id, _)) = &mut way.above {
            *id = None;
        }
    }
    ways
}

/// The level that somebody has in the end; below it what was granted, where their account type leaves less of it.
pub fn level(permission: &Permission, effect: &Effect, account_type: &str) -> AnyView {
    let granted = permission.label();
    let (shown, why) = match effect {
        Effect::Full => return badge::level(permission, false).into_any(),
        Effect::Lowered(left) => {
            (badge::level(left, false).into_any(), format!("granted {granted} · limited by {account_type}"))
        }
        Effect::Nothing => {
            let nothing = view! { <span class="level level-none">"No effect"</span> };
            (nothing.into_any(), format!("granted {granted} · not with account type {account_type}"))
        }
    };
    view! { <div class="level-of">{shown}<small>{why}</small></div> }.into_any()
}

/// The resource's name, which leads to its page where there is one; its id where the directory does not know it.
pub fn resource_link(resource: &ResourceRef, snapshot: &Snapshot) -> AnyView {
    let name = snapshot.resource_name(resource).unwrap_or_else(|| resource.id()).to_owned();
    if snapshot.shows(resource) {
        view! { <a href=paths::resource(resource)>{name}</a> }.into_any()
    } else {
        view! { <b>{name}</b> }.into_any()
    }
}

/// One resource that somebody can reach: the level, every way that gives it, and what can be done about it.
pub fn reach(
    access: &EffectiveAccess,
    member: &Member,
    snapshot: &Snapshot,
    actions: Option<AnyView>,
) -> impl IntoView + use<> {
    let explained = paths::why(&member.id, &access.resource.key());
    let name = snapshot.resource_name(&access.resource).unwrap_or_else(|| access.resource.id()).to_owned();
    let (icon, kind) = match access.resource.kind() {
        ResourceKind::Workspace => (lu::LuFolder, "Workspace"),
        ResourceKind::Connection => (lu::LuPlug, "Connection"),
    };
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div><a href=explained>{name}</a><small>{kind}</small></div></div>
            {level(&access.permission, &access.effect, snapshot.account_type_name(member))}
            {ways(&unlinked(access, snapshot))}
            <div class="acts">{actions}</div>
        </li>
    }
}
