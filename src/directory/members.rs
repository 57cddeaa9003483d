//! The members list: filter, search, sort, page.

use super::{Snapshot, fold};
use crate::domain::{Member, MemberStatus, Page, TeamId};

/// What a members list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberQuery {
    /// Words, in any order, of name or address.
    pub q: String,
    /// Account type by name.
    pub account_type: Option<String>,
    /// Only this team's members.
    pub team: Option<TeamId>,
    /// `None` shows everybody.
    pub status: Option<MemberStatus>,
    /// Order.
    pub sort: MemberSort,
    /// Whether the order is reversed.
    pub descending: bool,
    /// Page number, from 1.
    pub page: u32,
    /// Rows on a page.
    pub size: u32,
}

/// Columns a members list can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberSort {
    /// First name, then last.
    #[default]
    Name,
    /// Address.
    Email,
    /// Account type, then name.
    AccountType,
    /// When the member was created.
    Created,
}

impl Snapshot {
    /// One page of the people that match.
    pub fn find_members(&self, query: &MemberQuery) -> Page<Member> {
        let words: Vec<String> = fold(&query.q).split_whitespace().map(str::to_owned).collect();
        let mut found: Vec<u32> = self.ordered(query.sort).filter(|at| self.matches(query, &words, *at)).collect();
        match query.sort {
            MemberSort::AccountType => {
                found.sort_by_cached_key(|at| fold(&self.data().members[*at as usize].account_type));
            }
            MemberSort::Created => found.sort_by_key(|at| self.data().members[*at as usize].created_at),
            MemberSort::Name | MemberSort::Email => {}
        }
        if query.descending {
            found.reverse();
        }
        Page::cut(found, query.page, query.size).map(|at| self.data().members[at as usize].clone())
    }

    fn ordered(&self, sort: MemberSort) -> impl Iterator<Item = u32> {
        match sort {
            MemberSort::Email => &self.by_email,
            _ => &self.by_name,
        }
        .iter()
        .copied()
    }

    fn matches(&self, query: &MemberQuery, words: &[String], at: u32) -> bool {
        let member = &self.data().members[at as usize];
        query.status.is_none_or(|status| member.status() == status)
            && query.account_type.as_ref().is_none_or(|name| member.has_account_type(name))
            && words.iter().all(|word| self.haystack[at as usize].contains(word.as_str()))
            && query.team.as_ref().is_none_or(|team| self.is_in_team(&member.id, team))
    }
}
