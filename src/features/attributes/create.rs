//! Making a user attribute: the form, and its way back to whatever wanted the attribute.

use super::actions::CreateAttribute;
use crate::{
    domain::{AppError, AttributeValue, Capability, Intent, Invalid, NewUserAttribute, UserAttribute, text},
    features::shared::live_plan,
    ui::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
    },
    web::{self, NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

/// What the URL fills the form in with.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The name that something else has asked for.
    name: String,
    /// The page that wants the attribute; gone on with once it is made.
    back: String,
}

/// The attribute that a form wants.
///
/// # Errors
/// Every field that needs attention.
pub fn intent(form: &CreateAttribute) -> Result<Intent, Invalid> {
    let mut errors = Invalid::new();
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let name = errors.keep("name", text::thing_name(&form.name, "name"));
    let Some(name) = name else { return Err(errors) };
    let attribute = NewUserAttribute {
        name,
        description: given(&form.description),
        default_value: given(&form.default_value).map(AttributeValue::text),
    };
    Ok(Intent::CreateAttribute { attribute })
}

/// The form, empty, begun by a link, or as it was filled in.
pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (form, errors) = if let Some(Refilled { form, errors, .. }) = cx.refilled::<CreateAttribute>().await? {
        (form, errors)
    } else {
        let Query { name, back } = web::decode(cx.parts.uri.query());
        let (description, default_value) = Default::default();
        (CreateAttribute { name, description, default_value, back }, Invalid::new())
    };
    let snapshot = cx.snapshot()?;
    let is_taken = |known: &&UserAttribute| known.name.eq_ignore_ascii_case(form.name.trim());
    let taken = snapshot.user_attributes().iter().find(is_taken).cloned();
    let page = PageParts::new("New user attribute", NavItem::Attributes).islands();
    Ok(cx.render_page(page, move || view(form, &errors, taken)).await)
}

fn view(form: CreateAttribute, errors: &Invalid, taken: Option<UserAttribute>) -> impl IntoView + use<> {
    let CreateAttribute { name, description, default_value, back } = form;
    let taken = taken.filter(|_| errors.of("name").is_some()).map(|taken| {
        let (href, words) = (paths::attribute(&taken.id), format!("Open the user attribute {}", taken.name));
        view! { <p class="hint"><a href=href>{words}</a></p> }
    });
    let cancel = if back.is_empty() { paths::ATTRIBUTES } else { paths::own(&back) }.to_owned();
    let form = view! {
        <form class="form" method="post" action=CreateAttribute::url() novalidate>
            <input type="hidden" name="back" value=back/>
            {field::summary(errors)}
            <fieldset class="set">
                <legend>"Details"</legend>
                <TextField name="name" label="Name" value=name errors=errors.clone() max=text::THING_NAME
                    hint="Must be unique. Workbooks and row-level security refer to it by this name."/>
                {taken}
                <TextField name="description" label="Description" value=description errors=errors.clone() max=text::NOTE optional=true/>
                <TextField name="default_value" label="Default value" value=default_value errors=errors.clone() max=text::VALUE optional=true
                    hint="Used when a person has no value of their own or from a team."/>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=cancel>"Cancel"</a>
            </div>
        </form>
    };
    view! {
        <Head title="New user attribute" crumbs=vec![("User attributes", paths::ATTRIBUTES)]
            sub="You review the change before anything is sent to Sigma.".into_any()/>
        {live_plan::beside::<CreateAttribute>(form, None)}
    }
}
