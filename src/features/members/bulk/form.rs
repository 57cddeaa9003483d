//! What else must be said before an action on many people can be planned.

use super::{super::offboard, Action};
use crate::{
    components::{
        field,
        list::Named,
        one_of::{self, OneOf},
        review::Kept,
    },
    directory::Snapshot,
    domain::{Actor, Choice, Intent, Invalid, MemberId, Role, Team, TeamId},
    web::{self, Cx, Fault},
};
use axum::extract::Request;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The form as it was filled in, right or wrong.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Form {
    /// An account type or a team.
    Plain {
        /// What is to be done.
        #[serde(skip)]
        action: Action,
        /// The fields.
        #[serde(flatten)]
        fields: Fields,
    },
    /// What becomes of those who leave.
    Leavers(offboard::Form),
}

/// The fields of the smaller forms.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// An account type, by name.
    account_type: String,
    /// Whose value holds where somebody else has set an account type meanwhile.
    keep: Option<Choice>,
    /// A team: as typed where it can be any, its id where it is chosen from a few.
    team: String,
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    /// The form of an action before anybody has filled it in.
    pub fn fresh(action: Action) -> Self {
        match action {
            Action::Offboard => Self::Leavers(offboard::Form::fresh()),
            _ => Self::Plain { action, fields: Fields::default() },
        }
    }

    /// The form of an action as it was kept, where that is asked for.
    pub async fn kept_of(action: Action, cx: &Cx) -> Result<Option<Self>, Fault> {
        Ok(match action {
            Action::Offboard => cx.kept_form().await?.map(Self::Leavers),
            _ => cx.kept_form().await?.map(|fields| Self::Plain { action, fields }),
        })
    }

    /// Reads the form that was posted.
    pub async fn read(action: Action, request: Request) -> Result<Self, Fault> {
        Ok(match action {
            Action::Offboard => Self::Leavers(web::form(request).await?),
            _ => Self::Plain { action, fields: web::form(request).await? },
        })
    }

    /// Becomes the earlier state that a review brought back; whether there was one.
    pub async fn restore(&mut self, cx: &Cx) -> Result<bool, Fault> {
        let kept = match self {
            Self::Plain { fields, .. } => fields.kept.take(),
            Self::Leavers(form) => form.kept.take(),
        };
        let Some(kept) = kept else { return Ok(false) };
        match self {
            Self::Plain { fields, .. } => *fields = kept.form(cx).await?,
            Self::Leavers(form) => *form = kept.form(cx).await?,
        }
        Ok(true)
    }

    /// Does what a button within the form says; whether one was pressed.
    pub fn press(&mut self) -> bool {
        match self {
            Self::Leavers(form) => form.press(),
            Self::Plain { fields, .. } => match one_of::taken("team", &fields.pressed) {
                Some(id) => {
                    id.clone_into(&mut fields.team);
                    true
                }
                None => fields.pressed == "find",
            },
        }
    }

    /// What is wrong with a name that was typed.
    pub fn open_questions(&self, actor: &Actor, snapshot: &Snapshot) -> Invalid {
        match self {
            Self::Leavers(form) => form.heir_errors(snapshot),
            Self::Plain { fields, .. } => match team(&fields.team, actor, snapshot) {
                named @ Named::Unknown { .. } => unsettled(&named),
                _ => Invalid::new(),
            },
        }
    }

    /// The account type that is to be set, where one is.
    pub fn account_type(&self) -> Option<&str> {
        match self {
            Self::Plain { action: Action::SetType, fields } => Some(&fields.account_type),
            Self::Plain { .. } | Self::Leavers(_) => None,
        }
    }

    /// Whose account types hold where somebody else has set them meanwhile; none while that is not answered.
    pub fn kept(&self) -> Option<Choice> {
        match self {
            Self::Plain { fields, .. } => fields.keep,
            Self::Leavers(_) => None,
        }
    }

    /// Asks anew whose account types hold.
    pub fn ask_again(&mut self) {
        if let Self::Plain { fields, .. } = self {
            fields.keep = None;
        }
    }

    /// What is asked for these people.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn intent(&self, members: Vec<MemberId>, actor: &Actor, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let (action, fields) = match self {
            Self::Leavers(form) => return form.intent(members, snapshot),
            Self::Plain { action, fields } => (action, fields),
        };
        if *action == Action::SetType {
            if fields.account_type.is_empty() {
                return Err(Invalid::one("account_type", "Choose an account type."));
            }
            let held = |id: &MemberId| Some((id.to_string(), Some(snapshot.member(id)?.account_type.clone())));
            let before = members.iter().filter_map(held).collect();
            return Ok(Intent::SetAccountType { members, account_type: fields.account_type.clone(), before });
        }
        let named = team(&fields.team, actor, snapshot);
        let team_id = named.id().map(TeamId::new).ok_or_else(|| unsettled(&named))?;
        let (add, remove) = if *action == Action::Join { (members, vec![]) } else { (vec![], members) };
        Ok(Intent::EditTeamMembers { team_id, add, remove })
    }

    /// The fields, for an action on these people.
    pub fn view(&self, members: &[MemberId], errors: &Invalid, actor: &Actor, snapshot: &Snapshot) -> AnyView {
        match self {
            Self::Leavers(form) => form.view(Vec::new(), errors, snapshot).into_any(),
            Self::Plain { action: Action::SetType, fields } => account_type(fields, errors, snapshot).into_any(),
            Self::Plain { action: Action::Leave, fields } => {
                team_to_leave(fields, members, errors, actor, snapshot).into_any()
            }
            Self::Plain { fields, .. } => {
                let field = OneOf {
                    name: "team",
                    of: "teams",
                    label: "Team to join",
                    hint: "Who is in it already stays as they are.",
                    placeholder: "Name of a team",
                    named: team(&fields.team, actor, snapshot),
                    likely: Vec::new(),
                    error: errors.of("team").or(errors.of("add")).map(str::to_owned),
                };
                view! { <fieldset class="set"><legend>"Team"</legend>{field.view()}</fieldset> }.into_any()
            }
        }
    }
}

