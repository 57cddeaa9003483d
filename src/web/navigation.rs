//! Places of the navigation, and who may go there.

use super::paths;
use crate::domain::{Actor, Capability, Role};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use serde::{Deserialize, Serialize};

/// Places of the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NavItem {
    #[default]
    None,
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
    /// Documents of every kind.
    Documents,
    /// Workbooks and their pages.
    Workbooks,
    /// Datasets and their pages.
    Datasets,
    /// User attributes and their pages.
    Attributes,
    /// What the portal is set up with, and how it is.
    Settings,
    /// Whether the portal works.
    Status,
    /// What can be asked for.
    GetAccess,
    /// Requests for access, and deciding about them.
    Requests,
    /// Access packages and their pages.
    Packages,
    /// By which rules requests are decided.
    Policies,
    /// Onboard a person.
    Onboard,
    /// Changes and their pages.
    Changes,
    /// What changed outside the portal.
    History,
    Audit,
}

impl NavItem {
    /// All places, in the order of the navigation.
    pub const ALL: [Self; 22] = [
        Self::None,
        Self::Overview,
        Self::Members,
        Self::Me,
        Self::Teams,
        Self::Access,
        Self::Workspaces,
        Self::Connections,
        Self::Documents,
        Self::Workbooks,
        Self::Datasets,
        Self::Attributes,
        Self::Settings,
        Self::Status,
        Self::GetAccess,
        Self::Requests,
        Self::Packages,
        Self::Policies,
        Self::Onboard,
        Self::Changes,
        Self::History,
        Self::Audit,
    ];

    /// The subject of the help that belongs to it; `None` where that is the index.
    pub fn help(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Overview => None,
            Self::Settings | Self::Status => Some("operations"),
            Self::Members => Some("members"),
            Self::Me | Self::Access | Self::Workspaces | Self::Connections => Some("access"),
            Self::Teams => Some("teams"),
            Self::Documents | Self::Workbooks | Self::Datasets | Self::Attributes => Some("content"),
            Self::GetAccess | Self::Requests | Self::Packages | Self::Policies => Some("requests"),
            Self::Onboard => Some("onboarding"),
            Self::Changes => Some("changes"),
            Self::History | Self::Audit => Some("history"),
        }
    }
}

/// A link to a place.
pub struct NavLink {
    pub place: NavItem,
    pub href: &'static str,
    pub label: &'static str,
    pub icon: Drawing,
}

/// The places that somebody may go to, by section. Whoever owns an access package has a way to it, whatever their role.
pub fn navigation(actor: &Actor, owns_package: bool) -> Vec<(&'static str, Vec<NavLink>)> {
    let can = |capability| actor.role.can(capability);
    let link = |place, href, label, icon| NavLink { place, href, label, icon };
    let (mut start, mut people, mut content) = (Vec::new(), Vec::new(), Vec::new());
    let (mut work, mut system) = (Vec::new(), Vec::new());
    if can(Capability::ReadDirectory) {
        start.push(link(NavItem::Overview, paths::HOME, "Overview", lu::LuLayoutDashboard));
        people.push(link(NavItem::Members, paths::MEMBERS, "Members", lu::LuUsers));
        people.push(link(NavItem::Teams, paths::TEAMS, "Teams", lu::LuUsersRound));
        people.push(link(NavItem::Access, paths::ACCESS, "Access matrix", lu::LuGrid3x3));
        people.push(link(NavItem::Attributes, paths::ATTRIBUTES, "Attributes", lu::LuTags));
        content.push(link(NavItem::Workspaces, paths::WORKSPACES, "Workspaces", lu::LuFolders));
        content.push(link(NavItem::Connections, paths::CONNECTIONS, "Connections", lu::LuDatabase));
        content.push(link(NavItem::Documents, paths::DOCUMENTS, "All documents", lu::LuFiles));
        content.push(link(NavItem::Workbooks, paths::WORKBOOKS, "Workbooks", lu::LuBookOpen));
        content.push(link(NavItem::Datasets, paths::DATASETS, "Datasets", lu::LuTable2));
    }
    if !can(Capability::ReadDirectory) {
        start.push(link(NavItem::Overview, paths::HOME, "Start", lu::LuHouse));
    }
    start.push(link(NavItem::GetAccess, paths::GET_ACCESS, "Get access", lu::LuShoppingBag));
    start.push(link(NavItem::Requests, paths::REQUESTS, "Requests", lu::LuInbox));
    if actor.member_id.is_some() && actor.role != Role::Visitor {
        people.push(link(NavItem::Me, paths::ME, "My access", lu::LuKeyRound));
    }
    if can(Capability::WriteMembers) {
        work.push(link(NavItem::Onboard, paths::ONBOARD, "Onboard", lu::LuUserPlus));
    }
    // Somebody without an account can ask for no change, so has none to look at.
    if actor.role != Role::Visitor {
        work.push(link(NavItem::Changes, paths::CHANGES, "Changes", lu::LuListChecks));
    }
    if can(Capability::ReadDirectory) {
        work.push(link(NavItem::History, paths::HISTORY, "Made in Sigma", lu::LuEye));
    }
    if can(Capability::ReadAudit) || owns_package {
        system.push(link(NavItem::Packages, paths::PACKAGES, "Access packages", lu::LuPackage));
    }
    if can(Capability::ReadAudit) {
        work.push(link(NavItem::Audit, paths::AUDIT, "Audit log", lu::LuScrollText));
        system.push(link(NavItem::Policies, paths::POLICIES, "Request policies", lu::LuScale));
        system.push(link(NavItem::Settings, paths::SETTINGS, "Settings", lu::LuSettings));
        system.push(link(NavItem::Status, paths::STATUS, "Status", lu::LuActivity));
    }
    let sections = [("Start", start), ("People", people), ("Content", content), ("Work", work), ("System", system)];
    sections.into_iter().filter(|(_, links)| !links.is_empty()).collect()
}
