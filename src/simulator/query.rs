//! Query strings, read strictly: a value of the wrong type is a 400, an unknown parameter is ignored.

use serde_json::Value;
use url::form_urlencoded;

use super::body::expecting;
use super::failure::Failure;

/// The parameters of one call.
#[derive(Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the part of the URL after `?`.
    pub fn parse(raw: Option<&str>) -> Self {
        Self(form_urlencoded::parse(raw.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The value of a parameter, the first when it is repeated.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a repeated parameter.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A boolean parameter, false when absent.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(expecting("boolean", name, Some(&Value::from(other)))),
        }
    }

    /// A boolean parameter that makes a difference by being there at all.
    pub fn flag_opt(&self, name: &str) -> Result<Option<bool>, Failure> {
        self.text(name).map(|_| self.flag(name)).transpose()
    }

    /// A boolean parameter that is true when absent.
    pub fn flag_unless_false(&self, name: &str) -> Result<bool, Failure> {
        if self.text(name).is_some() { self.flag(name) } else { Ok(true) }
    }

    /// A parameter that must be one of a few words.
    pub fn choice(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Failure> {
        match self.text(name) {
            Some(word) if !words.contains(&word) => Err(expecting(&words.join(" | "), name, Some(&Value::from(word)))),
            word => Ok(word),
        }
    }

    /// A whole number from 1 up.
    pub fn size(&self, name: &str) -> Result<Option<usize>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number too large for the machine is still a number, and cut to the maximum like any other.
        match text.parse().unwrap_or(if is_number { usize::MAX } else { 0 }) {
            number if number >= 1 => Ok(Some(number)),
            _ => Err(expecting("integer of at least 1", name, Some(&Value::from(text)))),
        }
    }
}
