//! A list of people compared with who is in a team: what applying it would do.

use super::mode::Mode;
use crate::{
    directory::{
        Snapshot,
        resolve::lookup::{Entry, Found},
    },
    domain::{Intent, Member, MemberId, MemberStatus, TeamId},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    mem::take,
};

/// Who has joined and who has left a team since a list was begun, each with whose doing it was: “by Amara Okafor”, “in
/// Sigma”.
#[derive(Debug, Default)]
pub struct Since {
    pub joined: HashMap<MemberId, String>,
    pub left: HashMap<MemberId, String>,
}

/// What becomes of those whom somebody else has added or removed since an exact list was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meanwhile {
    /// They stay where they are by now.
    Keep,
    /// They go where the list says.
    List,
}

/// What applying a list would do.
#[derive(Debug, Default)]
pub struct Comparison<'s> {
    pub added: Vec<&'s Member>,
    pub removed: Vec<&'s Member>,
    /// Who is on the list, and nothing changes for them.
    pub unchanged: Vec<&'s Member>,
    /// Who would join or leave, but Sigma changes teams for active people only (BEHAVIOUR.md section 8).
    pub refused: Vec<&'s Member>,
    /// Who is not on the list, but may be meant by an entry that is not understood: they stay until that is answered.
    pub waiting: Vec<&'s Member>,
    /// Who is not on the list, and somebody else has added since it was begun.
    pub joined_since: Vec<&'s Member>,
    /// Who is on the list, and somebody else has removed since it was begun.
    pub left_since: Vec<&'s Member>,
    /// Entries that mean nobody, or nobody clearly; each with its place in the list.
    pub unknown: Vec<(usize, Entry<'s>)>,
    /// What the list is for.
    mode: Mode,
}

impl<'s> Comparison<'s> {
    /// Compares a list with who is in the team; without a team nobody is.
    pub fn new(entries: Vec<Entry<'s>>, mode: Mode, team: Option<&TeamId>, snapshot: &'s Snapshot) -> Self {
        let mut comparison = Self { mode, ..Self::default() };
        let mut listed: HashSet<&MemberId> = HashSet::new();
        for (at, entry) in entries.into_iter().enumerate() {
            match entry.found {
                Found::One(member) if listed.insert(&member.id) => {
                    let is_in = team.is_some_and(|team| snapshot.is_in_team(&member.id, team));
                    match (mode, is_in) {
                        (Mode::Add | Mode::Exact, false) => comparison.change(member, |c| &mut c.added),
                        (Mode::Remove, true) => comparison.change(member, |c| &mut c.removed),
                        _ => comparison.unchanged.push(member),
                    }
                }
                Found::One(_) => {}
                Found::Several(_) | Found::Nobody(_) => comparison.unknown.push((at, entry)),
            }
        }
        if mode == Mode::Exact {
            let present = team.map_or(&[][..], |team| snapshot.team_members(team));
            let meant = comparison.perhaps_meant();
            for member in present.iter().filter_map(|m| snapshot.member(&m.member_id)) {
                if meant.contains(&member.id) && !listed.contains(&member.id) {
                    comparison.waiting.push(member);
                } else if !listed.contains(&member.id) {
                    comparison.change(member, |c| &mut c.removed);
                }
            }
        }
        comparison
    }

    /// Sets those aside for whom an exact list, begun before, would put back what somebody else has done since.
    #[must_use]
    pub fn since(mut self, since: &Since) -> Self {
        if self.mode == Mode::Exact {
            (self.left_since, self.added) =
                take(&mut self.added).into_iter().partition(|m| since.left.contains_key(&m.id));
            (self.joined_since, self.removed) =
                take(&mut self.removed).into_iter().partition(|m| since.joined.contains_key(&m.id));
        }
        self
    }

    /// Whether somebody else has changed the team since the list was begun, and it is to be said what becomes of that.
    pub fn is_contested(&self) -> bool {
        !self.joined_since.is_empty() || !self.left_since.is_empty()
    }

    /// It, with those who were set aside where the answer says.
    #[must_use]
    pub fn answered(mut self, meanwhile: Meanwhile) -> Self {
        let (joined, left) = (take(&mut self.joined_since), take(&mut self.left_since));
        match meanwhile {
            Meanwhile::Keep => {}
            Meanwhile::List => {
                self.added.extend(left);
                self.removed.extend(joined);
            }
        }
        self
    }

    /// Whom the entries that are not understood may mean.
    fn perhaps_meant(&self) -> HashSet<MemberId> {
        let meant = |(_, entry): &(usize, Entry<'s>)| match &entry.found {
            Found::One(member) | Found::Nobody(Some(member)) => vec![member.id.clone()],
            Found::Several(people) => people.iter().map(|member| member.id.clone()).collect(),
            Found::Nobody(None) => Vec::new(),
        };
        self.unknown.iter().flat_map(meant).collect()
    }

    /// Why nothing can be planned: a list that is to be the whole team must be understood whole, as whoever is not on it
    /// leaves.
    pub fn obstacle(&self) -> Option<&'static str> {
        (self.mode == Mode::Exact && !self.unknown.is_empty()).then_some(
            "Some lines are not understood, so nobody can be removed yet. Correct them, or take them off the list.",
        )
    }

    fn change(&mut self, member: &'s Member, list: impl FnOnce(&mut Self) -> &mut Vec<&'s Member>) {
        if member.status() == MemberStatus::Active {
            list(self).push(member);
        } else {
            self.refused.push(member);
        }
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// The change that does it.
    pub fn intent(&self, team: &TeamId) -> Intent {
        let ids = |members: &[&Member]| members.iter().map(|m| m.id.clone()).collect();
        Intent::EditTeamMembers { team_id: team.clone(), add: ids(&self.added), remove: ids(&self.removed) }
    }
}
