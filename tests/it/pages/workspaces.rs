//! Workspaces: the list, who has access and why, giving and changing it, contents, making, renaming, deleting.

use crate::support::{
    Browser, TestApp,
    form::{value, with},
};
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{Grantee, MemberId, MemberStatus, Permission, ResourceRef, TeamId, Workspace, WorkspacePermission},
    simulator::{Answer, Effect, Rule, When},
};
use std::sync::Arc;

fn snapshot(app: &TestApp) -> Arc<Snapshot> {
    app.running.app.directory.snapshot().unwrap()
}

fn workspace(app: &TestApp, name: &str) -> Workspace {
    snapshot(app).workspaces().iter().find(|w| w.name == name).unwrap().clone()
}

fn resource(workspace: &Workspace) -> ResourceRef {
    ResourceRef::Workspace(workspace.id.clone())
}

fn team(app: &TestApp, name: &str) -> TeamId {
    snapshot(app).teams().iter().find(|t| t.name == name).unwrap().id.clone()
}

fn member(app: &TestApp, email: &str) -> MemberId {
    snapshot(app).member_by_email(email).unwrap().id.clone()
}

/// The level somebody holds on a workspace, as Sigma has it after everything that was applied.
fn held(app: &TestApp, workspace: &Workspace, grantee: &Grantee) -> Option<Permission> {
    snapshot(app).grant_of(&resource(workspace), grantee).map(|grant| grant.permission.clone())
}

/// A team that holds no grant on the workspace.
fn stranger(app: &TestApp, workspace: &Workspace) -> TeamId {
    let snapshot = snapshot(app);
    let holds = |id: &TeamId| snapshot.grant_of(&resource(workspace), &Grantee::Team(id.clone())).is_some();
    snapshot.teams().iter().find(|t| !t.is_archived && !holds(&t.id)).unwrap().id.clone()
}

async fn offers_to_change(browser: &Browser<'_>, workspace: &Workspace) -> bool {
    let page = browser.get(&format!("/workspaces/{}", workspace.id)).await;
    if page.status == StatusCode::NOT_FOUND {
        return false;
    }
    assert_eq!(page.status, StatusCode::OK);
    let (form, link) =
        (page.posts_to("workspaces/set-levels"), page.links_to(&format!("/workspaces/{}/access", workspace.id)));
    assert_eq!(form, link, "levels to change and the way to give access appear together");
    form
}

#[tokio::test]
async fn the_list_says_who_can_reach_each() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = snapshot(&app);
    let finance = workspace(&app, "Finance");
    let page = auditor.get("/workspaces?q=FINÁNCE").await;
    assert!(page.text().contains(&format!("of {} workspaces", snapshot.workspaces().len())), "{}", page.text());
    let people = snapshot.reach_of(&resource(&finance)).len();
    assert!(page.text().contains(&format!("{people} people")), "{}", page.text());
    assert!(!page.links_below("/workspaces/new"), "an auditor is offered to make one");
    for id in [finance.id.as_str(), &finance.url_id] {
        assert!(auditor.get(&format!("/workspaces?q={id}")).await.text().contains("1 of "), "found by {id}");
    }
    let with_finance = snapshot.granted_to(&Grantee::Team(team(&app, "Finance")));
    let count = with_finance.iter().filter(|(of, _)| matches!(of, ResourceRef::Workspace(_))).count();
    let by_team = auditor.get("/workspaces?team=Finance&sort=-teams").await;
    assert!(by_team.text().contains(&format!("{count} of ")), "{}", by_team.text());
    let csv = auditor.get("/workspaces/export.csv?columns=teams.reach").await;
    assert!(csv.body.contains("Name,Team grants,People"), "{}", csv.body);
    assert_eq!(csv.body.trim_end().lines().count(), snapshot.workspaces().len() + 1);
}

