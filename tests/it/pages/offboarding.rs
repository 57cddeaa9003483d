//! Offboarding, deleting and reactivating a person, and their user attributes.

use crate::support::{Browser, TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Collection, Snapshot},
    domain::{Grantee, InodeId, Member, MemberId},
    sigma::ListFiles,
    simulator::{Answer, Effect, Rule, When},
};
use std::{collections::BTreeSet, sync::Arc};

const FILES: &str = "GET /v2/members/{memberId}/files";

fn snapshot(app: &TestApp) -> Arc<Snapshot> {
    app.running.app.directory.snapshot().unwrap()
}

fn member(app: &TestApp, name: &str) -> Member {
    snapshot(app).member_by_email(&format!("{name}@lumen.example")).unwrap().clone()
}

async fn owned_by(app: &TestApp, member: &MemberId) -> BTreeSet<InodeId> {
    let files = app.running.app.client.members().files(member, &ListFiles::default()).await.unwrap();
    files.into_iter().filter(|f| f.owner_id.as_ref() == Some(member)).map(|f| f.id).collect()
}

/// The form as a browser posts it, with everything ticked.
fn form(heir: &str) -> Vec<(&str, &str)> {
    let on = ["tokens", "teams", "grants"].map(|name| (name, "on"));
    [("documents", "hand"), ("new_owner", heir)].into_iter().chain(on).collect()
}

async fn offboard(admin: &Browser<'_>, leaver: &MemberId, heir: &str) -> crate::support::Answer {
    admin.submit(&format!("/members/{leaver}/offboard"), &form(heir)).await
}

#[tokio::test]
async fn what_somebody_has_is_said_first_and_taken_over_in_the_end() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (jonas, leo) = (member(&app, "jonas.weber"), member(&app, "leo.martins"));
    let documents = owned_by(&app, &jonas.id).await;
    assert!(!documents.is_empty(), "the test needs someone with documents");
    let grants = snapshot(&app).granted_to(&Grantee::Member(jonas.id.clone())).len();
    assert!(grants > 0, "the test needs someone with direct grants");

    let page = admin.get(&format!("/members/{}/offboard", jonas.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for (team, _) in snapshot(&app).teams_of(&jonas.id).take(8) {
        assert!(text.contains(&team.name), "{} is missing", team.name);
    }
    assert!(text.contains(&format!("Documents {}", documents.len())), "{text}");
    assert!(text.contains(&format!("Direct grants {grants}")), "{text}");
    let has = page.body.find("id=\"documents-owned\"").unwrap();
    assert!(has < page.body.find("name=\"new_owner\"").unwrap(), "asked before it is said");

    let review = offboard(&admin, &jonas.id, "LEO martins").await;
    assert!(review.text().contains("hand their documents to Leo Martins"), "{}", review.text());
    assert!(review.text().contains("End the refresh tokens of Jonas Weber"), "{}", review.text());
    let done = admin.apply(&review, "Leaves the company").await;
    assert!(done.text().contains("Done"), "{}", done.text());

    let after = snapshot(&app);
    assert!(after.member(&jonas.id).unwrap().is_archived);
    assert_eq!(after.teams_of(&jonas.id).count(), 0);
    assert!(after.granted_to(&Grantee::Member(jonas.id.clone())).is_empty());
    assert!(owned_by(&app, &leo.id).await.is_superset(&documents), "the documents are not Leo's");
    let page = admin.get(&format!("/members/{}/activity", jonas.id)).await.text();
    assert!(page.contains("Deactivated. This person can’t sign in") && page.contains("Offboard Jonas Weber"), "{page}");

    let back = admin.fill(&format!("/members/{}", jonas.id), "members/reactivate", &[]).await;
    assert!(back.text().contains("Reactivate Jonas Weber"), "{}", back.text());
    admin.apply(&back, "").await;
    assert!(!snapshot(&app).member(&jonas.id).unwrap().is_archived);
}

#[tokio::test]
async fn an_heir_is_found_by_words_and_chosen_by_a_button() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let path = format!("/members/{}/offboard", leo.id);
    let unclear = offboard(&admin, &leo.id, "ma").await;
    assert!(unclear.text().contains("Several people match “ma”. Pick one."), "{}", unclear.text());
    let marco = member(&app, "marco.rossi");
    let (function, chosen) = unclear.button(&format!("{} {}", marco.full_name(), marco.email));
    let chosen = admin.send_form(&path, &function, &chosen).await;
    assert!(chosen.holds(&marco.email), "{}", chosen.body);
    assert!(chosen.has_chosen("on"), "what was ticked is lost");

    for (heir, problem) in [
        ("", "Choose a person."),
        ("nobody-of-this-name", "No person matches “nobody-of-this-name”."),
        ("leo.martins@lumen.example", "Leo Martins <leo.martins@lumen.example> leaves too."),
    ] {
        let page = offboard(&admin, &leo.id, heir).await;
        assert!(page.refuses("new_owner") && page.text().contains(problem), "{}", page.text());
    }
    assert!(!snapshot(&app).member(&leo.id).unwrap().is_archived);
}

