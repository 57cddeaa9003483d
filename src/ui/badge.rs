//! Small marks that say what something is: states, kinds, levels.

use crate::domain::{
    ChangeState, Member, MemberStatus, Outcome, Permission, Role, Standing, StepState, TeamVisibility, UserKind,
};
use leptos::prelude::*;

/// A member's state; a guest's and embed user's kind while they are active. What is not plain is explained.
pub fn member_status(member: &Member) -> impl IntoView + use<> {
    let (class, label, meaning) = match (member.status(), &member.user_kind) {
        (MemberStatus::Active, UserKind::Guest) => {
            ("status is-guest", "Guest", Some("External user; gets access only through teams"))
        }
        (MemberStatus::Active, UserKind::Embed) => ("status is-guest", "Embed", Some("User of an embedded document")),
        (MemberStatus::Active, _) => ("status is-active", "Active", None),
        (MemberStatus::Inactive, _) => {
            ("status is-inactive", "Inactive", Some("Deactivated by the identity provider; can’t sign in"))
        }
        (MemberStatus::Archived, _) => {
            ("status is-archived", "Deactivated", Some("Deactivated in Sigma; can’t sign in"))
        }
    };
    view! { <span class=class title=meaning>{label}</span> }
}

/// A step's state.
pub fn step_status(state: StepState) -> impl IntoView {
    view! { <span class=format!("status {}", step_class(state))>{state.label()}</span> }
}

/// The class that colours a step.
pub fn step_class(state: StepState) -> &'static str {
    match state {
        StepState::Planned => "is-planned",
        StepState::Running => "is-running",
        StepState::Done => "is-done",
        StepState::Failed => "is-failed",
        StepState::Unknown => "is-unknown",
        StepState::Skipped | StepState::Cancelled | StepState::Undone => "is-skipped",
    }
}

/// What a change is shown as.
pub fn change_status(standing: Standing) -> impl IntoView {
    let class = match standing {
        Standing::Waiting | Standing::In(ChangeState::Queued | ChangeState::Paused) => "status is-planned",
        Standing::In(ChangeState::Running) => "status is-running",
        Standing::In(ChangeState::Done) => "status is-done",
        Standing::In(ChangeState::Failed) => "status is-failed",
        Standing::In(ChangeState::Cancelled) | Standing::Handled | Standing::Undone | Standing::PartlyUndone => {
            "status is-skipped"
        }
    };
    view! { <span class=class>{standing.label()}</span> }
}

/// How an audited action ended.
pub fn outcome(outcome: Outcome) -> impl IntoView {
    let class = match outcome {
        Outcome::Succeeded => "status is-done",
        Outcome::Failed => "status is-failed",
        Outcome::Unknown => "status is-unknown",
    };
    view! { <span class=class>{outcome.label()}</span> }
}

/// A level of access.
pub fn level(permission: &Permission, is_capped: bool) -> impl IntoView + use<> {
    let capped = if is_capped { " is-capped" } else { "" };
    view! { <span class=format!("level level-{}{capped}", permission.slug())>{permission.label().to_owned()}</span> }
}

/// An account type, in the organisation's own words. The one that administers everything is marked.
pub fn account_type(name: &str) -> impl IntoView + use<> {
    let class = name.eq_ignore_ascii_case("admin").then_some("tag t-copper");
    view! { <span class=class>{name.to_owned()}</span> }
}

/// Who can see a team.
pub fn visibility(visibility: &TeamVisibility) -> impl IntoView + use<> {
    let tone = if *visibility == TeamVisibility::Public { "tag t-info" } else { "tag" };
    view! { <span class=tone>{visibility.label().to_owned()}</span> }
}

/// A role in the portal.
pub fn role(role: Role) -> impl IntoView {
    let tone = match role {
        Role::Admin => "tag t-copper",
        Role::TeamManager => "tag t-accent",
        Role::Auditor => "tag t-info",
        Role::Member | Role::Visitor => "tag",
    };
    view! { <span class=tone>{role.label()}</span> }
}