#[tokio::test]
async fn everyone_is_listed_with_every_reason_and_what_the_account_type_leaves() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let dashboards = workspace(&app, "Company Dashboards");
    let people = format!("/workspaces/{}/people", dashboards.id);
    let page = auditor.get(&format!("{people}?q=leo.martins")).await;
    assert!(page.text().contains("Leo Martins") && page.text().contains("directly"), "{}", page.text());
    let snapshot = snapshot(&app);
    let all = snapshot.reach_of(&resource(&dashboards));
    let capped = all.iter().filter(|r| r.access.effect != sigma_portal::domain::Effect::Full).count();
    let lowered = auditor.get(&format!("{people}?effect=lowered")).await;
    assert!(lowered.text().contains(&format!("{capped} of {}", all.len())), "{}", lowered.text());
    let text = lowered.text();
    assert!(text.contains("Can viewgranted Can ") && text.contains("limited by View"), "{text}");
    let csv = auditor.get(&format!("{people}/export.csv?columns=why.effect")).await;
    let mut lines = csv.body.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("Name,E-mail,Why,In effect"));
    assert_eq!(lines.count(), all.len(), "all pages");
    assert!(csv.body.contains("through team "), "{}", csv.body);
}

#[tokio::test]
async fn many_are_given_access_at_once_in_one_call() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let logistics = workspace(&app, "Sandbox");
    let (team, leo) = (stranger(&app, &logistics), member(&app, "leo.martins@lumen.example"));
    let priya = member(&app, "priya.raman@lumen.example");
    let path = format!("/workspaces/{}/access", logistics.id);
    let form = [
        ("grants[rows][0][id]", format!("team:{team}")),
        ("grants[rows][0][level]", "organize".to_owned()),
        ("grants[new][level]", "explore".to_owned()),
        ("addresses", "Leo <leo.martins@lumen.example>; nobody@nowhere.example, PRIYA.RAMAN@lumen.example".to_owned()),
    ];
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let unknown = admin.submit(&path, &fields).await;
    assert_eq!(unknown.status, StatusCode::OK);
    assert!(unknown.text().contains("Nobody in the directory has the address nobody@nowhere.example"));
    for key in [format!("team:{team}"), format!("member:{leo}"), format!("member:{priya}")] {
        assert!(unknown.holds(&key), "{key} is lost");
    }
    let rows = [format!("team:{team}"), format!("member:{leo}"), format!("member:{priya}")];
    let names: Vec<_> =
        (0..3).flat_map(|at| ["id", "level"].map(|part| format!("grants[rows][{at}][{part}]"))).collect();
    let values = [&rows[0], "organize", &rows[1], "explore", &rows[2], "explore"];
    let fields: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(|v| v as &str)).collect();
    let review = admin.fill(&path, "workspaces/give-access", &fields).await;
    let done = admin.apply(&review, "New project").await;
    assert!(done.text().contains("1 of 1 done"), "{}", done.text());
    let level = |level| Some(Permission::Workspace(level));
    assert_eq!(held(&app, &logistics, &Grantee::Team(team)), level(WorkspacePermission::Organize));
    assert_eq!(held(&app, &logistics, &Grantee::Member(leo)), level(WorkspacePermission::Explore));
    let page = admin.get(&format!("/workspaces/{}", logistics.id)).await;
    assert!(page.text().contains("Limited to Can view by account type View."), "{}", page.text());
}

