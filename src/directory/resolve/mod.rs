//! From typed text to the member that is meant: pasted lists of people, as others write them.
//!
//! | module | owns |
//! |---|---|
//! | [`mail`] | one address as it is written: `Name <mail>`, `mailto:`, `SMTP:` |
//! | [`list`] | a pasted list in its parts: lines, separators, quotes, spaces between addresses |
//! | [`lookup`] | the member that each entry means, and who may be meant where none is |
//! | [`name`] | a name in one cell as first and last name |

pub mod list;
pub mod lookup;
pub mod mail;
pub mod name;

mod suggest;
