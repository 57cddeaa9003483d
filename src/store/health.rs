//! Whether the database answers and can be written to, for those who watch over it.

use super::{Error, Store, clock, entities::blob};
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, task::JoinHandle, time::timeout};

/// How long the database may take to say what time it is.
const LOOK_LIMIT: Duration = Duration::from_secs(2);
/// How long whoever asks whether it can be written to waits for the answer.
const PROBE_LIMIT: Duration = Duration::from_millis(1_500);
/// How long an answer counts: so often, at most, something is written only to see whether it can be.
const PROBE_COUNTS: Duration = Duration::from_secs(2);
/// The row that is written to see whether it can be.
const PROBE_KEY: &str = "portal.probe";

/// The last attempt to write something.
#[derive(Debug, Default)]
pub(super) struct Probe {
    /// One that has not come to its end.
    running: Option<JoinHandle<Result<(), Error>>>,
    /// When the last answer was given, and which.
    last: Option<(Instant, Result<(), String>)>,
}

/// The last attempt, shared by all who ask.
pub(super) type SharedProbe = Arc<Mutex<Probe>>;

impl Store {
    /// What time it is for the database. Where it does not answer, reads fail at once from then on and say why, until
    /// this has been asked again with success: nobody waits in vain for what is known to hang.
    ///
    /// # Errors
    /// [`Error::Database`], within two seconds.
    pub async fn look(&self) -> Result<Timestamp, Error> {
        let reader = self.reader();
        let time = reader.look(&Query::select().expr_as(clock::now(reader), "now").take(), LOOK_LIMIT).await;
        reader.note(time.as_ref().err());
        clock::read(time?)
    }

    /// Whether the database can be written to, tried with a row of its own at most every other second; otherwise why
    /// not, within two seconds.
    ///
    /// # Errors
    /// Why nothing can be written, in words for those who run the portal.
    pub async fn writable(&self) -> Result<(), String> {
        let mut probe = self.probe.lock().await;
        if let Some((at, answer)) = &probe.last
            && at.elapsed() < PROBE_COUNTS
        {
            return answer.clone();
        }
        // One that hangs is waited for again, and not joined by another.
        let mut running = probe.running.take().unwrap_or_else(|| {
            let store = self.clone();
            tokio::spawn(async move { store.write_something().await })
        });
        let answer = match timeout(PROBE_LIMIT, &mut running).await {
            Ok(Ok(written)) => written.map_err(|error| error.to_string()),
            Ok(Err(_)) => Err("the attempt to write broke off".to_owned()),
            Err(_) => {
                probe.running = Some(running);
                Err(format!("no answer within {} s", PROBE_LIMIT.as_secs_f32()))
            }
        };
        probe.last = Some((Instant::now(), answer.clone()));
        answer
    }

    async fn write_something(&self) -> Result<(), Error> {
        use blob::Column;
        if let Some(problem) = self.writer().file_problem() {
            return Err(Error::Lost(problem));
        }
        let next = Expr::col((blob::Entity, Column::Version)).add(1);
        let write = Query::insert()
            .into_table(blob::Entity)
            .columns([Column::Key, Column::Version, Column::Bytes])
            .values([Expr::val(PROBE_KEY), Expr::val(1), Expr::val(Vec::<u8>::new())])
            .map_err(|e| Error::Unreadable("a probe", e.into()))?
            .on_conflict(OnConflict::column(Column::Key).value(Column::Version, next).to_owned())
            .to_owned();
        self.writer().execute(&write).await?;
        Ok(())
    }
}