#[tokio::test]
async fn a_name_typed_in_the_editor_becomes_a_row_or_a_question() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let path = format!("/workspaces/{}/access", workspace(&app, "Sandbox").id);
    let add = |typed: &'static str| [("grants[new][id]", typed), ("grants[new][level]", "edit")];
    let row = admin.press(&path, "Add", &add("leo.martins@lumen.example")).await;
    let key = format!("member:{}", member(&app, "leo.martins@lumen.example"));
    let form = row.form("workspaces/give-access");
    assert_eq!((value(&form, "grants[rows][0][id]"), value(&form, "grants[new][id]")), (key.as_str(), ""));
    let (again, removing) = row.button("Remove Leo Martins");
    let removed = admin.send_form(&path, &again, &removing).await;
    let rows =
        removed.form("workspaces/give-access").iter().filter(|(name, _)| name.starts_with("grants[rows]")).count();
    assert_eq!(rows, 0, "the row is still there: {}", removed.text());
    let question = admin.press(&path, "Add", &add("sale")).await;
    assert!(question.text().contains("Several people or teams match “sale”. Pick one."), "{}", question.text());
    let choice = question.body.split("name=\"grants[pick]\" value=\"").nth(1).expect("no choices");
    let choice = [("grants[pick]", choice.split('"').next().unwrap())];
    let filled = with(question.form("workspaces/give-access"), &choice);
    let picked = admin.send_form(&path, "workspaces/give-access?show", &filled).await;
    assert_eq!(value(&picked.form("workspaces/give-access"), "grants[rows][0][id]"), choice[0].1, "{}", picked.text());
    let nothing = admin.submit(&path, &[("addresses", "")]).await;
    assert!(nothing.text().contains("Add a person or a team first."), "{}", nothing.text());
}

#[tokio::test]
async fn levels_go_up_and_down_and_away() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let dashboards = workspace(&app, "Company Dashboards");
    let (leo, priya) = (member(&app, "leo.martins@lumen.example"), member(&app, "priya.raman@lumen.example"));
    let path = format!("/workspaces/{}", dashboards.id);
    let (leo_key, priya_key) = (format!("member:{leo}"), format!("member:{priya}"));
    let form = |levels: [&'static str; 2]| {
        [("rows[0][id]", leo_key.clone()), ("rows[0][level]", levels[0].to_owned())]
            .into_iter()
            .chain([("rows[1][id]", priya_key.clone()), ("rows[1][level]", levels[1].to_owned())])
            .collect::<Vec<_>>()
    };
    let post = |fields: Vec<(&'static str, String)>| {
        let admin = &admin;
        let path = path.clone();
        async move {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let id = [("workspace_id", path.trim_start_matches("/workspaces/"))];
            admin.call(&path, "workspaces/set-levels", &[&fields[..], &id[..]].concat()).await
        }
    };
    // The seed gave Leo “view” and Priya “explore”: one goes up, the other down, in one plan.
    let review = post(form(["organize", "view"])).await;
    assert!(admin.apply(&review, "").await.text().contains("2 of 2 done"));
    let level = |who: &MemberId| held(&app, &dashboards, &Grantee::Member(who.clone()));
    assert_eq!(level(&leo), Some(Permission::Workspace(WorkspacePermission::Organize)));
    assert_eq!(level(&priya), Some(Permission::Workspace(WorkspacePermission::View)));
    let unchanged = post(form(["organize", "view"])).await;
    assert!(unchanged.text().contains("Every level is as it was"), "{}", unchanged.text());
    let review = admin.press(&path, "Revoke access of Leo Martins", &[]).await;
    admin.apply(&review, "").await;
    assert_eq!(level(&leo), None);
}

