//! Sessions, used as tower-sessions uses them.

use super::{database::Database, on_both, samples::at};
use futures::future::join_all;
use sea_orm::ConnectionTrait;
use serde_json::json;
use sigma_portal::store::{SessionStore, Store};
use std::collections::BTreeSet;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use time::OffsetDateTime;
use tower_sessions::{
    Session, SessionStore as _,
    session::{Id, Record},
};

on_both!(
    are_shared_by_processes,
    end_when_they_expire,
    end_however_much_they_are_used,
    are_kept_without_their_ids,
    get_another_id_when_theirs_is_taken,
    stay_deleted,
    get_a_new_id_at_sign_in,
    many_begin_and_end_at_once,
);

/// How long a session lasts at most.
const LONGEST: Duration = Duration::from_mins(1);

/// A clock to turn by hand.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn sessions(&self, store: &Store) -> SessionStore {
        let clock = self.clone();
        store.sessions(move || at(clock.0.load(Ordering::Relaxed)), LONGEST)
    }

    fn turn(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Relaxed);
    }
}

/// A session of this person that ends so many seconds into the day.
fn record(person: &str, ends: i64) -> Record {
    let expiry_date = OffsetDateTime::from_unix_timestamp(at(ends).as_second()).unwrap();
    let data = [("person".to_owned(), json!({ "name": person, "roles": [1, null] }))].into();
    Record { id: Id::default(), data, expiry_date }
}

async fn are_shared_by_processes(database: Database) {
    let (clock, stores) = (Clock::default(), [database.store().await, database.store().await]);
    let [one, two] = [clock.sessions(&stores[0]), clock.sessions(&stores[1])];
    let mut record = record("Ada\0", 10);
    one.create(&mut record).await.unwrap();
    assert_eq!(two.load(&record.id).await.unwrap(), Some(record.clone()));
    record.data.insert("flash".into(), json!("saved"));
    record.expiry_date += time::Duration::seconds(5);
    two.save(&record).await.unwrap();
    assert_eq!(one.load(&record.id).await.unwrap(), Some(record));
    assert_eq!(one.load(&Id::default()).await.unwrap(), None);
}

async fn end_when_they_expire(database: Database) {
    let clock = Clock::default();
    let sessions = clock.sessions(&database.store().await);
    let [mut short, mut long] = [record("Ada", 10), record("Bo", 20)];
    sessions.create(&mut short).await.unwrap();
    sessions.create(&mut long).await.unwrap();
    clock.turn(9);
    assert!(sessions.load(&short.id).await.unwrap().is_some());
    assert_eq!(sessions.delete_expired().await.unwrap(), 0);
    clock.turn(10);
    assert_eq!(sessions.load(&short.id).await.unwrap(), None);
    assert_eq!(sessions.delete_expired().await.unwrap(), 1);
    assert!(sessions.load(&long.id).await.unwrap().is_some());
}

async fn end_however_much_they_are_used(database: Database) {
    let clock = Clock::default();
    let sessions = clock.sessions(&database.store().await);
    let mut used = record("Ada", 30);
    sessions.create(&mut used).await.unwrap();
    for now in [20, 40, 59] {
        clock.turn(now);
        used.expiry_date = record("Ada", now + 30).expiry_date;
        sessions.save(&used).await.unwrap();
        assert!(sessions.load(&used.id).await.unwrap().is_some(), "it ended after {now} seconds");
    }
    clock.turn(60);
    assert_eq!(sessions.load(&used.id).await.unwrap(), None);
    sessions.save(&used).await.unwrap();
    assert_eq!(sessions.load(&used.id).await.unwrap(), None, "using it has brought it back");
    assert_eq!(sessions.delete_expired().await.unwrap(), 1);
}

/// Whoever has a copy of the database has nobody's cookie.
async fn are_kept_without_their_ids(database: Database) {
    let sessions = Clock::default().sessions(&database.store().await);
    let mut record = record("Ada", 10);
    sessions.create(&mut record).await.unwrap();
    let connection = super::database::connect(&database.url).await;
    let all = sea_orm::Statement::from_string(connection.get_database_backend(), "SELECT id FROM sessions");
    let kept: Vec<String> =
        connection.query_all_raw(all).await.unwrap().iter().map(|row| row.try_get("", "id").unwrap()).collect();
    assert_eq!(kept.len(), 1);
    assert_ne!(kept[0], record.id.to_string());
    let stolen: Result<Id, _> = kept[0].parse();
    if let Ok(stolen) = stolen {
        assert_eq!(sessions.load(&stolen).await.unwrap(), None, "what is kept signs someone in");
    }
}

async fn get_another_id_when_theirs_is_taken(database: Database) {
    let sessions = Clock::default().sessions(&database.store().await);
    let mut first = record("Ada", 10);
    sessions.create(&mut first).await.unwrap();
    let mut second = Record { id: first.id, ..record("Bo", 10) };
    sessions.create(&mut second).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(sessions.load(&first.id).await.unwrap(), Some(first));
    assert_eq!(sessions.load(&second.id).await.unwrap(), Some(second));
}

/// A request under way while its user signs out saves its session last; that must not sign the user in again.
async fn stay_deleted(database: Database) {
    let sessions = Clock::default().sessions(&database.store().await);
    let mut record = record("Ada", 10);
    sessions.create(&mut record).await.unwrap();
    sessions.delete(&record.id).await.unwrap();
    sessions.save(&record).await.unwrap();
    sessions.delete(&record.id).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), None);
}

async fn get_a_new_id_at_sign_in(database: Database) {
    let sessions = Arc::new(Clock::default().sessions(&database.store().await));
    let session = Session::new(None, sessions.clone(), None);
    session.insert("return_to", "/members").await.unwrap();
    session.save().await.unwrap();
    let before = session.id().unwrap();
    session.cycle_id().await.unwrap();
    session.save().await.unwrap();
    let after = session.id().unwrap();
    assert_eq!(sessions.load(&before).await.unwrap(), None);
    let again = Session::new(Some(after), sessions, None);
    assert_eq!(again.get::<String>("return_to").await.unwrap().as_deref(), Some("/members"));
}

async fn many_begin_and_end_at_once(database: Database) {
    let stores = [database.store().await, database.store().await];
    let shared = Id::default();
    let requests = (0..60).map(|n| {
        let sessions = Clock::default().sessions(&stores[n % 2]);
        tokio::spawn(async move {
            let mut record = Record { id: shared, ..record(&n.to_string(), 10) };
            sessions.create(&mut record).await.unwrap();
            record.data.insert("count".into(), json!(n));
            sessions.save(&record).await.unwrap();
            assert_eq!(sessions.load(&record.id).await.unwrap().as_ref(), Some(&record));
            if n % 3 == 0 {
                sessions.delete(&record.id).await.unwrap();
            }
            record.id
        })
    });
    let mut ids = BTreeSet::new();
    let mut alive = 0;
    for request in join_all(requests).await {
        let id = request.unwrap();
        ids.insert(id.to_string());
        alive += usize::from(Clock::default().sessions(&stores[0]).load(&id).await.unwrap().is_some());
    }
    assert!(alive >= 40 && ids.len() >= 40, "{alive} of {} sessions are alive", ids.len());
}
