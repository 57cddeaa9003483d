//! What the pages about one person share: who may open them, the head and the tabs.

use super::{menu::Actions, subject};
use crate::{
    directory::Snapshot,
    domain::{Capability, Member, MemberId, MemberStatus, Role},
    ui::{
        avatar::Avatar,
        badge,
        head::Head,
        icon::Icon,
        tabs::{Tab, tabs},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// The pages about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberTab {
    /// Teams, workspaces and connections: the person's page itself.
    Access,
    Documents,
    Attributes,
    /// What was done to them, and by them.
    Activity,
}

/// A person, and what all pages about them show.
pub struct Person {
    pub member: Member,
    /// What may be shown of the organisation on their pages.
    pub snapshot: Arc<Snapshot>,
    /// Whether it is whoever looks.
    is_me: bool,
    /// Whether whoever looks has a list of members to go back to.
    reads: bool,
    actions: Option<Actions>,
}

impl Person {
    /// The person of a request: anybody for those who read the directory, oneself for everybody.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`] and [`AppError::NotReady`].
    pub async fn of_request(cx: &RequestContext, id: String) -> Result<Self, AppError> {
        let id = MemberId::new(id);
        if !is_own(cx, &id) {
            cx.require(Capability::ReadDirectory)?;
        }
        Self::find(cx, &id).await
    }

    /// The person of that id.
    ///
    /// # Errors
    /// [`AppError::NotFound`] and [`AppError::NotReady`].
    pub async fn find(cx: &RequestContext, id: &MemberId) -> Result<Self, AppError> {
        let (member, snapshot) = subject(cx, id)?;
        let actions = Actions::of(&cx.app, &member, &cx.actor).await;
        let (is_me, reads) = (is_own(cx, id), cx.can(Capability::ReadDirectory));
        Ok(Self { member, snapshot, is_me, reads, actions })
    }

    /// Whether they can sign in, so that there is something to be changed about them.
    pub fn is_active(&self) -> bool {
        self.member.status() == MemberStatus::Active
    }

    /// A page about them; `what` is what it shows, where that is not the person.
    pub fn page(&self, what: Option<&str>) -> PageParts {
        let name = self.member.full_name();
        let title = what.map_or_else(|| name.clone(), |what| format!("{what} of {name}"));
        PageParts::new(title, if self.is_me { NavItem::Me } else { NavItem::Members })
    }

    /// Head and tabs of the page `here`.
    pub fn head(&self, here: MemberTab) -> impl IntoView + use<> {
        let (member, snapshot) = (&self.member, &self.snapshot);
        let sub = view! {
            {member.email.clone()}" "{badge::account_type(snapshot.account_type_name(member))}" "{badge::member_status(member)}
        };
        let avatar = view! { <Avatar name=member.full_name() key=member.email.clone() size="avatar-lg"/> };
        let crumbs = if self.reads { vec![("Members", paths::MEMBERS)] } else { vec![] };
        let actions = self.actions.as_ref().map(Actions::view);
        let tab = |tab, label, href| Tab::new(label, href, tab == here);
        let all = vec![
            tab(MemberTab::Access, "Access", paths::member(&member.id)),
            tab(MemberTab::Documents, "Documents", paths::member_documents(&member.id))
                .count(snapshot.document_count(member))
                .part("documents"),
            tab(MemberTab::Attributes, "Attributes", paths::member_attributes(&member.id)).part("attributes"),
            tab(MemberTab::Activity, "Activity", paths::member_activity(&member.id)).part("history"),
        ];
        view! {
            <Head title=member.full_name() crumbs=crumbs before=avatar.into_any() sub=sub.into_any()>{actions}</Head>
            {standing(member)}
            {tabs(&member.full_name(), all)}
        }
    }
}

/// Whether these are the pages of whoever looks. Somebody without an active account has no access to see.
fn is_own(cx: &RequestContext, id: &MemberId) -> bool {
    cx.is_me(id) && cx.actor.role != Role::Visitor
}

/// What it means that somebody cannot sign in.
fn standing(member: &Member) -> Option<impl IntoView + use<>> {
    let text = match member.status() {
        MemberStatus::Active => return None,
        MemberStatus::Inactive => "The identity provider deactivated this account. Sigma keeps its teams and grants.",
        MemberStatus::Archived => {
            "Deactivated. This person can’t sign in. Reactivating restores the teams and grants below, but no documents."
        }
    };
    Some(view! { <div class="flash t-info" role="note"><Icon icon=lu::LuInfo/><p>{text}</p></div> })
}
