//! Lists of people beside a team: pasted, compared, corrected, planned.

use super::teams::{outsiders, path, team};
use crate::support::{
    Answer, Browser, TestApp,
    form::{value, with},
};
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{Member, MemberStatus, Team, TeamMember},
};

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
    assert!(several.has_field("people[pick]"), "{}", several.body);
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
pub(super) async fn change(browser: &Browser<'_>, team: &Team, mode: &str, list: &str) -> Answer {
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
    assert!(page.has_locked_button(), "the plan is offered");
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
        (0..5_600).map(|n| format!("Someone Else Number {n} <someone.else.{n}@elsewhere.example>")).collect();
    lines.push("priya.raman@lumen.example".into());
    let page = compare(&admin, &finance, "add", &lines.join("\r\n")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.status);
    assert!(page.text().contains("Unknown 5,600"), "{}", &page.text()[..400]);
    assert!(page.body.matches("someone.else.5599@").count() <= 2, "the list travels with the page");
    let review = go_on(&admin, &page, "teams/change-members").await;
    assert!(!review.body.contains("someone.else.5599@"), "the list travels with the review");
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
    assert!(form.text().contains("someone.else.5599@"), "what was entered is lost");
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
    assert!(present.has_chosen("exact"), "{}", present.body);
}
