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
    let changing: Vec<&AttributeWish> = values.iter().filter(|wish| held(wish, snapshot) != wish.value).collect();
    let mut draft = Draft::new(match changing.as_slice() {
        [] => return Err(Refusal::Nothing("No value would change.".into())),
        [one] => title(one, snapshot),
        many => format!("Set {} values of user attributes", many.len()),
    });
    let mut attributes: Vec<&UserAttributeId> = changing.iter().map(|wish| &wish.attribute_id).collect();
    attributes.sort();
    attributes.dedup();
    for id in attributes {
        for of_teams in [false, true] {
            let wanted: Vec<&AttributeWish> = changing
                .iter()
                .copied()
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

/// The value that the holder has of their own.
fn held(wish: &AttributeWish, snapshot: &Snapshot) -> Option<String> {
    let values = match &wish.holder {
        Grantee::Member(id) => snapshot.attributes_of_member(id),
        Grantee::Team(id) => snapshot.attributes_of_team(id),
    };
    values.into_iter().find(|(attribute, _)| attribute.id == wish.attribute_id).map(|(_, value)| value.value.clone())
}

/// The calls that put back what the holders have now.
fn back(id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) -> Vec<Call> {
    let (mut values, mut holders) = (Vec::new(), Vec::new());
    for wish in some {
        match held(wish, snapshot) {
            Some(value) => values.push((wish.holder.clone(), AttributeValue::text(value))),
            None => holders.push(wish.holder.clone()),
        }
    }
    let set = (!values.is_empty()).then(|| Call::SetAttribute { attribute_id: id.clone(), values });
    // A team's value is taken away one by one.
    let one_by_one = if holders.iter().any(|h| matches!(h, Grantee::Team(_))) { 1 } else { VALUES_AT_ONCE };
    let unset = holders.chunks(one_by_one);
    let unset = unset.map(|some| Call::UnsetAttribute { attribute_id: id.clone(), holders: some.to_vec() });
    set.into_iter().chain(unset).collect()
}

fn title(wish: &AttributeWish, snapshot: &Snapshot) -> String {
    let (attribute, who) = (wording::attribute(&wish.attribute_id, snapshot), wording::grantee(&wish.holder, snapshot));
    match (&wish.value, held(wish, snapshot)) {
        (Some(value), Some(before)) => format!("Set {attribute} of {who} from “{before}” to “{value}”"),
        (Some(value), None) => format!("Set {attribute} of {who} to “{value}”"),
        (None, _) => format!("Take {attribute} from {who}"),
    }
}

fn give(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Set {} of {} holders", wording::attribute(id, snapshot), many.len()),
    };
    let values =
        some.iter().filter_map(|wish| Some((wish.holder.clone(), AttributeValue::text(wish.value.clone()?)))).collect();
    draft
        .step(words, Call::SetAttribute { attribute_id: id.clone(), values })
        .undone_by("Put the earlier values back.", back(id, some, snapshot));
}

fn take(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Take {} from {} people", wording::attribute(id, snapshot), many.len()),
    };
    let holders = some.iter().map(|wish| wish.holder.clone()).collect();
    draft
        .step(words, Call::UnsetAttribute { attribute_id: id.clone(), holders })
        .undone_by("Put the earlier values back.", back(id, some, snapshot));
}
