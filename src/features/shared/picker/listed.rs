//! Things that have nothing but a name: the teams of a filter, the owners of documents.

use super::{Candidate, CandidateSource, Levels};
use crate::directory::{Snapshot, Typed};
use icondata_lu as lu;

/// Things of one kind by their ids and names.
pub struct Listed<I> {
    /// What begins their keys: `team`, `member`.
    pub kind: &'static str,
    /// Levels they can have.
    pub levels: Levels,
    /// Ids and names.
    pub all: I,
}

impl<'a, I: Iterator<Item = (&'a str, &'a str)> + Clone> Listed<I> {
    /// Things without levels.
    pub fn new(kind: &'static str, all: I) -> Self {
        Self { kind, levels: Levels::new(), all }
    }

    fn candidate(&self, (id, name): (&str, &str)) -> Candidate {
        Candidate {
            key: format!("{}:{id}", self.kind),
            name: name.to_owned(),
            detail: String::new(),
            icon: if self.kind == "team" { lu::LuUsersRound } else { lu::LuUser },
            levels: self.levels.clone(),
        }
    }
}

/// All teams of the directory, for filters.
pub fn teams(snapshot: &Snapshot) -> Listed<impl Iterator<Item = (&str, &str)> + Clone> {
    Listed::new("team", snapshot.teams().iter().map(|team| (team.id.as_str(), team.name.as_str())))
}

impl<'a, I: Iterator<Item = (&'a str, &'a str)> + Clone> CandidateSource for Listed<I> {
    fn get(&self, key: &str) -> Option<Candidate> {
        let id = key.strip_prefix(self.kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or(key);
        self.all.clone().find(|(known, _)| *known == id).map(|thing| self.candidate(thing))
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let all: Vec<(&str, &str)> = self.all.clone().collect();
        let (found, total) = Typed::new(typed).best(&all, |(_, name)| name, most);
        (found.into_iter().map(|thing| self.candidate(*thing)).collect(), total)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Resolution, *};

    const TEAMS: [(&str, &str); 5] =
        [("t1", "Finance"), ("t2", "Finance EMEA"), ("t3", "Süd Ops"), ("t4", "Ops"), ("t5", "ops")];

    fn all() -> Listed<impl Iterator<Item = (&'static str, &'static str)> + Clone> {
        Listed::new("team", TEAMS.into_iter())
    }

    #[test]
    fn finds_one_by_id_whole_name_or_only_match() {
        for (typed, id) in
            [("t2", "t2"), ("finance", "t1"), (" FINANCE emea ", "t2"), ("sud", "t3"), ("emea fin", "t2")]
        {
            assert_eq!(all().resolve(typed).id(), Some(id), "{typed}");
        }
    }

    #[test]
    fn offers_several_whole_names_first() {
        let Resolution::Several { first, more: 0 } = all().meant("ops") else { panic!("{:?}", all().meant("ops")) };
        assert_eq!(first.iter().map(Candidate::id).collect::<Vec<_>>(), ["t4", "t5", "t3"]);
        assert!(!all().resolve("ops").is_settled());
    }

    #[test]
    fn shows_the_id_where_a_name_is_not_enough() {
        assert_eq!(all().resolve("t4").text, "t4");
        assert_eq!(all().resolve("t1").text, "Finance");
        assert!(all().resolve("nothing").is_unknown());
    }
}
