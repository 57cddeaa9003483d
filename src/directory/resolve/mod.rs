//! From typed text to the thing that is meant: a name, words of one, an address; pasted lists of people as others write
//! them. The one ranking and the one “did you mean”; what is shown of it is the features’.
//!
//! | module | owns |
//! |---|---|
//! | [`mail`] | one address as it is written: `Name <mail>`, `mailto:`, `SMTP:` |
//! | [`list`] | a pasted list in its parts: lines, separators, quotes, spaces between addresses |
//! | [`lookup`] | the member that each entry means, and who may be meant where none is |
//! | [`name`] | a name in one cell as first and last name |
//! | [`Typed`] | how well a name answers what is typed |
//! | [`Index`] | things of one kind by their whole names, for the cells of files |
//! | `spelling` | which of several alike is spelled so, and what may be a slip |

pub mod list;
pub mod lookup;
pub mod mail;
pub mod name;

mod entry;
mod index;
mod spelling;
mod suggest;
mod typed;

pub use index::Index;
pub use typed::Typed;
