//! Measures filters of the audit log on 1,000,000 events in SQLite, against the budget of 100 ms for a page of it.
//!
//! `BENCH_EVENTS` sets another number; `BENCH_DATABASE` an empty `PostgreSQL` database instead. Nothing is asserted: speed is
//! no test.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it is")]

use sea_orm::{ConnectionTrait, Database, DbBackend};
use sigma_portal::{
    domain::{ChangeId, MemberId, Outcome, PersonKey, Subject},
    store::{AuditFilter, PageRequest, Store},
};
use std::{
    env,
    time::{Duration, Instant},
};

/// Times each measurement is repeated.
const TIMES: usize = 11;

/// The budget for a page, in milliseconds.
const BUDGET: f64 = 100.0;

/// Time of the first event, in milliseconds since 1970 UTC; one follows each minute.
const FIRST: i64 = 1_700_000_000_000;

#[tokio::main]
async fn main() {
    let events: i64 = env::var("BENCH_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let file = || format!("sqlite://{}", folder.path().join("portal.db").display());
    let url = env::var("BENCH_DATABASE").unwrap_or_else(|_| file());
    let store = Store::open(&url).await.unwrap();
    let begun = Instant::now();
    fill(&url, events).await;
    println!("\n{events} events in {}, made in {:.0} s\n", store.kind(), begun.elapsed().as_secs_f64());
    store.tune().await.unwrap();
    println!("{:<46} {:>12} {:>12} {:>7}", "page of 50 with their number", "measured", "budget", "ratio");
    let nth = |n: i64| jiff::Timestamp::from_millisecond(FIRST + n * 60_000).unwrap();
    let q = |words: &str| AuditFilter { q: Some(words.into()), ..AuditFilter::default() };
    let member = |id: &str| PersonKey::Member(MemberId::new(id));
    let a_person = AuditFilter { actor: Some(member("m-77")), ..AuditFilter::default() };
    let about = AuditFilter { subject: Some(Subject::Member(MemberId::new("s-4242"))), ..AuditFilter::default() };
    let failed = AuditFilter { outcome: Some(Outcome::Failed), ..AuditFilter::default() };
    let sign_ins = AuditFilter { action_prefix: Some("session.".into()), ..AuditFilter::default() };
    let but_steps = AuditFilter { but_action_prefix: Some("step.".into()), ..AuditFilter::default() };
    let week =
        AuditFilter { from: Some(nth(events / 2)), until: Some(nth(events / 2 + 10_080)), ..AuditFilter::default() };
    for (what, filter) in [
        ("all", AuditFilter::default()),
        ("of a person", a_person.clone()),
        ("about somebody", about.clone()),
        ("of a change", AuditFilter { change_id: Some(ChangeId::new("c-31337")), ..AuditFilter::default() }),
        ("that failed", failed.clone()),
        ("sign-ins", sign_ins.clone()),
        (
            "exports: one in ten thousand",
            AuditFilter { action_prefix: Some("export.".into()), ..AuditFilter::default() },
        ),
        ("but steps", but_steps.clone()),
        ("of a week", week.clone()),
        ("of a person, that failed", AuditFilter { outcome: Some(Outcome::Failed), ..a_person.clone() }),
        ("of a person, sign-ins", AuditFilter { actor: a_person.actor.clone(), ..sign_ins.clone() }),
        ("about somebody, sign-ins", AuditFilter { subject: about.subject.clone(), ..sign_ins.clone() }),
        ("with a word that every event has", q("person")),
        ("the same, half typed", q("perso")),
        ("with a letter", q("p")),
        ("with a word of one event in ten", q("finance7")),
        ("with a word of one event in a thousand", q("rare77word")),
        ("with a word of one event", q("request-31337-x")),
        ("with two words", q("rare77word finance")),
        ("with two words of all events", q("grant workspace")),
        ("with two words that never meet", q("person78 rare77word")),
        ("with a word that none has", q("zzzzzz")),
        ("with a word that only the oldest have", q("oldest")),
        ("with a long word of all events", q("workspace")),
        ("with words of all events that are half typed", q("gra worksp")),
        (
            "with a word that only the oldest have, but steps",
            AuditFilter { but_action_prefix: Some("step.".into()), ..q("oldest") },
        ),
        ("with a frequent word, of a person", AuditFilter { actor: a_person.actor.clone(), ..q("finance") }),
        ("with a frequent word, of a week", AuditFilter { from: week.from, until: week.until, ..q("finance") }),
        ("with a frequent word, that failed", AuditFilter { outcome: failed.outcome, ..q("finance") }),
        ("with a frequent word, but steps", AuditFilter { but_action_prefix: Some("step.".into()), ..q("finance") }),
        ("with a rare word, of a person", AuditFilter { actor: a_person.actor.clone(), ..q("rare77word") }),
        ("with a rare word, of a week", AuditFilter { from: week.from, until: week.until, ..q("rare77word") }),
    ] {
        row(what, median(&store, &filter, 1).await);
    }
    row("page 100 of all", median(&store, &AuditFilter::default(), 100).await);
    row("page 100 with a word that every event has", median(&store, &q("person"), 100).await);
    row("page 3 of a person", median(&store, &a_person, 3).await);
    let begun = Instant::now();
    let mut linked = 0;
    while begun.elapsed() < Duration::from_secs(10) {
        let now = store.link_audit().await.unwrap();
        linked += now;
        if now == 0 {
            break;
        }
    }
    let per_second = f64::from(u32::try_from(linked).unwrap()) / begun.elapsed().as_secs_f64();
    println!("\nlinked into the chain: {per_second:.0} events a second");
}

fn row(what: &str, measured: f64) {
    println!("{what:<46} {measured:>9.1} ms {BUDGET:>9.0} ms {:>7.2}", measured / BUDGET);
}

/// What a page takes, in milliseconds.
async fn median(store: &Store, filter: &AuditFilter, number: u32) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        store.audit(filter, PageRequest { number, size: 50 }).await.unwrap();
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    times[TIMES / 2]
}

