//! Lists of people as others write them, and whom they mean: pasted lists and files.
//!
//! | module | owns |
//! |---|---|
//! | [`mail`] | one address as it is written: `Name <mail>`, `mailto:`, `SMTP:` |
//! | [`list`] | a pasted list in its parts: lines, separators, quotes, spaces between addresses |
//! | [`lookup`] | the member that each entry means, and who may be meant where none is |
//! | [`name`] | a name in one cell as first and last name |
//! | [`sheet`] | a file of people: what its columns mean, and what stands against each row |

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod list;
pub mod lookup;
pub mod mail;
pub mod name;
pub mod sheet;

mod suggest;
