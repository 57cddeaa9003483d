//! Access packages: made, asked for as one, granted by one change, held with their term, and kept in step.

use super::{AMARA, JONAS, LEO, actor, automatic, kept, member, team, workspace};
use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    domain::{
        AccessPackage, AccessRequest, Actor, Beneficiary, Grantee, Intent, MemberStatus, PackageContents, PackageId,
        Permission, Policy, RequestEventKind, RequestId, RequestState, Requestable, ResourceRef, Target, TeamChoice,
        WorkspacePermission as Level,
    },
    requests::{ALL_HOLDERS, PackageDraft},
    web::{end_due, fulfil_all},
};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

fn logistics(app: &TestApp) -> ResourceRef {
    ResourceRef::Workspace(workspace(app, "Logistics"))
}

/// What a finance analyst gets.
fn contents(app: &TestApp, level: Level) -> PackageContents {
    PackageContents {
        account_type: Some("build".into()),
        teams: vec![TeamChoice { team_id: team(app, "Finance"), is_team_admin: false }],
        access: vec![(logistics(app), Permission::Workspace(level))],
        attributes: vec![],
    }
}

fn draft(app: &TestApp, contents: PackageContents) -> PackageDraft {
    let owners = vec![member(app, JONAS).id];
    PackageDraft { name: "Finance analyst".into(), description: "Closes the books.".into(), contents, owners }
}

async fn made(app: &TestApp) -> AccessPackage {
    let draft = draft(app, contents(app, Level::Explore));
    app.running.app.requests.make_package(draft, &actor(app, AMARA)).await.unwrap()
}

fn own_level(app: &TestApp, email: &str) -> Option<Permission> {
    let grantee = Grantee::Member(member(app, email).id);
    app.snapshot().grant_of(&logistics(app), &grantee).map(|grant| grant.permission.clone())
}

/// Waits until what was approved is granted, and what has ended is taken back.
async fn settled(app: &TestApp, id: &RequestId) -> RequestState {
    let portal = &app.running.app;
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let request = kept(app, id).await;
    for change in request.change_id.iter().chain(&request.end_change_id) {
        portal.changes.settled(change, PATIENCE).await.unwrap();
    }
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    end_due(&portal.requests, &portal.changes).await.unwrap();
    kept(app, id).await.state
}

/// A package that needs no decision, held by Leo for a month.
async fn held_by_leo(app: &TestApp) -> (AccessPackage, RequestId) {
    let package = made(app).await;
    let thing = Requestable::Package(package.id.clone());
    let policy = Policy { longest_days: Some(30), ..automatic() };
    let owners = vec![member(app, JONAS).id];
    app.running.app.requests.set_policy(&thing, Some(policy), owners, &actor(app, AMARA)).await.unwrap();
    let leo = app.sign_in("member").await;
    let form = format!("/get-access/ask?for={}", thing.key());
    let asked = leo.fill(&form, "requests/ask", &[("reason", "Month-end close"), ("days", "30")]).await;
    let id = RequestId::new(asked.location.unwrap().rsplit('/').next().unwrap());
    assert_eq!(settled(app, &id).await, RequestState::Granted, "{:?}", kept(app, &id).await.events);
    (package, id)
}

