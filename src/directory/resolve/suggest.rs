//! Who may be meant by an entry that means nobody: an address or name with a slip or two, an address that is the same
//! but for the domain, or an account name such as `jweber`.

use super::{
    super::{Snapshot, fold},
    entry::{Entry, Found},
    mail::Mail,
    spelling::{SLIPS, slips},
};
use crate::domain::{Member, wanted::end_unless_wanted};
use std::collections::{HashMap, HashSet};

/// Entries that are compared with everybody, at most: of thousands that mean nobody, the first show what is wrong.
const SUGGESTED: usize = 200;

/// Says for entries that mean nobody who may be meant.
pub fn suggest<'s>(entries: &mut [Entry<'s>], snapshot: &'s Snapshot) {
    if !entries.iter().any(|entry| matches!(entry.found, Found::Nobody(_))) {
        return;
    }
    let addresses = Shape::of_all(snapshot, |m| m.email.to_lowercase());
    let names = Shape::of_all(snapshot, |m| fold(&m.full_name()));
    let accounts = Accounts::of_all(snapshot);
    let unknown = entries.iter_mut().filter(|entry| matches!(entry.found, Found::Nobody(_)));
    for entry in unknown.take(SUGGESTED) {
        // Each is compared with everybody.
        end_unless_wanted();
        let shapes = if entry.text.contains('@') { &addresses } else { &names };
        let meant = closest(&fold(&entry.text), shapes).or_else(|| accounts.find(&entry.text, snapshot));
        entry.found = Found::Nobody(meant);
    }
}

/// People by the account names that companies make: `jweber`, `weberj`, `jonasw`, `jonasweber`, `weberjonas`, or the
/// address before its `@`; none where several people would have the same.
struct Accounts<'s>(HashMap<String, Option<&'s Member>>);

impl<'s> Accounts<'s> {
    fn of_all(snapshot: &'s Snapshot) -> Self {
        let mut accounts: HashMap<String, Option<&Member>> = HashMap::new();
        for member in snapshot.findable_people() {
            let (first, last) = (letters_of(&member.first_name), letters_of(&member.last_name));
            let (f, l) = (initial(&first), initial(&last));
            let local = letters_of(member.email.split_once('@').map_or("", |(local, _)| local));
            let made = [(f, &*last), (&*last, f), (&*first, l), (&*first, &*last), (&*last, &*first)];
            let made = made.into_iter().filter(|(a, b)| !a.is_empty() && !b.is_empty());
            let own: HashSet<String> = made.map(|(a, b)| format!("{a}{b}")).chain([local]).collect();
            for account in own {
                accounts.entry(account).and_modify(|meant| *meant = None).or_insert(Some(member));
            }
        }
        Self(accounts)
    }

    /// The only person with this account name: `LUMEN\jweber`, `jweber`, `u:priya.raman@lumen.example`.
    fn find(&self, text: &str, snapshot: &'s Snapshot) -> Option<&'s Member> {
        let text = text.rsplit_once(['\\', '/', ':']).map_or(text, |(_, account)| account);
        let address = Mail::read(text).address;
        let member = snapshot.findable_by_email(&address).filter(|member| !member.is_system());
        let account = text.split_once('@').map_or(text, |(account, _)| account);
        member.or_else(|| self.0.get(&letters_of(account)).copied().flatten())
    }
}

fn initial(text: &str) -> &str {
    text.chars().next().map_or("", |c| &text[..c.len_utf8()])
}

fn letters_of(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
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
    let distance = |shape: &Shape| {
        // A slip changes at most two of the letters.
        if (made_of ^ shape.letters).count_ones() as usize > 2 * SLIPS {
            return None;
        }
        let (other, other_domain) = halves(&shape.text);
        if other == local {
            return Some(1);
        }
        (other_domain == domain).then(|| slips(local, other))?
    };
    let near = shapes.iter().filter_map(|shape| Some((distance(shape)?, shape.member)));
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
