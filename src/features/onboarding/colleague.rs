//! The onboarding form filled in with what a colleague has.

use crate::{
    directory::Snapshot,
    domain::{Grantee, Member, PackageContents, TeamChoice},
    features::shared::picker::{CandidateSource, People, Resolution, Resolved},
    ui::icon::Icon,
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The colleague that was typed, or chosen by id.
pub fn named(typed: &str, snapshot: &Snapshot) -> Resolved {
    People { snapshot }.resolve(typed)
}

/// What a colleague has themselves, as a package would give it; they become no team admin.
pub fn contents(colleague: &Member, snapshot: &Snapshot) -> PackageContents {
    let teams = snapshot.teams_of(&colleague.id).filter(|(team, _)| !team.is_archived);
    let attributes = snapshot.attributes_of_member(&colleague.id).into_iter();
    PackageContents {
        account_type: Some(snapshot.account_type_name(colleague).to_owned()),
        teams: teams.map(|(team, _)| TeamChoice { team_id: team.id.clone(), is_team_admin: false }).collect(),
        access: snapshot.granted_to(&Grantee::Member(colleague.id.clone())).to_vec(),
        attributes: attributes.map(|(known, value)| (known.id.clone(), value.value.clone())).collect(),
    }
}

/// Asks for a colleague, and fills the form in with what they have. `email` is the address that was given already.
pub fn choice(named: &Resolved, email: &str) -> impl IntoView + use<> {
    let below = match &named.resolution {
        Resolution::Nothing => ().into_any(),
        Resolution::One(thing) => {
            let words = format!("Filled in from what {} has. Change it below.", thing.name);
            view! { <p class="note t-ok"><Icon icon=lu::LuCheck/>" "<span>{words}</span></p> }.into_any()
        }
        Resolution::Several { first, .. } => {
            let links: Vec<_> = first
                .iter()
                .map(|thing| {
                    let href = paths::onboard_like(thing.id(), email);
                    view! { <li><a class="btn btn-sm" href=href>{thing.name.clone()}" "<small>{thing.detail.clone()}</small></a></li> }
                })
                .collect();
            view! { <ul class="which">{links}</ul> }.into_any()
        }
        Resolution::Unknown => {
            let words = format!("No active person matches “{}”.", named.text);
            view! { <p class="error" role="status"><Icon icon=lu::LuCircleAlert/>" "<span>{words}</span></p> }
                .into_any()
        }
    };
    let email = (!email.is_empty()).then(|| view! { <input type="hidden" name="email" value=email.to_owned()/> });
    view! {
        <form class="adder" action=paths::ONBOARD>
            {email}
            <label class="vh" for="like">"Colleague"</label>
            <input class="input" id="like" name="like" value=named.text.clone() placeholder="Name or e-mail of a colleague" autocomplete="off"/>
            <button class="btn"><Icon icon=lu::LuCopy/>" Copy access from a colleague"</button>
        </form>
        {below}
    }
}
