//! One action on many people: picked in the list, or all that a filter finds.

use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{Member, MemberId, MemberStatus, TeamId},
};
use std::{collections::BTreeSet, sync::Arc};

fn snapshot(app: &TestApp) -> Arc<Snapshot> {
    app.running.app.directory.snapshot().unwrap()
}

fn team(app: &TestApp, name: &str) -> TeamId {
    snapshot(app).teams().iter().find(|t| t.name == name).unwrap().id.clone()
}

fn active(snapshot: &Snapshot, skip: usize, most: usize) -> Vec<Member> {
    let plain = |m: &&Member| m.status() == MemberStatus::Active && !m.has_account_type("admin");
    snapshot.people().filter(plain).skip(skip).take(most).cloned().collect()
}

/// Posts a selection from the list.
async fn start(browser: &Browser<'_>, form: &[(&str, &str)]) -> Answer {
    browser.call("/members", "members/bulk/start", form).await
}

/// Posts the selection and opens the page it leads to.
async fn select(browser: &Browser<'_>, what: &str, ids: &[&MemberId], all: Option<&str>) -> (String, Answer) {
    let mut form = vec![("action", what)];
    form.extend(ids.iter().map(|id| ("member[]", id.as_str())));
    form.extend(all.map(|query| ("all", query)));
    let posted = start(browser, &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let path = posted.location.unwrap();
    let page = browser.get(&path).await;
    (path, page)
}

#[tokio::test]
async fn the_list_offers_what_the_role_may_do() {
    let app = TestApp::start().await;
    let of = async |persona| app.sign_in(persona).await.get("/members").await.body;
    let (admin, manager, auditor) = (of("admin").await, of("manager").await, of("auditor").await);
    assert!(admin.contains("name=\"member[]\"") && admin.contains("value=\"offboard\""));
    assert!(manager.contains("value=\"join\"") && !manager.contains("value=\"offboard\""));
    assert!(!auditor.contains("name=\"member[]\""));
}

#[tokio::test]
async fn picked_people_get_an_account_type() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = active(&snapshot(&app), 0, 3);
    let ids: Vec<&MemberId> = people.iter().map(|m| &m.id).collect();
    let (path, page) = select(&admin, "set_type", &ids, None).await;
    assert!(page.text().contains("Set the account type of 3 people"), "{}", page.text());
    for person in &people {
        assert!(page.text().contains(&person.email), "{} is missing", person.email);
    }
    let nothing = admin.fill(&path, "members/bulk/change-type", &[]).await;
    assert!(nothing.text().contains("Choose an account type."), "{}", nothing.text());

    let review = admin.submit(&path, &[("account_type", "Contractor")]).await;
    let back = review.body.split("href=\"/members/bulk/").nth(1).expect("the way back to the form");
    let kept = admin.get(&format!("/members/bulk/{}", back.split('"').next().unwrap())).await;
    assert!(kept.has_chosen("Contractor"), "what was chosen is lost");
    admin.apply(&review, "").await;
    let after = snapshot(&app);
    assert!(ids.iter().all(|id| after.member(id).unwrap().has_account_type("Contractor")));
}

#[tokio::test]
async fn all_that_match_are_counted_by_the_server_and_confirmed_by_typing() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let list = admin.get("/members").await;
    let whole = list.field("all");
    let (path, page) = select(&admin, "set_type", &[], Some(&whole)).await;
    let before = snapshot(&app);
    let text = page.text();
    for reason in ["owns the API credentials", "is you: ask another admin", "Sigma changes active members only"] {
        assert!(text.contains(reason), "{reason}: {text}");
    }
    let active = before.people().filter(|m| m.status() == MemberStatus::Active).count();
    assert!(text.contains(&format!("Set the account type of {} people", active - 2)), "{text}");
    let review = admin.submit(&path, &[("account_type", "View")]).await;
    let owner = before.token_owner();
    let changing = before.people().filter(|m| {
        m.status() == MemberStatus::Active
            && !m.has_account_type("View")
            && m.id != *owner
            && m.email != "amara.okafor@lumen.example"
    });
    let phrase = format!("Type {} people to confirm", changing.count());
    assert!(review.text().contains(&phrase), "{phrase}: {}", review.text());
}

