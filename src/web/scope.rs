//! What a request may be shown of the organisation, and whether it may make the portal ask Sigma. The only ways of a
//! handler to either.

use super::{AppError, Kind, RequestContext, security::FromOwnPage};
use crate::{directory::Snapshot, domain::MemberId, sigma::SigmaClient};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

/// How long a page waits for what it must ask of Sigma; the rest of it is complete without.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(8);

impl RequestContext {
    /// The directory as far as whoever asks is shown it, or the page that says it is still being read.
    ///
    /// # Errors
    /// [`AppError::NotReady`].
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, AppError> {
        self.view.clone().ok_or(AppError::NotReady)
    }

    /// The directory for a page about one person. One's own page shows all that concerns oneself, so it is the whole
    /// directory that it looks into; such a page shows nothing of anybody else, and links only to what
    /// [`Self::snapshot`] has.
    ///
    /// # Errors
    /// [`AppError::NotReady`].
    pub fn snapshot_about(&self, member: &MemberId) -> Result<Arc<Snapshot>, AppError> {
        if self.is_me(member) { self.app.directory.snapshot().ok_or(AppError::NotReady) } else { self.snapshot() }
    }

    /// Whether this is whoever asks.
    pub fn is_me(&self, member: &MemberId) -> bool {
        self.actor.member_id.as_ref() == Some(member)
    }

    /// Whether the request was made by one of the portal's own pages: a link, a form, a script of it. Not so for typed
    /// addresses and for what other sites make a browser ask.
    pub fn is_from_own_page(&self) -> bool {
        self.parts.extensions.get::<FromOwnPage>().is_some_and(|from| from.0)
    }

    /// Goes on only for a request of one of the portal's own pages.
    ///
    /// # Errors
    /// [`AppError::Elsewhere`].
    pub fn require_own_page(&self) -> Result<(), AppError> {
        if self.is_from_own_page() { Ok(()) } else { Err(AppError::Elsewhere) }
    }

    /// The client for what must be asked of Sigma while somebody waits. Gives up in time for the rest of the page, and
    /// asks nothing unless the request came from one of the portal's own pages: another site could otherwise make a
    /// browser that is signed in ask as often as it likes. The page then offers to ask.
    pub fn sigma(&self) -> SigmaClient {
        self.sigma_within(SIGMA_TIMEOUT)
    }

    /// The same for what takes longer or shorter.
    pub fn sigma_within(&self, patience: Duration) -> SigmaClient {
        self.patient_sigma().until(Instant::now() + patience)
    }

    /// The same without a deadline: for what sets one of its own, or streams. Every call is counted against the actor.
    pub fn patient_sigma(&self) -> SigmaClient {
        if !self.is_from_own_page() {
            return self.app.client.silent();
        }
        let (app, who) = (self.app.clone(), self.actor.email.clone());
        self.app.client.metered(Arc::new(move || app.limits.allow(Kind::Question, &who, 1)))
    }
}
