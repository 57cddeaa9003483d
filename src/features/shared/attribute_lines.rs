//! Values of user attributes as lines of text: “Region: EMEA”.

use crate::{
    directory::Snapshot,
    domain::{UserAttributeId, text},
};

/// What was typed, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeLines {
    pub typed: String,
    /// Nothing where something is wrong with it.
    pub values: Vec<(UserAttributeId, String)>,
    /// What is wrong with it.
    pub error: Option<LineError>,
}

/// What is wrong with a line, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The line has no colon, or nothing stands after it.
    #[error("“{}” has no value. Write it as “Region: EMEA”.", text::isolated(.0))]
    NoValue(String),
    /// No attribute has this name.
    #[error("There is no user attribute “{}”.", text::isolated(.0))]
    Missing(String),
    /// An attribute without a value, or with several.
    #[error("Give {} one value.", text::isolated(.0))]
    NotOne(String),
}

impl AttributeLines {
    /// The name that no attribute has, where that is what is wrong.
    pub fn missing(&self) -> Option<&str> {
        match &self.error {
            Some(LineError::Missing(name)) => Some(name),
            Some(LineError::NoValue(_) | LineError::NotOne(_)) | None => None,
        }
    }

    /// Reads what was typed: one attribute a line, its name before a colon and its value after.
    pub fn read(typed: String, snapshot: &Snapshot) -> Self {
        match read(&typed, snapshot) {
            Ok(values) => Self { typed, values, error: None },
            Err(why) => Self { typed, values: Vec::new(), error: Some(why) },
        }
    }
}

/// One attribute a line, its name before a colon and its value after.
///
/// # Errors
/// The first line that is not understood.
pub fn read(typed: &str, snapshot: &Snapshot) -> Result<Vec<(UserAttributeId, String)>, LineError> {
    let mut all: Vec<(UserAttributeId, String)> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(LineError::NoValue(line.to_owned()));
        };
        let (name, value) = (name.trim(), value.trim());
        let known = snapshot.user_attributes().iter().find(|known| known.name.eq_ignore_ascii_case(name));
        let Some(known) = known else {
            return Err(LineError::Missing(name.to_owned()));
        };
        if value.is_empty() || all.iter().any(|(id, _)| *id == known.id) {
            return Err(LineError::NotOne(name.to_owned()));
        }
        all.push((known.id.clone(), value.to_owned()));
    }
    Ok(all)
}

/// The lines of these values; those of attributes that are gone are left out.
pub fn lines(values: &[(UserAttributeId, String)], snapshot: &Snapshot) -> String {
    let line = |(id, value): &(UserAttributeId, String)| {
        snapshot.user_attribute(id).map(|attribute| format!("{}: {value}", attribute.name))
    };
    values.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}
