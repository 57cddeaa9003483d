//! What a cell says: names of teams, workspaces and connections, levels, yes or no.

use super::{Column, Meaning};
use crate::{
    directory::{Snapshot, fold, resolve::Index},
    domain::{
        AccessPackage, ConnectionId, ConnectionPermission, TeamChoice, UserAttributeId, UserKind, WorkspaceId,
        WorkspacePermission, text::isolated,
    },
};

/// What separates the names in a cell, where no name has it in itself.
const BETWEEN: [char; 4] = [';', '|', '\n', ','];

/// Parts of a cell that are tried together as one name; beyond it no name has as many separators.
const TOGETHER: usize = 6;

/// Finds what cells name in the directory.
pub struct Names<'s> {
    teams: Index<'s>,
    workspaces: Index<'s>,
    connections: Index<'s>,
    account_types: Index<'s>,
    attributes: Index<'s>,
    packages: Index<'s>,
    by_id: &'s [AccessPackage],
}

impl<'s> Names<'s> {
    /// Learns the names of everything that people can be given.
    pub fn new(snapshot: &'s Snapshot, packages: &'s [AccessPackage]) -> Self {
        let teams = snapshot.teams().iter().filter(|t| !t.is_archived).map(|t| (t.id.as_str(), t.name.as_str()));
        let workspaces = snapshot.workspaces().iter().map(|w| (w.id.as_str(), w.name.as_str()));
        let connections = snapshot.connections().iter().filter(|c| !c.is_archived);
        let attributes = snapshot.user_attributes().iter().map(|a| (a.id.as_str(), a.name.as_str()));
        let account_types = snapshot.account_types().iter().map(|t| (t.name.as_str(), t.name.as_str()));
        Self {
            teams: Index::new("team", teams),
            workspaces: Index::new("workspace", workspaces),
            connections: Index::new("connection", connections.map(|c| (c.id.as_str(), c.name.as_str()))),
            account_types: Index::new("account type", account_types),
            attributes: Index::new("user attribute", attributes),
            packages: Index::new("access package", packages.iter().map(|p| (p.id.as_str(), p.name.as_str()))),
            by_id: packages,
        }
    }

