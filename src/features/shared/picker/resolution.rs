//! What typed text stands for.

use super::CHOICES;
use crate::{directory::Typed, domain::Invalid};
use icondata_core::Icon as Drawing;

/// Sigma's words for levels and the words for people, the usual one first.
pub type Levels = Vec<(&'static str, &'static str)>;

/// Somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What stands for it in the form: `team:ID`, as [`Subject::key`](crate::domain::Subject::key) prints it.
    pub key: String,
    pub name: String,
    /// A word or two about it.
    pub detail: String,
    pub icon: Drawing,
    /// Levels it can have here.
    pub levels: Levels,
}

impl Candidate {
    /// Its id alone.
    pub fn id(&self) -> &str {
        self.key.split_once(':').map_or(self.key.as_str(), |(_, id)| id)
    }

    /// What means it when typed: its address, where it has one, as a name may be that of several.
    pub fn text(&self) -> &str {
        if self.detail.contains('@') { &self.detail } else { &self.name }
    }

    /// Whether it can have this level.
    pub fn has_level(&self, slug: &str) -> bool {
        self.levels.iter().any(|(known, _)| *known == slug)
    }
}

/// Where things come from.
pub trait CandidateSource {
    /// The thing of this key, or of this id alone.
    fn get(&self, key: &str) -> Option<Candidate>;

    /// The first things whose names answer what was typed, the best first; and how many answer in all.
    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize);

    /// What was typed stands for: a key, a whole name or address, or the only one that answers.
    fn meant(&self, typed: &str) -> Resolution {
        let typed = typed.trim();
        if typed.is_empty() {
            return Resolution::Nothing;
        }
        if let Some(thing) = self.get(typed) {
            return Resolution::One(thing);
        }
        let (mut found, total) = self.find(typed, CHOICES);
        let name = Typed::new(typed);
        let is_it = |thing: &Candidate| name.rank(&thing.name) == Some(0) || thing.detail.eq_ignore_ascii_case(typed);
        let mut whole = (0..found.len()).filter(|at| is_it(&found[*at]));
        match (whole.next(), whole.next(), found.len()) {
            (_, _, 0) => Resolution::Unknown,
            (Some(at), None, _) => Resolution::One(found.swap_remove(at)),
            (None, None, 1) => Resolution::One(found.swap_remove(0)),
            _ => Resolution::Several { more: total.saturating_sub(found.len()), first: found },
        }
    }

    /// The same, with the text as it was typed, or as it is to be shown.
    fn resolve(&self, typed: &str) -> Resolved {
        let resolution = self.meant(typed);
        let text = match &resolution {
            Resolution::One(thing) => {
                let is_clear = matches!(self.meant(thing.text()), Resolution::One(same) if same.key == thing.key);
                if is_clear { thing.text() } else { thing.id() }
            }
            Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown => typed.trim(),
        };
        Resolved { text: text.to_owned(), resolution }
    }
}

/// What typed text stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing was typed.
    #[default]
    Nothing,
    One(Candidate),
    Several {
        /// The best of them.
        first: Vec<Candidate>,
        /// How many more there are.
        more: usize,
    },
    /// Nothing is called so.
    Unknown,
}

impl Resolution {
    /// What is wrong where one thing is wanted; `what` it is: “person”.
    pub fn problem(&self, what: &str, typed: &str) -> Option<String> {
        match self {
            Self::Nothing => Some(format!("Choose a {what}.")),
            Self::One(_) => None,
            Self::Several { .. } => Some(several(what, typed)),
            Self::Unknown => Some(unmatched(what, typed)),
        }
    }
}

/// Typed text and what it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What the text field shows: what was typed, or what stands for the one thing that is meant.
    pub text: String,
    pub resolution: Resolution,
}

impl Resolved {
    /// The one thing that is meant.
    pub fn one(&self) -> Option<&Candidate> {
        match &self.resolution {
            Resolution::One(thing) => Some(thing),
            Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown => None,
        }
    }

    /// Id of the one thing that is meant.
    pub fn id(&self) -> Option<&str> {
        self.one().map(Candidate::id)
    }

    /// Whether nothing was typed, or it stands for one thing.
    pub fn is_settled(&self) -> bool {
        matches!(self.resolution, Resolution::Nothing | Resolution::One(_))
    }

    /// Whether something was typed that nothing is called.
    pub fn is_unknown(&self) -> bool {
        self.resolution == Resolution::Unknown
    }

    /// What is wrong where one thing is wanted; `what` it is: “person”.
    pub fn problem(&self, what: &str) -> Option<String> {
        self.resolution.problem(what, &self.text)
    }

    /// The same as an error of the field.
    pub fn invalid(&self, field: &str, what: &str) -> Invalid {
        self.problem(what).map_or_else(Invalid::new, |why| Invalid::one(field, why))
    }
}

/// That a typed name may be that of several; `what` is what is wanted: “person or team”.
fn several(what: &str, typed: &str) -> String {
    let plural = |word: &str| match word {
        "or" => "or".to_owned(),
        "person" => "people".to_owned(),
        one => format!("{one}s"),
    };
    let many: Vec<String> = what.split(' ').map(plural).collect();
    format!("Several {} match “{}”. Pick one.", many.join(" "), typed.trim())
}

/// That a typed name is nothing's; `what` as in [`several`].
fn unmatched(what: &str, typed: &str) -> String {
    format!("No {what} matches “{}”.", typed.trim())
}

#[cfg(test)]
mod tests {
    use super::{super::samples::few, *};

    #[test]
    fn a_key_a_whole_name_and_the_only_one_that_answers_are_clear() {
        for (typed, key) in
            [("team:2", "team:2"), ("2", "team:2"), (" sales ", "team:1"), ("EMEA", "team:2"), ("fin", "team:3")]
        {
            let Resolution::One(thing) = few().meant(typed) else { panic!("{typed}: {:?}", few().meant(typed)) };
            assert_eq!(thing.key, key, "{typed}");
        }
        assert!(matches!(few().meant("sal"), Resolution::Several { first, more: 0 } if first.len() == 2));
        assert_eq!(few().meant("marketing"), Resolution::Unknown);
        assert_eq!(few().meant("  "), Resolution::Nothing);
    }

    #[test]
    fn says_what_is_missing_where_one_is_wanted() {
        let problem = |typed: &str| few().resolve(typed).problem("team");
        assert_eq!(problem("").unwrap(), "Choose a team.");
        assert_eq!(problem("fin"), None);
        assert_eq!(problem("sal").unwrap(), "Several teams match “sal”. Pick one.");
        assert_eq!(problem("zzz").unwrap(), "No team matches “zzz”.");
        assert_eq!(
            few().meant("sal").problem("person or team", "sal").unwrap(),
            "Several people or teams match “sal”. Pick one."
        );
    }
}
