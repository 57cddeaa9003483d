//! The teams list, a team's page, and every form about teams.

use super::team_lists::change;
use crate::support::{TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::domain::{Grantee, Member, MemberStatus, Team, TeamVisibility};

pub(super) fn team(app: &TestApp, name: &str) -> Team {
    app.snapshot().teams().iter().find(|t| t.name == name).unwrap().clone()
}

pub(super) fn path(team: &Team, page: &str) -> String {
    format!("/teams/{}{page}", team.id)
}

/// Active people who are not in the team, by name.
pub(super) fn outsiders(app: &TestApp, team: &Team, n: usize) -> Vec<Member> {
    let snapshot = app.snapshot();
    let outside = |m: &&Member| m.status() == MemberStatus::Active && !snapshot.is_in_team(&m.id, &team.id);
    snapshot.people().filter(outside).take(n).cloned().collect()
}

pub(super) fn emails(members: &[Member], between: &str) -> String {
    members.iter().map(|m| m.email.as_str()).collect::<Vec<_>>().join(between)
}

#[tokio::test]
async fn the_list_finds_filters_and_sorts() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let all = app.snapshot().teams().len();
    let found = admin.get("/teams?q=FINANCE%20close").await;
    assert!(found.text().contains(&format!("1 of {all} teams")), "name and description: {}", found.text());
    let private = app.snapshot().teams().iter().filter(|t| *t.visibility() == TeamVisibility::Private).count();
    let page = admin.get("/teams?visibility=private").await;
    assert!(page.text().contains(&format!("{private} of {all} teams")), "{}", page.text());
    let sizes = |page: &str| -> Vec<usize> {
        let cells = page.split("data-label=\"Members\"").skip(1);
        cells.map(|cell| cell.split_once('>').unwrap().1.split('<').next().unwrap().parse().unwrap()).collect()
    };
    let largest_first = sizes(&admin.get("/teams?sort=-members").await.body);
    assert!(largest_first.len() > 10 && largest_first.iter().rev().is_sorted(), "{largest_first:?}");
}

#[tokio::test]
async fn a_manager_finds_the_teams_they_administer() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager").await;
    let page = manager.get("/teams?admin=me").await;
    assert!(page.text().contains("2 teams"), "Finance and FP&A: {}", page.text());
    assert!(page.text().contains("Finance") && !page.text().contains("Sigma Admins"));
    assert!(page.holds("me"), "{}", page.body);
    assert!(!page.links_below("/teams/new"), "a team manager is offered to create a team");
}

#[tokio::test]
async fn the_csv_has_all_that_match() {
    let app = TestApp::start().await;
    let answer = app.sign_in("auditor").await.get("/teams/export.csv?visibility=public&columns=members.admins").await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut lines = answer.body.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("Name,Description,Members,Team admins"));
    let public = app.snapshot().teams().iter().filter(|t| *t.visibility() == TeamVisibility::Public).count();
    assert_eq!(lines.count(), public);
}

