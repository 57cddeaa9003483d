//! What the demo has to begin with, so that a newcomer sees all of it: a past, policies, requests that wait, access that
//! ends.

use super::{demo_history, demo_packages};
use crate::{
    auth::Persona,
    directory::{Identity, Snapshot},
    domain::{
        Actor, Approvers, Automatic, Member, MemberStatus, NewAccount, Permission, Policy, Requestable,
        RequestableKind, ResourceRef, Target, TeamId, UserKind, WorkspaceId, WorkspacePermission,
    },
    requests::{self, Ask},
    web::AppState,
};

/// Writes a past, sets policies and makes requests, once the directory has been read; nothing where that is done already.
pub async fn seed(app: AppState) {
    let mut status = app.directory.watch();
    let whole = status.wait_for(|status| status.sections.iter().all(|section| section.as_of.is_some())).await.is_ok();
    if let (true, Some(snapshot)) = (whole, app.directory.snapshot())
        && let Err(error) = filled(&app, &snapshot).await
    {
        tracing::warn!(%error, "The demo's requests could not be made");
    }
}

async fn filled(app: &AppState, snapshot: &Snapshot) -> Result<(), requests::Error> {
    let persona = |slug| {
        let persona = Persona::from_slug(slug)?;
        app.authority.actor(&persona.identity(Some(snapshot)), snapshot).ok()
    };
    let authors: Vec<Actor> = ["admin", "manager"].into_iter().filter_map(persona).collect();
    demo_history::seed(app, snapshot, &authors).await?;
    if !app.store.policies().await?.is_empty() {
        return Ok(());
    }
    let (Some(amara), Some(leo), Some(priya)) = (persona("admin"), persona("member"), persona("auditor")) else {
        return Ok(());
    };
    let team = |name: &str| snapshot.teams().iter().find(|team| team.name == name).map(|team| team.id.clone());
    let workspace = |name: &str| snapshot.workspaces().iter().find(|one| one.name == name).map(|one| one.id.clone());
    let (finance, data, logistics) = (team("Finance"), team("Data Platform"), workspace("Logistics"));
    let built_in = || Policy::built_in(RequestableKind::Team);
    if let Some(id) = &finance {
        let policy = Policy { usual_days: Some(30), longest_days: Some(90), ..built_in() };
        set(app, Requestable::Team(id.clone()), policy, &amara).await?;
        ask(app, Target::Team(id.clone()), Some(30), "I close the books for EMEA in December.", &leo).await?;
    }
    if let Some(id) = &data {
        let policy = Policy { stages: vec![Approvers::Owners, Approvers::Admins], ..built_in() };
        set(app, Requestable::Team(id.clone()), policy, &amara).await?;
    }
    if let Some(id) = &logistics {
        let policy =
            Policy { automatic: Automatic::Always, usual_days: Some(30), longest_days: Some(180), ..built_in() };
        set(app, Requestable::Workspace(id.clone()), policy, &amara).await?;
        ends_soon(app, id, &leo, &priya).await?;
        ends_later(app, id, snapshot).await?;
    }
    for (person, id) in colleagues(snapshot).zip(finance.iter().chain(&data).cycle()).take(4) {
        if let Some(actor) = acting(app, person, snapshot) {
            ask_unless_held(app, id, "Needed for the quarterly review.", &actor).await?;
        }
    }
    demo_packages::make(app, snapshot, &amara, &leo).await?;
    if let (Some(noor), Some(id)) = (persona("visitor"), &logistics) {
        let level = Permission::Workspace(WorkspacePermission::Explore);
        let access = vec![(ResourceRef::Workspace(id.clone()), level)];
        let account = Target::Account(NewAccount { account_type: "analyze".to_owned(), teams: Vec::new(), access });
        ask(app, account, Some(90), "I start in logistics on Monday and follow the carriers’ deliveries.", &noor)
            .await?;
    }
    let build = Target::AccountType("build".to_owned());
    if let Err(error) = ask(app, build, None, "I am to build the sales dashboards myself.", &leo).await {
        tracing::debug!(%error, "The demo does without a request for an account type");
    }
    Ok(())
}

async fn set(app: &AppState, thing: Requestable, policy: Policy, by: &Actor) -> Result<(), requests::Error> {
    app.requests.set_policy(&thing, Some(policy), Vec::new(), by).await
}

async fn ask(
    app: &AppState,
    target: Target,
    days: Option<u32>,
    reason: &str,
    by: &Actor,
) -> Result<(), requests::Error> {
    let ask = Ask { target, beneficiary: None, reason: reason.to_owned(), days, renews: None };
    app.requests.ask(ask, by).await.map(drop)
}

/// Whoever is a member already asks for nothing.
async fn ask_unless_held(app: &AppState, team: &TeamId, reason: &str, by: &Actor) -> Result<(), requests::Error> {
    match ask(app, Target::Team(team.clone()), Some(30), reason, by).await {
        Err(requests::Error::NoRoute(_) | requests::Error::Term(_)) => Ok(()),
        other => other,
    }
}

/// Access that was granted at once and ends within the week.
async fn ends_soon(app: &AppState, id: &WorkspaceId, leo: &Actor, priya: &Actor) -> Result<(), requests::Error> {
    let resource = ResourceRef::Workspace(id.clone());
    for (level, days, by) in [(WorkspacePermission::View, 5, leo), (WorkspacePermission::Explore, 2, priya)] {
        let target = Target::Access(resource.clone(), Permission::Workspace(level));
        match ask(app, target, Some(days), "Carrier report for the board.", by).await {
            Ok(()) | Err(requests::Error::NoRoute(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Access of colleagues that ends in the weeks to come.
async fn ends_later(app: &AppState, id: &WorkspaceId, snapshot: &Snapshot) -> Result<(), requests::Error> {
    let level = Permission::Workspace(WorkspacePermission::View);
    for (days, person) in [9, 16, 17, 24, 38, 40, 52].into_iter().zip(colleagues(snapshot).skip(4)) {
        let Some(actor) = acting(app, person, snapshot) else { continue };
        let target = Target::Access(ResourceRef::Workspace(id.clone()), level.clone());
        match ask(app, target, Some(days), "Peak season planning.", &actor).await {
            Ok(()) | Err(requests::Error::NoRoute(_) | requests::Error::Term(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Active employees who are none of the personas.
fn colleagues(snapshot: &Snapshot) -> impl Iterator<Item = &Member> {
    let is_one = |member: &&Member| {
        member.status() == MemberStatus::Active
            && member.user_kind == UserKind::Internal
            && !member.has_account_type("admin")
            && Persona::from_email(&member.email).is_none()
    };
    snapshot.people().filter(is_one).step_by(23)
}

fn acting(app: &AppState, member: &Member, snapshot: &Snapshot) -> Option<Actor> {
    let identity = Identity { email: member.email.clone(), member_id: Some(member.id.clone()), ..Identity::default() };
    app.authority.actor(&identity, snapshot).ok()
}
