//! Setting values of a user attribute and taking them away.

use super::show::find;
use crate::{
    components::{
        adder::{Adder, Asking, Unclear},
        grantee,
        icon::Icon,
        review,
        things::Grantees,
    },
    domain::{AttributeWish, Capability, Grantee, Intent, Seen, UserAttributeId},
    web::{self, Cx, Fault, Place, paths},
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
    /// `unset`, or a button of the adder.
    #[serde(rename = "do")]
    what: String,
    /// A person or a team, as typed.
    who: String,
    member: String,
    team: String,
    value: String,
}

/// Shows the plan for what was asked, or asks who is meant.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let form: Form = web::form(request).await?;
    let (attribute, snapshot) = find(&cx, &UserAttributeId::new(id))?;
    let path = paths::attribute(&attribute.id);
    let setting = setting(&attribute.id);
    let (holder, value) = if form.what == "unset" {
        (grantee::picked(&form.member, &form.team).ok_or(Fault::Unreadable)?, None)
    } else {
        let meant = setting.meant(&form.what, &form.who, &Grantees { snapshot: &snapshot, levels: Vec::new() });
        let wanted = meant.and_then(|who| match form.value.trim() {
            "" => Err(Unclear::unfit(who, "Enter the value to set.")),
            value => Ok((who, value.to_owned())),
        });
        match wanted {
            Ok((who, value)) => (Grantee::from_key(&who.key).ok_or(Fault::Broken)?, Some(value)),
            Err(unclear) => {
                let title = format!("Set a value of {}", attribute.name);
                let asking = Asking { title, place: Place::Attributes, back: path };
                return Ok(unclear.ask(setting, cx, asking, value_field(&form.value)).await);
            }
        }
    };
    let wish = AttributeWish { attribute_id: attribute.id, holder, value };
    review::propose_or_leave(
        cx,
        Intent::SetAttributes { values: vec![wish], before: Seen::default() },
        &path,
        Place::Attributes,
    )
    .await
}

fn setting(attribute: &UserAttributeId) -> Adder {
    Adder::of_grantees(paths::attribute_values(attribute), "Person or team")
}

fn value_field(value: &str) -> AnyView {
    let value = value.to_owned();
    view! { <input class="input" name="value" value=value aria-label="Value" placeholder="Value" required autocomplete="off" maxlength=VALUE/> }
        .into_any()
}

/// Gives somebody a value.
pub fn set_form(attribute: &UserAttributeId) -> impl IntoView + use<> {
    setting(attribute).view(value_field(""))
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
