//! What a plan means for people: worked out when it is shown, and kept with the change once it is accepted, so that
//! every name can still be read when the organisation has moved on.

use super::{OrganizationSwitch, Permission, Subject, UserKind};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What applying a plan does to people and things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consequences {
    /// The teams, workspaces, connections and documents that the rest refers to by their place in here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// Everybody for whom something changes: newcomers in the order of the plan, then members by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonChange>,
    /// Values that are replaced: of profiles, teams, workspaces, connections, documents and user attributes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// Teams and workspaces that are made or deleted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub things: Vec<ThingChange>,
    /// What is turned on or off for the whole organization.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<SwitchChange>,
    /// Active members by account type, where their number changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<SeatChange>,
    /// Documents that get another owner or are archived with their owner's account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<Handover>,
}

/// A thing with the name that it had when the plan was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub subject: Subject,
    pub name: String,
}

/// What changes for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    /// A member by id, a newcomer by address.
    pub who: Subject,
    /// First and last name at the time.
    pub name: String,
    pub email: String,
    /// What becomes of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountChange>,
    /// Teams they join, by place in [`Consequences::named`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<u32>,
    /// Teams they leave, by place in [`Consequences::named`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<u32>,
    /// What they can do with a workspace, connection or document, where that changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access: Vec<AccessChange>,
}

/// What becomes of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChange {
    /// It is made.
    Invited {
        /// By name; `None` is the organisation's default for invitations.
        account_type: Option<String>,
        user_kind: UserKind,
        /// Whether Sigma mails an invitation.
        mailed: bool,
    },
    /// It gets another account type.
    Retyped { from: String, to: String },
    /// The person can no longer sign in.
    Deactivated {
        /// The account type they had.
        account_type: String,
    },
    /// The person can sign in again.
    Reactivated {
        /// The account type they come back with.
        account_type: String,
    },
}

/// What somebody can do with one thing before and after, as their account type allows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessChange {
    /// The thing, by place in [`Consequences::named`].
    pub at: u32,
    /// `None` is no access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Permission>,
    /// `None` is no access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Permission>,
}

/// A value that is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Whose it is: a name, with the kind of thing where it is no person.
    pub of: String,
    pub subject: Subject,
    /// What the value is: “e-mail”, “name”, or the name of a user attribute.
    pub field: String,
    /// `None` where there was none, or it is not known.
    pub before: Option<String>,
    /// `None` where it is taken away.
    pub after: Option<String>,
}

/// A team, workspace or user attribute that is made, or deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThingChange {
    /// “team”, “workspace” or “user attribute”.
    pub kind: String,
    pub name: String,
    /// Whether it is made; otherwise it is deleted.
    pub is_made: bool,
}

/// Something that is turned on or off for the whole organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchChange {
    pub switch: OrganizationSwitch,
    /// Whether it is on afterwards.
    pub enabled: bool,
}

/// How many active members have an account type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatChange {
    /// By name; empty is the organisation's default for invitations.
    pub account_type: String,
    pub before: usize,
    pub after: usize,
}

/// Documents whose owner's account ends, or that get another owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Whose they are now.
    pub from: String,
    /// Who gets them; `None` where they are archived.
    pub to: Option<String>,
    /// How many documents the directory knows.
    pub documents: usize,
}

/// Which way somebody's access changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shift {
    /// They had none.
    Gained,
    /// They had a lower level.
    Raised,
    /// They had a higher level.
    Lowered,
    /// They have none any more.
    Lost,
}

impl AccessChange {
    /// Which way it goes.
    pub fn shift(&self) -> Shift {
        match (&self.before, &self.after) {
            (None, _) => Shift::Gained,
            (Some(_), None) => Shift::Lost,
            (Some(before), Some(after)) if after > before => Shift::Raised,
            (Some(_), Some(_)) => Shift::Lowered,
        }
    }
}

