//! How much of the organisation somebody is shown: the one place where that is decided.
//!
//! Admins and auditors see all of it. A team manager is shown a snapshot of their own, which holds nothing else than
//! this, so that no page can show more:
//!
//! | of | what |
//! |---|---|
//! | teams | those they administer in Sigma or were given in the portal, with everybody in them and all that is granted to them |
//! | workspaces | those they can really manage in Sigma or were given in the portal, with all grants on them, and the documents in them |
//! | connections | those that their teams may use, with their teams' grants; those that they were given in the portal, with all grants |
//! | people | members of those teams, holders of a direct grant on those workspaces and on connections that were given, and themselves: profile and values of user attributes; of teams and access only what goes through those teams and workspaces |
//! | user attributes | those that these people and teams have a value of, with these values |
//! | history | what is about the above, once it has happened |
//!
//! Beyond that they learn names: of a team that holds a grant on one of those workspaces, with how many are in it, and of
//! a workspace or connection that one of those teams holds a grant on. And they find any active person by name or
//! address, to add them: name, address and account type, nothing else.
//!
//! Everybody else is shown nothing here: their own page takes what it shows from the whole, see `web`.
//!
//! | file | owns |
//! |---|---|
//! | `select` | which rows those are, and the snapshot made of them |
//! | `beyond` | what may be learned of the rest: names, numbers, people to add |
//! | `seen` | which events and deeds are about it |

mod beyond;
mod seen;
mod select;

pub use beyond::Card;
pub(super) use beyond::Extent;
pub use seen::SeenEvents;

use super::{Directory, Snapshot};
use crate::domain::{Actor, MemberId, Role};
use std::{
    collections::HashMap,
    str::FromStr,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

/// Most views kept at a time; beyond that all are made anew, which takes milliseconds.
const MAX_CACHED: usize = 128;

/// How much of the organisation somebody is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of it.
    All,
    /// What this team manager answers for.
    Managed(MemberId),
    Nothing,
}

/// What team managers are shown, as the installation is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ManagersSee {
    /// What they answer for.
    #[default]
    Own,
    /// The whole organization.
    All,
}

impl FromStr for ManagersSee {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let known = [("own", Self::Own), ("all", Self::All)];
        known.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, see)| see).ok_or(())
    }
}

impl Scope {
    /// The scope of somebody in their present role.
    pub fn of(actor: &Actor, managers: ManagersSee) -> Self {
        match (actor.role, managers, &actor.member_id) {
            (Role::Admin | Role::Auditor, _, _) | (Role::TeamManager, ManagersSee::All, _) => Self::All,
            (Role::TeamManager, ManagersSee::Own, Some(me)) => Self::Managed(me.clone()),
            (Role::TeamManager, ManagersSee::Own, None) | (Role::Member | Role::Visitor, _, _) => Self::Nothing,
        }
    }
}

impl Directory {
    /// The present snapshot as far as a scope reaches; `None` until there is one.
    pub async fn view(&self, scope: &Scope) -> Option<Arc<Snapshot>> {
        let whole = self.snapshot()?;
        let member = match scope {
            Scope::All => return Some(whole),
            Scope::Nothing => return Some(nothing()),
            Scope::Managed(member) => member.clone(),
        };
        if let Some(view) = self.0.views.get(&member, &whole) {
            return Some(view);
        }
        let (base, of) = (whole.clone(), member.clone());
        // A panic in there is a bug that its own log line names; nothing is shown rather than too much.
        let view = tokio::task::spawn_blocking(move || Snapshot::managed_by(&base, &of)).await.ok().map(Arc::new)?;
        if self.snapshot().is_some_and(|present| Arc::ptr_eq(&present, &whole)) {
            self.0.views.put(member, view.clone());
        }
        Some(view)
    }
}

fn nothing() -> Arc<Snapshot> {
    static NOTHING: LazyLock<Arc<Snapshot>> = LazyLock::new(|| Arc::new(Snapshot::nothing()));
    NOTHING.clone()
}

/// The views of the present snapshot by whose they are. Emptied with each new snapshot: a view keeps its own alive.
#[derive(Default)]
pub(super) struct Views(Mutex<HashMap<MemberId, Arc<Snapshot>>>);

impl Views {
    fn lock(&self) -> MutexGuard<'_, HashMap<MemberId, Arc<Snapshot>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, member: &MemberId, whole: &Arc<Snapshot>) -> Option<Arc<Snapshot>> {
        self.lock().get(member).filter(|view| view.is_view_of(whole)).cloned()
    }

    fn put(&self, member: MemberId, view: Arc<Snapshot>) {
        let mut views = self.lock();
        if views.len() >= MAX_CACHED {
            views.clear();
        }
        views.insert(member, view);
    }

    /// Forgets all views.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_admins_and_auditors_see_all_unless_the_installation_opens_it_to_managers() {
        let actor = |role, id: Option<&str>| Actor {
            member_id: id.map(MemberId::new),
            subject: None,
            name: "Jo".into(),
            email: "jo@a.example".into(),
            role,
            origin: None,
        };
        for (role, own, all) in [
            (Role::Admin, Scope::All, Scope::All),
            (Role::Auditor, Scope::All, Scope::All),
            (Role::TeamManager, Scope::Managed(MemberId::new("m")), Scope::All),
            (Role::Member, Scope::Nothing, Scope::Nothing),
            (Role::Visitor, Scope::Nothing, Scope::Nothing),
        ] {
            assert_eq!(Scope::of(&actor(role, Some("m")), ManagersSee::Own), own, "{role:?}");
            assert_eq!(Scope::of(&actor(role, Some("m")), ManagersSee::All), all, "{role:?}");
        }
        assert_eq!(Scope::of(&actor(Role::TeamManager, None), ManagersSee::Own), Scope::Nothing);
        for (text, read) in
            [("own", Ok(ManagersSee::Own)), ("All", Ok(ManagersSee::All)), ("", Err(())), ("alle", Err(()))]
        {
            assert_eq!(text.parse(), read, "{text}");
        }
    }
}
