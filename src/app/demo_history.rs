//! The past of the demo: two months in which people came and left, access was changed here and in Sigma, and Sigma did
//! not always answer. All of it agrees with the organisation as it is today, so that nothing shown contradicts a page.

use crate::{
    auth::Persona,
    changes::{Changes, audit},
    directory::{Collection, Snapshot},
    domain::{
        AccessCall, Actor, Call, Change, ChangeState, DirectoryEvent, DirectoryEventId, DirectoryEventKind, Grantee,
        Handled, Intent, Member, MemberStatus, Permission, ResourceRef, Seen, Step, StepError, StepState, Subject,
        Team, TeamCall, text::isolated,
    },
    store::{self, Headcount, Reading, Store},
    web::AppState,
};
use jiff::{SignedDuration, Timestamp, civil::Weekday, tz::Offset};
use std::time::Duration;

/// Days that the past goes back.
const DAYS: i64 = 60;

/// Days of which readings are kept.
const READ_DAYS: i64 = 14;

/// Under this name it is noted that the past is there: a demo that keeps its data has it once.
const NOTED: &str = "demo.history";

/// Writes the past down, unless it is there; `authors` have made its changes, the first of them most.
///
/// # Errors
/// Failures of the database.
pub async fn seed(app: &AppState, snapshot: &Snapshot, authors: &[Actor]) -> Result<(), store::Error> {
    let (store, now) = (&app.store, app.store.clock().now());
    let events = made_in_sigma(snapshot, now);
    if !store.swap_blob(NOTED, Vec::new(), 0, &events).await? {
        return Ok(());
    }
    headcounts(store, snapshot, now).await?;
    readings(store, now).await?;
    made_here(store, snapshot, now, authors).await
}

