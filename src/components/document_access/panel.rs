//! Who was given access to a document: on it, on a folder above it, on its workspace.

use super::{Document, share};
use crate::{
    components::{badge, contest, empty::Empty, grantee, icon::Icon, panel::Panel, unanswered::unanswered},
    directory::{Reachable, Snapshot},
    domain::{Above, Actor, Baseline, Capability, Grant, Grantee, GrantsOf, InodeGrant, Permission, ResourceRef},
    sigma,
    web::{Cx, ago, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// The grants that count for a document, and since when they are known.
pub struct Given {
    grants: Vec<(Option<Above>, Grant)>,
    /// When the directory read those of the document; none when Sigma was asked just now.
    read_at: Option<Timestamp>,
}

impl Given {
    /// What the directory holds; where it has not come to this document yet, what Sigma says.
    ///
    /// # Errors
    /// That Sigma had to be asked and did not answer.
    pub async fn of(cx: &Cx, document: &Document, snapshot: &Snapshot) -> Result<Self, sigma::Error> {
        if snapshot.document_access(&document.of).is_some() {
            let gates = document.of.gates(snapshot);
            let grants = gates.grants().map(|(above, grant)| (above.cloned(), grant.clone())).collect();
            return Ok(Self { grants, read_at: snapshot.access_read_at(&document.of) });
        }
        let all = cx.sigma().grants().of(&GrantsOf::Inode(document.of.inode_id()), false).await?;
        let above = |held: &InodeGrant| {
            let workspace = snapshot.workspaces().iter().find(|workspace| workspace.url_id == held.grant.inode_id);
            let workspace = workspace.map(|workspace| Above::Workspace(workspace.id.clone()));
            workspace.or_else(|| held.is_on_folder().then_some(Above::Folder))
        };
        Ok(Self { grants: all.into_iter().map(|held| (above(&held), held.grant)).collect(), read_at: None })
    }
}

/// The panel.
pub fn panel(
    document: &Document,
    given: Result<Given, sigma::Error>,
    actor: &Actor,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let shares = actor.role.can(Capability::WriteDocuments) && !document.is_archived;
    let form = |base: &Baseline| shares.then(|| share::sharing(document).view(share::levels("", base)));
    let Given { grants, read_at } = match given {
        Ok(given) => given,
        Err(error) => {
            return view! { <Panel id="access" title="Access">{unanswered(&error)}</Panel> }.into_any();
        }
    };
    let age = read_at.map(|at| read_again(document, at, actor.role.can(Capability::RefreshDirectory))).into_any();
    let n = grants.len().to_string();
    let own = grants.iter().filter(|(above, _)| above.is_none());
    let own = own.filter_map(|(_, grant)| Some((grant.grantee()?.key(), grant.permission.slug().to_owned())));
    let form = form(&Baseline::of_all(own));
    if grants.is_empty() {
        return view! {
            <Panel id="access" title="Access" count=n actions=age>
                <Empty icon=lu::LuUserX title="Shared with nobody" text="Only its owner opens it, and admins of the organisation."/>
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

/// How old this is, and the way to newer.
fn read_again(document: &Document, at: Timestamp, may: bool) -> impl IntoView + use<> {
    let button = may.then(|| {
        view! {
            <form method="post" action=paths::document_access(&document.of)>
                <button class="btn btn-quiet btn-icon btn-sm" name="do" value="read" aria-label="Read access from Sigma again"><Icon icon=lu::LuRefreshCw/></button>
            </form>
        }
    });
    view! { <small class="muted">"Read "<time datetime=at.to_string()>{ago(at, Timestamp::now())}</time></small>{button} }
}

/// A grant as the panel shows it.
struct Held {
    grantee: Option<Grantee>,
    name: String,
    kind: &'static str,
    permission: Permission,
    /// What it is inherited from; none for a grant on the document itself.
    above: Option<Above>,
    way: String,
    /// The pages of who holds it and of what it is inherited from, where there are any.
    page: Option<String>,
    above_page: Option<String>,
}

impl Held {
    fn new(above: Option<&Above>, grant: &Grant, document: &str, snapshot: &Snapshot) -> Self {
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
            Some(Above::Folder) => "from a folder above".to_owned(),
            Some(Above::Workspace(id)) => {
                let resource = ResourceRef::Workspace(id.clone());
                format!("from the workspace {}", snapshot.resource_name(&resource).unwrap_or_else(|| id.as_str()))
            }
        };
        let page = grantee.as_ref().and_then(|grantee| grantee::page(grantee, snapshot));
        let above_page = match above {
            Some(Above::Workspace(id)) => snapshot.workspace(id).map(|workspace| paths::workspace(&workspace.id)),
            Some(Above::Folder) | None => None,
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
            let (field, id) = grantee::field(grantee);
            let label = format!("Revoke access of {}", self.name);
            let base = Baseline::of([(grantee.key(), self.permission.slug())]);
            view! {
                <form method="post" action=paths::document_access(&document.of)>
                    <input type="hidden" name=field value=id/>
                    {contest::shown(&base)}
                    <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
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