#[tokio::test]
async fn a_teams_page_shows_members_reach_and_attributes() {
    let app = TestApp::start_whole().await;
    let finance = team(&app, "Finance");
    let auditor = app.sign_in("auditor").await;
    let first = auditor.get(&path(&finance, "")).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text().contains("Jonas Weber") && first.text().contains("Team admin"), "{}", first.text());
    let page = auditor.get(&path(&finance, "/access")).await;
    let text = page.text();
    let snapshot = app.snapshot();
    for (resource, permission) in snapshot.granted_to(&Grantee::Team(finance.id.clone())) {
        let name = snapshot.resource_name(resource).unwrap();
        assert!(text.contains(name) && text.contains(permission.label()), "{name}: {text}");
        assert!(page.links_below(&format!("s/{}", resource.id())), "no link to {name}");
    }
    for (attribute, value) in snapshot.attributes_of_team(&finance.id) {
        assert!(text.contains(&attribute.name) && text.contains(&value.value), "{}", attribute.name);
    }
    for page in [first, page] {
        assert!(!page.links_below("/edit"), "an auditor is offered to edit");
        for control in ["Change members", "Review change"] {
            assert!(!page.offers(control), "an auditor is offered {control}");
        }
    }
    assert_eq!(app.sign_in("auditor").await.get("/teams/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_large_team_shows_its_first_members_and_leads_to_all_of_them() {
    let app = TestApp::start().await;
    let snapshot = app.snapshot();
    let largest = snapshot.teams().iter().max_by_key(|t| snapshot.team_members(&t.id).len()).unwrap();
    let size = snapshot.team_members(&largest.id).len();
    assert!(size > 12, "the seed has no large team");
    let page = app.sign_in("auditor").await.get(&path(largest, "")).await;
    assert!(page.text().contains(&format!("Search all {size} members")), "{}", page.text());
    assert!(page.links_to(&format!("/members?team={}", largest.id)));
    let admins: Vec<String> = snapshot
        .team_members(&largest.id)
        .iter()
        .filter(|m| m.is_team_admin)
        .map(|m| snapshot.member(&m.member_id).unwrap().full_name())
        .collect();
    assert!(admins.iter().all(|name| page.text().contains(name)), "team admins come first: {admins:?}");
}

#[tokio::test]
async fn a_manager_edits_only_the_teams_they_administer() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager").await;
    let (own, foreign) = (team(&app, "Finance"), team(&app, "Sales EMEA"));
    let page = manager.get(&path(&own, "")).await;
    assert!(page.links_to(&path(&own, "/members")) && page.links_to(&path(&own, "/delete")));
    let form = [("name", "Mine now"), ("visibility", "public")];
    let foreign_id = [("team_id", foreign.id.as_str())];
    for (refused, answer) in [
        ("page", manager.get(&path(&foreign, "")).await),
        ("edit", manager.get(&path(&foreign, "/edit")).await),
        ("edit, posted", manager.submit(&path(&foreign, "/edit"), &form).await),
        ("members", manager.get(&path(&foreign, "/members")).await),
        ("members, posted", manager.call("/teams", "teams/compare-members", &foreign_id).await),
        ("one member, posted", manager.call("/teams", "teams/remove-member", &foreign_id).await),
        ("delete", manager.get(&path(&foreign, "/delete")).await),
        ("delete, posted", manager.call("/teams", "teams/delete", &foreign_id).await),
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "a manager learns by {refused} that there is such a team");
    }
    for (refused, answer) in [
        ("attributes", manager.call(&path(&own, ""), "teams/set-attribute", &[("team_id", own.id.as_str())]).await),
        ("create", manager.get("/teams/new").await),
    ] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{refused}");
    }
    let joiner = outsiders(&app, &own, 1).remove(0);
    let review = change(&manager, &own, "add", &joiner.email).await;
    manager.apply(&review, "They start on Monday").await;
    assert!(app.snapshot().is_in_team(&joiner.id, &own.id));
}

#[tokio::test]
async fn a_team_is_created_with_members_and_found_at_once() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = outsiders(&app, &team(&app, "Finance"), 2);
    let list = emails(&people, "; ");
    let form = [
        ("name", "Launch  Crew"),
        ("description", "Opens the new site"),
        ("visibility", "public"),
        ("people[list]", &list),
        ("workspace", "on"),
    ];
    let review = admin.submit("/teams/new", &form).await;
    assert!(
        review.text().contains("Create team Launch Crew with 2 members and a workspace of its own"),
        "{}",
        review.text()
    );
    admin.apply(&review, "").await;
    let made = team(&app, "Launch Crew");
    assert_eq!(*made.visibility(), TeamVisibility::Public);
    assert!(people.iter().all(|m| app.snapshot().is_in_team(&m.id, &made.id)));
    let page = admin.get(&path(&made, "")).await;
    assert!(page.text().contains("Opens the new site") && page.text().contains(&people[0].email), "{}", page.text());
}

