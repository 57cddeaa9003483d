//! Setting values of a user attribute and taking them away.

use super::show::find;
use crate::{
    components::{
        adder::{Adder, Asking, Unclear},
        attribute_value, contest, grantee,
        icon::Icon,
        things::Grantees,
    },
    domain::{AttributeWish, Baseline, Capability, Grantee, UserAttributeId},
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
    /// The values that the page showed, by holder.
    base: Baseline,
}

/// Shows the plan for what was asked, or asks who is meant.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
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
                return Ok(unclear
                    .ask(
                        setting,
                        cx,
                        asking,
                        view! { {contest::shown(&form.base)}{value_field(&form.value)} }.into_any(),
                    )
                    .await);
            }
        }
    };
    let (name, attribute_id) = (attribute.name, attribute.id);
    let wish = AttributeWish { attribute_id, holder, value };
    let asking = contest::Asking { title: format!("Set a value of {name}"), place: Place::Attributes, back: path };
    attribute_value::propose(cx, wish, &form.base, fields, asking).await
}

fn setting(attribute: &UserAttributeId) -> Adder {
    Adder::of_grantees(paths::attribute_values(attribute), "Person or team")
}

fn value_field(value: &str) -> AnyView {
    let value = value.to_owned();
    view! { <input class="input" name="value" value=value aria-label="Value" placeholder="Value" required autocomplete="off" maxlength=VALUE/> }
        .into_any()
}

/// Gives somebody a value; `shown` are the values on the page.
pub fn set_form(attribute: &UserAttributeId, shown: Vec<(Grantee, String)>) -> impl IntoView + use<> {
    let base = Baseline::of(shown.into_iter().map(|(holder, value)| (AttributeWish::key(attribute, &holder), value)));
    setting(attribute).view(view! { {contest::shown(&base)}{value_field("")} })
}

/// Takes somebody's value away.
pub fn unset_form(attribute: &UserAttributeId, holder: &Grantee, name: &str, value: &str) -> impl IntoView + use<> {
    let (field, id) = grantee::field(holder);
    let label = format!("Take the value of {name} away");
    let base = Baseline::of([(AttributeWish::key(attribute, holder), value)]);
    view! {
        <form method="post" action=paths::attribute_values(attribute)>
            <input type="hidden" name=field value=id/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="unset" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
