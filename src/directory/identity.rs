//! What a sign-in provider says about who is there.

use crate::domain::MemberId;
use serde::{Deserialize, Serialize};

/// What a sign-in provider vouches for. Kept in the session; the role is worked out anew for every request, so that
/// somebody who lost it in Sigma loses it here with the next refresh of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Address, as the provider has it at the moment.
    pub email: String,
    /// Name, where the provider knows one.
    pub name: Option<String>,
    /// Whom it was when the session began: an address may become another's while it lasts.
    #[serde(default)]
    pub member_id: Option<MemberId>,
}