#[tokio::test]
async fn a_wrong_form_keeps_everything_typed() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let gone = app.snapshot().people().find(|m| m.status() == MemberStatus::Archived).unwrap().clone();
    let list = format!("amara.okafr@lumen.example\n{}\n", gone.email);
    let form =
        [("name", ""), ("description", "Kept & <b>whole</b>"), ("visibility", "public"), ("people[list]", &list)];
    let page = admin.submit("/teams/new", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("Enter a name."), "{text}");
    assert!(text.contains("did you mean amara.okafor@lumen.example?"), "{text}");
    assert!(text.contains(&format!("these are not: {}.", gone.full_name())), "{text}");
    assert!(text.contains("Kept & <b>whole</b>") && text.contains(&list), "what was typed is gone: {text}");
    assert!(page.has_chosen("public"), "{}", page.body);
    let attack = "</textarea><script>alert(1)</script>";
    let form = [("name", ""), ("description", attack), ("people[list]", attack)];
    let page = admin.submit("/teams/new", &form).await;
    assert!(!page.body.contains("<script>alert"), "what was typed becomes markup");
}

#[tokio::test]
async fn one_member_leaves_by_the_button_beside_them() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let sales = team(&app, "Sales EMEA");
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().clone();
    let form = [("team_id", sales.id.as_str()), ("member_id", leo.id.as_str())];
    let review = admin.call(&path(&sales, ""), "teams/remove-member", &form).await;
    assert!(
        review.text().contains("Remove Leo Martins <leo.martins@lumen.example> from team Sales EMEA"),
        "{}",
        review.text()
    );
    admin.apply(&review, "").await;
    assert!(!app.snapshot().is_in_team(&leo.id, &sales.id));
}

#[tokio::test]
async fn a_team_is_edited_and_its_page_tells_the_change() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let form = admin.get(&path(&finance, "/edit")).await;
    assert!(form.holds("Finance"), "{}", form.body);
    let same = [
        ("name", "Finance"),
        ("description", finance.description.as_deref().unwrap_or_default()),
        ("visibility", finance.visibility().slug()),
    ];
    let nothing = admin.submit(&path(&finance, "/edit"), &same).await;
    assert!(nothing.text().contains("Nothing would change"), "{}", nothing.text());
    let review =
        admin.submit(&path(&finance, "/edit"), &[("name", "Treasury & Finance"), ("visibility", "public")]).await;
    admin.apply(&review, "").await;
    let page = admin.get(&path(&finance, "/activity")).await;
    assert!(page.text().contains("Treasury & Finance") && page.text().contains("Edit team Finance"), "{}", page.text());
    let longest = "n".repeat(101);
    let wrong = admin.submit(&path(&finance, "/edit"), &[("name", &longest), ("visibility", "public")]).await;
    assert!(wrong.text().contains("100 characters"), "{}", wrong.text());
    assert!(wrong.holds(&longest), "what was typed is gone");
}

