//! What the process gives up for its secrets' sake.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Forbids core dumps: they would hold Sigma's credentials and people's sessions. Where the system does not allow to
/// forbid them, the portal says so and goes on.
pub fn no_core_dumps() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let forbidden = setrlimit(Resource::Core, none).and_then(|()| set_dumpable_behavior(DumpableBehavior::NotDumpable));
    if let Err(error) = forbidden {
        tracing::warn!(%error, "Core dumps could not be forbidden; one would hold the portal's secrets");
    }
}
