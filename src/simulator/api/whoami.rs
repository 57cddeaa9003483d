//! `/v2/whoami`: only `userId` and `organizationId`, as declared (BEHAVIOUR.md section 2).

use serde::Serialize;

use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::state::Organisation;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    user_id: MemberId,
    organization_id: Id,
}

/// `GET /v2/whoami`
#[expect(clippy::unnecessary_wraps, reason = "operations share this signature")]
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    Ok(json(&Wire { user_id: organisation.members.id(call.caller), organization_id: organisation.id }))
}
