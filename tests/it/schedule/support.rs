//! Processes for a test, and tasks whose runs end as the test says.

use crate::store::database::Database;
use jiff::Timestamp;
use sigma_portal::{
    schedule::{Failure, Next, Scheduler, SchedulerHandle, Timing},
    store::{Store, Task},
};
use std::time::Duration;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

pub const HOUR: Duration = Duration::from_hours(1);

/// Polls often; a lease long enough for a busy machine and short enough to wait for.
pub const QUICK: Timing = Timing { poll: Duration::from_millis(20), lease: Duration::from_secs(2) };

/// Looks once at its start and then only when it has a reason to.
pub const SELDOM: Timing = Timing { poll: HOUR, lease: Duration::from_secs(30) };

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(30);

type Answer = Result<Next, Failure>;

/// A run that has begun, and ends as the test says; one that the test drops panics.
pub struct Begun {
    pub process: &'static str,
    pub task: &'static str,
    answer: oneshot::Sender<Answer>,
}

impl Begun {
    pub fn end(self, answer: Answer) {
        self.answer.send(answer).expect("the run has been cut off");
    }

    pub async fn is_cut_off(&mut self) {
        timeout(PATIENCE, self.answer.closed()).await.expect("the run goes on");
    }
}

/// The runs of all processes of a test, as they begin.
pub struct Runs {
    sender: mpsc::UnboundedSender<Begun>,
    begun: mpsc::UnboundedReceiver<Begun>,
}

impl Runs {
    pub fn new() -> Self {
        let (sender, begun) = mpsc::unbounded_channel();
        Self { sender, begun }
    }

    /// The run that begins next.
    pub async fn next(&mut self) -> Begun {
        timeout(PATIENCE, self.begun.recv()).await.expect("no run begins").unwrap()
    }

    /// That no other run has begun.
    pub fn assert_no_more(&mut self) {
        if let Ok(begun) = self.begun.try_recv() {
            panic!("{} runs {} too", begun.process, begun.task);
        }
    }

    /// Starts a process with these tasks, each to run every hour.
    pub async fn process(
        &self,
        database: &Database,
        name: &'static str,
        timing: Timing,
        tasks: &[&'static str],
    ) -> Process {
        let store = database.store().await;
        let mut scheduler = Scheduler::new(store.clone(), timing);
        for task in tasks {
            let (runs, task) = (self.sender.clone(), *task);
            scheduler.add(task, HOUR, move |_| {
                let (answer, told) = oneshot::channel();
                runs.send(Begun { process: name, task, answer }).unwrap();
                async move { told.await.expect("the test drops the run") }
            });
        }
        let (handle, stop) = (scheduler.handle(), CancellationToken::new());
        let running = tokio::spawn(scheduler.run(stop.clone()));
        Process { store, handle, stop, running }
    }
}

/// A scheduler with a store of its own.
pub struct Process {
    pub store: Store,
    pub handle: SchedulerHandle,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Process {
    /// Stops it in an orderly way.
    pub async fn stop(self) {
        self.stop.cancel();
        timeout(PATIENCE, self.running).await.expect("it does not stop").unwrap();
    }

    /// Ends it where it is; it writes nothing more.
    pub async fn kill(self) {
        self.running.abort();
        assert!(self.running.await.unwrap_err().is_cancelled());
    }

    /// What the database knows of a task.
    pub async fn task(&self, name: &str) -> Task {
        self.store.tasks().await.unwrap().into_iter().find(|task| task.name == name).expect("no such task")
    }

    /// Waits until the last run of a task has been written down, and gives what is known then.
    pub async fn ended(&self, name: &str) -> Task {
        until("the run does not end", async || self.task(name).await.lease_owner.is_none()).await;
        self.task(name).await
    }
}

/// Waits until something is so.
pub async fn until(otherwise: &str, is_so: impl AsyncFn() -> bool) {
    let waited = timeout(PATIENCE, async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    });
    waited.await.expect(otherwise);
}

/// Whether a task waits for its regular time.
pub fn is_due_in_an_hour(task: &Task) -> bool {
    task.due_at.is_some_and(|due| due > Timestamp::now() + HOUR / 2)
}
