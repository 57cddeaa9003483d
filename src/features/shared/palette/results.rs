//! What answers a search, as far as whoever asks may see it.

use super::deeds;
use crate::{
    changes::{Rules, TeamDeed},
    directory::{Snapshot, Typed},
    domain::{Actor, Capability, Member, Role},
    features::shared::onboard,
    web::{navigation, paths},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;

/// Most things of one kind in the palette.
pub const IN_PALETTE: usize = 6;

/// Things of one kind that answer, the best first.
pub struct Group {
    /// What they are: “Members”.
    pub label: &'static str,
    pub hits: Vec<Hit>,
    /// All of them, when there are more: how many, and the list that shows them.
    pub all: Option<(usize, String)>,
}

/// One thing that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub label: String,
    /// A word or two about it.
    pub detail: String,
    pub href: String,
    pub icon: Drawing,
}

/// Everything that answers `q`, at most `most` of each kind; pages and actions only when nothing was typed.
pub fn results(q: &str, snapshot: &Snapshot, actor: &Actor, rules: &Rules, most: usize) -> Vec<Group> {
    let typed = Typed::new(q);
    let mut groups =
        vec![group("Pages", pages(actor), &typed, most), group("Actions", actions(actor, rules), &typed, most)];
    if !typed.is_empty() {
        let found = [members(q, &typed, snapshot, most), teams(q, &typed, snapshot, most)];
        let found: Vec<Group> = found.into_iter().chain(content(q, &typed, snapshot, most)).collect();
        // What can be done with the best of what was found stands right below its kind.
        let best = found.iter().position(|group| !group.hits.is_empty());
        for (at, group) in found.into_iter().enumerate() {
            let deeds =
                group.hits.first().filter(|_| Some(at) == best).map(|hit| deeds::of(&hit.href, snapshot, actor));
            groups.push(group);
            groups.extend(deeds.map(|hits| Group { label: "What you can do", hits, all: None }));
        }
    }
    groups.retain(|group| !group.hits.is_empty());
    groups
}

fn group(label: &'static str, all: Vec<Hit>, typed: &Typed, most: usize) -> Group {
    let hits =
        if typed.is_empty() { all } else { typed.best(&all, |hit| &hit.label, most).0.into_iter().cloned().collect() };
    Group { label, hits, all: None }
}

fn pages(actor: &Actor) -> Vec<Hit> {
    let links = navigation(actor, actor.role == Role::TeamManager).into_iter().flat_map(|(_, links)| links);
    links.map(|link| hit(link.label, "", link.href, link.icon)).collect()
}

fn actions(actor: &Actor, rules: &Rules) -> Vec<Hit> {
    let can = |capability| actor.role.can(capability);
    let mut all = Vec::new();
    if can(Capability::WriteMembers) {
        all.push(hit(onboard::label(rules), "Invite, teams, access", paths::ONBOARD, lu::LuUserPlus));
        all.push(hit("Onboard from a file", "Many people at once", paths::ONBOARD_FILE, lu::LuFileSpreadsheet));
    }
    if can(Capability::CreateTeams) && rules.team(TeamDeed::Create).obstacle().is_none() {
        all.push(hit("Create a team", "Members, visibility, workspace", paths::TEAM_NEW, lu::LuUsersRound));
    }
    all.push(hit("Changes that need attention", "", format!("{}?state=failed", paths::CHANGES), lu::LuCircleX));
    if can(Capability::ReadDirectory) {
        all.push(hit("Deactivated members", "", format!("{}?status=archived", paths::MEMBERS), lu::LuArchive));
        all.push(hit("Newest members", "", format!("{}?sort=-added", paths::MEMBERS), lu::LuUsers));
        all.push(hit("Documents without an owner", "", format!("{}?stale=orphan", paths::DOCUMENTS), lu::LuFileX2));
        all.push(hit("Export members", "CSV", paths::csv(paths::MEMBERS), lu::LuDownload));
    }
    if can(Capability::ReadAudit) {
        all.push(hit("Failed events", "Audit log", format!("{}?result=failed", paths::AUDIT), lu::LuScrollText));
        all.push(hit("Export the audit log", "CSV", paths::csv(paths::AUDIT), lu::LuDownload));
    }
    all
}

