//! Onboarding: one person by a form, many from a file; both lead to a plan.
//!
//! | file | owns |
//! |---|---|
//! | `actions`, `questions` | the functions: what is written, what the browser asks |
//! | `form` | the fields, with the checks that both sides make |
//! | `live` | the form awake |
//! | `page`, `wish`, `foresee`, `preview`, `panel` | on the server: the page, what the form asks for, what that comes to, and how it is shown beside the form |
//! | `colleague` | the form filled in with what a colleague has |
//! | `package` | onboarding with an access package |
//! | `missing` | making a user attribute that the form or a file names and that does not exist |
//! | `column` | the columns of a file of people |
//! | `file` | a file of people: from bytes to rows, and what stands against each |
//! | `sheet` | many people from a file: the pages |

pub mod actions;
pub mod form;
pub mod live;
pub mod questions;

#[cfg(feature = "ssr")]
mod colleague;
#[cfg(feature = "ssr")]
mod column;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod foresee;
#[cfg(feature = "ssr")]
mod missing;
#[cfg(feature = "ssr")]
mod package;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod panel;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(feature = "ssr")]
mod wish;

#[cfg(feature = "ssr")]
pub use page::routes;
