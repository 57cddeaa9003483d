//! A plan in the making.

use super::super::labels;
use crate::domain::{Call, Confirmation, Plan, Step, Subject, Warning, WarningLevel};
use std::collections::HashSet;

/// Gathers a plan's parts in order, and what it is about once each.
pub struct Draft {
    pub plan: Plan,
    about: HashSet<Subject>,
}

impl Draft {
    /// A plan without steps.
    pub fn new(title: impl Into<String>) -> Self {
        let plan = Plan {
            title: title.into(),
            steps: Vec::new(),
            warnings: Vec::new(),
            subjects: Vec::new(),
            people: 0,
            confirm: None,
            reason_needed: None,
        };
        Self { plan, about: HashSet::new() }
    }

    /// Adds a step, to be completed by the caller.
    pub fn step(&mut self, title: impl Into<String>, call: Call) -> &mut Step {
        let index = u32::try_from(self.plan.steps.len()).unwrap_or(u32::MAX);
        for subject in call.subjects() {
            self.about(subject);
        }
        self.plan.steps.push(Step::new(index, title, call));
        let last = self.plan.steps.len() - 1;
        &mut self.plan.steps[last]
    }

    /// Adds the steps of another plan after its own, and what is to be known about them.
    pub fn absorb(&mut self, other: Self) {
        let offset = u32::try_from(self.plan.steps.len()).unwrap_or(u32::MAX);
        for mut step in other.plan.steps {
            step.index += offset;
            step.needs.iter_mut().for_each(|needed| *needed += offset);
            self.plan.steps.push(step);
        }
        self.plan.warnings.extend(other.plan.warnings);
        other.plan.subjects.into_iter().for_each(|subject| self.about(subject));
    }

    /// Adds something that may come out otherwise than meant.
    pub fn warn(&mut self, message: impl Into<String>) {
        self.plan.warnings.push(Warning { message: message.into(), level: WarningLevel::Caution });
    }

    /// Adds something that is good to know.
    pub fn note(&mut self, message: impl Into<String>) {
        self.plan.warnings.push(Warning { message: message.into(), level: WarningLevel::Note });
    }

    /// Notes what the plan is about.
    pub fn about(&mut self, subject: Subject) {
        if self.about.insert(subject.clone()) {
            self.plan.subjects.push(subject);
        }
    }

    /// The name of what is lost for good must be typed.
    pub fn confirm(&mut self, phrase: impl Into<String>, why: impl Into<String>) {
        self.plan.confirm = Some(Confirmation::of_name(phrase, why));
    }
}

impl Step {
    /// Not before these steps have ended.
    pub fn needs(&mut self, steps: impl IntoIterator<Item = u32>) -> &mut Self {
        self.needs.extend(steps);
        self
    }

    /// What must be true for it, in words.
    pub fn given(&mut self, precondition: impl Into<String>) -> &mut Self {
        self.precondition = Some(precondition.into());
        self
    }

    /// How it is undone, in words and in calls.
    pub fn undone_by(&mut self, words: impl Into<String>, calls: impl IntoIterator<Item = Call>) -> &mut Self {
        self.undo = Some(words.into());
        self.inverse = calls.into_iter().collect();
        self
    }

    /// Undone by a call that puts earlier values back, all but those of the fields that are `lost`. A call that would
    /// send nothing is none, and the plan says so.
    pub fn put_back_by(&mut self, call: Call, lost: &[&'static str]) -> &mut Self {
        let names: Vec<String> = lost.iter().map(|what| (*what).to_owned()).collect();
        let names = labels::list(&names);
        match call.sparing(&[]) {
            None => self.undone_by(format!("Can’t be undone: Sigma’s API can’t restore the earlier {names}."), []),
            Some(call) if lost.is_empty() => self.undone_by("Restores the earlier values.", [call]),
            Some(call) => self.undone_by(
                format!("Restores the earlier values except the {names}: Sigma’s API can’t restore those."),
                [call],
            ),
        }
    }
}
