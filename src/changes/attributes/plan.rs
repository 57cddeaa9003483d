//! Making a user attribute. Values of user attributes: set, or taken away, one call for each attribute and kind of holder.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::Snapshot,
    domain::{
        AttributeCall, AttributeValue, AttributeWish, Call, Grantee, Invalid, NewUserAttribute, UserAttribute,
        UserAttributeId, text::isolated,
    },
};

/// Values in one call: Sigma's limit for a team (BEHAVIOUR.md section 14).
const VALUES_AT_ONCE: usize = 100;

/// Makes a user attribute. Sigma's API can delete one, with the values of everybody who has one by then; so that is
/// left to Sigma itself and no undoing.
pub fn create(attribute: &NewUserAttribute, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let is_taken = |known: &&UserAttribute| known.name.eq_ignore_ascii_case(&attribute.name);
    if let Some(taken) = snapshot.user_attributes().iter().find(is_taken) {
        let message = format!("There is a user attribute named {} already.", isolated(&taken.name));
        return Err(Invalid::one("name", message).into());
    }
    let shown = isolated(&attribute.name);
    let title = format!("Create user attribute {shown}");
    let mut draft = Draft::new(title.clone());
    draft
        .step(title, Call::Attribute(AttributeCall::Create { attribute: attribute.clone() }))
        .given(format!("No user attribute is named {shown} yet."))
        .undone_by("Can’t be undone here. Delete the attribute in Sigma if it isn’t needed.", []);
    match &attribute.default_value {
        Some(default) => draft
            .note(format!("Everyone without a value of their own or of a team has “{}”.", isolated(&default.value))),
        None => draft.note("There is no default: people have no value until one is set."),
    }
    Ok(draft)
}

pub fn set(values: &[AttributeWish], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    for wish in values {
        guard::grantable(&wish.holder, "holder", snapshot)?;
        if snapshot.user_attribute(&wish.attribute_id).is_none() {
            return Err(Invalid::one("attribute", "This user attribute is no longer in the directory.").into());
        }
    }
    let values: Vec<&AttributeWish> =
        values.iter().filter(|wish| held(&wish.attribute_id, &wish.holder, snapshot) != wish.value).collect();
    let values = values.as_slice();
    let mut draft = Draft::new(match values {
        [] => return Err(Refusal::Nothing("Nothing would change: every value is so already.".into())),
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

fn title(wish: &AttributeWish, snapshot: &Snapshot) -> String {
    let (attribute, who) = (labels::attribute(&wish.attribute_id, snapshot), labels::grantee(&wish.holder, snapshot));
    match &wish.value {
        Some(value) => format!("Set {attribute} of {who} to “{}”", isolated(value)),
        None => format!("Remove {attribute} from {who}"),
    }
}

fn give(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Set {} of {} holders", labels::attribute(id, snapshot), many.len()),
    };
    let values =
        some.iter().filter_map(|wish| Some((wish.holder.clone(), AttributeValue::text(wish.value.clone()?)))).collect();
    draft
        .step(
            words,
            Call::Attribute(AttributeCall::Set {
                attribute_id: id.clone(),
                values,
                held: Some(seen(id, some, snapshot)),
            }),
        )
        .undone_by("Restores the earlier values.", back(id, some, snapshot));
}

fn take(draft: &mut Draft, id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) {
    let words = match some {
        [one] => title(one, snapshot),
        many => format!("Remove {} from {} people", labels::attribute(id, snapshot), many.len()),
    };
    let holders = some.iter().map(|wish| wish.holder.clone()).collect();
    draft
        .step(
            words,
            Call::Attribute(AttributeCall::Unset {
                attribute_id: id.clone(),
                holders,
                held: Some(seen(id, some, snapshot)),
            }),
        )
        .undone_by("Restores the earlier values.", back(id, some, snapshot));
}

/// The value a member or team has of its own.
pub fn held(id: &UserAttributeId, holder: &Grantee, snapshot: &Snapshot) -> Option<String> {
    let held = match holder {
        Grantee::Member(member) => snapshot.attributes_of_member(member),
        Grantee::Team(team) => snapshot.attributes_of_team(team),
    };
    held.into_iter().find(|(attribute, _)| attribute.id == *id).map(|(_, value)| value.value.clone())
}

/// The values that the holders have now, as a call carries them.
fn seen(id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) -> Vec<(Grantee, AttributeValue)> {
    let seen =
        |wish: &&AttributeWish| Some((wish.holder.clone(), AttributeValue::text(held(id, &wish.holder, snapshot)?)));
    some.iter().filter_map(seen).collect()
}

/// The calls that put back what the holders have now.
fn back(id: &UserAttributeId, some: &[&AttributeWish], snapshot: &Snapshot) -> Vec<Call> {
    some.iter()
        .map(|wish| {
            let made = wish.value.clone().map(|value| (wish.holder.clone(), AttributeValue::text(value)));
            let made = Some(made.into_iter().collect());
            match held(id, &wish.holder, snapshot) {
                Some(value) => Call::Attribute(AttributeCall::Set {
                    attribute_id: id.clone(),
                    values: vec![(wish.holder.clone(), AttributeValue::text(value))],
                    held: made,
                }),
                None => Call::Attribute(AttributeCall::Unset {
                    attribute_id: id.clone(),
                    holders: vec![wish.holder.clone()],
                    held: made,
                }),
            }
        })
        .collect()
}
