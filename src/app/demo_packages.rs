//! Access packages of the demo: three jobs, one of them held by somebody.

use crate::{
    directory::Snapshot,
    domain::{
        Actor, Automatic, PackageContents, Permission, Policy, Requestable, RequestableKind, ResourceRef, Target,
        TeamChoice, WorkspacePermission,
    },
    requests::{self, Ask, PackageDraft},
    web::AppState,
};

/// Makes them as an admin; the last is granted to a member at once.
///
/// # Errors
/// Failures of the database.
pub async fn make(app: &AppState, snapshot: &Snapshot, amara: &Actor, leo: &Actor) -> Result<(), requests::Error> {
    let jonas = snapshot.member_by_email("jonas.weber@lumen.example").map(|member| member.id.clone());
    let team = |name: &str| snapshot.teams().iter().find(|team| team.name == name).map(|team| team.id.clone());
    let workspace = |name: &str| snapshot.workspaces().iter().find(|one| one.name == name).map(|one| one.id.clone());
    let gives = |account_type: &str, teams: &[&str], workspaces: &[(&str, WorkspacePermission)]| {
        let teams = teams.iter().filter_map(|name| team(name));
        let access = workspaces.iter().filter_map(|(name, level)| {
            Some((ResourceRef::Workspace(workspace(name)?), Permission::Workspace(*level)))
        });
        PackageContents {
            account_type: Some(account_type.to_lowercase()).filter(|name| snapshot.account_type(name).is_some()),
            teams: teams.map(|team_id| TeamChoice { team_id, is_team_admin: false }).collect(),
            access: access.collect(),
            attributes: Vec::new(),
        }
    };
    let draft = |name: &str, description: &str, contents| PackageDraft {
        name: name.to_owned(),
        description: description.to_owned(),
        contents,
        owners: jonas.clone().into_iter().collect(),
    };
    let finance = gives("build", &["Finance"], &[("Finance", WorkspacePermission::Explore)]);
    let finance = draft("Finance analyst", "For people who close the books and report on them.", finance);
    app.requests.make_package(finance, amara).await?;
    let logistics = gives("analyze", &[], &[("Logistics", WorkspacePermission::Explore)]);
    let logistics = draft("Logistics planner", "For people who plan carriers and warehouses.", logistics);
    app.requests.make_package(logistics, amara).await?;
    let starter = gives("view", &[], &[("Logistics", WorkspacePermission::View)]);
    let starter = draft("Everyone’s start", "What every employee can open. Granted at once.", starter);
    let starter = app.requests.make_package(starter, amara).await?;
    let thing = Requestable::Package(starter.id.clone());
    let policy = Policy { automatic: Automatic::Always, ..Policy::built_in(RequestableKind::Package) };
    let owners = jonas.into_iter().collect();
    app.requests.set_policy(&thing, Some(policy), owners, amara).await?;
    let (target, reason) = (Target::Package(starter.id), "I start in sales operations.".to_owned());
    let ask = Ask { target, beneficiary: None, reason, days: None, renews: None };
    match app.requests.ask(ask, leo).await {
        Ok(_) | Err(requests::Error::NoRoute(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
