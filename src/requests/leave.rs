//! What ends when somebody leaves: their open requests, and what was granted to them.

use super::{Error, Requests, present::Whom};
use crate::domain::{
    AccessRequest, Actor, Beneficiary, Capability, MemberStatus, PersonKey, RequestEventKind, RequestState, Target,
};
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
            let request = match self.ended_for_leaver(request, Some(actor), "The person leaves.", now).await {
                Ok(request) => request,
                // Somebody was faster: it is said how it is by now.
                Err(Error::Changed(present)) => *present,
                Err(error) => return Err(error),
            };
            left.push(request);
        }
        Ok(left)
    }

    /// Does the same for all whose account is deactivated by now, by whoever it was: an offboarding, somebody in Sigma, the
    /// identity provider. Says how many requests were closed or end now.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn end_for_deactivated(&self, now: Timestamp) -> Result<usize, Error> {
        let snapshot = self.0.snapshot()?;
        let gone = snapshot.people().filter(|member| member.status() != MemberStatus::Active);
        let gone: Vec<PersonKey> = gone.map(|member| PersonKey::Member(member.id.clone())).collect();
        let mut all = self.0.store.requests_for_all(&gone, &[RequestState::Pending, RequestState::Granted]).await?;
        // Their way back stays open to them.
        all.retain(|request| !(request.target == Target::Return && request.state == RequestState::Pending));
        all.retain(|request| request.renews.is_none() || request.state.is_open());
        let mut ended = 0;
        for request in all {
            let version = request.version;
            match self.ended_for_leaver(request, None, "The account was deactivated.", now).await {
                Ok(request) => ended += usize::from(request.version != version),
                // Somebody was faster.
                Err(Error::Changed(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(ended)
    }

    async fn ended_for_leaver(
        &self,
        request: AccessRequest,
        by: Option<&Actor>,
        note: &str,
        now: Timestamp,
    ) -> Result<AccessRequest, Error> {
        match request.state {
            RequestState::Pending => {
                let closed = request.with(RequestState::Closed, RequestEventKind::Closed, by, note, now);
                self.saved(closed, false).await
            }
            RequestState::Granted if request.ends_at.is_none_or(|ends| ends > now) => {
                let ending = AccessRequest { ends_at: Some(now), ..request };
                let ending = ending.with(RequestState::Granted, RequestEventKind::Shortened, by, note, now);
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
