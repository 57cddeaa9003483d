//! Sigma's own `DELETE`: what it does instead of offboarding, said before it is asked for.

use super::{
    super::{actions::DeleteMember, subject},
    files,
};
use crate::{
    directory::Snapshot,
    domain::{AppError, Capability, Intent, Member, MemberId},
    ui::{icon::Icon, panel::Panel},
    web::{NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// What deleting would do.
pub async fn confirm(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &MemberId::new(id))?;
    let title = format!("Delete {}", member.full_name());
    let page = PageParts::new(title.clone(), NavItem::Members);
    let intent = Intent::DeleteMember { member_id: member.id.clone() };
    if let Some(obstacle) = cx.app.changes.obstacle(&intent, &cx.actor).await {
        return Ok(cx.render_page(page, move || super::refused(&member, title, obstacle)).await);
    }
    let files = files::panel(files::owned(&cx.patient_sigma(), &member.id).await, paths::member_delete(&member.id));
    Ok(cx.render_page(page, move || view(&member, title, files, &snapshot)).await)
}

/// The way to deletion from the form that offboards.
pub fn instead(member: &Member, snapshot: &Snapshot) -> impl IntoView + use<> {
    let text = format!("Sigma can also delete the account. All documents then go to {}.", new_owner(snapshot));
    let href = paths::member_delete(&member.id);
    view! {
        <Panel id="delete" title="Delete instead">
            <div class="panel-body stack"><p class="hint">{text}</p><p><a class="btn btn-sm" href=href>"Delete…"</a></p></div>
        </Panel>
    }
}

fn view(member: &Member, title: String, files: AnyView, snapshot: &Snapshot) -> impl IntoView + use<> {
    let name = member.full_name();
    let new_owner = new_owner(snapshot);
    let (offboard, back) = (paths::member_offboard(&member.id), paths::member(&member.id));
    let consequences = [
        format!(
            "All documents of {name} go to {new_owner}, who owns the API credentials that the portal uses. Sigma offers no choice here, and they do not come back."
        ),
        "The account is deactivated, not erased, and can be reactivated.".to_owned(),
        "Teams and grants stay on the account: reactivating it brings the old access back.".to_owned(),
    ];
    let consequences = consequences.map(|text| view! { <li>{text}</li> }).collect_view();
    let better = format!("Offboarding {name} does the same, lets you choose the new owner, and removes all access.");
    view! {
        {super::head(member, title, "You review the change before anything is sent to Sigma.")}
        <form class="form" method="post" action=DeleteMember::url()>
            <input type="hidden" name="member_id" value=member.id.to_string()/>
            {files}
            <fieldset class="set">
                <legend>"What Sigma does"</legend>
                <ul class="bullets">{consequences}</ul>
                <p class="note t-info"><Icon icon=lu::LuLightbulb/>" "<span>{better}" "<a href=offboard>"Offboard instead"</a></span></p>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-danger">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}

/// Name of the member to whom Sigma hands the documents.
fn new_owner(snapshot: &Snapshot) -> String {
    snapshot.member(snapshot.token_owner()).map_or_else(|| "the credentials' owner".to_owned(), Member::full_name)
}
