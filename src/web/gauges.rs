//! What is looked up whenever somebody reads the metrics: how old the directory is, how much waits, what stands still.
//!
//! What happens is counted where it happens; this is what *is*. The alert rules in `deploy/prometheus` are written for it.

use super::AppState;
use crate::{
    directory::SyncStatus,
    domain::Channel,
    store::{Backlog, Store},
};
use jiff::Timestamp;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use std::sync::Once;

/// The commit that this program was built from; `unknown` where it was built without being told.
pub const COMMIT: &str = match option_env!("PORTAL_COMMIT") {
    Some(commit) => commit,
    None => "unknown",
};

/// Says what each measurement is. Those of the client of Sigma's API are described beside it.
pub fn describe() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        describe_histogram!("portal_request_seconds", Unit::Seconds, "Time to answer, by method, route and status.");
        describe_counter!("portal_database_errors_total", "Requests that failed for the database.");
        describe_counter!("portal_leases_lost_total", "Work that another process may have taken over.");
        describe_gauge!("portal_build_info", "Always 1; says which version and commit runs.");
        describe_gauge!("portal_database_up", "1 when the database answers, else 0.");
        describe_gauge!(
            "portal_database_connections",
            "Connections to the database, by pool and state (in_use, idle)."
        );
        describe_gauge!("portal_database_waiting", "Statements and transactions that wait for a connection, by pool.");
        describe_counter!(
            "portal_database_waits_total",
            "Statements and transactions that found all connections in use, by pool."
        );
        describe_gauge!("portal_directory_age_seconds", Unit::Seconds, "Time since a section was read whole.");
        describe_gauge!("portal_directory_failing", "1 while the last reading of a section has failed, else 0.");
        describe_gauge!("portal_changes", "Changes that are not finished, by state; handled ones are left out.");
        describe_gauge!("portal_oldest_change_seconds", Unit::Seconds, "Age of the oldest change in that state.");
        describe_gauge!("portal_requests_waiting", "Access requests that wait for a decision.");
        describe_gauge!("portal_terms_overdue", "Access that should have ended by now and has not.");
        describe_gauge!("portal_outbox", "Messages to be sent (waiting) and given up (dead), by channel.");
        describe_gauge!("portal_tasks_failing", "Timed tasks whose last run has failed.");
        describe_gauge!("portal_sigma_calls_in_flight", "Calls to Sigma under way.");
        describe_gauge!(
            "portal_sigma_calls_waiting",
            "Calls to Sigma that wait for their turn, by who waits for them."
        );
        describe_gauge!("portal_sigma_pause_seconds", Unit::Seconds, "How much longer Sigma wants no call at all.");
        describe_gauge!("portal_sigma_refuses_credentials", "1 while Sigma does not accept the credentials, else 0.");
        describe_gauge!("portal_sigma_token_seconds", Unit::Seconds, "How much longer the access token is good for.");
    });
}

/// Looks everything up. Where the database does not answer, what it knows keeps its last value.
pub async fn look_up(app: &AppState, now: Timestamp) {
    describe();
    gauge!("portal_build_info", "version" => env!("CARGO_PKG_VERSION"), "commit" => COMMIT).set(1.0);
    directory(&app.directory.status(), now);
    sigma(app, now);
    pools(&app.store);
    let known = async { Ok::<_, crate::store::Error>((app.store.backlog(now).await?, app.store.tasks().await?)) }.await;
    gauge!("portal_database_up").set(flag(known.is_ok()));
    match known {
        Ok((backlog, tasks)) => {
            self::backlog(&backlog, now);
            gauge!("portal_tasks_failing").set(number(tasks.iter().filter(|task| task.last_error.is_some()).count()));
        }
        Err(error) => tracing::warn!(%error, "The database cannot be asked for what waits"),
    }
}

/// Before the database is asked anything for these figures themselves.
fn pools(store: &Store) {
    for (name, pool) in store.pools() {
        gauge!("portal_database_connections", "pool" => name, "state" => "in_use").set(number(pool.in_use));
        gauge!("portal_database_connections", "pool" => name, "state" => "idle").set(number(pool.idle));
        gauge!("portal_database_waiting", "pool" => name).set(number(pool.waiting));
        counter!("portal_database_waits_total", "pool" => name).absolute(pool.waited);
    }
}

fn directory(status: &SyncStatus, now: Timestamp) {
    gauge!("portal_sigma_refuses_credentials").set(flag(status.refused.is_some()));
    for section in &status.sections {
        let name = section.name.to_lowercase();
        // What Sigma offers no longer cannot be old.
        if let Some(at) = section.as_of.filter(|_| section.withdrawn_at.is_none()) {
            gauge!("portal_directory_age_seconds", "section" => name.clone()).set(since(at, now));
        }
        gauge!("portal_directory_failing", "section" => name)
            .set(flag(section.error.is_some() || section.shortfall.is_some()));
    }
}

fn sigma(app: &AppState, now: Timestamp) {
    let (limiter, token) = (app.client.limiter_status(), app.client.token_status());
    gauge!("portal_sigma_calls_in_flight").set(number(limiter.in_flight));
    for (who, waiting) in
        [("people", limiter.people_waiting), ("changes", limiter.changes_waiting), ("sync", limiter.sync_waiting)]
    {
        gauge!("portal_sigma_calls_waiting", "for" => who).set(number(waiting));
    }
    gauge!("portal_sigma_pause_seconds").set(limiter.pause.map_or(0.0, |pause| pause.as_secs_f64()));
    gauge!("portal_sigma_token_seconds").set(token.expires_at.map_or(0.0, |at| -since(at, now)));
}

fn backlog(backlog: &Backlog, now: Timestamp) {
    for (state, count, oldest) in &backlog.changes {
        gauge!("portal_changes", "state" => state.label()).set(number(*count));
        gauge!("portal_oldest_change_seconds", "state" => state.label()).set(oldest.map_or(0.0, |at| since(at, now)));
    }
    gauge!("portal_requests_waiting").set(number(backlog.requests));
    gauge!("portal_terms_overdue").set(number(backlog.overdue));
    for channel in Channel::ALL {
        let counts = backlog.outbox.get(&channel).copied().unwrap_or_default();
        gauge!("portal_outbox", "channel" => channel.slug(), "state" => "waiting").set(number(counts.waiting));
        gauge!("portal_outbox", "channel" => channel.slug(), "state" => "dead").set(number(counts.dead));
    }
}

fn since(at: Timestamp, now: Timestamp) -> f64 {
    now.duration_since(at).as_secs_f64()
}

fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

/// A number as a gauge has it: counts beyond 32 bits are as good as that.
fn number(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}
