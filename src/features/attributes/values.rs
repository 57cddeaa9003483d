//! The forms that set a value of a user attribute and take one away.

use super::actions::{SetValue, UnsetValue};
use crate::{
    directory::Snapshot,
    domain::{AttributeWish, Baseline, Grantee, UserAttributeId},
    features::shared::{
        adder::{Filled, InlineAddForm},
        attribute_value::MAX_LENGTH,
        contest, live_plan,
        picker::Grantees,
    },
    ui::icon::Icon,
    web::ShownAgain,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The name of the hidden field that says which attribute the page is about.
const ATTRIBUTE: &str = "attribute_id";

/// What the form takes that sets a value.
pub const SET: InlineAddForm = InlineAddForm { button: "Set", ..InlineAddForm::of_grantees("Person or team") };

/// Gives somebody a value; `shown` are the values on the page.
pub fn set_form(
    attribute: &UserAttributeId,
    shown: Vec<(Grantee, String)>,
    again: &ShownAgain,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let (filled, value, base) = if let Some(again) = again.of::<SetValue>() {
        let SetValue { who, who_pick, value, base, .. } = again.form;
        (SET.filled(&who, &who_pick, &again.errors, &Grantees { snapshot, levels: Vec::new() }), value, base)
    } else {
        let shown = shown.into_iter().map(|(holder, value)| (AttributeWish::key(attribute, &holder), value));
        (Filled::default(), String::new(), Baseline::of(shown))
    };
    let also = view! {
        {contest::shown(&base)}
        <input class="input" name="value" value=value aria-label="Value" placeholder="Value" required autocomplete="off" maxlength=MAX_LENGTH/>
    };
    live_plan::below::<SetValue>(SET.view(SetValue::url(), (ATTRIBUTE, attribute.to_string()), filled, also))
}

/// Takes somebody's value away.
pub fn unset_form(attribute: &UserAttributeId, holder: &Grantee, name: &str, value: &str) -> impl IntoView + use<> {
    let label = format!("Take the value of {name} away");
    let base = Baseline::of([(AttributeWish::key(attribute, holder), value)]);
    view! {
        <form method="post" action=UnsetValue::url()>
            <input type="hidden" name=ATTRIBUTE value=attribute.to_string()/>
            <input type="hidden" name="holder" value=holder.key()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
