//! A value that has changed since a plan saw it.

use super::text::isolated;
use std::fmt;

/// A field whose value is neither what a plan saw nor what it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, in words.
    pub what: &'static str,
    /// The value that the plan saw.
    pub saw: String,
    /// The value that Sigma has now.
    pub now: String,
}

impl Difference {
    /// A field with both of its values.
    pub fn new(what: &'static str, saw: impl Into<String>, now: impl Into<String>) -> Self {
        Self { what, saw: saw.into(), now: now.into() }
    }

    /// Those of the fields, each with the value wanted, the one seen and the present one, whose present value is
    /// neither. A field that is not wanted or was not seen says nothing.
    pub fn among<'a>(
        fields: impl IntoIterator<Item = (&'static str, Option<&'a str>, Option<&'a str>, &'a str)>,
    ) -> Vec<Self> {
        let differs = |(what, wanted, saw, now): (&'static str, Option<&str>, Option<&str>, &str)| {
            let (wanted, saw) = (wanted?, saw?);
            (now != wanted && now != saw).then(|| Self::new(what, saw, now))
        };
        fields.into_iter().filter_map(differs).collect()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (now, saw) = (isolated(&self.now), isolated(&self.saw));
        write!(f, "the {} is “{now}” in Sigma now, and the plan saw “{saw}”", self.what)
    }
}
