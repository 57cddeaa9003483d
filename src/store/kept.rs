//! How values are kept in columns: times as numbers, enums as their word, everything deeper as JSON.

use super::Error;
use crate::domain::PersonKey;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// A value as JSON text.
pub(super) fn json<T: Serialize>(what: &'static str, value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Unreadable(what, e.into()))
}

/// Reads [`json`] back.
pub(super) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| Error::Unreadable(what, e.into()))
}

/// The word of an enum without data, the same that its JSON has.
pub(super) fn word<T: Serialize>(what: &'static str, value: T) -> Result<String, Error> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) => Err(Error::Unreadable(what, "it is not a single word".into())),
        Err(e) => Err(Error::Unreadable(what, e.into())),
    }
}

/// Reads [`word`] back.
pub(super) fn from_word<T: DeserializeOwned>(what: &'static str, word: String) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|e| Error::Unreadable(what, e.into()))
}

/// Milliseconds since 1970 UTC.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment so long after this one, in [`millis`].
pub(super) fn millis_after(at: Timestamp, time: Duration) -> Result<i64, Error> {
    at.checked_add(time).map(millis).map_err(|e| Error::Unreadable("a time to come", e.into()))
}

/// Reads [`millis`] back.
pub(super) fn from_millis(what: &'static str, millis: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(millis).map_err(|e| Error::Unreadable(what, e.into()))
}

/// Text that a person or Sigma wrote, without the one character that `PostgreSQL` cannot keep.
pub(super) fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Who somebody is, as rows are found by it.
pub(super) fn person(key: &PersonKey) -> String {
    text(&key.to_string())
}

/// A count that domain and column hold in different widths.
pub(super) fn number<T, U>(what: &'static str, number: T) -> Result<U, Error>
where
    U: TryFrom<T>,
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(number).map_err(|e| Error::Unreadable(what, Box::new(e)))
}