#[tokio::test]
async fn those_who_must_stay_get_a_reason_instead_of_a_form() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let owner = snapshot(&app).token_owner().clone();
    let own = member(&app, "amara.okafor").id;
    for (id, reason) in [(owner, "owns the API credentials"), (own, "Ask another admin")] {
        for action in ["offboard", "delete"] {
            let page = admin.get(&format!("/members/{id}/{action}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text().contains(reason), "{}", page.text());
            assert!(!page.offers("Review change"), "a form of no use is shown");
        }
        let menu = admin.get(&format!("/members/{id}")).await;
        assert!(menu.text().contains(reason), "the menu does not say why: {}", menu.text());
        assert!(!menu.links_to(&format!("/members/{id}/offboard")));
        let sent = [form("leo.martins@lumen.example"), vec![("member_id", id.as_str())]].concat();
        let posted = admin.call(&format!("/members/{id}/offboard"), "members/offboard", &sent).await;
        assert!(posted.text().contains(reason), "{}", posted.text());
    }
    assert_eq!(admin.get("/members/nobody/offboard").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn documents_that_sigma_does_not_tell_leave_the_rest_of_the_page() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let refusal = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(Rule { operation: FILES.into(), when: When::Always, effect: Effect::Answer(refusal) });
    let page = admin.get(&format!("/members/{}/offboard", leo.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("The documents could not be read") && page.offers("Review change"), "{}", page.text());
}

#[tokio::test]
async fn deleting_says_what_becomes_of_the_documents_and_wants_the_address() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let path = format!("/members/{}/delete", leo.id);
    let page = admin.get(&path).await;
    assert!(page.text().contains("All documents of Leo Martins go to Sigma Portal"), "{}", page.text());
    assert!(page.links_to(&format!("/members/{}/offboard", leo.id)), "the better way is not offered");
    let review = admin.fill(&path, "members/delete", &[]).await;
    assert!(review.text().contains("Type leo.martins@lumen.example to confirm"), "{}", review.text());
    admin.apply(&review, "").await;
    assert!(snapshot(&app).member(&leo.id).unwrap().is_archived);
}

#[tokio::test]
async fn user_attributes_say_where_they_come_from_and_are_set() {
    let app = TestApp::start().await;
    let mut status = app.running.app.directory.watch();
    let read = |s: &sigma_portal::directory::SyncStatus| {
        s.section(Collection::UserAttributes).is_some_and(|s| s.as_of.is_some())
    };
    status.wait_for(read).await.unwrap();
    let admin = app.sign_in("admin").await;
    let before = snapshot(&app);
    let clearance = before.user_attributes().iter().find(|a| a.name == "Clearance").unwrap();
    let without = |m: &&Member| {
        !m.is_archived && !m.is_inactive && before.attributes_of_member(&m.id).iter().all(|(a, _)| a.id != clearance.id)
    };
    let somebody = before.people().find(without).unwrap();
    let page = format!("/members/{}/attributes", somebody.id);
    assert!(admin.get(&page).await.text().contains("internal the default"), "{}", admin.get(&page).await.text());

    let set = [("attribute_id", clearance.id.as_str()), ("value", " confidential ")];
    let review = admin.fill(&page, "members/set-attribute", &set).await;
    assert!(review.text().contains("to “confidential”"), "{}", review.text());
    admin.apply(&review, "").await;
    let text = admin.get(&page).await.text();
    assert!(text.contains("confidential their own") && text.contains("internal the default"), "{text}");

    let again = admin.fill(&page, "members/set-attribute", &set).await;
    assert!(again.text().contains("Nothing would change"), "{}", again.text());
    let rows = admin.get(&page).await.forms("members/unset-attribute");
    let row = rows.into_iter().find(|row| value(row, "attribute_id") == clearance.id.as_str()).unwrap();
    let unset = admin.send_form(&page, "members/unset-attribute", &row).await;
    admin.apply(&unset, "").await;
    assert!(!admin.get(&page).await.text().contains("confidential their own"));
    let nothing = [("attribute_id", clearance.id.as_str()), ("value", " ")];
    let empty = admin.fill(&page, "members/set-attribute", &nothing).await;
    assert!(empty.text().contains("Enter a value, or take the present one away."), "{}", empty.text());
}

#[tokio::test]
async fn changes_outside_the_portal_stand_in_the_history() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = member(&app, "leo.martins");
    let patch = sigma_portal::domain::MemberPatch { last_name: Some("Moreira".into()), ..Default::default() };
    app.running.app.client.members().update(&leo.id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let text = admin.get(&format!("/members/{}/activity", leo.id)).await.text();
    assert!(text.contains("Moreira") && text.contains("outside the portal"), "{text}");
}

#[tokio::test]
async fn what_a_leaver_sends_regularly_is_shown_and_moves_or_ends() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (jonas, amara) = (member(&app, "jonas.weber"), member(&app, "amara.okafor"));
    let sent = app.running.app.client.members().schedules(&jonas.id).await.unwrap();
    assert!(!sent.is_empty(), "the test needs someone who sends something");
    let page = admin.get(&format!("/members/{}/offboard", jonas.id)).await;
    assert!(page.text().contains(&format!("Scheduled exports {}", sent.len())), "{}", page.text());
    assert!(page.text().contains(&sent[0].message.title), "{}", page.text());
    let review = offboard(&admin, &jonas.id, "amara okafor").await;
    assert!(!review.text().contains("may not be able to own documents"), "{}", review.text());
    admin.apply(&review, "").await;
    let moved = app.running.app.client.members().schedules(&amara.id).await.unwrap();
    assert!(sent.iter().all(|one| moved.iter().any(|other| other.id == one.id)));
}

#[tokio::test]
async fn a_new_owner_who_may_not_be_able_to_own_documents_is_warned_about() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let jonas = member(&app, "jonas.weber");
    let review = offboard(&admin, &jonas.id, "leo martins").await.text();
    assert!(review.contains("Leo Martins may not be able to own documents: account type View"), "{review}");
}
