//! What a verified token says.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a token says, by name. Only [`super::Verifier`] makes them of a token.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Claims(pub Map<String, Value>);

impl Claims {
    /// A claim as text that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// A claim that is a time, in whole seconds since 1970 UTC; fractions are cut off (RFC 7519, section 2).
    pub fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        let cut = |seconds: f64| {
            let fits = seconds.is_finite() && seconds.abs() < 1e15;
            #[expect(clippy::cast_possible_truncation, reason = "the range is checked, the fraction is to go")]
            fits.then_some(seconds as i64)
        };
        value.as_i64().or_else(|| value.as_f64().and_then(cut))
    }

    /// A claim that is true or false; some providers write it as text.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A claim of several texts, or of one. Entries that are no text are left out.
    pub fn list(&self, name: &str) -> BTreeSet<String> {
        match self.get(name) {
            Some(Value::String(one)) => BTreeSet::from([one.clone()]),
            Some(Value::Array(entries)) => entries.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => BTreeSet::new(),
        }
    }

    /// A claim as it is. A name with dots leads into objects where there is no claim of that whole name:
    /// `realm_access.roles`; names that are URLs are whole.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).or_else(|| {
            let (first, rest) = name.split_once('.')?;
            rest.split('.').try_fold(self.0.get(first)?, |value, part| value.get(part))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: Value) -> Claims {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn claims_are_found_by_name_and_by_way_of_dots() {
        let claims = claims(json!({
            "https://lumen.example/groups": ["A"], "realm_access": {"roles": ["B", 7]}, "a.b": "whole", "a": {"b": "deep"},
            "one": "C",
        }));
        assert_eq!(claims.list("https://lumen.example/groups"), BTreeSet::from(["A".to_owned()]));
        assert_eq!(claims.list("realm_access.roles"), BTreeSet::from(["B".to_owned()]));
        assert_eq!((claims.text("a.b"), claims.list("one")), (Some("whole"), BTreeSet::from(["C".to_owned()])));
        assert_eq!(claims.list("realm_access.nothing"), BTreeSet::new());
    }

    #[test]
    fn times_and_flags_are_read_in_the_forms_that_occur() {
        let claims = claims(json!({"a": 5, "b": 5.9, "c": "5", "d": 1e300, "t": true, "u": "true", "v": "yes"}));
        assert_eq!(["a", "b", "c", "d"].map(|name| claims.seconds(name)), [Some(5), Some(5), None, None]);
        assert_eq!(["t", "u", "v", "w"].map(|name| claims.flag(name)), [Some(true), Some(true), None, None]);
    }
}
