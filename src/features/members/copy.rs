//! Copying access from a colleague: what they have and this person does not, to be chosen from and given in one plan.

use super::{actions::CopyAccess, subject};
use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{Adjustment, AppError, Capability, Grantee, Member, MemberId, MemberStatus},
    features::shared::picker::{CandidateSource, People, Resolution, Resolved},
    ui::{empty::Empty, field, head::Head, icon::Icon},
    web::{NavItem, PageParts, RequestContext, decode, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The colleague, as typed or by id.
    from: String,
}

/// One thing that a colleague has and the person does not.
struct Item {
    /// What stands for it in the form.
    key: String,
    label: String,
    /// A word or two about it.
    detail: String,
    /// Whether it is chosen at first.
    is_usual: bool,
    /// Gives it to the person.
    give: Box<dyn Fn(&mut Adjustment) + Send + Sync>,
}

/// What `colleague` has themselves and `member` does not: teams, direct access, values of user attributes, and another
/// account type, which is for whoever asks to choose.
fn items(colleague: &Member, member: &Member, rules: &Rules, snapshot: &Snapshot) -> Vec<Item> {
    let mut items = Vec::new();
    if rules.team(TeamDeed::Join).obstacle().is_none() {
        let teams = snapshot.teams_of(&colleague.id).map(|(team, _)| team);
        for team in teams.filter(|team| !team.is_archived && !snapshot.is_in_team(&member.id, &team.id)) {
            let id = team.id.clone();
            items.push(Item {
                key: format!("team:{id}"),
                label: format!("Team {}", team.name),
                detail: team.description.clone().unwrap_or_default(),
                is_usual: true,
                give: Box::new(move |adjustment| adjustment.join.push(id.clone())),
            });
        }
    }
    let own = Grantee::Member(member.id.clone());
    for (resource, level) in snapshot.granted_to(&Grantee::Member(colleague.id.clone())) {
        let held = snapshot.grant_of(resource, &own).map(|grant| &grant.permission);
        let Some(name) = snapshot.resource_name(resource).filter(|_| held.is_none_or(|held| held < level)) else {
            continue;
        };
        let (label, detail) = (name.to_owned(), level.label().to_owned());
        let wanted = (resource.clone(), Some(level.clone()));
        items.push(Item {
            key: resource.key(),
            label,
            detail,
            is_usual: true,
            give: Box::new(move |adjustment| adjustment.access.push(wanted.clone())),
        });
    }
    let values = snapshot.attributes_of_member(&member.id);
    for (attribute, value) in snapshot.attributes_of_member(&colleague.id) {
        let has = values.iter().any(|(held, own)| held.id == attribute.id && own.value == value.value);
        if !has {
            let wanted = (attribute.id.clone(), Some(value.value.clone()));
            items.push(Item {
                key: format!("attribute:{}", attribute.id),
                label: format!("{}: {}", attribute.name, value.value),
                detail: "User attribute".to_owned(),
                is_usual: true,
                give: Box::new(move |adjustment| adjustment.attributes.push(wanted.clone())),
            });
        }
    }
    let (theirs, present) = (snapshot.account_type_name(colleague), snapshot.account_type_name(member));
    let is_editable = rules.account(&member.user_kind, AccountDeed::Edit).obstacle().is_none();
    if is_editable && !theirs.eq_ignore_ascii_case(present) {
        let wanted = theirs.to_owned();
        items.push(Item {
            key: "account_type".to_owned(),
            label: format!("Account type {theirs}"),
            detail: format!("Instead of {present}"),
            is_usual: false,
            give: Box::new(move |adjustment| adjustment.account_type = Some(wanted.clone())),
        });
    }
    items
}

/// What the person is to have, of all that the colleague has: the things whose keys were chosen.
///
/// # Errors
/// [`AppError::Refused`] where nothing of it was chosen.
pub fn adjustment(
    colleague: &Member,
    member: &Member,
    taken: &[String],
    rules: &Rules,
    snapshot: &Snapshot,
) -> Result<Adjustment, AppError> {
    let mut adjustment = Adjustment::of(member.id.clone());
    let chosen = items(colleague, member, rules, snapshot).into_iter().filter(|item| taken.contains(&item.key));
    let mut is_any = false;
    for item in chosen {
        (item.give)(&mut adjustment);
        is_any = true;
    }
    if is_any { Ok(adjustment) } else { Err(AppError::Refused("Select at least one thing to copy.".to_owned())) }
}

