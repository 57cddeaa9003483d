//! Typed client of Sigma's REST API: token, retry, paging, one file per resource.
//!
//! Returns [`crate::domain`] types. Knows nothing of the portal's database or pages.