#[tokio::test]
async fn a_team_manager_changes_access_where_they_can_manage_and_nowhere_else() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager").await;
    let snapshot = snapshot(&app);
    let jonas = snapshot.member_by_email("jonas.weber@lumen.example").unwrap();
    let own_places: Vec<_> = snapshot
        .access_of(jonas)
        .into_iter()
        .filter(|access| access.permission == Permission::Workspace(WorkspacePermission::Edit))
        .map(|access| access.resource)
        .collect();
    let (mut own, mut foreign) = (0, 0);
    for workspace in snapshot.workspaces() {
        let may = own_places.contains(&resource(workspace));
        assert_eq!(offers_to_change(&manager, workspace).await, may, "{}", workspace.name);
        let form = manager.get(&format!("/workspaces/{}/access", workspace.id)).await;
        assert_eq!(form.status, if may { StatusCode::OK } else { StatusCode::NOT_FOUND });
        *(if may { &mut own } else { &mut foreign }) += 1;
    }
    assert!(own > 0 && foreign > 0, "the persona shows both");
    let finance = workspace(&app, "Finance");
    let leo = member(&app, "leo.martins@lumen.example");
    let key = format!("member:{leo}");
    let fields = [("grants[rows][0][id]", key.as_str()), ("grants[rows][0][level]", "view")];
    let page = format!("/workspaces/{}/access", finance.id);
    let review = manager.fill(&page, "workspaces/give-access", &fields).await;
    manager.apply(&review, "").await;
    assert!(held(&app, &finance, &Grantee::Member(leo)).is_some(), "anybody active is found to be given access");
    let key = format!("team:{}", stranger(&app, &finance));
    let others = [("grants[rows][0][id]", key.as_str()), ("grants[rows][0][level]", "view")];
    let refused = manager.fill(&page, "workspaces/give-access", &others).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "a team that is nobody's business here is named in a plan");
    let board = workspace(&app, "Executive Board");
    for function in ["give-access", "set-levels", "revoke-access"] {
        let fields = [&fields[..], &[("workspace_id", board.id.as_str()), ("grantee", "member:x")]].concat();
        let refused = manager.call(&page, &format!("workspaces/{function}"), &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{function}");
    }
    let auditor = app.sign_in("auditor").await;
    assert!(!offers_to_change(&auditor, &finance).await, "an auditor changes nothing");
}

