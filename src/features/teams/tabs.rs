//! What the pages about one team share: what may be done with it, the head and the tabs.

use super::{find, lock, may_edit};
use crate::{
    directory::Snapshot,
    domain::{Capability, Grantee, Team, TeamId},
    ui::{
        badge, count,
        head::{Actions, Head},
        icon::Icon,
        tabs::{Tab, tabs},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// The pages about one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamTab {
    /// Who is in it: the team's page itself.
    Members,
    /// What it has access to, and its values of user attributes.
    Access,
    /// What was done to it.
    Activity,
}

/// A team, and what all pages about it show.
pub struct TeamPage {
    pub team: Team,
    pub snapshot: Arc<Snapshot>,
    /// Whether whoever looks may edit it, its members and its existence.
    edits: bool,
    /// Whether they may take people out of it.
    pub removes: bool,
    /// Why it is not edited, for somebody who edits teams.
    lock: Option<&'static str>,
}

impl TeamPage {
    /// The team of a request, for those who may read the directory.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`] and [`AppError::NotReady`].
    pub fn of_request(cx: &RequestContext, id: String) -> Result<Self, AppError> {
        cx.require(Capability::ReadDirectory)?;
        let id = TeamId::new(id);
        let snapshot = cx.snapshot()?;
        let team = find(&id, &snapshot)?.clone();
        let (lock, removes) = (lock(cx, &id), may_edit(cx, &id));
        Ok(Self { team, snapshot, edits: lock.is_none() && removes, removes, lock })
    }

    /// A page about it; `what` is what it shows, where that is not the team.
    pub fn page(&self, what: Option<&str>) -> PageParts {
        let name = &self.team.name;
        PageParts::new(what.map_or_else(|| name.clone(), |what| format!("{what} of {name}")), NavItem::Teams)
    }

    /// Head and tabs of the page `here`.
    pub fn head(&self, here: TeamTab) -> impl IntoView + use<> {
        let (team, id) = (&self.team, &self.team.id);
        let members = self.snapshot.team_members(id).len();
        let sub = view! {
            {team.description.clone().map(|text| format!("{text} · "))}{count(members, "member", "members")}" "{badge::visibility(team.visibility())}
            {team.is_archived.then(|| view! { " "<span class="tag">"Archived"</span> })}
        };
        let before = view! { <span class="avatar avatar-team avatar-lg avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span> };
        let tab = |tab, label, href| Tab::new(label, href, tab == here);
        let all = vec![
            tab(TeamTab::Members, "Members", paths::team(id)).count(members),
            tab(TeamTab::Access, "Access", paths::team_access(id))
                .count(self.snapshot.granted_to(&Grantee::Team(id.clone())).len())
                .part("reach"),
            tab(TeamTab::Activity, "Activity", paths::team_activity(id)).part("history"),
        ];
        let actions = self.actions();
        view! {
            <Head title=team.name.clone() crumbs=vec![("Teams", paths::TEAMS)] before=before.into_any() sub=sub.into_any()>
                {actions}
            </Head>
            {tabs(&team.name, all)}
        }
    }

    /// Links to what can be done; where that is locked, what would be looked for, and why it is of no use.
    fn actions(&self) -> AnyView {
        let id = &self.team.id;
        if self.edits {
            let edit = view! { <a class="btn" href=paths::team_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a> };
            return Actions::default()
                .main(view! { <a class="btn btn-primary" href=paths::team_members(id)><Icon icon=lu::LuUserPlus/>" Change members"</a> })
                .also(edit)
                .last(view! { <a class="btn btn-danger" href=paths::team_delete(id)><Icon icon=lu::LuTrash2/>" Delete…"</a> })
                .view()
                .into_any();
        }
        let locked = self.lock.map(|why| {
            view! {
                <p class="hint" id="locked">{why}</p>
                <button class="btn" type="button" disabled aria-describedby="locked"><Icon icon=lu::LuUserPlus/>" Change members"</button>
            }
        });
        locked.into_any()
    }
}