pub(super) fn hit(label: impl Into<String>, detail: impl Into<String>, href: impl Into<String>, icon: Drawing) -> Hit {
    Hit { label: label.into(), detail: detail.into(), href: href.into(), icon }
}

fn members(q: &str, typed: &Typed, snapshot: &Snapshot, most: usize) -> Group {
    // The directory answers by name and address in the order of names; among the first of those, names that begin as
    // typed come first.
    const CONSIDERED: u32 = 200;
    let (mut people, total) = snapshot.find_people(q, false, CONSIDERED);
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let rank = |member: &Member| typed.rank(&member.full_name()).unwrap_or(u8::MAX);
    people.sort_by_cached_key(rank);
    let hits = people.iter().take(most).map(|m| hit(m.full_name(), &m.email, paths::member(&m.id), lu::LuUser));
    // The list shows those who may be found only to who sees them all.
    let all = more(total, most, paths::search(paths::MEMBERS, q)).filter(|_| snapshot.is_whole());
    Group { label: "Members", hits: hits.collect(), all }
}

fn teams(q: &str, typed: &Typed, snapshot: &Snapshot, most: usize) -> Group {
    let (best, total) = typed.best(snapshot.teams(), |team| &team.name, most);
    let people = |n: usize| crate::ui::count(n, "member", "members");
    let hits = best.into_iter().map(|team| {
        hit(&team.name, people(snapshot.team_members(&team.id).len()), paths::team(&team.id), lu::LuUsersRound)
    });
    Group { label: "Teams", hits: hits.collect(), all: more(total, most, paths::search(paths::TEAMS, q)) }
}

/// What people reach: workspaces, connections and documents.
fn content(q: &str, typed: &Typed, snapshot: &Snapshot, most: usize) -> [Group; 6] {
    let all = |path| paths::search(path, q);
    let (best, total) = typed.best(snapshot.workspaces(), |w| &w.name, most);
    let hits = best.into_iter().map(|w| hit(&w.name, "", paths::workspace(&w.id), lu::LuFolders)).collect();
    let workspaces = Group { label: "Workspaces", hits, all: more(total, most, all(paths::WORKSPACES)) };
    let (best, total) = typed.best(snapshot.connections(), |c| &c.name, most);
    let hits = best.into_iter().map(|c| hit(&c.name, c.warehouse_label(), paths::connection(&c.id), lu::LuDatabase));
    let connections =
        Group { label: "Connections", hits: hits.collect(), all: more(total, most, all(paths::CONNECTIONS)) };
    let (best, total) = typed.best(snapshot.workbooks(), |w| &w.name, most);
    let hits = best.into_iter().map(|w| hit(&w.name, &w.path, paths::workbook(&w.id), lu::LuBookOpen)).collect();
    let workbooks = Group { label: "Workbooks", hits, all: more(total, most, all(paths::WORKBOOKS)) };
    let (best, total) = typed.best(snapshot.datasets(), |d| &d.name, most);
    let hits = best.into_iter().map(|d| hit(&d.name, &d.path, paths::dataset(&d.id), lu::LuTable2)).collect();
    let datasets = Group { label: "Datasets", hits, all: more(total, most, all(paths::DATASETS)) };
    let of_kind = |kind| paths::documents_of_kind(kind, q);
    let (best, total) = typed.best(snapshot.data_models(), |m| &m.name, most);
    let hits = best.into_iter().map(|m| hit(&m.name, &m.path, paths::data_model(&m.id), lu::LuBoxes)).collect();
    let models = Group { label: "Data models", hits, all: more(total, most, of_kind("data_model")) };
    let (best, total) = typed.best(snapshot.reports(), |r| &r.name, most);
    let hits = best.into_iter().map(|r| hit(&r.name, &r.path, paths::report(&r.id), lu::LuFileText)).collect();
    let reports = Group { label: "Reports", hits, all: more(total, most, of_kind("report")) };
    [workspaces, connections, workbooks, models, reports, datasets]
}

fn more(total: usize, shown: usize, href: String) -> Option<(usize, String)> {
    (total > shown).then_some((total, href))
}
