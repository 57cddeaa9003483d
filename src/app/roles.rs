//! Roles that were given inside the portal, as timed work: they end with the account.

use crate::{
    directory::Directory,
    schedule::{Next, Scheduler},
};
use std::time::Duration;

/// How often it is looked for people who have left and were given a role. What they lost by leaving they lost at once.
const RELEASE: Duration = Duration::from_mins(5);

/// Adds the task.
pub fn add_to(scheduler: &mut Scheduler, directory: &Directory) {
    let directory = directory.clone();
    scheduler.add("roles.release", RELEASE, move |_| {
        let directory = directory.clone();
        async move {
            let released = directory.release_roles().await?;
            if released > 0 {
                tracing::info!(released, "Took {released} assigned roles from people who have left");
            }
            Ok(Next::Regularly)
        }
    });
}
