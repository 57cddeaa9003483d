//! What is looked at, and what is wrong with it.

use crate::{
    directory::SyncStatus,
    domain::{ChangeState, Channel},
    store::{Backlog, Task},
    ui::count,
    web::{RequestContext, credentials_problem, paths},
};
use jiff::{SignedDuration, Timestamp};

/// After this time without a reading, what the directory says is old.
const OLD: SignedDuration = SignedDuration::from_hours(1);

/// One thing that is looked at.
pub struct Check {
    pub name: &'static str,
    pub state: State,
    /// What was found, in a sentence.
    pub says: String,
    /// Where to do something about it.
    pub href: Option<String>,
}

/// Whether something works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Works,
    /// It works, and somebody should look at it.
    NeedsAttention,
    Broken,
}

impl State {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Works => "Works",
            Self::NeedsAttention => "Needs attention",
            Self::Broken => "Down",
        }
    }

    /// The class of its mark.
    pub fn class(self) -> &'static str {
        match self {
            Self::Works => "status is-done",
            Self::NeedsAttention => "status is-running",
            Self::Broken => "status is-failed",
        }
    }
}

/// What was looked up for a status page.
pub struct Health {
    pub checks: Vec<Check>,
    /// What waits; nothing while the database does not answer.
    pub backlog: Option<Backlog>,
    pub tasks: Vec<Task>,
}

impl Health {
    /// Looks at everything. A database that does not answer is a finding, not a failure.
    pub async fn of(cx: &RequestContext) -> Self {
        let (store, now) = (&cx.app.store, cx.now);
        let (writable, backlog, tasks) = tokio::join!(store.writable(), store.backlog(now), store.tasks());
        let (backlog, tasks) = (backlog.ok(), tasks.unwrap_or_default());
        let status = cx.app.directory.status();
        let mut checks =
            vec![database(writable, store.kind()), credentials(credentials_problem(&cx.app)), directory(&status, now)];
        checks.push(calls(cx));
        if let Some(backlog) = &backlog {
            checks.extend([changes(backlog, now), terms(backlog), messages(backlog)]);
        }
        checks.push(jobs(&tasks));
        Self { checks, backlog, tasks }
    }

    /// How bad the worst is.
    pub fn state(&self) -> State {
        let is = |state| self.checks.iter().any(|check| check.state == state);
        if is(State::Broken) {
            State::Broken
        } else if is(State::NeedsAttention) {
            State::NeedsAttention
        } else {
            State::Works
        }
    }
}

fn database(writable: Result<(), String>, kind: &str) -> Check {
    let (state, says) = match writable {
        Ok(()) => (State::Works, format!("{kind} answers and can be written to.")),
        Err(reason) => (State::Broken, format!("Nothing can be saved: {reason}.")),
    };
    Check { name: "Database", state, says, href: None }
}

fn credentials(problem: Option<String>) -> Check {
    let (state, says) = match problem {
        None => (State::Works, "Sigma accepts the portal’s credentials.".to_owned()),
        Some(why) => (State::Broken, format!("Sigma takes no calls from the portal: {why}.")),
    };
    Check { name: "Sigma credentials", state, says, href: Some(paths::SETTINGS.to_owned()) }
}

fn directory(status: &SyncStatus, now: Timestamp) -> Check {
    let failing: Vec<&str> =
        status.sections.iter().filter(|s| s.error.is_some() || s.shortfall.is_some()).map(|s| s.name).collect();
    let (state, says) = match status.as_of {
        None => (State::Broken, "The organization has not been read from Sigma yet.".to_owned()),
        Some(at) if now.duration_since(at) > OLD => {
            (State::Broken, "Members were last read more than an hour ago.".to_owned())
        }
        Some(_) if !failing.is_empty() => {
            (State::NeedsAttention, format!("Could not be read: {}. What was known stays.", failing.join(", ")))
        }
        Some(_) => (State::Works, "Every section is up to date.".to_owned()),
    };
    Check { name: "Directory", state, says, href: Some(paths::SETTINGS.to_owned()) }
}

fn calls(cx: &RequestContext) -> Check {
    let limiter = cx.app.client.limiter_status();
    let waiting = limiter.people_waiting + limiter.changes_waiting + limiter.sync_waiting;
    let (state, says) = match limiter.pause {
        Some(pause) => {
            let seconds = pause.as_secs() + 1;
            (State::NeedsAttention, format!("Sigma wants no calls for {seconds} s; {waiting} waiting."))
        }
        None => (State::Works, format!("{} under way, {waiting} waiting.", count(limiter.in_flight, "call", "calls"))),
    };
    Check { name: "Calls to Sigma", state, says, href: Some(format!("{}#calls", paths::SETTINGS)) }
}

