//! Lists of what this company has none of: templates, tenants, translations and the like. Clients that read everything an
//! organization can have ask for them too.

use axum::response::Response;
use serde_json::Value;

use super::{attributes, members, workbooks};
use crate::simulator::call::{Answer, Call};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;

fn nothing(window: Window) -> Response {
    window.cut(std::iter::empty::<Value>(), |row| row).counted()
}

/// A list that pages by `page`.
pub fn by_page(_: &Organisation, call: &Call) -> Answer {
    Ok(nothing(Window::of(&call.query)?))
}

/// A list that pages by `pageToken`.
pub fn by_token(_: &Organisation, call: &Call) -> Answer {
    Ok(nothing(Window::by_token(&call.query)?))
}

/// What a member has marked as a favourite.
pub fn of_member(organisation: &Organisation, call: &Call) -> Answer {
    members::find(organisation, call.path("memberId"))?;
    by_page(organisation, call)
}

/// The tenants that have a value of a user attribute.
pub fn of_attribute(organisation: &Organisation, call: &Call) -> Answer {
    attributes::in_path(organisation, call)?;
    by_page(organisation, call)
}

/// The bookmarks of a workbook.
pub fn of_workbook(organisation: &Organisation, call: &Call) -> Answer {
    workbooks::in_path(organisation, call)?;
    by_page(organisation, call)
}
