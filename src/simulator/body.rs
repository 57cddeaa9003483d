//! Request bodies, checked by hand so that a refusal reads like Sigma's: "Expecting string at 0.name but instead got:
//! undefined" (BEHAVIOUR.md section 5).
//!
//! The `0.` is read as follows (inferred): where a body has required and optional fields, the required ones are
//! reported under `0`, the optional ones under `1`; otherwise the path starts at the field.

use serde_json::{Map, Value};

use super::failure::Failure;

/// A 400 that says what was expected where.
pub fn expecting(what: &str, path: &str, got: Option<&Value>) -> Failure {
    let at = if path.is_empty() { String::new() } else { format!(" at {path}") };
    let got = got.map_or_else(|| "undefined".to_owned(), Value::to_string);
    Failure::invalid(format!("Expecting {what}{at} but instead got: {got}"))
}

/// The fields of one JSON object.
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    required: String,
    optional: String,
}

impl<'a> Fields<'a> {
    /// The object at a path.
    pub fn under(value: &'a Value, path: &str, is_mixed: bool) -> Result<Self, Failure> {
        let Value::Object(map) = value else { return Err(expecting("object", path, Some(value))) };
        let base = if path.is_empty() { String::new() } else { format!("{path}.") };
        let [required, optional] = ["0.", "1."].map(|part| format!("{base}{}", if is_mixed { part } else { "" }));
        Ok(Self { map, required, optional })
    }

    /// A body whose fields are all required or all optional.
    pub fn plain(value: &'a Value) -> Result<Self, Failure> {
        Self::under(value, "", false)
    }

    /// A body with both required and optional fields.
    pub fn mixed(value: &'a Value) -> Result<Self, Failure> {
        Self::under(value, "", true)
    }

    fn need<T>(&self, name: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<T, Failure> {
        let value = self.map.get(name);
        value.and_then(read).ok_or_else(|| expecting(what, &format!("{}{name}", self.required), value))
    }

    fn may<T>(&self, name: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<Option<T>, Failure> {
        let Some(value) = self.map.get(name) else { return Ok(None) };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(expecting(what, &format!("{}{name}", self.optional), Some(value))),
        }
    }

    /// A required string.
    pub fn text(&self, name: &str) -> Result<&'a str, Failure> {
        self.need(name, "string", Value::as_str)
    }

    /// An optional string.
    pub fn text_opt(&self, name: &str) -> Result<Option<&'a str>, Failure> {
        self.may(name, "string", Value::as_str)
    }

    /// An optional string that may be null: `Some(None)` for null.
    #[expect(clippy::option_option, reason = "in a PATCH, null and absent are different wishes")]
    pub fn nullable_text_opt(&self, name: &str) -> Result<Option<Option<&'a str>>, Failure> {
        self.may(name, "string | null", |value| if value.is_null() { Some(None) } else { value.as_str().map(Some) })
    }

    /// An optional boolean.
    pub fn flag_opt(&self, name: &str) -> Result<Option<bool>, Failure> {
        self.may(name, "boolean", Value::as_bool)
    }

    /// An optional number up to a maximum, cut to a whole one from 0 up: the contract only says number.
    pub fn count_opt(&self, name: &str, max: usize) -> Result<Option<usize>, Failure> {
        let what = if max == usize::MAX { "number".to_owned() } else { format!("number of at most {max}") };
        self.may(name, &what, |value| value.as_f64().map(whole).filter(|number| *number <= max))
    }

    /// A required string that must be one of a few words.
    pub fn choice<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<T, Failure> {
        self.need(name, &spelled(words), |value| pick(value, words))
    }

    /// An optional string that must be one of a few words.
    pub fn choice_opt<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Failure> {
        self.may(name, &spelled(words), |value| pick(value, words))
    }

    /// A required array of strings.
    pub fn texts(&self, name: &str) -> Result<Vec<&'a str>, Failure> {
        let items = self.need(name, "Array<string>", Value::as_array)?;
        Self::strings(items, &format!("{}{name}", self.required))
    }

    /// An optional array of strings, empty when absent.
    pub fn texts_opt(&self, name: &str) -> Result<Vec<&'a str>, Failure> {
        let items = self.may(name, "Array<string>", Value::as_array)?;
        Self::strings(items.map_or(&[], Vec::as_slice), &format!("{}{name}", self.optional))
    }

    fn strings(items: &'a [Value], path: &str) -> Result<Vec<&'a str>, Failure> {
        let read = |(place, item): (usize, &'a Value)| {
            item.as_str().ok_or_else(|| expecting("string", &format!("{path}.{place}"), Some(item)))
        };
        items.iter().enumerate().map(read).collect()
    }

    /// A required object whose fields are all required.
    pub fn object(&self, name: &str) -> Result<Fields<'a>, Failure> {
        let value = self.need(name, "object", Some)?;
        Self::under(value, &format!("{}{name}", self.required), false)
    }

    /// An optional object whose fields are all required.
    pub fn object_opt(&self, name: &str) -> Result<Option<Fields<'a>>, Failure> {
        let value = self.may(name, "object", Some)?;
        value.map(|value| Self::under(value, &format!("{}{name}", self.optional), false)).transpose()
    }

    /// A required array of objects whose fields are all required.
    pub fn objects(&self, name: &str) -> Result<Vec<Fields<'a>>, Failure> {
        let items = self.need(name, "Array<object>", Value::as_array)?;
        Self::each(items, &format!("{}{name}", self.required), false)
    }

    /// An optional array of objects with required and optional fields, empty when absent.
    pub fn mixed_objects_opt(&self, name: &str) -> Result<Vec<Fields<'a>>, Failure> {
        let items = self.may(name, "Array<object>", Value::as_array)?;
        Self::each(items.map_or(&[], Vec::as_slice), &format!("{}{name}", self.optional), true)
    }

    fn each(items: &'a [Value], path: &str, is_mixed: bool) -> Result<Vec<Fields<'a>>, Failure> {
        let read = |(place, item)| Self::under(item, &format!("{path}.{place}"), is_mixed);
        items.iter().enumerate().map(read).collect()
    }

    /// Names of all fields, for objects that allow no others.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.map.keys().map(String::as_str)
    }

    /// A 400 about this object as a whole.
    pub fn refuse(&self, what: &str) -> Failure {
        expecting(what, self.required.trim_end_matches('.'), Some(&Value::Object(self.map.clone())))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cutting to the nearest is the purpose")]
fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}

fn spelled<T>(words: &[(&str, T)]) -> String {
    words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
}

fn pick<T: Copy>(value: &Value, words: &[(&str, T)]) -> Option<T> {
    let word = value.as_str()?;
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(failure: Failure) -> String {
        format!("{failure:?}")
    }

    #[test]
    fn a_missing_required_field_reads_like_sigmas_message() {
        let body = json!({});
        let failure = Fields::mixed(&body).unwrap().text("name").unwrap_err();
        assert!(message(failure).contains("Expecting string at 0.name but instead got: undefined"));
    }

    #[test]
    fn null_is_not_absent() {
        let body = json!({ "description": null });
        let failure = Fields::mixed(&body).unwrap().text_opt("description").unwrap_err();
        assert!(message(failure).contains("Expecting string at 1.description but instead got: null"));
    }

    #[test]
    fn a_nested_field_is_reported_with_its_path() {
        let body = json!({ "grants": [{ "permission": "own" }] });
        let grants = Fields::plain(&body).unwrap().objects("grants").unwrap();
        let failure = grants[0].choice("permission", &[("view", 1)]).unwrap_err();
        assert!(message(failure).contains("at grants.0.permission but instead got: \\\"own\\\""));
    }
}
