//! What reacts in the browser. Everything here makes a page faster or nicer that also works without it.
//!
//! Islands that ask the server by a function of their own stand beside it, under `features`.

mod ask;
#[cfg(feature = "hydrate")]
mod combobox;
#[cfg(feature = "hydrate")]
mod copy_and_select;
#[cfg(feature = "hydrate")]
mod fetch;
mod latest;
mod live_error;
mod live_filter;
mod live_form;
mod live_region;
mod parts;
#[cfg(feature = "hydrate")]
mod picks;
#[cfg(feature = "hydrate")]
mod swap;

/// Id of the element that a live list replaces.
pub const RESULTS: &str = "results";

/// Header of a request for the element of this id, or for a page without its frame where it has no such part.
pub const PART: &str = "x-portal-part";

/// The field that says whose page a form was on.
pub const FORM_PERSON: &str = "form-person";

pub use ask::{NoAnswer, PREVIEW, Question, fields, pairs};
#[cfg(feature = "hydrate")]
pub use combobox::{combobox, listen};
#[cfg(feature = "hydrate")]
pub use copy_and_select::wake as wake_handy;
pub use latest::Latest;
pub use live_error::{LiveError, LiveSummary, field_error, told};
pub use live_filter::LiveFilter;
pub use live_form::{Live, LiveAnswer, LiveForm, SAID, Shown, TOLD};
pub use live_region::LiveRegion;
pub use parts::Parts;
