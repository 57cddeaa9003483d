//! Turning something on or off for the whole organization, and renewing the portal's credentials.

use super::super::plan::Draft;
use crate::{
    directory::Snapshot,
    domain::{Call, OrganizationCall, OrganizationSwitch, text::isolated},
};

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
            draft.note(
                "People can’t ask for a higher licence in Sigma any more. Requests made before stay with the admins.",
            );
        }
    }
    draft
}

/// Makes new credentials that act as whose the present ones are, uses them, and deletes the present ones.
pub fn renew_credentials(name: &str, snapshot: &Snapshot) -> Draft {
    let mut draft = Draft::new("Renew the portal’s API credentials");
    let owner = snapshot.token_owner().clone();
    let create = OrganizationCall::CreateCredentials { owner, name: name.to_owned() };
    let steps = [
        (format!("Create API credentials “{}”", isolated(name)), create),
        ("Try the new credentials and use them".to_owned(), OrganizationCall::UseCredentials),
        ("Delete the API credentials used before".to_owned(), OrganizationCall::DeleteReplacedCredentials),
    ];
    let mut before = None;
    for (title, call) in steps {
        let step = draft.step(title, Call::Organization(call)).needs(before);
        before = Some(step.index);
        step.undone_by("Can’t be undone. Renew the credentials again instead.", []);
    }
    draft.warn(
        "The client ID and secret in the portal’s configuration stop working. Other programs that use them lose access \
         to Sigma.",
    );
    draft.note(
        "The new secret is kept in the portal’s database, encrypted with PORTAL_SECRET. Back up the database afterwards.",
    );
    draft.note(
        "To use credentials of your own again, create them in Sigma and set SIGMA_CLIENT_ID and SIGMA_CLIENT_SECRET.",
    );
    draft.confirm("renew credentials", "The credentials in the portal’s configuration stop working.");
    draft
}

/// Deletes credentials that the portal has made and that its configuration has moved on from.
pub fn delete_left_credentials(client_id: &str) -> Draft {
    const TITLE: &str = "Delete API credentials that are left in Sigma";
    let mut draft = Draft::new(TITLE);
    let call = OrganizationCall::DeleteLeftCredentials { client_id: client_id.to_owned() };
    draft.step(TITLE, Call::Organization(call)).undone_by("Can’t be undone: Sigma never tells their secret again.", []);
    draft.warn("A portal that is still configured as before loses access to Sigma.");
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