/// Teams whose members the actor may change.
fn editable<'s>(actor: &Actor, snapshot: &'s Snapshot) -> Vec<&'s Team> {
    let administers = |id: &TeamId| actor.member_id.as_ref().is_some_and(|me| snapshot.is_team_admin(me, id));
    let may = |team: &&Team| !team.is_archived && (actor.role == Role::Admin || administers(&team.id));
    snapshot.teams().iter().filter(may).collect()
}

fn team(typed: &str, actor: &Actor, snapshot: &Snapshot) -> Named {
    let teams = editable(actor, snapshot);
    Named::resolve(typed, teams.iter().map(|team| (team.id.as_str(), team.name.as_str())))
}

fn unsettled(named: &Named) -> Invalid {
    let mut errors = Invalid::new();
    if let Some(problem) = one_of::unsettled(named, "team") {
        errors.add("team", problem);
    }
    errors
}

fn account_type(fields: &Fields, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let cards: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|t| {
            let checked = t.name.eq_ignore_ascii_case(&fields.account_type);
            let (value, name, about) = (t.name.clone(), t.name.clone(), t.description.clone());
            view! {
                <label class="card">
                    <input type="radio" name="account_type" value=value checked=checked/>
                    <span><b>{name}</b><small>{about}</small></span>
                </label>
            }
        })
        .collect();
    let error = errors.of("account_type").map(|e| field::field_error("account_type", e.to_owned()));
    view! {
        <fieldset class="set" id="account_type">
            <legend>"Account type"</legend>
            <p class="hint">"It is the ceiling of what grants can do. Who has it already stays as they are."</p>
            <div class="cards">{cards}</div>
            {error}
        </fieldset>
    }
}

/// The teams that some of the people are in, the one with most of them first.
fn team_to_leave(
    fields: &Fields,
    members: &[MemberId],
    errors: &Invalid,
    actor: &Actor,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let mut sizes: HashMap<&TeamId, usize> = HashMap::new();
    for (team, _) in members.iter().flat_map(|id| snapshot.teams_of(id)) {
        *sizes.entry(&team.id).or_default() += 1;
    }
    let mut teams: Vec<(&Team, usize)> =
        editable(actor, snapshot).into_iter().filter_map(|team| Some((team, *sizes.get(&team.id)?))).collect();
    teams.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let options: Vec<_> = teams
        .into_iter()
        .map(|(team, n)| {
            let selected = team.id.as_str() == fields.team;
            let words = format!("{} · {n} of {}", team.name, members.len());
            view! { <option value=team.id.to_string() selected=selected>{words}</option> }
        })
        .collect();
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
