//! Giving access, setting it to another level, taking it away: for any number of people and teams on one resource.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{AccessCall, Call, Grantee, GranteeRef, Invalid, Permission, ResourceRef, Subject, text::isolated},
};

/// What one grantee holds and shall hold.
struct GrantChange {
    grantee: Grantee,
    from: Option<Permission>,
    to: Option<Permission>,
}

pub fn set(
    resource: &ResourceRef,
    access: &[(Grantee, Option<Permission>)],
    snapshot: &Snapshot,
) -> Result<Draft, Refusal> {
    if snapshot.resource_name(resource).is_none() {
        return Err(Invalid::one("resource", "This is no longer in the directory.").into());
    }
    let turns = turns(resource, access, snapshot)?;
    let mut draft = Draft::new(title(resource, &turns, snapshot));
    draft.about(Subject::from(resource));
    // Whether Sigma's POST can lower a permission nobody documents (BEHAVIOUR.md section 10): those go one by one.
    let (lowered, rest): (Vec<&GrantChange>, Vec<&GrantChange>) =
        turns.iter().filter(|t| t.to.is_some()).partition(|t| t.from > t.to);
    give(&mut draft, resource, &rest, snapshot);
    for turn in lowered {
        lower(&mut draft, resource, turn, snapshot);
    }
    for turn in &turns {
        match (&turn.from, &turn.to) {
            (Some(held), None) => {
                take_away(&mut draft, resource, &turn.grantee, held, snapshot);
                keeps(&mut draft, resource, &turn.grantee, snapshot);
            }
            (_, Some(level)) => warn(&mut draft, resource, &turn.grantee, level, snapshot),
            (None, None) => {}
        }
    }
    Ok(draft)
}

/// Those for whom something changes.
fn turns(
    resource: &ResourceRef,
    access: &[(Grantee, Option<Permission>)],
    snapshot: &Snapshot,
) -> Result<Vec<GrantChange>, Refusal> {
    let mut turns: Vec<GrantChange> = Vec::new();
    for (grantee, to) in access {
        if let Some(level) = to {
            guard::grantable(grantee, "grantee", snapshot)?;
            if resource.permission(level.slug()).as_ref() != Some(level) {
                let message = format!("“{}” is not a level of this resource.", level.slug());
                return Err(Invalid::one("permission", message).into());
            }
        }
        if turns.iter().any(|turn| turn.grantee == *grantee) {
            let message = format!("{} appears twice.", labels::grantee(grantee, snapshot));
            return Err(Invalid::one("grantee", message).into());
        }
        let from = snapshot.grant_of(resource, grantee).map(|g| g.permission.clone());
        turns.push(GrantChange { grantee: grantee.clone(), from, to: to.clone() });
    }
    let what = labels::resource(resource, snapshot);
    if let [only] = turns.as_slice()
        && only.from == only.to
    {
        let who = labels::grantee(&only.grantee, snapshot);
        return Err(Refusal::Nothing(match &only.to {
            Some(level) => format!("{who} already has “{}” on {what}.", level.label()),
            None => format!("{who} holds no grant of their own on {what}."),
        }));
    }
    turns.retain(|turn| turn.from != turn.to);
    if turns.is_empty() {
        return Err(Refusal::Nothing(format!("Nothing would change on {what}.")));
    }
    Ok(turns)
}

fn title(resource: &ResourceRef, turns: &[GrantChange], snapshot: &Snapshot) -> String {
    match turns {
        [GrantChange { grantee, from, to }] => turn(grantee, from.as_ref(), to.as_ref(), resource, snapshot),
        many => format!("Change access to {} for {}", labels::place(resource, snapshot), holders(many)),
    }
}

/// One grant in words: what it was, and what it is to be.
pub fn turn(
    grantee: &Grantee,
    from: Option<&Permission>,
    to: Option<&Permission>,
    resource: &ResourceRef,
    snapshot: &Snapshot,
) -> String {
    let (who, what) = (labels::grantee(grantee, snapshot), labels::place(resource, snapshot));
    match (from, to) {
        (None, Some(to)) => format!("Grant {who} {} on {what}", to.label()),
        (Some(from), Some(to)) if to > from => format!("Raise {who} from {} to {} on {what}", from.label(), to.label()),
        (Some(from), Some(to)) => format!("Lower {who} from {} to {} on {what}", from.label(), to.label()),
        (_, None) => format!("Remove {who} from {what}"),
    }
}

/// “3 people”, “2 teams”, “3 people and 2 teams”.
fn holders<'t>(turns: impl IntoIterator<Item = &'t GrantChange>) -> String {
    let (mut people, mut teams) = (0, 0);
    for turn in turns {
        match turn.grantee {
            Grantee::Member(_) => people += 1,
            Grantee::Team(_) => teams += 1,
        }
    }
    let people = (people > 0).then(|| if people == 1 { "1 person".to_owned() } else { format!("{people} people") });
    let teams = (teams > 0).then(|| if teams == 1 { "1 team".to_owned() } else { format!("{teams} teams") });
    labels::list(&people.into_iter().chain(teams).collect::<Vec<_>>())
}

