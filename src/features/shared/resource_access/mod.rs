//! Access to one workspace or connection: what the pages of both share.
//!
//! | file | owns |
//! |---|---|
//! | `held` | the grants on it, with levels to change and grants to revoke |
//! | `levels` | what the forms of `held` want |
//! | `compared` | levels compared with those that a page showed |
//! | `one` | one grantee's access, as a button on a page about either wants it |
//! | `taken` | the button that takes one grantee's access away, and its function |
//! | `give` | giving many people and teams access at once: what the form wants |
//! | `give_page` | that form's page |
//!
//! Owns no routes, and no server functions that are of one kind each: the features of workspaces and connections have
//! these, and hand over what was posted.

mod compared;
mod give;
mod give_page;
mod held;
mod levels;
mod one;
mod taken;

pub use give::{GiveForm, give};
pub use give_page::give_page;
pub use held::held;
pub use levels::{Changing, LevelsForm, RevokeForm, revoke, set_levels};
pub use one::{OneAccess, propose_one, shown_of};
pub use taken::revoke_form;

use super::{everyone::Reached, history, picker};
use crate::{
    directory::Snapshot,
    domain::{Capability, Intent, ResourceKind, ResourceRef, Seen, Subject},
    ui::{
        count,
        head::{Actions, Head},
        icon::Icon,
        tabs::{Tab, tabs},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// One workspace or connection.
#[derive(Clone, Debug)]
pub struct Resource {
    pub of: ResourceRef,
    pub name: String,
}

/// Pages of a resource that stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceTab {
    /// Its grants and facts: the page itself.
    Access,
    /// Everybody who can reach it.
    Everyone,
    /// What a workspace contains.
    Contents,
    /// The schemas and tables of a connection.
    Paths,
    /// Whether a connection works.
    Check,
    /// What was done to it.
    Activity,
}

/// What is offered in the head of its pages.
#[derive(Clone, Copy, Debug)]
pub struct Offers {
    /// Giving people and teams access.
    gives: bool,
    /// Its name and whether it is there.
    edits: bool,
}

impl Resource {
    /// The resource of a request, for those who may read the directory.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotReady`] and [`AppError::NotFound`].
    pub fn of_request(cx: &RequestContext, of: impl Into<ResourceRef>) -> Result<Self, AppError> {
        cx.require(Capability::ReadDirectory)?;
        Self::find(of.into(), &*cx.snapshot()?)
    }

    /// The resource of a request, for those who may change who has access to it.
    ///
    /// # Errors
    /// As [`Self::of_request`].
    pub fn changeable(cx: &RequestContext, of: impl Into<ResourceRef>) -> Result<Self, AppError> {
        let resource = Self::of_request(cx, of)?;
        if resource.may_change(cx) { Ok(resource) } else { Err(AppError::Forbidden) }
    }

    /// The resource, if the directory knows it.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub fn find(of: ResourceRef, snapshot: &Snapshot) -> Result<Self, AppError> {
        let name = snapshot.resource_name(&of).filter(|_| snapshot.shows(&of)).ok_or(AppError::NotFound)?.to_owned();
        Ok(Self { of, name })
    }

    /// Its place in the navigation.
    pub fn place(&self) -> NavItem {
        match self.of.kind() {
            ResourceKind::Workspace => NavItem::Workspaces,
            ResourceKind::Connection => NavItem::Connections,
        }
    }

    /// Whether whoever asks may change who has access: an admin anywhere, a team manager on what they manage.
    pub fn may_change(&self, cx: &RequestContext) -> bool {
        cx.app.changes.may(
            &Intent::SetAccess { resource: self.of.clone(), access: Vec::new(), before: Seen::default() },
            &cx.actor,
        )
    }

    /// Its id as the functions about it take it.
    pub fn hidden_id(&self) -> impl IntoView + use<> {
        let name = match self.of.kind() {
            ResourceKind::Workspace => "workspace_id",
            ResourceKind::Connection => "connection_id",
        };
        view! { <input type="hidden" name=name value=self.of.id().to_owned()/> }
    }

    /// The levels it can be granted at, lowest first.
    pub fn levels(&self) -> picker::Levels {
        self.of.kind().levels()
    }

    fn kind(&self) -> &'static str {
        match self.of.kind() {
            ResourceKind::Workspace => "workspace",
            ResourceKind::Connection => "connection",
        }
    }

    /// The list it stands in: word and path.
    pub fn above(&self) -> (&'static str, &'static str) {
        match self.of.kind() {
            ResourceKind::Workspace => ("Workspaces", paths::WORKSPACES),
            ResourceKind::Connection => ("Connections", paths::CONNECTIONS),
        }
    }

    /// What whoever asks is offered in the head of its pages.
    pub fn offers(&self, cx: &RequestContext) -> Offers {
        let edits = match self.of.kind() {
            ResourceKind::Workspace => Capability::WriteWorkspaces,
            ResourceKind::Connection => Capability::WriteConnections,
        };
        Offers { gives: self.may_change(cx), edits: cx.can(edits) }
    }

    /// The head of its pages, with the way to the others.
    pub fn head(&self, here: ResourceTab, snapshot: &Snapshot, offers: Offers) -> impl IntoView + use<> {
        let (grants, people) = (snapshot.grants(&self.of).len(), snapshot.reach_count(&self.of));
        let sub = format!("{} with access to this {}", count(people, "person", "people"), self.kind());
        let tab = |tab, label, href| Tab::new(label, href, tab == here);
        let mut all = vec![
            tab(ResourceTab::Access, "Access", paths::resource(&self.of)).count(grants).part("grants"),
            tab(ResourceTab::Everyone, "Everyone", paths::resource_people(&self.of)).count(people),
        ];
        all.extend(match &self.of {
            ResourceRef::Workspace(id) => vec![tab(ResourceTab::Contents, "Contents", paths::workspace_files(id))],
            ResourceRef::Connection(id) => vec![
                tab(ResourceTab::Paths, "Schemas and tables", paths::connection_paths(id)).part("paths"),
                tab(ResourceTab::Check, "Check", paths::connection_check(id)).part("test"),
            ],
        });
        all.push(tab(ResourceTab::Activity, "Activity", paths::resource_activity(&self.of)).part("history"));
        let actions = self.actions(offers);
        view! {
            <Head title=self.name.clone() crumbs=vec![self.above()] sub=sub.into_any()>{actions}</Head>
            {tabs(&self.name, all)}
        }
    }

    fn actions(&self, Offers { gives, edits }: Offers) -> impl IntoView + use<> {
        let mut actions = Actions::default();
        if gives {
            let href = paths::resource_give(&self.of);
            actions = actions
                .main(view! { <a class="btn btn-primary" href=href><Icon icon=lu::LuKeyRound/>" Give access"</a> });
        }
        if edits {
            actions = match &self.of {
                ResourceRef::Workspace(id) => actions
                    .also(view! { <a class="btn" href=paths::workspace_edit(id)><Icon icon=lu::LuPencil/>" Rename"</a> })
                    .last(view! { <a class="btn btn-danger" href=paths::workspace_delete(id)><Icon icon=lu::LuTrash2/>" Delete…"</a> }),
                ResourceRef::Connection(id) => actions
                    .also(view! { <a class="btn" href=paths::connection_edit(id)><Icon icon=lu::LuPencil/>" Edit"</a> }),
            };
        }
        actions.view()
    }
}

