//! What ends when somebody leaves: their open requests, and what was granted to them.

use super::{Error, Requests, present::Whom};
use crate::domain::{AccessRequest, Actor, Beneficiary, Capability, RequestEventKind, RequestState};
use jiff::Timestamp;

/// What is asked, being given or being taken back.
const UNDER_WAY: [RequestState; 5] = [
    RequestState::Pending,
    RequestState::Approved,
    RequestState::Applying,
    RequestState::Attention,
    RequestState::Ending,
];

impl Requests {
    /// Closes what somebody has asked for and nobody has decided, and has all end now that was granted to them. All of their
    /// requests that were not over, as they are by then; those that are being applied go on, and are worth another call.
    /// Taking back begins with the next look at what is due.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may not deactivate people, [`Error::NotReady`] and [`Error::Store`].
    pub async fn leave(&self, email: &str, actor: &Actor) -> Result<Vec<AccessRequest>, Error> {
        let snapshot = self.0.snapshot()?;
        if !self.0.acting(actor, &snapshot).role.can(Capability::WriteMembers) {
            return Err(Error::Forbidden);
        }
        let someone = Beneficiary { member_id: None, name: String::new(), email: email.to_owned(), newcomer: None };
        let key = match Whom::of(&someone, &snapshot) {
            Some(whom) => self.0.party_of(&whom, &snapshot).key,
            None => return Ok(Vec::new()),
        };
        let now = self.0.store.clock().now();
        let is_theirs = |request: &AccessRequest| {
            // Somebody without an account is known by the address, however they had signed in when they asked.
            let is_address = request.beneficiary.member_id.is_none();
            request.beneficiary.key() == key || (is_address && request.beneficiary.email.eq_ignore_ascii_case(email))
        };
        let mut all = self.0.store.requests_in(&UNDER_WAY).await?;
        all.retain(is_theirs);
        all.extend(self.0.store.granted_requests_for(&key).await?);
        // A renewal has ended with what it renewed.
        all.retain(|request| request.renews.is_none() || request.state.is_open());
        let mut left = Vec::with_capacity(all.len());
        for request in all {
            let request = match self.ended_for_leaver(request, actor, now).await {
                Ok(request) => request,
                // Somebody was faster: it is said how it is by now.
                Err(Error::Changed(present)) => *present,
                Err(error) => return Err(error),
            };
            left.push(request);
        }
        Ok(left)
    }

    async fn ended_for_leaver(
        &self,
        request: AccessRequest,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<AccessRequest, Error> {
        let note = "The person leaves.";
        match request.state {
            RequestState::Pending => {
                let closed = request.with(RequestState::Closed, RequestEventKind::Closed, Some(actor), note, now);
                self.saved(closed, false).await
            }
            RequestState::Granted if request.ends_at.is_none_or(|ends| ends > now) => {
                let ending = AccessRequest { ends_at: Some(now), ..request };
                let ending = ending.with(RequestState::Granted, RequestEventKind::Shortened, Some(actor), note, now);
                self.saved(ending, false).await
            }
            RequestState::Granted
            | RequestState::Approved
            | RequestState::Applying
            | RequestState::Attention
            | RequestState::Ending
            | RequestState::Ended
            | RequestState::Denied
            | RequestState::Cancelled
            | RequestState::Closed => Ok(request),
        }
    }
}
