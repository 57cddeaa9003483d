//! Which role somebody has now: from the directory and the configuration, and from nothing that was written down
//! before.

use super::{Collection, Identity, MemberQuery, PeopleRules, Snapshot};
use crate::domain::{Actor, Denied, Member, MemberStatus, PersonKey, ProviderSubject, Role, UserKind};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// Says who may do what at this moment: whom the configuration names, and how the directory's members are taken. Asked
/// for every request, and before every step that is sent. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Authority(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    rules: PeopleRules,
    /// The groups of people when they were last seen: who acts later is not there to say them.
    groups: Mutex<HashMap<ProviderSubject, BTreeSet<String>>>,
}

/// Somebody who is an admin of the portal by its configuration only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfiguredAdmin {
    /// Their address, in lower case.
    pub address: String,
    /// How they stand in Sigma, to follow the address: “is not a member of the organization in Sigma”.
    pub standing: String,
}

impl Authority {
    /// By these rules of the configuration.
    pub fn new(rules: PeopleRules) -> Self {
        Self(Arc::new(Inner { rules, groups: Mutex::default() }))
    }

    /// Notes the groups of somebody who was seen.
    pub fn note_groups(&self, subject: &ProviderSubject, groups: &BTreeSet<String>) {
        if !self.0.rules.name_groups() {
            return;
        }
        let mut known = self.0.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if known.get(subject) != Some(groups) {
            known.insert(subject.clone(), groups.clone());
        }
    }

    /// The groups that somebody was last seen in; `None` where they have not been seen.
    pub fn groups_of(&self, subject: &ProviderSubject) -> Option<BTreeSet<String>> {
        self.0.groups.lock().unwrap_or_else(PoisonError::into_inner).get(subject).cloned()
    }

    /// Who this is, with the role that they have now. Somebody whom the session or the provider knows by their member id
    /// is looked up by it, and not by an address that may be another's by now.
    ///
    /// # Errors
    /// Why they cannot use the portal.
    pub fn actor(&self, identity: &Identity, snapshot: &Snapshot) -> Result<Actor, Denied> {
        if let Some(subject) = &identity.subject {
            self.note_groups(subject, &identity.groups);
        }
        let subject = identity.subject.clone().map(Box::new);
        if let Some(id) = &identity.member_id {
            return self.member(snapshot.member(id).ok_or(Denied::NoAccount)?, identity, snapshot);
        }
        match snapshot.member_by_email(&identity.email) {
            Some(member) => self.member(member, identity, snapshot),
            None => Ok(Actor {
                member_id: None,
                subject,
                name: identity.name.clone().unwrap_or_else(|| identity.email.clone()),
                email: identity.email.clone(),
                role: self.without_account(identity)?,
                origin: None,
            }),
        }
    }

    /// The role of somebody who has no account in Sigma.
    fn without_account(&self, identity: &Identity) -> Result<Role, Denied> {
        let rules = &self.0.rules;
        match rules.role(&identity.email, &identity.groups) {
            Some(role) => Ok(role),
            None if rules.admits(identity) => Ok(Role::Visitor),
            None if rules.admit_visitors() => Err(Denied::NotInvited),
            None => Err(Denied::NoAccount),
        }
    }

    /// Who acted earlier, with the role, name and address that they have now. Somebody who had no account then is nobody's
    /// account now: their address may be another's by now.
    ///
    /// # Errors
    /// Why they cannot act any more.
    pub fn now(&self, actor: &Actor, snapshot: &Snapshot) -> Result<Actor, Denied> {
        if actor.member_id.is_none() && snapshot.member_by_email(&actor.email).is_some() {
            return Err(Denied::NoAccount);
        }
        let present = self.actor(
            &Identity {
                email: actor.email.clone(),
                name: Some(actor.name.clone()),
                member_id: actor.member_id.clone(),
                subject: actor.subject.clone().map(|subject| *subject),
                groups: actor.subject.as_ref().and_then(|subject| self.groups_of(subject)).unwrap_or_default(),
            },
            snapshot,
        )?;
        // Whatever their role is by now, it was from there that they asked.
        let present = Actor { origin: actor.origin.clone(), ..present };
        // A program acts under the name of its token.
        let named = |actor: &Actor| actor.token().map(|_| actor.name.clone());
        let present = Actor { name: named(actor).unwrap_or(present.name), ..present };
        // The role may come with teams that could not be read so far.
        let teams_are_read = snapshot.sections().as_of(Collection::Teams).is_some();
        match present.role {
            Role::Visitor if present.member_id.is_some() => Err(Denied::Deactivated),
            Role::Admin | Role::Auditor | Role::TeamManager | Role::Visitor => Ok(present),
            Role::Member if teams_are_read => Ok(present),
            Role::Member => Err(Denied::NotReadYet),
        }
    }