impl AccountChange {
    /// Whether an admin's account loses what makes it one.
    pub fn loses_admin(&self) -> bool {
        match self {
            Self::Retyped { from, .. } | Self::Deactivated { account_type: from } => is_admin(from),
            Self::Invited { .. } | Self::Reactivated { .. } => false,
        }
    }

    /// Whether the account becomes an admin's.
    pub fn gains_admin(&self) -> bool {
        match self {
            Self::Retyped { to, .. } | Self::Reactivated { account_type: to } => is_admin(to),
            Self::Invited { account_type, .. } => account_type.as_deref().is_some_and(is_admin),
            Self::Deactivated { .. } => false,
        }
    }
}

fn is_admin(account_type: &str) -> bool {
    account_type.eq_ignore_ascii_case("admin")
}

impl PersonChange {
    /// Somebody for whom nothing changes yet.
    pub fn new(who: Subject, name: String, email: String) -> Self {
        Self { who, name, email, account: None, joins: Vec::new(), leaves: Vec::new(), access: Vec::new() }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.account.is_none() && self.joins.is_empty() && self.leaves.is_empty() && self.access.is_empty()
    }

    /// What changes this way.
    pub fn shifted(&self, shifts: &[Shift]) -> impl Iterator<Item = &AccessChange> {
        self.access.iter().filter(move |access| shifts.contains(&access.shift()))
    }

    /// Whether Sigma mails an invitation.
    pub fn is_mailed(&self) -> bool {
        matches!(self.account, Some(AccountChange::Invited { mailed: true, .. }))
    }

    /// Place in a list that begins with what weighs most.
    fn weight(&self) -> u8 {
        match &self.account {
            Some(account) if account.loses_admin() => 0,
            Some(AccountChange::Deactivated { .. }) => 1,
            Some(account) if account.gains_admin() => 2,
            Some(_) | None if self.access.iter().any(|access| access.shift() >= Shift::Lowered) => 3,
            Some(_) | None => 4,
        }
    }
}

/// One thing with the people whose access to it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shifted<'a> {
    pub what: &'a Named,
    pub shift: Shift,
    pub people: Vec<&'a PersonChange>,
    /// The level that all of them have afterwards, where it is one and the same.
    pub level: Option<&'a Permission>,
}

impl Consequences {
    /// Notes that documents go from one person to another, or into the archive; those between the same two are one.
    pub fn hand_over(&mut self, from: String, to: Option<String>, documents: usize) {
        match self.handovers.iter_mut().find(|handover| handover.from == from && handover.to == to) {
            Some(handover) => handover.documents += documents,
            None => self.handovers.push(Handover { from, to, documents }),
        }
    }

    /// Whether nothing changes that could be told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The thing at a place; `None` only of a record that was damaged.
    pub fn at(&self, place: u32) -> Option<&Named> {
        self.named.get(place as usize)
    }

    /// Puts whom it hits hardest first; otherwise the order stays.
    pub fn sort_by_weight(&mut self) {
        self.people.sort_by_key(PersonChange::weight);
    }

    /// Each thing and way with the people whose access changes so, losses first.
    pub fn by_thing(&self) -> Vec<Shifted<'_>> {
        let mut all: Vec<(u32, Shifted<'_>)> = Vec::new();
        let mut index = std::collections::HashMap::new();
        for person in &self.people {
            for access in &person.access {
                let (shift, Some(what)) = (access.shift(), self.at(access.at)) else { continue };
                let at = *index.entry((access.at, shift)).or_insert_with(|| {
                    let level = access.after.as_ref().or(access.before.as_ref());
                    all.push((access.at, Shifted { what, shift, people: Vec::new(), level }));
                    all.len() - 1
                });
                let shifted = &mut all[at].1;
                shifted.people.push(person);
                shifted.level =
                    shifted.level.filter(|level| Some(*level) == access.after.as_ref().or(access.before.as_ref()));
            }
        }
        all.sort_by_key(|(at, shifted)| (std::cmp::Reverse(shifted.shift), *at));
        all.into_iter().map(|(_, shifted)| shifted).collect()
    }

