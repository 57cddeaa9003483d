//! What reacts in the browser. Everything here makes a page faster or nicer that also works without it.
//!
//! Islands get ids and short strings as props, never rows: what they need to know stands in the markup they enhance.

mod live_filter;
mod live_region;
mod picker;
#[cfg(feature = "hydrate")]
mod swap;

pub use live_filter::LiveFilter;
pub use live_region::LiveRegion;
pub use picker::Picker;
