//! The form of an action on many people: fresh, or as it was filled in.

use super::{
    super::{
        actions::{BulkAddToTeam, BulkChangeType, BulkMove, BulkOffboard, BulkRemoveFromTeam, BulkRequestPackage},
        offboard::OffboardOptions,
    },
    Action, Draft,
    account_type::TypeFields,
    moving::MoveFields,
    package::{PackageFields, PackageForm},
    team::{JoinFields, LeaveFields},
};
use crate::{
    directory::Snapshot,
    domain::{Actor, Invalid, MemberId},
    features::shared::live_plan,
    web::{AppError, Refilled, RequestContext},
};
use leptos::{
    prelude::*,
    server_fn::{ServerFn, serde::de::DeserializeOwned},
};

/// The part of the page that differs from one action to another.
pub struct Form {
    fields: Fields,
    /// What is wrong with them.
    pub errors: Invalid,
    /// Whether other people match by now than the page had shown when it was sent.
    pub is_stale: bool,
}

/// What is asked about an action.
enum Fields {
    SetType(TypeFields),
    Join(JoinFields),
    Leave(LeaveFields),
    Move(MoveFields),
    Offboard(OffboardOptions),
    Request(PackageForm),
}

impl Form {
    /// The form of what is to be done to a selection.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for actions about which nothing else is asked, and [`AppError::NoDatabase`].
    pub async fn of(cx: &RequestContext, draft: &Draft, snapshot: &Snapshot) -> Result<Self, AppError> {
        let left = draft.from.as_ref();
        match draft.action {
            Action::SetType => {
                Self::read(cx, |form: Option<BulkChangeType>| {
                    Fields::SetType(form.map_or_else(TypeFields::default, |form| form.fields))
                })
                .await
            }
            Action::Join => {
                let mut form = Self::read(cx, |form: Option<BulkAddToTeam>| {
                    Fields::Join(form.map_or_else(JoinFields::default, |form| form.fields.picked()))
                })
                .await?;
                form.check(&cx.actor, snapshot);
                Ok(form)
            }
            Action::Leave => {
                Self::read(cx, |form: Option<BulkRemoveFromTeam>| {
                    Fields::Leave(form.map_or_else(|| LeaveFields::from(left), |form| form.fields))
                })
                .await
            }
            Action::Move => {
                let mut form = Self::read(cx, |form: Option<BulkMove>| {
                    Fields::Move(form.map_or_else(|| MoveFields::from(left), |form| form.fields.picked()))
                })
                .await?;
                form.check(&cx.actor, snapshot);
                Ok(form)
            }
            Action::Offboard => {
                let mut form = Self::read(cx, |form: Option<BulkOffboard>| {
                    Fields::Offboard(form.map_or_else(OffboardOptions::fresh, |form| form.options.picked()))
                })
                .await?;
                form.check(&cx.actor, snapshot);
                Ok(form)
            }
            Action::Request => {
                let packages = cx.app.requests.all_packages().await?;
                Self::read(cx, |form: Option<BulkRequestPackage>| {
                    let fields = form.map_or_else(PackageFields::default, |form| form.fields);
                    Fields::Request(PackageForm { fields, packages })
                })
                .await
            }
            Action::Reactivate | Action::Csv => Err(AppError::NotFound),
        }
    }

    async fn read<F: ServerFn + DeserializeOwned>(
        cx: &RequestContext,
        fields: impl FnOnce(Option<F>) -> Fields,
    ) -> Result<Self, AppError> {
        Ok(match cx.refilled::<F>().await? {
            Some(Refilled { form, errors, is_stale }) => Self { fields: fields(Some(form)), errors, is_stale },
            None => Self { fields: fields(None), errors: Invalid::new(), is_stale: false },
        })
    }

    /// Says beside a name that was looked up what is wrong with it, where nothing else is wrong.
    fn check(&mut self, actor: &Actor, snapshot: &Snapshot) {
        if self.errors.is_empty() {
            self.errors = match &self.fields {
                Fields::Join(fields) => fields.unknown(actor, snapshot),
                Fields::Move(fields) => fields.unknown(actor, snapshot),
                Fields::Offboard(options) => options.unknown(snapshot),
                Fields::SetType(_) | Fields::Leave(_) | Fields::Request(_) => Invalid::new(),
            };
        }
    }

    /// URL of its function.
    pub fn function(&self) -> &'static str {
        match self.fields {
            Fields::SetType(_) => BulkChangeType::url(),
            Fields::Join(_) => BulkAddToTeam::url(),
            Fields::Leave(_) => BulkRemoveFromTeam::url(),
            Fields::Move(_) => BulkMove::url(),
            Fields::Offboard(_) => BulkOffboard::url(),
            Fields::Request(_) => BulkRequestPackage::url(),
        }
    }

    /// What the page says of what comes next, and the words on its button.
    pub fn next(&self) -> (&'static str, &'static str) {
        match self.fields {
            Fields::Request(_) => ("The policy of the package says who decides about each request.", "Send requests "),
            Fields::SetType(_) | Fields::Join(_) | Fields::Leave(_) | Fields::Move(_) | Fields::Offboard(_) => {
                ("You review the change before anything is sent to Sigma.", "Review change ")
            }
        }
    }

    /// The form with what it changes and `who` beside it; requests change nothing before someone has decided about them.
    pub fn beside(&self, form: AnyView, who: AnyView) -> AnyView {
        match self.fields {
            Fields::SetType(_) => live_plan::beside::<BulkChangeType>(form, Some(who)).into_any(),
            Fields::Join(_) => live_plan::beside::<BulkAddToTeam>(form, Some(who)).into_any(),
            Fields::Leave(_) => live_plan::beside::<BulkRemoveFromTeam>(form, Some(who)).into_any(),
            Fields::Move(_) => live_plan::beside::<BulkMove>(form, Some(who)).into_any(),
            Fields::Offboard(_) => live_plan::beside::<BulkOffboard>(form, Some(who)).into_any(),
            Fields::Request(_) => view! { <div class="cols">{form}<div class="stack">{who}</div></div> }.into_any(),
        }
    }

    /// Its fields, for these people.
    pub fn view(&self, draft: &Draft, members: &[MemberId], actor: &Actor, snapshot: &Snapshot) -> AnyView {
        match &self.fields {
            Fields::SetType(fields) => fields.view(draft, members, &self.errors, snapshot).into_any(),
            Fields::Join(fields) => fields.view(self.function(), &self.errors, actor, snapshot).into_any(),
            Fields::Leave(fields) => fields.view(members, &self.errors, actor, snapshot).into_any(),
            Fields::Move(fields) => fields.view(self.function(), members, &self.errors, actor, snapshot).into_any(),
            Fields::Offboard(options) => options.view(self.function(), Vec::new(), &self.errors, snapshot).into_any(),
            Fields::Request(form) => form.view(&self.errors).into_any(),
        }
    }
}