/// Everybody who can reach it, and why; as a page or as CSV.
///
/// # Errors
/// [`AppError::NotFound`] for what is not there or not for this person to see, [`AppError::NotReady`] before the directory
/// has been read.
pub async fn everyone<Id: Into<ResourceRef>>(cx: RequestContext, Path(id): Path<Id>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id)?;
    let (reached, offers) = (Reached::from(&resource), resource.offers(&cx));
    let head = move |snapshot: &Snapshot| {
        let head = resource.head(ResourceTab::Everyone, snapshot, offers);
        view! { {head}{parts_unseen(&resource.of)} }.into_any()
    };
    reached.page(cx, head).await
}

/// What was done to it lately.
///
/// # Errors
/// As [`everyone`].
pub async fn activity<Id: Into<ResourceRef>>(cx: RequestContext, Path(id): Path<Id>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id)?;
    let (snapshot, offers) = (cx.snapshot()?, resource.offers(&cx));
    let lately = history::lately(&cx, &Subject::from(&resource.of)).await;
    let page = PageParts::new(format!("Activity of {}", resource.name), resource.place());
    let body = move || {
        let history = history::history(lately, &format!("this {}", resource.kind()));
        view! { {resource.head(ResourceTab::Activity, &snapshot, offers)}{history} }
    };
    Ok(cx.render_page(page, body).await)
}

impl From<&Resource> for Reached<ResourceRef> {
    fn from(resource: &Resource) -> Self {
        Self {
            of: resource.of.clone(),
            name: resource.name.clone(),
            place: resource.place(),
            path: paths::resource_people(&resource.of),
            levels: resource.levels(),
        }
    }
}

/// That those who were let in to parts of a connection only are not among those who reach it.
fn parts_unseen(of: &ResourceRef) -> Option<AnyView> {
    let href = match of {
        ResourceRef::Workspace(_) => return None,
        ResourceRef::Connection(id) => paths::connection_paths(id),
    };
    let hint = view! {
        <p class="hint">
            "Grants on single schemas and tables aren’t counted: Sigma lists them one path at a time. See "
            <a href=href>"Schemas and tables"</a>"."
        </p>
    };
    Some(hint.into_any())
}
