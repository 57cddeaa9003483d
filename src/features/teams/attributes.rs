//! A team's values of user attributes: seeing, setting and taking them away.

use super::find;
use crate::{
    components::{
        attribute_value,
        contest::{self, Asking},
        empty::Empty,
        icon::Icon,
        panel::Panel,
    },
    directory::Snapshot,
    domain::{AttributeWish, Baseline, Capability, Grantee, TeamId, UserAttributeId},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// The values that everybody in the team has, unless they have one of their own.
pub fn panel(team: &TeamId, writes: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let values = snapshot.attributes_of_team(team);
    let n = values.len().to_string();
    let rows: Vec<_> = values
        .into_iter()
        .map(|(attribute, value)| {
            let unset = writes.then(|| unset_form(team, &attribute.id, &attribute.name, snapshot));
            view! {
                <li>
                    <Icon icon=lu::LuTag/>
                    <div class="row-text"><b>{attribute.name.clone()}</b><small>{attribute.description.clone()}</small></div>
                    <span class="tag">{value.value.clone()}</span>
                    {unset}
                </li>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuTag title="No values" text="Values of user attributes decide which rows of the data people see."/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let set = (writes && !snapshot.user_attributes().is_empty()).then(|| set_form(team, snapshot));
    view! { <Panel id="attributes" title="User attributes" count=n>{body}{set}</Panel> }
}

fn unset_form(team: &TeamId, attribute: &UserAttributeId, name: &str, snapshot: &Snapshot) -> impl IntoView + use<> {
    let label = format!("Take {name} from the team");
    let base = attribute_value::shown_one(attribute, &Grantee::Team(team.clone()), snapshot);
    view! {
        <form method="post" action=paths::team_attributes(team)>
            <input type="hidden" name="attribute" value=attribute.to_string()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="unset" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

fn set_form(team: &TeamId, snapshot: &Snapshot) -> impl IntoView + use<> {
    let option = |attribute: &crate::domain::UserAttribute| view! { <option value=attribute.id.to_string()>{attribute.name.clone()}</option> };
    let options: Vec<_> = snapshot.user_attributes().iter().map(option).collect();
    let base = attribute_value::shown_of(&Grantee::Team(team.clone()), snapshot);
    view! {
        <form class="panel-foot adder" method="post" action=paths::team_attributes(team)>
            {contest::shown(&base)}
            <select class="input" name="attribute" aria-label="User attribute" required>
                <option value="">"Set an attribute"</option>
                {options}
            </select>
            <input class="input" name="value" aria-label="Value" placeholder="Value" maxlength="200" autocomplete="off" required/>
            <button class="btn" name="do" value="set">"Plan"</button>
        </form>
    }
}

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `set` or `unset`.
    #[serde(rename = "do")]
    what: String,
    attribute: String,
    value: String,
    /// The values that the page showed.
    base: Baseline,
}

impl Form {
    /// What is wanted; a sentence for whoever left something out.
    fn wish(&self, team: &TeamId) -> Result<AttributeWish, &'static str> {
        let attribute_id = UserAttributeId::from(self.attribute.as_str());
        if attribute_id.is_empty() {
            return Err("Choose a user attribute first.");
        }
        let value = match (self.what.as_str(), self.value.trim()) {
            ("unset", _) => None,
            (_, "") => return Err("Enter the value that the team is to have."),
            (_, value) => Some(value.to_owned()),
        };
        Ok(AttributeWish { attribute_id, holder: Grantee::Team(team.clone()), value })
    }
}

/// Shows the plan for what was asked.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let id = TeamId::new(id);
    let name = find(&id, &*cx.snapshot()?)?.name.clone();
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    let path = paths::team(&id);
    match form.wish(&id) {
        Ok(wish) => {
            let asking = Asking { title: format!("Set a value of team {name}"), place: Place::Teams, back: path };
            attribute_value::propose(cx, wish, &form.base, fields, asking).await
        }
        Err(why) => Ok(cx.leave(&path, Tone::Warning, why).await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_set_or_taken_away_but_never_empty() {
        let team = TeamId::new("t");
        let form = |what: &str, attribute: &str, value: &str| {
            let base = Baseline::default();
            Form { what: what.into(), attribute: attribute.into(), value: value.into(), base }.wish(&team)
        };
        let value = |wish: Result<AttributeWish, &str>| wish.unwrap().value;
        assert_eq!(value(form("set", "a", " EMEA ")), Some("EMEA".to_owned()));
        assert_eq!(value(form("unset", "a", "left over")), None);
        assert!(form("set", "a", "  ").is_err() && form("set", "", "EMEA").is_err());
    }
}
