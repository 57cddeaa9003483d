//! A package's page: what it gives, who holds it and how what they have differs, its versions.

use super::actions::BringBack;
use crate::{
    directory::Snapshot,
    domain::{Capability, MemberId, PackageId, PackageVersion, Page, Requestable},
    features::shared::list::{PAGE_SIZE, pager},
    requests::{self, ALL_HOLDERS, HeldPackage, Holder},
    store::PageRequest,
    ui::{
        avatar::{Avatar, Who},
        count, date,
        empty::Empty,
        head::{self, Head},
        icon::Icon,
        moment, number,
        panel::{Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, decode, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    page: String,
    /// Filled in where all holders are looked through for those who differ.
    differs: String,
}

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let Query { page, differs } = decode(cx.parts.uri.query());
    let (number, differs) = (page.parse().unwrap_or(1), !differs.is_empty());
    let wanted = if differs { ALL_HOLDERS } else { PageRequest { number, size: PAGE_SIZE } };
    let mut held = cx.app.requests.package(&PackageId::new(id), &cx.actor, wanted).await?;
    let looked_through = differs || held.holders.total == held.holders.items.len() as u64;
    let drifted = held.holders.items.iter().filter(|holder| holder.drift.back.is_some()).count();
    if differs {
        held.holders = those_who_differ(held.holders.items, number);
    }
    let drift = looked_through.then_some(drifted);
    let versions = cx.app.requests.package_versions(&held.package.id).await?.into_iter();
    let versions = versions.map(|version| {
        let gives = cx.app.requests.gives(&version.contents)?;
        Ok((version, gives))
    });
    let versions = versions.collect::<Result<Vec<_>, requests::Error>>()?;
    // Owners who read nothing of the directory see the names of what they answer for.
    let names = cx.app.requests.names_of(&held.package.contents)?;
    let linked = cx.snapshot()?;
    let (edits, sets) = (cx.can(Capability::WriteMembers), cx.can(Capability::WriteGrants));
    let exports = cx.can(Capability::ReadAudit);
    let page = PageParts::new(held.package.name.clone(), NavItem::Packages);
    Ok(cx
        .render_page(page, move || view(&held, (drift, differs), versions, names, &linked, (edits, sets, exports)))
        .await)
}

/// A page of the holders whose access differs from the package.
fn those_who_differ(holders: Vec<Holder>, number: u32) -> Page<Holder> {
    let differs = holders.into_iter().filter(|holder| holder.drift.back.is_some());
    Page::cut(differs.collect(), number, PAGE_SIZE)
}

fn view(
    held: &HeldPackage,
    drift: (Option<usize>, bool),
    versions: Vec<(PackageVersion, String)>,
    gives: Vec<String>,
    linked: &Snapshot,
    (edits, sets, exports): (bool, bool, bool),
) -> impl IntoView + use<> {
    let package = &held.package;
    let (id, thing) = (&package.id, Requestable::Package(package.id.clone()));
    let version = format!("Version {}", package.version);
    let sub = view! { <bdi>{package.description.clone()}</bdi>" "<span class="tag">{version}</span> };
    let export = exports
        .then(|| view! { <a class="btn" href=paths::package_export(id)><Icon icon=lu::LuDownload/>" Export"</a> });
    let actions = if edits {
        let edit =
            view! { <a class="btn btn-primary" href=paths::package_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a> };
        let delete =
            view! { <a class="btn btn-danger" href=paths::package_delete(id)><Icon icon=lu::LuTrash2/>" Delete…"</a> };
        head::Actions::default().main(edit).last(delete)
    } else {
        head::Actions::default()
    };
    let actions = export.into_iter().fold(actions, head::Actions::also).view();
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
            <div class="stack">{holders(held, drift, edits)}</div>
            <div class="stack">
                <Panel id="gives" title="Gives" actions=policy.into_any()><ul class="panel-body bare-list">{parts}</ul></Panel>
                <Panel id="about" title="About this package">
                    <dl class="facts">
                        {fact("Owners", owners)}
                        {fact("Changed", view! { <time datetime=changed.to_string() title=moment(changed)>{date(changed)}</time>" by "<bdi>{by}</bdi> })}
                    </dl>
                </Panel>
                {history(versions)}
            </div>
        </div>
    }
}

fn owner(id: &MemberId, linked: &Snapshot) -> Option<impl IntoView + use<>> {
    let member = linked.member(id)?;
    let href = Some(paths::member(id));
    Some(view! { <Who name=member.full_name() email=member.email.clone() href=href/> })
}

/// Who holds it. How many differ is known where all were looked through; then all are brought back by one change.
fn holders(held: &HeldPackage, (drifted, differs): (Option<usize>, bool), edits: bool) -> impl IntoView + use<> {
    let (package, page) = (&held.package.id, &held.holders);
    let total = usize::try_from(page.total).unwrap_or(usize::MAX);
    let all = match drifted {
        Some(0) => None,
        Some(n) => Some(bring_back_all(package, n, edits).into_any()),
        None => Some(look_through(package).into_any()),
    };
    let rows: Vec<_> = page.items.iter().map(|holder| row(holder, held, edits)).collect();
    let body = match (rows.is_empty(), differs) {
        (false, _) => view! { <ul class="rows">{rows}</ul> }.into_any(),
        (true, false) => {
            let text = "People who are granted this package appear here, with the date it ends.";
            view! { <Empty icon=lu::LuUsers title="Nobody holds this package" text=text/> }.into_any()
        }
        (true, true) => {
            let text = "Every holder has what the package gives.";
            view! { <Empty icon=lu::LuUsers title="No differences" text=text/> }.into_any()
        }
    };
    let title = if differs { "Holders who differ" } else { "Holders" };
    let url = paths::package(package);
    let query = if differs { "differs=1&page=" } else { "page=" };
    let back = differs.then(|| view! { <a class="btn btn-quiet btn-sm" href=url.clone()>"All holders"</a> });
    let pages = pager(page, move |n| format!("{url}?{query}{n}"));
    view! { <Panel id="holders" title=title count=number(total) actions=back.into_any()>{all}{body}{pages}</Panel> }
}

fn bring_back_all(package: &PackageId, drifted: usize, edits: bool) -> impl IntoView + use<> {
    let review = edits.then(|| {
        view! {
            <form method="post" action=BringBack::url()>
                <input type="hidden" name="id" value=package.to_string()/>
                <button class="btn btn-primary"><Icon icon=lu::LuListChecks/>" Review the change for all"</button>
            </form>
        }
    });
    let seen = edits.then_some(" You see the plan before anything changes.");
    view! {
        <div class="panel-body">
            <p>{count(drifted, "person differs", "people differ")}" from what the package gives."{seen}</p>
            {review}
        </div>
    }
}

/// Leads to those who differ, who are not looked for on each view.
fn look_through(package: &PackageId) -> impl IntoView + use<> {
    let href = format!("{}?differs=1", paths::package(package));
    view! { <div class="panel-body"><a class="btn btn-sm" href=href>"Show who differs from the package"</a></div> }
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
fn history(versions: Vec<(PackageVersion, String)>) -> impl IntoView {
    let rows: Vec<_> = versions
        .into_iter()
        .map(|(version, gives)| {
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
