//! Editing a member's name, address and account type.

use super::{actions::EditMember, subject};
use crate::{
    changes::AccountDeed,
    directory::Snapshot,
    domain::{AppError, Baseline, Capability, EmailAddress, Intent, Invalid, Member, MemberId, MemberPatch, Subject},
    features::shared::{
        contest::{self, Compared, Contest},
        live_plan,
    },
    ui::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
    },
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// The fields of the form as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileFields {
    first_name: String,
    last_name: String,
    email: String,
    account_type: String,
}

/// The fields by name and label.
const FIELDS: [(&str, &str); 4] =
    [("first_name", "First name"), ("last_name", "Last name"), ("email", "E-mail"), ("account_type", "Account type")];

impl ProfileFields {
    /// What the member holds. An account type has the spelling that the form offers.
    fn of(member: &Member, snapshot: &Snapshot) -> Self {
        Self {
            first_name: member.first_name.clone(),
            last_name: member.last_name.clone(),
            email: member.email.clone(),
            account_type: snapshot.account_type_name(member).to_owned(),
        }
    }

    /// The values in the order of [`FIELDS`].
    fn values(&self) -> [&str; 4] {
        [&self.first_name, &self.last_name, &self.email, &self.account_type]
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, base: &Baseline, member: &Member, snapshot: &Snapshot) -> Compared {
        let now = Self::of(member, snapshot);
        let held = self.values().into_iter().zip(now.values());
        let fields = FIELDS.into_iter().zip(held).map(|((name, label), (typed, now))| contest::Field {
            name: name.to_owned(),
            label: label.to_owned(),
            typed: typed.to_owned(),
            now: now.to_owned(),
        });
        Compared::new(base, fields, contest::quoted)
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

/// The edit that a form wants; only what was touched is new input.
///
/// # Errors
/// Every field that needs attention; none named where somebody else has changed a field too, which the page asks about.
pub fn intent(
    member: &Member,
    fields: &ProfileFields,
    base: &Baseline,
    snapshot: &Snapshot,
) -> Result<Intent, Invalid> {
    let compared = fields.compared(base, member, snapshot);
    if !compared.contests.is_empty() {
        return Err(compared.unanswered());
    }
    let patch = fields.patch(&compared)?.against(member);
    let written = FIELDS.into_iter().filter(|(name, _)| compared.writes(name));
    let before = written.map(|(name, _)| (name.to_owned(), member.value(name))).collect();
    Ok(Intent::EditMember { member_id: member.id.clone(), patch, before })
}

/// The form with the member's present values, or as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    cx.done_here(cx.app.changes.rules().account(&member.user_kind, AccountDeed::Edit))?;
    let refilled = cx.refilled::<EditMember>().await?;
    let (fields, base, errors) = if let Some(Refilled { form, errors, .. }) = refilled {
        (form.fields, form.base, errors)
    } else {
        let fields = ProfileFields::of(&member, &snapshot);
        let base = Baseline::of(FIELDS.into_iter().map(|(name, _)| name).zip(fields.values()));
        (fields, base, Invalid::new())
    };
    let contests = fields.compared(&base, &member, &snapshot).contests;
    let contests = contest::named(&cx.app.store, &Subject::Member(member.id.clone()), contests, contest::sets).await?;
    let page = PageParts::new(format!("Edit {}", member.full_name()), NavItem::Members).islands();
    Ok(cx.render_page(page, move || view(&member, &fields, &base, &errors, contests, &snapshot)).await)
}

fn view(
    member: &Member,
    fields: &ProfileFields,
    base: &Baseline,
    errors: &Invalid,
    contests: Vec<Contest>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    // A type that is not offered any more is kept unless another is chosen.
    let offered = |name: &str| snapshot.account_types().iter().any(|t| t.name.eq_ignore_ascii_case(name));
    let other = (!offered(&fields.account_type) && !fields.account_type.is_empty()).then(|| {
        view! { <option value=fields.account_type.clone() selected=true>{fields.account_type.clone()}</option> }
    });
    let options: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|t| {
            let selected = t.name.eq_ignore_ascii_case(&fields.account_type);
            view! { <option value=t.name.clone() selected=selected>{t.name.clone()}</option> }
        })
        .collect();
    let error = errors.of("account_type").map(|e| field::field_error("account_type", e.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = error.is_some().then_some("account_type-error");
    let form = view! {
        <form class="form" method="post" action=EditMember::url() novalidate>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            {contest::shown(base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Profile"</legend>
                <div class="fields">
                    <TextField name="first_name" label="First name" value=fields.first_name.clone() errors=errors.clone()/>
                    <TextField name="last_name" label="Last name" value=fields.last_name.clone() errors=errors.clone()/>
                </div>
                <TextField name="email" label="E-mail" kind="email" value=fields.email.clone() errors=errors.clone() max=254
                    hint="Used to sign in. Must be unique in the organization."/>
                <div class="field">
                    <label for="account_type">"Account type"</label>
                    <select class="input" id="account_type" name="account_type" aria-invalid=invalid aria-describedby=described>{other}{options}</select>
                    {error}
                </div>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::member(&member.id)>"Cancel"</a>
            </div>
        </form>
    };
    view! {
        <Head title=format!("Edit {}", member.full_name()) crumbs=vec![("Members", paths::MEMBERS)]
            sub="You review the change before anything is sent to Sigma.".into_any()/>
        {live_plan::beside::<EditMember>(form, None)}
    }
}
