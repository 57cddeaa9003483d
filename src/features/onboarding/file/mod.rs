//! A file of people: from bytes to rows by column, and what stands against each.
//!
//! | module | owns |
//! |---|---|
//! | [`encoding`] | bytes to text |
//! | [`quotes`], [`table`] | text to records: quotes that hold, separators, what stands above the headings |
//! | [`heading`], [`meaning`] | what headings mean |
//! | [`assign`] | what each column is used for: by hand, by rank |
//! | [`row`], [`model`] | rows by column, as the file says them and as they were corrected |
//! | [`cell`] | what a cell says, by the names in the directory |
//! | [`existing`] | what a row gives somebody who is a member already |
//! | [`check`] | who can be onboarded, and what stands against the others |
//!
//! A file is read anew for every page, from what was uploaded and the corrections made since: nothing of it is lost, and
//! a better reading keeps the corrections.

pub mod assign;
pub mod cell;
pub mod check;
pub mod encoding;
mod existing;
mod heading;
pub mod meaning;
pub mod model;
mod quotes;
mod row;
pub mod table;

pub use super::column::Column;
pub use check::{Checked, Wrong, check};
pub use encoding::Decoded;
pub use meaning::Meaning;
pub use model::{Corrections, Defaults, MAX_ROWS, Options, Sheet};
pub use row::Row;