/// A number that is always the same for the same place, and looks like chance.
fn chance(place: i64) -> u64 {
    let mut n = place.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635;
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// A moment of a working day so many days ago.
fn moment(now: Timestamp, ago: i64, nth: i64) -> Timestamp {
    let minutes = i64::try_from(chance(ago * 31 + nth) % 540).unwrap_or(0);
    let midnight = now.as_second().div_euclid(86_400) * 86_400 - ago * 86_400;
    Timestamp::from_second(midnight + 8 * 3_600 + minutes * 60).unwrap_or(now)
}

fn is_working_day(at: Timestamp) -> bool {
    !matches!(Offset::UTC.to_datetime(at).weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Everybody but the personas, whose own pages begin with nothing.
fn colleagues(snapshot: &Snapshot) -> impl Iterator<Item = &Member> {
    snapshot.people().filter(|member| Persona::from_email(&member.email).is_none())
}

/// Memberships and grants that are there today, each of which somebody has given one day.
struct Deed<'s> {
    member: &'s Member,
    of: Given<'s>,
}

enum Given<'s> {
    Team(&'s Team),
    Access(&'s ResourceRef, &'s Permission),
}

fn deeds(snapshot: &Snapshot) -> Vec<Deed<'_>> {
    let active: Vec<&Member> = colleagues(snapshot).filter(|m| m.status() == MemberStatus::Active).collect();
    let mut all = Vec::new();
    for (at, member) in active.iter().copied().enumerate() {
        let own = Grantee::Member(member.id.clone());
        let access = snapshot.granted_to(&own).iter().take(1).map(|(of, level)| Given::Access(of, level));
        let team = snapshot.teams_of(&member.id).filter(|(_, is_admin)| !is_admin).map(|(team, _)| Given::Team(team));
        all.extend(access.chain(team.skip(at % 2).take(1)).map(|of| Deed { member, of }));
    }
    // People are listed by name: their turns are not.
    all.sort_by_key(|deed| chance(deed.member.email.bytes().map(i64::from).fold(7, |n, b| (n * 31 + b) % 1_000_003)));
    all
}

/// What was done in Sigma itself.
fn made_in_sigma(snapshot: &Snapshot, now: Timestamp) -> Vec<DirectoryEvent> {
    let left = colleagues(snapshot).filter(|m| m.status() == MemberStatus::Archived);
    let left = left.map(|member| {
        let text = format!("{} was deactivated", isolated(&member.full_name()));
        (DirectoryEventKind::MemberDeactivated, vec![Subject::Member(member.id.clone())], text)
    });
    let given = deeds(snapshot).into_iter().rev().map(|deed| {
        let (name, about) = (isolated(&deed.member.full_name()).into_owned(), Subject::Member(deed.member.id.clone()));
        match deed.of {
            Given::Team(team) => {
                let text = format!("{name} joined the team {}", isolated(&team.name));
                (DirectoryEventKind::TeamJoined, vec![about, Subject::Team(team.id.clone())], text)
            }
            Given::Access(of, level) => {
                let what = snapshot.resource_name(of).unwrap_or_default();
                let text = format!("{name} was given “{}” on {}", level.label(), isolated(what));
                (DirectoryEventKind::GrantGained, vec![about, Subject::from(of)], text)
            }
        }
    });
    let made = left.step_by(2).take(9).chain(given.take(26)).enumerate();
    let event = |(at, (kind, subjects, text)): (usize, (DirectoryEventKind, Vec<Subject>, String))| {
        let ago = 1 + i64::try_from(at).unwrap_or(0) * 17 % (DAYS - 1);
        let id = DirectoryEventId::new(uuid::Uuid::now_v7().to_string());
        DirectoryEvent { id, at: moment(now, ago, 50), kind, subjects, text }
    };
    made.map(event).collect()
}

/// How many people there were, going back from today: most weeks more come than leave.
async fn headcounts(store: &Store, snapshot: &Snapshot, now: Timestamp) -> Result<(), store::Error> {
    let seats = snapshot.seats().iter().filter(|(_, n)| *n > 0).map(|(name, n)| (name.clone(), *n as u64)).collect();
    let mut counted = Headcount { all: snapshot.people_count() as u64, seats };
    let names: Vec<String> = counted.seats.keys().cloned().collect();
    let share = (counted.all / 400).max(1);
    for ago in 1..=DAYS {
        // What happened on the day after, taken back.
        let day_after = now - SignedDuration::from_hours(24 * (ago - 1));
        if is_working_day(day_after) && !names.is_empty() {
            let of = |salt: i64| &names[usize::try_from(chance(ago * 7 + salt) % names.len() as u64).unwrap_or(0)];
            let (came, went) = (chance(ago) % 3 * share, chance(ago + 500) % 5 / 3 * share);
            if let Some(n) = counted.seats.get_mut(of(1)).filter(|n| **n > came) {
                *n -= came;
                counted.all = counted.all.saturating_sub(came);
            }
            if let Some(n) = counted.seats.get_mut(of(2)) {
                *n += went;
            }
        }
        store.put_headcount(now - SignedDuration::from_hours(24 * ago), &counted).await?;
    }
    Ok(())
}

/// How the syncs went: one outage of Sigma, and a section that could not be read for some hours.
async fn readings(store: &Store, now: Timestamp) -> Result<(), store::Error> {
    for ago in 1..=READ_DAYS {
        for hour in [2_i64, 8, 14, 20] {
            for (place, section) in (0_i64..).zip(Collection::ALL) {
                let began_at = now - SignedDuration::from_hours(24 * ago - hour);
                let error = match (ago, hour, section) {
                    (5, 8, _) => Some("Sigma answered 503 Service Unavailable.".to_owned()),
                    (9, 14 | 20, Collection::Workbooks) => Some("Sigma did not answer within 30 s.".to_owned()),
                    _ => None,
                };
                let reading = Reading {
                    id: uuid::Uuid::now_v7().to_string(),
                    section: section.task().to_owned(),
                    began_at,
                    took: Duration::from_millis(200 + chance(ago * 100 + hour * 10 + place) % 1_800),
                    error,
                    news: 0,
                };
                store.append_reading(&reading).await?;
            }
        }
    }
    Ok(())
}

/// Changes made through the portal, on working days; one of them failed and was taken care of.
async fn made_here(store: &Store, snapshot: &Snapshot, now: Timestamp, authors: &[Actor]) -> Result<(), store::Error> {
    let mut deeds = deeds(snapshot).into_iter();
    for ago in (1..DAYS).rev() {
        if !is_working_day(moment(now, ago, 0)) {
            continue;
        }
        for nth in 0..i64::try_from(chance(ago + 900) % 4).unwrap_or(0) {
            let at = moment(now, ago, nth);
            let Some(deed) = deeds.next() else { return Ok(()) };
            let Some(author) = author(&deed, authors, snapshot) else { return Ok(()) };
            let mut change = change(&deed, author, at, snapshot);
            if (ago, nth) == (23, 0) {
                fail(&mut change, at);
            }
            store.insert_change(&change, &audit::accepted(at, &change)).await?;
            for step in &change.steps {
                store.append_audit(&audit::step(step.ended_at.unwrap_or(at), &change, author, step)).await?;
            }
            store.append_audit(&audit::settled(change.ended_at.unwrap_or(at), &change)).await?;
        }
    }
    Ok(())
}

/// Who has given it: the team's own admin among the authors, or the first of them.
fn author<'a>(deed: &Deed<'_>, authors: &'a [Actor], snapshot: &Snapshot) -> Option<&'a Actor> {
    let answers = |author: &&Actor| match (&deed.of, &author.member_id) {
        (Given::Team(team), Some(id)) => snapshot.is_team_admin(id, &team.id),
        (Given::Team(_), None) | (Given::Access(..), _) => false,
    };
    authors.iter().find(answers).or_else(|| authors.first())
}

fn change(deed: &Deed<'_>, author: &Actor, at: Timestamp, snapshot: &Snapshot) -> Change {
    let (member, id) = (deed.member, deed.member.id.clone());
    let who = format!("{} <{}>", isolated(&member.full_name()), isolated(&member.email));
    let (title, intent, call, inverse) = match &deed.of {
        Given::Team(team) => {
            let of = |add: Vec<_>, remove: Vec<_>| {
                Call::Team(TeamCall::UpdateMembers { team_id: team.id.clone(), add, remove, keeps_admin: false })
            };
            let intent =
                Intent::EditTeamMembers { team_id: team.id.clone(), add: vec![id.clone()], remove: Vec::new() };
            let title = format!("Add {who} to team {}", isolated(&team.name));
            (title, intent, of(vec![id.clone()], Vec::new()), of(Vec::new(), vec![id.clone()]))
        }
        Given::Access(of, level) => {
            let (resource, permission, grantee) = ((*of).clone(), (*level).clone(), Grantee::Member(id.clone()));
            let access = vec![(grantee.clone(), Some(permission.clone()))];
            let intent = Intent::SetAccess { resource: resource.clone(), access, before: Seen::default() };
            let grants = vec![(grantee.clone().into(), permission.clone())];
            let call = AccessCall::Grant { resource: resource.clone(), grants, held: Some(Vec::new()) };
            let inverse = AccessCall::Revoke { resource, grantee: grantee.into(), permission };
            let what = isolated(snapshot.resource_name(of).unwrap_or_default());
            (format!("Grant {who} {} on {what}", level.label()), intent, Call::Access(call), Call::Access(inverse))
        }
    };
    let ended_at = at + SignedDuration::from_secs(2);
    let step = Step {
        state: StepState::Done,
        attempts: 1,
        undo: Some("Takes it back.".to_owned()),
        inverse: vec![inverse],
        started_at: Some(at + SignedDuration::from_secs(1)),
        sent_at: Some(at + SignedDuration::from_secs(1)),
        ended_at: Some(ended_at),
        ..Step::new(0, title.clone(), call)
    };
    Change {
        id: Changes::fresh_id(),
        title,
        intent,
        actor: author.clone(),
        ordered_by: None,
        mandate: None,
        stopped: None,
        reason: reason(at).to_owned(),
        state: ChangeState::Done,
        created_at: at,
        accepted_at: Some(at),
        waiting: None,
        ended_at: Some(ended_at),
        handled: None,
        undone_by: None,
        subjects: step.call.subjects(),
        steps: vec![step],
        warnings: Vec::new(),
    }
}

fn reason(at: Timestamp) -> &'static str {
    match chance(at.as_second()) % 5 {
        0 => "Joins the project on Monday.",
        1 => "Ticket IT-4821.",
        2 => "Covers for a colleague on leave.",
        _ => "",
    }
}

/// As when Sigma did not answer, and somebody helped in Sigma itself.
fn fail(change: &mut Change, at: Timestamp) {
    change.state = ChangeState::Failed;
    for step in &mut change.steps {
        step.state = StepState::Failed;
        step.error = Some(StepError::own("Sigma answered 503 Service Unavailable."));
    }
    let note = "Sigma was down for an hour; done there by hand afterwards.".to_owned();
    change.handled = Some(Handled { by: change.actor.clone(), at: at + SignedDuration::from_hours(2), note });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_working_hours_of_their_day() {
        let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        for ago in 1..DAYS {
            let at = Offset::UTC.to_datetime(moment(now, ago, ago % 3));
            assert!((8..17).contains(&at.hour()), "{at}");
            assert_eq!(at.date(), Offset::UTC.to_datetime(now).date().saturating_sub(jiff::Span::new().days(ago)));
        }
    }
}
