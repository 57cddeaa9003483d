//! Possible duplicates: members who may be one person, side by side.

use super::list::words;
use crate::{
    directory::{Alike, Duplicate, Snapshot, duplicates},
    domain::{Capability, Member, MemberStatus},
    ui::{badge, count, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

pub async fn page(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    let may_offboard = cx.can(Capability::WriteMembers);
    let page = PageParts::new("Possible duplicates", NavItem::Members);
    let body = move || {
        let found = duplicates(&snapshot);
        let all = found.len();
        let sub = "Members who may be the same person. When an identity provider renames a person, the old account stays behind.";
        let about = About { snapshot: &snapshot, may_offboard };
        let groups: Vec<_> = found.into_iter().map(|group| self::group(group, &about)).collect();
        let body = if all == 0 {
            view! {
                <div class="panel"><Empty icon=lu::LuCircleCheck title="No duplicates found"
                    text="No two members share a name or an address that looks the same."/></div>
            }
            .into_any()
        } else {
            table(groups, all).into_any()
        };
        view! {
            <Head title="Possible duplicates" crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()/>
            {body}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// What the rows are told from.
struct About<'s> {
    snapshot: &'s Snapshot,
    may_offboard: bool,
}

fn table(groups: Vec<impl IntoView + 'static>, all: usize) -> impl IntoView {
    view! {
        <Panel id="duplicates" title="Possible matches" count=count(all, "group", "groups") class="table-box">
            <table class="table">
                <caption class="vh">"Members who may be the same person"</caption>
                <thead><tr>
                    <th scope="col">"Member"</th><th scope="col">"Status"</th><th scope="col">"Account type"</th>
                    <th scope="col">"Last active"</th><th scope="col" class="num">"Documents owned"</th><th scope="col"><span class="vh">"Actions"</span></th>
                </tr></thead>
                {groups}
            </table>
        </Panel>
    }
}

fn group(Duplicate { alike, members }: Duplicate<'_>, about: &About<'_>) -> impl IntoView + use<> {
    let rows: Vec<_> = members.into_iter().map(|member| row(member, about)).collect();
    view! {
        <tbody>
            <tr class="group-head"><th scope="rowgroup" colspan="6">{why(alike)}</th></tr>
            {rows}
        </tbody>
    }
}

fn why(alike: Alike) -> &'static str {
    match alike {
        Alike::Address => "Addresses that look the same",
        Alike::LocalPart => "Same address at another domain",
        Alike::Name => "Same name",
    }
}

fn row(member: &Member, About { snapshot, may_offboard }: &About<'_>) -> impl IntoView + use<> {
    let owned = snapshot.owned_documents(&member.id);
    let is_active = member.status() == MemberStatus::Active;
    let offboard = (*may_offboard && is_active).then(|| {
        let label = format!("Offboard {}", member.email);
        view! { <a class="btn btn-sm" href=paths::member_offboard(&member.id) aria-label=label><Icon icon=lu::LuUserMinus/>" Offboard"</a> }
    });
    view! {
        <tr>
            <th scope="row" class="lead">
                <a href=paths::member(&member.id)>{member.full_name()}</a><br/><small class="muted">{member.email.clone()}</small>
            </th>
            <td>{badge::member_status(member)}</td>
            <td data-label="Account type">{badge::account_type(snapshot.account_type_name(member))}</td>
            <td data-label="Last active" class="nowrap muted">{words(snapshot.last_active(&member.id))}</td>
            <td data-label="Documents owned" class="num">{owned}</td>
            <td class="end">{offboard}</td>
        </tr>
    }
}
