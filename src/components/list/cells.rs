//! Cells that many lists have.

use crate::web::date;
use jiff::Timestamp;
use leptos::prelude::*;

/// A day; machines read the moment.
pub fn day(at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string()>{date(at)}</time> }.into_any()
}