#[tokio::test]
async fn contents_are_shown_level_by_level_and_trouble_stays_in_its_panel() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let finance = workspace(&app, "Finance");
    let path = format!("/workspaces/{}/files", finance.id);
    let page = auditor.get(&path).await;
    assert!(page.text().contains("Folder") && page.text().contains("Owner"), "{}", page.text());
    let folder = page.body.split("?folder=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let inside = auditor.get(&format!("{path}?folder={folder}")).await;
    assert_eq!(inside.status, StatusCode::OK);
    assert!(inside.names("Folders"), "the way back is missing");
    let elsewhere = format!("/workspaces/{}/files?folder={folder}", workspace(&app, "Sandbox").id);
    assert_eq!(auditor.get(&elsewhere).await.status, StatusCode::NOT_FOUND, "a folder of another workspace");
    let gone = auditor.get(&format!("{path}?folder=00000000-0000-4000-8000-000000000000")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "a folder that is nowhere is told apart from one elsewhere");
    let effect = Effect::Answer(Answer { status: 500, ..Answer::default() });
    app.simulator.add_rule(Rule { operation: "GET /v2/files".into(), when: When::Always, effect });
    let down = auditor.get(&path).await;
    assert_eq!(down.status, StatusCode::OK);
    assert!(down.text().contains("Try again") && down.text().contains("Finance"), "{}", down.text());
    assert_eq!(auditor.get("/workspaces/nowhere/files").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workspace_is_made_renamed_and_deleted_and_a_taken_name_is_offered() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let sandbox = workspace(&app, "Sandbox");
    for typed in ["", "  "] {
        let empty = admin.submit("/workspaces/new", &[("name", typed)]).await;
        assert!(empty.text().contains("Enter a name."));
    }
    let long = admin.submit("/workspaces/new", &[("name", &"n".repeat(101))]).await;
    assert!(long.text().contains("100 characters") && long.body.contains("maxlength=\"100\""), "{}", long.text());
    let taken = admin.submit("/workspaces/new", &[("name", " sandbox ")]).await;
    assert!(taken.refuses("name"), "{}", taken.body);
    assert!(taken.links_to(&format!("/workspaces/{}", sandbox.id)), "the one there is is not offered");

    let review = admin.submit("/workspaces/new", &[("name", "Field Trials")]).await;
    admin.apply(&review, "").await;
    let made = workspace(&app, "Field Trials");
    let path = format!("/workspaces/{}", made.id);
    let same = admin.submit(&format!("{path}/edit"), &[("name", "Field Trials")]).await;
    assert!(same.text().contains("already named Field Trials"), "{}", same.text());
    let review = admin.submit(&format!("{path}/edit"), &[("name", "Field Tests")]).await;
    admin.apply(&review, "").await;
    assert!(admin.get(&path).await.text().contains("Field Tests"));

    let finance = workspace(&app, "Finance");
    let ask = admin.get(&format!("/workspaces/{}/delete", finance.id)).await;
    let people = snapshot(&app).reach_count(&resource(&finance));
    assert!(ask.text().contains(&format!("{people} people")) && ask.text().contains("Folder"), "{}", ask.text());
    let review = admin.fill(&format!("{path}/delete"), "workspaces/delete", &[]).await;
    assert!(review.has_field("confirmation"), "{}", review.body);
    admin.apply(&review, "Not needed").await;
    assert_eq!(admin.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn hundreds_are_given_access_and_no_form_carries_all_of_them() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let workspace = workspace(&app, "Sandbox");
    let path = format!("/workspaces/{}", workspace.id);
    // Whoever has another level already would be shown with it first.
    let is_new = |id: &MemberId| held(&app, &workspace, &Grantee::Member(id.clone())).is_none();
    let active = snapshot.people().filter(|m| m.status() == MemberStatus::Active);
    let people: Vec<_> = active.filter(|m| is_new(&m.id)).take(260).collect();
    let list: Vec<String> = people.iter().map(|m| format!("{} <MAILTO:{}>", m.full_name(), m.email)).collect();
    let list = list.join("; ");
    let form = [("addresses", list.as_str()), ("grants[new][level]", "view")];
    let review = admin.submit(&format!("{path}/access"), &form).await;
    admin.apply(&review, "").await;
    let page = admin.get(&path).await;
    let all = app.snapshot().grants(&resource(&workspace)).len();
    assert!(all > 200 && page.text().contains(&format!("See all {all}")), "{all}");
    assert_eq!(page.body.matches("][id]\"").count(), 200);
    let many = "a@b.example\n".repeat(501);
    let refused = admin.press(&format!("{path}/access"), "Add these people", &[("addresses", many.as_str())]).await;
    assert!(refused.text().contains("At most 500 people and teams get access at once"), "{}", refused.text());
}

#[tokio::test]
async fn a_workspace_is_made_with_its_first_grants() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (sales, leo) = (team(&app, "Sales"), member(&app, "leo.martins@lumen.example"));
    let fields = [
        ("name", "Forecasts"),
        ("grants[rows][0][id]", &format!("team:{sales}")),
        ("grants[rows][0][level]", "explore"),
        ("grants[new][id]", "leo.martins@lumen.example"),
        ("grants[new][level]", "edit"),
    ];
    let review = admin.fill("/workspaces/new", "workspaces/create", &fields).await;
    let text = review.text();
    assert!(text.contains("Create workspace Forecasts") && text.contains("2 people and teams"), "{text}");
    assert!(text.contains("Leo Martins"), "whoever gains is not named: {text}");
    admin.apply(&review, "").await;
    let made = workspace(&app, "Forecasts");
    let level = |level| Some(Permission::Workspace(level));
    assert_eq!(held(&app, &made, &Grantee::Team(sales)), level(WorkspacePermission::Explore));
    assert_eq!(held(&app, &made, &Grantee::Member(leo)), level(WorkspacePermission::Edit));

    // Undoing it ends all of it, and what is not clear is asked.
    let id = review.field("id");
    let undo = admin.submit(&format!("/changes/{id}"), &[("id", &id)]).await;
    admin.apply(&undo, "").await;
    assert!(snapshot(&app).workspaces().iter().all(|w| w.name != "Forecasts"));
    let unclear = [("name", "Forecasts"), ("grants[new][id]", "nobody at all")];
    let page = admin.fill("/workspaces/new", "workspaces/create", &unclear).await;
    assert!(page.text().contains("nobody at all") || page.holds("nobody at all"), "{}", page.text());
    assert!(page.holds("Forecasts") && !page.offers("Apply change"), "what was typed is lost: {}", page.text());
}
