//! Demo personas: people of the simulated organisation that anybody may be.

use crate::{
    directory::{Identity, PeopleRules, Snapshot},
    domain::{ProviderSubject, Role},
};
use std::collections::BTreeSet;

/// One persona of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// Short name in forms.
    pub slug: &'static str,
    /// Name, shown before the directory is read.
    pub name: &'static str,
    /// Address in the simulated organisation.
    pub email: &'static str,
    /// Role in the portal, as long as nobody changes it in the simulated organisation.
    pub role: Role,
}

/// The personas; each exists in the simulator's organisation whatever its size, but the visitor, who is nobody there.
pub const PERSONAS: [Persona; 5] = [
    Persona { slug: "admin", name: "Amara Okafor", email: "amara.okafor@lumen.example", role: Role::Admin },
    Persona { slug: "manager", name: "Jonas Weber", email: "jonas.weber@lumen.example", role: Role::TeamManager },
    Persona { slug: "auditor", name: "Priya Raman", email: "priya.raman@lumen.example", role: Role::Auditor },
    Persona { slug: "member", name: "Leo Martins", email: "leo.martins@lumen.example", role: Role::Member },
    Persona { slug: "visitor", name: "Noor Haddad", email: "noor.haddad@lumen.example", role: Role::Visitor },
];

impl Persona {
    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        PERSONAS.into_iter().find(|p| p.slug == slug)
    }

    /// The persona with this address.
    pub fn from_email(email: &str) -> Option<Self> {
        PERSONAS.into_iter().find(|p| p.email.eq_ignore_ascii_case(email))
    }

    /// The persona as somebody signed in: whoever has the address now, for as long as the session lasts.
    pub fn identity(self, snapshot: Option<&Snapshot>) -> Identity {
        let member = snapshot.and_then(|s| s.member_by_email(self.email));
        Identity {
            email: self.email.to_owned(),
            name: Some(self.name.to_owned()),
            member_id: member.map(|member| member.id.clone()),
            subject: Some(ProviderSubject { issuer: "demo".to_owned(), subject: self.slug.to_owned() }),
            groups: BTreeSet::new(),
        }
    }
}

/// Who is what in the demo: as in the simulated organisation; and the auditor, which Sigma does not know; and people of
/// its domain without an account, who are visitors.
pub fn people() -> PeopleRules {
    let auditors = PERSONAS.into_iter().filter(|p| p.role == Role::Auditor).map(|p| p.email.to_owned());
    PeopleRules {
        auditors: auditors.collect(),
        visitor_domains: BTreeSet::from(["lumen.example".to_owned()]),
        ..PeopleRules::default()
    }
}
