//! A package's page: what it gives, who holds it and how what they have differs, its versions.

use super::actions::BringBack;
use crate::{
    directory::Snapshot,
    domain::{Capability, MemberId, PackageId, PackageVersion, Requestable},
    requests::{self, HeldPackage, Holder},
    ui::{
        avatar::{Avatar, Who},
        count, date,
        empty::Empty,
        head::{self, Head},
        icon::Icon,
        moment,
        panel::{Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let held = cx.app.requests.package(&PackageId::new(id), &cx.actor).await?;
    let versions = cx.app.requests.package_versions(&held.package.id).await?;
    // Owners who read nothing of the directory see the names of what they answer for.
    let names = cx.app.requests.names_of(&held.package.contents)?;
    let linked = cx.snapshot()?;
    let (edits, sets) = (cx.can(Capability::WriteMembers), cx.can(Capability::WriteGrants));
    let page = PageParts::new(held.package.name.clone(), NavItem::Packages);
    Ok(cx.render_page(page, move || view(&held, &versions, names, &linked, (edits, sets))).await)
}

fn view(
    held: &HeldPackage,
    versions: &[PackageVersion],
    gives: Vec<String>,
    linked: &Snapshot,
    (edits, sets): (bool, bool),
) -> impl IntoView + use<> {
    let package = &held.package;
    let (id, thing) = (&package.id, Requestable::Package(package.id.clone()));
    let version = format!("Version {}", package.version);
    let sub = view! { <bdi>{package.description.clone()}</bdi>" "<span class="tag">{version}</span> };
    let actions = edits.then(|| {
        let edit =
            view! { <a class="btn btn-primary" href=paths::package_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a> };
        let delete =
            view! { <a class="btn btn-danger" href=paths::package_delete(id)><Icon icon=lu::LuTrash2/>" Delete…"</a> };
        head::Actions::default().main(edit).last(delete).view()
    });
    let policy =
        sets.then(|| view! { <a class="btn btn-sm" href=paths::policy_edit(&thing.key())>"Request policy"</a> });
    let parts = gives.into_iter().map(|part| view! { <li><bdi>{part}</bdi></li> }).collect_view();
    let owners: Vec<_> = held.owners.iter().filter_map(|id| owner(id, linked)).collect();
    let owners = if owners.is_empty() {
        view! { <span class="muted">"None. Admins decide about requests."</span> }.into_any()
    } else {
        owners.into_any()
    };
    let (changed, by) = (package.changed_at, package.changed_by.name.clone());
    view! {
        <Head title=package.name.clone() crumbs=vec![("Access packages", paths::PACKAGES)] sub=sub.into_any()>{actions}</Head>
        <div class="cols">
            <div class="stack">{holders(held, edits)}</div>
            <div class="stack">
                <Panel id="gives" title="Gives" actions=policy.into_any()><ul class="panel-body bare-list">{parts}</ul></Panel>
                <Panel id="about" title="About this package">
                    <dl class="facts">
                        {fact("Owners", owners)}
                        {fact("Changed", view! { <time datetime=changed.to_string() title=moment(changed)>{date(changed)}</time>" by "<bdi>{by}</bdi> })}
                    </dl>
                </Panel>
                {history(versions, linked)}
            </div>
        </div>
    }
}

fn owner(id: &MemberId, linked: &Snapshot) -> Option<impl IntoView + use<>> {
    let member = linked.member(id)?;
    let href = Some(paths::member(id));
    Some(view! { <Who name=member.full_name() email=member.email.clone() href=href/> })
}

fn holders(held: &HeldPackage, edits: bool) -> impl IntoView + use<> {
    let drifted = held.holders.iter().filter(|holder| holder.drift.back.is_some()).count();
    let id = held.package.id.to_string();
    let all = (edits && drifted > 0).then(|| {
        view! {
            <div class="panel-body">
                <p>{count(drifted, "person differs", "people differ")}" from what the package gives. You see the plan before anything changes."</p>
                <form method="post" action=BringBack::url()>
                    <input type="hidden" name="id" value=id.clone()/>
                    <button class="btn btn-primary"><Icon icon=lu::LuListChecks/>" Review the change for all"</button>
                </form>
            </div>
        }
    });
    let rows: Vec<_> = held.holders.iter().map(|holder| row(holder, held, edits)).collect();
    let n = rows.len().to_string();
    let body = if rows.is_empty() {
        let text = "People who are granted this package appear here, with the date it ends.";
        view! { <Empty icon=lu::LuUsers title="Nobody holds this package" text=text/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Panel id="holders" title="Holders" count=n>{all}{body}</Panel> }
}

fn row(holder: &Holder, held: &HeldPackage, edits: bool) -> impl IntoView + use<> {
    let Holder { request, drift } = holder;
    let person = &request.beneficiary;
    let version = request.package_version.filter(|version| *version != held.package.version);
    let version = version.map(|version| view! { " "<span class="tag">"Version "{version}</span> });
    let ends = request.ends_at.map(|at| view! { "Ends "<time datetime=at.to_string()>{date(at)}</time> });
    let ends = ends.map_or_else(|| "No end".into_any(), IntoAny::into_any);
    let line = |words: &'static str, parts: &[String]| {
        let parts = parts.join(", ");
        (!parts.is_empty()).then(|| view! { <small class="t-warn">{words}<bdi>{parts}</bdi></small> })
    };
    let (less, more) = (line("Lacks: ", &drift.less), line("Has more: ", &drift.more));
    let back = drift.back.as_ref().filter(|_| edits).map(|_| {
        let label = format!("Bring {} back to the package", person.name);
        view! {
            <form method="post" action=BringBack::url()>
                <input type="hidden" name="id" value=held.package.id.to_string()/>
                <input type="hidden" name="holder" value=request.id.to_string()/>
                <button class="btn btn-sm" aria-label=label>"Bring back"</button>
            </form>
        }
    });
    view! {
        <li>
            <Avatar name=person.name.clone() key=person.email.clone()/>
            <div class="row-text">
                <a href=paths::request(&request.id)><bdi>{person.name.clone()}</bdi></a>{version}
                <small>{ends}</small>{less}{more}
            </div>
            {back}
        </li>
    }
}

/// What it gave before.
fn history(versions: &[PackageVersion], linked: &Snapshot) -> impl IntoView + use<> {
    let rows: Vec<_> = versions
        .iter()
        .map(|version| {
            let gives = requests::summary(&version.contents, linked);
            let at = version.at;
            view! {
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuPackage/></span>
                    <p><b>"Version "{version.version}</b></p>
                    <p class="when"><time datetime=at.to_string()>{moment(at)}</time>" · "<bdi>{version.by.name.clone()}</bdi></p>
                    <p class="when">{gives}</p>
                </li>
            }
        })
        .collect();
    view! { <Panel id="versions" title="Versions"><ol class="line line-sm timeline panel-body">{rows}</ol></Panel> }
}
