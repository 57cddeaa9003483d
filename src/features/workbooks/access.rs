//! Who may open a workbook, and sharing it.

use super::frame;
use crate::{
    components::{
        adder::{self, Adder, Asking},
        badge,
        empty::Empty,
        grantee,
        icon::Icon,
        panel::Panel,
        review,
        things::Grantees,
        unanswered::unanswered,
    },
    directory::Snapshot,
    domain::{
        Actor, Capability, DocumentRef, Grantee, GrantsOf, InodeGrant, InodeId, Intent, Permission, Workbook,
        WorkbookId, WorkspacePermission,
    },
    sigma,
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// Levels that a workbook can be shared at. The fourth, to contribute, is a folder's.
const LEVELS: [WorkspacePermission; 3] =
    [WorkspacePermission::View, WorkspacePermission::Explore, WorkspacePermission::Edit];

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `revoke`, or a button of the adder.
    #[serde(rename = "do")]
    what: String,
    /// A person or a team to share with, as typed.
    who: String,
    member: String,
    team: String,
    level: String,
}

/// Shows the plan for what was asked, or asks who is meant.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteDocuments)?;
    let form: Form = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let path = paths::workbook(&workbook.id);
    let sharing = sharing(&workbook.id);
    let (grantee, permission) = if form.what == "revoke" {
        (grantee::picked(&form.member, &form.team).ok_or(Fault::Unreadable)?, None)
    } else {
        let level = WorkspacePermission::from_slug(&form.level).ok_or(Fault::Unreadable)?;
        match sharing.meant(&form.what, &form.who, &Grantees { snapshot: &snapshot, levels: Vec::new() }) {
            Ok(who) => (Grantee::from_key(&who.key).ok_or(Fault::Broken)?, Some(Permission::Workspace(level))),
            Err(unclear) => {
                let asking = Asking { title: format!("Share {}", workbook.name), place: Place::Workbooks, back: path };
                return Ok(unclear.ask(sharing, cx, asking, levels(&form.level)).await);
            }
        }
    };
    // What the directory does not hold is read at the last moment: the plan is to say what it changes.
    let own = cx.sigma().grants().of(&GrantsOf::Inode(InodeId::new(workbook.id.as_str())), true).await;
    let before = match own {
        Ok(own) => {
            own.into_iter().find(|held| held.grant.grantee().as_ref() == Some(&grantee)).map(|g| g.grant.permission)
        }
        Err(error) => return Ok(cx.leave(&path, Tone::Error, error.to_string()).await),
    };
    let intent = Intent::ShareDocument {
        document: DocumentRef::Workbook(workbook.id),
        name: workbook.name,
        grantee,
        before,
        permission,
    };
    review::propose_or_leave(cx, intent, &path, Place::Workbooks).await
}

/// Who may open the workbook, as Sigma says now.
pub fn panel(
    workbook: &Workbook,
    grants: Result<Vec<InodeGrant>, sigma::Error>,
    actor: &Actor,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let shares = actor.role.can(Capability::WriteDocuments);
    let form = (shares && !workbook.is_archived).then(|| sharing(&workbook.id).view(levels("")));
    let grants = match grants {
        Ok(grants) => grants,
        Err(error) => {
            return view! { <Panel id="access" title="Access">{unanswered(&error)}</Panel> }.into_any();
        }
    };
    if grants.is_empty() {
        return view! {
            <Panel id="access" title="Access" count="0">
                <Empty icon=lu::LuUserX title="Shared with nobody" text="Only its owner opens it, and admins of the organisation."/>
                {form}
            </Panel>
        }
        .into_any();
    }
    let n = grants.len().to_string();
    let mut rows: Vec<Held> = grants.iter().map(|grant| Held::new(grant, workbook, snapshot)).collect();
    rows.sort_by(|a, b| b.is_own.cmp(&a.is_own).then_with(|| a.name.cmp(&b.name)));
    let rows = rows.into_iter().map(|held| held.row(&workbook.id, shares)).collect_view();
    view! { <Panel id="access" title="Access" count=n><ul class="reach">{rows}</ul>{form}</Panel> }.into_any()
}

/// A grant as the panel shows it.
struct Held {
    grantee: Option<Grantee>,
    name: String,
    kind: &'static str,
    permission: Permission,
    is_own: bool,
    way: String,
}

impl Held {
    fn new(held: &InodeGrant, workbook: &Workbook, snapshot: &Snapshot) -> Self {
        let grant = &held.grant;
        let grantee = grant.grantee();
        let kind = match &grantee {
            Some(Grantee::Member(_)) => "Person",
            Some(Grantee::Team(_)) => "Team",
            None => "Sigma says no more",
        };
        let nobody = || "Neither a person nor a team".to_owned();
        let name = grantee.as_ref().map_or_else(nobody, |grantee| grantee::name(grantee, snapshot));
        let is_own = grant.inode_id == workbook.url_id;
        let above = || snapshot.workspaces().iter().find(|workspace| workspace.url_id == grant.inode_id);
        let way = match (is_own, above()) {
            (true, _) => "on the workbook itself".to_owned(),
            (false, Some(workspace)) => format!("from the workspace {}", workspace.name),
            (false, None) => "from a folder above".to_owned(),
        };
        Self { grantee, name, kind, permission: grant.permission.clone(), is_own, way }
    }

    fn row(self, workbook: &WorkbookId, shares: bool) -> impl IntoView + use<> {
        let (icon, name) = match &self.grantee {
            Some(Grantee::Member(id)) => {
                (lu::LuUser, view! { <a href=paths::member(id)>{self.name.clone()}</a> }.into_any())
            }
            Some(Grantee::Team(id)) => {
                (lu::LuUsers, view! { <a href=paths::team(id)>{self.name.clone()}</a> }.into_any())
            }
            None => (lu::LuCircleHelp, self.name.clone().into_any()),
        };
        let class = if self.is_own { "way" } else { "way way-also" };
        let revoke = self.grantee.as_ref().filter(|_| shares && self.is_own).map(|grantee| {
            let (field, id) = grantee::field(grantee);
            let label = format!("Revoke access of {}", self.name);
            view! {
                <form method="post" action=paths::workbook_access(workbook)>
                    <input type="hidden" name=field value=id/>
                    <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
                </form>
            }
        });
        view! {
            <li>
                <div class="reach-what"><Icon icon=icon/><div>{name}<small>{self.kind}</small></div></div>
                {badge::level(&self.permission, false)}
                <ul class="ways"><li class=class><span>{self.way}</span></li></ul>
                <div class="acts">{revoke}</div>
            </li>
        }
    }
}

fn sharing(workbook: &WorkbookId) -> Adder {
    Adder {
        action: paths::workbook_access(workbook),
        name: "who",
        of: "grantees",
        what: "person or team",
        label: "Person or team to share with",
        placeholder: "Name, e-mail or team",
    }
}

fn levels(chosen: &str) -> AnyView {
    adder::levels(&[("", LEVELS.map(|level| (level.slug(), level.label())).to_vec())], chosen)
}
