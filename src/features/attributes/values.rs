//! Setting values of a user attribute and taking them away.

use super::show::find;
use crate::{
    components::{grantee, icon::Icon, review},
    domain::{AttributeWish, Capability, Grantee, Intent, UserAttributeId},
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
    /// `set` or `unset`.
    #[serde(rename = "do")]
    what: String,
    /// A person or a team, as typed.
    who: String,
    member: String,
    team: String,
    value: String,
}

/// Shows the plan for what was asked.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let form: Form = web::form(request).await?;
    let (attribute, snapshot) = find(&cx, &UserAttributeId::new(id))?;
    let path = paths::attribute(&attribute.id);
    let meant = grantee::picked(&form.member, &form.team).map_or_else(|| grantee::typed(&form.who, &snapshot), Ok);
    let holder = match meant {
        Ok(holder) => holder,
        Err(why) => return Ok(cx.leave(&path, Tone::Warning, why).await),
    };
    let value = match (form.what.as_str(), form.value.trim()) {
        ("unset", _) => None,
        ("set", "") => return Ok(cx.leave(&path, Tone::Warning, "Enter the value to set.").await),
        ("set", value) => Some(value.to_owned()),
        _ => return Err(Fault::Unreadable),
    };
    let wish = AttributeWish { attribute_id: attribute.id, holder, value };
    review::propose_or_leave(cx, Intent::SetAttributes { values: vec![wish] }, &path, Place::Attributes).await
}

/// Gives somebody a value.
pub fn set_form(attribute: &UserAttributeId) -> impl IntoView + use<> {
    view! {
        <form class="panel-body adder" method="post" action=paths::attribute_values(attribute)>
            <input class="input" name="who" aria-label="Person or team" placeholder="Name, e-mail or team" required autocomplete="off" maxlength="254"/>
            <input class="input" name="value" aria-label="Value" placeholder="Value" required autocomplete="off" maxlength=VALUE/>
            <button class="btn" name="do" value="set">"Plan"</button>
        </form>
    }
}

/// Takes somebody's value away.
pub fn unset_form(attribute: &UserAttributeId, holder: &Grantee, name: &str) -> impl IntoView + use<> {
    let (field, id) = grantee::field(holder);
    let label = format!("Take the value of {name} away");
    view! {
        <form method="post" action=paths::attribute_values(attribute)>
            <input type="hidden" name=field value=id/>
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="unset" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
