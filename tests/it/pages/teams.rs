//! The teams list, a team's page, and every form about teams.

use crate::support::{
    Answer, Browser, TestApp,
    form::{value, with},
};
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{Grantee, Member, MemberStatus, Team, TeamMember, TeamVisibility},
};

fn team(app: &TestApp, name: &str) -> Team {
    app.snapshot().teams().iter().find(|t| t.name == name).unwrap().clone()
}

fn path(team: &Team, page: &str) -> String {
    format!("/teams/{}{page}", team.id)
}

/// Active people who are not in the team, by name.
fn outsiders(app: &TestApp, team: &Team, n: usize) -> Vec<Member> {
    let snapshot = app.snapshot();
    let outside = |m: &&Member| m.status() == MemberStatus::Active && !snapshot.is_in_team(&m.id, &team.id);
    snapshot.people().filter(outside).take(n).cloned().collect()
}

fn emails(members: &[Member], between: &str) -> String {
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
    assert!(page.body.contains("<option value=\"me\""), "{}", page.body);
    assert!(!page.body.contains("/teams/new"), "a team manager is offered to create a team");
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
    let page = app.sign_in("auditor").await.get(&path(&finance, "")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("Jonas Weber") && text.contains("Team admin"), "{text}");
    let snapshot = app.snapshot();
    for (resource, permission) in snapshot.granted_to(&Grantee::Team(finance.id.clone())) {
        let name = snapshot.resource_name(resource).unwrap();
        assert!(text.contains(name) && text.contains(permission.label()), "{name}: {text}");
        assert!(page.body.contains(&format!("s/{}\"", resource.id())), "no link to {name}");
    }
    for (attribute, value) in snapshot.attributes_of_team(&finance.id) {
        assert!(text.contains(&attribute.name) && text.contains(&value.value), "{}", attribute.name);
    }
    for control in ["/edit", "Change members", "Plan</button>"] {
        assert!(!page.body.contains(control), "an auditor is offered {control}");
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
    assert!(page.body.contains(&format!("href=\"/members?team={}\"", largest.id)));
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
    assert!(page.body.contains(&path(&own, "/members")) && page.body.contains(&path(&own, "/delete")));
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
    assert!(page.body.contains("value=\"public\" checked"), "{}", page.body);
    let attack = "</textarea><script>alert(1)</script>";
    let form = [("name", ""), ("description", attack), ("people[list]", attack)];
    let page = admin.submit("/teams/new", &form).await;
    assert!(!page.body.contains("<script>alert"), "what was typed becomes markup");
}

#[tokio::test]
async fn a_search_adds_to_the_list_without_script() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let page = path(&finance, "/members");
    let find = async |field, value| {
        let form = [("mode", "add"), ("people[list]", "someone@else.example"), (field, value)];
        admin.call(&page, "teams/compare-members?show", &form).await
    };
    let clear = find("people[q]", "amara okafor").await;
    assert_eq!(clear.status, StatusCode::OK);
    assert!(
        clear.text().contains("someone@else.example\nAmara Okafor <amara.okafor@lumen.example>"),
        "{}",
        clear.text()
    );
    let several = find("people[q]", "an").await;
    assert!(several.text().contains("Which “an” is it?"), "{}", several.text());
    assert!(several.body.contains("name=\"people[pick]\" value=\"member:"), "{}", several.body);
    let form = [("people[list]", "nobody@x.example"), ("people[q]", "an")];
    let asks = admin.submit(&page, &form).await;
    assert!(
        asks.text().contains("Several people or teams match “an”. Pick one, or empty the search."),
        "{}",
        asks.text()
    );
    let on = admin.send_on(&page, "teams/compare-members", &asks.form("teams/compare-members")).await;
    assert!(on.text().contains("What would change"), "a question that is left open holds nobody up: {}", on.text());
    assert!(find("people[q]", "zzz").await.text().contains("No person or team matches “zzz”."));
    let fpa = team(&app, "FP&A");
    let whole = find("people[pick]", &format!("team:{}", fpa.id)).await;
    assert!(whole.text().contains("Jonas Weber <jonas.weber@lumen.example>"), "{}", whole.text());
}

