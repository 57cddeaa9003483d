//! `/v2/accountTypes`: Admins only, and paged unlike everything else (BEHAVIOUR.md sections 3 and 11).

use serde::Serialize;

use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, created, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::account_type::{AccountType, FEATURES};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    account_type_id: Id,
    account_type_name: &'a str,
    description: &'a str,
    is_custom: bool,
}

#[derive(Serialize)]
struct FeatureWire {
    permission: &'static str,
    description: &'static str,
}

fn wire(kind: &AccountType) -> Wire<'_> {
    Wire {
        account_type_id: kind.id,
        account_type_name: &kind.name,
        description: &kind.description,
        is_custom: kind.is_custom,
    }
}

fn missing() -> Failure {
    Failure::not_found("Account type not found")
}

/// The position of the type in the path.
fn in_path(organisation: &Organisation, call: &Call) -> Result<u16, Failure> {
    call.path_id("accountTypeId").and_then(|id| organisation.account_type_at(id)).ok_or_else(missing)
}

/// `GET /v2/accountTypes`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let window = Window::by_token(&call.query)?;
    Ok(window.cut(organisation.account_types.iter().filter(|kind| !kind.is_deleted), wire).with_token())
}

/// `GET /v2/accountTypes/{accountTypeId}/permissions`: a bare array.
pub fn permissions(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let kind = &organisation.account_types[usize::from(in_path(organisation, call)?)];
    let known = kind.features.iter().filter_map(|feature| FEATURES.get(usize::from(*feature)));
    let rows: Vec<_> = known.map(|&(permission, description)| FeatureWire { permission, description }).collect();
    Ok(json(&rows))
}

/// `POST /v2/accountTypes`: a custom type; answers 201.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let (name, description) = (fields.text("name")?, fields.text("description")?);
    let features = fields.texts("permissions")?;
    let features: Vec<u8> = features.iter().map(|name| feature(name)).collect::<Result<_, _>>()?;
    if organisation.account_type(name).is_some() {
        return Err(Failure::conflict("Duplicate record"));
    }
    let kind = AccountType {
        id: organisation.mint.id(),
        name: name.into(),
        description: description.into(),
        is_custom: true,
        features,
        is_deleted: false,
    };
    let answer = created(&wire(&kind));
    organisation.account_types.push(kind);
    Ok(answer)
}

/// The position of a feature permission.
fn feature(name: &str) -> Result<u8, Failure> {
    let place = FEATURES.iter().position(|(known, _)| *known == name).and_then(|place| u8::try_from(place).ok());
    place.ok_or_else(|| expecting("name of a permission", "permissions", Some(&name.into())))
}

/// `DELETE /v2/accountTypes/{accountTypeId}`: its people get another type, which must be named.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let gone = in_path(organisation, call)?;
    if !organisation.account_types[usize::from(gone)].is_custom {
        return Err(Failure::invalid("Default account types cannot be deleted"));
    }
    let wanted = call.query.text("reassignToAccountTypeId");
    let wanted = wanted.ok_or_else(|| expecting("string", "reassignToAccountTypeId", None))?;
    let heir = Id::parse(wanted).and_then(|id| organisation.account_type_at(id)).ok_or_else(missing)?;
    if heir == gone {
        return Err(Failure::invalid("reassignToAccountTypeId must be another account type"));
    }
    for member in organisation.members.table.iter_mut() {
        if member.account_type == gone {
            member.account_type = heir;
            member.is_lower_case = false;
            member.audit.touch(call.caller, call.now);
        }
    }
    organisation.account_types[usize::from(gone)].is_deleted = true;
    Ok(empty())
}
