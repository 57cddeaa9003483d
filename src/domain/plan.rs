//! Plans: the calls that get from the present to what is wanted. Making and running them is the `changes` room's work.

use super::{Step, Subject, text};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Something the person should know before they apply a plan; it does not stop them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// One whole sentence, shown above the plan.
    pub message: String,
}

/// What somebody must type before a plan is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The text to type, compared without case and outer blanks.
    pub phrase: String,
    /// Why: a sentence.
    pub why: String,
}

impl Confirmation {
    /// Whether this was typed: what can be seen of the phrase, as a name may hold what nobody can type.
    pub fn is_met_by(&self, typed: &str) -> bool {
        let seen = |text: &str| text::search(text).to_lowercase();
        !typed.trim().is_empty() && seen(typed) == seen(&self.phrase)
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
        let wanted = Confirmation { phrase: "120 people".into(), why: String::new() };
        assert!(wanted.is_met_by(" 120 People "));
        assert!(!wanted.is_met_by("12 people") && !wanted.is_met_by(""));
        let unseen = Confirmation { phrase: "Sales\u{200b} \u{202e}EMEA".into(), why: String::new() };
        assert!(unseen.is_met_by("sales emea") && !unseen.is_met_by("sales"));
    }
}
