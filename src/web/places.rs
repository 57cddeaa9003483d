//! Places of the navigation, and who may go there.

use super::paths;
use crate::domain::{Actor, Capability};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use serde::{Deserialize, Serialize};

/// Places of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Outside it.
    None,
    /// Start page.
    Overview,
    /// Members and their pages.
    Members,
    /// The signed-in person's own page.
    Me,
    /// Teams and their pages.
    Teams,
    /// Which team has which level on which workspace.
    Access,
    /// Workspaces and their pages.
    Workspaces,
    /// Connections and their pages.
    Connections,
    /// Workbooks and their pages.
    Workbooks,
    /// Datasets and their pages.
    Datasets,
    /// User attributes and their pages.
    Attributes,
    /// What the portal is set up with, and how it is.
    Settings,
    /// Onboard a person.
    Onboard,
    /// Changes and their pages.
    Changes,
    /// What changed outside the portal.
    History,
    /// Audit log.
    Audit,
}

/// A link to a place.
pub struct PlaceLink {
    /// Where to.
    pub place: Place,
    /// Its path.
    pub href: &'static str,
    /// Its word.
    pub label: &'static str,
    /// Its picture.
    pub icon: Drawing,
}

/// The places that somebody may go to, by section.
pub fn places(actor: &Actor) -> Vec<(&'static str, Vec<PlaceLink>)> {
    let can = |capability| actor.role.can(capability);
    let link = |place, href, label, icon| PlaceLink { place, href, label, icon };
    let (mut start, mut people, mut content) = (Vec::new(), Vec::new(), Vec::new());
    let (mut work, mut system) = (Vec::new(), Vec::new());
    if can(Capability::ReadDirectory) {
        start.push(link(Place::Overview, paths::HOME, "Overview", lu::LuLayoutDashboard));
        people.push(link(Place::Members, paths::MEMBERS, "Members", lu::LuUsers));
        people.push(link(Place::Teams, paths::TEAMS, "Teams", lu::LuUsersRound));
        people.push(link(Place::Access, paths::ACCESS, "Who has what", lu::LuGrid3x3));
        people.push(link(Place::Attributes, paths::ATTRIBUTES, "Attributes", lu::LuTags));
        content.push(link(Place::Workspaces, paths::WORKSPACES, "Workspaces", lu::LuFolders));
        content.push(link(Place::Connections, paths::CONNECTIONS, "Connections", lu::LuDatabase));
        content.push(link(Place::Workbooks, paths::WORKBOOKS, "Workbooks", lu::LuBookOpen));
        content.push(link(Place::Datasets, paths::DATASETS, "Datasets", lu::LuTable2));
    }
    if actor.member_id.is_some() {
        people.push(link(Place::Me, paths::ME, "My access", lu::LuKeyRound));
    }
    if can(Capability::WriteMembers) {
        work.push(link(Place::Onboard, paths::ONBOARD, "Onboard", lu::LuUserPlus));
    }
    work.push(link(Place::Changes, paths::CHANGES, "Changes", lu::LuListChecks));
    if can(Capability::ReadDirectory) {
        work.push(link(Place::History, paths::HISTORY, "Outside changes", lu::LuEye));
    }
    if can(Capability::ReadAudit) {
        work.push(link(Place::Audit, paths::AUDIT, "Audit log", lu::LuScrollText));
        system.push(link(Place::Settings, paths::SETTINGS, "Settings", lu::LuSettings));
    }
    let sections = [("Start", start), ("People", people), ("Content", content), ("Work", work), ("System", system)];
    sections.into_iter().filter(|(_, links)| !links.is_empty()).collect()
}
