//! Sources for filters: whoever may have done something, and whatever it may have been done to.

use super::{Candidate, CandidateSource, Grantees, Resources};
use crate::{
    directory::{Snapshot, Typed},
    domain::{Grantee, ResourceRef, Subject},
};

/// Everybody that the directory knows, deactivated people included: they too have done something once.
pub struct Everyone<'a> {
    pub snapshot: &'a Snapshot,
}

impl CandidateSource for Everyone<'_> {
    /// By their address too: it is that of one person only.
    fn get(&self, key: &str) -> Option<Candidate> {
        let id = key.strip_prefix("member:").unwrap_or(key);
        let member = self.snapshot.findable(&id.into()).or_else(|| self.snapshot.findable_by_email(id))?;
        Grantees { snapshot: self.snapshot, levels: Vec::new() }.get(&Subject::Member(member.id.clone()).key())
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        if Typed::new(typed).is_empty() {
            return (Vec::new(), 0);
        }
        let (people, total) = self.snapshot.find_people(typed, false, u32::try_from(most).unwrap_or(u32::MAX));
        let found = people.iter().filter_map(|member| self.get(member.id.as_str())).collect();
        (found, usize::try_from(total).unwrap_or(usize::MAX))
    }
}

/// People, teams, workspaces and connections.
pub struct Anything<'a> {
    pub snapshot: &'a Snapshot,
}

impl<'a> Anything<'a> {
    fn holders(&self) -> Grantees<'a> {
        Grantees { snapshot: self.snapshot, levels: Vec::new() }
    }

    fn navigation(&self) -> Resources<'a> {
        Resources { snapshot: self.snapshot, kind: None }
    }
}

impl CandidateSource for Anything<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        if key.contains(':') {
            return self.holders().get(key).or_else(|| self.navigation().get(key));
        }
        let of_kind = |kind: &str| self.get(&format!("{kind}:{key}"));
        let person = || Everyone { snapshot: self.snapshot }.get(key);
        person().or_else(|| ["team", "workspace", "connection"].into_iter().find_map(of_kind))
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let (mut found, of_holders) = self.holders().find(typed, most);
        let (places, of_places) = self.navigation().find(typed, most);
        found.extend(places);
        found.truncate(most);
        (found, of_holders + of_places)
    }
}

impl Candidate {
    /// What it is, for those that a grant can be about.
    pub fn subject(&self) -> Option<Subject> {
        let holder = || Grantee::from_key(&self.key).map(|grantee| Subject::from(&grantee));
        holder().or_else(|| ResourceRef::from_key(&self.key).map(|resource| Subject::from(&resource)))
    }
}
