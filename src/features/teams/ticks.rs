//! Members ticked on a team's page, for one action on all of them.
//!
//! The boxes stand in the list, the buttons below it: a form cannot hold the forms of the rows, so the boxes name it.

use crate::{
    changes::{AccountDeed, TeamDeed},
    domain::{Capability, Member, MemberStatus, TeamId, UserKind},
    ui::count,
    web::{RequestContext, paths},
};
use leptos::prelude::*;

/// Id of the form that the boxes belong to.
const FORM: &str = "ticked";

/// What can be done to members of a team from its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    moves: bool,
    removes: bool,
    retypes: bool,
}

impl Ticks {
    /// What whoever asks may do to the members of a team that they may edit, or may not.
    pub fn of(cx: &RequestContext, edits: bool) -> Self {
        let rules = cx.app.changes.rules();
        let is_free = |deed| rules.team(deed).obstacle().is_none();
        Self {
            moves: edits && is_free(TeamDeed::Join) && is_free(TeamDeed::Leave),
            removes: edits && is_free(TeamDeed::Leave),
            retypes: cx.can(Capability::WriteMembers)
                && rules.account(&UserKind::Internal, AccountDeed::Edit).obstacle().is_none(),
        }
    }

    fn any(self) -> bool {
        self.moves || self.removes || self.retypes
    }

    /// The box of a member; Sigma changes active people only.
    pub fn tick(self, member: &Member) -> Option<impl IntoView + use<>> {
        let label = format!("Select {}", member.full_name());
        let (is_active, id) = (member.status() == MemberStatus::Active, member.id.to_string());
        (self.any() && is_active).then(|| {
            view! { <input type="checkbox" form=FORM name="member[]" value=id aria-label=label autocomplete="off"/> }
        })
    }

    /// The buttons for those who are ticked, or for everybody in the team.
    pub fn bar(self, team: &TeamId, size: usize) -> Option<impl IntoView + use<>> {
        let button = |shown: bool, action: &'static str, words: &'static str| {
            shown.then(|| view! { <button class="btn btn-sm" name="action" value=action>{words}</button> })
        };
        let all = format!("All {}", count(size, "member", "members"));
        let query = format!("team={team}&status=active");
        (self.any() && size > 0).then(|| {
            view! {
                <form class="panel-foot actions" id=FORM method="post" action=paths::START_BULK aria-label="Selected members">
                    <input type="hidden" name="from" value=team.to_string()/>
                    <label class="check"><input type="checkbox" name="all" value=query autocomplete="off"/>" "<span>{all}</span></label>
                    {button(self.moves, "move", "Move to another team")}
                    {button(self.retypes, "set_type", "Set account type")}
                    {button(self.removes, "leave", "Remove from the team")}
                </form>
            }
        })
    }
}
