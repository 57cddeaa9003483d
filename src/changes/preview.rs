//! Plans that are looked at before anybody accepts them.

use super::{Changes, Error, Refusal, consequences, plan::plan};
use crate::{
    directory::Snapshot,
    domain::{Actor, Consequences, Intent, Mandate, Plan},
};
use std::sync::Arc;

impl Changes {
    /// Makes the plan for an intent without doing anything.
    ///
    /// # Errors
    /// Why it may not or cannot be done, or that the change to undo could not be read.
    pub async fn preview(&self, intent: &Intent, actor: &Actor) -> Result<Plan, Error> {
        Ok(self.planned(intent, actor, None).await?.0)
    }

    /// The same for what was decided, or is about to be: it does not need the actor's role.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn preview_decided(&self, intent: &Intent, actor: &Actor, mandate: &Mandate) -> Result<Plan, Error> {
        Ok(self.planned(intent, actor, Some(mandate)).await?.0)
    }

    /// What [`Self::preview`] plans, with what it means for people.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn review(&self, intent: &Intent, actor: &Actor) -> Result<(Plan, Consequences), Error> {
        let (plan, _, snapshot) = self.planned(intent, actor, None).await?;
        let told = consequences(&plan, &snapshot);
        Ok((plan, told))
    }

    /// What [`Self::preview_decided`] plans, with what it means for people.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn review_decided(
        &self,
        intent: &Intent,
        actor: &Actor,
        mandate: &Mandate,
    ) -> Result<(Plan, Consequences), Error> {
        let (plan, _, snapshot) = self.planned(intent, actor, Some(mandate)).await?;
        let told = consequences(&plan, &snapshot);
        Ok((plan, told))
    }

    /// The plan, whose it is in the role that they have now, and what it was made from.
    pub(super) async fn planned(
        &self,
        intent: &Intent,
        actor: &Actor,
        mandate: Option<&Mandate>,
    ) -> Result<(Plan, Actor, Arc<Snapshot>), Error> {
        let past = self.0.undone(intent).await?;
        let snapshot = self.0.directory.snapshot().ok_or(Refusal::NotReady)?;
        let standing = self.0.standing(actor, mandate, &snapshot)?;
        let plan = plan(intent, &past, &standing, &snapshot, &self.0.settings.rules)?;
        // Named in their own role, not in the one that a decision lends them.
        let is_the_portals = mandate.is_some_and(|mandate| mandate.is_the_portals(actor));
        let named = if is_the_portals { actor.clone() } else { self.0.present(actor, &snapshot)? };
        Ok((plan, named, snapshot))
    }
}