/// The page: the question whose access is to be copied, then what of it.
pub async fn page(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    let query: Query = decode(cx.parts.uri.query());
    let named = People { snapshot: &snapshot }.resolve(&query.from);
    let colleague = named.id().and_then(|id| snapshot.member(&id.into())).cloned();
    let taken = cx.refilled::<CopyAccess>().await?.map(|again| again.form.take);
    let rules = cx.app.changes.rules();
    let title = format!("Copy access to {}", member.full_name());
    let page = PageParts::new(title.clone(), NavItem::Members);
    let body = move || {
        let is_active = member.status() == MemberStatus::Active;
        let choice = match colleague {
            _ if !is_active => not_active().into_any(),
            Some(colleague) if colleague.id == member.id => {
                question(&member, &named, Some("Choose another person.")).into_any()
            }
            Some(colleague) => {
                let of = chosen(&colleague, &member, taken.as_deref(), &rules, &snapshot);
                view! { <div class="stack">{question(&member, &named, None)}{of}</div> }.into_any()
            }
            None => question(&member, &named, None).into_any(),
        };
        view! {
            <Head title=title crumbs=vec![("Members", paths::MEMBERS)] sub="You review the change before anything is sent to Sigma.".into_any()/>
            {choice}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn not_active() -> impl IntoView {
    let text = "Sigma changes active members only. Reactivate this person first.";
    view! { <div class="panel"><Empty icon=lu::LuUserX title="Not active" text=text/></div> }
}

/// Whose access is to be copied: a form that leads to this page again.
fn question(member: &Member, named: &Resolved, error: Option<&'static str>) -> impl IntoView + use<> {
    let path = paths::member_copy(&member.id);
    let several = match &named.resolution {
        Resolution::Several { first, more } => {
            let links: Vec<_> = first
                .iter()
                .map(|thing| {
                    let href = paths::copy_from(&member.id, thing.id());
                    view! { <li><a class="btn btn-sm" href=href>{thing.name.clone()}" "<small>{thing.detail.clone()}</small></a></li> }
                })
                .collect();
            let more =
                (*more > 0).then(|| view! { <p class="hint">{format!("{more} more: type on to see them.")}</p> });
            Some(view! { <ul class="which">{links}</ul>{more} })
        }
        Resolution::Nothing | Resolution::One(_) | Resolution::Unknown => None,
    };
    let unknown = named.is_unknown().then(|| format!("No active person matches “{}”.", named.text));
    let error = unknown.or(error.map(str::to_owned));
    let (invalid, described) =
        (error.is_some().then_some("true"), if error.is_some() { "from-hint from-error" } else { "from-hint" });
    let error = error.map(|error| field::field_error("from", error));
    view! {
        <form class="form" method="get" action=path>
            <fieldset class="set">
                <legend>"Colleague"</legend>
                <div class="field">
                    <label for="from">"Copy from"</label>
                    <p class="hint" id="from-hint">"Name or e-mail of an active person"</p>
                    <div class="adder">
                        <input class="input" id="from" name="from" value=named.text.clone() autocomplete="off" aria-describedby=described aria-invalid=invalid/>
                        <button class="btn"><Icon icon=lu::LuSearch/>" Show"</button>
                    </div>
                    {error}
                    {several}
                </div>
            </fieldset>
        </form>
    }
}

/// What can be copied, all but the account type chosen; or as it was chosen.
fn chosen(
    colleague: &Member,
    member: &Member,
    taken: Option<&[String]>,
    rules: &Rules,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let items = items(colleague, member, rules, snapshot);
    let (name, whose) = (member.full_name(), colleague.full_name());
    if items.is_empty() {
        let text = format!("{name} has everything that {whose} has.");
        return view! { <div class="panel"><Empty icon=lu::LuCheck title="Nothing to copy" text=text/></div> }
            .into_any();
    }
    let rows: Vec<_> = items
        .into_iter()
        .map(|item| {
            let checked = taken.map_or(item.is_usual, |taken| taken.contains(&item.key));
            view! {
                <label class="check">
                    <input type="checkbox" name="take[]" value=item.key checked=checked/>
                    <span>{item.label}<small>{item.detail}</small></span>
                </label>
            }
        })
        .collect();
    view! {
        <form class="form" method="post" action=CopyAccess::url()>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            <input type="hidden" name="from" value=colleague.id.to_string()/>
            <fieldset class="set">
                <legend>"Access to copy"</legend>
                <p class="hint">{format!("What {whose} has and {name} doesn’t.")}</p>
                {rows}
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::member(&member.id)>"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
