//! How statements reach the database: what reads gives up in time, what writes is carried to its end.
//!
//! Whoever waits for a page may go away at any moment, and everything that was being done for them is dropped where it
//! stands. A write that is dropped half-way is neither made nor refused, and sqlx 0.9 can leave its connection inside a
//! transaction that nobody ends. So no write runs in the future of its caller: each runs in a task of its own, which
//! goes on when nobody waits for it any more.

use super::{Error, connect::Target, error::reason};
use arc_swap::ArcSwapOption;
use futures::future::BoxFuture;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    IsolationLevel, QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sea_query::SelectStatement,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::time::timeout;
use tracing::Instrument;

/// How long a read may take, with the wait for a connection.
const READ_LIMIT: Duration = Duration::from_secs(10);
/// How long a write may take, with the wait for a connection.
const WRITE_LIMIT: Duration = Duration::from_mins(1);

/// A pool, and where it leads.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pool: DatabaseConnection,
    target: Arc<Target>,
    demand: Arc<Demand>,
}

impl Link {
    pub(super) fn new(pool: DatabaseConnection, target: Arc<Target>) -> Self {
        Self { pool, target, demand: Arc::default() }
    }

    /// Counts a statement, or a whole transaction, until what is given back is dropped.
    fn count(&self) -> Wanted {
        let PoolUse { in_use, waiting, most, .. } = self.in_use();
        if in_use + waiting >= most {
            self.demand.waited.fetch_add(1, Relaxed);
        }
        self.demand.wanted.fetch_add(1, Relaxed);
        Wanted(self.demand.clone())
    }

    fn in_use(&self) -> PoolUse {
        let is_server = self.pool.get_database_backend() == DbBackend::Postgres;
        let (open, idle, most) = if is_server {
            let pool = self.pool.get_postgres_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        } else {
            let pool = self.pool.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        };
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let in_use = count(open).saturating_sub(idle);
        let waiting = self.demand.wanted.load(Relaxed).saturating_sub(in_use);
        PoolUse { in_use, idle, waiting, waited: self.demand.waited.load(Relaxed), most: count(most) }
    }

    /// Does it within the limit, and finds out why no connection could be had.
    async fn within<T>(&self, limit: Duration, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        match timeout(limit, work).await {
            Ok(Err(error @ DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))) => {
                Err(self.target.obstacle().await.unwrap_or(error))
            }
            Ok(done) => done,
            Err(_) => Err(no_answer(limit)),
        }
    }
}

/// How much is asked of a pool. It does not say itself who waits for it.
#[derive(Debug, Default)]
struct Demand {
    /// Statements and transactions that have a connection or wait for one.
    wanted: AtomicUsize,
    /// How many of them there were, since the start, that found all connections in use.
    waited: AtomicU64,
}

/// One of those that want a connection.
struct Wanted(Arc<Demand>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.wanted.fetch_sub(1, Relaxed);
    }
}

/// How a pool of connections is used at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    pub in_use: usize,
    pub idle: usize,
    /// Statements and transactions that wait for a connection.
    pub waiting: usize,
    /// Those that had to wait, since the start.
    pub waited: u64,
    /// Most connections that it may have.
    pub most: usize,
}

fn no_answer(limit: Duration) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(format!("no answer within {} s", limit.as_secs())))
}

/// Does it even if the caller goes away.
async fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, DbErr> {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => Ok(done),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Nothing aborts these tasks but the end of the process.
            Err(_) => Err(DbErr::Conn(RuntimeErr::Internal("the process is ending".to_owned()))),
        },
    }
}

/// The connections that reads go through.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    link: Link,
    limit: Duration,
    /// Why the database does not answer, while it is known not to.
    outage: Arc<ArcSwapOption<String>>,
}

impl Reader {
    pub(super) fn new(link: Link) -> Self {
        Self { link, limit: READ_LIMIT, outage: Arc::default() }
    }

