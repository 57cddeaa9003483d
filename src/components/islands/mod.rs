//! What reacts in the browser. Everything here makes a page faster or nicer that also works without it.
//!
//! Islands take children but no props: what they need to know stands in the markup they enhance. A single prop would
//! bring a JSON reader into the browser, a fifth of everything it loads.

#[cfg(feature = "hydrate")]
mod combobox;
#[cfg(feature = "hydrate")]
mod handy;
mod keyboard;
mod live_filter;
mod live_region;
#[cfg(feature = "hydrate")]
mod picks;
mod suggest;
#[cfg(feature = "hydrate")]
mod swap;

pub use keyboard::Keyboard;
pub use live_filter::LiveFilter;
pub use live_region::LiveRegion;
pub use suggest::Suggest;
