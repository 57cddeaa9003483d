//! The fields of adding many people to a team, and of removing them from one.

use crate::{
    directory::Snapshot,
    domain::{Actor, Intent, Invalid, MemberId, Team, TeamId},
    features::shared::picker::{CandidateSource, PickFrom, PickerField, Resolved, Teams},
    ui::field,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The team to join as it was filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinFields {
    team: String,
    /// Key of the team that a button of that field picks.
    team_pick: String,
}

/// The team to leave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LeaveFields {
    team: TeamId,
}

impl JoinFields {
    /// The form with the team that a button picked.
    pub fn picked(self) -> Self {
        if self.team_pick.is_empty() {
            return self;
        }
        Self { team: self.team_pick, team_pick: String::new() }
    }

    /// Adds these people.
    ///
    /// # Errors
    /// That it is not clear which team is meant.
    pub fn intent(&self, members: Vec<MemberId>, actor: &Actor, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let named = self.named(actor, snapshot);
        let team_id = named.id().map(TeamId::new).ok_or_else(|| named.invalid("team", "team"))?;
        Ok(Intent::EditTeamMembers { team_id, add: members, remove: Vec::new() })
    }

    /// What is wrong with the name before anything is planned: that no team has it.
    pub fn unknown(&self, actor: &Actor, snapshot: &Snapshot) -> Invalid {
        let named = self.named(actor, snapshot);
        if named.is_unknown() { named.invalid("team", "team") } else { Invalid::new() }
    }

    fn named(&self, actor: &Actor, snapshot: &Snapshot) -> Resolved {
        resolve(&self.team, actor, snapshot)
    }

    /// The fields of the form of the function at `url`.
    pub fn view(&self, url: &str, errors: &Invalid, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
        let field = PickerField {
            function: url.to_owned(),
            name: "team",
            from: PickFrom::Teams,
            label: "Team to join",
            hint: "Who is in it already stays as they are.",
            placeholder: "Name of a team",
            resolved: self.named(actor, snapshot),
            likely: Vec::new(),
            error: errors.of("team").or(errors.of("add")).map(str::to_owned),
        };
        view! { <fieldset class="set"><legend>"Team"</legend>{field.view()}</fieldset> }
    }
}

impl LeaveFields {
    /// The fresh form, with the team whose page it was begun on.
    pub fn from(team: Option<&TeamId>) -> Self {
        Self { team: team.cloned().unwrap_or_default() }
    }

    /// Removes these people.
    ///
    /// # Errors
    /// That no team of those that may be changed is chosen.
    pub fn intent(&self, members: Vec<MemberId>, actor: &Actor, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let named = resolve(self.team.as_str(), actor, snapshot);
        let team_id = named.id().map(TeamId::new).ok_or_else(|| named.invalid("team", "team"))?;
        Ok(Intent::EditTeamMembers { team_id, add: Vec::new(), remove: members })
    }

    /// The fields: the teams that some of the people are in, the one with most of them first.
    pub fn view(
        &self,
        members: &[MemberId],
        errors: &Invalid,
        actor: &Actor,
        snapshot: &Snapshot,
    ) -> impl IntoView + use<> {
        let options = teams_to_leave(members, &self.team, actor, snapshot);
        let hint = if options.is_empty() {
            "None of them is in a team that you can change."
        } else {
            "Only teams that some of them are in. Who is not in it stays as they are."
        };
        let error = errors.of("team").or(errors.of("remove")).map(str::to_owned);
        let (invalid, described) = (error.is_some().then_some("true"), error.is_some().then_some("team-error"));
        let error = error.map(|error| field::field_error("team", error));
        view! {
            <fieldset class="set">
                <legend>"Team"</legend>
                <div class="field">
                    <label for="team">"Team to leave"</label>
                    <p class="hint">{hint}</p>
                    <select class="input" id="team" name="team" aria-invalid=invalid aria-describedby=described>
                        <option value="">"Choose a team"</option>
                        {options}
                    </select>
                    {error}
                </div>
            </fieldset>
        }
    }
}

/// The options of a choice of the team to leave: teams that some of these people are in, the one with most of them first.
pub(super) fn teams_to_leave(
    members: &[MemberId],
    chosen: &TeamId,
    actor: &Actor,
    snapshot: &Snapshot,
) -> Vec<impl IntoView + use<>> {
    let option = |(team, n): (&Team, usize)| {
        let words = format!("{} · {n} of {}", team.name, members.len());
        view! { <option value=team.id.to_string() selected=team.id == *chosen>{words}</option> }
    };
    left_by(members, actor, snapshot).into_iter().map(option).collect()
}

/// The teams that some of these people are in and that may be changed, the one with most of them first.
fn left_by<'s>(members: &[MemberId], actor: &Actor, snapshot: &'s Snapshot) -> Vec<(&'s Team, usize)> {
    let mut sizes: HashMap<&TeamId, usize> = HashMap::new();
    for (team, _) in members.iter().flat_map(|id| snapshot.teams_of(id)) {
        *sizes.entry(&team.id).or_default() += 1;
    }
    let editable = snapshot.teams().iter().filter(|team| !team.is_archived && snapshot.may_edit_team(actor, &team.id));
    let mut teams: Vec<(&Team, usize)> = editable.filter_map(|team| Some((team, *sizes.get(&team.id)?))).collect();
    teams.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    teams
}

pub(super) fn resolve(typed: &str, actor: &Actor, snapshot: &Snapshot) -> Resolved {
    Teams { snapshot, actor, levels: Vec::new() }.resolve(typed)
}
