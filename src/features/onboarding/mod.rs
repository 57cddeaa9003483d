//! Onboarding: one person by a form, many from a file; both lead to a plan.
//!
//! | file | owns |
//! |---|---|
//! | `actions`, `questions` | the functions: what is written, what the browser asks |
//! | `form`, `preview` | what travels: the fields, and what they come to |
//! | `live`, `fields`, `panel` | the islands, and the plan beside the form |
//! | `page`, `wish`, `foresee` | on the server: the page, what the form asks for, and its preview |
//! | `package` | onboarding with an access package |
//! | `column` | the columns of a file of people |
//! | `file` | a file of people: from bytes to rows, and what stands against each |
//! | `sheet` | many people from a file: the pages |

pub mod actions;
mod column;
pub mod fields;
pub mod form;
pub mod live;
pub mod panel;
pub mod preview;
pub mod questions;
mod sheet;

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod foresee;
#[cfg(feature = "ssr")]
mod package;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod wish;

#[cfg(feature = "ssr")]
pub use page::routes;
