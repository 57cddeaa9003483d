//! Editing a member's name, address and account type.

use super::subject;
use crate::{
    components::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    directory::Snapshot,
    domain::{Capability, EmailAddress, Intent, Invalid, Member, MemberId, MemberPatch, Seen},
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    first_name: String,
    last_name: String,
    email: String,
    account_type: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn of(member: &Member) -> Self {
        Self {
            first_name: member.first_name.clone(),
            last_name: member.last_name.clone(),
            email: member.email.clone(),
            account_type: member.account_type.clone(),
            kept: None,
        }
    }

    fn patch(&self) -> Result<MemberPatch, Invalid> {
        let mut errors = Invalid::new();
        let filled = |text: &str, what: &str| {
            let text = text.trim().to_owned();
            if text.is_empty() { Err(format!("Enter a {what}.")) } else { Ok(text) }
        };
        let first_name = errors.keep("first_name", filled(&self.first_name, "first name"));
        let last_name = errors.keep("last_name", filled(&self.last_name, "last name"));
        let email = errors.keep("email", EmailAddress::parse(&self.email));
        let account_type = errors.keep("account_type", filled(&self.account_type, "account type"));
        if errors.is_empty() { Ok(MemberPatch { first_name, last_name, email, account_type }) } else { Err(errors) }
    }
}

/// The form with the member's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    let form = Form::of(&member);
    show(cx, StatusCode::OK, member, snapshot, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form: Form = web::form(request).await?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, member, snapshot, form, Invalid::new()).await;
    }
    let patch = match form.patch() {
        Ok(patch) => patch.against(&member),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, member, snapshot, form, errors).await,
    };
    let intent = Intent::EditMember { member_id: member.id.clone(), patch, before: Seen::default() };
    let back = Back::to_form(paths::member_edit(&member.id), &form);
    match review::propose(cx, intent, back, Place::Members).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => {
            show(*cx, StatusCode::UNPROCESSABLE_ENTITY, member, snapshot, form, errors).await
        }
    }
}

async fn show(
    cx: Cx,
    status: StatusCode,
    member: Member,
    snapshot: Arc<Snapshot>,
    form: Form,
    errors: Invalid,
) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Edit {}", member.full_name()), Place::Members).status(status);
    Ok(cx.show(page, move || view(&member, &form, &errors, &snapshot)).await)
}

fn view(member: &Member, form: &Form, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let options: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|t| {
            let selected = t.name.eq_ignore_ascii_case(&form.account_type);
            view! { <option value=t.name.clone() selected=selected>{t.name.clone()}</option> }
        })
        .collect();
    let error = errors.of("account_type").map(|e| field::field_error("account_type", e.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = error.is_some().then_some("account_type-error");
    view! {
        <Head title=format!("Edit {}", member.full_name()) crumbs=vec![("Members", paths::MEMBERS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {field::summary(errors)}
            <fieldset class="set">
                <legend>"Profile"</legend>
                <div class="fields">
                    <TextField name="first_name" label="First name" value=form.first_name.clone() errors=errors.clone()/>
                    <TextField name="last_name" label="Last name" value=form.last_name.clone() errors=errors.clone()/>
                </div>
                <TextField name="email" label="E-mail" kind="email" value=form.email.clone() errors=errors.clone() max=254
                    hint="The name to sign in with. It must stay unique in the organisation."/>
                <div class="field">
                    <label for="account_type">"Account type"</label>
                    <select class="input" id="account_type" name="account_type" aria-invalid=invalid aria-describedby=described>{options}</select>
                    {error}
                </div>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::member(&member.id)>"Cancel"</a>
            </div>
        </form>
    }
}