fn leo(snapshot: &Snapshot) -> Member {
    snapshot.member_by_email("leo.martins@lumen.example").unwrap().clone()
}

/// Compares a list with a team, as it stands in a file of another company's kind.
async fn compare(browser: &Browser<'_>, team: &Team, mode: &str, list: &str) -> Answer {
    let answer = browser.submit(&path(team, "/members"), &[("mode", mode), ("people[list]", list)]).await;
    match &answer.location {
        Some(comparison) => browser.get(comparison).await,
        None => answer,
    }
}

/// Sends the form of a comparison to a function, with what its button adds.
async fn go_on(browser: &Browser<'_>, compared: &Answer, function: &str) -> Answer {
    let mut fields = compared.form("teams/change-members");
    let of = |name: &str| fields.iter().find(|(n, _)| n == name).unwrap().1.clone();
    let page = format!("/teams/{}/members/compare?list={}", of("team_id"), of("list"));
    if function != "teams/change-members" {
        fields.push(compared.button_to(function));
    }
    browser.send_on(&page, function, &fields).await
}

/// Compares a list with a team and plans what it says.
async fn change(browser: &Browser<'_>, team: &Team, mode: &str, list: &str) -> Answer {
    let compared = compare(browser, team, mode, list).await;
    go_on(browser, &compared, "teams/change-members").await
}

#[tokio::test]
async fn a_mistyped_line_removes_nobody() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let snapshot = app.snapshot();
    let active = |m: &&Member| m.status() == MemberStatus::Active;
    let members = snapshot.team_members(&finance.id).iter().filter_map(|m| snapshot.member(&m.member_id));
    let present: Vec<&Member> = members.filter(active).collect();
    let mistyped = present[0];
    let mut lines: Vec<String> = present[1..].iter().map(|m| m.email.clone()).collect();
    lines.push(format!("x{}", mistyped.email));
    let page = compare(&admin, &finance, "exact", &lines.join("\n")).await;
    let text = page.text();
    assert!(text.contains(&format!("did you mean {}?", mistyped.full_name())), "{text}");
    assert!(!text.contains("Removed 1") && text.contains("Kept for now 1"), "{text}");
    assert!(page.body.contains("disabled"), "the plan is offered");
    let blocked = go_on(&admin, &page, "teams/change-members").await;
    assert!(blocked.text().contains("What would change") && !blocked.text().contains("Apply"), "{}", blocked.text());
    // A line that means several people keeps all of them; one that means nobody at all blocks as well.
    let page = compare(&admin, &finance, "exact", "jonas.weber@lumen.example\nnobody at all").await;
    assert!(page.text().contains("nobody can be removed yet"), "{}", page.text());
}

#[tokio::test]
async fn what_others_did_to_a_team_meanwhile_is_asked_about() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let opened = admin.get(&path(&finance, "/members?from=team")).await;
    let form = opened.form("teams/compare-members");
    let snapshot = app.snapshot();
    let outside = outsiders(&app, &finance, 2);
    let (newcomer, wanted) = (&outside[0], &outside[1]);
    let is_ordinary = |m: &&TeamMember| !m.is_team_admin;
    let in_team = snapshot.team_members(&finance.id).iter().filter(is_ordinary);
    let mut active =
        in_team.filter_map(|m| snapshot.member(&m.member_id)).filter(|m| m.status() == MemberStatus::Active);
    let leaver = active.next().unwrap();
    let manager = app.sign_in("manager").await;
    for (mode, person) in [("add", newcomer), ("remove", leaver)] {
        let review = change(&manager, &finance, mode, &person.email).await;
        manager.apply(&review, "").await;
    }

    let list = format!("{}\n{}", value(&form, "people[list]"), wanted.email);
    let fields = with(form, &[("people[list]", &list)]);
    let compared = admin.send_on(&path(&finance, "/members"), "teams/compare-members", &fields).await;
    let text = compared.text();
    assert!(text.contains("Changed since you opened this list") && !text.contains("Removed 1 "), "{text}");
    assert!(text.contains(&format!("{} · added by Jonas Weber", newcomer.email)), "{text}");
    assert!(text.contains(&format!("{} · removed by Jonas Weber", leaver.email)), "{text}");
    let open = go_on(&admin, &compared, "teams/change-members").await.text();
    assert!(open.contains("Choose what happens to the people who were added or removed meanwhile."), "{open}");
    for (answer, put_back) in [("keep", false), ("list", true)] {
        let fields = with(compared.form("teams/change-members"), &[("meanwhile", answer)]);
        let review = admin.send_on(&path(&finance, "/members"), "teams/change-members", &fields).await.text();
        assert!(review.contains(&wanted.email), "{answer}: {review}");
        for person in [newcomer, leaver] {
            assert_eq!(review.contains(&person.email), put_back, "{answer}, {}: {review}", person.email);
        }
    }
}

