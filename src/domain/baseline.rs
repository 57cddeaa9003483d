//! What a form showed when it was filled in, compared with what is typed and with what is held by now.
//!
//! A form that is compared with the present alone puts back what somebody else has changed meanwhile. So it carries
//! what it showed: a field that is as it was shown is not written, and one that both sides have changed is asked about.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The values that a change was decided on, by field: a change is refused where they are others by now. `None` is a
/// value that is not there, such as no grant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seen(BTreeMap<String, Option<String>>);

impl Seen {
    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes what a field held.
    pub fn note(&mut self, field: impl Into<String>, value: Option<String>) {
        self.0.insert(field.into(), value);
    }

    /// The fields that hold something else by now: each with what was seen and what is held.
    pub fn changed(&self, now: impl Fn(&str) -> Option<String>) -> Vec<Moved<'_>> {
        let moved = self.0.iter().filter_map(|(field, seen)| {
            let now = now(field);
            (now != *seen).then_some(Moved { field, seen: seen.as_deref(), now })
        });
        moved.collect()
    }
}

impl FromIterator<(String, Option<String>)> for Seen {
    fn from_iter<I: IntoIterator<Item = (String, Option<String>)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// A field that holds something else than when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    pub field: &'a str,
    /// What it held then.
    pub seen: Option<&'a str>,
    /// What it holds now.
    pub now: Option<String>,
}

/// What somebody has done to one field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// Left as it was shown, or set to what it holds already: nothing is written.
    Untouched,
    /// Changed by this person alone: written.
    Written,
    /// Changed by this person and by somebody else, to different values: asked about.
    Contested,
}

/// Which value of a contested field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// The one that was typed.
    Mine,
    /// The one that somebody else has set.
    Theirs,
}

/// What a form showed, field by field, and how the person has settled what is contested. Travels in hidden fields
/// called `base[shown][FIELD]`, `base[asked][FIELD]` and `base[keep][FIELD]`.
///
/// A value that is not there is an empty text. A field's name begins with a letter, `name` or `team:` and an id: in the
/// dialect of forms, `[7…]` is a place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Baseline {
    /// What each field showed.
    pub shown: BTreeMap<String, String>,
    /// Somebody else's value that the person was asked about.
    pub asked: BTreeMap<String, String>,
    /// The answer given for each field that had moved.
    pub keep: BTreeMap<String, Choice>,
    /// Whether everything that was there was shown: what is not among it was shown as nothing.
    pub whole: bool,
}

impl Baseline {
    /// A form that shows these values.
    pub fn of<N: Into<String>, V: Into<String>>(shown: impl IntoIterator<Item = (N, V)>) -> Self {
        let shown: BTreeMap<String, String> =
            shown.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        debug_assert!(shown.keys().all(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())), "{shown:?}");
        Self { shown, ..Self::default() }
    }

    /// What somebody has done to a field: `typed` is what the form posts, `now` what is held. A form that does not say
    /// what it showed is taken to have shown what is held. An answer counts only for the value that was asked about.
    pub fn edited(&self, field: &str, typed: &str, now: &str) -> Edited {
        let unsaid = if self.whole { "" } else { now };
        let shown = self.shown.get(field).map_or(unsaid, String::as_str);
        if is_same(typed, shown) || is_same(typed, now) {
            return Edited::Untouched;
        }
        if is_same(shown, now) {
            return Edited::Written;
        }
        let was_asked = self.asked.get(field).is_some_and(|asked| is_same(asked, now));
        match self.keep.get(field).filter(|_| was_asked) {
            Some(Choice::Mine) => Edited::Written,
            Some(Choice::Theirs) => Edited::Untouched,
            None => Edited::Contested,
        }
    }

    /// A page that shows everything there is.
    pub fn of_all<N: Into<String>, V: Into<String>>(shown: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { whole: true, ..Self::of(shown) }
    }

    /// Whether the person was asked about the field as it is now and has not answered.
    pub fn is_unanswered(&self, field: &str, now: &str) -> bool {
        self.asked.get(field).is_some_and(|asked| is_same(asked, now)) && !self.keep.contains_key(field)
    }
}

/// Whether two texts are the same once they have been through a form: browsers end lines in their own way, and a field
/// of one line drops line breaks and outer blanks of what it is given.
fn is_same(a: &str, b: &str) -> bool {
    let line = |text: &str| text.replace(['\r', '\n'], "").trim().to_owned();
    let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    let one_line = |text: &str| !text.contains(['\r', '\n']);
    a == b || lines(a) == lines(b) || ((one_line(a) || one_line(b)) && line(a) == line(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Baseline {
        Baseline::of([("name", "Leo")])
    }

    #[test]
    fn only_what_was_touched_is_written() {
        assert_eq!(base().edited("name", "Leo", "Leonardo"), Edited::Untouched, "someone else's value stays");
        assert_eq!(base().edited("name", "Leon", "Leo"), Edited::Written);
        assert_eq!(base().edited("name", "Leonardo", "Leonardo"), Edited::Untouched, "both want the same");
        assert_eq!(base().edited("name", "Leon", "Leonardo"), Edited::Contested);
        assert_eq!(base().edited("other", "x", "y"), Edited::Written, "a form that does not say what it showed");
        let whole = Baseline::of_all([("name", "Leo")]);
        assert_eq!(whole.edited("other", "x", "y"), Edited::Contested, "nothing was shown, and something is there");
        assert_eq!(whole.edited("other", "x", ""), Edited::Written);
    }

    #[test]
    fn an_answer_counts_for_the_value_that_was_asked_about() {
        let answered = |choice| Baseline {
            asked: [("name".to_owned(), "Leonardo".to_owned())].into(),
            keep: [("name".to_owned(), choice)].into(),
            ..base()
        };
        assert_eq!(answered(Choice::Mine).edited("name", "Leon", "Leonardo"), Edited::Written);
        assert_eq!(answered(Choice::Theirs).edited("name", "Leon", "Leonardo"), Edited::Untouched);
        assert_eq!(answered(Choice::Mine).edited("name", "Leon", "Lionel"), Edited::Contested, "changed once more");
        let unanswered = Baseline { keep: BTreeMap::new(), ..answered(Choice::Mine) };
        assert!(
            unanswered.is_unanswered("name", "Leonardo") && !answered(Choice::Mine).is_unanswered("name", "Leonardo")
        );
        assert_eq!(unanswered.edited("name", "Leon", "Leonardo"), Edited::Contested);
    }

    #[test]
    fn what_a_browser_does_to_a_text_is_no_edit() {
        let base = Baseline::of([("name", " Leo\nMartins "), ("text", "a\nb")]);
        assert_eq!(base.edited("name", "LeoMartins", " Leo\nMartins "), Edited::Untouched);
        assert_eq!(base.edited("text", "a\r\nb", "a\nb"), Edited::Untouched);
        assert_eq!(base.edited("text", "a\r\n\r\nb", "a\nb"), Edited::Written);
    }

    #[test]
    fn says_what_has_moved() {
        let seen: Seen =
            [("name".to_owned(), Some("Leo".to_owned())), ("team:t".to_owned(), None)].into_iter().collect();
        assert!(seen.changed(|field| (field == "name").then(|| "Leo".to_owned())).is_empty());
        let moved = seen.changed(|_| Some("edit".to_owned()));
        assert_eq!(
            moved.iter().map(|moved| (moved.field, moved.seen)).collect::<Vec<_>>(),
            [("name", Some("Leo")), ("team:t", None)]
        );
        let text = serde_json::to_string(&seen).unwrap();
        assert_eq!(serde_json::from_str::<Seen>(&text).unwrap(), seen);
    }
}
