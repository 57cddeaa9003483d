//! `/v2/accountTypes`: Admins only, and paged unlike everything else (BEHAVIOUR.md sections 3 and 11).

use serde::Serialize;

use crate::simulator::call::{Answer, Call, json};
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

/// `GET /v2/accountTypes`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let window = Window::named(&call.query, "account-types", "pageToken", "pageSize")?;
    Ok(window.cut_slice(&organisation.account_types, wire).with_token())
}

/// `GET /v2/accountTypes/{accountTypeId}/permissions`: a bare array.
pub fn permissions(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let id = call.path_id("accountTypeId");
    let kind = organisation.account_types.iter().find(|kind| Some(kind.id) == id);
    let kind = kind.ok_or_else(|| Failure::not_found("Account type not found"))?;
    let known = kind.features.iter().filter_map(|feature| FEATURES.get(usize::from(*feature)));
    let rows: Vec<_> = known.map(|&(permission, description)| FeatureWire { permission, description }).collect();
    Ok(json(&rows))
}
