//! What several subjects show or ask: access panels, the plan's preview, pickers, lists.
//!
//! Knows no subject. What one subject alone shows is in that subject's folder.

pub mod grant_editor;
pub mod palette;
#[cfg(feature = "ssr")]
pub mod period;
pub mod picker;

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(feature = "ssr")]
pub mod adder;
#[cfg(feature = "ssr")]
pub mod addresses;
#[cfg(feature = "ssr")]
pub mod attribute_lines;
#[cfg(feature = "ssr")]
pub mod attribute_value;
#[cfg(feature = "ssr")]
pub mod contest;
#[cfg(feature = "ssr")]
pub mod document_access;
#[cfg(feature = "ssr")]
pub mod everyone;
#[cfg(feature = "ssr")]
pub mod grantee;
#[cfg(feature = "ssr")]
pub mod history;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod live_plan;
#[cfg(feature = "ssr")]
pub mod new_owner;
#[cfg(feature = "ssr")]
pub mod onboard;
#[cfg(feature = "ssr")]
pub mod one_grant;
#[cfg(feature = "ssr")]
pub mod plan;
#[cfg(feature = "ssr")]
pub mod resource_access;
#[cfg(feature = "ssr")]
pub mod review;
#[cfg(feature = "ssr")]
pub mod sigma_error_panel;
#[cfg(feature = "ssr")]
pub mod subject;
#[cfg(feature = "ssr")]
pub mod sync_health;
#[cfg(feature = "ssr")]
pub mod waiting;
