//! Whether whom a change is sent for may still do it: asked before every step, with the role that they have now.

use super::{Inner, Refusal, guard};
use crate::{
    directory::Snapshot,
    domain::{Actor, Change, Denied, Intent, Mandate, Role, text::isolated},
    store,
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

/// What stands against sending a step now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Whom it is sent for may no longer do it: the whole change stops. A sentence says why.
    Stop(String),
    /// Whether they may cannot be told before more of the directory has been read.
    Wait,
    /// A rule stands against this step alone.
    Refused(Refusal),
}

/// What was found, and for which state of the directory.
type Found = (Arc<Snapshot>, Result<Actor, Obstacle>);

/// For whom a change is sent, and what that needs.
pub struct Licence {
    intent: Intent,
    past: Vec<Change>,
    sent_for: Actor,
    /// The decision that it stands on, unless somebody has taken it over since.
    mandate: Option<Box<Mandate>>,
    /// Why nothing of it is sent, whoever it is for: it is not what the portal accepted.
    broken: Option<&'static str>,
    /// What was found for the directory's last state: of a change with thousands of steps only the step is asked anew.
    last: Mutex<Option<Found>>,
}

impl Inner {
    /// What an undo undoes, and what that has undone in its turn; empty for every other intent, and where it is no
    /// longer kept.
    pub(super) async fn undone(&self, intent: &Intent) -> Result<Vec<Change>, store::Error> {
        let mut past: Vec<Change> = Vec::new();
        let mut seen = HashSet::new();
        let mut next = of_undo(intent).cloned();
        while let Some(id) = next.filter(|id| seen.insert(id.clone())) {
            let Some(change) = self.store.change(&id).await? else { break };
            next = of_undo(&change.intent).cloned();
            past.push(change);
        }
        Ok(past)
    }

    /// The actor with the role that they have now.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when they may not use the portal any more.
    pub(super) fn present(&self, actor: &Actor, snapshot: &Snapshot) -> Result<Actor, Refusal> {
        self.authority.now(actor, snapshot).map_err(|denied| match denied {
            Denied::NotReadYet => Refusal::NotReady,
            Denied::NoAccount
            | Denied::NotInvited
            | Denied::Deactivated
            | Denied::SystemAccount
            | Denied::Embed
            | Denied::Guest
            | Denied::UnknownKind => Refusal::Forbidden(format!("{} {denied}.", isolated(&actor.name))),
        })
    }

    /// Learns the groups that come with a role, of somebody whom this process has not seen since it started.
    async fn know_groups(&self, actor: &Actor) -> Result<(), store::Error> {
        let Some(subject) = actor.subject.as_ref().filter(|subject| self.authority.groups_of(subject).is_none()) else {
            return Ok(());
        };
        if let Some(known) = self.store.known_subject(subject).await? {
            self.authority.note_groups(&known.subject, &known.groups);
        }
        Ok(())
    }

    /// The actor with what a decision lends them: all that an admin may do, for this change alone. They must be let in all
    /// the same, which their present role says; nobody needs to be where the portal acts by a policy or a term.
    ///
    /// # Errors
    /// As [`Self::present`].
    pub(super) fn standing(
        &self,
        actor: &Actor,
        mandate: Option<&Mandate>,
        snapshot: &Snapshot,
    ) -> Result<Actor, Refusal> {
        match mandate {
            None => self.present(actor, snapshot),
            Some(mandate) if mandate.is_the_portals(actor) => Ok(Actor { role: Role::Admin, ..actor.clone() }),
            Some(Mandate::Request { .. } | Mandate::Term { .. }) => {
                Ok(Actor { role: Role::Admin, ..self.present(actor, snapshot)? })
            }
        }
    }

    /// The licence of a change, as it was read when its worker claimed it.
    pub(super) async fn licence(&self, change: &Change) -> Result<Licence, store::Error> {
        let broken = self.store.seal_problem(&change.id).await?;
        if let Some(problem) = broken {
            tracing::error!(change = %change.id, problem, "A change is not run: it is not what the portal accepted");
        }
        self.know_groups(change.sent_for()).await?;
        let past = self.undone(&change.intent).await?;
        let (intent, sent_for) = (change.intent.clone(), change.sent_for().clone());
        // Whoever takes a change over acts in their own role.
        let mandate = change.mandate.clone().filter(|_| change.ordered_by.is_none());
        Ok(Licence { intent, past, sent_for, mandate, broken, last: Mutex::default() })
    }
}

/// The change that this undoes.
fn of_undo(intent: &Intent) -> Option<&crate::domain::ChangeId> {
    if let Intent::Undo { change_id } = intent { Some(change_id) } else { None }
}

impl Licence {
    /// Whom the change is sent for, in the role that they have now, and the state of the directory that says so.
    ///
    /// # Errors
    /// What stands against sending anything of it.
    pub fn now(&self, inner: &Inner) -> Result<(Actor, Arc<Snapshot>), Obstacle> {
        if let Some(why) = self.broken {
            return Err(Obstacle::Stop(format!("Nothing more of this was sent. {why}")));
        }
        let snapshot = inner.directory.snapshot().ok_or(Obstacle::Wait)?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match &*last {
            Some((of, found)) if Arc::ptr_eq(of, &snapshot) => found.clone(),
            Some(_) | None => self.ask(inner, &snapshot),
        };
        *last = Some((snapshot.clone(), found.clone()));
        found.map(|actor| (actor, snapshot))
    }

    fn ask(&self, inner: &Inner, snapshot: &Snapshot) -> Result<Actor, Obstacle> {
        let actor = inner.standing(&self.sent_for, self.mandate.as_deref(), snapshot).map_err(obstacle)?;
        match guard::authorise(&self.intent, &self.past, &actor, snapshot) {
            Ok(()) => Ok(actor),
            Err(refusal) => Err(said(refusal, &actor)),
        }
    }

    /// Whom the audit log names for a call that was made for this actor: in their own role, not in the one that was lent.
    pub fn named(&self, actor: Actor) -> Actor {
        match self.mandate.as_deref() {
            None => actor,
            Some(Mandate::Request { .. } | Mandate::Term { .. }) => Actor { role: self.sent_for.role, ..actor },
        }
    }

    /// Whom the change is sent for, as of when they ordered it.
    pub fn sent_for(&self) -> &Actor {
        &self.sent_for
    }
}

/// What a refusal of the actor, in the role that they have now, means for the change. Others read it: it says who.
pub fn said(refusal: Refusal, actor: &Actor) -> Obstacle {
    match refusal {
        Refusal::Forbidden(_) => Obstacle::Stop(format!(
            "{} may no longer do this: their role is now {}.",
            isolated(&actor.name),
            actor.role.label().to_lowercase()
        )),
        other @ (Refusal::NotReady | Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::Nothing(_)) => {
            obstacle(other)
        }
    }
}

fn obstacle(refusal: Refusal) -> Obstacle {
    match refusal {
        Refusal::Forbidden(why) => Obstacle::Stop(why),
        Refusal::NotReady => Obstacle::Wait,
        Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::Nothing(_) => Obstacle::Refused(refusal),
    }
}
