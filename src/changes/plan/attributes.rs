//! Values of user attributes: set, or taken away, one call for each attribute and kind of holder.

use super::{
    super::{
        guard::{self, Refusal},
        wording,
    },
    Draft,
};
use crate::{
    directory::Snapshot,
    domain::{AttributeValue, AttributeWish, Call, Grantee, UserAttributeId},
};

/// Values in one call: Sigma's limit for a team (BEHAVIOUR.md section 14).
const VALUES_AT_ONCE: usize = 100;

pub fn set(values: &[AttributeWish], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    for wish in values {
        guard::grantable(&wish.holder, "holder", snapshot)?;
    }
    let mut draft = Draft::new(match values {
        [] => return Err(Refusal::Nothing("No value would change.".into())),
        [one] => title(one, snapshot),
        many => format!("Set {} values of user attributes", many.len()),
    });
    let mut attributes: Vec<&UserAttributeId> = values.iter().map(|wish| &wish.attribute_id).collect();
    attributes.sort();
    attributes.dedup();
    for id in attributes {
        for of_teams in [false, true] {
            let wanted: Vec<&AttributeWish> = values
                .iter()
                .filter(|w| w.attribute_id == *id && matches!(w.holder, Grantee::Team(_)) == of_teams)
                .collect();
            let (set, unset): (Vec<&AttributeWish>, Vec<&AttributeWish>) =
                wanted.into_iter().partition(|wish| wish.value.is_some());
            set.chunks(VALUES_AT_ONCE).for_each(|some| give(&mut draft, id, some, snapshot));
            // A team's value is taken away one by one: Sigma has no call for several.
            unset
                .chunks(if of_teams { 1 } else { VALUES_AT_ONCE })
                .for_each(|some| take(&mut draft, id, some, snapshot));
        }
    }
    Ok(draft)
}

fn title(wish: &AttributeWish, snapshot: &Snapshot) -> String {
    let (attribute, who) = (wording::attribute(&wish.attribute_id), wording::grantee(&wish.holder, snapshot));
    match &wish.value {
        Some(value) => format!("Set {attribute} of {who} to “{value}”"),
        None => format!("Take {attribute} from {who}"),
    }
}

fn give(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Set {} of {} holders", wording::attribute(id), many.len()),
    };
    let values =
        some.iter().filter_map(|wish| Some((wish.holder.clone(), AttributeValue::text(wish.value.clone()?)))).collect();
    draft.step(words, Call::SetAttribute { attribute_id: id.clone(), values });
}

fn take(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Take {} from {} people", wording::attribute(id), many.len()),
    };
    let holders = some.iter().map(|wish| wish.holder.clone()).collect();
    draft.step(words, Call::UnsetAttribute { attribute_id: id.clone(), holders });
}
