//! A user attribute that a form or a file names and that does not exist: made from here, with all that was filled in kept.

use super::{
    actions::Onboard,
    sheet::{Answers, Corrected},
};
use crate::{
    domain::{AppError, Capability},
    ui::icon::Icon,
    web::{RequestContext, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server};

/// Id of the place below the onboarding form's attributes where the button is.
pub const MISSING: &str = "attributes-missing";

/// Keeps the onboarding form as it is filled in and leads to the form that makes the attribute, whose change leads back.
#[server(endpoint = "onboarding/create-attribute")]
pub async fn create_missing(#[server(default)] missing: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let back = cx.keep_posted_to::<Onboard>().await?;
    leptos_axum::redirect(&paths::new_attribute(&missing, &back));
    Ok(())
}

/// The same with a file's corrections.
#[server(endpoint = "onboarding/file/create-attribute")]
pub async fn create_missing_of_file(
    #[server(default)] file: String,
    #[server(default)] page: u32,
    #[server(default)] missing: String,
    #[server(default)] rows: Answers,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let back = Corrected::of(&cx, &file, &rows).await?.keep(&cx, page).await?;
    leptos_axum::redirect(&paths::new_attribute(&missing, &back));
    Ok(())
}

/// The button beside the name; `action` is one of the functions above.
pub fn button(action: &'static str, name: &str) -> impl IntoView + use<> {
    let (value, words) = (name.to_owned(), format!(" Create user attribute “{name}”"));
    view! {
        <p class="meant"><button class="btn btn-sm" formaction=action name="missing" value=value><Icon icon=lu::LuPlus/>{words}</button></p>
    }
}
