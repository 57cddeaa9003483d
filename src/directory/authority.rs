//! Which role somebody has now: from the directory and the configuration, and from nothing that was written down
//! before.

use super::{Identity, MemberQuery, Section, Snapshot};
use crate::domain::{Actor, Denied, Member, MemberStatus, PersonKey, Role, UserKind};
use std::{collections::BTreeSet, sync::Arc};

/// Says who may do what at this moment: whom the configuration names, and how the directory's members are taken. Asked
/// for every request, and before every step that is sent. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Authority(Arc<Named>);

/// What the configuration says about people, addresses being in lower case.
#[derive(Debug, Default)]
struct Named {
    admins: BTreeSet<String>,
    auditors: BTreeSet<String>,
    guests_sign_in: bool,
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
    /// With these admins and auditors by address, in lower case, whatever account type they have in Sigma; guests of the
    /// organisation sign in or not.
    pub fn new(admins: BTreeSet<String>, auditors: BTreeSet<String>, guests_sign_in: bool) -> Self {
        Self(Arc::new(Named { admins, auditors, guests_sign_in }))
    }

    /// Who this is, with the role that they have now. Somebody whom the session or the provider knows by their member id
    /// is looked up by it, and not by an address that may be another's by now.
    ///
    /// # Errors
    /// Why they cannot use the portal.
    pub fn actor(&self, identity: &Identity, snapshot: &Snapshot) -> Result<Actor, Denied> {
        if let Some(id) = &identity.member_id {
            return self.member(snapshot.member(id).ok_or(Denied::NoAccount)?, snapshot);
        }
        match snapshot.member_by_email(&identity.email) {
            Some(member) => self.member(member, snapshot),
            None => Ok(Actor {
                member_id: None,
                name: identity.name.clone().unwrap_or_else(|| identity.email.clone()),
                email: identity.email.clone(),
                role: self.configured(&identity.email).ok_or(Denied::NoAccount)?,
            }),
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
            },
            snapshot,
        )?;
        // The role may come with teams that could not be read so far.
        let teams_are_read = snapshot.sections().as_of(Section::Teams).is_some();
        match present.role {
            Role::Admin | Role::Auditor | Role::TeamManager => Ok(present),
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
        self.0.admins.iter().filter_map(only).collect()
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
        let holders = holders.filter_map(|member| self.member(&member, snapshot).ok());
        let named = self.0.admins.iter().filter_map(|address| {
            let identity = Identity { email: address.clone(), name: None, member_id: None };
            self.actor(&identity, snapshot).ok()
        });
        let admins = holders.chain(named).filter(|actor| actor.role == Role::Admin).map(|actor| actor.key());
        admins.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The auditors that the configuration names, by address in lower case.
    pub fn auditors(&self) -> impl Iterator<Item = &str> {
        self.0.auditors.iter().map(String::as_str)
    }

    /// Whether guests of the organisation sign in.
    pub fn guests_sign_in(&self) -> bool {
        self.0.guests_sign_in
    }

    fn member(&self, member: &Member, snapshot: &Snapshot) -> Result<Actor, Denied> {
        self.admitted(member)?;
        let role = self.configured(&member.email).unwrap_or_else(|| derived(member, snapshot));
        Ok(Actor { member_id: Some(member.id.clone()), name: member.full_name(), email: member.email.clone(), role })
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
            UserKind::Guest if self.0.guests_sign_in => Ok(()),
            UserKind::Guest => Err(Denied::Guest),
            UserKind::Embed => Err(Denied::Embed),
            UserKind::Other(_) => Err(Denied::UnknownKind),
        }
    }

    /// The role that the configuration gives to this address.
    fn configured(&self, address: &str) -> Option<Role> {
        let address = address.trim().to_lowercase();
        match () {
            () if self.0.admins.contains(&address) => Some(Role::Admin),
            () if self.0.auditors.contains(&address) => Some(Role::Auditor),
            () => None,
        }
    }
}

/// Holders of Sigma's Admin account type are admins, team admins are team managers, all others members.
fn derived(member: &Member, snapshot: &Snapshot) -> Role {
    match () {
        () if member.has_account_type("admin") => Role::Admin,
        () if snapshot.teams_of(&member.id).any(|(_, admin)| admin) => Role::TeamManager,
        () => Role::Member,
    }
}
