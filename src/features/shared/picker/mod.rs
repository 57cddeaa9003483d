//! Somebody or something out of very many, meant by what is typed: a name, words of one, an address.
//!
//! The one way from typed text to a thing for every form and filter that takes one: `CandidateSource::resolve` says what
//! it stands for, `Choices` asks where that is not clear, [`Suggest`] is the same while one types. A choice is a
//! button whose own name and value, the thing's key, are one more field of the form, so that all of it works without
//! script; a suggestion only completes the text field.

mod questions;
mod suggest;

#[cfg(feature = "ssr")]
mod anything;
#[cfg(feature = "ssr")]
mod choices;
#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod listed;
#[cfg(feature = "ssr")]
mod offered;
#[cfg(feature = "ssr")]
mod options;
#[cfg(feature = "ssr")]
mod organisation;
#[cfg(feature = "ssr")]
mod resolution;

pub use questions::PickFrom;
pub use suggest::{Suggest, Taking};

#[cfg(feature = "ssr")]
pub use anything::{Anything, Everyone};
#[cfg(feature = "ssr")]
pub use choices::{Choices, level_options};
#[cfg(feature = "ssr")]
pub use field::PickerField;
#[cfg(feature = "ssr")]
pub use listed::{Listed, teams};
#[cfg(feature = "ssr")]
pub use offered::Offered;
#[cfg(feature = "ssr")]
pub use organisation::{Grantees, Manageable, Owners, People, Resources, Teams};
#[cfg(feature = "ssr")]
pub use resolution::{Candidate, CandidateSource, Levels, Resolution, Resolved};

/// Most things offered for a typed name.
#[cfg(feature = "ssr")]
const CHOICES: usize = 8;

/// A few teams, for the tests of what takes things.
#[cfg(test)]
pub mod samples {
    use super::Listed;
    use std::{iter::Copied, slice};

    const ALL: [(&str, &str); 3] = [("1", "Sales"), ("2", "Sales EMEA"), ("3", "Finance")];

    /// Three teams that can be had at two levels.
    pub fn few() -> Listed<Copied<slice::Iter<'static, (&'static str, &'static str)>>> {
        Listed { kind: "team", levels: vec![("view", "Can view"), ("edit", "Can manage")], all: ALL.iter().copied() }
    }
}
