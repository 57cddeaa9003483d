//! Indexes over the members section alone; built once for each reading of it and shared by snapshots.

use super::{fold, payload::Members, search::Text};
use crate::domain::{Member, MemberStatus, text::skeleton};
use std::{sync::OnceLock, thread};

/// Where each member is, and in which orders.
#[derive(Default)]
pub struct People {
    /// How many of the members are people; they come first, by name.
    pub count: usize,
    /// What a search looks through.
    pub text: Text,
    /// Places of people by address.
    pub by_email: Vec<u32>,
    /// What people's addresses look like, in order, each with a place; made when it is first asked for.
    by_look: OnceLock<Vec<(Box<str>, u32)>>,
    /// Places of people by account type, then name.
    pub by_account_type: Vec<u32>,
    /// Places of people by the day they were added.
    pub by_created: Vec<u32>,
    /// Names of account types in lower case, as members carry them.
    account_types: Vec<String>,
    /// At each member's place, that of its account type.
    pub account_type: Vec<u16>,
    /// At each member's place, its status.
    pub status: Vec<MemberStatus>,
    /// How many people have each status.
    by_status: [usize; MemberStatus::ALL.len()],
}

impl People {
    /// Builds the indexes, several at once: a restart waits for them.
    pub fn new(members: &Members) -> Self {
        let rows = members.list.rows();
        let count = rows.iter().take_while(|m| !m.is_system()).count();
        let people = &rows[..count];
        thread::scope(|scope| {
            let by_email = scope.spawn(|| sorted(people, |m| fold(&m.email)));
            let others = scope.spawn(|| {
                // The list works its places out when it is first asked.
                _ = members.list.place(&members.token_owner);
                sorted(people, |m| m.created_at)
            });
            let text = Text::new(rows.iter().map(|m| [m.first_name.as_str(), &m.last_name, &m.email]));
            let mut account_types: Vec<String> = Vec::new();
            let account_type = rows.iter().map(|m| type_of(&mut account_types, m)).collect::<Vec<_>>();
            let by_account_type = sorted_by_type(&account_types, &account_type[..count]);
            let status: Vec<MemberStatus> = rows.iter().map(Member::status).collect();
            let by_status = MemberStatus::ALL.map(|one| status[..count].iter().filter(|of| **of == one).count());
            // A thread that panics has met a bug that would meet this one too.
            let by_created = others.join().unwrap_or_default();
            let by_email = by_email.join().unwrap_or_default();
            let by_look = OnceLock::new();
            Self {
                count,
                text,
                by_email,
                by_look,
                by_account_type,
                by_created,
                account_types,
                account_type,
                status,
                by_status,
            }
        })
    }

    /// The member with this address, compared without case.
    pub fn by_address<'m>(&self, rows: &'m [Member], email: &str) -> Option<&'m Member> {
        let wanted = fold(email);
        let from = self.by_email.partition_point(|at| fold(&rows[*at as usize].email) < wanted);
        let address = email.to_lowercase();
        let alike = self.by_email[from..].iter().map(|at| &rows[*at as usize]);
        // Folding also drops accents, so several addresses may fold to the same.
        let found = alike.take_while(|m| fold(&m.email) == wanted).find(|m| m.email.to_lowercase() == address);
        found.or_else(|| rows[self.count..].iter().find(|m| m.email.to_lowercase() == address))
    }

    /// The person whose address looks like this one and is another.
    pub fn lookalike<'m>(&self, rows: &'m [Member], email: &str) -> Option<&'m Member> {
        let people = &rows[..self.count];
        let by_look = self.by_look.get_or_init(|| {
            let mut looks: Vec<_> =
                (0..).zip(people).map(|(at, m)| (skeleton(&m.email).into_boxed_str(), at)).collect();
            looks.sort_unstable();
            looks
        });
        let (wanted, address) = (skeleton(email), email.to_lowercase());
        let from = by_look.partition_point(|(look, _)| **look < *wanted);
        let alike = by_look[from..].iter().take_while(|(look, _)| **look == *wanted);
        alike.map(|(_, at)| &people[*at as usize]).find(|m| m.email.to_lowercase() != address)
    }

    /// How many people have this status.
    pub fn with_status(&self, status: MemberStatus) -> usize {
        MemberStatus::ALL.iter().zip(self.by_status).find(|(one, _)| **one == status).map_or(0, |(_, count)| count)
    }

    /// Names of account types that members carry, in lower case, each with how many people with this status hold it.
    pub fn holders(&self, status: MemberStatus) -> impl Iterator<Item = (&str, usize)> {
        let mut holders = vec![0; self.account_types.len()];
        for (kind, of) in self.account_type.iter().zip(&self.status).take(self.count) {
            holders[usize::from(*kind)] += usize::from(*of == status);
        }
        self.account_types.iter().map(String::as_str).zip(holders)
    }

    /// The number of an account type, by name without case.
    pub fn account_type_number(&self, name: &str) -> Option<u16> {
        let at = self.account_types.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        u16::try_from(at).ok()
    }
}

fn places(people: &[impl Sized]) -> Vec<u32> {
    (0..).take(people.len()).collect()
}

fn sorted<K: Ord>(people: &[Member], key: impl Fn(&Member) -> K) -> Vec<u32> {
    let mut sorted = places(people);
    sorted.sort_by_cached_key(|at| key(&people[*at as usize]));
    sorted
}

fn type_of(known: &mut Vec<String>, member: &Member) -> u16 {
    let at = known.iter().position(|name| member.has_account_type(name)).unwrap_or_else(|| {
        known.push(member.account_type.to_ascii_lowercase());
        known.len() - 1
    });
    // Names beyond all reason share a number: the list then shows too many, and never too few.
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn sorted_by_type(names: &[String], types: &[u16]) -> Vec<u32> {
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let mut sorted = places(types);
    sorted.sort_by_key(|at| folded.get(usize::from(types[*at as usize])));
    sorted
}
