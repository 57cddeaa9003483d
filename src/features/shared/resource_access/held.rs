//! The grants on a resource: who holds which level, with levels to change and grants to revoke in one form.

use super::{
    super::{contest, picker::Levels},
    Resource,
    levels::Changing,
};
use crate::{
    directory::{Snapshot, caveats, fold},
    domain::{Grant, Grantee, Permission, Role, TeamId},
    ui::{badge, count, empty::Empty, icon::Icon, number, panel::Panel},
    web::paths,
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;

/// Members of a team that are named where the team holds a grant.
const NAMED: usize = 12;

/// Holders whose levels one form changes, teams before people: the form posts all of its rows, whichever is meant.
const CHANGED_AT_ONCE: usize = 200;

/// Whoever holds one grant.
struct Holder {
    grantee: Option<Grantee>,
    name: String,
    detail: String,
    href: Option<String>,
    icon: Drawing,
    level: Permission,
    note: Option<String>,
    members: Option<AnyView>,
}

/// The panel, with what whoever looks needs to change it; where a team manager may not, it says why.
pub fn held(resource: &Resource, snapshot: &Snapshot, changing: Option<Changing>, role: Role) -> impl IntoView + use<> {
    let may = changing.is_some();
    let mut holders: Vec<Holder> = snapshot.grants(&resource.of).iter().map(|grant| holder(grant, snapshot)).collect();
    // Teams first: they are what access should go through.
    holders.sort_by_cached_key(|holder| (!matches!(holder.grantee, Some(Grantee::Team(_))), fold(&holder.name)));
    let n = number(holders.len());
    let more = (holders.len() > CHANGED_AT_ONCE).then(|| {
        let words = format!("See all {}", number(holders.len()));
        let href = paths::resource_people(&resource.of);
        view! { <p class="panel-foot"><a href=href>{words}</a>". This page changes the first "{number(CHANGED_AT_ONCE)}"; change the level of others on their own pages."</p> }
    });
    holders.truncate(CHANGED_AT_ONCE);
    let why_not = (!may && role == Role::TeamManager).then(|| {
        let words = "You can change access only to workspaces and connections that you manage.";
        view! { <footer class="panel-foot">{words}</footer> }
    });
    let asked = changing.as_ref().and_then(|changing| contest::asked(&changing.again));
    let body = if holders.is_empty() {
        let text = "People and teams that are given access appear here.";
        view! { <Empty icon=lu::LuLock title="Nobody has been given access" text=text/> }.into_any()
    } else if let Some(changing) = changing {
        changeable(resource, holders, &changing).into_any()
    } else {
        let rows = holders.into_iter().map(plain).collect_view();
        view! { <ul class="grants" aria-label="Grants">{rows}</ul> }.into_any()
    };
    view! { <Panel id="grants" title="Direct access" count=n>{asked}{body}{more}{why_not}</Panel> }
}

/// The grants with levels to choose.
fn changeable(resource: &Resource, holders: Vec<Holder>, changing: &Changing) -> impl IntoView + use<> {
    let levels = resource.levels();
    let rows = holders.into_iter().enumerate().map(|(at, holder)| editable(at, holder, &levels, changing));
    let rows = rows.collect_view();
    view! {
        <form method="post" action=changing.set>
            // Enter in a field presses the first button of a form: this one, not one that revokes.
            <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
            {resource.hidden_id()}
            <ul class="grants" aria-label="Grants">{rows}</ul>
            <footer class="panel-foot actions">
                <span>"Change levels above, then review."</span>
                <button class="btn">"Review change"</button>
            </footer>
        </form>
    }
}

fn holder(grant: &Grant, snapshot: &Snapshot) -> Holder {
    let grantee = grant.grantee();
    let note = grantee.as_ref().and_then(|grantee| caveats::of_grantee(grantee, &grant.permission, snapshot));
    let unknown = Holder {
        name: "A person the directory does not know".to_owned(),
        detail: grantee
            .as_ref()
            .map_or_else(|| "A kind of grant that Sigma does not document".to_owned(), Grantee::key),
        href: None,
        icon: lu::LuCircleHelp,
        level: grant.permission.clone(),
        note,
        members: None,
        grantee,
    };
    match &unknown.grantee {
        Some(Grantee::Team(id)) => {
            let Some(name) = snapshot.team_name(id) else { return unknown };
            let size = count(snapshot.team_size(id), "member", "members");
            Holder {
                name: name.to_owned(),
                detail: format!("Team, {size}"),
                href: snapshot.team(id).map(|team| paths::team(&team.id)),
                icon: lu::LuUsersRound,
                members: members(id, snapshot),
                ..unknown
            }
        }
        Some(Grantee::Member(id)) => {
            let Some(member) = snapshot.member(id) else { return unknown };
            Holder {
                name: member.full_name(),
                detail: member.email.clone(),
                href: Some(paths::member(id)),
                icon: lu::LuUser,
                ..unknown
            }
        }
        None => unknown,
    }
}

/// Who is in a team, as far as they fit.
fn members(team: &TeamId, snapshot: &Snapshot) -> Option<AnyView> {
    let all = snapshot.team_members(team);
    if all.is_empty() {
        return None;
    }
    let names: Vec<_> = all
        .iter()
        .filter_map(|member| snapshot.member(&member.member_id))
        .take(NAMED)
        .map(|member| view! { <li><a href=paths::member(&member.id)>{member.full_name()}</a></li> })
        .collect();
    let more = (all.len() > NAMED).then(|| {
        let words = format!("All {} members", number(all.len()));
        view! { <li><a href=paths::members_of(team)><b>{words}</b></a></li> }
    });
    Some(
        view! { <details class="grant-who"><summary>"Who is in it"</summary><ul>{names}{more}</ul></details> }
            .into_any(),
    )
}

fn what(icon: Drawing, href: Option<String>, name: String, detail: String) -> impl IntoView {
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! { <div class="grant-what"><Icon icon=icon/><span>{name}" "<small>{detail}</small></span></div> }
}

fn remark(note: Option<String>) -> impl IntoView {
    note.map(|note| view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{note}</span></p> })
}

