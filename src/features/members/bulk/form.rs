//! The form of an action on many people: fresh, or as it was filled in.

use super::{
    super::{
        actions::{BulkAddToTeam, BulkChangeType, BulkOffboard, BulkRemoveFromTeam},
        offboard::OffboardOptions,
    },
    Action, Draft,
    account_type::TypeFields,
    team::{JoinFields, LeaveFields},
};
use crate::{
    directory::Snapshot,
    domain::{Invalid, MemberId},
    web::{AppError, Refilled, RequestContext},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// The part of the page that differs from one action to another.
pub struct Form {
    /// URL of its function.
    pub function: &'static str,
    /// Its fields.
    pub fields: AnyView,
    /// What is wrong with them.
    pub errors: Invalid,
    /// Whether other people match by now than the page had shown when it was sent.
    pub is_stale: bool,
}

impl Form {
    /// The form of the draft's action, for these people.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for actions about which nothing else is asked, and [`AppError::NoDatabase`].
    pub async fn of(
        cx: &RequestContext,
        draft: &Draft,
        members: &[MemberId],
        snapshot: &Snapshot,
    ) -> Result<Self, AppError> {
        let actor = &cx.actor;
        match draft.action {
            Action::SetType => {
                let (fields, errors, is_stale) = match cx.refilled::<BulkChangeType>().await? {
                    Some(Refilled { form, errors, is_stale }) => (form.fields, errors, is_stale),
                    None => (TypeFields::default(), Invalid::new(), false),
                };
                let fields = fields.view(draft, members, &errors, snapshot).into_any();
                Ok(Self { function: BulkChangeType::url(), fields, errors, is_stale })
            }
            Action::Join => {
                let (fields, errors, is_stale) = match cx.refilled::<BulkAddToTeam>().await? {
                    Some(Refilled { form, errors, is_stale }) => (form.fields.picked(), errors, is_stale),
                    None => (JoinFields::default(), Invalid::new(), false),
                };
                let errors = if errors.is_empty() { fields.unknown(actor, snapshot) } else { errors };
                let function = BulkAddToTeam::url();
                let fields = fields.view(function, &errors, actor, snapshot).into_any();
                Ok(Self { function, fields, errors, is_stale })
            }
            Action::Leave => {
                let (fields, errors, is_stale) = match cx.refilled::<BulkRemoveFromTeam>().await? {
                    Some(Refilled { form, errors, is_stale }) => (form.fields, errors, is_stale),
                    None => (LeaveFields::default(), Invalid::new(), false),
                };
                let fields = fields.view(members, &errors, actor, snapshot).into_any();
                Ok(Self { function: BulkRemoveFromTeam::url(), fields, errors, is_stale })
            }
            Action::Offboard => {
                let (options, errors, is_stale) = match cx.refilled::<BulkOffboard>().await? {
                    Some(Refilled { form, errors, is_stale }) => (form.options.picked(), errors, is_stale),
                    None => (OffboardOptions::fresh(), Invalid::new(), false),
                };
                let errors = if errors.is_empty() { options.unknown(snapshot) } else { errors };
                let function = BulkOffboard::url();
                let fields = options.view(function, Vec::new(), &errors, snapshot).into_any();
                Ok(Self { function, fields, errors, is_stale })
            }
            Action::Reactivate | Action::Csv => Err(AppError::NotFound),
        }
    }
}