#[tokio::test]
async fn lists_are_understood_as_address_books_and_programs_write_them() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let nobody_in = app.snapshot().teams().iter().find(|t| app.snapshot().team_members(&t.id).is_empty()).cloned();
    let target = nobody_in.unwrap_or_else(|| team(&app, "Finance"));
    for (list, people) in [
        (include_str!("../field/t01-outlook-quoted.txt"), 3),
        (include_str!("../field/t03-mailto.txt"), 4),
        (include_str!("../field/t14-spaces.txt"), 3),
        ("Weber, Jonas <jonas.weber@lumen.example>; Raman, Priya <priya.raman@lumen.example>", 2),
        ("Weber, Jonas; Raman, Priya", 2),
        ("Weber, Jonas", 1),
        ("“Jonas Weber”\nPriya\u{a0}\u{a0}Raman", 2),
        ("Jonas\tWeber\tjonas.weber@lumen.example\nPriya\tRaman\tpriya.raman@lumen.example", 2),
        ("Jonas Weber jonas.weber@lumen.example Priya Raman priya.raman@lumen.example", 2),
        ("sip:jonas.weber@lumen.example | (priya.raman@lumen.example)", 2),
    ] {
        let text = compare(&admin, &target, "remove", list).await.text();
        assert!(!text.contains("Unknown"), "{list}: {text}");
        let all = [("Removed ", 0), ("Unchanged ", 0)].map(|(word, _)| {
            let n = text
                .split_once(word)
                .and_then(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
            n.unwrap_or(0)
        });
        assert_eq!(all.iter().sum::<usize>(), people, "{list}: {text}");
    }
    let text = compare(&admin, &target, "add", include_str!("../field/t09-accounts.txt")).await.text();
    assert!(text.contains("Unknown 3"), "{text}");
    assert_eq!(text.matches("did you mean Jonas Weber?").count(), 2, "{text}");
    assert!(text.contains("did you mean Priya Raman?"), "{text}");
}

#[tokio::test]
async fn a_list_of_thousands_is_compared_and_planned() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let mut lines: Vec<String> =
        (0..5_600).map(|n| format!("Somebody Else Number {n} <somebody.else.{n}@elsewhere.example>")).collect();
    lines.push("priya.raman@lumen.example".into());
    let page = compare(&admin, &finance, "add", &lines.join("\r\n")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.status);
    assert!(page.text().contains("Unknown 5,600"), "{}", &page.text()[..400]);
    assert!(page.body.matches("somebody.else.5599@").count() <= 2, "the list travels with the page");
    let review = go_on(&admin, &page, "teams/change-members").await;
    assert!(!review.body.contains("somebody.else.5599@"), "the list travels with the review");
    let done = admin.apply(&review, "").await;
    assert!(done.text().contains("Done"), "{}", done.text());
    let back = |page: &Answer, to: &str| {
        let link = page.body.split("href=\"").find(|link| link.starts_with(to)).expect("the way back");
        link.split('"').next().unwrap().replace("&amp;", "&")
    };
    let members = path(&finance, "/members");
    let compared = admin.get(&back(&review, &members)).await;
    assert!(compared.text().contains("Unknown 5,600"), "{}", &compared.text()[..400]);
    let form = admin.get(&back(&compared, &format!("{members}?form="))).await;
    assert!(form.text().contains("somebody.else.5599@"), "what was entered is lost");
    let long = "a@b.example\n".repeat(50_001);
    let page = compare(&admin, &finance, "add", &long).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("At most 50,000 people can be listed at once"), "{}", &page.text()[..400]);
}

