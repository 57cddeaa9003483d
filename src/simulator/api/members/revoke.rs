//! Ending a member's OAuth refresh tokens; sessions and API credentials go on (BEHAVIOUR.md section 7).

use serde::Serialize;

use super::in_path;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::MemberId;
use crate::simulator::state::Organisation;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    member_id: MemberId,
    results: Results,
}

#[derive(Serialize)]
struct Results {
    oauth: Revoked,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Revoked {
    tokens_revoked: u8,
}

/// `POST /v2/members/{memberId}/revoke`
pub fn revoke(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    Fields::plain(&call.body_or_empty()?)?;
    let slot = in_path(organisation, call)?;
    let member = &mut organisation.members[slot];
    let tokens_revoked = std::mem::take(&mut member.refresh_tokens);
    Ok(json(&Wire { member_id: member.id, results: Results { oauth: Revoked { tokens_revoked } } }))
}
