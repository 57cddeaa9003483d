//! Somebody's user attributes: their own values, what their teams give, the defaults; and setting their own.

use super::{
    actions::{SetAttribute, UnsetAttribute},
    tabs::{MemberTab, Person},
};
use crate::{
    directory::Snapshot,
    domain::{AttributeValue, Capability, Grantee, Member, Team, UserAttribute},
    features::shared::{
        attribute_value::{self, Entered},
        contest,
    },
    ui::{empty::Empty, icon::Icon, panel::Panel},
    web::{AppError, RequestContext, ShownAgain},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The page, for those who read the directory; one's own for everybody.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = Person::of_request(&cx, id).await?;
    let writes = cx.can(Capability::WriteMembers) && person.is_active();
    let again = cx.shown_again().await?;
    let page = person.page(Some("Attributes"));
    let view = move || {
        let values = panel(&person.member, writes, &again, &person.snapshot);
        view! { {person.head(MemberTab::Attributes)}{contest::asked(&again)}{values} }
    };
    Ok(cx.render_page(page, view).await)
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

fn panel(member: &Member, writes: bool, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let all = snapshot.user_attributes();
    let holder = Grantee::Member(member.id.clone());
    if all.is_empty() {
        let new = writes.then(|| view! { <p class="panel-foot">{attribute_value::new_link(&holder)}</p> });
        return view! {
            <Panel id="attributes" title="User attributes" count="0">
                <Empty icon=lu::LuTags title="No user attributes" text="Named values of members and teams, for row-level security and parameters."/>
                {new}
            </Panel>
        }
        .into_any();
    }
    let held = Held::by(member, snapshot);
    let rows: Vec<_> = all
        .iter()
        .map(|attribute| {
            let values = held.of(attribute);
            let unset = (writes && values.own.is_some()).then(|| {
                let label = format!("Take away their own value of {}", attribute.name);
                attribute_value::unset_form(UnsetAttribute::url(), &attribute.id, &holder, label, snapshot)
            });
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
    let set = writes.then(|| set_form(&holder, again, snapshot));
    let n = all.len().to_string();
    view! { <Panel id="attributes" title="User attributes" count=n><ul class="reach reach-values">{rows}</ul>{set}</Panel> }
        .into_any()
}

fn set_form(holder: &Grantee, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let entered = again.of::<SetAttribute>().map(|again| {
        let SetAttribute { attribute_id, value, base, .. } = again.form;
        Entered { attribute_id, value, base, errors: again.errors }
    });
    attribute_value::set_form::<SetAttribute>(holder, entered, snapshot)
}