    pub(super) fn in_use(&self) -> PoolUse {
        self.link.in_use()
    }

    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.link.pool.close().await
    }

    /// The same for what is large and nobody waits for.
    pub(super) fn patient(&self) -> Self {
        Self { limit: WRITE_LIMIT, ..self.clone() }
    }

    /// Everything that is read in it is of one moment, whatever is written meanwhile.
    pub(super) async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let isolation_level = match self.get_database_backend() {
            DbBackend::Postgres => Some(IsolationLevel::RepeatableRead),
            // Every transaction that only reads is that.
            _ => None,
        };
        let options = TransactionOptions { isolation_level, ..TransactionOptions::default() };
        self.link.within(self.limit, self.link.pool.begin_with_options(options)).await
    }

    /// Asks within a limit of its own, also while the database is known not to answer.
    pub(super) async fn look(&self, query: &SelectStatement, limit: Duration) -> Result<Option<QueryResult>, DbErr> {
        match timeout(limit, self.link.pool.query_one(query)).await {
            // Found out at leisure: the answer itself does not wait for it.
            Ok(Err(DbErr::ConnectionAcquire(_))) | Err(_) => {
                Err(match timeout(limit, self.link.target.obstacle()).await {
                    Ok(Some(obstacle)) => obstacle,
                    Ok(None) | Err(_) => no_answer(limit),
                })
            }
            Ok(answer) => answer,
        }
    }

    /// Notes that the database does not answer, or that it does.
    pub(super) fn note(&self, error: Option<&DbErr>) {
        self.outage.store(error.map(|error| Arc::new(reason(error))));
    }

    async fn ask<T>(&self, question: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        if let Some(reason) = self.outage.load_full() {
            return Err(DbErr::Conn(RuntimeErr::Internal(reason.to_string())));
        }
        let _counted = self.link.count();
        self.link.within(self.limit, question).await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.link.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ask(self.link.pool.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.ask(self.link.pool.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.ask(self.link.pool.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.ask(self.link.pool.query_all_raw(statement)).await
    }
}

/// What writes. A statement by itself is one write.
#[derive(Clone, Debug)]
pub(super) struct Writer(Link);

impl Writer {
    pub(super) fn new(link: Link) -> Self {
        Self(link)
    }

    /// `None` where it has the pool of what reads.
    pub(super) fn in_use(&self, reader: &Reader) -> Option<PoolUse> {
        (!Arc::ptr_eq(&self.0.demand, &reader.link.demand)).then(|| self.0.in_use())
    }

    /// The pool, and where it leads.
    pub(super) fn link(&self) -> (&DatabaseConnection, &Target) {
        (&self.0.pool, &self.0.target)
    }

    /// What is wrong with the database's file, where it is one.
    pub(super) fn file_problem(&self) -> Option<String> {
        self.0.target.file_problem()
    }

    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.0.pool.close().await
    }

    /// Does a statement in a task of its own.
    async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(DatabaseConnection) -> BoxFuture<'static, Result<T, DbErr>> + Send + 'static,
    ) -> Result<T, DbErr> {
        let link = self.0.clone();
        let done = async move {
            let _counted = link.count();
            link.within(WRITE_LIMIT, work(link.pool.clone())).await
        };
        to_the_end(done).await?
    }

    /// Starts a transaction.
    ///
    /// `SQLite` takes the write lock at once: a transaction that reads first and writes later can be refused for good
    /// when another process wrote in between.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.0.within(WRITE_LIMIT, self.0.pool.begin_with_options(options)).await
    }

    /// Does everything in one transaction, in a task of its own: all of it, or nothing when it fails.
    pub(super) async fn transaction<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        let writer = self.clone();
        let all = async move {
            let _counted = writer.0.count();
            let transaction = writer.begin().await?;
            let done = work(&transaction).await?;
            transaction.commit().await?;
            Ok(done)
        };
        let limited =
            async move { timeout(WRITE_LIMIT, all).await.unwrap_or_else(|_| Err(no_answer(WRITE_LIMIT).into())) };
        to_the_end(limited).await?
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Writer {
    fn get_database_backend(&self) -> DbBackend {
        self.0.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.alone(|pool| Box::pin(async move { pool.execute_raw(statement).await })).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let sql = sql.to_owned();
        self.alone(|pool| Box::pin(async move { pool.execute_unprepared(&sql).await })).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.alone(|pool| Box::pin(async move { pool.query_one_raw(statement).await })).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.alone(|pool| Box::pin(async move { pool.query_all_raw(statement).await })).await
    }
}
