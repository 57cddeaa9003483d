//! A policy as a form has it: words, names and addresses.

use crate::{
    directory::Snapshot,
    domain::{Approvers, Asking, Automatic, Invalid, MemberId, Policy, PolicyEntry, TeamId},
    features::shared::{
        addresses::{addresses, people},
        picker::{self, CandidateSource, Resolution},
    },
};
use serde::{Deserialize, Serialize};

/// The fields as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    /// `own` for the policy below, anything else for that of the level above.
    pub holds: String,
    /// `nobody`, `everyone` or `team`.
    pub asking: String,
    /// The team whose members may ask, by name.
    pub asking_team: String,
    /// `owners`, `admins` or `people`.
    pub first: String,
    /// Addresses of the named approvers of the first stage.
    pub first_people: String,
    /// As the first, or empty for one stage only.
    pub second: String,
    /// Addresses of the named approvers of the second stage.
    pub second_people: String,
    /// Filled in where a reason is required.
    pub reason: String,
    /// Filled in where everybody may ask for colleagues without an account.
    pub colleagues: String,
    /// `never`, `always` or `team`.
    pub automatic: String,
    /// The team whose members need no approval, by name.
    pub automatic_team: String,
    /// Days as a rule and at most; empty for any time.
    pub usual_days: String,
    pub longest_days: String,
    /// Addresses of the owners of the thing.
    pub owners: String,
}

/// What the form stands for.
pub struct Checked {
    /// `None` where the policy of the level above holds.
    pub policy: Option<Policy>,
    pub owners: Vec<MemberId>,
}

impl PolicyForm {
    /// The form of a policy as it is set; `policy` is the one that holds.
    pub fn of(entry: &PolicyEntry, policy: &Policy, is_own: bool, snapshot: &Snapshot) -> Self {
        let team = |teams: &[TeamId]| {
            teams.first().map(|id| snapshot.team_name(id).unwrap_or_else(|| id.as_str()).to_owned()).unwrap_or_default()
        };
        let (asking, asking_team) = match &policy.asking {
            Asking::Nobody => ("nobody", String::new()),
            Asking::Everyone => ("everyone", String::new()),
            Asking::Teams(teams) => ("team", team(teams)),
        };
        let (automatic, automatic_team) = match &policy.automatic {
            Automatic::Never => ("never", String::new()),
            Automatic::Always => ("always", String::new()),
            Automatic::Teams(teams) => ("team", team(teams)),
        };
        let stage = |at: usize| match policy.stages.get(at) {
            None => ("", String::new()),
            Some(Approvers::Owners) => ("owners", String::new()),
            Some(Approvers::Admins) => ("admins", String::new()),
            Some(Approvers::People(people)) => ("people", addresses(people, snapshot)),
        };
        let ((first, first_people), (second, second_people)) = (stage(0), stage(1));
        Self {
            holds: if is_own { "own" } else { "above" }.to_owned(),
            asking: asking.to_owned(),
            asking_team,
            first: first.to_owned(),
            first_people,
            second: second.to_owned(),
            second_people,
            reason: if policy.reason_required { "on" } else { "" }.to_owned(),
            colleagues: if policy.for_colleagues { "on" } else { "" }.to_owned(),
            automatic: automatic.to_owned(),
            automatic_team,
            usual_days: policy.usual_days.map(|days| days.to_string()).unwrap_or_default(),
            longest_days: policy.longest_days.map(|days| days.to_string()).unwrap_or_default(),
            owners: addresses(&entry.owners, snapshot),
        }
    }

    /// The policy and owners that it stands for.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn checked(&self, snapshot: &Snapshot) -> Result<Checked, Invalid> {
        let mut errors = Invalid::new();
        let owners = errors.keep("owners", people(&self.owners, snapshot)).unwrap_or_default();
        let policy = (self.holds == "own").then(|| self.policy(snapshot, &mut errors)).flatten();
        if errors.is_empty() { Ok(Checked { policy, owners }) } else { Err(errors) }
    }

    fn policy(&self, snapshot: &Snapshot, errors: &mut Invalid) -> Option<Policy> {
        let asking = match self.asking.as_str() {
            "nobody" => Ok(Asking::Nobody),
            "team" => team(&self.asking_team, snapshot).map(|id| Asking::Teams(vec![id])),
            "everyone" => Ok(Asking::Everyone),
            _ => Err("Choose who can request.".to_owned()),
        };
        let asking_field = if self.asking == "team" { "asking_team" } else { "asking" };
        let automatic = match self.automatic.as_str() {
            "always" => Ok(Automatic::Always),
            "team" => team(&self.automatic_team, snapshot).map(|id| Automatic::Teams(vec![id])),
            _ => Ok(Automatic::Never),
        };
        let first = approvers(&self.first, &self.first_people, snapshot)
            .and_then(|by| by.ok_or_else(|| "Choose who decides.".to_owned()));
        let second = approvers(&self.second, &self.second_people, snapshot);
        let asking = errors.keep(asking_field, asking);
        let first = errors.keep(if self.first == "people" { "first_people" } else { "first" }, first);
        let second = errors.keep("second_people", second);
        let automatic = errors.keep("automatic_team", automatic);
        let usual = errors.keep("usual_days", days(&self.usual_days));
        let longest = errors.keep("longest_days", days(&self.longest_days));
        let is_beyond = |usual: u32, longest: u32| usual > longest;
        if usual.flatten().zip(longest.flatten()).is_some_and(|(usual, longest)| is_beyond(usual, longest)) {
            errors.add("usual_days", "The usual term is longer than the longest.");
        }
        Some(Policy {
            usual_days: usual?,
            longest_days: longest?,
            asking: asking?,
            stages: std::iter::once(first?).chain(second?).collect(),
            reason_required: !self.reason.is_empty(),
            for_colleagues: !self.colleagues.is_empty(),
            automatic: automatic?,
        })
    }
}

/// Who decides in a stage; `None` where there is none.
fn approvers(who: &str, addresses: &str, snapshot: &Snapshot) -> Result<Option<Approvers>, String> {
    match who {
        "owners" => Ok(Some(Approvers::Owners)),
        "admins" => Ok(Some(Approvers::Admins)),
        "people" => match people(addresses, snapshot)?.as_slice() {
            [] => Err("Enter the e-mail address of at least one approver.".to_owned()),
            people => Ok(Some(Approvers::People(people.to_vec()))),
        },
        _ => Ok(None),
    }
}

/// A number of days; `None` where nothing was typed.
fn days(text: &str) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(days @ 1..=3650) => Ok(Some(days)),
            _ => Err("Enter a number of days from 1 to 3650, or nothing.".to_owned()),
        },
    }
}

/// A team by its name.
fn team(name: &str, snapshot: &Snapshot) -> Result<TeamId, String> {
    let teams = picker::teams(snapshot);
    match teams.meant(name) {
        Resolution::One(team) => Ok(team.id().into()),
        unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => {
            Err(unclear.problem("team", name).unwrap_or_default())
        }
    }
}