    /// An access package, by name; none where the cell is empty.
    ///
    /// # Errors
    /// A sentence; so for all that follow.
    pub fn package(&self, cell: &str) -> Result<Option<&'s AccessPackage>, String> {
        if cell.is_empty() {
            return Ok(None);
        }
        let id = self.packages.find(cell)?;
        Ok(self.by_id.iter().find(|package| package.id.as_str() == id))
    }

    /// An account type, as Sigma spells it.
    ///
    /// # Errors
    /// A sentence; so for all that follow.
    pub fn account_type(&self, cell: &str) -> Result<String, String> {
        self.account_types.find(cell).map(str::to_owned)
    }

    /// Teams: `Analysts; Finance: admin`. Those for everybody come on top.
    ///
    /// # Errors
    /// A sentence about the first name or level that is not understood.
    pub fn teams(&self, cell: &str, everybodys: &str) -> Result<Vec<TeamChoice>, String> {
        let role = |word: &str| match fold(word).as_str() {
            "member" => Some(false),
            "admin" | "team admin" => Some(true),
            _ => None,
        };
        let all = both(cell, everybodys, |cell| named(cell, &self.teams, false, role, "admin, or nothing"))?;
        Ok(all.into_iter().map(|(id, is_team_admin)| TeamChoice { team_id: id.into(), is_team_admin }).collect())
    }

    /// Workspaces: `Sales: can explore; Marketing`.
    ///
    /// # Errors
    /// A sentence about the first name or level that is not understood.
    pub fn workspaces(&self, cell: &str, everybodys: &str) -> Result<Vec<(WorkspaceId, WorkspacePermission)>, String> {
        let known = WorkspacePermission::ALL;
        let level = |word: &str| known.iter().copied().find(|level| says(word, level.slug(), level.label()));
        let words = "can view, can explore, can contribute or can manage";
        let read = |cell: &str| named(cell, &self.workspaces, WorkspacePermission::View, level, words);
        Ok(both(cell, everybodys, read)?.into_iter().map(|(id, level)| (id.into(), level)).collect())
    }

    /// Connections: `Warehouse: can use and annotate`.
    ///
    /// # Errors
    /// A sentence about the first name or level that is not understood.
    pub fn connections(
        &self,
        cell: &str,
        everybodys: &str,
    ) -> Result<Vec<(ConnectionId, ConnectionPermission)>, String> {
        let known = ConnectionPermission::ALL;
        let level = |word: &str| known.iter().copied().find(|level| says(word, level.slug(), level.label()));
        let words = "can use, or can use and annotate";
        let read = |cell: &str| named(cell, &self.connections, ConnectionPermission::Usage, level, words);
        Ok(both(cell, everybodys, read)?.into_iter().map(|(id, level)| (id.into(), level)).collect())
    }

    /// User attributes with their values: `Region: EMEA; Cost centre: 17`. A comma may be part of a value.
    ///
    /// # Errors
    /// A sentence about the first name that is not understood or has no value.
    pub fn attributes(&self, cell: &str) -> Result<Vec<(UserAttributeId, String)>, String> {
        let mut all: Vec<(UserAttributeId, String)> = Vec::new();
        for item in cell.split([';', '|', '\n']).map(str::trim).filter(|item| !item.is_empty()) {
            let (name, value) = item.split_once(':').map_or((item, ""), |(name, value)| (name.trim(), value.trim()));
            let id = UserAttributeId::new(self.attributes.find(name)?);
            if value.is_empty() {
                return Err(format!("“{}” has no value: write {}: value.", isolated(item), isolated(name)));
            }
            if all.iter().any(|(known, _)| *known == id) {
                return Err(format!("“{}” is named twice.", isolated(name)));
            }
            all.push((id, value.to_owned()));
        }
        Ok(all)
    }

    /// The first name in a cell of attributes that means nothing; `None` where every name is known, or is that of several.
    pub fn missing_attribute(&self, cell: &str) -> Option<String> {
        let names = cell.split([';', '|', '\n']).map(|item| item.split_once(':').map_or(item, |(name, _)| name).trim());
        names.into_iter().find(|name| !name.is_empty() && !self.attributes.knows(name)).map(str::to_owned)
    }

    /// The cell with the name that may be meant in place of each that means nothing; `None` where none can be suggested.
    pub fn suggested(&self, column: Column, cell: &str) -> Option<String> {
        let index = match column {
            Column::AccountType => &self.account_types,
            Column::Teams => &self.teams,
            Column::Workspaces => &self.workspaces,
            Column::Connections => &self.connections,
            Column::Attributes => &self.attributes,
            Column::Package => &self.packages,
            Column::Email | Column::FirstName | Column::LastName | Column::Kind | Column::Invite => return None,
        };
        suggested(cell, index)
    }
}

/// The same, for one kind of thing.
fn suggested(cell: &str, index: &Index<'_>) -> Option<String> {
    let parts = parts(cell);
    let (mut items, mut at, mut is_changed) = (Vec::new(), 0, false);
    while at < parts.len() {
        let item = |end: usize| cell[parts[at].0..parts[end - 1].1].trim();
        let is_known = |text: &str| {
            let name = text.rsplit_once(':').map(|(name, _)| name.trim());
            index.find(text).is_ok() || name.is_some_and(|name| index.find(name).is_ok())
        };
        let longest = parts.len().min(at + TOGETHER);
        let end = (at + 1..=longest).rev().find(|end| is_known(item(*end)));
        let text = item(end.unwrap_or(at + 1));
        let (name, level) =
            text.rsplit_once(':').map_or((text, None), |(name, level)| (name.trim(), Some(level.trim())));
        // What several things are called has no suggestion: it is its own.
        let meant = if end.is_none() { index.suggested(name).filter(|meant| *meant != name) } else { None };
        is_changed |= meant.is_some();
        items.push(match (meant, level) {
            (Some(meant), Some(level)) => format!("{meant}: {level}"),
            (Some(meant), None) => meant.to_owned(),
            (None, _) => text.to_owned(),
        });
        at = end.unwrap_or(at + 1);
    }
    is_changed.then(|| items.join("; "))
}

/// Internal, or a guest.
///
/// # Errors
/// A sentence, for any other word.
pub fn kind(cell: &str) -> Result<UserKind, String> {
    match fold(cell).as_str() {
        "" | "internal" | "member" | "employee" | "user" | "no" | "false" => Ok(UserKind::Internal),
        "guest" | "external" | "yes" | "true" => Ok(UserKind::Guest),
        _ => Err(format!("“{}” is neither internal nor guest.", isolated(cell))),
    }
}

