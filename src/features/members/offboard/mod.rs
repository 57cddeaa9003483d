//! Offboarding one person: what they have, who takes it over, and which doors close.

mod delete;
mod files;
mod form;
mod holdings;
mod schedules;

pub use delete::confirm;
pub use form::OffboardOptions;

use super::{actions::OffboardMember, subject};
use crate::{
    changes::AccountDeed,
    directory::Snapshot,
    domain::{AppError, Capability, Deactivation, Intent, Invalid, LeftDocuments, Member, MemberId, MemberStatus},
    features::shared::{
        live_plan, new_owner,
        picker::{Candidate, CandidateSource, People},
    },
    ui::{avatar::Avatar, badge, empty::Empty, field, head::Head, icon::Icon, panel::Panel},
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Likely new owners offered.
const LIKELY: usize = 4;

/// What the person has, and the form, fresh or as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    let (options, errors) = match cx.refilled::<OffboardMember>().await? {
        Some(Refilled { form: OffboardMember { options, .. }, errors, .. }) => (options.picked(), errors),
        None => (OffboardOptions::fresh(), Invalid::new()),
    };
    let errors = if errors.is_empty() { options.unknown(&snapshot) } else { errors };
    let title = format!("Offboard {}", member.full_name());
    let page = PageParts::new(title.clone(), NavItem::Members);
    if let Some(obstacle) = cx.app.changes.obstacle(&plainly(&member.id), &cx.actor).await {
        return Ok(cx.render_page(page, move || refused(&member, title, obstacle)).await);
    }
    let exception = cx.app.changes.rules().account(&member.user_kind, AccountDeed::Deactivate).exception();
    let (sigma, retry) = (cx.patient_sigma(), paths::member_offboard(&member.id));
    let (owned, sent) = tokio::join!(files::owned(&sigma, &member.id), schedules::sent(&sigma, &member.id));
    let files =
        view! { {files::panel(owned, retry.clone())}{schedules::panel(sent, retry, (&member, cx.now), &snapshot)} }
            .into_any();
    Ok(cx
        .render_page(page.islands(), move || view(&member, title, &options, &errors, exception, files, &snapshot))
        .await)
}

/// The plainest way to offboard somebody: to ask whether anything stands against it.
pub fn plainly(member: &MemberId) -> Intent {
    Intent::Offboard {
        members: vec![member.clone()],
        how: Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false },
        revoke_tokens: false,
        leave_teams: false,
        revoke_grants: false,
    }
}

/// Head of the pages about somebody's leaving.
fn head(member: &Member, title: String, sub: &'static str) -> impl IntoView + use<> {
    let avatar = view! { <Avatar name=member.full_name() key=member.email.clone() size="avatar-lg"/> };
    let status = (member.status() != MemberStatus::Active).then(|| badge::member_status(member));
    let sub = view! { {member.email.clone()}" "{status}<span>{sub}</span> };
    view! { <Head title=title crumbs=vec![("Members", paths::MEMBERS)] before=avatar.into_any() sub=sub.into_any()/> }
}

/// The page of somebody who cannot be offboarded.
fn refused(member: &Member, title: String, obstacle: String) -> impl IntoView + use<> {
    let back = paths::member(&member.id);
    let head = head(member, title, "");
    view! {
        {head}
        <Panel id="refused" title="Not possible">
            <Empty icon=lu::LuShieldAlert title="Can’t be offboarded" text=obstacle><a class="btn" href=back>"Back to the person"</a></Empty>
        </Panel>
    }
}

fn view(
    member: &Member,
    title: String,
    options: &OffboardOptions,
    errors: &Invalid,
    exception: Option<&'static str>,
    files: AnyView,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let back = paths::member(&member.id);
    let fields = options.view(OffboardMember::url(), likely_owners(member, snapshot), errors, snapshot);
    let form = view! {
        <form class="form" method="post" action=OffboardMember::url() novalidate>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            {fields}
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    };
    let instead = delete::instead(member, snapshot).into_any();
    view! {
        {head(member, title, "You review the change before anything is sent to Sigma.")}
        {exception.map(|when| view! { <div class="flash t-warn" role="note"><Icon icon=lu::LuTriangleAlert/><p>{when}</p></div> })}
        {field::summary(errors)}
        <div class="holdings">
            {files}
            {holdings::teams(member, snapshot)}
            {holdings::grants(member, snapshot)}
            {holdings::attributes(member, snapshot)}
        </div>
        {live_plan::beside::<OffboardMember>(form, Some(instead))}
    }
}

/// Those who run a team with the person, and which.
fn likely_owners(member: &Member, snapshot: &Snapshot) -> Vec<Candidate> {
    let mut likely: Vec<Candidate> = Vec::new();
    for (team, _) in snapshot.teams_of(&member.id) {
        let admins = snapshot.team_members(&team.id).iter().filter(|m| m.is_team_admin && m.member_id != member.id);
        for admin in admins.filter_map(|m| People { snapshot }.get(m.member_id.as_str())) {
            if likely.len() < LIKELY && likely.iter().all(|other| other.key != admin.key) {
                likely.push(Candidate { detail: format!("admin of {}", team.name), ..admin });
            }
        }
    }
    new_owner::able_first(&mut likely, snapshot);
    likely
}
