//! The tables as `SeaORM` sees them. What each column holds is said once, in the migration that makes it.

pub(super) mod audit_chain;
pub(super) mod audit_event;
pub(super) mod audit_subject;
pub(super) mod blob;
pub(super) mod change;
pub(super) mod change_consequence;
pub(super) mod change_step;
pub(super) mod change_subject;
pub(super) mod directory_event;
pub(super) mod directory_event_subject;
pub(super) mod lock;
pub(super) mod package;
pub(super) mod package_version;
pub(super) mod policy;
pub(super) mod provider_subject;
pub(super) mod reading;
pub(super) mod request;
pub(super) mod review;
pub(super) mod session;
pub(super) mod sign_in_link;
pub(super) mod task;
pub(super) mod used_token;
