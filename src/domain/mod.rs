//! Sigma's nouns and the portal's own, as plain types with their rules and validators.
//!
//! Compiled for server and browser. Does no I/O and knows no framework. Types that Sigma sends carry Sigma's field
//! names through serde, so the same shape is read from the API and kept in the directory's snapshot.

mod access;
mod account_type;
mod audit;
mod change;
mod connection;
mod email;
mod grant;
mod ids;
mod intent;
mod invalid;
mod member;
mod page;
mod plan;
mod role;
mod team;
mod workspace;

pub use access::{AccessPath, Effect, EffectiveAccess, Via};
pub use account_type::{AccountType, Ceiling};
pub use audit::{AuditEvent, Outcome};
pub use change::{Actor, Change, ChangeState, Subject};
pub use connection::Connection;
pub use email::EmailAddress;
pub use grant::{ConnectionPermission, Grant, Grantee, Permission, ResourceKind, ResourceRef, WorkspacePermission};
pub use ids::{AccountTypeId, ChangeId, ConnectionId, GrantId, MemberId, OrganizationId, TeamId, WorkspaceId};
pub use intent::{ChangeKind, Intent, NewPerson, TeamChoice};
pub use invalid::{FieldError, Invalid};
pub use member::{Member, MemberPatch, MemberStatus, UserKind};
pub use page::Page;
pub use plan::{Call, GranteeRef, MemberRef, Plan, Step, StepError, StepState, Warning};
pub use role::{Capability, Role};
pub use team::{Team, TeamMember, TeamVisibility};
pub use workspace::Workspace;
