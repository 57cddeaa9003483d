//! Sigma's nouns and the portal's own, as plain types with their rules and validators.
//!
//! Compiled for server and browser. Does no I/O and knows no framework. Types that Sigma sends carry Sigma's field
//! names through serde, so the same shape is read from the API and kept in the directory's snapshot.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod access;
mod account_type;
mod activity;
mod adjustment;
mod api_token;
mod app_error;
mod assignment;
mod audit;
mod baseline;
mod call;
mod change;
mod clock;
mod connection;
mod consequence;
mod contact;
mod contest;
mod dataset;
mod deactivation;
mod denied;
mod difference;
mod directory_event;
mod document;
mod email;
pub mod entry;
mod extra;
mod feature_permission;
mod file;
mod grant;
mod ids;
mod inode_grant;
mod intent;
mod intent_text;
mod invalid;
mod invitee;
mod mandate;
mod member;
mod new_team;
mod notice;
mod organization;
mod page;
mod person;
mod plan;
mod reference;
mod request;
mod role;
mod scheduled_export;
mod search;
pub mod spreadsheet;
mod staleness;
mod step;
mod team;
pub mod text;
mod theme;
#[cfg(feature = "ssr")]
pub mod tls;
mod user_attribute;
mod versioned;
#[cfg(feature = "ssr")]
pub mod wanted;
mod warehouse;
mod workbook;
mod workspace;

pub use access::{AccessPath, Effect, EffectiveAccess, GrantSource, InheritedFrom};
pub use account_type::{AccountType, Ceiling};
pub use activity::{ActivityFilter, LastActive};
pub use adjustment::Adjustment;
pub use api_token::{ApiScope, ApiToken, TOKEN_NAME};
pub use app_error::AppError;
pub use assignment::{AssignedRole, Managed, RoleAssignment};
pub use audit::{Alteration, AuditDetails, AuditEvent, Outcome};
pub use baseline::{Baseline, Choice, Edited, Moved, Seen};
pub use call::{
    AccessCall, AttributeCall, Call, ConnectionCall, DocumentCall, GranteeRef, MemberCall, OrganizationCall, PathCall,
    TeamCall, WorkspaceCall,
};
pub use change::{Actor, Change, ChangeState, Handled, Order, Origin, Standing, Subject, Waiting};
pub use clock::Clock;
pub use connection::{Connection, ConnectionPatch};
pub use consequence::{
    AccessChange, AccountChange, Consequences, FieldChange, Handover, Named, PersonChange, SeatChange, Shift, Shifted,
    SwitchChange, ThingChange,
};
pub use contact::Contact;
pub use contest::{Contest, SetBy};
pub use dataset::{
    Dataset, DatasetMigration, Materialization, MaterializationError, MaterializationStatus, MigrationStatus,
};
pub use deactivation::{Deactivation, LeftDocuments};
pub use denied::Denied;
pub use difference::Difference;
pub use directory_event::{DirectoryEvent, DirectoryEventKind};
pub use document::{DocumentRef, OwnedDocument};
pub use email::EmailAddress;
pub use extra::Extra;
pub use feature_permission::FeaturePermission;
pub use file::{File, FileKind, FilePatch};
pub use grant::{ConnectionPermission, Grant, Grantee, Permission, ResourceKind, ResourceRef, WorkspacePermission};
pub use ids::{
    AccountTypeId, ApiTokenId, ChangeId, ConnectionId, DataModelId, DatasetId, DirectoryEventId, GrantId, InodeId,
    MemberId, OrganizationId, PackageId, QueryId, ReportId, RequestId, TeamId, UserAttributeId, WorkbookId,
    WorkspaceId,
};
pub use inode_grant::{GrantsOf, InodeGrant, NewInodeGrant};
pub use intent::{AttributeWish, ChangeKind, Intent};
pub use invalid::{FieldError, Invalid};
pub use invitee::{Invitee, NewPerson, TeamChoice};
pub use mandate::Mandate;
pub use member::{Member, MemberPatch, MemberStatus, UserKind};
pub use new_team::{NewTeam, TeamPatch};
pub use notice::{Because, Channel, Headline, Notice, OwnNotice, Pace, Preference, Recipient, Told, headline};
pub use organization::OrganizationSwitch;
pub use page::Page;
pub use person::{PersonKey, ProviderSubject};
pub use plan::{Confirmation, Plan, Warning, WarningLevel};
pub use reference::Ref;
pub use request::{
    About, AccessPackage, AccessRequest, Account, ApproverGroup, Approvers, Asking, Automatic, Beneficiary, Ending,
    Facts, Given, GivenPackage, Held, NewAccount, Newcomer, NoRoute, PackageContents, PackageUpdate, PackageVersion,
    Part, Party, PersonSet, Policy, PolicyEntry, RequestEvent, RequestEventKind, RequestState, Requestable,
    RequestableKind, Route, Stage, Target, ending, held_before, merged, route, stages,
};
pub use role::{Capability, Role};
pub use scheduled_export::ScheduledExport;
pub use search::{LONGEST_WORD, MOST_WORDS, is_cut, search_words, searchable};
pub use staleness::Staleness;
pub use step::{Step, StepError, StepState};
pub use team::{Team, TeamMember, TeamVisibility};
pub use theme::Theme;
pub use user_attribute::{
    AttributeOfTeam, AttributeValue, MemberAttribute, NewUserAttribute, TeamAttribute, UserAttribute,
};
pub use versioned::{DataModel, Report, Workbook};
pub use warehouse::{ConnectionPath, ConnectionTest, ListedPath, TestResult, WarehousePath};
pub use workbook::{Embed, VersionTag, WorkbookSchema};
pub use workspace::Workspace;
