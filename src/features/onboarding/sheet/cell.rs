//! What a cell says: names of teams, workspaces and connections, levels, yes or no.

use super::index::Index;
use crate::{
    directory::{Snapshot, fold},
    domain::{ConnectionId, ConnectionPermission, TeamChoice, UserKind, WorkspaceId, WorkspacePermission},
};
/// What separates the names in a cell.
const BETWEEN: [char; 3] = [';', '|', '\n'];

/// Finds what cells name in the directory.
pub struct Names<'s> {
    teams: Index<'s>,
    workspaces: Index<'s>,
    connections: Index<'s>,
    account_types: Index<'s>,
}

impl<'s> Names<'s> {
    /// Learns the names of everything that people can be given.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let teams = snapshot.teams().iter().filter(|t| !t.is_archived).map(|t| (t.id.as_str(), t.name.as_str()));
        let workspaces = snapshot.workspaces().iter().map(|w| (w.id.as_str(), w.name.as_str()));
        let connections = snapshot.connections().iter().filter(|c| !c.is_archived);
        let account_types = snapshot.account_types().iter().map(|t| (t.name.as_str(), t.name.as_str()));
        Self {
            teams: Index::new("team", teams),
            workspaces: Index::new("workspace", workspaces),
            connections: Index::new("connection", connections.map(|c| (c.id.as_str(), c.name.as_str()))),
            account_types: Index::new("account type", account_types),
        }
    }

    /// An account type, as Sigma spells it.
    ///
    /// # Errors
    /// A sentence; so for all that follow.
    pub fn account_type(&self, cell: &str) -> Result<String, String> {
        self.account_types.find(cell).map(str::to_owned)
    }

    /// Teams: `Analysts; Finance: admin`. Those for everybody come on top.
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
    pub fn workspaces(&self, cell: &str, everybodys: &str) -> Result<Vec<(WorkspaceId, WorkspacePermission)>, String> {
        let known = WorkspacePermission::ALL;
        let level = |word: &str| known.iter().copied().find(|level| says(word, level.slug(), level.label()));
        let words = "can view, can explore, can contribute or can manage";
        let read = |cell: &str| named(cell, &self.workspaces, WorkspacePermission::View, level, words);
        Ok(both(cell, everybodys, read)?.into_iter().map(|(id, level)| (id.into(), level)).collect())
    }

    /// Connections: `Warehouse: can use and annotate`.
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
}

/// Internal, or a guest.
pub fn kind(cell: &str) -> Result<UserKind, String> {
    match fold(cell).as_str() {
        "" | "internal" | "no" => Ok(UserKind::Internal),
        "guest" | "external" | "yes" => Ok(UserKind::Guest),
        _ => Err(format!("“{cell}” is neither internal nor guest.")),
    }
}

/// Yes or no.
pub fn yes(cell: &str) -> Result<bool, String> {
    match fold(cell).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "on" => Ok(true),
        "no" | "n" | "false" | "0" | "off" => Ok(false),
        _ => Err(format!("“{cell}” is neither yes nor no.")),
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

/// The things that a cell names, each with its level: `Sales: can explore; Marketing`.
fn named<'s, L: Copy>(
    cell: &str,
    index: &Index<'s>,
    usual: L,
    level: impl Fn(&str) -> Option<L>,
    levels: &str,
) -> Result<Vec<(&'s str, L)>, String> {
    let mut all: Vec<(&str, L)> = Vec::new();
    for item in cell.split(BETWEEN).map(str::trim).filter(|item| !item.is_empty()) {
        // A name may have a colon of its own.
        let one = match (index.find(item), item.rsplit_once(':')) {
            (Ok(id), _) => (id, usual),
            (Err(unknown), None) => return Err(unknown),
            (Err(_), Some((name, word))) => {
                let id = index.find(name.trim())?;
                let level = level(word.trim());
                (id, level.ok_or_else(|| format!("“{}” is no level: write {levels}.", word.trim()))?)
            }
        };
        if all.iter().any(|(id, _)| *id == one.0) {
            return Err(format!("“{item}” is named twice."));
        }
        all.push(one);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index<'static> {
        Index::new("team", [("t1", "Analysts"), ("t2", "Équipe: Nord"), ("t3", "Twin"), ("t4", "twin")].into_iter())
    }

    fn read(cell: &str) -> Result<Vec<(&'static str, u8)>, String> {
        named(cell, &index(), 0, |word| word.parse().ok(), "a number")
    }

    #[test]
    fn names_are_found_without_case_and_accents_and_by_id() {
        assert_eq!(read(" analysts ;; equipe: nord | t3").unwrap(), [("t1", 0), ("t2", 0), ("t3", 0)]);
        assert_eq!(read("Analysts: 2; Équipe: Nord:3").unwrap(), [("t1", 2), ("t2", 3)]);
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn says_what_a_name_may_have_meant() {
        for (cell, part) in [
            ("Analyts", "There is no team “Analyts”. Did you mean “Analysts”?"),
            ("Nobody here", "There is no team “Nobody here”."),
            ("Analyts: 2", "Did you mean “Analysts”?"),
            ("Twin", "2 teams are called “Twin”"),
            ("Analysts: lots", "“lots” is no level: write a number."),
            ("Analysts; ANALYSTS: 2", "“ANALYSTS: 2” is named twice."),
        ] {
            let why = read(cell).unwrap_err();
            assert!(why.contains(part), "{cell}: {why}");
        }
    }

    #[test]
    fn what_is_for_everybody_comes_on_top_and_yields() {
        assert_eq!(both("Analysts: 2", "Analysts; t3", read).unwrap(), [("t1", 2), ("t3", 0)]);
    }

    #[test]
    fn levels_are_known_by_sigmas_words_and_by_those_of_its_screens() {
        for word in ["explore", "Can explore", "can  Explore".replace("  ", " ").as_str()] {
            assert!(says(word, "explore", "Can explore"), "{word}");
        }
        assert!(says("manage", "edit", "Can manage") && !says("view", "edit", "Can manage"));
    }
}
