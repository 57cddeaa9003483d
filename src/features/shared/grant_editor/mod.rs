//! The grant editor: rows of teams, people or resources with a level each, and a field that adds one by its name.
//!
//! | file | owns |
//! |---|---|
//! | `rows` | what a form with an editor posts |
//! | `subject` | what the rows are, where they come from, and at which levels |
//! | `settle` | what the buttons ask for, done: a typed name that is clear becomes a row, of one that is not the possible ones are offered |
//! | `view` | the editor as it is shown |
//! | `questions` | its parts anew, asked by the browser |
//! | `island` | the editor awake |
//!
//! Without script its buttons have the form shown again with one more field: `NAME[pick]` and `NAME[remove]` are keys.
//! With it they are answered in place.

mod island;
mod questions;
mod rows;
mod subject;

#[cfg(feature = "ssr")]
mod settle;
#[cfg(feature = "ssr")]
mod view;

pub use rows::{GrantRow, GrantRows};
pub use subject::EditorSubject;

#[cfg(feature = "ssr")]
pub use settle::GrantEditor;
#[cfg(feature = "ssr")]
pub use view::EditorParts;
