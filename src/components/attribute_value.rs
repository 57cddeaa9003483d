//! Setting a value of a user attribute or taking it away, as buttons on the pages of people, teams and attributes want
//! it.

use super::{
    contest::{self, Asking, Compared, Contest, Field},
    grantee, review,
};
use crate::{
    directory::Snapshot,
    domain::{AttributeValue, AttributeWish, Baseline, Call, Grantee, Intent, Subject, UserAttributeId},
    web::{Cx, Fault, Tone},
};
use axum::response::Response;

/// The value that somebody has of their own; empty without one.
fn held(attribute: &UserAttributeId, holder: &Grantee, snapshot: &Snapshot) -> Option<String> {
    let all = match holder {
        Grantee::Member(id) => snapshot.attributes_of_member(id),
        Grantee::Team(id) => snapshot.attributes_of_team(id),
    };
    all.into_iter().find(|(known, _)| known.id == *attribute).map(|(_, value)| value.value.clone())
}

/// All values of their own that a page about somebody shows.
pub fn shown_of(holder: &Grantee, snapshot: &Snapshot) -> Baseline {
    let all = match holder {
        Grantee::Member(id) => snapshot.attributes_of_member(id),
        Grantee::Team(id) => snapshot.attributes_of_team(id),
    };
    let key = |attribute: &UserAttributeId| AttributeWish::key(attribute, holder);
    Baseline::of_all(all.into_iter().map(|(attribute, value)| (key(&attribute.id), value.value.clone())))
}

/// The one value that a row's button is about.
pub fn shown_one(attribute: &UserAttributeId, holder: &Grantee, snapshot: &Snapshot) -> Baseline {
    let value = held(attribute, holder, snapshot).unwrap_or_default();
    Baseline::of([(AttributeWish::key(attribute, holder), value)])
}

/// Plans it and leads to the review; asks first where somebody else has set the value since the page was shown. The
/// form's `fields` are posted once more with the answer.
///
/// # Errors
/// As [`review::propose`].
pub async fn propose(
    cx: Cx,
    wish: AttributeWish,
    base: &Baseline,
    fields: Vec<(String, String)>,
    asking: Asking,
) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let AttributeWish { attribute_id, holder, value } = &wish;
    let key = AttributeWish::key(attribute_id, holder);
    let now = held(attribute_id, holder, &snapshot);
    let name = snapshot.user_attribute(attribute_id).map_or_else(|| attribute_id.to_string(), |a| a.name.clone());
    let field = Field {
        name: key.clone(),
        label: format!("{name} of {}", grantee::name(holder, &snapshot)),
        typed: value.clone().unwrap_or_default(),
        now: now.clone().unwrap_or_default(),
    };
    let mut compared = Compared::new(base, [field], contest::quoted);
    if !compared.contests.is_empty() {
        let sets = |call: &Call, contest: &Contest| match call {
            Call::SetAttribute { attribute_id: of, values, .. } => {
                let is = |value: &AttributeValue| value.value == contest.now();
                of == attribute_id && values.iter().any(|(who, value)| who == holder && is(value))
            }
            Call::UnsetAttribute { attribute_id: of, holders, .. } => {
                of == attribute_id && contest.now().is_empty() && holders.contains(holder)
            }
            _ => false,
        };
        compared.contests = contest::named(&cx.app.store, &Subject::from(holder), compared.contests, sets).await?;
        return Ok(contest::ask(cx, asking, fields, compared).await);
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    if !compared.writes(&key) && now != *value {
        let text = "Nothing was changed: what somebody else has set stays.";
        return Ok(cx.leave(&asking.back, Tone::Info, text).await);
    }
    let before = [(key, now)].into_iter().collect();
    let intent = Intent::SetAttributes { values: vec![wish], before };
    review::propose_or_leave(cx, intent, &asking.back, asking.place).await
}
