//! A team's values of user attributes: seeing, setting and taking them away.

use super::actions::{SetAttribute, UnsetAttribute};
use crate::{
    directory::Snapshot,
    domain::{Grantee, TeamId},
    features::shared::attribute_value::{self, Entered},
    ui::{empty::Empty, icon::Icon, panel::Panel},
    web::ShownAgain,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The values that everybody in the team has, unless they have one of their own.
pub fn panel(team: &TeamId, writes: bool, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let values = snapshot.attributes_of_team(team);
    let n = values.len().to_string();
    let holder = Grantee::Team(team.clone());
    let rows: Vec<_> = values
        .into_iter()
        .map(|(attribute, value)| {
            let label = format!("Remove {} from the team", attribute.name);
            let unset = || attribute_value::unset_form(UnsetAttribute::url(), &attribute.id, &holder, label, snapshot);
            view! {
                <li>
                    <Icon icon=lu::LuTag/>
                    <div class="row-text"><b>{attribute.name.clone()}</b><small>{attribute.description.clone()}</small></div>
                    <span class="tag">{value.value.clone()}</span>
                    {writes.then(unset)}
                </li>
            }
        })
        .collect();
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuTag title="No values" text="Values of user attributes decide which rows of the data people see."/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let set = writes.then(|| set_form(&holder, again, snapshot));
    view! { <Panel id="attributes" title="User attributes" count=n>{body}{set}</Panel> }
}

fn set_form(holder: &Grantee, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let entered = again.of::<SetAttribute>().map(|again| {
        let SetAttribute { attribute_id, value, base, .. } = again.form;
        Entered { attribute_id, value, base, errors: again.errors }
    });
    attribute_value::set_form::<SetAttribute>(holder, entered, snapshot)
}