/// New and raised grants, in one call.
fn give(draft: &mut Draft, resource: &ResourceRef, turns: &[&GrantChange], snapshot: &Snapshot) {
    let title = match turns {
        [] => return,
        [GrantChange { grantee, from, to }] => turn(grantee, from.as_ref(), to.as_ref(), resource, snapshot),
        many => {
            format!("Grant {} access to {}", holders(many.iter().copied()), labels::place(resource, snapshot))
        }
    };
    let grants = turns.iter().filter_map(|t| Some((GranteeRef::from(t.grantee.clone()), t.to.clone()?))).collect();
    let inverse: Vec<Call> = turns
        .iter()
        .filter_map(|turn| {
            let level = turn.to.clone()?;
            Some(match &turn.from {
                None => Call::Access(AccessCall::Revoke {
                    resource: resource.clone(),
                    grantee: turn.grantee.clone().into(),
                    permission: level,
                }),
                Some(old) => Call::Access(AccessCall::Lower {
                    resource: resource.clone(),
                    grantee: turn.grantee.clone(),
                    from: level,
                    to: old.clone(),
                }),
            })
        })
        .collect();
    let words = match turns {
        [GrantChange { from: Some(old), .. }] => format!("Changes back to {}.", old.label()),
        [_] => "Revokes the grant.".to_owned(),
        [] | [_, _, ..] => "Revokes new grants and restores earlier levels.".to_owned(),
    };
    let held = turns.iter().filter_map(|t| Some((t.grantee.clone(), t.from.clone()?))).collect();
    draft
        .step(title, Call::Access(AccessCall::Grant { resource: resource.clone(), grants, held: Some(held) }))
        .undone_by(words, inverse);
}

fn lower(draft: &mut Draft, resource: &ResourceRef, turn: &GrantChange, snapshot: &Snapshot) {
    let (Some(from), Some(to)) = (&turn.from, &turn.to) else { return };
    let (who, what) = (labels::grantee(&turn.grantee, snapshot), labels::resource(resource, snapshot));
    draft.note(format!("{who} has no direct access to {what} for the moment between the two calls."));
    let call = Call::Access(AccessCall::Lower {
        resource: resource.clone(),
        grantee: turn.grantee.clone(),
        from: from.clone(),
        to: to.clone(),
    });
    let back = Call::Access(AccessCall::Grant {
        resource: resource.clone(),
        grants: vec![(turn.grantee.clone().into(), from.clone())],
        held: Some(vec![(turn.grantee.clone(), to.clone())]),
    });
    draft
        .step(self::turn(&turn.grantee, Some(from), Some(to), resource, snapshot), call)
        .given(format!("{who} has a grant on {what}; it’s restored if the lower one is refused."))
        .undone_by(format!("Changes back to {}.", from.label()), [back]);
}

/// Takes a grant away.
pub fn take_away(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee, held: &Permission, snapshot: &Snapshot) {
    let call = Call::Access(AccessCall::Revoke {
        resource: resource.clone(),
        grantee: grantee.clone().into(),
        permission: held.clone(),
    });
    let back = Call::Access(AccessCall::Grant {
        resource: resource.clone(),
        grants: vec![(grantee.clone().into(), held.clone())],
        held: Some(Vec::new()),
    });
    draft
        .step(turn(grantee, Some(held), None, resource, snapshot), call)
        .undone_by(format!("Grants {} again.", held.label()), [back]);
}

/// What a member keeps through teams after their own grant is gone.
fn keeps(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee, snapshot: &Snapshot) {
    let Grantee::Member(id) = grantee else { return };
    let others: Vec<String> = snapshot
        .teams_of(id)
        .filter(|(team, _)| snapshot.grant_of(resource, &Grantee::Team(team.id.clone())).is_some())
        .map(|(team, _)| isolated(&team.name).into_owned())
        .collect();
    if !others.is_empty() {
        draft.warn(format!("{} keeps access through {}.", labels::member(id, snapshot), labels::list(&others)));
    }
}

/// What to know about one grant: what the account type or a team makes of it.
fn warn(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee, permission: &Permission, snapshot: &Snapshot) {
    if let Some(caveat) = caveats::of_grantee(grantee, permission, snapshot) {
        draft.warn(format!("{}: {caveat}", labels::grantee(grantee, snapshot)));
    }
    let Grantee::Member(id) = grantee else { return };
    let Some(member) = snapshot.member(id) else { return };
    let name = labels::person(member);
    for (team, _) in snapshot.teams_of(id) {
        if let Some(grant) = snapshot.grant_of(resource, &Grantee::Team(team.id.clone()))
            && grant.permission >= *permission
        {
            draft.note(format!("Team {} already gives {name} {}.", isolated(&team.name), grant.permission.label()));
        }
    }
}
