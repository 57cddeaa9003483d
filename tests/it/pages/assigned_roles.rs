//! Roles that admins give to members inside the portal.

use crate::support::{Answer, Browser, TestApp, proxy};
use reqwest::StatusCode;
use sea_orm::ConnectionTrait;
use sigma_portal::{
    directory::{Identity, Scope},
    domain::{Actor, AuditEvent, Deactivation, LeftDocuments, MemberId, Outcome, ResourceRef, Role, Subject},
    store::{AuditFilter, PageRequest},
};

const PAGE: &str = "/settings/roles";
const LEO: &str = "leo.martins@lumen.example";

fn member(app: &TestApp, email: &str) -> MemberId {
    app.snapshot().member_by_email(email).unwrap().id.clone()
}

fn actor(app: &TestApp, email: &str) -> Actor {
    let snapshot = app.snapshot();
    let member = snapshot.member_by_email(email).unwrap();
    let identity = Identity { email: email.into(), member_id: Some(member.id.clone()), ..Identity::default() };
    app.running.app.authority.actor(&identity, &snapshot).unwrap()
}

async fn assign(admin: &Browser<'_>, who: &str, role: &str, of: &str) -> Answer {
    admin.submit(PAGE, &[("who", who), ("role", role), ("of", of), ("reason", "Covers for Jonas")]).await
}

async fn logged(app: &TestApp, action: &str) -> Vec<AuditEvent> {
    let filter = AuditFilter { action_prefix: Some(action.to_owned()), ..AuditFilter::default() };
    app.running.app.store.audit(&filter, PageRequest { number: 1, size: 50 }).await.unwrap().items
}