fn changes(backlog: &Backlog, now: Timestamp) -> Check {
    let of = |wanted| backlog.changes.iter().find(|(state, ..)| *state == wanted).copied();
    let failed = of(ChangeState::Failed).map_or(0, |(_, count, _)| count);
    let standing =
        of(ChangeState::Running).and_then(|(_, _, oldest)| oldest).filter(|at| now.duration_since(*at) > OLD);
    let open: u64 = backlog.changes.iter().map(|(_, count, _)| count).sum();
    let (state, says) = match (failed, standing) {
        (0, None) if open == 0 => (State::Works, "Every change is finished.".to_owned()),
        (0, None) => (State::Works, format!("{} under way.", changes_words(open))),
        (0, Some(_)) => (State::NeedsAttention, "A change has been under way for more than an hour.".to_owned()),
        (failed, _) => (State::NeedsAttention, format!("{} attention.", needing(failed))),
    };
    let href = if failed > 0 { format!("{}?state=failed", paths::CHANGES) } else { paths::CHANGES.to_owned() };
    Check { name: "Changes", state, says, href: Some(href) }
}

fn changes_words(n: u64) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), "change", "changes")
}

fn needing(n: u64) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), "change needs", "changes need")
}

fn terms(backlog: &Backlog) -> Check {
    let overdue = usize::try_from(backlog.overdue).unwrap_or(usize::MAX);
    let waiting = usize::try_from(backlog.requests).unwrap_or(usize::MAX);
    let waiting = count(waiting, "request waits", "requests wait");
    let (state, says) = match overdue {
        0 => (State::Works, format!("{waiting} for a decision. No access is overdue.")),
        n => (State::Broken, format!("{} not ended in time.", count(n, "grant has", "grants have"))),
    };
    Check { name: "Requests and terms", state, says, href: Some(paths::REQUESTS.to_owned()) }
}

fn messages(backlog: &Backlog) -> Check {
    let total = |of: fn(&crate::store::OutboxCounts) -> u64| -> usize {
        let all: u64 = Channel::ALL.iter().filter_map(|channel| backlog.outbox.get(channel)).map(of).sum();
        usize::try_from(all).unwrap_or(usize::MAX)
    };
    let (waiting, dead) = (total(|counts| counts.waiting), total(|counts| counts.dead));
    let (state, says) = match dead {
        0 => (State::Works, format!("{} to be sent.", count(waiting, "message", "messages"))),
        n => (State::NeedsAttention, format!("{} could not be delivered.", count(n, "message", "messages"))),
    };
    Check { name: "Notifications", state, says, href: Some(format!("{}#notifications", paths::SETTINGS)) }
}

fn jobs(tasks: &[Task]) -> Check {
    let failed: Vec<&str> =
        tasks.iter().filter(|task| task.last_error.is_some()).map(|task| task.name.as_str()).collect();
    let (state, says) = if failed.is_empty() {
        (State::Works, format!("{} as planned.", count(tasks.len(), "job runs", "jobs run")))
    } else {
        (State::NeedsAttention, format!("Failed last time: {}.", failed.join(", ")))
    };
    Check { name: "Background jobs", state, says, href: Some(format!("{}#tasks", paths::SETTINGS)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_change_is_named_before_one_that_takes_long() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let old = Timestamp::from_second(0).unwrap();
        let backlog = |failed, running| Backlog {
            changes: vec![(ChangeState::Failed, failed, None), (ChangeState::Running, running, Some(old))],
            ..Backlog::default()
        };
        assert_eq!(changes(&backlog(1, 1), now).says, "1 change needs attention.");
        assert_eq!(changes(&backlog(0, 1), now).says, "A change has been under way for more than an hour.");
        let finished = changes(&Backlog::default(), now);
        assert_eq!((finished.state, finished.says.as_str()), (State::Works, "Every change is finished."));
    }

    #[test]
    fn overdue_access_is_never_fine() {
        let late = terms(&Backlog { overdue: 2, ..Backlog::default() });
        assert_eq!((late.state, late.says.as_str()), (State::Broken, "2 grants have not ended in time."));
    }
}
