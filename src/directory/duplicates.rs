//! People who may be in the directory twice.
//!
//! An identity provider that renames somebody makes a new member and leaves the old one behind (BEHAVIOUR.md section 7), and a
//! mistyped address makes a second account. Neither says so: what is left is that they look alike.

use super::{Snapshot, fold};
use crate::domain::{Member, MemberStatus, text::skeleton};
use std::collections::{BTreeMap, BTreeSet};

/// Why two members may be one person. The stronger sign first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// Their addresses cannot be told apart by eye.
    Address,
    /// The same before the `@`, at another domain.
    LocalPart,
    /// The same first and last name.
    Name,
}

/// What members are compared by; nothing for one who has it not.
type Sign = fn(&Member) -> Option<String>;

/// Members who may be one person.
#[derive(Clone, Debug)]
pub struct Duplicate<'m> {
    pub alike: Alike,
    /// Two or more, by address.
    pub members: Vec<&'m Member>,
}

/// Who may be there twice, at least one of them active; by the strength of the sign, then by name. Members are named once,
/// under the strongest sign.
pub fn duplicates(snapshot: &Snapshot) -> Vec<Duplicate<'_>> {
    let people: Vec<&Member> = snapshot.people().filter(|member| !member.is_system()).collect();
    let signs: [(Alike, Sign); 3] = [
        (Alike::Address, |member| Some(skeleton(&member.email.to_lowercase()))),
        (Alike::LocalPart, local_part),
        (Alike::Name, name),
    ];
    let mut named = BTreeSet::new();
    let mut found = Vec::new();
    for (alike, sign) in signs {
        let mut groups: BTreeMap<String, Vec<&Member>> = BTreeMap::new();
        for member in people.iter().filter(|member| !named.contains(&member.id)) {
            if let Some(key) = sign(member) {
                groups.entry(key).or_default().push(member);
            }
        }
        groups.retain(|_, members| {
            members.len() > 1 && members.iter().any(|member| member.status() == MemberStatus::Active)
        });
        named.extend(groups.values().flatten().map(|member| member.id.clone()));
        let mut groups: Vec<_> = groups.into_values().map(|members| Duplicate { alike, members }).collect();
        for group in &mut groups {
            group.members.sort_by(|one, other| one.email.cmp(&other.email));
        }
        groups.sort_by_cached_key(|group| group.members[0].full_name());
        found.append(&mut groups);
    }
    found
}

/// What stands before the `@`, where it is a name: a function's address, as `info`, is at many domains.
fn local_part(member: &Member) -> Option<String> {
    let (local, _) = member.email.split_once('@')?;
    let is_name = local.contains(['.', '_', '-']) && local.chars().any(char::is_alphabetic);
    is_name.then(|| fold(local))
}

fn name(member: &Member) -> Option<String> {
    let has_both = !member.first_name.trim().is_empty() && !member.last_name.trim().is_empty();
    has_both.then(|| fold(&member.full_name()))
}
