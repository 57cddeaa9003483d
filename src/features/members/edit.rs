//! Editing a member's name, address and account type.

use super::subject;
use crate::{
    changes::AccountDeed,
    components::{
        contest::{self, Compared, Contest},
        field::{self, TextField},
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    directory::Snapshot,
    domain::{Baseline, Capability, EmailAddress, Intent, Invalid, Member, MemberId, MemberPatch, Subject},
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
    /// What the form showed.
    base: Baseline,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    /// The form with what the member holds. An account type has the spelling that the form offers.
    fn of(member: &Member, snapshot: &Snapshot) -> Self {
        let account_type = snapshot.account_type_name(member).to_owned();
        let shown = FIELDS.map(|name| (name, member.value(name).unwrap_or_default()));
        let mut base = Baseline::of(shown);
        base.shown.insert("account_type".to_owned(), account_type.clone());
        Self {
            first_name: member.first_name.clone(),
            last_name: member.last_name.clone(),
            email: member.email.clone(),
            account_type,
            base,
            kept: None,
        }
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, member: &Member, snapshot: &Snapshot) -> Compared {
        let now = Self::of(member, snapshot);
        let field = |name: &str, label: &str, typed: &str, now: &str| contest::Field {
            name: name.into(),
            label: label.into(),
            typed: typed.into(),
            now: now.into(),
        };
        let fields = [
            field("first_name", "First name", &self.first_name, &now.first_name),
            field("last_name", "Last name", &self.last_name, &now.last_name),
            field("email", "E-mail", &self.email, &now.email),
            field("account_type", "Account type", &self.account_type, &now.account_type),
        ];
        Compared::new(&self.base, fields, contest::quoted)
    }

    /// New values of the fields that were touched; only these are new input.
    fn patch(&self, compared: &Compared) -> Result<MemberPatch, Invalid> {
        let mut errors = Invalid::new();
        let filled = |text: &str, what: &str| {
            let text = text.trim().to_owned();
            if text.is_empty() { Err(format!("Enter a {what}.")) } else { Ok(text) }
        };
        let mut patch = MemberPatch::default();
        if compared.writes("first_name") {
            patch.first_name = errors.keep("first_name", filled(&self.first_name, "first name"));
        }
        if compared.writes("last_name") {
            patch.last_name = errors.keep("last_name", filled(&self.last_name, "last name"));
        }
        if compared.writes("email") {
            patch.email = errors.keep("email", EmailAddress::parse(&self.email));
        }
        if compared.writes("account_type") {
            patch.account_type = errors.keep("account_type", filled(&self.account_type, "account type"));
        }
        if errors.is_empty() { Ok(patch) } else { Err(errors) }
    }
}

/// Fields of the form, by name.
const FIELDS: [&str; 4] = ["first_name", "last_name", "email", "account_type"];

/// The form with the member's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    cx.done_here(cx.app.changes.rules().account(&member.user_kind, AccountDeed::Edit))?;
    let form = cx.kept_form().await?.unwrap_or_else(|| Form::of(&member, &snapshot));
    show(cx, StatusCode::OK, member, snapshot, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form: Form = web::form(request).await?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    cx.done_here(cx.app.changes.rules().account(&member.user_kind, AccountDeed::Edit))?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, member, snapshot, form, Invalid::new()).await;
    }
    let compared = form.compared(&member, &snapshot);
    if !compared.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, member, snapshot, form, compared.unanswered()).await;
    }
    let patch = match form.patch(&compared) {
        Ok(patch) => patch.against(&member),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, member, snapshot, form, errors).await,
    };
    let written = FIELDS.into_iter().filter(|name| compared.writes(name));
    let before = written.map(|name| (name.to_owned(), member.value(name))).collect();
    let intent = Intent::EditMember { member_id: member.id.clone(), patch, before };
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
    let contests = form.compared(&member, &snapshot).contests;
    let contests = contest::named(&cx.app.store, &Subject::Member(member.id.clone()), contests, contest::sets).await?;
    let page = PageParts::new(format!("Edit {}", member.full_name()), Place::Members).status(status);
    Ok(cx.show(page, move || view(&member, &form, &errors, contests, &snapshot)).await)
}

fn view(
    member: &Member,
    form: &Form,
    errors: &Invalid,
    contests: Vec<Contest>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    // A type that is not offered any more is kept unless another is chosen.
    let offered = |name: &str| snapshot.account_types().iter().any(|t| t.name.eq_ignore_ascii_case(name));
    let other = (!offered(&form.account_type) && !form.account_type.is_empty()).then(|| {
        view! { <option value=form.account_type.clone() selected=true>{form.account_type.clone()}</option> }
    });
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
            {contest::shown(&form.base)}
            {field::summary(errors)}
            {contest::question(contests)}
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
                    <select class="input" id="account_type" name="account_type" aria-invalid=invalid aria-describedby=described>{other}{options}</select>
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
