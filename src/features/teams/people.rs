//! Who is in a team, as its page shows it.

use super::{actions::RemoveMember, ticks::Ticks};
use crate::{
    directory::{Snapshot, fold},
    domain::{Member, MemberStatus, Team, TeamId},
    ui::{avatar::Avatar, badge, count, empty::Empty, icon::Icon, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Members shown on the team's page; the members list shows all of them.
const SHOWN: usize = 12;

/// The first members, team admins before the others.
pub fn panel(team: &Team, removes: bool, ticks: Ticks, snapshot: &Snapshot) -> impl IntoView + use<> {
    let everybody = snapshot.team_members(&team.id);
    let mut members: Vec<(&Member, bool)> =
        everybody.iter().filter_map(|m| Some((snapshot.member(&m.member_id)?, m.is_team_admin))).collect();
    members.sort_by_cached_key(|(member, is_admin)| (!is_admin, fold(&member.full_name())));
    let total = members.len();
    let rows: Vec<_> = members
        .into_iter()
        .take(SHOWN)
        .map(|(member, is_admin)| row(member, is_admin, removes.then_some(&team.id), ticks))
        .collect();
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuUsers title="Nobody is in this team" text="Its access applies to people you add."/> }
            .into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let more = (total > SHOWN).then(|| {
        let words = format!("Search all {}", count(total, "member", "members"));
        view! { <p><a href=paths::members_of(&team.id)>{words}</a></p> }
    });
    let bar = ticks.bar(&team.id, total);
    view! {
        <Panel id="members" title="Members" count=number(everybody.len())>
            {body}
            {bar}
            <div class="panel-foot">
                {more}
                <p>"Who is a team admin can be set only while inviting someone, or in Sigma itself: its API offers no other way."</p>
            </div>
        </Panel>
    }
}

fn row(member: &Member, is_admin: bool, removes_from: Option<&TeamId>, ticks: Ticks) -> impl IntoView + use<> {
    let is_active = member.status() == MemberStatus::Active;
    let status = (!is_active).then(|| badge::member_status(member));
    // Sigma refuses to remove inactive members (BEHAVIOUR.md section 8).
    let remove = removes_from.filter(|_| is_active).map(|team| remove_form(team, member));
    view! {
        <li>
            {ticks.tick(member)}
            <Avatar name=member.full_name() key=member.email.clone()/>
            <div class="row-text"><a href=paths::member(&member.id)>{member.full_name()}</a><small>{member.email.clone()}</small></div>
            {is_admin.then(|| view! { <span class="tag t-accent">"Team admin"</span> })}
            {status}
            {remove}
        </li>
    }
}

fn remove_form(team: &TeamId, member: &Member) -> impl IntoView + use<> {
    let label = format!("Remove {} from the team", member.full_name());
    view! {
        <form method="post" action=RemoveMember::url()>
            <input type="hidden" name="team_id" value=team.to_string()/>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
