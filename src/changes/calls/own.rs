//! Whether something that Sigma holds is the work of an earlier try of the step.
//!
//! By Sigma's clock, and by whose it is where Sigma tells: two machines' clocks differ by minutes, and what somebody else
//! has made under the same name must not be taken for one's own.

use super::{Context, LookError};
use crate::domain::{Extra, MemberId, Step, Subject};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Sigma's `Date` is whole seconds, and several of its machines may answer.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(2);
/// What the portal's own clock may be off where Sigma's was not known.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// The moment before which nothing that Sigma made can be this step's.
fn since(cx: &Context<'_>, step: &Step) -> Timestamp {
    let by_sigma = if step.attempts > 0 { step.sent_at } else { None }.or(cx.change.accepted_at);
    match by_sigma {
        Some(at) => at - TOLERANCE,
        None => step.started_at.unwrap_or(cx.change.created_at) - SKEW,
    }
}

/// Whether the portal's credentials did it, as far as Sigma says who did.
fn is_portals(cx: &Context<'_>, who: Option<&str>) -> bool {
    who.zip(cx.owner.map(MemberId::as_str)).is_none_or(|(who, owner)| who == owner)
}

/// Whether something was made since the change was accepted or the step was sent.
pub fn is_recent(cx: &Context<'_>, step: &Step, made_at: Timestamp) -> bool {
    // Since the acceptance, whoever sent since: the first of several tries may be the one that arrived.
    let accepted = cx.change.accepted_at.map_or(cx.change.created_at - SKEW, |at| at - TOLERANCE);
    made_at >= accepted.min(since(cx, step))
}

/// Who made something, where Sigma says so in a field of its own.
pub fn maker(extra: &Extra) -> Option<&str> {
    extra.get("createdBy").and_then(Value::as_str)
}

/// Whether something was made by an earlier try of this step: since it could have been, with the portal's credentials,
/// and claimed by no other change. `by` is who made it, where Sigma says so.
pub async fn is_made(
    cx: &Context<'_>,
    step: &Step,
    subject: &Subject,
    by: Option<&str>,
    made_at: Timestamp,
) -> Result<bool, LookError> {
    // Where Sigma does not say who made it, what was never sent, or was refused, cannot have made it.
    let is_possible = by.is_some() || step.may_have_arrived();
    if !is_possible || !is_recent(cx, step, made_at) || !is_portals(cx, by) {
        return Ok(false);
    }
    Ok(!cx.store.is_created_elsewhere(subject, &cx.change.id).await?)
}

/// Whether something was last changed by an earlier try of this step. Without one it was somebody else.
pub fn edited(cx: &Context<'_>, step: &Step, extra: &Extra, changed_at: Timestamp) -> bool {
    let by = extra.get("updatedBy").and_then(Value::as_str);
    step.may_have_arrived() && changed_at >= since(cx, step) && is_portals(cx, by)
}

/// The same of something whose times Sigma may leave out.
pub fn edited_if_told(cx: &Context<'_>, step: &Step, extra: &Extra) -> bool {
    let time = extra.get("updatedAt").and_then(Value::as_str).and_then(|text| text.parse::<Timestamp>().ok());
    match time {
        Some(at) => edited(cx, step, extra, at),
        None => step.may_have_arrived() && is_portals(cx, extra.get("updatedBy").and_then(Value::as_str)),
    }
}

/// Whether something ended since the step was last sent.
pub fn is_recent_try(cx: &Context<'_>, step: &Step, at: Timestamp) -> bool {
    step.may_have_arrived() && at >= since(cx, step)
}