#[tokio::test]
async fn whoever_came_or_went_meanwhile_is_shown() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let query = format!("team={finance}&status=active");
    let (path, page) = select(&admin, "set_type", &[], Some(&query)).await;
    let before = snapshot(&app);
    let is_active = |id: &&MemberId| before.member(id).is_some_and(|m| m.status() == MemberStatus::Active);
    let went = before.team_members(&finance).iter().map(|m| &m.member_id).find(is_active).unwrap();
    let outside = active(&before, 0, 400);
    let came = outside.iter().find(|m| !before.is_in_team(&m.id, &finance)).unwrap();
    let teams = app.running.app.client.teams();
    teams.update_members(&finance, std::slice::from_ref(&came.id), std::slice::from_ref(went)).await.unwrap();
    assert!(app.running.app.directory.sync().await);

    let seen = page.form("members/bulk/change-type");
    let form: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let form = [form, vec![("account_type", "Contractor")]].concat();
    let moved = admin.call(&path, "members/bulk/change-type", &form).await;
    let text = moved.text();
    assert!(text.contains(&format!("Match now: {}", came.full_name())), "{text}");
    assert!(text.contains(&format!("Match no longer: {}", before.member(went).unwrap().full_name())), "{text}");
    assert!(moved.has_chosen("Contractor"), "what was chosen is lost");
    let review = admin.submit(&path, &[("account_type", "Contractor")]).await;
    assert!(review.offers("Apply change"), "looked at once more, it goes on: {}", review.text());
}

#[tokio::test]
async fn people_join_and_leave_a_team_together() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager").await;
    let finance = team(&app, "Finance");
    let before = snapshot(&app);
    let budget = team(&app, "FP&A");
    let joins = |m: &Member| before.is_in_team(&m.id, &budget) && !before.is_in_team(&m.id, &finance);
    let joining: Vec<Member> = active(&before, 0, 400).into_iter().filter(joins).take(2).collect();
    assert_eq!(joining.len(), 2, "the persona's other team has too few people");
    let ids: Vec<&MemberId> = joining.iter().map(|m| &m.id).collect();
    let (path, _) = select(&manager, "join", &ids, None).await;
    let other = manager.submit(&path, &[("team", "Sigma Admins")]).await;
    assert!(other.text().contains("No team matches “Sigma Admins”"), "{}", other.text());
    let review = manager.submit(&path, &[("team", "Finance")]).await;
    manager.apply(&review, "").await;
    assert!(ids.iter().all(|id| snapshot(&app).is_in_team(id, &finance)));

    let (path, page) = select(&manager, "leave", &ids, None).await;
    assert!(page.text().contains("Finance · 2 of 2"), "{}", page.text());
    let review = manager.submit(&path, &[("team", finance.as_str())]).await;
    manager.apply(&review, "").await;
    assert!(!ids.iter().any(|id| snapshot(&app).is_in_team(id, &finance)));
    let offboard = start(&manager, &[("action", "offboard"), ("member[]", ids[0].as_str())]).await;
    assert_eq!(offboard.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn several_leave_at_once_and_come_back() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = active(&snapshot(&app), 10, 3);
    let ids: Vec<&MemberId> = people.iter().map(|m| &m.id).collect();
    let (path, _) = select(&admin, "offboard", &ids, None).await;
    let form = |heir: &'static str| [("documents", "hand"), ("new_owner", heir), ("teams", "on")];
    let among: &'static str = Box::leak(people[1].email.clone().into_boxed_str());
    let refused = admin.submit(&path, &form(among)).await;
    assert!(refused.text().contains("leaves too"), "{}", refused.text());
    let review = admin.submit(&path, &form("leo.martins@lumen.example")).await;
    assert!(review.text().contains("Offboard 3 people"), "{}", review.text());
    admin.apply(&review, "").await;
    assert!(ids.iter().all(|id| snapshot(&app).member(id).unwrap().is_archived));

    let form: Vec<(&str, &str)> =
        [("action", "reactivate")].into_iter().chain(ids.iter().map(|id| ("member[]", id.as_str()))).collect();
    let review = start(&admin, &form).await;
    assert!(review.text().contains("Reactivate 3 people"), "{}", review.text());
    admin.apply(&review, "").await;
    assert!(!ids.iter().any(|id| snapshot(&app).member(id).unwrap().is_archived));
}

