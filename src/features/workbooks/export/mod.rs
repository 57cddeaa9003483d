//! Exports of a workbook: asked for with a form, followed until Sigma is done, and passed on to the browser.
//!
//! An export reads and changes nothing, so it is no change; but it takes business data out of Sigma, so the audit log
//! has it. Which exports there are is kept in the session of whoever asked: a query's id alone opens nothing.

mod fetch;
mod follow;
mod form;
mod format;
mod kept;
mod start;
mod wish;

pub use fetch::file;
pub use follow::{follow, show};
pub use start::{form, start};
pub use wish::ExportFields;