    /// Whom the configuration alone makes an admin, by address: people without an account in Sigma, with one that is not
    /// of the account type Admin, or with one that does not sign in.
    pub fn configured_only(&self, snapshot: &Snapshot) -> Vec<ConfiguredAdmin> {
        let standing = |address: &String| {
            let Some(member) = snapshot.member_by_email(address) else { return Some(Denied::NoAccount.to_string()) };
            match self.admitted(member) {
                Err(denied) => Some(format!("{denied}: the portal does not let this account in")),
                Ok(()) if member.has_account_type("admin") => None,
                Ok(()) => Some(format!("has the account type {} in Sigma", snapshot.account_type_name(member))),
            }
        };
        let only = |address: &String| Some(ConfiguredAdmin { address: address.clone(), standing: standing(address)? });
        self.0.rules.admins.iter().filter_map(only).collect()
    }

    /// Everybody who is an admin of the portal now, by the configuration or by the account type.
    pub fn admins(&self, snapshot: &Snapshot) -> Vec<PersonKey> {
        let query = MemberQuery {
            account_type: Some("admin".to_owned()),
            status: Some(MemberStatus::Active),
            page: 1,
            size: u32::MAX,
            ..MemberQuery::default()
        };
        let holders = snapshot.find_members(&query).items.into_iter();
        let holders = holders.filter_map(|member| self.member(&member, &Identity::default(), snapshot).ok());
        let named = self.0.rules.admins.iter().filter_map(|address| {
            let identity = Identity { email: address.clone(), ..Identity::default() };
            self.actor(&identity, snapshot).ok()
        });
        let given = snapshot.given_admins();
        let given = given.filter_map(|member| self.member(member, &Identity::default(), snapshot).ok());
        let admins =
            holders.chain(named).chain(given).filter(|actor| actor.role == Role::Admin).map(|actor| actor.key());
        admins.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What the configuration says about people.
    pub fn rules(&self) -> &PeopleRules {
        &self.0.rules
    }

    fn member(&self, member: &Member, identity: &Identity, snapshot: &Snapshot) -> Result<Actor, Denied> {
        let role = match self.admitted(member) {
            Ok(()) => {
                let named = self.0.rules.role(&member.email, &identity.groups);
                named.unwrap_or_else(|| derived(member, snapshot))
            }
            Err(Denied::Deactivated) if self.is_asked_back(member, identity) => Role::Visitor,
            Err(denied) => return Err(denied),
        };
        Ok(Actor {
            member_id: Some(member.id.clone()),
            subject: identity.subject.clone().map(Box::new),
            name: member.full_name(),
            email: member.email.clone(),
            role,
            origin: None,
        })
    }

    /// Whether somebody whose account was deactivated is let in to ask for its return, and for nothing else: where the
    /// portal is open to people without an account, to those whom it would be open to.
    fn is_asked_back(&self, member: &Member, identity: &Identity) -> bool {
        let is_guest = member.user_kind == UserKind::Guest;
        let may_sign_in = member.user_kind == UserKind::Internal || (is_guest && self.0.rules.guests_sign_in);
        let vouched = Identity { email: member.email.clone(), groups: identity.groups.clone(), ..Identity::default() };
        may_sign_in && member.status() == MemberStatus::Archived && self.0.rules.admits(&vouched)
    }

    /// The account may be used here at all; the configuration names roles, and opens no account that is closed.
    fn admitted(&self, member: &Member) -> Result<(), Denied> {
        if member.is_system() {
            return Err(Denied::SystemAccount);
        }
        match member.status() {
            MemberStatus::Active => {}
            MemberStatus::Inactive | MemberStatus::Archived => return Err(Denied::Deactivated),
        }
        match &member.user_kind {
            UserKind::Internal => Ok(()),
            UserKind::Guest if self.0.rules.guests_sign_in => Ok(()),
            UserKind::Guest => Err(Denied::Guest),
            UserKind::Embed => Err(Denied::Embed),
            UserKind::Other(_) => Err(Denied::UnknownKind),
        }
    }
}

/// What was given in the portal, else what follows from Sigma: holders of the Admin account type are admins, team admins
/// are team managers, all others members. Nothing that was given takes the role of an admin away.
fn derived(member: &Member, snapshot: &Snapshot) -> Role {
    let in_sigma = match () {
        () if member.has_account_type("admin") => Role::Admin,
        () if snapshot.teams_of(&member.id).any(|(_, admin)| admin) => Role::TeamManager,
        () => Role::Member,
    };
    match (in_sigma, snapshot.given_role(&member.id)) {
        (Role::Admin, _) => Role::Admin,
        (_, Some(given)) => given,
        (in_sigma, None) => in_sigma,
    }
}