#[tokio::test]
async fn deleting_a_team_says_who_loses_what_and_wants_its_name() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let before = app.snapshot();
    let costs = |t: &Team| {
        let members: Vec<_> = before.team_members(&t.id).iter().map(|m| m.member_id.clone()).collect();
        before.lost_without(&t.id, &members).into_iter().find(|loss| loss.gone.len() > 1)
    };
    let (doomed, loss) = before.teams().iter().find_map(|t| Some((t.clone(), costs(t)?))).unwrap();
    let resource = before.resource_name(&loss.resource).unwrap();
    let page = admin.get(&path(&doomed, "/delete")).await;
    assert!(page.text().contains(&format!("{} people lose it", loss.gone.len())), "{}", page.text());
    assert!(page.text().contains(resource));
    let review = admin.fill(&path(&doomed, "/delete"), "teams/delete", &[]).await;
    for id in loss.gone.iter().take(20) {
        let name = before.member(id).unwrap().full_name();
        assert!(review.text().contains(&name), "{name} loses it: {}", review.text());
    }
    assert!(review.text().contains("deleted for good") && review.text().contains(resource), "{}", review.text());
    assert!(review.text().contains(&format!("Type {} to confirm", doomed.name)), "{}", review.text());
    admin.apply(&review, "").await;
    assert!(app.snapshot().team(&doomed.id).is_none());
    assert_eq!(admin.get(&path(&doomed, "")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn access_is_given_to_a_team_and_taken_away_from_its_page() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let held = |app: &TestApp| app.snapshot().granted_to(&Grantee::Team(finance.id.clone())).to_vec();
    let before = app.snapshot();
    let is_free = |id: &&str| !held(&app).iter().any(|(resource, _)| resource.id() == *id);
    let free = before.workspaces().iter().find(|w| is_free(&w.id.as_str())).unwrap();
    let (id, name) = (free.id.to_string(), free.name.as_str());
    let resource = format!("workspace:{id}");
    let (page, function) = (path(&finance, "/access"), "teams/give-access");
    let give = |resource, level| [("resource", resource), ("level", level)];
    let refused = admin.fill(&page, function, &give(name, "usage")).await;
    assert!(refused.text().contains("Choose a level for a workspace."), "{}", refused.text());
    assert_eq!(value(&refused.form(function), "resource"), name, "what was typed is lost");
    let unknown = admin.fill(&page, function, &give("zzz", "explore")).await;
    assert!(unknown.text().contains("No workspace or connection matches “zzz”."), "{}", unknown.text());
    assert_eq!(value(&unknown.form(function), "level"), "explore", "the level is lost");
    let review = admin.fill(&page, function, &give(name, "explore")).await;
    admin.apply(&review, "").await;
    assert!(held(&app).iter().any(|(r, p)| r.id() == id && p.slug() == "explore"));
    let shown = admin.get(&page).await.forms("access/revoke");
    let row = shown.into_iter().find(|row| value(row, "resource") == resource).expect("no button that takes it away");
    let review = admin.send_form(&page, "access/revoke", &row).await;
    admin.apply(&review, "").await;
    assert!(!held(&app).iter().any(|(r, _)| r.id() == id));
}

#[tokio::test]
async fn a_teams_attribute_is_set_and_taken_away() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let sales = team(&app, "Sales EMEA");
    let attribute = app.snapshot().user_attributes()[0].clone();
    let value = |app: &TestApp| {
        let all = app.snapshot();
        let values = all.attributes_of_team(&sales.id);
        values.into_iter().find(|(a, _)| a.id == attribute.id).map(|(_, value)| value.value.clone())
    };
    let (page, id) = (path(&sales, "/access"), attribute.id.as_str());
    let review = admin.fill(&page, "teams/set-attribute", &[("attribute_id", id), ("value", "Iberia")]).await;
    admin.apply(&review, "").await;
    assert_eq!(value(&app).as_deref(), Some("Iberia"));
    assert!(admin.get(&page).await.text().contains("Iberia"));
    let shown = admin.get(&page).await.forms("teams/unset-attribute");
    let row = shown.into_iter().find(|row| row.contains(&("attribute_id".to_owned(), id.to_owned())));
    let review = admin.send_form(&page, "teams/unset-attribute", &row.expect("no button that takes it away")).await;
    admin.apply(&review, "").await;
    assert_eq!(value(&app), None);
    let empty = admin.fill(&page, "teams/set-attribute", &[("attribute_id", id), ("value", " ")]).await;
    assert!(empty.text().contains("Enter a value"), "{}", empty.text());
    let form = empty.form("teams/set-attribute");
    assert!(form.contains(&("attribute_id".to_owned(), id.to_owned())), "the choice is lost: {form:?}");
}