#[tokio::test]
async fn picked_people_are_exported() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = active(&snapshot(&app), 0, 2);
    let form = [("action", "csv"), ("member[]", people[0].id.as_str()), ("member[]", people[1].id.as_str())];
    let csv = admin.get(&start(&admin, &form).await.location.unwrap()).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let got: BTreeSet<&str> = csv.body.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(got, people.iter().map(|m| m.email.as_str()).collect());
}

#[tokio::test]
async fn a_selection_is_its_authors_and_not_empty() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let somebody = active(&snapshot(&app), 0, 1).remove(0);
    let (path, _) = select(&admin, "join", &[&somebody.id], None).await;
    assert_eq!(app.sign_in("manager").await.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(start(&admin, &[("action", "set_type")]).await.text().contains("Select at least one person first."));
    for form in [[("action", "everything")], [("member[]", somebody.id.as_str())]] {
        assert_eq!(start(&admin, &form).await.status, StatusCode::BAD_REQUEST, "{form:?}");
    }
}

#[tokio::test]
async fn ticks_go_along_through_search_sorting_and_paging() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = active(&snapshot(&app), 0, 3);
    let [first, second, third] = people.as_slice() else { panic!("three people") };
    let ticked = [("member[]", first.id.as_str()), ("member[]", second.id.as_str()), ("at", "/members?sort=email")];
    let kept = admin.call("/members", "members/bulk/keep", &ticked).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let kept = kept.location.unwrap();
    assert_eq!(kept, format!("/members?sort=email&pick={}&pick={}", first.id, second.id));

    let search = admin.get(&format!("{kept}&q={}", third.email)).await;
    assert!(search.text().contains("2 not on this page"), "{}", search.text());
    for person in [first, second] {
        assert!(search.text().contains(&person.full_name()), "{} is not named", person.email);
        assert!(search.holds(person.id.as_str()), "{} is lost", person.email);
    }
    let form = [
        ("action", "set_type"),
        ("member[]", first.id.as_str()),
        ("member[]", second.id.as_str()),
        ("member[]", third.id.as_str()),
    ];
    let started = start(&admin, &form).await;
    let page = admin.get(&started.location.unwrap()).await;
    assert!(page.text().contains("Set the account type of 3 people"), "{}", page.text());

    let nothing = admin.get(&format!("{kept}&q=zzz-nobody")).await;
    assert!(nothing.text().contains("2 not on this page"), "what is picked is lost where nothing is found");
    let whole = admin.get(&kept).await;
    let leads: Vec<&str> =
        whole.body.split("href=\"/members?").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let away = leads.iter().filter(|query| !query.contains("pick="));
    assert!(away.count() <= 1, "only the way to clear the selection drops it: {leads:?}");
    assert!(whole.text().contains("Clear selection") && whole.text().contains("Keep the selection before you search"));
}

#[tokio::test]
async fn everyone_of_a_selection_and_of_a_pasted_list_is_named() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = active(&snapshot(&app), 0, 45);
    let (_, page) = select(&admin, "set_type", &people.iter().map(|m| &m.id).collect::<Vec<_>>(), None).await;
    assert!(people.iter().all(|person| page.text().contains(&person.email)), "{}", page.text());
    assert!(page.text().contains("Show 25 more"), "{}", page.text());

    let unknown: Vec<String> = (0..60).map(|n| format!("nobody.{n}@lumen.example")).collect();
    let list: Vec<String> = people.iter().map(|person| person.email.clone()).chain(unknown.clone()).collect();
    let page = admin.press("/members/select", "Check list", &[("list", &list.join("\n"))]).await;
    let text = page.text();
    assert!(list.iter().all(|address| text.matches(address.as_str()).count() >= 2), "beside the list itself: {text}");
    for skip in unknown {
        assert!(page.body.contains(&format!("Skip “{skip}”")), "{skip} cannot be skipped");
    }
}
