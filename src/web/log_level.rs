//! What this process logs, changed while it runs: as the settings say when they are read anew, and in more detail for a
//! while when an admin asks for it.

use jiff::Timestamp;
use std::{
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};
use tokio::task::AbortHandle;
use tracing_subscriber::{EnvFilter, Registry, reload::Handle};

static LEVEL: OnceLock<Level> = OnceLock::new();

/// The filter of the log, where there is one to change.
struct Level {
    handle: Handle<EnvFilter, Registry>,
    state: Mutex<State>,
}

struct State {
    /// The filter of the settings.
    configured: String,
    more: Option<More>,
    /// Ends the wait for the end of that.
    ending: Option<AbortHandle>,
}

/// How much more than the settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Debug,
    Trace,
}

/// More than the settings say, for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct More {
    pub detail: Detail,
    pub until: Timestamp,
}

/// What is logged at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The filter of the settings.
    pub configured: String,
    pub more: Option<More>,
}

impl Detail {
    /// All, the less detailed first.
    pub const ALL: [Self; 2] = [Self::Debug, Self::Trace];

    /// The word for filters and forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.slug() == slug)
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Debug => "Debug",
            Self::Trace => "Trace",
        }
    }
}

/// Makes the filter of the log one that can be changed.
pub fn set_log_handle(handle: Handle<EnvFilter, Registry>, configured: &str) {
    let state = State { configured: configured.to_owned(), more: None, ending: None };
    // Set already in tests that start several portals.
    _ = LEVEL.set(Level { handle, state: Mutex::new(state) });
}

/// What is logged; `None` where that cannot be changed.
pub fn logged() -> Option<Logged> {
    let level = LEVEL.get()?;
    let state = level.state.lock().unwrap_or_else(PoisonError::into_inner);
    Some(Logged { configured: state.configured.clone(), more: state.more })
}

/// Logs by this filter of the settings from now on; more than that stays for its while.
pub fn configure_log(filter: &str) {
    let Some(level) = LEVEL.get() else { return };
    let mut state = level.state.lock().unwrap_or_else(PoisonError::into_inner);
    filter.clone_into(&mut state.configured);
    level.apply(&state);
}

/// Logs more of the portal's own for a while. Other crates' detail stays out: statements and bodies may have personal data
/// in them. Whether it can be done.
pub fn log_more(detail: Detail, time: Duration, now: Timestamp) -> bool {
    let Some(level) = LEVEL.get() else { return false };
    let mut state = level.state.lock().unwrap_or_else(PoisonError::into_inner);
    state.more = Some(More { detail, until: now + time });
    let ending = tokio::spawn(async move {
        tokio::time::sleep(time).await;
        log_as_configured();
    });
    if let Some(before) = state.ending.replace(ending.abort_handle()) {
        before.abort();
    }
    level.apply(&state);
    true
}

/// Logs what the settings say, and no more.
pub fn log_as_configured() {
    let Some(level) = LEVEL.get() else { return };
    let mut state = level.state.lock().unwrap_or_else(PoisonError::into_inner);
    state.more = None;
    level.apply(&state);
    // Last: it may be the one that this runs in.
    if let Some(before) = state.ending.take() {
        before.abort();
    }
}

impl Level {
    fn apply(&self, state: &State) {
        let filter = match state.more {
            Some(more) => format!("{},sigma_portal={}", state.configured, more.detail.slug()),
            None => state.configured.clone(),
        };
        match EnvFilter::try_new(&filter) {
            Ok(parsed) => {
                // Only a subscriber that is gone refuses it.
                _ = self.handle.reload(parsed);
            }
            Err(error) => tracing::error!(%error, "The log filter cannot be read; the log stays as it was"),
        }
    }
}
