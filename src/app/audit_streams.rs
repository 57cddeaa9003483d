//! Handing the audit log on, as timed work: one task for each system, which one process does at a time.

use crate::{
    notify::AuditStreams,
    schedule::{Failure, Next, Scheduler},
};
use std::time::Duration;

/// How often it is looked for new events.
const LOOK: Duration = Duration::from_secs(5);

/// How long is waited for a system that takes nothing.
const AGAIN: Duration = Duration::from_secs(30);

/// Adds the tasks.
pub fn add_to(scheduler: &mut Scheduler, streams: &AuditStreams) {
    for name in streams.names() {
        let streams = streams.clone();
        scheduler.add(name, LOOK, move |_| {
            let streams = streams.clone();
            async move {
                streams.work_off(name).await.map_err(|error| Failure::new(error).retry_in(AGAIN))?;
                Ok(Next::Regularly)
            }
        });
    }
}
