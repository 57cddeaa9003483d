//! Everything that was decided for people in one plan: account types, teams, direct access, user attributes.

use super::{
    super::{
        access, attributes,
        guard::{self, Refusal},
        labels,
        plan::Draft,
        teams,
    },
    plan,
};
use crate::{
    directory::Snapshot,
    domain::{Adjustment, AttributeWish, Grantee, MemberId, Permission, ResourceRef, Subject, TeamId, text::isolated},
};

/// People of a team who come, and who go.
type Roster = (Vec<MemberId>, Vec<MemberId>);

/// Whose access, and the level.
type Levels = Vec<(Grantee, Option<Permission>)>;

/// What several people are to have, by what it is about: each thing takes one call, however many people it is for.
#[derive(Default)]
struct Sorted<'a> {
    account_types: Vec<(&'a str, Vec<MemberId>)>,
    teams: Vec<(&'a TeamId, Roster)>,
    access: Vec<(&'a ResourceRef, Levels)>,
    attributes: Vec<AttributeWish>,
}

/// The entry of a key, made where there is none.
fn entry<K: PartialEq, V: Default>(list: &mut Vec<(K, V)>, key: K) -> &mut V {
    let at = list.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        list.push((key, V::default()));
        list.len() - 1
    });
    &mut list[at].1
}

impl<'a> Sorted<'a> {
    fn of(people: &'a [Adjustment]) -> Self {
        let mut sorted = Self::default();
        for one in people {
            let id = || one.member_id.clone();
            if let Some(name) = &one.account_type {
                entry(&mut sorted.account_types, name).push(id());
            }
            for team in &one.join {
                entry(&mut sorted.teams, team).0.push(id());
            }
            for team in &one.leave {
                entry(&mut sorted.teams, team).1.push(id());
            }
            for (resource, level) in &one.access {
                entry(&mut sorted.access, resource).push((Grantee::Member(id()), level.clone()));
            }
            let wish = |(attribute, value): &(_, Option<String>)| AttributeWish {
                attribute_id: Clone::clone(attribute),
                holder: Grantee::Member(id()),
                value: value.clone(),
            };
            sorted.attributes.extend(one.attributes.iter().map(wish));
        }
        sorted
    }

    /// The account types come first: what they allow decides what the rest is worth.
    fn parts(&self, snapshot: &Snapshot) -> Vec<Result<Draft, Refusal>> {
        let mut parts = Vec::new();
        parts.extend(self.account_types.iter().map(|(name, who)| plan::account_type(who, name, snapshot)));
        parts.extend(self.teams.iter().map(|(team, (join, leave))| teams::plan::members(team, join, leave, snapshot)));
        parts.extend(self.access.iter().map(|(resource, levels)| access::plan::set(resource, levels, snapshot)));
        if !self.attributes.is_empty() {
            parts.push(attributes::plan::set(&self.attributes, snapshot));
        }
        parts
    }
}

/// The title where all of them do nothing but go from one team to another.
fn moving(people: &[Adjustment], snapshot: &Snapshot) -> Option<String> {
    let first = people.first()?;
    let ([to], [from]) = (first.join.as_slice(), first.leave.as_slice()) else { return None };
    let is_alike = |one: &Adjustment| one.is_of_teams() && one.join == first.join && one.leave == first.leave;
    let ids: Vec<MemberId> = people.iter().map(|one| one.member_id.clone()).collect();
    let name = |team: &TeamId| isolated(snapshot.team_name(team).unwrap_or_else(|| team.as_str())).into_owned();
    people
        .iter()
        .all(is_alike)
        .then(|| format!("Move {} from team {} to team {}", labels::people(&ids, snapshot), name(from), name(to)))
}

/// What people have already is left out.
pub fn plan(people: &[Adjustment], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    for one in people {
        guard::active(&one.member_id, "member", snapshot)?;
    }
    let (mut drafts, mut nothing) = (Vec::new(), Vec::new());
    for part in Sorted::of(people).parts(snapshot) {
        match part {
            Ok(draft) => drafts.push(draft),
            Err(Refusal::Nothing(why)) => nothing.push(why),
            Err(refusal @ (Refusal::Forbidden(_) | Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::NotReady)) => {
                return Err(refusal);
            }
        }
    }
    let title = match (drafts.as_slice(), people) {
        ([], _) if nothing.is_empty() => return Err(Refusal::Nothing("Nothing would change.".to_owned())),
        ([], _) => return Err(Refusal::Nothing(nothing.join(" "))),
        ([only], _) => only.plan.title.clone(),
        (_, [one]) => moving(people, snapshot)
            .unwrap_or_else(|| format!("Adjust the access of {}", labels::member(&one.member_id, snapshot))),
        (_, many) => moving(many, snapshot).unwrap_or_else(|| format!("Adjust the access of {} people", many.len())),
    };
    let mut whole = Draft::new(title);
    for one in people {
        whole.about(Subject::Member(one.member_id.clone()));
    }
    for draft in drafts {
        whole.absorb(draft);
    }
    Ok(whole)
}
