//! Typed client of Sigma's REST API: token, retry, limits, paging, one file per resource.
//!
//! Returns [`crate::domain`] types. Knows nothing of the portal's database or pages, and never decides what is
//! allowed: it asks Sigma and says what Sigma answered.
//!
//! | file | owns |
//! |---|---|
//! | `client` | the handle everything starts from |
//! | `call` | one call: every attempt, until an answer, a refusal or the deadline |
//! | `http` | one attempt over the network |
//! | `token`, `tokens` | an access token; its cache and renewal |
//! | `retry` | whether and when to try again, as a pure function |
//! | `limiter`, `pace` | how many calls run at once, who goes first, how fast after a 429 |
//! | `paging` | walking a list to its end, and no further |
//! | `clock` | Sigma's own time, as its answers tell it |
//! | `error`, `refusal` | what went wrong, without secrets |
//! | `download` | results of exports, as streams |
//! | the rest | one resource each, its writes apart where there are many |
//!
//! What Sigma does is quoted from `contract/BEHAVIOUR.md`, by section; `contract/openapi.yaml` has the shapes.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod account_types;
mod call;
mod client;
mod clock;
mod config;
mod connections;
mod credentials;
mod datasets;
mod download;
mod error;
mod export;
mod files;
mod grants;
mod http;
mod inode_grants;
mod limiter;
mod members;
mod odd;
mod offboarding;
mod organization;
mod pace;
mod paging;
mod refusal;
mod regions;
mod request;
mod retry;
mod rights;
mod team_edit;
mod teams;
mod token;
mod tokens;
mod user_attributes;
mod versioned;
mod workbooks;
mod workspace_edit;
mod workspaces;

pub use account_types::AccountTypes;
pub use client::{Answer, Meter, SigmaClient, WhoAmI};
pub use clock::Clocks;
pub use config::{ClientConfig, Limits};
pub use connections::{Connections, ListConnections};
pub use credentials::{ApiCredentials, Credentials};
pub use datasets::Datasets;
pub use download::{Body, Download};
pub use error::{Error, ErrorKind};
pub use export::{Export, ExportFormat, ExportScope, ExportTicket, PdfLayout};
pub use files::{Files, ListFiles};
pub use inode_grants::Grants;
pub use limiter::LimiterStatus;
pub use members::{ListMembers, Members};
pub use odd::OddRows;
pub use organization::Organization;
pub use paging::Slice;
pub use refusal::Refusal;
pub use regions::{REGIONS, region};
pub use rights::{ALLOW_LIST, FOR_ADMINS_ONLY};
pub use team_edit::CreatedTeam;
pub use teams::{ListTeams, TeamWithMembers, Teams};
pub use tokens::{NewerCredentials, TokenStatus};
pub use user_attributes::UserAttributes;
pub use versioned::{DataModels, Reports};
pub use workbooks::{ListWorkbooks, Workbooks};
pub use workspace_edit::NewWorkspace;
pub use workspaces::{ListWorkspaces, Workspaces};
