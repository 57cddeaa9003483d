//! What deleting a team takes from whom, and the way to its plan.

use super::{actions::DeleteTeam, editable};
use crate::{
    changes::TeamDeed,
    directory::{AccessLoss, Snapshot},
    domain::{Capability, Member, MemberId, ResourceRef, Team, TeamId},
    features::shared::access::resource_link,
    ui::{
        badge, count,
        empty::Empty,
        head::Head,
        icon::Icon,
        more,
        panel::{Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::{collections::HashSet, sync::Arc};

/// People named for each resource; the others are counted.
const NAMED: usize = 4;

/// Who loses what.
pub async fn impact(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Delete))?;
    let snapshot = cx.snapshot()?;
    let team = editable(&cx, &TeamId::new(id), &snapshot)?.clone();
    let page = PageParts::new(format!("Delete {}", team.name), NavItem::Teams);
    Ok(cx.render_page(page, move || view(&team, &snapshot)).await)
}

fn view(team: &Team, snapshot: &Arc<Snapshot>) -> impl IntoView + use<> {
    let members: Vec<MemberId> = snapshot.team_members(&team.id).iter().map(|m| m.member_id.clone()).collect();
    let losses = snapshot.lost_without(&team.id, &members);
    let losers = losses.iter().flat_map(AccessLoss::losers).collect::<HashSet<_>>().len();
    let sub = match losers {
        0 => "No person loses access to a workspace or connection.".to_owned(),
        n => format!("{} access that only this team gives.", count(n, "person loses", "people lose")),
    };
    let n = losses.len().to_string();
    let rows: Vec<_> = losses.iter().map(|loss| row(loss, snapshot)).collect();
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuFolder title="No access" text="No grants on workspaces or connections."/> }.into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let values: Vec<String> = snapshot
        .attributes_of_team(&team.id)
        .into_iter()
        .map(|(attribute, value)| format!("{}: {}", attribute.name, value.value))
        .collect();
    let values = (!values.is_empty()).then(|| fact("Values of user attributes that go with it", values.join(", ")));
    let facts = view! {
        <dl class="facts">
            {fact("Members", count(members.len(), "person is in the team", "people are in the team"))}
            {values}
            {fact("Workspace made for the team", "Sigma doesn’t document whether it stays.")}
            {fact("Single documents", "Grants on single documents are also lost; they aren’t counted here.")}
            {fact("Undo", "A deleted team can’t be restored.")}
        </dl>
    };
    let back = paths::team(&team.id);
    view! {
        <Head title=format!("Delete {}", team.name) crumbs=vec![("Teams", paths::TEAMS)] sub=sub.into_any()/>
        <div class="cols">
            <div class="stack">
                <Panel id="losses" title="Access lost" count=n>{body}</Panel>
                <form class="form-end" method="post" action=DeleteTeam::url()>
                    <input type="hidden" name="team_id" value=team.id.to_string()/>
                    <button class="btn btn-danger"><Icon icon=lu::LuTrash2/>" Review change"</button>
                    <a class="btn btn-quiet" href=back>"Cancel"</a>
                </form>
            </div>
            <div class="stack"><Panel id="besides" title="Also">{facts}</Panel></div>
        </div>
    }
}

fn row(loss: &AccessLoss, snapshot: &Snapshot) -> impl IntoView + use<> {
    let name = resource_link(&loss.resource, snapshot);
    let (icon, kind) = match &loss.resource {
        ResourceRef::Workspace(_) => (lu::LuFolder, "Workspace"),
        ResourceRef::Connection(_) => (lu::LuPlug, "Connection"),
    };
    let people = |ids: &[MemberId], one: &str, many: &str| {
        let words = format!("{}: ", count(ids.len(), one, many));
        (!ids.is_empty()).then(|| view! { {words}{names(ids, snapshot)} }.into_any())
    };
    let gone = people(&loss.gone, "person loses it", "people lose it");
    let lowered = people(&loss.lowered, "person keeps it at a lower level", "people keep it at a lower level");
    let kept = count(loss.kept, "person keeps it another way", "people keep it another way");
    let kept = (loss.kept > 0).then(|| kept.into_any());
    let nobody = (gone.is_none() && lowered.is_none() && kept.is_none())
        .then(|| "Nobody can use it through the team.".into_any());
    let line = |class: &'static str, text: AnyView| view! { <li class=class><span>{text}</span></li> };
    let lines = [(gone, "way"), (lowered, "way"), (kept, "way way-also"), (nobody, "way way-also")];
    let lines: Vec<_> = lines.into_iter().filter_map(|(text, class)| Some(line(class, text?))).collect();
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div>{name}<small>{kind}</small></div></div>
            {badge::level(&loss.permission, false)}
            <ul class="ways">{lines}</ul>
        </li>
    }
}

/// All of them by name, those after the first ones behind a press.
fn names(ids: &[MemberId], snapshot: &Snapshot) -> impl IntoView + use<> {
    let all = ids.iter().filter_map(|id| snapshot.member(id)).map(Member::full_name);
    more::names(all.collect(), NAMED)
}
