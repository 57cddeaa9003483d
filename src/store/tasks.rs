//! Tasks: work that is done again and again, by one process at a time.
//!
//! Owns when a task is due, which process runs it and what became of its last run. What the work consists of and how
//! often it is done is the caller's matter.
//!
//! Which process runs it is told by its [lease](super::lease). All times are told by the database's clock.

use super::{
    Error, Store, clock,
    entities::task,
    kept,
    lease::{self, Lease, Leased},
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait, Func, OnConflict, Query},
};
use std::time::Duration;

impl Leased for task::Entity {
    const KEY: task::Column = task::Column::Name;
    const UNTIL: task::Column = task::Column::LeaseUntil;
    const FENCE: task::Column = task::Column::Fence;
    const OWNER: Option<task::Column> = Some(task::Column::LeaseOwner);
}

/// Proof of a claim on a task. Everything that becomes of the run is written under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFence(Lease);

impl TaskFence {
    /// The claimed task.
    pub fn name(&self) -> &str {
        &self.0.key
    }
}

/// What is known of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is called.
    pub name: String,
    /// When it is next to run; `None` while it runs, unless somebody wants it to run again at once.
    pub due_at: Option<Timestamp>,
    /// Which process runs it.
    pub lease_owner: Option<String>,
    /// When it may be taken over from that process.
    pub lease_until: Option<Timestamp>,
    /// When it last began.
    pub last_started_at: Option<Timestamp>,
    /// When it last came to an end, well or not.
    pub last_ended_at: Option<Timestamp>,
    /// Why the run that last ended failed.
    pub last_error: Option<String>,
}

impl Task {
    /// Whether a living process runs it.
    pub fn is_running(&self, now: Timestamp) -> bool {
        self.lease_until.is_some_and(|until| until > now)
    }
}

impl Store {
    /// Makes a task that is due at once. One of this name that is there already stays as it is, but is due within
    /// `every` at the latest, so that an interval made shorter counts at once.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn ensure_task(&self, name: &str, every: Duration) -> Result<(), Error> {
        use task::Column;
        let (db, name) = (self.writer(), kept::text(name));
        let insert = Query::insert()
            .into_table(task::Entity)
            .columns([Column::Name, Column::DueAt, Column::Fence])
            .values([Expr::val(&name), clock::now(db), Expr::val(0)])
            .map_err(|e| Error::Unreadable("a task", e.into()))?
            .on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned())
            .to_owned();
        db.execute(&insert).await?;
        task::Entity::update_many()
            .col_expr(Column::DueAt, clock::after(db, every)?)
            .filter(Column::Name.eq(name))
            .filter(Expr::col(Column::DueAt).gt(clock::after(db, every)?))
            .exec(db)
            .await?;
        Ok(())
    }

    /// Names of the tasks that can be claimed: those that are due, and those whose process fell silent.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn due_tasks(&self) -> Result<Vec<String>, Error> {
        let due = claimable(self.reader());
        let names = task::Entity::find().select_only().column(task::Column::Name).filter(due);
        Ok(names.order_by_asc(task::Column::Name).into_tuple().all(self.reader()).await?)
    }

    /// Claims a task for as long as `lease` from now. `None` when there is no such task, it is not due, or somebody,
    /// `owner` included, runs it. A task whose process fell silent counts as due.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_task(&self, name: &str, owner: &str, lease: Duration) -> Result<Option<TaskFence>, Error> {
        use task::Column;
        let (db, name) = (self.writer(), kept::text(name));
        let claim = task::Entity::update_many()
            .col_expr(Column::DueAt, Expr::val(None::<i64>))
            .col_expr(Column::LastStartedAt, clock::now(db))
            .filter(claimable(db));
        Ok(lease::claim(db, &name, owner, lease, claim).await?.map(TaskFence))
    }

    /// Holds the task for as long as it was claimed from now. A lease that has run out can be renewed while nobody else
    /// has claimed the task.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the task has been ended, released or taken over.
    pub async fn renew_task(&self, fence: &TaskFence) -> Result<(), Error> {
        let (lease, time) = (&fence.0, fence.0.time);
        lease::renew::<task::Entity, i64>(self.writer(), lease, time, task::Column::Fence).await.map(drop)
    }

    /// Ends the run, with its error if it failed. The task is due again after `wait`, or at once when somebody asked
    /// for it meanwhile.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the task has been ended, released or taken over; nothing is written.
    pub async fn finish_task(&self, fence: &TaskFence, wait: Duration, error: Option<String>) -> Result<(), Error> {
        let db = self.writer();
        let ended = due_again(clock::after(db, wait)?)
            .col_expr(task::Column::LastEndedAt, clock::now(db))
            .col_expr(task::Column::LastError, Expr::val(error.as_deref().map(kept::text)));
        lease::give_back(db, &fence.0, ended).await
    }

    /// Gives the task back before its run came to an end, to be claimed by anybody at once.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the task has been ended, released or taken over.
    pub async fn release_task(&self, fence: &TaskFence) -> Result<(), Error> {
        lease::give_back(self.writer(), &fence.0, due_again(clock::now(self.writer()))).await
    }

    /// Makes the task due now; while it runs, it runs once more afterwards. Says whether there is such a task.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn run_task_soon(&self, name: &str) -> Result<bool, Error> {
        let asked = task::Entity::update_many()
            .col_expr(task::Column::DueAt, clock::now(self.writer()))
            .filter(task::Column::Name.eq(kept::text(name)))
            .exec(self.writer())
            .await?;
        Ok(asked.rows_affected > 0)
    }

    /// All tasks, by name.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn tasks(&self) -> Result<Vec<Task>, Error> {
        let rows = task::Entity::find().order_by_asc(task::Column::Name).all(self.reader()).await?;
        rows.into_iter().map(from_row).collect()
    }
}

/// Due, and nobody runs it; or whoever ran it fell silent.
fn claimable(db: &impl ConnectionTrait) -> Condition {
    use task::Column;
    let is_past = |column: Column| Expr::col(column).lte(clock::now(db));
    let due = Condition::all().add(Column::LeaseUntil.is_null()).add(is_past(Column::DueAt));
    Condition::any().add(due).add(is_past(Column::LeaseUntil))
}

/// Due at this time unless somebody wanted it sooner.
fn due_again(due_at: Expr) -> UpdateMany<task::Entity> {
    let due_at = Func::coalesce([Expr::col(task::Column::DueAt), due_at]);
    task::Entity::update_many().col_expr(task::Column::DueAt, due_at.into())
}

fn from_row(row: task::Model) -> Result<Task, Error> {
    let time = |at: Option<i64>| at.map(|at| kept::from_millis("a task's time", at)).transpose();
    Ok(Task {
        name: row.name,
        due_at: time(row.due_at)?,
        lease_owner: row.lease_owner,
        lease_until: time(row.lease_until)?,
        last_started_at: time(row.last_started_at)?,
        last_ended_at: time(row.last_ended_at)?,
        last_error: row.last_error,
    })
}