fn plain(holder: Holder) -> impl IntoView {
    let Holder { grantee, name, detail, href, icon, level, note, members } = holder;
    let (capped, id) = (note.is_some(), grantee.map(|grantee| grantee.key()));
    view! {
        <li class="grant" id=id>
            {what(icon, href, name, detail)}
            {badge::level(&level, capped)}
            {remark(note)}
            {members}
        </li>
    }
}

/// One grant, with the level that was chosen, where the form was filled in, and what was shown then.
fn editable(at: usize, holder: Holder, levels: &Levels, changing: &Changing) -> AnyView {
    let Changing { levels: form, revoke, .. } = changing;
    let Some(grantee) = holder.grantee.clone() else { return plain(holder).into_any() };
    let (key, is_team) = (grantee.key(), matches!(grantee, Grantee::Team(_)));
    let Holder { name, detail, href, icon, level, note, members, .. } = holder;
    let id = key.clone();
    let who = if is_team { format!("team {name}") } else { name.clone() };
    let chosen = form.rows.iter().find(|row| row.id == key).map_or(level.slug(), |row| row.level.as_str()).to_owned();
    let shown = form.base.shown.get(&key).map_or(level.slug(), String::as_str).to_owned();
    // A word of Sigma's that the portal does not grant is kept unless another is chosen.
    let other = (!levels.iter().any(|(slug, _)| *slug == level.slug())).then(|| {
        view! { <option value=level.slug().to_owned() selected=chosen == level.slug()>{level.label().to_owned()}</option> }
    });
    let options: Vec<_> = levels
        .iter()
        .map(|(slug, label)| view! { <option value=*slug selected=*slug == chosen>{*label}</option> })
        .collect();
    view! {
        <li class="grant" id=id>
            {what(icon, href, name, detail)}
            <input type="hidden" name=format!("rows[{at}][id]") value=key.clone()/>
            <input type="hidden" name=format!("base[shown][{key}]") value=shown/>
            <select class="input" name=format!("rows[{at}][level]") aria-label=format!("Level of {who}")>{other}{options}</select>
            <button class="btn btn-quiet btn-icon" formaction=*revoke name="grantee" value=key aria-label=format!("Revoke access of {who}")>
                <Icon icon=lu::LuX/>
            </button>
            {remark(note)}
            {members}
        </li>
    }
    .into_any()
}
