//! What every request shares: page shell, flash, forms, error pages, security headers, assets, health.
//!
//! Owns how a request becomes a page. Knows no feature.

mod assets;
mod attachment;
mod cx;
mod error;
mod events;
mod flash;
mod form;
mod forms;
mod frame;
mod health;
mod identify;
mod limits;
mod observe;
mod own_path;
mod page;
mod page_text;
pub mod paths;
mod places;
mod record;
mod scope;
mod security;
mod session;
mod state;
mod when;

pub use assets::{Assets, routes as asset_routes};
pub use attachment::attachment;
pub use cx::{Cx, Visitor};
pub use error::{Fault, not_found, pages as error_pages};
pub use events::{Moved, events, until};
pub use flash::{Flash, Tone};
pub use form::{decode, form, form_with_fields, list_form};
pub use forms::{FormKey, KeptForm, PageOf, guard as guard_forms};
pub use health::{healthz, metrics, readyz};
pub use identify::identify;
pub use limits::{Kind, Limits, LoadLimiter, Rate, Share, batch, take_turns};
pub use observe::observe;
pub use page::{PageParts, bare, escaped, fragment, rendered};
pub use places::{Place, PlaceLink, places};
pub use record::{Deed, record};
pub use security::{Origin, headers as security_headers, same_origin};
pub use session::{LONGEST_SESSION, session_layer};
pub use state::{App, Mode, Portal};
pub use when::{age, ago, date, moment, stamp};