/// Why whoever a file is about has left where it comes from, told by what it says there: an account that is not
/// enabled, that is blocked, or whose status is that of somebody who left. `None` for whoever is still there.
pub fn left(meaning: Meaning, cell: &str) -> Option<bool> {
    let word = fold(cell);
    match meaning {
        Meaning::Enabled => Some(matches!(word.as_str(), "false" | "no" | "n" | "0" | "inactive" | "disabled")),
        Meaning::Blocked => Some(matches!(word.as_str(), "true" | "yes" | "y" | "1" | "x" | "blocked" | "suspended")),
        Meaning::Status => Some(
            GONE.iter().any(|gone| word == *gone || word.strip_prefix(*gone).is_some_and(|rest| rest.starts_with(' '))),
        ),
        Meaning::Of(_) | Meaning::FullName => None,
    }
}

/// Words for somebody who has left.
const GONE: [&str; 14] = [
    "inactive",
    "suspended",
    "deactivated",
    "disabled",
    "terminated",
    "deprovisioned",
    "deleted",
    "archived",
    "blocked",
    "locked",
    "left",
    "former",
    "resigned",
    "removed",
];

/// Yes or no.
///
/// # Errors
/// A sentence, for any other word.
pub fn yes(cell: &str) -> Result<bool, String> {
    match fold(cell).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "on" => Ok(true),
        "no" | "n" | "false" | "0" | "off" => Ok(false),
        _ => Err(format!("“{}” is neither yes nor no.", isolated(cell))),
    }
}

/// Whether a word is a level, with or without its “can”.
fn says(word: &str, slug: &str, label: &str) -> bool {
    let (word, label) = (fold(word), fold(label));
    word == slug || word == label || label.strip_prefix("can ") == Some(&word)
}

/// What a cell names, and what is named for everybody apart from that.
fn both<'s, L>(
    cell: &str,
    everybodys: &str,
    read: impl Fn(&str) -> Result<Vec<(&'s str, L)>, String>,
) -> Result<Vec<(&'s str, L)>, String> {
    let mut all = read(cell)?;
    for (id, level) in read(everybodys)? {
        if all.iter().all(|(known, _)| *known != id) {
            all.push((id, level));
        }
    }
    Ok(all)
}

/// The things that a cell names, each with its level: `Sales: can explore; Marketing`. What has separators in it is
/// looked up whole before it is split: a name may have them, too.
fn named<'s, L: Copy>(
    cell: &str,
    index: &Index<'s>,
    usual: L,
    level: impl Fn(&str) -> Option<L>,
    levels: &str,
) -> Result<Vec<(&'s str, L)>, String> {
    let mut all: Vec<(&str, L)> = Vec::new();
    let parts = parts(cell);
    let mut at = 0;
    while at < parts.len() {
        let longest = parts.len().min(at + TOGETHER);
        let item = |end: usize| cell[parts[at].0..parts[end - 1].1].trim();
        let whole =
            (at + 2..=longest).rev().find_map(|end| Some((one(item(end), index, usual, &level, levels).ok()?, end)));
        let (found, end) = match whole {
            Some(found) => found,
            None => (one(item(at + 1), index, usual, &level, levels)?, at + 1),
        };
        if all.iter().any(|(id, _)| *id == found.0) {
            return Err(format!("“{}” is named twice.", isolated(item(end))));
        }
        all.push(found);
        at = end;
    }
    Ok(all)
}

/// Where the parts of a cell begin and end, empty ones left out.
fn parts(cell: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in cell.char_indices().filter(|(_, c)| BETWEEN.contains(c)).chain([(cell.len(), ';')]) {
        if !cell[start..at].trim().is_empty() {
            parts.push((start, at));
        }
        start = (at + c.len_utf8()).min(cell.len());
    }
    parts
}

/// One thing with its level.
fn one<'s, L: Copy>(
    item: &str,
    index: &Index<'s>,
    usual: L,
    level: &impl Fn(&str) -> Option<L>,
    levels: &str,
) -> Result<(&'s str, L), String> {
    // A name may have a colon of its own.
    match (index.find(item), item.rsplit_once(':')) {
        (Ok(id), _) => Ok((id, usual)),
        (Err(unknown), None) => Err(unknown),
        (Err(_), Some((name, word))) => {
            let id = index.find(name.trim())?;
            let level = level(word.trim());
            Ok((id, level.ok_or_else(|| format!("“{}” is no level: write {levels}.", isolated(word.trim())))?))
        }
    }
}

#[cfg(test)]
mod tests;
