//! Self-service against the simulator: asking, deciding, and the change that follows.

mod colleagues;
mod decide;
mod follow;
mod inbox;
mod leavers;
mod many_ends;
mod many_terms;
mod onboarded;
mod packages;
mod pages;
mod rules;
mod terms;
mod visitors;

use crate::support::TestApp;
use sigma_portal::{
    domain::{
        AccessRequest, Actor, Approvers, Automatic, Member, Policy, RequestId, Requestable, RequestableKind, Role,
        Target, TeamId, WorkspaceId,
    },
    requests::Ask,
};

pub const LEO: &str = "leo.martins@lumen.example";
pub const JONAS: &str = "jonas.weber@lumen.example";
pub const AMARA: &str = "amara.okafor@lumen.example";
pub const PRIYA: &str = "priya.raman@lumen.example";

pub fn member(app: &TestApp, email: &str) -> Member {
    app.member(email)
}

pub fn actor(app: &TestApp, email: &str) -> Actor {
    let role = match email {
        AMARA => Role::Admin,
        JONAS => Role::TeamManager,
        PRIYA => Role::Auditor,
        _ => Role::Member,
    };
    app.actor(email, role)
}

pub fn team(app: &TestApp, name: &str) -> TeamId {
    app.snapshot().teams().iter().find(|team| team.name == name).unwrap().id.clone()
}

pub fn workspace(app: &TestApp, name: &str) -> WorkspaceId {
    app.snapshot().workspaces().iter().find(|one| one.name == name).unwrap().id.clone()
}

/// The policy of a team, decided by these.
pub fn decided_by(stages: &[Approvers]) -> Policy {
    Policy { stages: stages.to_vec(), ..Policy::built_in(RequestableKind::Team) }
}

/// Offers Finance, which is private: its team admin Jonas decides.
pub async fn offer_finance(app: &TestApp, policy: Policy) -> TeamId {
    let finance = team(app, "Finance");
    let thing = Requestable::Team(finance.clone());
    app.running.app.requests.set_policy(&thing, Some(policy), vec![], &actor(app, AMARA)).await.unwrap();
    finance
}

/// Asks for a team.
pub async fn ask(app: &TestApp, team: &TeamId, email: &str) -> AccessRequest {
    let ask = Ask {
        target: Target::Team(team.clone()),
        beneficiary: None,
        reason: "Month-end close".into(),
        days: None,
        renews: None,
    };
    app.running.app.requests.ask(ask, &actor(app, email)).await.unwrap()
}

/// The request as it is kept.
pub async fn kept(app: &TestApp, id: &RequestId) -> AccessRequest {
    app.running.app.store.request(id).await.unwrap().unwrap()
}

/// A policy that grants to everybody at once.
pub fn automatic() -> Policy {
    Policy { automatic: Automatic::Always, ..Policy::built_in(RequestableKind::Team) }
}
