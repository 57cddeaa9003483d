//! Whom a pasted list means: the person behind each of its entries.

use super::{
    super::{Snapshot, fold},
    list,
    mail::{Mail, plain, unquoted},
    name,
    spelling::spelled,
    suggest,
};
use crate::domain::{Member, MemberStatus, spreadsheet::unguarded, wanted::while_wanted};
use std::collections::{HashMap, HashSet};

pub use super::entry::{Entry, Found};

/// Finds the person behind each entry of a list. What could be one name or several is looked up whole first; what is
/// written beside an address and repeats the person's name is no entry of its own; the same entry counts once.
pub fn look_up<'s>(text: &str, snapshot: &'s Snapshot) -> Vec<Entry<'s>> {
    // Lists are taken from our own files, too.
    let texts: Vec<_> = while_wanted(list::lines(text)).map(unguarded).collect();
    let lines: Vec<Line<'_>> = texts.iter().map(|text| Line::new(text)).collect();
    let names = Names::new(&lines, snapshot);
    let mut entries: Vec<Entry<'s>> = while_wanted(&lines).flat_map(|line| line.look_up(&names, snapshot)).collect();
    let mut seen = HashSet::new();
    // By case alone: names and addresses may differ in an accent and mean two people.
    entries.retain(|entry| seen.insert(entry.text.to_lowercase()));
    suggest::suggest(&mut entries, snapshot);
    entries
}

/// A line of a list: what may be a name as a whole, cut where it is none.
struct Line<'t> {
    text: &'t str,
    segments: Vec<Segment<'t>>,
}

/// What stands between semicolons; commas may separate, or be those of `Last, First`.
struct Segment<'t> {
    text: &'t str,
    entries: Vec<Mail>,
}

impl<'t> Line<'t> {
    fn new(text: &'t str) -> Self {
        let segment = |text: &'t str| {
            let entries = list::cut(text, &[',']).into_iter().flat_map(list::entries).collect();
            Segment { text, entries }
        };
        Self { text, segments: list::cut(text, &[';', '\t', '|']).into_iter().map(segment).collect() }
    }

    /// What may be a name, as a whole or in part.
    fn names(&self) -> impl Iterator<Item = String> {
        let wholes = std::iter::once(self.text).chain(self.segments.iter().map(|segment| segment.text));
        let wholes = wholes.filter(|text| !text.contains('@')).flat_map(spellings);
        let parts = self.segments.iter().flat_map(|segment| &segment.entries).map(|mail| mail.address.clone());
        wholes.chain(parts.filter(|text| !text.contains('@')))
    }

    fn look_up<'s>(&self, names: &Names<'s>, snapshot: &'s Snapshot) -> Vec<Entry<'s>> {
        if self.segments.len() > 1
            && let Some(entry) = names.whole(self.text)
        {
            return vec![entry];
        }
        let mut entries: Vec<Entry<'s>> = Vec::new();
        for segment in &self.segments {
            match names.whole(segment.text).filter(|_| segment.entries.len() > 1) {
                Some(entry) => entries.push(entry),
                None => entries.extend(segment.entries.iter().map(|mail| find(&mail.address, names, snapshot))),
            }
        }
        let known: Vec<&Member> = entries.iter().filter_map(by_address).collect();
        entries.retain(|entry| by_address(entry).is_some() || !known.iter().any(|member| says(&entry.text, member)));
        entries
    }
}

/// The person of an entry that is an address.
fn by_address<'s>(entry: &Entry<'s>) -> Option<&'s Member> {
    match entry.found {
        Found::One(member) if entry.text.contains('@') => Some(member),
        Found::One(_) | Found::Several(_) | Found::Nobody(_) => None,
    }
}

/// Whether a text is made of words of the member's name.
fn says(text: &str, member: &Member) -> bool {
    let name = fold(&member.full_name());
    let mut words = fold(text).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    words.retain(|word| !word.is_empty());
    !words.is_empty() && words.iter().all(|word| name.split(|c: char| !c.is_alphanumeric()).any(|own| own == word))
}

fn find<'s>(text: &str, names: &Names<'s>, snapshot: &'s Snapshot) -> Entry<'s> {
    let member =
        snapshot.findable_by_email(text).or_else(|| snapshot.findable(&text.into())).filter(|m| !m.is_system());
    let found = member.map(Found::One).or_else(|| names.find(text)).unwrap_or(Found::Nobody(None));
    Entry { text: text.to_owned(), found }
}

/// A name as it is written, and as `Last, First` would have it.
fn spellings(text: &str) -> Vec<String> {
    let text = plain(unquoted(text));
    let turned = text.contains(',').then(|| {
        let (first, last) = name::parts(&text);
        format!("{first} {last}")
    });
    std::iter::once(text).chain(turned).collect()
}

/// People by folded name, of those names that a list may mean.
struct Names<'s>(HashMap<String, Vec<&'s Member>>);

impl<'s> Names<'s> {
    fn new(lines: &[Line<'_>], snapshot: &'s Snapshot) -> Self {
        let wanted: HashSet<String> = lines.iter().flat_map(Line::names).map(|name| fold(&name)).collect();
        let mut found: HashMap<String, Vec<&Member>> = HashMap::new();
        if !wanted.is_empty() {
            for member in snapshot.findable_people() {
                let name = fold(&plain(&member.full_name()));
                if wanted.contains(&name) {
                    found.entry(name).or_default().push(member);
                }
            }
        }
        Self(found)
    }

    /// Who has this name: the exact spelling counts before one that differs in case, and that before accents.
    fn find(&self, name: &str) -> Option<Found<'s>> {
        let people = self.0.get(&fold(name))?;
        Some(one_of(spelled(people, name, |member| member.full_name())))
    }

    /// The entry that a text with separators in it is, if it is a name.
    fn whole(&self, text: &str) -> Option<Entry<'s>> {
        let found = spellings(text).iter().find_map(|name| self.find(name))?;
        Some(Entry { text: plain(text), found })
    }
}

/// Of several people with one name the only active one is meant: somebody who left and came back has two accounts.
fn one_of(people: Vec<&Member>) -> Found<'_> {
    let mut active = people.iter().filter(|m| m.status() == MemberStatus::Active);
    match (people.as_slice(), active.next(), active.next()) {
        ([one], ..) | (_, Some(one), None) => Found::One(one),
        _ => Found::Several(people),
    }
}
