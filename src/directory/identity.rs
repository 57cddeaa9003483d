//! What a sign-in provider says about who is there.

use crate::domain::{MemberId, PersonKey, ProviderSubject, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a sign-in provider vouches for. Kept in the session; the role is worked out anew for every request, so that
/// somebody who lost it in Sigma loses it here with the next refresh of the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Address, as the provider has it at the moment.
    pub email: String,
    /// Name, where the provider knows one.
    pub name: Option<String>,
    /// Whom it was when the session began: an address may become another's while it lasts.
    #[serde(default)]
    pub member_id: Option<MemberId>,
    /// The provider's own id of the person, where it says one.
    #[serde(default)]
    pub subject: Option<ProviderSubject>,
    /// Groups that the provider says they are in.
    #[serde(default)]
    pub groups: BTreeSet<String>,
}

impl Identity {
    /// Who they are, whatever address they have at the moment.
    pub fn key(&self) -> PersonKey {
        match (&self.member_id, &self.subject) {
            (Some(id), _) => PersonKey::Member(id.clone()),
            (None, Some(subject)) => PersonKey::Provider(subject.clone()),
            (None, None) => PersonKey::configured(&self.email),
        }
    }
}

/// What the configuration says about people; addresses and domains are in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleRules {
    /// Addresses of people who are admins whatever account type they have in Sigma.
    pub admins: BTreeSet<String>,
    /// Addresses of auditors.
    pub auditors: BTreeSet<String>,
    /// Groups of the sign-in provider whose people are admins.
    pub admin_groups: BTreeSet<String>,
    /// Groups of the sign-in provider whose people are auditors.
    pub auditor_groups: BTreeSet<String>,
    /// Whether guests of the organisation sign in.
    pub guests_sign_in: bool,
    /// E-mail domains whose people are let in without an account in Sigma, as visitors.
    pub visitor_domains: BTreeSet<String>,
    /// Groups of the sign-in provider whose people are let in so.
    pub visitor_groups: BTreeSet<String>,
}

impl PeopleRules {
    /// Whether anybody is let in without an account in Sigma.
    pub fn admit_visitors(&self) -> bool {
        !self.visitor_domains.is_empty() || !self.visitor_groups.is_empty()
    }

    /// The role that the configuration gives to somebody of this address in these groups.
    pub fn role(&self, address: &str, groups: &BTreeSet<String>) -> Option<Role> {
        let address = address.trim().to_lowercase();
        let is_in = |named: &BTreeSet<String>| named.intersection(groups).next().is_some();
        match () {
            () if self.admins.contains(&address) => Some(Role::Admin),
            () if self.auditors.contains(&address) => Some(Role::Auditor),
            () if is_in(&self.admin_groups) => Some(Role::Admin),
            () if is_in(&self.auditor_groups) => Some(Role::Auditor),
            () => None,
        }
    }

    /// Whether anything follows from groups.
    pub fn name_groups(&self) -> bool {
        [&self.admin_groups, &self.auditor_groups, &self.visitor_groups].into_iter().any(|groups| !groups.is_empty())
    }

    /// Whether this person is let in without an account in Sigma.
    pub fn admits(&self, identity: &Identity) -> bool {
        let domain = identity.email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        domain.is_some_and(|domain| self.visitor_domains.contains(&domain))
            || self.visitor_groups.intersection(&identity.groups).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn who_comes_in_and_as_what_follows_from_address_domain_and_group() {
        let rules = PeopleRules {
            visitor_domains: set(&["lumen.example"]),
            visitor_groups: set(&["Data Users"]),
            ..PeopleRules::default()
        };
        let admits = |email: &str, groups: &[&str]| {
            rules.admits(&Identity { email: email.into(), groups: set(groups), ..Identity::default() })
        };
        assert!(admits("noor@lumen.example", &[]) && admits("noor@Lumen.Example", &[]));
        assert!(admits("noor@elsewhere.example", &["Data Users"]));
        for (email, groups) in [
            ("noor@sub.lumen.example", &[][..]),
            ("noor@notlumen.example", &[]),
            ("noor@lumen.example@elsewhere.example", &[]),
            ("lumen.example", &[]),
            ("noor@elsewhere.example", &["data users"]),
        ] {
            assert!(!admits(email, groups), "{email} {groups:?}");
        }
        let rules = PeopleRules {
            admins: set(&["ada@lumen.example"]),
            admin_groups: set(&["Admins"]),
            auditor_groups: set(&["Audit", "Admins"]),
            ..PeopleRules::default()
        };
        assert_eq!(rules.role("Ada@lumen.example", &set(&["Audit"])), Some(Role::Admin), "an address is more exact");
        assert_eq!(rules.role("leo@lumen.example", &set(&["Audit"])), Some(Role::Auditor));
        assert_eq!(rules.role("leo@lumen.example", &set(&["Admins"])), Some(Role::Admin));
        assert_eq!(rules.role("leo@lumen.example", &set(&["admins", ""])), None);
        assert!(!PeopleRules::default().admits(&Identity { email: "noor@".into(), ..Identity::default() }));
    }
}
