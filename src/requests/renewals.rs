//! Putting off the end of access: a request by the policy like any other, for as long as before.

use super::{Ask, Deciders, Error, Extension, Requests, present::Present, term::extension};
use crate::domain::{AccessRequest, Actor, NoRoute, RequestId, RequestState};

/// For how many days access is renewed that was asked for without a term.
const DAYS: u32 = 90;

/// What a renewal of granted access would be, if this person asked for it now.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The access that is held.
    pub granted: AccessRequest,
    /// The request that renews it.
    pub wish: Ask,
    /// Who decides in each stage; empty where nobody needs to. Or why it cannot be asked for.
    pub outcome: Result<Vec<Deciders>, NoRoute>,
    /// How it puts off the end.
    pub extension: Extension,
    /// Whether they may have the access end, too.
    pub may_end: bool,
}

impl Requests {
    /// What a renewal by this actor would be: for as long as before, as far as the policy allows.
    ///
    /// # Errors
    /// [`Error::Changed`] for what is not held or has ended, [`Error::NotFound`] for what they may not know of,
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn renewal(&self, id: &RequestId, actor: &Actor) -> Result<Renewal, Error> {
        let case = self.case(id, actor).await?;
        let granted = case.request;
        if granted.state != RequestState::Granted || granted.renews.is_some() {
            return Err(Error::Changed(Box::new(granted)));
        }
        let snapshot = self.0.snapshot()?;
        let beneficiary = granted.beneficiary.member_id.clone().filter(|id| actor.member_id.as_ref() != Some(id));
        let asking = self.asking(beneficiary.as_ref(), None, actor, &snapshot).await?;
        let Present { route, policy, .. } = asking.decided(&self.0, &granted.target, true);
        let days = granted.days.unwrap_or(DAYS);
        let wish = Ask {
            target: granted.target.clone(),
            beneficiary,
            reason: if granted.reason.is_empty() { "Renewal".to_owned() } else { granted.reason.clone() },
            days: Some(policy.longest_days.map_or(days, |longest| days.min(longest))),
            renews: Some(granted.id.clone()),
        };
        let extension = extension(&granted, wish.days, self.0.store.clock().now());
        let outcome = route.map(|route| Deciders::of_all(&route, &snapshot));
        Ok(Renewal { granted, wish, outcome, extension, may_end: case.may_end })
    }
}
