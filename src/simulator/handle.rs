//! The handle that everything shares: the organisation behind its lock, tokens, clock, faults and journal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use axum::Router;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tokio::sync::Notify;

use super::clock::{Clock, Stamp};
use super::control::faults::{Effect, Faults, Rule};
use super::control::journal::{Count, Entry, Invitation, Journal};
use super::control::limits::{Gates, Limits};
use super::keep::Kept;
use super::options::Options;
use super::state::Organisation;
use super::state::credential::Scope;
use super::state::member::Member;
use super::state::tokens::Tokens;
use super::table::Slot;
use super::{keep, router, seed};

/// A simulated organisation; clones share it.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    options: Options,
    clock: Clock,
    organisation: RwLock<Organisation>,
    tokens: Mutex<Tokens>,
    faults: Mutex<Faults>,
    limits: Mutex<(Limits, Gates)>,
    journal: Mutex<Journal>,
    dice: Mutex<ChaCha8Rng>,
    unsaved: Notify,
    writing: Mutex<()>,
}

// A handler that panics has at worst half done one change of an invented organisation; the rest goes on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Simulator {
    /// An organisation as the options describe it.
    ///
    /// # Errors
    /// When the state file exists but cannot be read.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let kept = options.state_file.as_deref().map(keep::load).transpose()?.flatten();
        let kept = kept.unwrap_or_else(|| Kept::new(seed::organisation(&options)));
        let dice = ChaCha8Rng::seed_from_u64(options.seed);
        Ok(Self(Arc::new(Inner {
            options,
            clock: Clock::ahead(kept.clock_ahead_ms),
            organisation: RwLock::new(kept.organisation),
            tokens: Mutex::new(kept.tokens),
            unsaved: Notify::new(),
            writing: Mutex::default(),
            faults: Mutex::default(),
            limits: Mutex::default(),
            journal: Mutex::default(),
            dice: Mutex::new(dice),
        })))
    }

    /// The API and the control surface.
    pub fn router(&self) -> Router {
        router::router(self)
    }

    /// Everything that goes wrong at present.
    pub fn faults(&self) -> Faults {
        lock(&self.0.faults).clone()
    }

    /// Replaces everything that goes wrong; the default ends it all.
    pub fn set_faults(&self, faults: Faults) {
        *lock(&self.0.faults) = faults;
    }

    /// Adds one rule after those there are.
    pub fn add_rule(&self, rule: Rule) {
        lock(&self.0.faults).rules.push(rule);
    }

    /// Takes the whole API down or up again.
    pub fn set_down(&self, is_down: bool) {
        lock(&self.0.faults).is_down = is_down;
    }

    /// How often may be called.
    pub fn limits(&self) -> Limits {
        lock(&self.0.limits).0
    }

    /// Changes how often may be called.
    pub fn set_limits(&self, limits: Limits) {
        *lock(&self.0.limits) = (limits, Gates::default());
    }

    /// Token requests allowed in any second; `None` for no limit. Sigma documents 1, which is the default.
    pub fn set_token_limit(&self, tokens_per_second: Option<u32>) {
        self.set_limits(Limits { tokens_per_second, ..self.limits() });
    }

    /// The last calls, oldest first.
    pub fn journal(&self) -> Vec<Entry> {
        lock(&self.0.journal).entries()
    }

    /// Calls per operation, for example `POST /v2/members`.
    pub fn counts(&self) -> BTreeMap<String, Count> {
        lock(&self.0.journal).counts()
    }

    /// How often one operation was called.
    pub fn calls(&self, operation: &str) -> u64 {
        self.counts().get(operation).map_or(0, |count| count.calls)
    }

    /// Forgets all calls so far, and hands out the last of them, oldest first.
    pub fn clear_journal(&self) -> Vec<Entry> {
        std::mem::take(&mut *lock(&self.0.journal)).into_entries()
    }

    /// Invitations mailed, oldest first.
    pub fn invitations(&self) -> Vec<Invitation> {
        self.organisation().invitations.clone()
    }

    /// Moves the clock forward: tokens and exports expire.
    pub fn forward(&self, by: Duration) {
        self.0.clock.forward_ms(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        self.changed();
    }

    /// Puts the clock this many seconds ahead of the machine's, or behind it.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.0.clock.set_ahead_ms(seconds.saturating_mul(1_000));
        self.changed();
    }

    /// Ends every access token at once.
    pub fn revoke_tokens(&self) {
        self.tokens().revoke_all();
        self.changed();
    }

    /// Back to the seed organisation, without faults, tokens, journal or a moved clock. Limits stay.
    pub fn reset(&self) {
        *self.organisation_mut() = seed::organisation(&self.0.options);
        *self.tokens() = Tokens::default();
        self.0.clock.set_ahead_ms(0);
        self.set_faults(Faults::default());
        self.clear_journal();
        self.changed();
    }

    pub(super) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(super) fn now(&self) -> Stamp {
        self.0.clock.now()
    }

    pub(super) fn organisation(&self) -> RwLockReadGuard<'_, Organisation> {
        self.0.organisation.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn organisation_mut(&self) -> RwLockWriteGuard<'_, Organisation> {
        self.0.organisation.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.0.tokens)
    }

    pub(super) fn journal_mut(&self) -> MutexGuard<'_, Journal> {
        lock(&self.0.journal)
    }

    /// The member that credentials act as, unless it was deactivated (BEHAVIOUR.md section 2): those with this client
    /// id, or those the simulator was started with.
    pub(super) fn signed_in(&self, client_id: Option<&str>) -> Option<Slot<Member>> {
        let organisation = self.organisation();
        let owner = match client_id {
            None => (!organisation.first_credentials_revoked).then_some(organisation.owner),
            Some(id) => {
                let credential = organisation.credential(id);
                credential.filter(|credential| credential.scopes.contains(&Scope::Api)).map(|found| found.owner)
            }
        };
        owner.filter(|owner| organisation.members[*owner].is_active())
    }

    /// Whether the API is down, and how many milliseconds this call takes longer.
    pub(super) fn weather(&self) -> (bool, u64) {
        let faults = lock(&self.0.faults);
        (faults.is_down, faults.latency.draw(&mut *lock(&self.0.dice)))
    }

    /// Whether the limits let one more call of a path pattern through.
    pub(super) fn admits(&self, pattern: &str) -> bool {
        let (limits, gates) = &mut *lock(&self.0.limits);
        gates.admit(limits, pattern)
    }

    /// What goes wrong with one call.
    pub(super) fn fault(&self, path: &str, pattern: &str) -> Option<Effect> {
        lock(&self.0.faults).apply(path, pattern, &mut *lock(&self.0.dice))
    }

    /// Notes that there is something to keep.
    pub(super) fn changed(&self) {
        self.0.unsaved.notify_one();
    }

    /// Waits until there is something to keep.
    pub(super) async fn is_changed(&self) {
        self.0.unsaved.notified().await;
    }

    /// Writes the state file, if there is to be one.
    pub(super) fn save(&self) -> anyhow::Result<()> {
        let Some(file) = &self.0.options.state_file else { return Ok(()) };
        // One at a time: the last save at shutdown may meet one that is under way.
        let _writing = lock(&self.0.writing);
        let bytes = keep::bytes(&self.organisation(), &self.tokens(), self.0.clock.ahead_ms())?;
        keep::write(file, &bytes)
    }
}
