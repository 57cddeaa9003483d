//! People of the simulated organisation, as those who act.

use super::TestApp;
use sigma_portal::domain::{Actor, Member, Role};

/// A member who acts in this role.
pub fn acting(member: &Member, role: Role) -> Actor {
    Actor {
        member_id: Some(member.id.clone()),
        subject: None,
        name: member.full_name(),
        email: member.email.clone(),
        role,
        origin: None,
    }
}

impl TestApp {
    /// The member with this address.
    pub fn member(&self, email: &str) -> Member {
        self.snapshot().member_by_email(email).unwrap().clone()
    }

    /// The member with this address, as they act in this role.
    pub fn actor(&self, email: &str, role: Role) -> Actor {
        acting(&self.member(email), role)
    }
}
