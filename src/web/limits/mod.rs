//! How much one person may ask of the portal, and everybody together.
//!
//! | file | owns |
//! |---|---|
//! | `rates` | how often a person may do something |
//! | `slots` | how much of something a person may have at once |
//! | `turns` | the middleware: whose turn it is, and work away from the threads that serve everybody |

mod rates;
mod slots;
mod turns;

pub use rates::{Kind, Rate};
pub use turns::{batch, take_turns};

use super::AppError;
use rates::Rates;
use slots::Slots;
use std::time::Duration;

/// How much one person may have at once, and everybody together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub of_one: usize,
    pub of_all: usize,
}

/// What a portal allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests that are being answered. Further ones wait, for a while.
    pub requests: Share,
    /// Downloads that run.
    pub downloads: Share,
    /// Live regions that are followed.
    pub followed: Share,
    pub searches: Rate,
    /// Writes: everything that is posted.
    pub writes: Rate,
    /// Lists and files taken away.
    pub exports: Rate,
    /// Questions to Sigma while somebody waits.
    pub questions: Rate,
    /// Sections of the directory read anew; a refresh reads ten, so five at once and then one in ten seconds.
    pub refreshes: Rate,
    /// Ways to the sign-in provider and back: of an address, which may be that of a proxy that everybody comes through.
    pub sign_ins: Rate,
    /// Refusals that the audit log names one by one.
    pub refusals: Rate,
    /// Calls of the API by one token; of callers without one, by one address.
    pub api: Rate,
}

impl Default for Limits {
    /// Many times what a person at a browser needs, and far below what a portal of two processors can do.
    fn default() -> Self {
        Self {
            requests: Share { of_one: 4, of_all: 64 },
            downloads: Share { of_one: 2, of_all: 16 },
            followed: Share { of_one: 16, of_all: 400 },
            searches: Rate { burst: 600, every: Duration::from_millis(100) },
            writes: Rate { burst: 120, every: Duration::from_millis(500) },
            exports: Rate { burst: 30, every: Duration::from_secs(2) },
            questions: Rate { burst: 120, every: Duration::from_millis(500) },
            refreshes: Rate { burst: 50, every: Duration::from_secs(1) },
            sign_ins: Rate { burst: 600, every: Duration::from_millis(100) },
            refusals: Rate { burst: 20, every: Duration::from_secs(15) },
            api: Rate { burst: 120, every: Duration::from_millis(500) },
        }
    }
}

/// Keeps to [`Limits`].
pub struct LoadLimiter {
    requests: Slots,
    downloads: Slots,
    followed: Slots,
    rates: Rates,
}

impl LoadLimiter {
    /// With nothing taken yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            requests: Slots::new(limits.requests),
            downloads: Slots::new(limits.downloads),
            followed: Slots::new(limits.followed),
            rates: Rates::new(limits),
        }
    }

    /// Takes `times` of what a person may do in a while.
    ///
    /// # Errors
    /// [`AppError::TooMany`], with the time after which it can be done.
    pub fn take(&self, kind: Kind, person: &str, times: u32) -> Result<(), AppError> {
        self.allow(kind, person, times).map_err(|wait| AppError::TooMany { seconds: seconds(wait) })
    }

    /// The same for what is no answer to a request.
    ///
    /// # Errors
    /// How long until it can be done.
    pub fn allow(&self, kind: Kind, person: &str, times: u32) -> Result<(), Duration> {
        self.rates.take(kind, person, times)
    }

    /// Forgets people who have done nothing lately.
    pub fn tidy(&self) {
        self.rates.tidy();
    }
}

/// Whole seconds, at least one.
fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
}
