//! The organisation in memory: plain records in tables, and the rules that keep them consistent. Knows nothing of HTTP.

pub mod access;
pub mod account_type;
pub mod attached;
pub mod attribute;
pub mod connection;
pub mod credential;
pub mod dataset;
pub mod document;
pub mod export;
pub mod grant;
pub mod invitation;
pub mod member;
pub mod schedule;
pub mod settings;
pub mod team;
pub mod tokens;
pub mod tree;
pub mod workspace;

use serde::{Deserialize, Serialize};

use self::account_type::AccountType;
use self::attribute::UserAttribute;
use self::connection::Connection;
use self::credential::Credential;
use self::document::Documents;
use self::export::Export;
use self::grant::{Grants, Inode, Kind};
use self::invitation::Invitation;
use self::member::{Member, Members};
use self::schedule::Schedule;
use self::settings::{Settings, VersionTag};
use self::team::Team;
use self::workspace::Workspace;
use super::clock::Stamp;
use super::ids::{Id, MemberId, Mint};
use super::table::{Slot, Table};

/// Everything an organisation holds.
#[derive(Serialize, Deserialize)]
pub struct Organisation {
    pub id: Id,
    /// The last part of the organisation's web address.
    pub slug: Box<str>,
    /// The member that the API credentials act as.
    pub owner: Slot<Member>,
    /// The system member that runs schedules (BEHAVIOUR.md section 4).
    pub robot: Slot<Member>,
    pub members: Members,
    pub account_types: Vec<AccountType>,
    pub teams: Table<Team>,
    pub workspaces: Table<Workspace>,
    pub connections: Table<Connection>,
    pub grants: Grants,
    pub documents: Documents,
    pub attributes: Table<UserAttribute>,
    pub exports: Table<Export>,
    pub invitations: Vec<Invitation>,
    pub mint: Mint,
    // State files of earlier versions lack what follows.
    #[serde(default)]
    pub schedules: Table<Schedule>,
    #[serde(default)]
    pub tags: Vec<VersionTag>,
    #[serde(default)]
    pub settings: Settings,
    /// Credentials made through the API.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// Whether the credentials that the simulator was started with were taken back.
    #[serde(default)]
    pub first_credentials_revoked: bool,
}

/// Who made and last changed a record, and when.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Audit {
    pub created_by: Slot<Member>,
    pub updated_by: Slot<Member>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

impl Audit {
    /// A record made now.
    pub fn new(by: Slot<Member>, at: Stamp) -> Self {
        Self { created_by: by, updated_by: by, created_at: at, updated_at: at }
    }

    /// Notes a change.
    pub fn touch(&mut self, by: Slot<Member>, at: Stamp) {
        self.updated_by = by;
        self.updated_at = at;
    }
}

/// [`Audit`] as every answer carries it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditWire {
    created_by: MemberId,
    updated_by: MemberId,
    created_at: Stamp,
    updated_at: Stamp,
}

impl Organisation {
    /// An audit record as answers carry it.
    pub fn audit(&self, audit: &Audit) -> AuditWire {
        AuditWire {
            created_by: self.members.id(audit.created_by),
            updated_by: self.members.id(audit.updated_by),
            created_at: audit.created_at,
            updated_at: audit.updated_at,
        }
    }

    /// What the object with this id is, if grants can be given on it.
    pub fn inode(&self, id: Id) -> Option<Inode> {
        if self.workspaces.find(id).is_some() {
            return Some(Inode { id, kind: Kind::Workspace });
        }
        if let Some(document) = self.documents.find(id) {
            return Some(Inode { id, kind: document.kind() });
        }
        if self.connections.find(id).is_some() {
            return Some(Inode { id, kind: Kind::Connection });
        }
        self.warehouse_path(id).map(|(connection, path)| Inode { id, kind: connection.kind_of(path) })
    }
}