/// Events of 500 people about 5,000, most of them steps, as years of use leave them.
async fn fill(url: &str, events: i64) {
    let db = Box::pin(Database::connect(url)).await.unwrap();
    let numbers = match db.get_database_backend() {
        DbBackend::Postgres => format!("SELECT i FROM generate_series(1::bigint, {events}) AS n(i)"),
        _ => format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events}) SELECT i FROM n"
        ),
    };
    let actor = r#"'{"member_id":"m-' || (i % 500) || '","name":"Person ' || (i % 500) || '","email":"person' || (i % 500) || '@example.com","role":"admin"}'"#;
    let summary = "'Grant team Finance' || (i % 90) || ' Can view on Workspace ' || (i % 300) ||
        CASE WHEN i % 1000 = 77 THEN ' rare77word' ELSE '' END || CASE WHEN i <= 20000 THEN ' oldest' ELSE '' END";
    let insert = format!(
        "INSERT INTO audit_events
            (id, at, actor, actor_email, actor_key, action, summary, outcome, change_id, sigma_request_id, search)
        SELECT 'e' || i, {FIRST} + i * 60000, {actor}, 'person' || (i % 500) || '@example.com', 'member:m-' || (i % 500),
            CASE WHEN i % 10000 = 0 THEN 'export.list' WHEN i % 20 = 0 THEN 'session.signed_in' WHEN i % 5 = 0 THEN 'change.accepted' ELSE 'step.done' END,
            {summary}, CASE WHEN i % 400 = 0 THEN 'failed' ELSE 'succeeded' END, 'c-' || (i / 6), 'request-' || i || '-x',
            lower({summary} || ' Person ' || (i % 500) || ' person' || (i % 500) || '@example.com request-' || i || '-x')
        FROM ({numbers}) AS numbers"
    );
    db.execute_unprepared(&insert).await.unwrap();
    let subjects = format!(
        r#"INSERT INTO audit_subjects (event_id, position, subject_key, subject)
        SELECT 'e' || i, 0, 'member:s-' || (i % 5000), '{{"kind":"member","id":"s-' || (i % 5000) || '"}}'
        FROM ({numbers}) AS numbers"#
    );
    db.execute_unprepared(&subjects).await.unwrap();
    if db.get_database_backend() == DbBackend::Postgres {
        // As the server does by itself, soon.
        db.execute_unprepared("VACUUM ANALYZE").await.unwrap();
    }
    db.close().await.unwrap();
}
