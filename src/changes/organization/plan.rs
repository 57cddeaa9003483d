//! Turning something on or off for the whole organisation.

use super::super::plan::Draft;
use crate::domain::{Call, OrganizationCall, OrganizationSwitch};

/// Turns it on or off; it is the other way, as whoever asks has been told by Sigma.
pub fn set(switch: OrganizationSwitch, enabled: bool) -> Draft {
    let title = title(switch, enabled);
    let mut draft = Draft::new(title.clone());
    let back = Call::Organization(OrganizationCall::SetSwitch { switch, enabled: !enabled });
    draft
        .step(title, Call::Organization(OrganizationCall::SetSwitch { switch, enabled }))
        .given(format!("{} are {} now.", switch.label(), word(!enabled)))
        .undone_by(format!("Turns them {} again.", word(!enabled)), [back]);
    match (switch, enabled) {
        (OrganizationSwitch::PublicEmbeds, true) => draft.confirm("public embeds", switch.meaning()),
        (OrganizationSwitch::PublicEmbeds, false) => {
            draft.warn("Pages that show a public embed may stop showing it.");
            draft.note("Sigma doesn’t document what happens to embeds that are public already.");
        }
        (OrganizationSwitch::BulkCopy | OrganizationSwitch::UpgradeRequests, true) => draft.note(switch.meaning()),
        (OrganizationSwitch::BulkCopy, false) => draft.note("People can still copy documents one by one."),
        (OrganizationSwitch::UpgradeRequests, false) => {
            draft.note("People can’t ask for a higher licence in Sigma any more. Requests made before stay with the admins.");
        }
    }
    draft
}

/// What it does, in words.
pub fn title(switch: OrganizationSwitch, enabled: bool) -> String {
    format!("Turn {} {}", word(enabled), lower(switch))
}

fn word(enabled: bool) -> &'static str {
    if enabled { "on" } else { "off" }
}

/// Its name within a sentence.
fn lower(switch: OrganizationSwitch) -> String {
    switch.label().to_lowercase()
}
