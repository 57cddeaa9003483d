//! Onboarding many people from a file: take it, say how it is read, check every row, correct what is wrong in place, plan.
//!
//! | file | owns |
//! |---|---|
//! | `upload`, `fields` | the form that takes the file |
//! | `kept` | the file and what was said about it, kept by the server between pages |
//! | `actions`, `answers`, `correct`, `corrected` | the functions of that page, and its form: corrections, another reading, rows to skip |
//! | `questions` | what that page asks while cells are corrected |
//! | `pages` | routes, and what their handlers share |
//! | `page`, `mend`, `reading`, `summary` | what was found, to be corrected, how it was read, and what would happen |
//!
//! What a file says is `file`'s.

mod actions;
mod answers;
mod correct;
mod corrected;
mod fields;
mod kept;
mod mend;
mod page;
mod pages;
mod questions;
mod reading;
mod summary;
mod upload;

pub use answers::Answers;
pub use corrected::Corrected;
pub use pages::routes;