#[tokio::test]
async fn a_package_is_made_on_a_page_and_errors_lose_nothing() {
    let app = TestApp::start().await;
    let amara = app.sign_in("admin").await;
    let wrong = amara
        .fill(
            "/packages/new",
            "packages/save",
            &[
                ("name", " "),
                ("description", "Closes the books."),
                ("owners", "nobody@lumen.example"),
                ("attributes", "Shoe size: 43"),
                ("teams[new][id]", "Finance"),
            ],
        )
        .await;
    for part in [
        "Enter",
        "No active person has the address",
        "There is no user attribute “Shoe size”",
        "Closes the books.",
        "Shoe size: 43",
    ] {
        assert!(wrong.holds(part) || wrong.text().contains(part), "{part}: {}", wrong.text());
    }
    let empty = amara.fill("/packages/new", "packages/save", &[("name", "Nothing")]).await;
    assert!(empty.text().contains("Choose what the package gives"), "{}", empty.text());
    let saved = amara
        .fill(
            "/packages/new",
            "packages/save",
            &[
                ("name", "Finance analyst"),
                ("owners", JONAS),
                ("account_type", "Build"),
                ("teams[new][id]", "Finance"),
                ("workspaces[new][id]", "Logistics"),
                ("workspaces[new][level]", "explore"),
            ],
        )
        .await;
    let page = saved.location.clone().unwrap_or_else(|| panic!("{}", saved.text()));
    let shown = amara.get(&page).await;
    for part in [
        "Finance analyst",
        "Account type Build",
        "Member of Finance",
        "Can explore on Logistics",
        "Jonas Weber",
        "Nobody holds this package",
        "Version 1",
    ] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    assert!(amara.get("/packages").await.links_to(&page));
    assert_eq!(app.sign_in("manager").await.get(&page).await.status, StatusCode::OK, "an owner sees it");
    assert!(app.sign_in("manager").await.get("/packages").await.links_to(&page), "and finds it in the list");
    let leo = app.sign_in("member").await;
    assert_eq!(leo.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(!leo.get("/packages").await.links_to(&page));
    let trial = amara.get("/policies?who=leo.martins%40lumen.example&what=finance+analyst").await;
    assert!(trial.text().contains("Owners decide: Jonas Weber"), "{}", trial.text());

    // Two who edit at once: the second reads who was first.
    let edit = format!("{page}/edit");
    let form = amara.get(&edit).await.form("packages/save");
    amara.send_form(&edit, "packages/save", &form).await;
    let late = amara.send_form(&edit, "packages/save", &form).await;
    assert!(late.text().contains("has changed this package since"), "{}", late.text());
    let deleted = amara.fill(&format!("{page}/delete"), "packages/delete", &[]).await;
    assert_eq!(deleted.location.as_deref(), Some("/packages"));
    assert_eq!(amara.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_package_is_asked_for_as_one_and_taken_back_as_one() {
    let app = TestApp::start().await;
    let package = made(&app).await;
    let portal = &app.running.app;
    let before = (member(&app, LEO).account_type, own_level(&app, LEO));
    let (leo, jonas) = (app.sign_in("member").await, app.sign_in("manager").await);
    let catalogue = leo.get("/get-access").await;
    let first = catalogue.text().find("Finance analyst").expect("packages are in the catalogue");
    assert!(first < catalogue.text().find("Sales").unwrap(), "and come first");
    let form = format!("/get-access/ask?for={}", Requestable::Package(package.id.clone()).key());
    let asked = leo.fill(&form, "requests/ask", &[("reason", "Month-end close"), ("days", "30")]).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let case = jonas.get(&request).await;
    for part in ["Access package Finance analyst", "to Build", "Add Leo Martins", "Can explore"] {
        assert!(case.text().contains(part), "{part}: {}", case.text());
    }
    let approved = jonas.fill(&request, "requests/approve", &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    let id = RequestId::new(request.rsplit('/').next().unwrap());
    assert_eq!(settled(&app, &id).await, RequestState::Granted);
    let granted = kept(&app, &id).await;
    assert_eq!((granted.package_version, granted.given.len()), (Some(1), 3));
    assert!(member(&app, LEO).has_account_type("build"));
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &team(&app, "Finance")));
    assert!(leo.get(&form).await.text().contains("You have this access package already"));
    let page = jonas.get(&format!("/packages/{}", package.id)).await;
    assert!(page.text().contains("Leo Martins") && page.text().contains("Ends "), "{}", page.text());

    portal.store.clock().advance(Duration::from_hours(24 * 31));
    end_due(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(settled(&app, &id).await, RequestState::Ended, "{:?}", kept(&app, &id).await.events);
    assert_eq!((member(&app, LEO).account_type, own_level(&app, LEO)), before);
    assert!(!app.snapshot().is_in_team(&member(&app, LEO).id, &team(&app, "Finance")));
}

#[tokio::test]
async fn a_new_version_is_offered_to_holders_as_one_change() {
    let app = TestApp::start().await;
    let (package, id) = Box::pin(held_by_leo(&app)).await;
    let portal = &app.running.app;
    let amara = app.sign_in("admin").await;
    let page = format!("/packages/{}", package.id);
    assert!(!amara.get(&page).await.text().contains("Lacks"), "whoever was just granted it has it");
    let newer = PackageContents { teams: vec![], ..contents(&app, Level::Organize) };
    portal.requests.edit_package(&package.id, package.written, draft(&app, newer), &actor(&app, AMARA)).await.unwrap();
    let finance = team(&app, "Finance");
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &finance), "nothing is applied silently");
    let shown = amara.get(&page).await;
    for part in ["Lacks: Can contribute on Logistics", "Has more: Member of Finance", "Version 1", "1 person differs"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    let review = amara.press(&page, "Review the change for all", &[]).await;
    let applied = amara.apply(&review, "New version").await;
    assert_eq!(applied.status, StatusCode::OK);
    let update = kept(&app, &id).await.update.expect("what they are to have is written down");
    portal.changes.settled(&update.change_id, PATIENCE).await.unwrap();
    assert!(!app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
    assert_eq!(own_level(&app, LEO), Some(Permission::Workspace(Level::Organize)));
    let after = amara.get(&page).await;
    assert!(!after.text().contains("Lacks") && !after.text().contains("Has more"), "{}", after.text());
    let updated = kept(&app, &id).await;
    assert_eq!(updated.package_version, Some(2));
    assert_eq!(updated.last_event().unwrap().kind, RequestEventKind::Updated);
    // Its end takes back what the new version has given too.
    portal.store.clock().advance(Duration::from_hours(24 * 31));
    end_due(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(settled(&app, &id).await, RequestState::Ended);
    assert_ne!(own_level(&app, LEO), Some(Permission::Workspace(Level::Organize)));
}

#[tokio::test]
async fn who_has_drifted_is_named_and_brought_back_one_by_one() {
    let app = TestApp::start().await;
    let (package, _) = Box::pin(held_by_leo(&app)).await;
    let leo = member(&app, LEO).id;
    let amara = app.sign_in("admin").await;
    let left = Intent::EditTeamMembers { team_id: team(&app, "Finance"), add: vec![], remove: vec![leo.clone()] };
    let raised = Intent::grant(logistics(&app), Grantee::Member(leo.clone()), Permission::Workspace(Level::Edit));
    for intent in [left, raised] {
        super::visitors::by_hand(&app, intent).await;
    }
    let page = format!("/packages/{}", package.id);
    let shown = amara.get(&page).await;
    for part in ["Lacks: Member of Finance", "Has more: Can manage on Logistics instead of Can explore on Logistics"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    let review = amara.press(&page, "Bring Leo Martins back to the package", &[]).await;
    for part in ["Add Leo Martins", "Can manage to Can explore"] {
        assert!(review.text().contains(part), "{part}: {}", review.text());
    }
}

#[tokio::test]
async fn a_package_is_made_from_what_a_person_has() {
    let app = TestApp::start_whole().await;
    let amara = app.sign_in("admin").await;
    let jonas = member(&app, JONAS);
    let from = format!("/packages/new?from={}", jonas.id);
    assert!(amara.get(&format!("/members/{}", jonas.id)).await.links_to(&from));
    let saved = amara.fill(&from, "packages/save", &[("name", "As Jonas has it")]).await;
    let page = saved.location.clone().unwrap_or_else(|| panic!("{}", saved.text()));
    let package = PackageId::new(page.rsplit('/').next().unwrap());
    let made = app.running.app.store.package(&package).await.unwrap().unwrap();
    let teams: Vec<_> = app.snapshot().teams_of(&jonas.id).map(|(team, _)| team.id.clone()).collect();
    assert_eq!(made.contents.teams.iter().map(|team| team.team_id.clone()).collect::<Vec<_>>(), teams);
    assert_eq!(made.contents.account_type, Some(jonas.account_type.to_lowercase()));
}

#[tokio::test]
async fn somebody_without_an_account_is_invited_with_a_package() {
    let app = TestApp::start().await;
    let package = made(&app).await;
    let (noor, jonas) = (app.sign_in("visitor").await, app.sign_in("manager").await);
    assert!(noor.get("/").await.text().contains("Finance analyst"));
    let form = format!("/get-access/ask?for={}", Requestable::Package(package.id.clone()).key());
    let asked = noor.fill(&form, "requests/ask", &[("reason", "I start on Monday"), ("last_name", "Haddad-Kim")]).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let case = jonas.get(&request).await;
    assert!(
        case.text().contains("Invite Noor Haddad-Kim") && case.text().contains("as Build into Finance"),
        "{}",
        case.text()
    );
    jonas.fill(&request, "requests/approve", &[]).await;
    let id = RequestId::new(request.rsplit('/').next().unwrap());
    assert_eq!(settled(&app, &id).await, RequestState::Granted, "{:?}", kept(&app, &id).await.events);
    assert_eq!(member(&app, "noor.haddad@lumen.example").last_name, "Haddad-Kim");
    let portal = &app.running.app.requests;
    let held = portal.package(&package.id, &actor(&app, AMARA), ALL_HOLDERS).await.unwrap();
    assert!(held.holders.items.len() == 1 && held.holders.items[0].drift.is_none(), "{:?}", held.holders);
}

#[tokio::test]
async fn who_may_not_make_packages_makes_none() {
    let app = TestApp::start().await;
    let package = made(&app).await;
    let id = package.id.to_string();
    for persona in ["manager", "auditor", "member", "visitor"] {
        let browser = app.sign_in(persona).await;
        for (function, field) in [("packages/save", "name"), ("packages/delete", "x"), ("packages/bring-back", "x")] {
            let answer = browser.call("/packages", function, &[("id", &id), (field, "Mine")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{persona} {function}");
        }
    }
    let owner: &Actor = &actor(&app, JONAS);
    assert!(app.running.app.requests.package(&package.id, owner, ALL_HOLDERS).await.is_ok(), "nothing was deleted");
}

#[tokio::test]
async fn onboarding_begins_with_a_package() {
    let app = TestApp::start().await;
    let package = made(&app).await;
    let amara = app.sign_in("admin").await;
    let form = format!("/onboard?package={}", package.id);
    let person = [("email", "mia.lund@lumen.example"), ("first_name", "Mia"), ("last_name", "Lund")];
    let review = amara.fill(&form, "onboarding/onboard", &person).await;
    for part in ["as Build into Finance", "Can explore on Logistics"] {
        assert!(review.text().contains(part), "{part}: {}", review.text());
    }
}

#[tokio::test]
async fn a_package_goes_into_a_file_and_comes_out_of_one() {
    let app = TestApp::start().await;
    let package = made(&app).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    let file = auditor.get(&format!("/packages/{}/export.json", package.id)).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    assert!(file.body.contains("\"name\": \"Logistics\"") && !file.body.contains("workspace:"), "{}", file.body);

    let renamed = file.body.replace("Finance analyst", "Finance lead");
    let taken = admin.upload("/packages/new", &[], "package.json", renamed.as_bytes()).await;
    let form = taken.location.clone().unwrap_or_else(|| panic!("{}", taken.text()));
    let saved = admin.fill(&form, "packages/save", &[]).await;
    let page = saved.location.clone().unwrap_or_else(|| panic!("{}", saved.text()));
    let id = PackageId::new(page.trim_start_matches("/packages/"));
    let copy = app.running.app.store.package(&id).await.unwrap().unwrap();
    assert_eq!((copy.name.as_str(), &copy.contents), ("Finance lead", &package.contents));

    let gone = renamed.replace("\"Logistics\"", "\"Logistix\"");
    let taken = admin.upload("/packages/new", &[], "package.json", gone.as_bytes()).await;
    let shown = admin.get(&taken.location.unwrap()).await;
    assert!(shown.text().contains("No workspace matches “Logistix”."), "{}", shown.text());
    assert!(shown.body.contains("Finance lead"), "what is clear is filled in");
    for (broken, says) in [("{\"team\": []}", "unknown field"), ("no package", "line 1"), ("", "Choose a file.")] {
        let refused = admin.upload("/packages/new", &[], "package.json", broken.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
        assert!(refused.refuses("file") && refused.text().contains(says), "{says}: {}", refused.text());
    }
}

#[tokio::test]
async fn holders_have_pages_and_those_who_differ_a_list_of_their_own() {
    let app = TestApp::start().await;
    let (store, package) = (&app.running.app.store, made(&app).await);
    let snapshot = app.snapshot();
    let active = snapshot.people().filter(|one| one.status() == MemberStatus::Active);
    for (nth, one) in active.take(60).enumerate() {
        let who = Beneficiary {
            member_id: Some(one.id.clone()),
            name: one.full_name(),
            email: one.email.clone(),
            newcomer: None,
        };
        let (id, target) = (RequestId::new(format!("held-{nth:02}")), Target::Package(package.id.clone()));
        let (by, now) = (actor(&app, AMARA), store.clock().now());
        let new = AccessRequest::new(id, target, "Access package".into(), by, who, automatic(), now);
        let held = new.clone().with(RequestState::Granted, RequestEventKind::Granted, None, "", now);
        let event = crate::store::samples::event(&format!("held-{nth}"), 0);
        store.insert_request(&held, &event, None).await.unwrap();
        // What renews it is no holder.
        let renewal =
            AccessRequest { id: RequestId::new(format!("again-{nth:02}")), renews: Some(new.id.clone()), ..new };
        let renewal = renewal.with(RequestState::Granted, RequestEventKind::Granted, None, "Renewed.", now);
        let event = crate::store::samples::event(&format!("again-{nth}"), 0);
        store.insert_request(&renewal, &event, None).await.unwrap();
    }
    let admin = app.sign_in("admin").await;
    let page = format!("/packages/{}", package.id);
    let first = admin.get(&page).await;
    assert!(first.text().contains("1–50 of 60") && !first.offers("Review the change for all"), "{}", first.text());
    let second = admin.get(&format!("{page}?page=2")).await;
    assert!(second.text().contains("51–60 of 60"), "{}", second.text());
    let differ = admin.get(&format!("{page}?differs=1&page=2")).await;
    assert!(differ.offers("Review the change for all") && differ.text().contains("Holders who differ"));
    let list = admin.get("/packages").await;
    let row = list.body.split("<tr").find(|row| row.contains("Finance analyst")).unwrap();
    assert!(row.contains(">60<"), "{row}");
}
