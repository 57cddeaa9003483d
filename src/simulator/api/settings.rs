//! `/v2/organizations/settings`: three switches, for Admins (BEHAVIOUR.md section 18).

use serde::Serialize;

use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::settings::Settings;

#[derive(Serialize)]
struct Wire {
    enabled: bool,
}

/// The switch in the path.
fn switch<'s>(settings: &'s mut Settings, call: &Call) -> Result<&'s mut bool, Failure> {
    match call.path("setting") {
        "bulkCopy" => Ok(&mut settings.bulk_copy),
        "licenseUpgradeRequests" => Ok(&mut settings.license_upgrade_requests),
        "publicEmbeds" => Ok(&mut settings.public_embeds),
        _ => Err(Failure::not_found("Setting not found")),
    }
}

/// `GET /v2/organizations/settings/{setting}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let mut settings = organisation.settings;
    Ok(json(&Wire { enabled: *switch(&mut settings, call)? }))
}

/// `PATCH /v2/organizations/settings/{setting}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let wanted = Fields::plain(&body)?.flag_opt("enabled")?;
    let wanted = wanted.ok_or_else(|| expecting("boolean", "enabled", None))?;
    let enabled = switch(&mut organisation.settings, call)?;
    *enabled = wanted;
    Ok(json(&Wire { enabled: wanted }))
}
