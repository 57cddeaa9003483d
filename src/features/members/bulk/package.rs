//! Asking for an access package for many people: a request for each, by the policy of the package.

use crate::{
    domain::{AccessPackage, AppError, Invalid, MemberId, NoRoute, PackageId, RequestState, Target, text},
    requests::{Ask, Error},
    ui::{count, field},
    web::{self, RequestContext, Severity, fulfil, paths},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// People for whom it is asked at once: each is a request of its own, with its notices.
const MOST: usize = 200;

/// The fields as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PackageFields {
    package: PackageId,
    /// Days as a word; empty for as the policy has it.
    days: String,
    reason: String,
}

/// The fields, and the packages that can be chosen.
pub struct PackageForm {
    pub fields: PackageFields,
    pub packages: Vec<AccessPackage>,
}

impl PackageForm {
    pub fn view(&self, errors: &Invalid) -> impl IntoView + use<> {
        let PackageFields { package, days, reason } = &self.fields;
        let options: Vec<_> = self
            .packages
            .iter()
            .map(|one| {
                let selected = one.id == *package;
                view! { <option value=one.id.to_string() selected=selected>{one.name.clone()}</option> }
            })
            .collect();
        let wrong = |name: &str| errors.of(name).map(|why| field::field_error(name, why.to_owned()));
        let (none, too_long, unsaid) = (wrong("package"), wrong("days"), wrong("reason"));
        view! {
            <fieldset class="set">
                <legend>"Request"</legend>
                <div class="field">
                    <label for="package">"Access package"</label>
                    <select class="input" id="package" name="package"><option value="">"Choose a package"</option>{options}</select>
                    {none}
                </div>
                <div class="field">
                    <label for="days">"Days "<small>"optional"</small></label>
                    <p class="hint" id="days-hint">"Leave empty for the usual term of the package."</p>
                    <input class="input" id="days" name="days" inputmode="numeric" value=days.clone() aria-describedby="days-hint"/>
                    {too_long}
                </div>
                <div class="field">
                    <label for="reason">"Reason"</label>
                    <p class="hint" id="reason-hint">"The people who decide read it with each request."</p>
                    <textarea class="input" id="reason" name="reason" rows="3" maxlength=text::NOTE aria-describedby="reason-hint" inner_html=web::escaped(reason)></textarea>
                    {unsaid}
                </div>
            </fieldset>
        }
    }
}

/// Asks for it for each of them; those who have it or have asked already are left out. Leads to the requests.
///
/// # Errors
/// [`AppError::Invalid`] for what is wrong with the form, [`AppError::Refused`] for too many people and where it cannot be
/// asked for anybody.
pub async fn request(cx: &RequestContext, members: Vec<MemberId>, fields: PackageFields) -> Result<(), AppError> {
    let PackageFields { package, days, reason } = fields;
    let packages = cx.app.requests.all_packages().await?;
    let package = packages.into_iter().find(|one| one.id == package);
    let package = package.ok_or_else(|| AppError::field("package", "Choose a package."))?;
    let days = match days.trim() {
        "" => usual(cx, &package).await?,
        text => Some(text.parse().map_err(|_| AppError::field("days", "Enter a number of days, or nothing."))?),
    };
    if members.len() > MOST {
        return Err(AppError::Refused(format!("Select {MOST} people at most: each gets a request of their own.")));
    }
    let (mut sent, mut have) = (0, 0);
    let mut not: Vec<String> = Vec::new();
    for member in members {
        let target = Target::Package(package.id.clone());
        let wish = Ask { target, beneficiary: Some(member), reason: reason.clone(), days, renews: None };
        match cx.app.requests.ask(wish, &cx.actor).await {
            Ok(request) if request.state == RequestState::Approved => {
                fulfil(&cx.app.requests, &cx.app.changes, request).await?;
                sent += 1;
            }
            Ok(_) => sent += 1,
            Err(Error::NoRoute(NoRoute::Held(_) | NoRoute::Asked(_))) => have += 1,
            Err(error @ (Error::NoRoute(_) | Error::TooMany(_))) => not.push(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    let others = not.len();
    not.sort();
    not.dedup();
    if sent == 0 && have == 0 {
        return Err(AppError::Refused(format!("No request was sent. {}", not.join(" "))));
    }
    let mut said = vec![format!("{} sent for {}.", count(sent, "request", "requests"), text::isolated(&package.name))];
    if have > 0 {
        said.push(format!("{} it or requested it already.", count(have, "person has", "people have")));
    }
    if others > 0 {
        said.push(format!("{} left out: {}", count(others, "person was", "people were"), not.join(" ")));
    }
    let severity = if others == 0 { Severity::Success } else { Severity::Warning };
    cx.lead_to(paths::ALL_REQUESTS, severity, said.join(" ")).await;
    Ok(())
}

/// For how many days the package is asked as a rule.
async fn usual(cx: &RequestContext, package: &AccessPackage) -> Result<Option<u32>, AppError> {
    let thing = crate::domain::Requestable::Package(package.id.clone());
    let (_, _, policy, _) = cx.app.requests.policy(&thing).await?;
    Ok(policy.usual_days.or(policy.longest_days))
}
