//! Whom a pasted list means: splitting it into entries, and finding the person behind each.

use crate::{
    directory::{Snapshot, fold},
    domain::{Member, MemberStatus},
};
use std::collections::{HashMap, HashSet};

/// One entry of a pasted list.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// As it was typed: an address, a name or an id.
    pub text: String,
    /// Whom it means.
    pub found: Found<'s>,
}

/// Whom an entry means.
#[derive(Clone, Copy, Debug)]
pub enum Found<'s> {
    /// This person.
    One(&'s Member),
    /// One of several people of that name.
    Several(usize),
    /// Nobody; perhaps this person is meant.
    Nobody(Option<&'s Member>),
}

/// Splits a list at line ends, commas, semicolons and tabs, as address books and spreadsheets write them: quotes hold a
/// name together, and of `Ada Okafor <ada@lumen.example>` the address counts. Repeated entries are left out.
pub fn entries(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '\n' | '\r' => {
                quoted = false;
                parts.push(String::new());
            }
            ',' | ';' | '\t' if !quoted => parts.push(String::new()),
            '"' => quoted = !quoted,
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    let mut seen = HashSet::new();
    let mut entries: Vec<String> = parts.iter().map(|part| entry(part)).filter(|entry| !entry.is_empty()).collect();
    entries.retain(|entry| seen.insert(fold(entry)));
    entries
}

fn entry(part: &str) -> String {
    let address = part.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(address, _)| address);
    let text = address.filter(|address| address.contains('@')).unwrap_or(part).trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the person behind each entry of a list.
pub fn look_up<'s>(text: &str, snapshot: &'s Snapshot) -> Vec<Entry<'s>> {
    let entries = entries(text);
    let named = by_name(entries.iter().filter(|entry| !entry.contains('@')), snapshot);
    let find = |text: &String| {
        let member = snapshot.findable_by_email(text).or_else(|| snapshot.findable(&text.as_str().into()));
        match (member.filter(|m| !m.is_system()), named.get(&fold(text)).map(Vec::as_slice)) {
            (Some(member), _) => Found::One(member),
            (None, Some(people)) => one_of(people),
            (None, None) => Found::Nobody(None),
        }
    };
    let mut found: Vec<Entry<'s>> =
        entries.iter().map(|text| Entry { found: find(text), text: text.clone() }).collect();
    suggest(&mut found, snapshot);
    found
}

/// People by folded name, of those names that are asked for.
fn by_name<'s, 'e>(
    names: impl Iterator<Item = &'e String>,
    snapshot: &'s Snapshot,
) -> HashMap<String, Vec<&'s Member>> {
    let wanted: HashSet<String> = names.map(|name| fold(name)).collect();
    let mut found: HashMap<String, Vec<&Member>> = HashMap::new();
    if !wanted.is_empty() {
        for member in snapshot.findable_people() {
            let name = fold(&member.full_name());
            if wanted.contains(&name) {
                found.entry(name).or_default().push(member);
            }
        }
    }
    found
}

/// Of several people with one name the only active one is meant: somebody who left and came back has two accounts.
fn one_of<'s>(people: &[&'s Member]) -> Found<'s> {
    let mut active = people.iter().filter(|m| m.status() == MemberStatus::Active);
    match (people, active.next(), active.next()) {
        ([one], ..) | (_, Some(one), None) => Found::One(one),
        (many, ..) => Found::Several(many.len()),
    }
}

/// Most letters that may differ between an entry and the one that is suggested.
const SLIPS: usize = 2;

/// Says for entries that mean nobody who may be meant: an address or name with a slip or two, or an address that is the
/// same but for the domain.
fn suggest<'s>(entries: &mut [Entry<'s>], snapshot: &'s Snapshot) {
    if !entries.iter().any(|entry| matches!(entry.found, Found::Nobody(_))) {
        return;
    }
    let addresses = Shape::of_all(snapshot, |m| m.email.to_lowercase());
    let names = Shape::of_all(snapshot, |m| fold(&m.full_name()));
    for entry in entries {
        if matches!(entry.found, Found::Nobody(_)) {
            let shapes = if entry.text.contains('@') { &addresses } else { &names };
            entry.found = Found::Nobody(closest(&fold(&entry.text), shapes));
        }
    }
}

/// A person's name or address, with the letters that it is made of: they tell most of those apart that differ too much,
/// and comparing letter by letter is for the few that are left.
struct Shape<'s> {
    letters: u64,
    text: String,
    member: &'s Member,
}

impl<'s> Shape<'s> {
    fn of_all(snapshot: &'s Snapshot, text: impl Fn(&Member) -> String) -> Vec<Self> {
        let shape = |member: &'s Member| {
            let text = text(member);
            Self { letters: letters(halves(&text).0), text, member }
        };
        snapshot.findable_people().map(shape).collect()
    }
}

fn closest<'s>(wanted: &str, shapes: &[Shape<'s>]) -> Option<&'s Member> {
    let (local, domain) = halves(wanted);
    let made_of = letters(local);
    let slips = |shape: &Shape| {
        // A slip changes at most two of the letters.
        if (made_of ^ shape.letters).count_ones() as usize > 2 * SLIPS {
            return None;
        }
        let (other, other_domain) = halves(&shape.text);
        if other == local {
            return Some(1);
        }
        let may_be = other_domain == domain && other.len().abs_diff(local.len()) <= SLIPS;
        may_be.then(|| strsim::osa_distance(local, other)).filter(|slips| *slips <= SLIPS)
    };
    let near = shapes.iter().filter_map(|shape| Some((slips(shape)?, shape.member)));
    near.min_by_key(|(slips, _)| *slips).map(|(_, member)| member)
}

/// Before and after the `@` of an address; a name has nothing after it.
fn halves(text: &str) -> (&str, &str) {
    text.rsplit_once('@').unwrap_or((text, ""))
}

/// The letters of a text as a set.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_lists_as_address_books_and_spreadsheets_write_them() {
        for (text, expected) in [
            ("ada@x.example\nleo@x.example\r\n\r\n", vec!["ada@x.example", "leo@x.example"]),
            (
                "Ada Okafor <ada@x.example>; leo@x.example, mailto:kim@x.example",
                vec!["ada@x.example", "leo@x.example", "kim@x.example"],
            ),
            ("\"Okafor, Ada\" <ada@x.example>,Leo  Martins", vec!["ada@x.example", "Leo Martins"]),
            ("\"never closed, Ada\nleo@x.example", vec!["never closed, Ada", "leo@x.example"]),
            ("ADA@x.example, ada@X.example", vec!["ADA@x.example"]),
            (" ,;\t\n", vec![]),
        ] {
            assert_eq!(entries(text), expected, "{text:?}");
        }
    }
}
