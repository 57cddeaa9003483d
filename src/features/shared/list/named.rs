//! A filter by the name of one thing out of very many.

use crate::{
    directory::{self, Snapshot, fold},
    domain::searchable,
};

/// Most names shown to choose from.
const SHOWN: usize = 24;

/// What the words typed into a filter stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Named {
    /// Nothing was typed.
    #[default]
    Any,
    One {
        id: String,
        name: String,
        /// What stands for it in a text field: its name, or its id when others have the same name.
        typed: String,
    },
    /// One of these: ids and names.
    Several {
        /// What was typed.
        typed: String,
        /// The first of them.
        choices: Vec<(String, String)>,
        /// How many more there are.
        more: usize,
    },
    /// Nothing has such a name.
    Unknown {
        /// What was typed.
        typed: String,
    },
}

impl Named {
    /// Finds `typed` among ids and names: an id, a whole name, or words of a name, without case and accents.
    pub fn resolve<'a>(typed: &str, all: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let typed = searchable(typed.trim());
        if typed.is_empty() {
            return Self::Any;
        }
        let folded = fold(typed);
        let same_name = |name: &str| all.clone().filter(|(_, other)| fold(other) == fold(name)).count();
        let one = |id: &str, name: &str| Self::One {
            id: id.to_owned(),
            name: name.to_owned(),
            typed: if same_name(name) == 1 { name.to_owned() } else { id.to_owned() },
        };
        if let Some((id, name)) = all.clone().find(|(id, _)| *id == typed) {
            return one(id, name);
        }
        let words = directory::words(typed);
        let mut found: Vec<(usize, &str, &str)> = all
            .clone()
            .filter_map(|(id, name)| {
                let name_folded = fold(name);
                let rank = match () {
                    () if name_folded == folded => 0,
                    () if name_folded.starts_with(&folded) => 1,
                    () if words.iter().all(|word| name_folded.contains(word)) => 2,
                    () => return None,
                };
                Some((rank, id, name))
            })
            .collect();
        found.sort_by_key(|(rank, ..)| *rank);
        let exact = found.iter().filter(|(rank, ..)| *rank == 0).count();
        match found.as_slice() {
            [] => Self::Unknown { typed: typed.to_owned() },
            [(_, id, name)] => one(id, name),
            [(0, id, name), ..] if exact == 1 => one(id, name),
            many => Self::Several {
                typed: typed.to_owned(),
                choices: many.iter().take(SHOWN).map(|(_, id, name)| ((*id).to_owned(), (*name).to_owned())).collect(),
                more: many.len().saturating_sub(SHOWN),
            },
        }
    }

    /// Finds a team by what was typed.
    pub fn team(typed: &str, snapshot: &Snapshot) -> Self {
        Self::resolve(typed, snapshot.teams().iter().map(|team| (team.id.as_str(), team.name.as_str())))
    }

    /// Id of the one it is.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::One { id, .. } => Some(id),
            Self::Any | Self::Several { .. } | Self::Unknown { .. } => None,
        }
    }

    /// Whether the list can be shown: nothing was typed, or it stands for one thing.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Any | Self::One { .. })
    }

    /// What the text field shows.
    pub fn typed(&self) -> &str {
        match self {
            Self::Any => "",
            Self::One { typed, .. } | Self::Several { typed, .. } | Self::Unknown { typed } => typed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAMS: [(&str, &str); 5] =
        [("t1", "Finance"), ("t2", "Finance EMEA"), ("t3", "Süd Ops"), ("t4", "Ops"), ("t5", "ops")];

    fn resolve(typed: &str) -> Named {
        Named::resolve(typed, TEAMS.into_iter())
    }

    #[test]
    fn finds_one_by_id_whole_name_or_only_match() {
        for (typed, id) in
            [("t2", "t2"), ("finance", "t1"), (" FINANCE emea ", "t2"), ("sud", "t3"), ("emea fin", "t2")]
        {
            assert_eq!(resolve(typed).id(), Some(id), "{typed}");
        }
    }

    #[test]
    fn offers_several_whole_names_first() {
        let Named::Several { choices, more: 0, .. } = resolve("ops") else { panic!("{:?}", resolve("ops")) };
        assert_eq!(choices.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["t4", "t5", "t3"]);
        assert!(!resolve("ops").is_settled());
    }

    #[test]
    fn shows_the_id_where_a_name_is_not_enough() {
        assert_eq!(resolve("t4").typed(), "t4");
        assert_eq!(resolve("t1").typed(), "Finance");
        assert_eq!(resolve("nothing"), Named::Unknown { typed: "nothing".into() });
        assert_eq!(resolve("  "), Named::Any);
    }
}
