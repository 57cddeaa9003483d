//! What a member looked at last. It follows from the member's id, so that it costs no memory: most people were there in
//! the last days, some not for months, some never.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::wire::{self, Wire};
use crate::simulator::api::members;
use crate::simulator::call::{Answer, Call};
use crate::simulator::clock::Stamp;
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::seed::{BASE, DAY_MS};
use crate::simulator::state::Organisation;
use crate::simulator::state::document::{Content, Document};
use crate::simulator::state::grant::Permission;
use crate::simulator::state::member::Member;
use crate::simulator::table::Slot;

/// Most documents that are remembered for a member.
const KEPT: usize = 12;

/// `FileRecent` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Recent<'a> {
    #[serde(flatten)]
    file: Wire<'a>,
    last_interaction_at: Stamp,
}

/// When a member was last there; `None` for people who never were.
fn last_seen(organisation: &Organisation, slot: Slot<Member>) -> Option<(Stamp, ChaCha8Rng)> {
    let member = &organisation.members[slot];
    let mut rng = ChaCha8Rng::seed_from_u64(member.home.number());
    let days = match rng.random_range(0..100) {
        0..64 => rng.random_range(0..14),
        64..80 => rng.random_range(14..90),
        80..93 => rng.random_range(90..400),
        _ => return None,
    };
    let moment = Stamp(BASE.0 - days * DAY_MS - rng.random_range(0..DAY_MS));
    // Nobody was there before having an account.
    (moment > member.audit.created_at).then_some((moment, rng))
}

/// The documents that a member can open, with what the member may do there, a few of them.
fn documents(organisation: &Organisation, slot: Slot<Member>, explorations: bool) -> Vec<(&Document, Permission)> {
    let ceiling = organisation.ceiling(slot);
    let all = organisation.documents.table.iter().map(|(_, document)| document);
    let live = all.filter(|document| match &document.content {
        Content::Folder => false,
        Content::Workbook(workbook) => explorations || !workbook.is_exploration,
        Content::Dataset(_) | Content::DataModel(_) | Content::Report(_) => true,
    });
    let open = live.filter(|document| !document.is_archived).filter_map(|document| {
        let held = organisation.permission_on_document(slot, document)?;
        Some((document, held.min(ceiling)))
    });
    let mut open: Vec<_> = open.collect();
    let own = organisation.members[slot].home.number();
    open.sort_by_key(|(document, _)| (document.id.number() ^ own).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    open.truncate(KEPT);
    open
}

/// `GET /v2/members/{memberId}/files/recents`: newest first. For Admins and the system member Sigma has no answer
/// (BEHAVIOUR.md section 18).
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let explorations = call.query.flag("includeExplorations")?;
    let slot = members::find(organisation, call.path("memberId"))?;
    if slot != call.caller {
        call.require_admin(organisation)?;
    }
    if organisation.is_admin(slot) {
        return Err(Failure::service_error("Recent files could not be read"));
    }
    let mut rows = Vec::new();
    if let Some((mut moment, mut rng)) = last_seen(organisation, slot) {
        for (document, permission) in documents(organisation, slot, explorations) {
            rows.push((document, permission, moment));
            moment = Stamp(moment.0 - rng.random_range(0..5 * DAY_MS));
        }
    }
    let page = window.cut(rows.into_iter(), |(document, permission, last_interaction_at)| Recent {
        file: wire::document(organisation, document, permission),
        last_interaction_at,
    });
    Ok(page.counted())
}
