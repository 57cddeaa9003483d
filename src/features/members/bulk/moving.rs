//! The fields of moving many people from one team to another.

use super::team::{resolve, teams_to_leave};
use crate::{
    directory::Snapshot,
    domain::{Actor, Adjustment, Intent, Invalid, MemberId, TeamId},
    features::shared::picker::{PickFrom, PickerField, Resolved},
    ui::field,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Both teams as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveFields {
    from: TeamId,
    team: String,
    /// Key of the team that a button of that field picks.
    team_pick: String,
}

impl MoveFields {
    /// The fresh form, with the team whose page it was begun on.
    pub fn from(team: Option<&TeamId>) -> Self {
        Self { from: team.cloned().unwrap_or_default(), ..Self::default() }
    }

    /// The form with the team that a button picked.
    pub fn picked(self) -> Self {
        if self.team_pick.is_empty() {
            return self;
        }
        Self { team: self.team_pick, team_pick: String::new(), ..self }
    }

    /// Moves those of these people who are in the team that is left.
    ///
    /// # Errors
    /// That it is not clear which teams are meant, that both are the same, or that nobody is in the first.
    pub fn intent(&self, members: &[MemberId], actor: &Actor, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let from = resolve(self.from.as_str(), actor, snapshot);
        let from = from.id().map(TeamId::new).ok_or_else(|| Invalid::one("from", "Choose the team they leave."))?;
        let to = self.named(actor, snapshot);
        let to = to.id().map(TeamId::new).ok_or_else(|| to.invalid("team", "team"))?;
        if from == to {
            return Err(Invalid::one("team", "This is the team they leave. Choose another one."));
        }
        let moved = members.iter().filter(|id| snapshot.is_in_team(id, &from));
        let people: Vec<Adjustment> = moved
            .map(|id| Adjustment { join: vec![to.clone()], leave: vec![from.clone()], ..Adjustment::of(id.clone()) })
            .collect();
        if people.is_empty() {
            return Err(Invalid::one("from", "None of the selected people is in this team."));
        }
        Ok(Intent::AdjustMembers { people })
    }

    /// What is wrong with the name before anything is planned: that no team has it.
    pub fn unknown(&self, actor: &Actor, snapshot: &Snapshot) -> Invalid {
        let named = self.named(actor, snapshot);
        if named.is_unknown() { named.invalid("team", "team") } else { Invalid::new() }
    }

    fn named(&self, actor: &Actor, snapshot: &Snapshot) -> Resolved {
        resolve(&self.team, actor, snapshot)
    }

    /// The fields of the form of the function at `url`: the teams that some of the people are in, the one with most of
    /// them first, and the team to join.
    pub fn view(
        &self,
        url: &str,
        members: &[MemberId],
        errors: &Invalid,
        actor: &Actor,
        snapshot: &Snapshot,
    ) -> impl IntoView + use<> {
        let options = teams_to_leave(members, &self.from, actor, snapshot);
        let hint = if options.is_empty() {
            "None of them is in a team that you can change."
        } else {
            "People who aren’t in it stay as they are."
        };
        let error = errors.of("from").or(errors.of("remove")).map(str::to_owned);
        let (invalid, described) =
            (error.is_some().then_some("true"), if error.is_some() { "from-hint from-error" } else { "from-hint" });
        let error = error.map(|error| field::field_error("from", error));
        let to = PickerField {
            function: url.to_owned(),
            name: "team",
            from: PickFrom::Teams,
            label: "Team to join",
            hint: "They join it before they leave the other one.",
            placeholder: "Name of a team",
            resolved: self.named(actor, snapshot),
            likely: Vec::new(),
            error: errors.of("team").or(errors.of("add")).map(str::to_owned),
        };
        view! {
            <fieldset class="set">
                <legend>"Teams"</legend>
                <div class="field">
                    <label for="from">"Team to leave"</label>
                    <p class="hint" id="from-hint">{hint}</p>
                    <select class="input" id="from" name="from" aria-invalid=invalid aria-describedby=described>
                        <option value="">"Choose a team"</option>
                        {options}
                    </select>
                    {error}
                </div>
                {to.view()}
            </fieldset>
        }
    }
}
