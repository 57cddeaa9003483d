//! Members and the two ways to find one: by id and by address.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::team::Team;
use super::{Audit, Organisation};
use crate::simulator::id_map::IdMap;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::table::{Row, Slot, Table};

/// How a member belongs to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserKind {
    Internal,
    Guest,
    Embed,
}

/// The kinds as requests spell them.
pub const USER_KINDS: [(&str, UserKind); 3] =
    [("internal", UserKind::Internal), ("guest", UserKind::Guest), ("embed", UserKind::Embed)];

/// A person, or the system member.
#[derive(Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub first_name: Box<str>,
    pub last_name: Box<str>,
    pub email: Box<str>,
    pub profile_img_url: Option<Box<str>>,
    /// Position in the organisation's account types.
    pub account_type: u16,
    /// Whether the type's name is stored in lower case, as some of Sigma's records have it (BEHAVIOUR.md section 7).
    pub is_lower_case: bool,
    pub kind: UserKind,
    pub is_archived: bool,
    pub is_inactive: bool,
    /// The member's My Documents folder.
    pub home: Id,
    pub teams: Vec<Slot<Team>>,
    /// OAuth refresh tokens for single sign-on and warehouses that `revoke` would end.
    pub refresh_tokens: u8,
    pub audit: Audit,
}

impl Member {
    /// Whether the member can sign in.
    pub fn is_active(&self) -> bool {
        !self.is_archived && !self.is_inactive
    }
}

impl Row for Member {
    type Id = MemberId;

    fn id(&self) -> MemberId {
        self.id
    }
}

/// All members. None is ever erased (BEHAVIOUR.md section 7).
#[derive(Default)]
pub struct Members {
    pub table: Table<Member>,
    by_email: HashMap<Box<str>, Slot<Member>>,
    by_home: IdMap<Id, Slot<Member>>,
}

impl Members {
    /// Adds a member; the caller has made sure that the address is free.
    pub fn insert(&mut self, member: Member) -> Slot<Member> {
        let (email, home) = (member.email.to_lowercase().into(), member.home);
        let slot = self.table.insert(member);
        self.by_email.insert(email, slot);
        self.by_home.insert(home, slot);
        slot
    }

    /// Whose address this is, archived members included; case does not matter.
    pub fn with_email(&self, email: &str) -> Option<Slot<Member>> {
        self.by_email.get(email.to_lowercase().as_str()).copied()
    }

    /// Whose My Documents this is.
    pub fn at_home(&self, home: Id) -> Option<Slot<Member>> {
        self.by_home.get(&home).copied()
    }

    /// Gives a member a new address; the caller has made sure that it is free.
    pub fn rename(&mut self, slot: Slot<Member>, email: &str) {
        if let Some(member) = self.table.get_mut(slot) {
            self.by_email.remove(member.email.to_lowercase().as_str());
            member.email = email.into();
            self.by_email.insert(email.to_lowercase().into(), slot);
        }
    }

    /// The id of a member that is known to exist.
    pub fn id(&self, slot: Slot<Member>) -> MemberId {
        self[slot].id
    }

    /// Finds a member by the text a caller sent as its id.
    pub fn find(&self, text: &str) -> Option<Slot<Member>> {
        self.table.find(MemberId::parse(text)?)
    }
}

// Members are never removed, so a slot once handed out always leads to one.
impl std::ops::Index<Slot<Member>> for Members {
    type Output = Member;

    fn index(&self, slot: Slot<Member>) -> &Member {
        self.table.get(slot).expect("members are never removed")
    }
}

impl std::ops::IndexMut<Slot<Member>> for Members {
    fn index_mut(&mut self, slot: Slot<Member>) -> &mut Member {
        self.table.get_mut(slot).expect("members are never removed")
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Member>::deserialize(deserializer)?;
        let by_email = table.iter().map(|(slot, member)| (member.email.to_lowercase().into(), slot)).collect();
        let by_home = table.iter().map(|(slot, member)| (member.home, slot)).collect();
        Ok(Self { table, by_email, by_home })
    }
}

impl Organisation {
    /// The account type's name as this member's record spells it.
    pub fn member_type(&self, member: &Member) -> String {
        let name = self.account_types.get(usize::from(member.account_type)).map_or("", |kind| &kind.name);
        if member.is_lower_case { name.to_lowercase() } else { name.to_owned() }
    }

    /// Whether a member has the built-in Admin account type.
    pub fn is_admin(&self, slot: Slot<Member>) -> bool {
        self.is_admin_type(self.members[slot].account_type)
    }

    /// Whether an account type is the built-in Admin.
    pub fn is_admin_type(&self, account_type: u16) -> bool {
        let kind = self.account_types.get(usize::from(account_type));
        kind.is_some_and(|kind| !kind.is_custom && kind.name.eq_ignore_ascii_case("admin"))
    }
}
