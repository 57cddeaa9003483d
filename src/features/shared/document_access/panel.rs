//! Who was given access to a document: on it, on a folder above it, on its workspace.

use super::{
    super::{
        adder::{self, Filled},
        contest, grantee,
        picker::Grantees,
        sigma_error_panel::sigma_error_panel,
    },
    Document, LEVELS, SHARE,
    actions::{ReadDocumentAccess, ShareDocument, UnshareDocument},
};
use crate::{
    directory::{Reachable, Snapshot},
    domain::{
        Actor, Baseline, Capability, Grant, Grantee, GrantsOf, InheritedFrom, InodeGrant, Permission, ResourceRef,
    },
    sigma,
    ui::{ago, badge, empty::Empty, icon::Icon, panel::Panel},
    web::{RequestContext, ShownAgain, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// The grants that count for a document, and since when they are known.
pub struct Given {
    grants: Vec<(Option<InheritedFrom>, Grant)>,
    /// When the directory read those of the document; none when Sigma was asked just now.
    read_at: Option<Timestamp>,
    /// When this page is shown.
    now: Timestamp,
}

impl Given {
    /// What the directory holds; where it has not come to this document yet, what Sigma says.
    ///
    /// # Errors
    /// That Sigma had to be asked and did not answer.
    pub async fn of(cx: &RequestContext, document: &Document, snapshot: &Snapshot) -> Result<Self, sigma::Error> {
        if snapshot.document_access(&document.of).is_some() {
            let gates = document.of.gates(snapshot);
            let grants = gates.grants().map(|(above, grant)| (above.cloned(), grant.clone())).collect();
            return Ok(Self { grants, read_at: snapshot.access_read_at(&document.of), now: cx.now });
        }
        let all = cx.sigma().grants().of(&GrantsOf::Inode(document.of.inode_id()), false).await?;
        let above = |held: &InodeGrant| {
            let workspace = snapshot.workspaces().iter().find(|workspace| workspace.url_id == held.grant.inode_id);
            let workspace = workspace.map(|workspace| InheritedFrom::Workspace(workspace.id.clone()));
            workspace.or_else(|| held.is_on_folder().then_some(InheritedFrom::Folder))
        };
        Ok(Self {
            grants: all.into_iter().map(|held| (above(&held), held.grant)).collect(),
            read_at: None,
            now: cx.now,
        })
    }
}

/// The name of the hidden field that says which document the page is about.
const DOCUMENT: &str = "document";

pub fn panel(
    document: &Document,
    given: Result<Given, sigma::Error>,
    actor: &Actor,
    again: &ShownAgain,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let shares = actor.role.can(Capability::WriteDocuments) && !document.is_archived;
    let Given { grants, read_at, now } = match given {
        Ok(given) => given,
        Err(error) => {
            return view! { <Panel id="access" title="Access">{sigma_error_panel(&error)}</Panel> }.into_any();
        }
    };
    let age =
        read_at.map(|at| read_again(document, (at, now), actor.role.can(Capability::RefreshDirectory))).into_any();
    let n = grants.len().to_string();
    let own = grants.iter().filter(|(above, _)| above.is_none());
    let own = own.filter_map(|(_, grant)| Some((grant.grantee()?.key(), grant.permission.slug().to_owned())));
    let form = shares.then(|| share_form(document, Baseline::of_all(own), again, snapshot));
    if grants.is_empty() {
        return view! {
            <Panel id="access" title="Access" count=n actions=age>
                <Empty icon=lu::LuUserX title="Not shared" text="Only the owner and admins can open it."/>
                {form}
            </Panel>
        }
        .into_any();
    }
    let mut rows: Vec<Held> =
        grants.iter().map(|(above, grant)| Held::new(above.as_ref(), grant, document.of.kind(), snapshot)).collect();
    rows.sort_by(|a, b| a.above.is_some().cmp(&b.above.is_some()).then_with(|| a.name.cmp(&b.name)));
    let rows = rows.into_iter().map(|held| held.row(document, shares)).collect_view();
    view! { <Panel id="access" title="Access" count=n actions=age><ul class="reach">{rows}</ul>{form}</Panel> }
        .into_any()
}

/// Sharing the document, or setting a share to another level; `shown` are the levels on the page.
fn share_form(document: &Document, shown: Baseline, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let (filled, level, base) = match again.of::<ShareDocument>() {
        Some(again) => {
            let ShareDocument { who, who_pick, level, base, .. } = again.form;
            let all = Grantees { snapshot, levels: Vec::new() };
            (SHARE.filled(&who, &who_pick, &again.errors, &all), level, base)
        }
        None => (Filled::default(), String::new(), shown),
    };
    let levels = adder::levels(&[("", LEVELS.map(|level| (level.slug(), level.label())).to_vec())], &level);
    let also = view! { {contest::shown(&base)}{levels} };
    SHARE.view(ShareDocument::url(), (DOCUMENT, document.of.key()), filled, also)
}

/// How old this is, and the way to newer.
fn read_again(document: &Document, (at, now): (Timestamp, Timestamp), may: bool) -> impl IntoView + use<> {
    let button = may.then(|| {
        view! {
            <form method="post" action=ReadDocumentAccess::url()>
                <input type="hidden" name=DOCUMENT value=document.of.key()/>
                <button class="btn btn-quiet btn-icon btn-sm" aria-label="Read access from Sigma again"><Icon icon=lu::LuRefreshCw/></button>
            </form>
        }
    });
    view! { <small class="muted">"Read "<time datetime=at.to_string()>{ago(at, now)}</time></small>{button} }
}

/// A grant as the panel shows it.
struct Held {
    grantee: Option<Grantee>,
    name: String,
    kind: &'static str,
    permission: Permission,
    /// What it is inherited from; none for a grant on the document itself.
    above: Option<InheritedFrom>,
    way: String,
    /// The pages of who holds it and of what it is inherited from, where there are any.
    page: Option<String>,
    above_page: Option<String>,
}

impl Held {
    fn new(above: Option<&InheritedFrom>, grant: &Grant, document: &str, snapshot: &Snapshot) -> Self {
        let grantee = grant.grantee();
        let kind = match &grantee {
            Some(Grantee::Member(_)) => "Person",
            Some(Grantee::Team(_)) => "Team",
            None => "Sigma says no more",
        };
        let nobody = || "Neither a person nor a team".to_owned();
        let name = grantee.as_ref().map_or_else(nobody, |grantee| grantee::name(grantee, snapshot));
        let way = match above {
            None => format!("on the {document} itself"),
            Some(InheritedFrom::Folder) => "from a folder above".to_owned(),
            Some(InheritedFrom::Workspace(id)) => {
                let resource = ResourceRef::Workspace(id.clone());
                format!("from the workspace {}", snapshot.resource_name(&resource).unwrap_or_else(|| id.as_str()))
            }
        };
        let page = grantee.as_ref().and_then(|grantee| grantee::page(grantee, snapshot));
        let above_page = match above {
            Some(InheritedFrom::Workspace(id)) => {
                snapshot.workspace(id).map(|workspace| paths::workspace(&workspace.id))
            }
            Some(InheritedFrom::Folder) | None => None,
        };
        let permission = grant.permission.clone();
        Self { grantee, name, kind, permission, above: above.cloned(), way, page, above_page }
    }

    fn row(self, document: &Document, shares: bool) -> impl IntoView + use<> {
        let icon = match &self.grantee {
            Some(Grantee::Member(_)) => lu::LuUser,
            Some(Grantee::Team(_)) => lu::LuUsers,
            None => lu::LuCircleHelp,
        };
        let name = match self.page {
            Some(href) => view! { <a href=href>{self.name.clone()}</a> }.into_any(),
            None => self.name.clone().into_any(),
        };
        let is_own = self.above.is_none();
        let class = if is_own { "way" } else { "way way-also" };
        let way = match self.above_page {
            Some(href) => view! { <a href=href>{self.way}</a> }.into_any(),
            None => self.way.into_any(),
        };
        let revoke = self.grantee.as_ref().filter(|_| shares && is_own).map(|grantee| {
            let label = format!("Revoke access of {}", self.name);
            let base = Baseline::of([(grantee.key(), self.permission.slug())]);
            view! {
                <form method="post" action=UnshareDocument::url()>
                    <input type="hidden" name=DOCUMENT value=document.of.key()/>
                    <input type="hidden" name="grantee" value=grantee.key()/>
                    {contest::shown(&base)}
                    <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
                </form>
            }
        });
        view! {
            <li>
                <div class="reach-what"><Icon icon=icon/><div>{name}<small>{self.kind}</small></div></div>
                {badge::level(&self.permission, false)}
                <ul class="ways"><li class=class><span>{way}</span></li></ul>
                <div class="acts">{revoke}</div>
            </li>
        }
    }
}
