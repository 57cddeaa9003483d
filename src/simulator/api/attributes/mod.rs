//! `/v2/user-attributes` and a team's attributes (BEHAVIOUR.md section 14). Sigma states no role for these; changes are
//! for Admins here.

mod create;
mod list;
mod team;
mod teams;
mod users;

pub use create::{create, remove};
pub use list::{list, show};
pub use team::{assign, list_for_team};
pub use teams::{remove_team, set_teams, teams};
pub use users::{remove_user, remove_users, set_users, users};

use serde::Serialize;

use crate::simulator::body::Fields;
use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::attribute::UserAttribute;
use crate::simulator::table::Slot;

/// `AttributeValue` of the contract: only strings exist.
#[derive(Serialize)]
pub struct Value<'a> {
    val: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> Value<'a> {
    fn of(val: &'a str) -> Self {
        Self { val, kind: "string" }
    }

    /// Reads the field `value` of an assignment.
    fn read(assignment: &Fields<'a>) -> Result<&'a str, Failure> {
        Self::of_fields(&assignment.object("value")?)
    }

    /// Reads a value.
    fn of_fields(value: &Fields<'a>) -> Result<&'a str, Failure> {
        value.choice("type", &[("string", ())])?;
        value.text("val")
    }
}

fn missing() -> Failure {
    Failure::not_found("User attribute not found")
}

/// The attribute whose id a caller sent.
fn find(organisation: &Organisation, id: &str) -> Result<Slot<UserAttribute>, Failure> {
    Id::parse(id).and_then(|id| organisation.attributes.find(id)).ok_or_else(missing)
}

/// The attribute in the path.
pub fn in_path<'a>(
    organisation: &'a Organisation,
    call: &Call,
) -> Result<(Slot<UserAttribute>, &'a UserAttribute), Failure> {
    let slot = find(organisation, call.path("userAttributeId"))?;
    organisation.attributes.get(slot).map(|attribute| (slot, attribute)).ok_or_else(missing)
}
