//! Plans: the calls that get from the present to what is wanted. Making and running them is the `changes` room's work.

use super::{Step, Subject, text};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Something the person should know before they apply a plan; it does not stop them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// One whole sentence, shown above the plan.
    pub message: String,
    /// How much it weighs.
    #[serde(default)]
    pub level: WarningLevel,
}

/// How much a warning weighs, the heaviest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningLevel {
    /// Somebody loses what is hard or impossible to give back; the plan must be confirmed.
    Danger,
    /// It may come out otherwise than meant.
    #[default]
    Caution,
    /// Good to know.
    Note,
}

/// What somebody must type before a plan is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The text to type, compared without case and outer blanks.
    pub phrase: String,
    /// The number in the phrase, where the phrase is a number of people: the number alone confirms too.
    #[serde(default)]
    pub number: Option<usize>,
    /// Why: a sentence.
    pub why: String,
}

impl Confirmation {
    /// A name or address to be typed.
    pub fn of_name(phrase: impl Into<String>, why: impl Into<String>) -> Self {
        Self { phrase: phrase.into(), number: None, why: why.into() }
    }

    /// A number of people to be typed.
    pub fn of_people(people: usize, why: impl Into<String>) -> Self {
        let phrase = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
        Self { phrase, number: Some(people), why: why.into() }
    }

    /// Whether this was typed: what can be seen of the phrase, as a name may hold what nobody can type. Of a number of
    /// people the number is enough, with or without its commas.
    pub fn is_met_by(&self, typed: &str) -> bool {
        let seen = |text: &str| text::search(text).to_lowercase();
        let (typed, phrase) = (seen(typed), seen(&self.phrase));
        if let Some(number) = self.number {
            let first = typed.split_whitespace().next().unwrap_or_default();
            let rest = typed[first.len()..].trim();
            return first.replace(',', "") == number.to_string() && matches!(rest, "" | "people" | "person");
        }
        !typed.is_empty() && typed == phrase
    }
}

/// A plan: steps in an order that respects what each needs. Shown before anything happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the change does, in a few words: its title everywhere.
    pub title: String,
    /// The steps, in the order they run.
    pub steps: Vec<Step>,
    /// What to know before applying it.
    pub warnings: Vec<Warning>,
    /// What the change is about.
    pub subjects: Vec<Subject>,
    /// How many people it reaches, members of teams included.
    pub people: usize,
    /// What must be typed before it is applied.
    pub confirm: Option<Confirmation>,
    /// Why a reason must be given before it is applied, where one must: a sentence.
    pub reason_needed: Option<String>,
}

impl Plan {
    /// Names exactly these calls in this order: two plans with the same fingerprint do the same.
    pub fn fingerprint(&self) -> String {
        // Always the same for the same text: unlike a map's, this hasher has fixed keys.
        let mut hasher = std::hash::DefaultHasher::new();
        for step in &self.steps {
            serde_json::to_string(&step.call).unwrap_or_default().hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    /// How many requests it takes when nothing goes wrong, reads not counted.
    pub fn cost(&self) -> usize {
        self.steps.iter().map(|step| step.call.cost() as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_is_forgiving_about_case_and_blanks_only() {
        let wanted = Confirmation::of_people(1200, "");
        for typed in [" 1200 People ", "1200", "1,200", "1,200 people"] {
            assert!(wanted.is_met_by(typed), "{typed}");
        }
        for typed in ["", "12 people", "people", "1200 teams", "12001"] {
            assert!(!wanted.is_met_by(typed), "{typed}");
        }
        let unseen = Confirmation::of_name("Sales\u{200b} \u{202e}EMEA", "");
        assert!(unseen.is_met_by("sales emea") && !unseen.is_met_by("sales") && !unseen.is_met_by(""));
        assert!(!Confirmation::of_name("33 North", "").is_met_by("33"), "a name is typed whole");
    }
}
