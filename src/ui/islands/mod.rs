//! What reacts in the browser. Everything here makes a page faster or nicer that also works without it.
//!
//! Islands that ask the server by a function of their own stand beside it, under `features`.

#[cfg(feature = "hydrate")]
mod combobox;
#[cfg(feature = "hydrate")]
mod copy_and_select;
mod drawn;
mod latest;
mod live_filter;
mod live_form;
mod live_region;
#[cfg(feature = "hydrate")]
mod picks;
#[cfg(feature = "hydrate")]
mod swap;

/// Header of a request for a page without its frame.
pub const PART: &str = "x-portal-part";

/// The field that says whose page a form was on.
pub const FORM_PERSON: &str = "form-person";

#[cfg(feature = "hydrate")]
pub use combobox::{combobox, listen, put, put_icon};
#[cfg(feature = "hydrate")]
pub use copy_and_select::wake as wake_handy;
pub use drawn::drawn;
pub use latest::Latest;
pub use live_filter::LiveFilter;
pub use live_form::{ask_about, filled};
pub use live_region::LiveRegion;
