//! Somebody's user attributes: their own values, what their teams give, the defaults; and setting their own.

use super::subject;
use crate::{
    components::{
        attribute_value,
        contest::{self, Asking},
        empty::Empty,
        icon::Icon,
        panel::Panel,
    },
    directory::Snapshot,
    domain::{AttributeValue, AttributeWish, Baseline, Capability, Grantee, Member, MemberId, Team, UserAttribute},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// Longest value, in characters; Sigma publishes no limit.
const VALUE: u32 = 500;

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    attribute: String,
    value: String,
    /// `set` or `unset`.
    #[serde(rename = "do")]
    what: String,
    /// The values that the page showed.
    base: Baseline,
}

/// Shows the plan for setting a value, or for taking it away.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    let path = paths::member(&member.id);
    let Some(attribute) = snapshot.user_attribute(&form.attribute.as_str().into()) else {
        return Ok(cx.leave(&path, Tone::Warning, "Choose a user attribute first.").await);
    };
    let value = match form.what.as_str() {
        "unset" => None,
        _ if form.value.trim().is_empty() => {
            let text = format!("Enter a value for {}, or take the value away.", attribute.name);
            return Ok(cx.leave(&path, Tone::Warning, text).await);
        }
        _ => Some(form.value.trim().to_owned()),
    };
    let wish = AttributeWish { attribute_id: attribute.id.clone(), holder: Grantee::Member(member.id.clone()), value };
    let title = format!("Set {} of {}", attribute.name, member.full_name());
    let asking = Asking { title, place: Place::Members, back: path };
    attribute_value::propose(cx, wish, &form.base, fields, asking).await
}

/// All values that somebody has, read once for all attributes.
struct Held<'s> {
    own: Vec<(&'s UserAttribute, &'s AttributeValue)>,
    teams: Vec<(&'s Team, Vec<(&'s UserAttribute, &'s AttributeValue)>)>,
}

impl<'s> Held<'s> {
    fn by(member: &Member, snapshot: &'s Snapshot) -> Self {
        let of_team = |(team, _): (&'s Team, bool)| (team, snapshot.attributes_of_team(&team.id));
        let teams = snapshot.teams_of(&member.id).map(of_team).collect();
        Self { own: snapshot.attributes_of_member(&member.id), teams }
    }

    /// The values of one attribute.
    fn of(&self, attribute: &UserAttribute) -> Values {
        let value = |values: &[(&UserAttribute, &AttributeValue)]| {
            values.iter().find(|(held, _)| held.id == attribute.id).map(|(_, value)| value.value.clone())
        };
        Values {
            own: value(&self.own),
            teams: self.teams.iter().filter_map(|(team, held)| Some((team.name.clone(), value(held)?))).collect(),
            default: attribute.default_value.as_ref().map(|default| default.value.clone()),
        }
    }
}

/// The values of one attribute, by where they come from.
struct Values {
    own: Option<String>,
    /// Names of teams and their values.
    teams: Vec<(String, String)>,
    default: Option<String>,
}

impl Values {
    /// The values as ways: their own first, then what teams give, then the default. Which of several teams' values wins
    /// Sigma does not say (BEHAVIOUR.md section 14), so none of those is drawn as the one that counts.
    fn view(self) -> impl IntoView {
        let is_sure = self.own.is_some() || self.teams.len() < 2;
        let mut ways: Vec<(String, String)> = Vec::new();
        ways.extend(self.own.map(|value| (value, "their own".to_owned())));
        ways.extend(self.teams.into_iter().map(|(team, value)| (value, format!("through team {team}"))));
        ways.extend(self.default.map(|value| (value, "the default".to_owned())));
        if ways.is_empty() {
            return view! { <small>"No value"</small> }.into_any();
        }
        let items = ways.into_iter().enumerate().map(|(at, (value, from))| {
            let class = if at == 0 && is_sure { "way" } else { "way way-also" };
            view! { <li class=class><b>{value}</b>" "<span>{from}</span></li> }
        });
        view! { <ul class="ways">{items.collect_view()}</ul> }.into_any()
    }
}

/// The panel.
pub fn panel(member: &Member, snapshot: &Snapshot, writes: bool) -> impl IntoView + use<> {
    let all = snapshot.user_attributes();
    if all.is_empty() {
        return view! {
            <Panel id="attributes" title="User attributes" count="0">
                <Empty icon=lu::LuTags title="No user attributes" text="The organisation has none. They are made in Sigma and serve row-level security."/>
            </Panel>
        }
        .into_any();
    }
    let held = Held::by(member, snapshot);
    let rows: Vec<_> = all
        .iter()
        .map(|attribute| {
            let values = held.of(attribute);
            let unset = (writes && values.own.is_some()).then(|| unset_form(member, attribute, snapshot));
            let (name, about) = (attribute.name.clone(), attribute.description.clone().filter(|d| !d.is_empty()));
            let about = about.map(|about| view! { <small>{about}</small> });
            view! {
                <li>
                    <div class="reach-what"><Icon icon=lu::LuTag/><div><b>{name}</b>{about}</div></div>
                    {values.view()}
                    <div class="acts">{unset}</div>
                </li>
            }
        })
        .collect();
    let set = writes.then(|| set_form(member, all, snapshot));
    let n = all.len().to_string();
    view! { <Panel id="attributes" title="User attributes" count=n><ul class="reach reach-values">{rows}</ul>{set}</Panel> }
        .into_any()
}

fn unset_form(member: &Member, attribute: &UserAttribute, snapshot: &Snapshot) -> impl IntoView + use<> {
    let label = format!("Take away their own value of {}", attribute.name);
    let base = attribute_value::shown_one(&attribute.id, &Grantee::Member(member.id.clone()), snapshot);
    view! {
        <form method="post" action=paths::member_attributes(&member.id)>
            <input type="hidden" name="attribute" value=attribute.id.to_string()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="unset" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

fn set_form(member: &Member, all: &[UserAttribute], snapshot: &Snapshot) -> impl IntoView + use<> {
    let base = attribute_value::shown_of(&Grantee::Member(member.id.clone()), snapshot);
    let options = all.iter().map(|a| view! { <option value=a.id.to_string()>{a.name.clone()}</option> }).collect_view();
    view! {
        <form class="panel-foot adder" method="post" action=paths::member_attributes(&member.id)>
            {contest::shown(&base)}
            <select class="input" name="attribute" aria-label="User attribute to set" required><option value="">"Set an attribute"</option>{options}</select>
            <input class="input" name="value" aria-label="Value" placeholder="Value" maxlength=VALUE autocomplete="off" required/>
            <button class="btn" name="do" value="set">"Plan"</button>
        </form>
    }
}