    /// Everybody whose access changes in one of these ways.
    pub fn people_shifted(&self, shifts: &[Shift]) -> Vec<&PersonChange> {
        self.people.iter().filter(|person| person.shifted(shifts).next().is_some()).collect()
    }

    /// Only what somebody may be told of: `knows` says it of a subject. Newcomers are in the plan by its author's hand.
    #[must_use]
    pub fn within(mut self, knows: impl Fn(&Subject) -> bool) -> Self {
        let hidden: HashSet<u32> =
            (0..).zip(&self.named).filter(|(_, named)| !knows(&named.subject)).map(|(at, _)| at).collect();
        let is_told = |subject: &Subject| matches!(subject, Subject::Address(_)) || knows(subject);
        self.people.retain_mut(|person| {
            person.joins.retain(|at| !hidden.contains(at));
            person.leaves.retain(|at| !hidden.contains(at));
            person.access.retain(|access| !hidden.contains(&access.at));
            is_told(&person.who) && !person.is_empty()
        });
        for at in hidden {
            if let Some(named) = self.named.get_mut(at as usize) {
                named.name = String::new();
            }
        }
        self.fields.retain(|field| is_told(&field.subject));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::WorkspacePermission;

    fn level(level: WorkspacePermission) -> Permission {
        Permission::Workspace(level)
    }

    fn person(id: &str, access: Vec<AccessChange>) -> PersonChange {
        PersonChange {
            access,
            ..PersonChange::new(Subject::Member(id.into()), id.to_uppercase(), format!("{id}@a.example"))
        }
    }

    fn two() -> Consequences {
        let (view, edit) = (Some(level(WorkspacePermission::View)), Some(level(WorkspacePermission::Edit)));
        let named = ["w", "v"].map(|id| Named { subject: Subject::Workspace(id.into()), name: id.to_uppercase() });
        let a = person("a", vec![AccessChange { at: 0, before: None, after: view.clone() }]);
        let b = person(
            "b",
            vec![
                AccessChange { at: 0, before: None, after: edit.clone() },
                AccessChange { at: 1, before: edit, after: view },
            ],
        );
        Consequences { named: named.into(), people: vec![a, b], ..Consequences::default() }
    }

    #[test]
    fn losses_come_first_and_a_level_is_named_where_all_get_the_same() {
        let told = two();
        let by_thing = told.by_thing();
        let shifts: Vec<_> = by_thing.iter().map(|s| (s.what.name.as_str(), s.shift, s.people.len())).collect();
        assert_eq!(shifts, [("V", Shift::Lowered, 1), ("W", Shift::Gained, 2)]);
        assert_eq!(by_thing[1].level, None, "one may view, one may manage");
        assert_eq!(by_thing[0].level, Some(&level(WorkspacePermission::View)));
        assert_eq!(told.people_shifted(&[Shift::Lowered, Shift::Lost]).len(), 1);
    }

    #[test]
    fn who_loses_admin_comes_before_all_others() {
        let mut told = two();
        let mut admin = person("z", vec![]);
        admin.account = Some(AccountChange::Retyped { from: "Admin".into(), to: "View".into() });
        told.people.push(admin);
        told.sort_by_weight();
        assert_eq!(told.people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Z", "B", "A"]);
    }

    #[test]
    fn what_somebody_may_not_know_is_left_out_with_its_name() {
        let told = two().within(|subject| *subject != Subject::Workspace("v".into()));
        assert_eq!(told.people[1].access.len(), 1);
        assert_eq!(told.named[1].name, "");
        let nobody = two().within(|subject| !matches!(subject, Subject::Workspace(_)));
        assert!(nobody.people.is_empty(), "{nobody:?}");
    }

    #[test]
    fn a_record_of_another_version_is_read() {
        let told = two();
        let json = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<Consequences>(&json).unwrap(), told);
        assert!(serde_json::from_str::<Consequences>("{}").unwrap().is_empty());
    }
}
