//! Access to one workspace or connection: what the pages of both share.
//!
//! | file | owns |
//! |---|---|
//! | `held` | the grants on it, with levels to change and grants to revoke |
//! | `change` | what the form of `held` wants |
//! | `compared` | levels compared with those that a page showed |
//! | `one` | one grantee's access, as a button on a page about either wants it |
//! | `give` | giving many people and teams access at once |
//!
//! Owns no routes: the features of workspaces and connections mount these handlers under their own paths, each with the
//! kind of id that its paths have.

mod change;
mod compared;
mod give;
mod held;
mod note;
mod one;

pub use change::change;
pub use give::{give, give_form};
pub use held::held;
pub use one::{OneAccess, propose_one, shown_of};

use super::{count, everyone::Reached, head::Head, number, things};
use crate::{
    directory::Snapshot,
    domain::{Capability, Intent, ResourceKind, ResourceRef, Seen},
    web::{Cx, Fault, Place, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// One workspace or connection.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Which.
    pub of: ResourceRef,
    /// Its name.
    pub name: String,
}

/// Pages of a resource that stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Its grants and facts: the page itself.
    Access,
    /// Everybody who can reach it.
    Everyone,
    /// What a workspace contains.
    Contents,
}

impl Resource {
    /// The resource of a request, for those who may read the directory.
    ///
    /// # Errors
    /// [`Fault::Forbidden`], [`Fault::NotReady`] and [`Fault::NotFound`].
    pub fn of_request(cx: &Cx, of: impl Into<ResourceRef>) -> Result<Self, Fault> {
        cx.require(Capability::ReadDirectory)?;
        Self::find(of.into(), &*cx.snapshot()?)
    }

    /// The resource, if the directory knows it.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn find(of: ResourceRef, snapshot: &Snapshot) -> Result<Self, Fault> {
        let name = snapshot.resource_name(&of).filter(|_| snapshot.shows(&of)).ok_or(Fault::NotFound)?.to_owned();
        Ok(Self { of, name })
    }

    /// Its place in the navigation.
    pub fn place(&self) -> Place {
        match self.of.kind() {
            ResourceKind::Workspace => Place::Workspaces,
            ResourceKind::Connection => Place::Connections,
        }
    }

    /// Whether whoever asks may change who has access: an admin anywhere, a team manager on workspaces that they can
    /// manage in Sigma.
    pub fn may_change(&self, cx: &Cx) -> bool {
        cx.app.changes.may(
            &Intent::SetAccess { resource: self.of.clone(), access: Vec::new(), before: Seen::default() },
            &cx.actor,
        )
    }

    /// The levels it can be granted at, lowest first.
    pub fn levels(&self) -> things::Levels {
        things::levels_of(self.of.kind())
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

    /// The head of its pages, with the way to the others.
    pub fn head(&self, here: Tab, snapshot: &Snapshot, actions: Option<AnyView>) -> impl IntoView + use<> {
        let (grants, people) = (snapshot.grants(&self.of).len(), snapshot.reach_count(&self.of));
        let sub = format!("{} can reach this {}", count(people, "person", "people"), self.kind());
        let mut tabs = vec![
            (Tab::Access, "Access", paths::resource(&self.of), Some(number(grants))),
            (Tab::Everyone, "Everyone", paths::resource_people(&self.of), Some(number(people))),
        ];
        if let ResourceRef::Workspace(id) = &self.of {
            tabs.push((Tab::Contents, "Contents", paths::workspace_files(id), None));
        }
        let tabs: Vec<_> = tabs
            .into_iter()
            .map(|(tab, label, href, n)| {
                let n = n.map(|n| view! { " "<span class="n">{n}</span> });
                view! { <a href=href aria-current=(tab == here).then_some("page")>{label}{n}</a> }
            })
            .collect();
        view! {
            <Head title=self.name.clone() crumbs=vec![self.above()] sub=sub.into_any()>{actions}</Head>
            <nav class="tabs" aria-label=self.name.clone()>{tabs}</nav>
        }
    }
}

/// Everybody who can reach it, and why.
///
/// # Errors
/// The usual ones.
pub async fn everyone<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    let reached = Reached::from(&resource);
    reached.page(cx, move |snapshot| resource.head(Tab::Everyone, snapshot, None).into_any()).await
}

/// The same as CSV.
///
/// # Errors
/// The usual ones.
pub async fn csv<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>) -> Result<Response, Fault> {
    Reached::from(&Resource::of_request(&cx, id)?).csv(cx).await
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