#[tokio::test]
async fn a_manager_made_in_the_portal_manages_that_team_and_no_other_until_it_is_taken_away() {
    let app = TestApp::start().await;
    let (admin, leo) = (app.sign_in("admin").await, app.sign_in("member").await);
    assert_eq!(leo.get("/teams").await.status, StatusCode::FORBIDDEN);
    // A team and a workspace are called so.
    let asked = assign(&admin, LEO, "manager", "Finance").await;
    assert!(asked.refuses("of") && asked.text().contains("Which one?"), "{}", asked.text());
    let finance = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let given = assign(&admin, LEO, "manager", &format!("team:{finance}")).await;
    assert_eq!(given.location.as_deref(), Some(PAGE), "{}", given.text());
    let page = admin.get(PAGE).await;
    assert!(page.text().contains("Leo Martins") && page.text().contains("of the team Finance"), "{}", page.text());
    assert!(page.text().contains("Covers for Jonas"));

    let snapshot = app.snapshot();
    let team = |name: &str| snapshot.teams().iter().find(|team| team.name == name).unwrap().id.clone();
    let foreign = team("Sigma Admins");
    assert_eq!(actor(&app, LEO).role, Role::TeamManager);
    let shown = leo.get(&format!("/teams/{finance}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.links_below("/edit"), "a manager is not offered to edit");
    assert_eq!(leo.get(&format!("/teams/{foreign}")).await.status, StatusCode::NOT_FOUND, "what is outside is seen");
    let review = leo.fill(&format!("/teams/{finance}/edit"), "teams/edit", &[("description", "By Leo")]).await;
    let done = leo.apply(&review, "").await;
    assert!(done.text().contains("By Leo") || done.state() == "Done", "{}", done.text());

    let event = &logged(&app, "role.assigned").await[0];
    assert_eq!((event.outcome, event.details.reason.as_deref()), (Outcome::Succeeded, Some("Covers for Jonas")));
    assert!(
        event.subjects.contains(&Subject::Member(member(&app, LEO)))
            && event.subjects.contains(&Subject::Team(finance.clone()))
    );
    assert_eq!(event.details.altered[0].after.as_deref(), Some(&*format!("team:{finance}")));
    let origin = event.actor.origin.as_ref().expect("an admin asked from somewhere");
    assert_eq!(origin.address.as_deref(), Some("127.0.0.1"));
    assert!(origin.session.is_some());

    let taken = admin.press(PAGE, "Remove Leo Martins as manager of the team Finance", &[]).await;
    assert_eq!(taken.location.as_deref(), Some(PAGE), "{}", taken.text());
    assert_eq!(actor(&app, LEO).role, Role::Member);
    assert_eq!(leo.get(&format!("/teams/{finance}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(logged(&app, "role.removed").await.len(), 1);
}

#[tokio::test]
async fn managers_of_workspaces_and_connections_give_access_there() {
    let app = TestApp::start_whole().await;
    let (admin, leo) = (app.sign_in("admin").await, app.sign_in("member").await);
    let snapshot = app.snapshot();
    let me = member(&app, LEO);
    let workspace = snapshot.workspaces().iter().find(|w| !snapshot.managed_workspaces(&me).contains(&w.id)).unwrap();
    let connection = snapshot.connections().iter().find(|c| !c.is_archived).unwrap();
    let granted = snapshot.grants(&ResourceRef::Connection(connection.id.clone())).len();
    assert!(granted > 0, "the connection tells nothing");
    for (name, page) in [
        (workspace.name.as_str(), format!("/workspaces/{}", workspace.id)),
        (connection.name.as_str(), format!("/connections/{}", connection.id)),
    ] {
        let given = assign(&admin, LEO, "manager", name).await;
        assert_eq!(given.location.as_deref(), Some(PAGE), "{name}: {}", given.text());
        let shown = leo.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{name}");
        assert!(shown.links_to(&format!("{page}/access")), "{name}: not offered to give access");
        assert_eq!(leo.get(&format!("{page}/access")).await.status, StatusCode::OK, "{name}");
    }
    let scope = Scope::Managed(me.clone());
    let view = app.running.app.directory.view(&scope).await.unwrap();
    assert_eq!(view.grants(&ResourceRef::Connection(connection.id.clone())).len(), granted, "some grants are hidden");
    let others = snapshot.connections().iter().filter(|c| c.id != connection.id);
    for other in others {
        let page = leo.get(&format!("/connections/{}/access", other.id)).await;
        assert!(
            [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&page.status),
            "{}: {}",
            other.name,
            page.status
        );
    }
}

#[tokio::test]
async fn roles_are_given_by_admins_to_others_with_a_reason() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for (fields, field) in [
        ([("who", ""), ("role", "auditor"), ("of", ""), ("reason", "x")], "who"),
        ([("who", "nobody@nowhere.example"), ("role", "auditor"), ("of", ""), ("reason", "x")], "who"),
        ([("who", LEO), ("role", "manager"), ("of", ""), ("reason", "x")], "of"),
        ([("who", LEO), ("role", "manager"), ("of", "No such team"), ("reason", "x")], "of"),
        ([("who", LEO), ("role", "auditor"), ("of", ""), ("reason", " ")], "reason"),
    ] {
        let refused = admin.submit(PAGE, &fields).await;
        assert!(refused.refuses(field), "{field}: {}", refused.text());
        assert!(refused.holds(fields[0].1), "what was typed is lost");
    }
    let wrong = admin.call(PAGE, "roles/assign", &[("who", LEO), ("role", "emperor"), ("reason", "x")]).await;
    assert!(wrong.text().contains("Choose a role."), "{}", wrong.text());
    let own = assign(&admin, "amara.okafor@lumen.example", "admin", "").await;
    let text = own.text() + &app.sign_in("admin").await.get(PAGE).await.text();
    assert!(app.running.app.store.role_assignments().await.unwrap().is_empty(), "{text}");
    for persona in ["manager", "auditor", "member", "visitor"] {
        let other = app.sign_in(persona).await;
        let form = [("who", LEO), ("role", "admin"), ("reason", "x")];
        assert_eq!(other.call(PAGE, "roles/assign", &form).await.status, StatusCode::FORBIDDEN, "{persona}");
        let id = member(&app, LEO).to_string();
        let take = other.call(PAGE, "roles/remove", &[("member", &id), ("role", "admin")]).await;
        assert_eq!(take.status, StatusCode::FORBIDDEN, "{persona}");
    }
    let auditor = app.sign_in("auditor").await.get(PAGE).await;
    assert!(!auditor.posts_to("roles/assign"), "an auditor is offered to assign roles");
    assert!(logged(&app, "role.").await.is_empty());
}

#[tokio::test]
async fn an_admin_made_in_the_portal_acts_as_one() {
    let app = TestApp::start_behind(proxy(&["amara.okafor@lumen.example"])).await;
    let (amara, leo) = (app.proxied("amara.okafor@lumen.example"), app.proxied(LEO));
    assert_eq!(leo.get("/onboard").await.status, StatusCode::FORBIDDEN);
    assert_eq!(assign(&amara, LEO, "admin", "").await.location.as_deref(), Some(PAGE));
    assert_eq!(leo.get("/onboard").await.status, StatusCode::OK);
    let again = assign(&amara, LEO, "admin", "").await;
    assert!(again.text().contains("is admin already"), "{}", again.text());
}

#[tokio::test]
async fn whoever_leaves_leaves_the_role_and_a_row_that_was_altered_gives_none() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    assert_eq!(assign(&admin, LEO, "auditor", "").await.location.as_deref(), Some(PAGE));
    assert_eq!(actor(&app, LEO).role, Role::Auditor);

    // Whoever can write to the database makes nobody an admin.
    let database = crate::store::database::connect(app.database_url()).await;
    let sql = "UPDATE role_assignments SET role = 'admin'";
    database.execute_unprepared(sql).await.unwrap();
    app.running.app.directory.refresh_roles().await.unwrap();
    assert_eq!(actor(&app, LEO).role, Role::Member);
    assert!(admin.get(PAGE).await.text().contains("Not in effect"));
    let sql = "UPDATE role_assignments SET role = 'auditor'";
    database.execute_unprepared(sql).await.unwrap();
    app.running.app.directory.refresh_roles().await.unwrap();
    assert_eq!(actor(&app, LEO).role, Role::Auditor);

    let id = member(&app, LEO);
    let client = app.running.app.client.for_changes();
    client
        .members()
        .deactivate(&id, &Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: true })
        .await
        .unwrap();
    app.running.app.directory.refresh(&[Subject::Member(id.clone())]).await;
    assert_eq!(app.running.app.directory.release_roles().await.unwrap(), 1);
    assert!(app.running.app.store.role_assignments().await.unwrap().is_empty());
    let event = &logged(&app, "role.removed").await[0];
    assert_eq!(event.actor, Actor::portal());
    client.members().reactivate(&id).await.unwrap();
    app.running.app.directory.refresh(&[Subject::Member(id)]).await;
    assert_eq!(actor(&app, LEO).role, Role::Member, "they come back with what they had");
}

#[tokio::test]
async fn refusals_and_lists_that_are_taken_away_are_in_the_audit_log() {
    let app = TestApp::start().await;
    let (member, auditor) = (app.sign_in("member").await, app.sign_in("auditor").await);
    assert_eq!(member.get("/members").await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.call("/me", "members/delete", &[("member_id", "x")]).await.status, StatusCode::FORBIDDEN);
    let refused = logged(&app, "access.refused").await;
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert_eq!(refused[1].summary, "Tried to open /members, which their role doesn’t allow");
    assert!(refused.iter().all(|event| event.actor.name == "Leo Martins" && event.outcome == Outcome::Failed));
    for _ in 0..40 {
        member.get("/members").await;
    }
    assert!(logged(&app, "access.refused").await.len() <= 25, "a member fills the log");

    assert_eq!(auditor.get("/members/export.csv?q=ann").await.status, StatusCode::OK);
    let lines = auditor.get("/audit/export.jsonl").await;
    assert_eq!(lines.status, StatusCode::OK);
    let exported: Vec<String> = logged(&app, "export.list").await.into_iter().map(|event| event.summary).collect();
    assert_eq!(exported, ["Exported /audit as JSON Lines", "Exported /members as CSV, filtered"]);
    let lines: Vec<serde_json::Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["summary"] == "Exported /members as CSV, filtered"), "{lines:?}");
    let numbers: Vec<i64> = lines.iter().map(|line| line["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=i64::try_from(lines.len()).unwrap()).collect::<Vec<_>>());
    let rest = auditor.get("/audit/export.jsonl?after=2").await;
    assert!(rest.body.lines().next().unwrap().contains("\"number\":3,"), "{}", rest.body);
}