#[tokio::test]
async fn three_hundred_pasted_lines_are_told_apart() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let before = app.snapshot();
    let present: Vec<Member> =
        before.team_members(&finance.id).iter().map(|m| before.member(&m.member_id).unwrap().clone()).collect();
    let staying: Vec<&Member> = present.iter().filter(|m| m.status() == MemberStatus::Active).take(3).collect();
    let joining = outsiders(&app, &finance, 290);
    let archived = before
        .people()
        .find(|m| m.status() == MemberStatus::Archived && !before.is_in_team(&m.id, &finance.id))
        .unwrap();
    let mut lines: Vec<String> = joining.iter().map(|m| format!("{} <{}>", m.full_name(), m.email)).collect();
    lines.extend(staying.iter().map(|m| m.email.to_uppercase()));
    lines.extend([archived.email.clone(), "leo.martinz@lumen.example".into(), "nobody@nowhere.example".into()]);
    lines.push(joining[0].email.clone());
    let list = lines.join("\n");
    let page = compare(&admin, &finance, "exact", &list).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let leaving =
        present.iter().filter(|m| m.status() == MemberStatus::Active && !staying.iter().any(|s| s.id == m.id)).count();
    for part in [
        format!("Added {}", joining.len()),
        format!("Removed {leaving}"),
        "Unknown 2".to_owned(),
        format!("Unchanged {}", staying.len()),
        "did you mean Leo Martins?".to_owned(),
        archived.full_name(),
    ] {
        assert!(text.contains(&part), "{part}: {text}");
    }
    // Nobody leaves because of a line that is not understood.
    let blocked = go_on(&admin, &page, "teams/change-members").await;
    assert!(blocked.text().contains("nobody can be removed yet"), "{}", blocked.text());
    let corrected = go_on(&admin, &page, "teams/correct-line").await;
    assert!(corrected.text().contains("Unknown 1"), "{}", corrected.text());
    let dropped = go_on(&admin, &corrected, "teams/drop-line").await;
    assert!(!dropped.text().contains("Unknown"), "{}", dropped.text());

    let review = go_on(&admin, &dropped, "teams/change-members").await;
    let leaving = leaving - usize::from(before.is_in_team(&leo(&before).id, &finance.id));
    admin.apply(&review, "Reorganisation").await;
    let after = app.snapshot();
    assert!(joining.iter().all(|m| after.is_in_team(&m.id, &finance.id)));
    assert!(staying.iter().all(|m| after.is_in_team(&m.id, &finance.id)));
    let left = present.iter().filter(|m| !after.is_in_team(&m.id, &finance.id)).count();
    assert_eq!(left, leaving, "inactive people stay: Sigma does not let them go");
}

#[tokio::test]
async fn an_empty_list_changes_nothing_and_says_so() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = team(&app, "Finance");
    let page = compare(&admin, &finance, "exact", " \n").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Paste or find at least one person."), "{}", page.text());
    let present = admin.get(&path(&finance, "/members?from=team")).await;
    assert!(present.text().contains("Jonas Weber <jonas.weber@lumen.example>"), "{}", present.text());
    assert!(present.body.contains("value=\"exact\" checked"), "{}", present.body);
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
    assert!(form.body.contains("value=\"Finance\""), "{}", form.body);
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
    let page = admin.get(&path(&finance, "")).await;
    assert!(page.text().contains("Treasury & Finance") && page.text().contains("Edit team Finance"), "{}", page.text());
    let longest = "n".repeat(101);
    let wrong = admin.submit(&path(&finance, "/edit"), &[("name", &longest), ("visibility", "public")]).await;
    assert!(wrong.text().contains("100 characters"), "{}", wrong.text());
    assert!(wrong.body.contains(&longest), "what was typed is gone");
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
    let words = format!("{} people lose “{}” on", loss.gone.len(), loss.permission.label());
    assert!(review.text().contains(&words), "{}", review.text());
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
    let (page, function) = (path(&finance, ""), "teams/give-access");
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
    let shown = admin.get(&page).await.forms("teams/revoke-access");
    let row = shown.into_iter().find(|row| value(row, "resource") == resource).expect("no button that takes it away");
    let review = admin.send_form(&page, "teams/revoke-access", &row).await;
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
    let (page, id) = (path(&sales, ""), attribute.id.as_str());
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
