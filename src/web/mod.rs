//! What every request shares: page shell, flash, forms, error pages, security headers, assets, health.
//!
//! Owns how a request becomes a page. Knows no feature.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod assets;
mod attachment;
mod audit;
mod audited;
mod client_address;
mod context;
pub mod draft;
mod error;
mod error_page;
mod events;
mod flash;
mod flash_message;
mod form;
mod forms;
mod fresh;
mod fulfil;
mod gauges;
mod health;
mod identify;
mod layout;
mod limits;
mod log_level;
mod markers;
mod navigation;
mod own_files;
mod page;
mod page_text;
mod pages;
mod part;
pub mod paths;
mod preview;
mod programs;
mod request_log;
mod scope;
mod security;
mod server_functions;
mod session;
mod small_scripts;
mod state;
mod theme;
mod trouble;

pub use crate::domain::AppError;
pub use crate::domain::text::escaped;
pub use assets::{Assets, routes as asset_routes};
pub use attachment::attachment;
pub use audit::{AuditEntry, append as append_audit};
pub use audited::audited;
pub use client_address::{ForwardedHeader, TrustedHops, client_address, locate, network};
pub use context::{OptionalUser, RequestContext, origin, own_url};
pub use error::{error_of, not_found, pages as error_pages};
pub use events::{ProgressEvent, events, until};
pub use flash::{Flash, Severity};
pub use flash_message::flash_message;
pub use form::decode;
pub use forms::{FormGuard, FormKey, KeptForm, PageOf, Refilled, ShownAgain, guard as guard_forms};
pub use fulfil::{end, end_due, fulfil, fulfil_all};
pub use gauges::COMMIT;
pub use health::{credentials_problem, healthz, metrics, readyz};
pub use identify::identify;
pub use limits::{Kind, Limits, LoadLimiter, Rate, Share, batch, take_turns};
pub use log_level::{Detail, Logged, More, configure_log, log_as_configured, log_more, logged, set_log_handle};
pub use navigation::{NavItem, NavLink, navigation};
pub use page::{PageParts, render_minimal_page, rendered};
pub use pages::{Answers, Pages, get};
pub use part::part;
pub use preview::{PREVIEW, Preview, UNFILLED};
pub use programs::{Caller, let_programs_in};
pub use request_log::log_request;
pub use security::{Origin, headers as security_headers, same_origin};
pub use server_functions::{FunctionPaths, PostedForm, SHOW_AGAIN, routes as function_routes};
pub use session::session_layer;
pub use small_scripts::SmallScript;
pub use state::{AppState, Mode, Portal};
pub use theme::{theme_cookie, theme_of};
pub use trouble::{Trouble, note_trouble, recent_trouble};
