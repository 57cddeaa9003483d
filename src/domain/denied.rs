//! Reasons for which the portal lets an account not in.

use serde::{Deserialize, Serialize};

/// Why somebody cannot use the portal, although a sign-in provider vouches for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// No member of the organization, and not named by the configuration.
    #[error("is not a member of the organization in Sigma")]
    NoAccount,
    /// No member of the organization either, where people without an account are let in by domain and group, and not in
    /// any of these.
    #[error("has no account in Sigma and is in none of the domains and groups that the portal is open to")]
    NotInvited,
    /// Their account is deactivated, in Sigma or by the identity provider.
    #[error("is no longer an active member")]
    Deactivated,
    /// Sigma's own scheduler.
    #[error("is Sigma's own system account")]
    SystemAccount,
    /// A user of embedded content.
    #[error("is a user of embedded content")]
    Embed,
    /// A guest, where guests do not sign in.
    #[error("is a guest, and guests cannot use this portal")]
    Guest,
    /// A kind of user that this version does not know.
    #[error("is a kind of user that this version of the portal does not know")]
    UnknownKind,
    /// Which role they have cannot be told yet: who administers which team has not been read.
    #[error("has a role that cannot be told before the teams have been read from Sigma")]
    NotReadYet,
}
